package cch_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/graphtest"
)

func TestOrderIsPermutation(t *testing.T) {
	for seed := range uint64(200) {
		g, _ := graphtest.Random(seed, 300)
		for _, blind := range []bool{false, true} {
			order, err := cch.NewOrder(context.Background(), g, cch.OrderOptions{IgnoreCoordinates: blind})
			if err != nil {
				t.Fatal(err)
			}
			sorted := slices.Clone(order)
			slices.Sort(sorted)
			for i, v := range sorted {
				if v != graph.NodeID(i) || len(order) != g.NodeCount() {
					t.Fatalf("seed %d: %d nodes, not a permutation: %v", seed, g.NodeCount(), order)
				}
			}
		}
	}
}

// grid is a network of width x height crossings without coordinates.
func grid(tb testing.TB, width, height int) *graph.Graph {
	tb.Helper()
	var b graph.Builder
	b.AddNodes(width * height)
	for v := range width * height {
		for _, w := range []int{v + 1, v + width} {
			if w == v+1 && w%width == 0 || w >= width*height {
				continue
			}
			b.AddSegment(graph.Segment{From: graph.NodeID(v), To: graph.NodeID(w), LengthMeters: 1})
		}
	}
	g, err := b.Build()
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

// A dissected grid of k x k has O(k^2 log k) arcs, and a worst one k^3. The
// bounds are what was measured and a hundredth; of the road, far more.
func TestOrderQuality(t *testing.T) {
	for _, test := range []struct {
		name         string
		g            *graph.Graph
		arcs, height int
	}{
		{"grid 50 x 50", grid(t, 50, 50), 32_400, 127},
		{"grid 90 x 20", grid(t, 90, 20), 20_130, 90},
		{"road of 100,000 nodes", grid(t, 100_000, 1), 200_000, 20},
	} {
		q := prepare(t, test.g).Quality()
		if q.Arcs > test.arcs || q.Height > test.height {
			t.Errorf("%s: %+v, want at most %d arcs, height %d", test.name, q, test.arcs, test.height)
		}
	}
}

func TestOrderSameOnAnyCores(t *testing.T) {
	g := grid(t, 120, 90)
	one, _ := cch.NewOrder(context.Background(), g, cch.OrderOptions{Workers: 1})
	for _, workers := range []int{2, 3, 8} {
		many, _ := cch.NewOrder(context.Background(), g, cch.OrderOptions{Workers: workers})
		if !slices.Equal(one, many) {
			t.Errorf("the order on %d goroutines differs", workers)
		}
	}
}

func TestOrderProgressAndCancel(t *testing.T) {
	g := grid(t, 120, 90)
	var last atomic.Int64
	_, err := cch.NewOrder(context.Background(), g, cch.OrderOptions{Progress: func(done, total int) {
		if int64(done) < last.Load() || total != 120*90 {
			t.Errorf("progress %d of %d after %d", done, total, last.Load())
		}
		last.Store(int64(done))
	}})
	if err != nil || last.Load() != 120*90 {
		t.Errorf("ended at %d, error %v", last.Load(), err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	_, err = cch.NewOrder(ctx, g, cch.OrderOptions{Progress: func(int, int) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted order: error %v", err)
	}
}

// TestOrderNewYork holds the order to what the field's leader reaches: 1,432,150
// arcs (RoutingKit, inertial flow).
func TestOrderNewYork(t *testing.T) {
	_, ix := loadNewYorkIndex(t)
	q := ix.Quality()
	t.Logf("%+v", q)
	if q.Arcs > 1_432_150 {
		t.Errorf("%d arcs", q.Arcs)
	}
}
