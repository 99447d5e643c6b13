package assign_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// dell is the congestion model of Dell (2015) on the network of its first period, at the
// published estimates, with origins at random nodes: the true ones are not public.
func dell(tb testing.TB, origins int) assign.Problem {
	tb.Helper()
	n, err := load.RoadNet(context.Background(), referenceFile(tb, "../../dell2015/RoadNet0.mat"), load.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	g := n.Graph
	const delta, crossing, seaport = 18.862 / 10, 62.343, 36.481
	c := &assign.Power{Exponent: delta}
	into := g.Column(load.ColumnIntoUS)
	for a := range g.ArcCount() {
		s, _ := g.Segment(graph.ArcID(a))
		number := func(name string) float64 { return g.Column(name).Number(s) }
		factor := crossing*number(load.ColumnTruckPort) + seaport*number(load.ColumnSeaport)
		c.Base = append(c.Base, g.LengthMeters(s)/1000)
		c.Factor = append(c.Factor, factor)
		c.Capacity = append(c.Capacity, number(load.ColumnLanes)+number(load.ColumnContainers)/10+1-into.Number(s))
	}
	p := assign.Problem{Graph: g, Cost: c}
	r := rand.New(rand.NewPCG(1, 6))
	sink := graph.NodeID(g.NodeCount() - 1)
	d := graph.NewDijkstra(g)
	d.Run(graph.LengthMetric(g), sink) // all roads are open both ways
	for len(p.Demand) < origins {
		if from := graph.NodeID(r.IntN(int(sink))); !math.IsInf(d.Distance(from), 1) {
			p.Demand = append(p.Demand, assign.Demand{From: from, To: sink, Flow: 1})
		}
	}
	return p
}

// TestReferencePaper runs the options of the published program, whose bound holds
// against the equilibrium.
func TestReferencePaper(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	p := dell(t, 200)
	exact := solve(t, p, assign.Options{Gap: 1e-12})
	paper := solve(t, p, assign.Paper())
	if !exact.Converged || !paper.Converged || paper.Objective < exact.Objective*(1-1e-12) || paper.LowerBound > exact.Objective*(1+1e-12) {
		t.Errorf("exact %.12g (gap %g), paper %.12g, bound %.12g", exact.Objective, exact.RelativeGap, paper.Objective, paper.LowerBound)
	}
	if excess := paper.Objective/exact.Objective - 1; excess > 1e-3 {
		t.Errorf("the paper's rule leaves %g above the minimum", excess)
	}
	worst := 0.0
	for a, x := range exact.Flow {
		worst = max(worst, math.Abs(x-paper.Flow[a]))
	}
	t.Logf("exact: %d iterations; paper: %d, objective +%.2g, flows off by up to %.3g of 200", exact.Iterations, paper.Iterations, paper.Objective/exact.Objective-1, worst)
}

func BenchmarkPaper(b *testing.B) {
	p := dell(b, 200)
	for name, o := range map[string]assign.Options{"paper": assign.Paper(), "b": {}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				solve(b, p, o)
			}
		})
	}
}
