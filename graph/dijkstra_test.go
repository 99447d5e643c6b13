package graph_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph"
)

// weighted makes a network whose segments' lengths are the metric.
func weighted(t *testing.T, nodes int, segments ...graph.Segment) (*graph.Graph, graph.Metric) {
	t.Helper()
	g := build(t, nodes, segments)
	return g, graph.LengthMetric(g)
}

func road(from, to graph.NodeID, meters float64) graph.Segment {
	return graph.Segment{From: from, To: to, LengthMeters: meters}
}

func street(from, to graph.NodeID, meters float64) graph.Segment {
	return graph.Segment{From: from, To: to, LengthMeters: meters, Direction: graph.Forward}
}

func TestDijkstraOnMaps(t *testing.T) {
	inf := math.Inf(1)
	tests := []struct {
		name     string
		nodes    int
		segments []graph.Segment
		dist     []float64         // from node 0
		last     []graph.SegmentID // of the path to each node; None when it is empty
	}{
		{
			//	      4
			//	0 --------- 1       by way of 2 is 3
			//	 \ 1     2 /
			//	  +-- 2 --+
			name: "detour", nodes: 3,
			segments: []graph.Segment{road(0, 1, 4), road(0, 2, 1), road(2, 1, 2)},
			dist:     []float64{0, 3, 1},
			last:     []graph.SegmentID{graph.None, 2, 1},
		},
		{
			//	0 <--1-- 1 --1--> 2     against the arrows there is no way
			name: "one-way", nodes: 3,
			segments: []graph.Segment{street(1, 0, 1), street(1, 2, 1)},
			dist:     []float64{0, inf, inf},
			last:     []graph.SegmentID{graph.None, graph.None, graph.None},
		},
		{
			//	  +-- 1 --+
			//	 / 1     1 \
			//	0           3       a tie: the arc of node 1 is lower than that of 2
			//	 \ 1     1 /
			//	  +-- 2 --+
			name: "diamond", nodes: 4,
			segments: []graph.Segment{street(0, 2, 1), street(2, 3, 1), street(0, 1, 1), street(1, 3, 1)},
			dist:     []float64{0, 1, 1, 2},
			last:     []graph.SegmentID{graph.None, 2, 0, 3},
		},
		{
			//	  +--- 5 ---+
			//	0 ---- 2 ---- 1     parallel: the shorter; of equals, the lower
			//	  +--- 2 ---+
			name: "parallel", nodes: 2,
			segments: []graph.Segment{road(0, 1, 5), road(0, 1, 2), road(1, 0, 2)},
			dist:     []float64{0, 2},
			last:     []graph.SegmentID{graph.None, 1},
		},
		{
			//	+-0-+
			//	|   |
			//	+-- 0 --0-- 1 --0-- 2     loops and zeros
			name: "zeros", nodes: 3,
			segments: []graph.Segment{road(0, 0, 0), road(0, 1, 0), road(1, 2, 0)},
			dist:     []float64{0, 0, 0},
			last:     []graph.SegmentID{graph.None, 1, 2},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g, m := weighted(t, test.nodes, test.segments...)
			d := graph.NewDijkstra(g)
			d.Run(m, 0)
			for n := range graph.NodeID(test.nodes) {
				if got := d.Distance(n); got != test.dist[n] {
					t.Errorf("distance to %d is %v, want %v", n, got, test.dist[n])
				}
				last := graph.SegmentID(graph.None)
				if path := d.AppendPath(nil, n); len(path) > 0 {
					last, _ = g.Segment(path[len(path)-1])
				}
				if last != test.last[n] {
					t.Errorf("the path to %d ends with segment %d, want %d", n, last, test.last[n])
				}
			}
			checkDijkstra(t, d, g, m, 0)
		})
	}
}

