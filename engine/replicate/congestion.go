package replicate

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
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
	// EquilibriumLinks and EquilibriumMunicipalities are the flows of the equilibrium
	// itself, per segment and per position in Codes. How much crosses where is unique,
	// which origin sends it need not be.
	EquilibriumLinks, EquilibriumMunicipalities []float64
	// Gap is (total cost - cost of cheapest paths) / total cost; BoundGap the paper's,
	// the same difference by the best lower bound of the objective. Objective is
	// Beckmann's, in km.
	Gap, BoundGap, Objective, LowerBound float64
	Iterations                           int
	Apart                                Apart
}

// Apart says how far the two readings of an equilibrium are from each other.
type Apart struct {
	// Units is the flow that crosses the border elsewhere: half the sum of the
	// differences over the links into the United States; Crossing is the largest of them.
	Units, Crossing float64
	// Links and Municipalities are those whose flow differs by half a unit or more;
	// MostMunicipality is the largest difference of one.
	Links, Municipalities int
	MostMunicipality      float64
	// CostKM is by how much the total cost of all or nothing, with the congestion it
	// makes, is above that of the equilibrium.
	CostKM float64
}

// Congested sends a unit from every origin to the sink so that none could cross the
// border at less cost: the Wardrop equilibrium. Many ways cost the same at an
// equilibrium, so all-or-nothing counts of a tight one hang by a thread: [Ties] counts ways
// within a metre.
//
// Only links into the sink have a price that rises, so the equilibrium is found
// exactly on a small network of origins, crossings and the sink.
func (a *Archive) Congested(ctx context.Context, origins Origins, period int, c Congestion) (*Equilibrium, error) {
	if err := errors.Join(a.check(period), c.Params.check()); err != nil {
		return nil, err
	}
	x, err := a.contract(origins, a.Metric(period))
	if err != nil {
		return nil, err
	}
	problem, err := x.problem(c.Params)
	if err != nil {
		return nil, err
	}
	opts := assign.Options{}
	if c.Compat {
		opts = assign.Paper()
	}
	sol, err := assign.Solve(ctx, problem, opts)
	if err != nil {
		return nil, err
	}
	if sol.Interrupted {
		return nil, context.Cause(ctx)
	}
	e := &Equilibrium{Gap: sol.RelativeGap, Objective: sol.Objective, LowerBound: sol.LowerBound, Iterations: sol.Iterations,
		EquilibriumLinks: make([]float64, a.Graph.SegmentCount()), EquilibriumMunicipalities: make([]float64, len(a.Codes))}
	e.BoundGap = sol.RelativeGap * sol.TotalCost / math.Abs(sol.LowerBound)
	x.spread(problem, sol, e)
	if err := x.allOrNothing(problem, sol, e); err != nil {
		return nil, err
	}
	e.Period = period
	x.compare(problem, e)
	return e, nil
}

const slackMeters = 1 // ways of an equilibrium that differ by less count as ties

// compare fills Apart.
func (x *contracted) compare(p assign.Problem, e *Equilibrium) {
	apart := &e.Apart
	const half = 0.5
	for s, eq := range e.EquilibriumLinks {
		if math.Abs(e.Links[s]-eq) >= half {
			apart.Links++
		}
		apart.CostKM += float64((e.Links[s] - eq) * x.a.finiteKM(graph.SegmentID(s)))
	}
	for i, c := range x.crossings {
		aon, eq := e.Links[c.link], e.EquilibriumLinks[c.link]
		apart.Units += math.Abs(aon-eq) / 2
		apart.Crossing = max(apart.Crossing, math.Abs(aon-eq))
		km, arc := x.a.finiteKM(c.link), x.northward(p.Graph, i)
		apart.CostKM += float64(aon*(p.Cost.At(arc, aon)-km)) - float64(eq*(p.Cost.At(arc, eq)-km))
	}
	for m, eq := range e.EquilibriumMunicipalities {
		difference := math.Abs(float64(e.Municipalities[m]) - eq)
		apart.MostMunicipality = max(apart.MostMunicipality, difference)
		if difference >= half {
			apart.Municipalities++
		}
	}
}
