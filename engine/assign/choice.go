package assign

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/corredor-geo/corredor/graph"
)

// Choice is the answer of [SolveChoice].
type Choice struct {
	// Solution has the flows and prices of all arcs. RelativeGap is the part of the demand
	// that would choose otherwise at these prices; LowerBound and AverageExcessCost
	// are NaN, as of [SolveLogit].
	*Solution
	// Gates are the arcs into the sink, in ascending order. Share is, per demand, the part
	// of it that takes each gate.
	Gates []graph.ArcID
	Share [][]float64
	// Ways is the network up to the gates, with a demand of its own for every Pair (a
	// demand of the problem and a gate), and WaysSolution its user equilibrium: what
	// [Solution.ProportionalPaths] needs.
	Ways         Problem
	Pairs        []Pair
	WaysSolution *Solution
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
// Evans 1976, doi:10.1016/0041-1647(76)90100-3). Shares and flows of gates are unique where
// no price falls with the flow. Demand and gate that no way joins have share 0.
//
// The gates are brought to equilibrium at given prices of the ways by Newton's method,
// which is all where no other arc has a rising price. Else the ways are solved
// by Algorithm B in turn with that, over steps of the demand per gate after Aitken.
// Gap 0 means 1e-9, MaxIterations 0 means 1,000. Errors and the end of the context are as
// in [Solve]. FirstThru must be 0.
func SolveChoice(ctx context.Context, p Problem, o LogitOptions) (*Choice, error) {
	c, err := newChooser(p, o)
	if err != nil {
		return nil, err
	}
	if err := c.run(ctx); err != nil {
		return nil, err
	}
	return c.answer(), nil
}

// chooser is one run of SolveChoice.
type chooser struct {
	p, ways  Problem
	o        LogitOptions
	begun    time.Time
	total    float64
	gates    []graph.ArcID
	metric   graph.Metric // prices of the ways
	near     [][]float64  // per demand and gate: price of the cheapest way to it
	pairs    []Pair       // of those that a way joins
	flow     [][]float64  // per demand and gate, to be solved next
	solved   [][]float64  // of the solution
	target   [][]float64  // what the prices bring about
	onGate   []float64    // flow of each gate in target
	solution *Solution    // of the ways
	state    Iteration    // RelativeGap is the change
	search   *graph.Dijkstra
	last     [][]float64 // difference of target and flow at the last step
	step     float64     // 0 before the first
	most     float64     // the longest step
	best     float64     // gap so far
	cuts     int         // of the longest step
	since    int         // iterations without a better one
	done     bool
	stopped  bool
}

const (
	defaultChoiceGap        = 1e-9
	defaultChoiceIterations = 1000
	waysGap                 = 1e-12 // of the ways, so that only the choice is left to settle
	choicePatience          = 10    // iterations without a better gap before steps are cut
	leastStep               = 1e-3
)

func newChooser(p Problem, o LogitOptions) (*chooser, error) {
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
		if c.solution != nil && c.note() {
			return nil
		}
		c.average()
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
		for i := range c.flow {
			copy(c.solved[i], c.flow[i])
		}
		copy(c.metric, solution.Cost)
		c.close()
		if err := c.reach(false); err != nil {
			return err
		}
	}
}

// note measures how much of the demand would choose otherwise at the prices of its flows,
// and says whether to stop.
func (c *chooser) note() (stop bool) {
	onGate := make([]float64, len(c.gates))
	for _, row := range c.flow {
		for g, x := range row {
			onGate[g] += x
		}
	}
	c.choose(onGate)
	change := c.change()
	c.state.Number++
	if c.state.RelativeGap = 0; change > 0 {
		c.state.RelativeGap = change / c.total
	}
	if c.state.Number == 1 || c.state.RelativeGap < c.best {
		c.best, c.since = c.state.RelativeGap, 0
	} else if c.since++; c.since%choicePatience == 0 {
		c.cuts++
		c.most = 1 / float64(c.cuts+1)
	}
	c.state.Step = c.step
	c.state.Seconds = time.Since(c.begun).Seconds()
	if c.o.Trace != nil {
		c.o.Trace(c.state)
	}
	c.done = c.state.RelativeGap <= c.o.Gap
	return c.done || c.state.Number >= c.o.MaxIterations
}

// change returns the demand that differs between flow and target.
func (c *chooser) change() (sum float64) {
	for i := range c.flow {
		for g, x := range c.flow[i] {
			sum += math.Abs(c.target[i][g]-x) / 2
		}
	}
	return sum
}

// average moves the demand of the ways towards the choice that the gates have settled to:
// at first all the way, and then by steps as Aitken's delta-squared method makes them of the last two
// differences. The longest step is cut, to a half, a third and so on, whenever
// it has not helped for a while, so that steps come to be short enough to go down.
func (c *chooser) average() {
	c.settle()
	along, across := 0.0, 0.0
	for i, row := range c.flow {
		for g, x := range row {
			difference := c.target[i][g] - x
			turn := c.last[i][g] - difference
			along += c.last[i][g] * turn
			across += turn * turn
			c.last[i][g] = difference
		}
	}
	if c.step == 0 {
		c.step, c.most = 1, 1
	} else if across > 0 {
		c.step = min(c.most, max(leastStep*c.most, c.step*along/across))
	}
	for i := range c.flow {
		for g := range c.flow[i] {
			c.flow[i][g] += c.step * c.last[i][g]
		}
	}
}

func (c *chooser) answer() *Choice {
	s := *c.solution
	s.Flow, s.Cost = append([]float64(nil), s.Flow...), make([]float64, len(s.Flow))
	s.Objective, s.TotalCost, s.Intrazonal = 0, 0, 0
	out := &Choice{Solution: &s, Gates: c.gates, Share: c.solved, Ways: c.ways, Pairs: c.pairs, WaysSolution: c.solution}
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
			s.TotalCost += x * s.Cost[a]
		}
	}
	s.Iterations, s.RelativeGap = c.state.Number, c.state.RelativeGap
	s.LowerBound, s.AverageExcessCost = math.NaN(), math.NaN()
	s.Converged, s.Interrupted = c.done, c.stopped
	return out
}
