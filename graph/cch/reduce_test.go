package cch_test

import (
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/graphtest"
)

// edges makes a network of n nodes.
func edges(tb testing.TB, n int, list [][2]graph.NodeID) *graph.Graph {
	tb.Helper()
	var b graph.Builder
	b.AddNodes(n)
	for _, e := range list {
		b.AddSegment(graph.Segment{From: e[0], To: e[1], LengthMeters: 1})
	}
	g, err := b.Build()
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

// What has no three ways between any two of its nodes is eliminated wholly, and
// of the rest nothing but what hangs on it or lies along its edges.
func TestReduceShapes(t *testing.T) {
	var path, star, tree, cycle, sun, chained [][2]graph.NodeID
	for i := range graph.NodeID(30) {
		path = append(path, [2]graph.NodeID{i, i + 1})
		star = append(star, [2]graph.NodeID{0, i + 1})
		tree = append(tree, [2]graph.NodeID{i / 2, i + 1})
		cycle = append(cycle, [2]graph.NodeID{i, (i + 1) % 30})
		sun = append(sun, [2]graph.NodeID{i, (i + 1) % 30}, [2]graph.NodeID{i, 30 + i}, [2]graph.NodeID{30 + i, 60 + i})
		chained = append(chained, [2]graph.NodeID{2 * i, 2*i + 1}, [2]graph.NodeID{2*i + 1, 2*i + 2}, [2]graph.NodeID{2*i + 2, 2 * i})
	}
	// Four nodes, all joined; the edge 0-1 has a node 4 on it, 5 and 6 hang on 0.
	four := [][2]graph.NodeID{{0, 4}, {4, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}, {0, 5}, {5, 6}}
	for _, test := range []struct {
		name  string
		nodes int
		edges [][2]graph.NodeID
		core  []int32
	}{
		{"no node", 0, nil, nil},
		{"nodes alone", 5, nil, nil},
		{"path", 31, path, nil},
		{"star", 31, star, nil},
		{"tree", 31, tree, nil},
		{"cycle", 30, cycle, nil},
		{"cycle with dead ends", 90, sun, nil},
		{"chain of triangles", 61, chained, nil},
		{"loop and parallel roads", 2, [][2]graph.NodeID{{0, 0}, {0, 1}, {1, 0}, {0, 1}}, nil},
		{"all of four joined", 7, four, []int32{0, 1, 2, 3}},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := edges(t, test.nodes, test.edges)
			checkReduction(t, g)
			_, core := cch.Reduce(g)
			var left []int32
			for _, e := range core {
				left = append(left, e[0])
			}
			if left = slices.Compact(left); !slices.Equal(left, test.core) {
				t.Errorf("nodes %v are left, want %v", left, test.core)
			}
		})
	}
}

func TestReduceRandom(t *testing.T) {
	for seed := range uint64(300) {
		g, _ := graphtest.Random(seed, 80)
		if checkReduction(t, g); t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// checkReduction eliminates by sets, and wants that no node had more than two
// neighbours when it went, that the core is what is then left, and that each of
// its nodes has three neighbours.
func checkReduction(t *testing.T, g *graph.Graph) {
	t.Helper()
	near := neighbours(g)
	removed, core := cch.Reduce(g)
	for _, v := range removed {
		if near[v] == nil || len(near[v]) > 2 {
			t.Fatalf("node %d was eliminated twice, or with neighbours %v", v, near[v])
		}
		eliminate(near, v)
	}
	var want [][2]int32
	for v := range near {
		if near[v] != nil && len(near[v]) <= 2 {
			t.Errorf("node %d stays, with neighbours %v", v, near[v])
		}
		begin := len(want)
		for w := range near[v] {
			want = append(want, [2]int32{int32(v), w})
		}
		slices.SortFunc(want[begin:], func(a, b [2]int32) int { return int(a[1] - b[1]) })
	}
	if !slices.Equal(core, want) {
		t.Errorf("the core is %v, want %v", core, want)
	}
}

// neighbours returns those of every node, without itself.
func neighbours(g *graph.Graph) []map[int32]bool {
	near := make([]map[int32]bool, g.NodeCount())
	for v := range near {
		near[v] = make(map[int32]bool)
	}
	for s := range graph.SegmentID(g.SegmentCount()) {
		if from, to := g.Ends(s); from != to {
			near[from][int32(to)], near[to][int32(from)] = true, true
		}
	}
	return near
}

// eliminate joins the neighbours of v to each other and removes it.
func eliminate(near []map[int32]bool, v int32) {
	for a := range near[v] {
		delete(near[a], v)
		for b := range near[v] {
			if a != b {
				near[a][b] = true
			}
		}
	}
	near[v] = nil
}
