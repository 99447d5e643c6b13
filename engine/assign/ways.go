package assign

import (
	"context"
	"math"

	"github.com/corredor-geo/corredor/graph"
)

// findGates parts the network into the ways and the gates.
func (c *chooser) findGates(sink graph.NodeID) error {
	open, err := openArcs(c.p)
	if err != nil {
		return err
	}
	c.ways = c.p
	c.ways.Closed = make([]bool, len(open))
	for a, price := range open {
		arc := graph.ArcID(a)
		gate := c.p.Graph.Head(arc) == sink
		if gate && !math.IsInf(price, 1) && c.p.Graph.Tail(arc) != sink {
			c.gates = append(c.gates, arc)
		}
		c.ways.Closed[a] = gate || math.IsInf(price, 1) || c.p.Graph.Tail(arc) == sink
	}
	c.metric = open
	for _, table := range []*[][]float64{&c.near, &c.flow, &c.solved, &c.target, &c.last} {
		*table = make([][]float64, len(c.p.Demand))
		for i := range *table {
			(*table)[i] = make([]float64, len(c.gates))
		}
	}
	c.onGate = make([]float64, len(c.gates))
	c.close()
	return c.reach(true)
}

// close keeps searches out of the gates.
func (c *chooser) close() {
	for a, closed := range c.ways.Closed {
		if closed {
			c.metric[a] = math.Inf(1)
		}
	}
}

// reach finds the cheapest ways from every origin to every gate.
func (c *chooser) reach(first bool) error {
	from := map[graph.NodeID]int{} // the first demand from there
	for i, d := range c.p.Demand {
		if twin, ok := from[d.From]; ok {
			copy(c.near[i], c.near[twin])
		} else {
			from[d.From] = i
			c.search.Run(c.metric, d.From)
			for g, gate := range c.gates {
				c.near[i][g] = c.search.Distance(c.p.Graph.Tail(gate))
			}
		}
		if !first || d.From == d.To || d.Flow == 0 {
			continue
		}
		some := false
		for g, price := range c.near[i] {
			if !math.IsInf(price, 1) {
				c.pairs = append(c.pairs, Pair{i, g})
				some = true
			}
		}
		if !some {
			return &NoWayError{From: d.From, To: d.To, Flow: d.Flow, Stuck: graph.None}
		}
	}
	return nil
}

// reachLogit finds the price of all ways from every origin to every gate together.
func (c *chooser) reachLogit() {
	near := make([]float64, len(c.pairs))
	c.logit.reach(near)
	for k, pair := range c.pairs {
		c.near[pair.Demand][pair.Gate] = near[k]
	}
}

// step moves the demand of pairs towards the choice that the gates have settled to, and
// with it the flows of logit ways.
func (c *chooser) step() {
	c.settle()
	w := c.logit
	if w != nil {
		w.spread(c.ofPairs(c.target))
		for k, x := range w.flows {
			w.last[k] = c.stride.turn(w.last[k], w.target[k]-x)
		}
	}
	for i, row := range c.flow {
		for g, x := range row {
			c.last[i][g] = c.stride.turn(c.last[i][g], c.target[i][g]-x)
		}
	}
	c.stride.next()
	for i, row := range c.flow {
		for g := range row {
			row[g] += float64(c.stride.length * c.last[i][g])
		}
	}
	if w != nil {
		for k := range w.flows {
			w.flows[k] = max(0, w.flows[k]+float64(c.stride.length*w.last[k]))
		}
	}
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

// carried returns the flow of each gate.
func (c *chooser) carried() []float64 {
	onGate := make([]float64, len(c.gates))
	for _, row := range c.flow {
		for g, x := range row {
			onGate[g] += x
		}
	}
	return onGate
}

// keep remembers the demand that has been solved.
func (c *chooser) keep() {
	for i := range c.flow {
		copy(c.solved[i], c.flow[i])
	}
}

// ofPairs reads a table by demand and gate.
func (c *chooser) ofPairs(table [][]float64) []float64 {
	out := make([]float64, len(c.pairs))
	for k, pair := range c.pairs {
		out[k] = table[pair.Demand][pair.Gate]
	}
	return out
}

func (c *chooser) wayOf(pair Pair) Demand {
	return Demand{From: c.p.Demand[pair.Demand].From, To: c.p.Graph.Tail(c.gates[pair.Gate]), Flow: c.flow[pair.Demand][pair.Gate]}
}

// wayProblem is the network up to the gates with the demand of the pairs.
func (c *chooser) wayProblem() Problem {
	c.ways.Demand = make([]Demand, len(c.pairs))
	for k, pair := range c.pairs {
		c.ways.Demand[k] = c.wayOf(pair)
	}
	return c.ways
}

func (c *chooser) solveWays(ctx context.Context) (*Solution, error) {
	o := Options{Gap: waysGap, Workers: c.o.Workers}
	if c.solution != nil {
		o.Start = c.solution.Flow
	}
	return Solve(ctx, c.wayProblem(), o)
}
