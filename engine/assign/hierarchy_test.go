package assign_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// TestHierarchy wants the costs of searches from the hierarchy, and their flows where no
// paths tie.
func TestHierarchy(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 4))
		p := randomProblem(r)
		c := p.Cost.(*assign.BPR)
		for a := range c.Constant {
			c.Constant[a] = r.Float64() // no ties
		}
		p.Closed = make([]bool, p.Graph.ArcCount())
		p.Closed[len(p.Closed)-1] = true
		flows, costs, err := assign.LoadBoth(context.Background(), p, 1+int(seed%2))
		if errors.Is(err, assign.ErrNoWay) {
			continue // the closed arc was the only one
		}
		if err != nil {
			t.Fatal(err)
		}
		if !near(costs[0], costs[1], 1e-14) {
			t.Errorf("seed %d: %v by searches, %v by the hierarchy", seed, costs[0], costs[1])
		}
		for k := range flows[0] {
			if diff := flows[0][k] - flows[1][k]; diff > 1e-12 || diff < -1e-12 {
				t.Errorf("seed %d: flow %v by searches, %v by the hierarchy", seed, flows[0][k], flows[1][k])
			}
		}
	}
}

// BenchmarkNewYork times iterations over 264,346 nodes with trips between random nodes.
func BenchmarkNewYork(b *testing.B) {
	p := newYork(b, 100_000)
	for b.Loop() {
		o := assign.Options{Algorithm: assign.BiconjugateFrankWolfe, Gap: 1e-4, MaxIterations: 10}
		var times []float64
		o.Trace = func(it assign.Iteration) { times = append(times, it.Seconds) }
		s := solve(b, p, o)
		last := len(times) - 1
		b.ReportMetric((times[last]-times[0])/float64(last), "s/iteration")
		b.ReportMetric(s.RelativeGap, "gap")
	}
}

func newYork(tb testing.TB, trips int) assign.Problem {
	tb.Helper()
	path := referenceFile(tb, "../dimacs/USA-road-d.NY.gr.gz")
	n, err := load.DIMACS(context.Background(), load.DIMACSFiles{Arcs: path, Coords: filepath.Join(filepath.Dir(path), "USA-road-d.NY.co.gz")}, load.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	g := n.Graph
	c := &assign.BPR{}
	for a := range g.ArcCount() {
		s, _ := g.Segment(graph.ArcID(a))
		c.FreeFlow = append(c.FreeFlow, g.LengthMeters(s))
		c.Capacity, c.B, c.Power = append(c.Capacity, 100), append(c.B, 0.15), append(c.Power, 4)
	}
	p := assign.Problem{Graph: g, Cost: c}
	r := rand.New(rand.NewPCG(1, 5))
	for range trips {
		p.Demand = append(p.Demand, assign.Demand{From: graph.NodeID(r.IntN(g.NodeCount())), To: graph.NodeID(r.IntN(g.NodeCount())), Flow: 1})
	}
	return p
}