// One object serves all sources and three metrics of each network in turn, so
// that whatever a run leaves behind spoils the next.
func TestDijkstraAgreesWithBellmanFord(t *testing.T) {
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 3))
		nodes := 1 + rng.IntN(16)
		g := build(t, nodes, randomSegments(rng, nodes, rng.IntN(4*nodes)))
		d := graph.NewDijkstra(g)
		for _, m := range []graph.Metric{smallWeights(rng, g), graph.LengthMetric(g), smallWeights(rng, g)} {
			for source := range graph.NodeID(nodes) {
				d.Run(m, source)
				checkDijkstra(t, d, g, m, source)
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// A larger network exercises the heap: 4-ary, so 2000 nodes are 6 levels deep.
func TestDijkstraOnALargerNetwork(t *testing.T) {
	const seed, nodes = 4, 2000
	rng := rand.New(rand.NewPCG(seed, 0))
	g := build(t, nodes, randomSegments(rng, nodes, 3*nodes))
	d := graph.NewDijkstra(g)
	for range 3 {
		source := graph.NodeID(rng.IntN(nodes))
		m := graph.LengthMetric(g)
		d.Run(m, source)
		for n, want := range bellmanFord(g, m, source) {
			if got := d.Distance(graph.NodeID(n)); got != want {
				t.Fatalf("seed %d: distance from %d to %d is %v, want %v", seed, source, n, got, want)
			}
			checkPath(t, g, m, d.AppendPath(nil, graph.NodeID(n)), source, graph.NodeID(n), want)
		}
	}
}

func TestDijkstraStopsAtTargets(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 5))
		const nodes = 30
		g := build(t, nodes, randomSegments(rng, nodes, 60))
		m := smallWeights(rng, g)
		source := graph.NodeID(rng.IntN(nodes))
		want := bellmanFord(g, m, source)
		targets := make([]graph.NodeID, 1+rng.IntN(4)) // some twice, some the source, some out of reach
		for i := range targets {
			targets[i] = graph.NodeID(rng.IntN(nodes))
		}
		d := graph.NewDijkstra(g)
		d.Run(m, source, targets...)
		for n := range graph.NodeID(nodes) {
			got := d.Distance(n)
			if got != want[n] && (slices.Contains(targets, n) || !math.IsInf(got, 1)) {
				t.Errorf("seed %d, targets %v: distance from %d to %d is %v, want %v", seed, targets, source, n, got, want[n])
			}
			checkPath(t, g, m, d.AppendPath(nil, n), source, n, got)
		}
		d.Run(m, source)
		checkDijkstra(t, d, g, m, source)
	}
}

// On a path of unit roads, a search for node 3 has no business beyond it.
func TestDijkstraStopsEarly(t *testing.T) {
	//	0 -1- 1 -1- 2 -1- 3 -1- 4 -1- 5
	var roads []graph.Segment
	for n := range graph.NodeID(5) {
		roads = append(roads, road(n, n+1, 1))
	}
	g, m := weighted(t, 6, roads...)
	d := graph.NewDijkstra(g)
	d.Run(m, 0, 3, 2, 3)
	for n, want := range []float64{0, 1, 2, 3, math.Inf(1), math.Inf(1)} {
		if got := d.Distance(graph.NodeID(n)); got != want {
			t.Errorf("distance to %d is %v, want %v", n, got, want)
		}
	}
}

func TestAppendPathKeepsWhatWasThere(t *testing.T) {
	//	0 --> 1 --> 2
	g, m := weighted(t, 3, street(0, 1, 1), street(1, 2, 1))
	d := graph.NewDijkstra(g)
	d.Run(m, 0)
	if got := d.AppendPath([]graph.ArcID{7, 8, 9}, 2); !slices.Equal(got, []graph.ArcID{7, 8, 9, 0, 1}) {
		t.Errorf("path %v", got)
	}
}

func TestDijkstraBeforeItsFirstRun(t *testing.T) {
	g, _ := weighted(t, 1)
	d := graph.NewDijkstra(g)
	if !math.IsInf(d.Distance(0), 1) || len(d.AppendPath(nil, 0)) != 0 {
		t.Error("an answer before the first question")
	}
}

func TestDijkstraDoesNotAllocate(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 0))
	const nodes = 500
	g := build(t, nodes, randomSegments(rng, nodes, 2000))
	m := graph.LengthMetric(g)
	d := graph.NewDijkstra(g)
	var path []graph.ArcID
	if allocs := testing.AllocsPerRun(10, func() { // it warms up with one run of its own
		d.Run(m, 0)
		path = d.AppendPath(path[:0], nodes-1)
		d.Run(m, 1, nodes-1)
	}); allocs != 0 {
		t.Errorf("%v allocations a run", allocs)
	}
}
