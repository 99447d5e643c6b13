package replicate

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// Params are those of the cost of crossing the border, as the archive scales them:
// the price of a link into the United States, in kilometres, is
//
//	dist + a (x/C)^delta, a = PhiTruck at a truck crossing, PhiPort at a seaport
//
// where x is its flow, C = lanes + containers/10 its capacity and delta = Delta10/10.
// Kappa100 is of the estimation only.
type Params struct{ Delta10, PhiTruck, PhiPort, Kappa100 float64 }

// PublishedParams is the paper's estimate, from 2stageSim.mat.
var PublishedParams = Params{18.862, 62.343, 36.481, 76.278}

// check refuses parameters with which the program is not convex.
func (p Params) check() error {
	for _, x := range []float64{p.Delta10, p.PhiTruck, p.PhiPort, p.Kappa100} {
		if !(x >= 0) || math.IsInf(x, 1) {
			return fmt.Errorf("the parameters %v, %v, %v, %v must not be negative, so that congestion costs",
				p.Delta10, p.PhiTruck, p.PhiPort, p.Kappa100)
		}
	}
	return nil
}

// Congestion says which equilibrium is computed, and how.
type Congestion struct {
	Params Params
	// Compat stops as the published program does: Frank-Wolfe from all-or-nothing, Matlab's
	// fminbnd as the line search, a gap of 0.001 of the best lower bound.
	// Otherwise the relative gap is 1e-10.
	Compat bool
}

// Equilibrium is the congestion model's answer for one period.
type Equilibrium struct {
	// Flows are the paper's reading: all or nothing at the prices of the equilibrium.
	Flows
	// EquilibriumLinks are the flows of the equilibrium itself, per segment.
	EquilibriumLinks []float64
	// Gap is (total cost - cost of cheapest paths) / total cost; BoundGap the paper's, by the
	// best lower bound of the objective. Objective is Beckmann's, in km.
	Gap, BoundGap, Objective, LowerBound float64
	Iterations                           int
	Apart                                Apart
}

// Apart says how far the two readings of an equilibrium are from each other.
type Apart struct {
	// Units is the flow that crosses the border elsewhere: half the sum of
	// differences over the links into the United States. Crossing is the largest.
	Units, Crossing float64
	// OnlyAllOrNothing and OnlyEquilibrium count the links used in one reading alone
	// (by more than a thousandth of a unit).
	OnlyAllOrNothing, OnlyEquilibrium int
	// CostKM is by how much the total cost of all or nothing, with the
	// congestion it makes, is above that of the equilibrium.
	CostKM float64
}

// Congested sends a unit from every origin to the sink so that no one could cross
// the border at less cost: the Wardrop equilibrium. At an equilibrium many ways cost
// the same, so all-or-nothing counts of a tight equilibrium hang by a thread; [Ties]
// counts ways within a metre.
func (a *Archive) Congested(ctx context.Context, origins Origins, period int, c Congestion) (*Equilibrium, error) {
	if err := errors.Join(a.check(period), c.Params.check()); err != nil {
		return nil, err
	}
	price, closed := a.price(period, c.Params)
	p := assign.Problem{Graph: a.Graph, Cost: price, Closed: closed}
	reach := a.newTree(a.Metric(period), 0)
	for _, n := range origins.Nodes {
		if reach.reaches(n) {
			p.Demand = append(p.Demand, assign.Demand{From: n, To: a.Sink, Flow: 1})
		}
	}
	if len(p.Demand) == 0 {
		return nil, fmt.Errorf("no origin has a way to the United States")
	}
	opts := assign.Options{}
	if c.Compat {
		opts = assign.Paper()
	}
	sol, err := assign.Solve(ctx, p, opts)
	if err != nil {
		return nil, err
	}
	if sol.Interrupted {
		return nil, context.Cause(ctx)
	}
	return a.read(origins, period, answer{price, sol})
}

