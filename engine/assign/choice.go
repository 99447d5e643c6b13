package assign

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/corredor-geo/corredor/graph"
)

// ChoiceOptions adjusts [SolveChoice]. The zero value of Gap means 1e-9, that of MaxIterations
// 1,000.
type ChoiceOptions struct {
	LogitOptions
	// LogitWays spreads the demand over the ways to a gate by logit too, over the paths that
	// [StochasticEquilibrium] takes; otherwise everyone takes a cheapest way.
	LogitWays bool
}

// Choice is the answer of [SolveChoice].
type Choice struct {
	// Solution has the flows and prices of all arcs. RelativeGap is the part of the demand
	// (and with LogitWays, of the flows) that would change at these prices; LowerBound and
	// AverageExcessCost are NaN, as of a [StochasticEquilibrium].
	*Solution
	// Gates are the arcs into the sink, in ascending order. Share is, per demand, the part
	// of it that takes each gate.
	Gates []graph.ArcID
	Share [][]float64
	// Pairs are the demands and gates that some way joins, and Ways the demand of each, from
	// its origin to the gate.
	Pairs []Pair
	Ways  []Demand

	ways     Problem
	solution *Solution // of the ways, unless these are by logit
	logit    *logitWays
}

// Pair is a demand of a problem and one of the gates, each by its position.
type Pair struct{ Demand, Gate int }

// SolveChoice finds the equilibrium of demand that chooses where to leave the network. All
// demand goes to one node, the sink; which arc leads it there, its gate, is a logit choice:
//
//	share of gate g = exp(-Theta * u_g) / sum over the gates of exp(-Theta * u)
//
// where u is the price of the cheapest way by that gate, and the gate itself. Up to the
// gates, everyone takes a cheapest way: combined destination choice and assignment (S. P.
// Evans 1976, doi:10.1016/0041-1647(76)90100-3). With LogitWays the logit choice is among all
// paths to all gates. Shares and flows of gates are unique where no price falls with
// the flow. Demand and gate that no way joins have share 0.
//
// The gates are brought to equilibrium at given prices of the ways by Newton's method,
// which is all where no other arc has a rising price. Else the ways are loaded anew in
// turn with that (cheapest ones by Algorithm B), over steps after Aitken. Errors and the
// end of the context are as in [Solve]. FirstThru must be 0.
func SolveChoice(ctx context.Context, p Problem, o ChoiceOptions) (*Choice, error) {
	c, err := newChooser(p, o)
	if err != nil {
		return nil, err
	}
	if o.LogitWays {
		err = c.runLogit(ctx)
	} else {
		err = c.run(ctx)
	}
	if err != nil {
		return nil, err
	}
	return c.answer(), nil
}

// Paths returns how the demand of every pair spreads over its ways: the most likely of
// cheapest paths, or those of the logit choice.
func (c *Choice) Paths(ctx context.Context, o PathOptions) (*Paths, error) {
	if c.logit == nil {
		return c.solution.ProportionalPaths(ctx, c.ways, o)
	}
	return newPaths(c.logit.g, c.Ways, fitted{c.logit.target, c.logit.flows}), nil
}

// chooser is one run of SolveChoice.
type chooser struct {
	p, ways  Problem
	o        ChoiceOptions
	begun    time.Time
	total    float64
	gates    []graph.ArcID
	metric   graph.Metric // prices of the ways
	near     [][]float64  // per demand and gate: price of the cheapest way to it
	pairs    []Pair       // of those that a way joins
	flow     [][]float64  // per demand and gate, to be solved next
	solved   [][]float64  // of the solution
	target   [][]float64  // what the prices bring about
	last     [][]float64  // difference of target and flow at the last step
	onGate   []float64    // flow of each gate in target
	solution *Solution    // of the ways
	logit    *logitWays   // nil when cheapest ways are taken
	search   *graph.Dijkstra
	state    Iteration // RelativeGap is the change
	stride   stride
	done     bool
	stopped  bool
}

const (
	defaultChoiceGap        = 1e-9
	defaultChoiceIterations = 1000
	choicePatience          = 100   // iterations without a better gap before the precision of the ways is taken to be reached
	waysGap                 = 1e-12 // of the ways, so that only the choice is left to settle
)

