package alternative_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/alternative"
	"github.com/corredor-geo/corredor/graph/graphtest"
)

var inf = math.Inf(1)

// all asks for more paths than there are.
const all = 1 << 30

// TestShortestListsAllSimplePaths compares with depth-first enumeration, on networks
// with zero weights, closed and parallel arcs and loops.
func TestShortestListsAllSimplePaths(t *testing.T) {
	listed := 0
	for seed := range uint64(500) {
		g, m := graphtest.Random(seed, 14)
		f := finder(t, g, m)
		rng := rand.New(rand.NewPCG(seed, 8))
		for range 6 {
			from, to := graph.NodeID(rng.IntN(g.NodeCount())), graph.NodeID(rng.IntN(g.NodeCount()))
			want := simplePaths(g, m, from, map[graph.NodeID]int{to: 0})
			const most = 3000
			if len(want) > most {
				want = want[:most]
			}
			got, err := f.Shortest(context.Background(), alternative.BetweenNodes(from, to), max(1, len(want)))
			if err != nil {
				t.Fatal(err)
			}
			comparePaths(t, fmt.Sprintf("seed %d, %d to %d", seed, from, to), got, want)
			checkSimple(t, g, m, got, from, to)
			listed += len(got)
		}
	}
	if listed < 5_000 {
		t.Errorf("only %d paths were compared", listed)
	}
}

func comparePaths(t *testing.T, where string, got, want []alternative.Path) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d paths, want %d", where, len(got), len(want))
	}
	seen := map[string]bool{}
	for i := range got {
		if got[i].Cost != want[i].Cost {
			t.Fatalf("%s: path %d costs %v, want %v", where, i, got[i].Cost, want[i].Cost)
		}
		key := fmt.Sprint(got[i].Arcs, got[i].Spans)
		if seen[key] {
			t.Fatalf("%s: path %d stands twice", where, i)
		}
		seen[key] = true
	}
}

func checkSimple(t *testing.T, g *graph.Graph, m graph.Metric, paths []alternative.Path, from, to graph.NodeID) {
	t.Helper()
	for _, p := range paths {
		if err := graphtest.CheckPath(g, m, p.Arcs, p.Cost, from, to); err != nil {
			t.Fatal(err)
		}
		seen := map[graph.NodeID]bool{from: true}
		for _, a := range p.Arcs {
			if head := g.Head(a); seen[head] {
				t.Fatalf("node %d stands twice", head)
			} else {
				seen[head] = true
			}
		}
	}
}

// TestShortestBetweenPlaces compares with enumeration on the network cut at the places.
func TestShortestBetweenPlaces(t *testing.T) {
	listed := 0
	for seed := range uint64(1500) {
		rng := rand.New(rand.NewPCG(seed, 9))
		n := newCutNetwork(t, rng, 3+rng.IntN(4), 4+rng.IntN(5), 2+rng.IntN(3))
		m := graph.LengthMetric(n.g)
		final := map[graph.NodeID]int{}
		for i, node := range n.nodes[1:] {
			if _, known := final[node]; known || node == n.nodes[0] {
				final = nil // two places at one point
				break
			}
			final[node] = i
		}
		if final == nil {
			continue
		}
		want := simplePaths(n.cut, graph.LengthMetric(n.cut), n.nodes[0], final)
		got, err := finder(t, n.g, m).Shortest(context.Background(), alternative.Between(n.g, n.g.Proportional(m), n.places[0], n.places[1:]...), all)
		if err != nil {
			t.Fatal(err)
		}
		comparePaths(t, fmt.Sprintf("seed %d, %v", seed, n.places), got, want)
		for _, p := range got {
			if p.LengthMeters() != p.Cost {
				t.Fatalf("seed %d: the spans are %v m long, the path costs %v", seed, p.LengthMeters(), p.Cost)
			}
		}
		listed += len(got)
	}
	if listed < 2000 {
		t.Errorf("only %d paths were compared", listed)
	}
}

// plainYen is Yen's algorithm with the reference search: every spur under a metric
// that closes what it may not use.
func plainYen(g *graph.Graph, m graph.Metric, from, to graph.NodeID, k int) (costs []float64) {
	d := graph.NewDijkstra(g)
	d.Run(m, from, to)
	if math.IsInf(d.Distance(to), 1) {
		return nil
	}
	paths := [][]graph.ArcID{d.AppendPath(nil, to)}
	candidates := map[string][]graph.ArcID{}
	for len(paths) < k {
		last := paths[len(paths)-1]
		for i := range last {
			spur := append(graph.Metric(nil), m...)
			for _, p := range paths {
				if len(p) > i && fmt.Sprint(p[:i]) == fmt.Sprint(last[:i]) {
					spur[p[i]] = inf
				}
			}
			for _, a := range last[:i] {
				for _, in := range g.InArcs(g.Tail(a)) {
					spur[in] = inf
				}
			}
			at := g.Tail(last[i])
			for _, in := range g.InArcs(at) {
				spur[in] = inf
			}
			if d.Run(spur, at, to); !math.IsInf(d.Distance(to), 1) {
				p := d.AppendPath(append([]graph.ArcID(nil), last[:i]...), to)
				candidates[fmt.Sprint(p)] = p
			}
		}
		best := ""
		for key, p := range candidates {
			if best == "" || m.Cost(p) < m.Cost(candidates[best]) {
				best = key
			}
		}
		if best == "" {
			break
		}
		paths = append(paths, candidates[best])
		delete(candidates, best)
	}
	for _, p := range paths {
		costs = append(costs, m.Cost(p))
	}
	return costs
}

// TestShortestAgreesWithYen compares costs on networks too large to enumerate.
func TestShortestAgreesWithYen(t *testing.T) {
	const k = 12
	compared := 0
	for seed := uint64(0); seed < 40; seed++ {
		g, m := graphtest.Random(seed+1000, 150)
		f := finder(t, g, m)
		rng := rand.New(rand.NewPCG(seed, 10))
		from, to := graph.NodeID(rng.IntN(g.NodeCount())), graph.NodeID(rng.IntN(g.NodeCount()))
		if from == to {
			continue
		}
		want := plainYen(g, m, from, to, k)
		got, err := f.Shortest(context.Background(), alternative.BetweenNodes(from, to), k)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(want) {
			t.Fatalf("seed %d: %d paths, want %d", seed, len(got), len(want))
		}
		for i, p := range got {
			if p.Cost != want[i] {
				t.Errorf("seed %d: path %d costs %v, want %v", seed, i, p.Cost, want[i])
			}
		}
		compared += len(got)
	}
	if compared < 50 {
		t.Errorf("only %d paths were compared", compared)
	}
}

func TestShortestStops(t *testing.T) {
	g, m, _ := graphtest.Maps[3].Graph()
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(context.DeadlineExceeded)
	if _, err := finder(t, g, m).Shortest(ctx, alternative.BetweenNodes(0, 1), 3); err != context.DeadlineExceeded {
		t.Errorf("error %v", err)
	}
}
