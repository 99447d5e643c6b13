package engine

import (
	"cmp"
	"context"
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
)

// Equilibrium is the answer to a study's [Congestion], beside its shortest paths. Units are
// those of the demand, prices those of the study's cost (km, h, or its formula's).
//
// Flows of ports and roads whose price rises with use are unique (their Unique is true). Which
// origin's units use them is not, and so flows of municipalities are not either: four figures say how
// much they may differ.
type Equilibrium struct {
	Model, Algorithm string
	// RelativeGap is the part of the total cost that would be saved if everyone took the
	// cheapest way; of the logit models, the part of the demand or flow that would change.
	RelativeGap, AverageExcessCost float64
	Objective, TotalCost           float64 // Beckmann's objective; sum of units times price
	Iterations                     int
	Converged                      bool
	// PathError is the largest flow by which the path flows, from which municipalities
	// are counted, are off the flow of a road.
	PathError float64
	// Units is what all origins with a route send, Unrouted what those without would.
	Units, Unrouted float64
	// Elsewhere is the part of Units that crosses at another port than by shortest path, net:
	// half the sum of the differences of the ports. Apart is the same between the
	// equilibrium and all-or-nothing at its prices.
	Elsewhere, Apart float64

	Origins        []OriginLoad       // as Result.Origins
	Ports          []PortLoad         // as Result.Ports
	Segments       []SegmentLoad      // as Result.Segments
	Municipalities []MunicipalityLoad // as Result.Municipalities
}

// Loads are the units that pass a place, by three assignments of the same demand.
type Loads struct {
	// Shortest is by the study's shortest paths, Equilibrium by the most likely path flows
	// of the equilibrium, Extreme by the cheapest way of every origin at its prices, as
	// Dell (2015) counts: one of many where ways cost the same.
	Shortest, Equilibrium, Extreme float64
}

// OriginLoad is what an origin sends, and what its units pay.
type OriginLoad struct {
	Units float64 // 0 without a route
	// Cost is the price of its cheapest way at the equilibrium, port and all; NaN without one.
	Cost float64
	// Port is where that way ends, an index of Ports; -1 without one.
	Port int
	// Shares is the part of the units at each port, of the most likely path flows; nil without units.
	Shares []float64
}

// PortLoad is the use of a port.
type PortLoad struct {
	Loads
	ByLayer  []Loads // per layer of origins
	Capacity float64 // NaN unknown
	Open     bool    // on the roads, and not closed for want of a capacity
	Unique   bool    // Equilibrium is the only one possible
	// FreeWait and Wait are the price of passing without and with the flow.
	FreeWait, Wait float64
}

// SegmentLoad is the use of a road segment at its busiest point, both directions together.
type SegmentLoad struct {
	Loads
	Capacity float64 // per direction; NaN unknown
	Unique   bool    // Equilibrium is the only one possible
	// FreeCost and Cost are the price without and with the flow, of the direction
	// with more of it.
	FreeCost, Cost float64
}

// MunicipalityLoad is the units whose way touches a municipality, each once.
type MunicipalityLoad struct {
	Loads
	// Low and High bound what any equilibrium sends through it: units all of whose cheapest ways
	// touch it, and units some of whose do. NaN in the logit models, where every way
	// has a share of its own.
	Low, High float64
}

// solution is an equilibrium with the paths of its demand.
type solution struct {
	*assign.Solution
	w     *roadway
	e     *Equilibrium
	paths *assign.Paths
	ways  *assign.Paths // all cheapest ways; nil in the logit models
	// origin and flow belong to the demands of paths.
	origin []int
	flow   []float64
}

// solve finds the equilibrium and its path flows.
func (r *run) solve(ctx context.Context, w *roadway, e *Equilibrium) (*solution, error) {
	s := &solution{w: w, e: e}
	for i, o := range e.Origins {
		if o.Units > 0 {
			s.origin, s.flow = append(s.origin, i), append(s.flow, o.Units)
		}
	}
	model := r.logitChoice
	if e.Model == modelEquilibrium {
		model = r.userEquilibrium
	}
	err := model(ctx, s)
	if bad := w.failed(); bad != nil {
		return nil, r.Study.mistake([]any{"congestion"}, bad, "")
	}
	if err == nil && s.Interrupted {
		err = context.Cause(ctx)
	}
	if err != nil {
		return nil, err
	}
	e.RelativeGap, e.AverageExcessCost, e.Objective, e.TotalCost = s.RelativeGap, s.AverageExcessCost, s.Objective, s.TotalCost
	e.Iterations, e.Converged, e.PathError = s.Iterations, s.Converged, s.paths.MaxError
	if !e.Converged {
		r.warn(Warning{Stage: "congestion", Message: fmt.Sprintf("stopped after %d iterations at a relative gap of %.2g, above the gap asked for", e.Iterations, e.RelativeGap), Count: 1})
	}
	if e.PathError > pathErrorPart*e.Units {
		r.warn(Warning{Stage: "congestion", Message: fmt.Sprintf("the path flows are off the flows of roads by up to %.2g units; a smaller gap: brings them nearer", e.PathError), Count: 1})
	}
	return s, nil
}