type answer struct {
	price *assign.Power
	sol   *assign.Solution
}

// read takes both readings of an equilibrium.
func (a *Archive) read(origins Origins, period int, x answer) (*Equilibrium, error) {
	open := a.open[period]
	m := graph.NewMetric(a.Graph, func(s graph.SegmentID) float64 {
		if !open[s] || math.IsInf(a.weight[s], 1) {
			return math.Inf(1)
		}
		return x.sol.Cost[a.northward(s)] * metersPerKM
	})
	flows, err := a.allOrNothing(origins, a.newTree(m, slackMeters))
	if err != nil {
		return nil, err
	}
	flows.Period = period
	e := &Equilibrium{Flows: *flows, EquilibriumLinks: make([]float64, a.Graph.SegmentCount()), Gap: x.sol.RelativeGap,
		Objective: x.sol.Objective, LowerBound: x.sol.LowerBound, Iterations: x.sol.Iterations}
	e.BoundGap = x.sol.RelativeGap * x.sol.TotalCost / math.Abs(x.sol.LowerBound)
	for arc, flow := range x.sol.Flow {
		s, _ := a.Graph.Segment(graph.ArcID(arc))
		e.EquilibriumLinks[s] += flow
	}
	a.compare(e, x.price)
	return e, nil
}

const slackMeters = 1 // ways of the equilibrium that differ by less count as ties

// northward returns the arc of a link that leads into the sink, or its forward arc.
func (a *Archive) northward(s graph.SegmentID) graph.ArcID {
	from, _ := a.Graph.Ends(s)
	return a.Graph.ArcOf(s, from == a.Sink)
}

// compare fills Apart.
func (a *Archive) compare(e *Equilibrium, price *assign.Power) {
	into := a.Graph.Column(load.ColumnIntoUS)
	const used = 1e-3
	for i, eq := range e.EquilibriumLinks {
		s := graph.SegmentID(i)
		aon := e.Links[s]
		if into.True(s) {
			e.Apart.Units += math.Abs(aon-eq) / 2
			e.Apart.Crossing = max(e.Apart.Crossing, math.Abs(aon-eq))
		}
		if arc := a.northward(s); aon > 0 || eq > 0 {
			e.Apart.CostKM += aon*price.At(arc, aon) - eq*price.At(arc, eq)
		}
		switch {
		case aon > used && eq <= used:
			e.Apart.OnlyAllOrNothing++
		case eq > used && aon <= used:
			e.Apart.OnlyEquilibrium++
		}
	}
}

// price returns the cost of every arc in kilometres and which arcs are closed.
func (a *Archive) price(period int, p Params) (*assign.Power, []bool) {
	g := a.Graph
	into, port, truck := g.Column(load.ColumnIntoUS), g.Column(load.ColumnSeaport), g.Column(load.ColumnTruckPort)
	lanes, containers := g.Column(load.ColumnLanes), g.Column(load.ColumnContainers)
	cost := &assign.Power{Base: make([]float64, g.ArcCount()), Factor: make([]float64, g.ArcCount()),
		Capacity: make([]float64, g.ArcCount()), Exponent: p.Delta10 / deltaScale}
	closed := make([]bool, g.ArcCount())
	for arc := range graph.ArcID(g.ArcCount()) {
		s, _ := g.Segment(arc)
		if closed[arc] = !a.open[period][s] || math.IsInf(a.weight[s], 1); closed[arc] {
			continue
		}
		cost.Base[arc] = a.weight[s] / metersPerKM
		if into.True(s) {
			cost.Factor[arc] = p.PhiTruck*truck.Number(s) + p.PhiPort*port.Number(s)
			cost.Capacity[arc] = lanes.Number(s) + containers.Number(s)/containersPerLane
		}
	}
	return cost, closed
}

// The paper's scales: delta is Par[0]/10, and ten containers (in thousands) weigh
// as much as one lane.
const (
	deltaScale        = 10
	containersPerLane = 10
)
