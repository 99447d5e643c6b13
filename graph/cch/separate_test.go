package cch_test

import (
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/graphtest"
)

// checkCut wants two sides that nothing but the separator joins, and true counts.
func checkCut(t *testing.T, g *graph.Graph, cut cch.Cut) {
	t.Helper()
	var count [3]int32
	for _, side := range cut.Label {
		count[side]++
	}
	if cut.Smaller == 0 {
		if cut.Balanced || count[0] != int32(g.NodeCount()) {
			t.Errorf("no cut, yet sides of %v nodes", count)
		}
		return
	}
	smaller := min(count[0], count[1])
	if count[2] != cut.Size || smaller != cut.Smaller || cut.Balanced != (5*int(smaller) >= g.NodeCount()) { // a fifth is balanced
		t.Errorf("size %d, smaller %d, balanced %v, for sides of %v nodes", cut.Size, cut.Smaller, cut.Balanced, count)
	}
	for s := range graph.SegmentID(g.SegmentCount()) {
		from, to := g.Ends(s)
		if a, b := cut.Label[from], cut.Label[to]; a+b == 1 {
			t.Errorf("segment %d joins both sides", s)
		}
	}
}

// The best cuts of these are plain to see.
func TestSeparateShapes(t *testing.T) {
	// Two meshes of 8 x 8 crossings that share no road but one over node 128.
	var joined [][2]graph.NodeID
	for half := range graph.NodeID(2) {
		for v := range graph.NodeID(64) {
			if v%8 != 7 {
				joined = append(joined, [2]graph.NodeID{64*half + v, 64*half + v + 1})
			}
			if v < 56 {
				joined = append(joined, [2]graph.NodeID{64*half + v, 64*half + v + 8})
			}
		}
	}
	joined = append(joined, [2]graph.NodeID{39, 128}, [2]graph.NodeID{128, 96})
	for _, test := range []struct {
		name          string
		g             *graph.Graph
		size, smaller int32
	}{
		{"road", grid(t, 101, 1), 1, 50},
		{"strip", grid(t, 41, 6), 6, 120},
		{"strip across", grid(t, 6, 41), 6, 120},
		{"long strip in four directions", grid(t, 101, 4), 4, 200},
		{"two towns", edges(t, 129, joined), 1, 64},
	} {
		t.Run(test.name, func(t *testing.T) {
			cut := cch.Separate(test.g)
			checkCut(t, test.g, cut)
			if cut.Size != test.size || cut.Smaller != test.smaller || !cut.Balanced {
				t.Errorf("a separator of %d leaves %d, want %d and %d", cut.Size, cut.Smaller, test.size, test.smaller)
			}
		})
	}
}

func TestSeparateRandom(t *testing.T) {
	for seed := range uint64(200) {
		g, _ := graphtest.Random(seed, 120)
		if g.NodeCount() < 2 {
			continue
		}
		if checkCut(t, g, cch.Separate(g)); t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// Along a road positions rise evenly. On a mesh the second pair of ends lies
// across the first, so that no two crossings are at one position.
func TestEmbed(t *testing.T) {
	x, _ := cch.Embed(grid(t, 50, 1))
	for v := range 49 {
		if step := x[v+1] - x[v]; step != x[1]-x[0] || step*step != 4 {
			t.Fatalf("node %d of a road is at %d, the next at %d", v, x[v], x[v+1])
		}
	}
	x, y := cch.Embed(grid(t, 30, 10))
	seen := make(map[[2]int32]int)
	for v := range x {
		at := [2]int32{x[v], y[v]}
		if w, ok := seen[at]; ok {
			t.Fatalf("crossings %d and %d of a mesh are both at %v", w, v, at)
		}
		seen[at] = v
	}
}

// TestMinimumDegree eliminates by sets, and wants the lowest node of least degree
// at every step. Of random networks a part is ordered, among the rest.
func TestMinimumDegree(t *testing.T) {
	for seed := range uint64(200) {
		g, _ := graphtest.Random(seed, 120)
		n := int32(g.NodeCount())
		inside := func(v int32) bool { return seed%2 == 0 || v%3 != 0 }
		near := neighbours(g)
		var want []int32
		for {
			best := int32(-1)
			for v := range n {
				if inside(v) && near[v] != nil && (best < 0 || len(near[v]) < len(near[best])) {
					best = v
				}
			}
			if best < 0 {
				break
			}
			want = append(want, best)
			eliminate(near, best)
		}
		if got := cch.MinimumDegree(g, inside); !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v, want %v", seed, got, want)
		}
	}
}

// Up to 128 nodes, with those around, are ordered; more keep their order. Node 0
// is the middle of a star: its rays have degree 1 and go first.
func TestMinimumDegreeLimit(t *testing.T) {
	for _, test := range []struct {
		name            string
		inside, outside int
		ordered         bool
	}{
		{"most", 128, 0, true},
		{"one more", 129, 0, false},
		{"most with one around", 127, 1, true},
		{"one more with it", 128, 1, false},
		{"most with many around", 100, 28, true},
		{"one more with them", 100, 29, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			var rays [][2]graph.NodeID
			n := test.inside + test.outside
			for v := 1; v < n; v++ {
				rays = append(rays, [2]graph.NodeID{0, graph.NodeID(v)})
			}
			order := cch.MinimumDegree(edges(t, n, rays), func(v int32) bool { return v < int32(test.inside) })
			if ordered := order[0] != 0; ordered != test.ordered || len(order) != test.inside {
				t.Errorf("%d nodes, from %d", len(order), order[0])
			}
		})
	}
}