// pathErrorPart is the part of all units that path flows may be off without a warning.
const pathErrorPart = 1e-6

// tell is a Trace that shows how many digits of the gap are reached.
func (r *run) tell(target float64) func(assign.Iteration) {
	return func(it assign.Iteration) {
		r.Progress("digits of the gap", digits(it.RelativeGap), digits(target))
	}
}

// digits returns how many decimal places of a gap are 0.
func digits(gap float64) int64 {
	if !(gap > 0) {
		return math.MaxInt16
	}
	return int64(max(0, -math.Log10(gap)))
}

func (r *run) userEquilibrium(ctx context.Context, s *solution) (err error) {
	spec := r.Study.Congestion
	o := assign.Options{Gap: spec.Gap, MaxIterations: spec.MaxIterations, Workers: r.Workers}
	if o.Gap == 0 {
		o.Gap = defaultCongestionGap
	}
	if spec.Algorithm != "" {
		if o.Algorithm, err = assign.ParseAlgorithm(spec.Algorithm); err != nil {
			return err
		}
	}
	s.e.Algorithm = o.Algorithm.String()
	o.Trace = r.tell(o.Gap)
	if s.Solution, err = assign.Solve(ctx, s.w.problem, o); err != nil || s.Interrupted {
		return err
	}
	tolerance := max(pathTolerance, pathGaps*s.RelativeGap)
	paths := assign.PathOptions{Tolerance: tolerance, Workers: r.Workers}
	if s.paths, err = s.ProportionalPaths(ctx, s.w.problem, paths); err != nil {
		return err
	}
	s.ways, err = assign.CheapestWays(ctx, s.w.problem, s.Cost, paths)
	return err
}

// The gap at which to stop, and how much dearer a way in use may be than the cheapest: as a
// part of its price, and in relative gaps.
const (
	defaultCongestionGap = 1e-10
	pathTolerance        = 1e-6
	pathGaps             = 100
)

// logitChoice is the equilibrium of both logit models.
func (r *run) logitChoice(ctx context.Context, s *solution) error {
	spec := r.Study.Congestion
	o := assign.ChoiceOptions{LogitWays: s.e.Model == modelLogitPaths}
	o.Theta, o.Gap, o.MaxIterations, o.Workers = spec.Theta, spec.Gap, spec.MaxIterations, r.Workers
	o.Trace = r.tell(cmp.Or(spec.Gap, defaultChoiceGap))
	choice, err := assign.SolveChoice(ctx, s.w.problem, o)
	if err != nil {
		return err
	}
	s.Solution, s.e.Algorithm = choice.Solution, "newton, b"
	if o.LogitWays {
		s.e.Algorithm = "newton, dial"
	}
	if s.Interrupted {
		return nil
	}
	senders := s.origin
	s.origin, s.flow = nil, nil
	for k, pair := range choice.Pairs {
		s.origin, s.flow = append(s.origin, senders[pair.Demand]), append(s.flow, choice.Ways[k].Flow)
		o := &s.e.Origins[senders[pair.Demand]]
		if o.Shares == nil {
			o.Shares = make([]float64, len(r.Ports))
		}
		segment, _ := s.w.graph.Segment(choice.Gates[pair.Gate])
		o.Shares[s.w.pieces[segment].port] = choice.Share[pair.Demand][pair.Gate]
	}
	s.paths, err = choice.Paths(ctx, assign.PathOptions{Tolerance: pathTolerance, Workers: r.Workers})
	return err
}

// defaultChoiceGap is that of [assign.ChoiceOptions].
const defaultChoiceGap = 1e-9

// price returns what a gate or road costs at a flow.
func (w *roadway) price(a graph.ArcID, flow float64) float64 {
	if a == graph.None || w.closed[a] {
		return math.Inf(1)
	}
	return w.problem.Cost.At(a, flow)
}