func newChooser(p Problem, o ChoiceOptions) (*chooser, error) {
	if !(o.Theta >= 0) || math.IsInf(o.Theta, 1) || !(o.Gap >= 0) {
		return nil, fmt.Errorf("%w: theta %g, gap %g; neither may be negative", ErrOptions, o.Theta, o.Gap)
	}
	if o.Gap == 0 {
		o.Gap = defaultChoiceGap
	}
	if o.MaxIterations <= 0 {
		o.MaxIterations = defaultChoiceIterations
	}
	c := &chooser{p: p, o: o, begun: time.Now(), search: graph.NewDijkstra(p.Graph)}
	c.state = Iteration{LowerBound: math.NaN(), AverageExcessCost: math.NaN(), Objective: math.NaN()}
	if p.FirstThru != 0 || len(p.Demand) == 0 {
		return nil, fmt.Errorf("%w: a choice of gates needs demand, and FirstThru 0", ErrDemand)
	}
	sink := p.Demand[0].To
	for i, d := range p.Demand {
		if err := checkDemand(p, i); err != nil {
			return nil, err
		}
		if d.To != sink {
			return nil, fmt.Errorf("%w: number %d goes to node %d, the first to node %d; a choice of gates has one sink", ErrDemand, i, d.To, sink)
		}
		if d.From != d.To {
			c.total += d.Flow
		}
	}
	return c, c.findGates(sink)
}

// run goes in turn between the choice at the prices of the ways, and the ways at
// the demand of the choice.
func (c *chooser) run(ctx context.Context) error {
	for {
		if c.solution != nil {
			c.choose(c.carried())
			if c.note(part(c.change(), c.total)) {
				return nil
			}
		}
		c.step()
		solution, err := c.solveWays(ctx)
		if c.stopped = ctx.Err() != nil && c.solution != nil; c.stopped {
			return nil
		}
		switch {
		case err != nil:
			return err
		case solution.Interrupted:
			return ctx.Err()
		}
		c.solution = solution
		c.keep()
		copy(c.metric, solution.Cost)
		c.close()
		if err := c.reach(false); err != nil {
			return err
		}
	}
}

// runLogit goes in turn between the choice and the logit ways at their prices.
func (c *chooser) runLogit(ctx context.Context) (err error) {
	if c.logit, err = newLogitWays(ctx, c.wayProblem(), c.o.LogitOptions); err != nil {
		return err
	}
	w := c.logit
	for {
		c.reachLogit()
		if c.stride.length > 0 {
			c.choose(c.carried())
			w.spread(c.ofPairs(c.target))
			off, all := 0.0, 0.0
			for k, x := range w.flows {
				off += math.Abs(w.target[k] - x)
				all += x
			}
			c.keep()
			if c.note(part(c.change(), c.total) + part(off, all)) {
				return nil
			}
			if c.stopped = ctx.Err() != nil; c.stopped {
				return nil
			}
		}
		c.step()
	}
}

// note records how much would change at the prices of the flows, and says whether to stop.
func (c *chooser) note(change float64) (stop bool) {
	c.state.Number++
	c.state.RelativeGap, c.state.Step = change, c.stride.length
	c.stride.look(change, c.state.Number == 1)
	c.state.Seconds = time.Since(c.begun).Seconds()
	if c.o.Trace != nil {
		c.o.Trace(c.state)
	}
	c.done = change <= c.o.Gap
	return c.done || c.state.Number >= c.o.MaxIterations || c.stride.since >= choicePatience
}

// part is x as a part of all, 0 where both are.
func part(x, all float64) float64 {
	if x == 0 {
		return 0
	}
	return x / all
}

func (c *chooser) answer() *Choice {
	out := &Choice{Gates: c.gates, Share: c.solved, Pairs: c.pairs, ways: c.ways, solution: c.solution, logit: c.logit}
	s := &Solution{Cost: make([]float64, c.p.Graph.ArcCount()), Iterations: c.state.Number, RelativeGap: c.state.RelativeGap,
		LowerBound: math.NaN(), AverageExcessCost: math.NaN(), Converged: c.done, Interrupted: c.stopped}
	if out.Solution = s; c.logit != nil {
		s.Flow = c.logit.n.perArc(c.logit.flows, nil)
	} else {
		s.Flow = append([]float64(nil), c.solution.Flow...)
	}
	for k, flow := range c.ofPairs(c.solved) {
		d := c.wayOf(c.pairs[k])
		d.Flow = flow
		out.Ways = append(out.Ways, d)
	}
	for i, d := range c.p.Demand {
		if d.From == d.To {
			s.Intrazonal += d.Flow
		}
		for g, x := range c.solved[i] {
			s.Flow[c.gates[g]] += x
			if x > 0 {
				out.Share[i][g] = x / d.Flow
			}
		}
	}
	for a, x := range s.Flow {
		arc := graph.ArcID(a)
		if s.Cost[a] = math.Inf(1); c.p.Closed == nil || !c.p.Closed[a] {
			s.Cost[a] = c.p.Cost.At(arc, x)
		}
		if x > 0 {
			s.Objective += c.p.Cost.Integral(arc, x)
			s.TotalCost += float64(x * s.Cost[a])
		}
	}
	return out
}
