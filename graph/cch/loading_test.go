package cch_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/graphtest"
)

// randomTrips are between nodes that a path joins, unless all is asked for.
func randomTrips(r *rand.Rand, g *graph.Graph, weights graph.Metric) (trips []cch.Trip, cost float64) {
	dijkstra := graph.NewDijkstra(g)
	for range r.IntN(60) {
		t := cch.Trip{From: graph.NodeID(r.IntN(g.NodeCount())), To: graph.NodeID(r.IntN(g.NodeCount())), Flow: float64(1 + r.IntN(5))}
		dijkstra.Run(weights, t.From)
		if d := dijkstra.Distance(t.To); !math.IsInf(d, 1) {
			trips = append(trips, t)
			cost += t.Flow * d
		}
	}
	return trips, cost
}

// TestLoading compares with Dijkstra: the trips cost the same, the flows cost what the trips
// cost, and what enters a node leaves it. Numbers are small and whole, so that sums are exact.
func TestLoading(t *testing.T) {
	for seed := range uint64(400) {
		g, weights := graphtest.Random(seed, 60)
		r := rand.New(rand.NewPCG(seed, 11))
		trips, want := randomTrips(r, g, weights)
		ix := prepare(t, g)
		m := cch.Customize(ix, weights, cch.CustomizeOptions{Perfect: seed%2 == 0})
		flows := make([]float64, g.ArcCount())
		l := cch.NewLoading[float64](ix, trips, 1+int(seed%3))
		for range 2 { // memory is reused
			cost, _, ok := l.Run(m, flows)
			if !ok || cost != want {
				t.Fatalf("seed %d: cost %v, %v, by Dijkstra %v", seed, cost, ok, want)
			}
			balance, sum := make([]float64, g.NodeCount()), 0.0
			for _, trip := range trips {
				balance[trip.From] -= trip.Flow
				balance[trip.To] += trip.Flow
			}
			for a, x := range flows {
				arc := graph.ArcID(a)
				balance[g.Tail(arc)] += x
				balance[g.Head(arc)] -= x
				if x > 0 {
					sum += x * weights[a]
				}
			}
			for v, x := range balance {
				if x != 0 {
					t.Fatalf("seed %d: node %d is off by %v", seed, v, x)
				}
			}
			if sum != want {
				t.Fatalf("seed %d: the flows cost %v, the trips %v", seed, sum, want)
			}
		}
	}
}

// TestLoadingWorkers wants the same bits from any number of goroutines, of flows that no
// sum is exact of.
func TestLoadingWorkers(t *testing.T) {
	g, weights := graphtest.Random(3, 3000)
	r := rand.New(rand.NewPCG(3, 12))
	trips, _ := randomTrips(r, g, weights)
	for i := range trips {
		trips[i].Flow = r.Float64()
	}
	ix := prepare(t, g)
	m := cch.Customize(ix, weights, cch.CustomizeOptions{})
	one := make([]float64, g.ArcCount())
	cost, _, _ := cch.NewLoading[float64](ix, trips, 1).Run(m, one)
	for workers := 2; workers < 6; workers++ {
		flows := make([]float64, g.ArcCount())
		if again, _, _ := cch.NewLoading[float64](ix, trips, workers).Run(m, flows); again != cost {
			t.Errorf("%d workers: cost %v, one %v", workers, again, cost)
		}
		for a, x := range flows {
			if x != one[a] {
				t.Fatalf("%d workers: flow %v on arc %d, one %v", workers, x, a, one[a])
			}
		}
	}
}

// TestLoadingLost names a trip that has no path.
func TestLoadingLost(t *testing.T) {
	for seed := range uint64(300) {
		g, weights := graphtest.Random(seed, 30)
		r := rand.New(rand.NewPCG(seed, 13))
		trips, _ := randomTrips(r, g, weights)
		dijkstra, from := graph.NewDijkstra(g), graph.NodeID(r.IntN(g.NodeCount()))
		dijkstra.Run(weights, from)
		at := -1
		for v := range graph.NodeID(g.NodeCount()) {
			if math.IsInf(dijkstra.Distance(v), 1) {
				at = len(trips)
				trips = append(trips, cch.Trip{From: from, To: v, Flow: 1})
				break
			}
		}
		ix := prepare(t, g)
		m := cch.Customize(ix, weights, cch.CustomizeOptions{})
		_, lost, ok := cch.NewLoading[float64](ix, trips, 2).Run(m, make([]float64, g.ArcCount()))
		if ok != (at < 0) || !ok && lost != at {
			t.Errorf("seed %d: trip %d lost, %v; want %d", seed, lost, ok, at)
		}
	}
}

// BenchmarkLoading loads 100,000 trips between random nodes of New York, on one core.
func BenchmarkLoading(b *testing.B) {
	g, ix := loadNewYorkIndex(b)
	r := rand.New(rand.NewPCG(1, 5))
	trips := make([]cch.Trip, 100_000)
	for i := range trips {
		trips[i] = cch.Trip{From: graph.NodeID(r.IntN(g.NodeCount())), To: graph.NodeID(r.IntN(g.NodeCount())), Flow: 1}
	}
	flows := make([]float64, g.ArcCount())
	for _, perfect := range []bool{false, true} {
		m := cch.Customize(ix, graph.LengthMetric(g), cch.CustomizeOptions{Perfect: perfect})
		l := cch.NewLoading[float64](ix, trips, 1)
		b.Run(map[bool]string{true: "perfect", false: "customized"}[perfect], func(b *testing.B) {
			for b.Loop() {
				l.Run(m, flows)
			}
		})
	}
}
