package replicate

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph"
)

// TestCoreHasTheWaysOfTheWhole compares distances and ways on random networks with many
// dead ends, chains, loops, closed links and ties.
func TestCoreHasTheWaysOfTheWhole(t *testing.T) {
	const seed = 9
	ways, kept, all := 0, 0, 0
	for round := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, round))
		n := 10 + rng.IntN(60)
		var b graph.Builder
		b.AddNodes(n)
		for i := 1; i < n; i++ { // a forest of long branches
			if rng.IntN(20) > 0 {
				b.AddSegment(graph.Segment{From: graph.NodeID(max(0, i-1-rng.IntN(3))), To: graph.NodeID(i), LengthMeters: float64(1 + rng.IntN(3))})
			}
		}
		for range n / 4 {
			b.AddSegment(graph.Segment{From: graph.NodeID(rng.IntN(n)), To: graph.NodeID(rng.IntN(n)), LengthMeters: float64(1 + rng.IntN(5))})
		}
		g, err := b.Build()
		if err != nil {
			t.Fatal(err)
		}
		m := graph.NewMetric(g, func(s graph.SegmentID) float64 {
			if rng.IntN(15) == 0 {
				return math.Inf(1)
			}
			return g.LengthMeters(s)
		})
		var around []graph.NodeID
		for range 5 {
			around = append(around, graph.NodeID(rng.IntN(n)))
		}
		c := newCore(g, m, around)
		kept, all = kept+len(c.nodes), all+n
		a := &Archive{Graph: g}
		d := graph.NewDijkstra(c.graph)
		for _, goal := range around {
			tree := a.newTreeTo(goal, m)
			d.Run(c.m, c.index[goal])
			dist := make([]float64, c.graph.NodeCount())
			for k := range dist {
				dist[k] = d.Distance(graph.NodeID(k))
			}
			for _, from := range around {
				if got, want := dist[c.index[from]], tree.dist[from]; got != want {
					t.Fatalf("seed %d, round %d: %d to %d is %v, want %v", seed, round, from, goal, got, want)
				}
				if !tree.reaches(from) {
					continue
				}
				ways++
				if got, want := c.appendPath(nil, from, dist), tree.appendPath(nil, from); !slices.Equal(got, want) {
					t.Fatalf("seed %d, round %d: %d to %d goes by %v, want %v", seed, round, from, goal, got, want)
				}
			}
		}
	}
	if ways < 1000 || kept > all*2/3 {
		t.Errorf("%d ways were compared; %d of %d nodes were kept", ways, kept, all)
	}
}
