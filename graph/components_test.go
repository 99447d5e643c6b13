package graph_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph"
)

func TestComponentsOnMaps(t *testing.T) {
	tests := []struct {
		name         string
		nodes        int
		segments     []graph.Segment
		weak, strong []int32
	}{
		{
			//	0 --> 1 --> 2     3
			//	      ^     |
			//	      +-----+
			name: "a lasso and an island", nodes: 4,
			segments: []graph.Segment{oneWay(0, 1), oneWay(1, 2), oneWay(2, 1)},
			weak:     []int32{0, 0, 0, 1},
			strong:   []int32{0, 1, 1, 2},
		},
		{
			//	3 --- 1     2 --- 0     parts are numbered by their lowest node
			name: "two streets", nodes: 4,
			segments: []graph.Segment{{From: 3, To: 1}, {From: 2, To: 0}},
			weak:     []int32{0, 1, 0, 1},
			strong:   []int32{0, 1, 0, 1},
		},
		{
			//	1 <-- 0     Backward arcs run against the segment
			name: "one-way the other way", nodes: 2,
			segments: []graph.Segment{{From: 1, To: 0, Direction: graph.Backward}},
			weak:     []int32{0, 0},
			strong:   []int32{0, 1},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := build(t, test.nodes, test.segments)
			if got := graph.ConnectedComponents(g).Of; !slices.Equal(got, test.weak) {
				t.Errorf("connected %v, want %v", got, test.weak)
			}
			if got := graph.StrongComponents(g).Of; !slices.Equal(got, test.strong) {
				t.Errorf("strong %v, want %v", got, test.strong)
			}
		})
	}
}

func oneWay(from, to graph.NodeID) graph.Segment {
	return graph.Segment{From: from, To: to, Direction: graph.Forward}
}

// closure returns which nodes reach which, by Warshall's algorithm; weak
// forgets the directions.
func closure(nodes int, arcs []naiveArc, weak bool) [][]bool {
	reach := make([][]bool, nodes)
	for n := range reach {
		reach[n] = make([]bool, nodes)
		reach[n][n] = true
	}
	for _, a := range arcs {
		reach[a.tail][a.head] = true
		if weak {
			reach[a.head][a.tail] = true
		}
	}
	for k := range nodes {
		for i := range nodes {
			for j := range nodes {
				reach[i][j] = reach[i][j] || reach[i][k] && reach[k][j]
			}
		}
	}
	return reach
}

func TestComponentsAgreeWithClosure(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 2))
		nodes := 1 + rng.IntN(14)
		segments := randomSegments(rng, nodes, rng.IntN(2*nodes))
		g := build(t, nodes, segments)
		arcs := naiveArcs(segments)
		checkComponents(t, graph.ConnectedComponents(g), closure(nodes, arcs, true))
		checkComponents(t, graph.StrongComponents(g), closure(nodes, arcs, false))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func checkComponents(t *testing.T, c graph.Components, reach [][]bool) {
	t.Helper()
	size := make([]int32, c.Count())
	highest := int32(-1) // part seen so far
	for i := range reach {
		size[c.Of[i]]++
		if c.Of[i] > highest+1 {
			t.Errorf("part %d appears before part %d", c.Of[i], highest+1)
		}
		highest = max(highest, c.Of[i])
		for j := range reach {
			if same := reach[i][j] && reach[j][i]; same != (c.Of[i] == c.Of[j]) {
				t.Errorf("nodes %d and %d: parts %d and %d, reach each other %v", i, j, c.Of[i], c.Of[j], same)
			}
		}
	}
	largest := int32(slices.Index(size, slices.Max(size)))
	if !slices.Equal(size, c.Size) || c.Largest != largest || !c.InLargest(graph.NodeID(slices.Index(c.Of, largest))) {
		t.Errorf("sizes %v, largest %d; want %v, %d", c.Size, c.Largest, size, largest)
	}
}

// A path of 300,000 nodes would be that many calls deep in a recursive Tarjan;
// segments from the far end first are the worst order for union-find.
func TestComponentsOfADeepPath(t *testing.T) {
	const nodes = 300_000
	for _, direction := range []graph.Direction{graph.Both, graph.Forward, graph.Backward} {
		segments := make([]graph.Segment, 0, nodes)
		for n := nodes - 1; n > 0; n-- {
			segments = append(segments, graph.Segment{From: graph.NodeID(n - 1), To: graph.NodeID(n), Direction: direction})
		}
		g := build(t, nodes, segments)
		if got := graph.ConnectedComponents(g); got.Count() != 1 || got.Size[0] != nodes {
			t.Errorf("direction %d: %d connected parts", direction, got.Count())
		}
		want := nodes // one-way: every node is its own part
		if direction == graph.Both {
			want = 1
		}
		if got := graph.StrongComponents(g).Count(); got != want {
			t.Errorf("direction %d: %d strong parts, want %d", direction, got, want)
		}
	}
}

func TestComponentsOfNothing(t *testing.T) {
	g := build(t, 0, nil)
	for _, c := range []graph.Components{graph.ConnectedComponents(g), graph.StrongComponents(g)} {
		if c.Count() != 0 || c.Largest != graph.None {
			t.Errorf("%+v", c)
		}
	}
}
