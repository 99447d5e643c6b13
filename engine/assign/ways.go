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

func (c *chooser) solveWays(ctx context.Context) (*Solution, error) {
	c.ways.Demand = make([]Demand, len(c.pairs))
	for k, pair := range c.pairs {
		c.ways.Demand[k] = Demand{From: c.p.Demand[pair.Demand].From, To: c.p.Graph.Tail(c.gates[pair.Gate]), Flow: c.flow[pair.Demand][pair.Gate]}
	}
	o := Options{Gap: waysGap, Workers: c.o.Workers}
	if c.solution != nil {
		o.Start = c.solution.Flow
	}
	return Solve(ctx, c.ways, o)
}
