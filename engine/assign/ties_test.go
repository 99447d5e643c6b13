package assign_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
)

// TestTiesAreDijkstras loads trips of one origin over prices of which many tie: the flows are those
// of the reference's paths, of which the lowest arc decides.
func TestTiesAreDijkstras(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 9))
		p := randomProblem(r)
		g := p.Graph
		prices := make(graph.Metric, g.ArcCount())
		for a := range prices {
			prices[a] = float64(r.IntN(3))
		}
		p.Demand = nil
		d, want := graph.NewDijkstra(g), make([]float64, g.ArcCount())
		d.Run(prices, 0)
		for v := 1; v < g.NodeCount(); v++ {
			p.Demand = append(p.Demand, assign.Demand{From: 0, To: graph.NodeID(v), Flow: math.Ldexp(1, v)})
			for _, a := range d.AppendPath(nil, graph.NodeID(v)) {
				want[a] += math.Ldexp(1, v)
			}
		}
		flows, _, err := assign.AllOrNothing(context.Background(), p, prices, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(flows, want) {
			t.Errorf("seed %d: flows %v, the reference's %v", seed, flows, want)
		}
	}
}

// TestCheapestWays lists all simple paths of small networks with whole-number prices, many of which
// tie, and asks which of the cheapest use a set of arcs: none, some or all.
func TestCheapestWays(t *testing.T) {
	some, ties := 0, 0
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 8))
		p := randomProblem(r)
		prices := make(graph.Metric, p.Graph.ArcCount())
		for a := range prices {
			prices[a] = float64(1 + r.IntN(3))
		}
		ways, err := assign.CheapestWays(context.Background(), p, prices, assign.PathOptions{})
		if err != nil {
			t.Fatal(err)
		}
		arc := graph.ArcID(r.IntN(p.Graph.ArcCount()))
		got := ways.Using([]graph.ArcID{arc})
		for d, paths := range newPathSolver(p).paths {
			least := math.Inf(1)
			for _, path := range paths {
				least = min(least, prices.Cost(path))
			}
			cheapest, using := 0, 0
			for _, path := range paths {
				if prices.Cost(path) > least {
					continue
				}
				cheapest++
				for _, a := range path {
					if a == arc {
						using++
					}
				}
			}
			if cheapest > 1 {
				ties++
			}
			if using > 0 && using < cheapest {
				some++
			}
			if (got[d] > 0) != (using > 0) || (got[d] == 1) != (using > 0 && using == cheapest) {
				t.Errorf("seed %d, demand %d: %d of %d cheapest paths use arc %d, the share is %v", seed, d, using, cheapest, arc, got[d])
			}
		}
	}
	if some < 10 || ties < 100 { // the networks have what the test is about
		t.Errorf("only %d ties, %d of them with and without the arc", ties, some)
	}
}
