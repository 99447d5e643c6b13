package graph_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/paulmach/orb"
)

// randomSegments returns a multigraph with loops, parallels and one-ways.
func randomSegments(rng *rand.Rand, nodes, segments int) []graph.Segment {
	list := make([]graph.Segment, segments)
	for i := range list {
		list[i] = graph.Segment{
			From:         graph.NodeID(rng.IntN(nodes)),
			To:           graph.NodeID(rng.IntN(nodes)),
			LengthMeters: 1 + 1000*rng.Float64(),
			Direction:    graph.Direction(rng.IntN(3)),
		}
		if i > 0 && rng.IntN(8) == 0 { // parallel to the one before
			list[i].From, list[i].To = list[i-1].From, list[i-1].To
		}
	}
	return list
}

// build makes a network of n nodes without positions.
func build(t testing.TB, n int, segments []graph.Segment) *graph.Graph {
	t.Helper()
	var b graph.Builder
	b.AddNodes(n)
	for _, s := range segments {
		b.AddSegment(s)
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// smallWeights draws 0 to 3 for every arc, so that ties and zeros abound, and
// closes one in ten.
func smallWeights(rng *rand.Rand, g *graph.Graph) graph.Metric {
	m := make(graph.Metric, g.ArcCount())
	for a := range m {
		m[a] = float64(rng.IntN(4))
		if rng.IntN(10) == 0 {
			m[a] = math.Inf(1)
		}
	}
	return m
}

// randomRoads returns a located network in a box of 0.2 degrees, 20 km, about
// Mexico City: each node joined to three of its ten nearest, with up to three
// shape points on the way, some twice in the same place.
func randomRoads(t testing.TB, rng *rand.Rand, nodes int) *graph.Graph {
	t.Helper()
	var b graph.Builder
	var at []orb.Point
	for range nodes {
		p := graph.PointOf(orb.Point{-99.2 + 0.2*rng.Float64(), 19.3 + 0.2*rng.Float64()})
		at = append(at, p.Orb())
		b.AddNode(p)
	}
	order := make([]graph.NodeID, nodes)
	for n := range order {
		order[n] = graph.NodeID(n)
	}
	for from := range graph.NodeID(nodes) {
		near := func(n graph.NodeID) float64 { return graph.Distance(at[from], at[n]) }
		slices.SortFunc(order, func(a, b graph.NodeID) int { return int(1000 * (near(a) - near(b))) })
		for range 3 {
			to := order[1+rng.IntN(10)]
			b.AddSegment(graph.Segment{From: from, To: to, Via: wiggle(rng, at[from], at[to]), Direction: graph.Direction(rng.IntN(3))})
		}
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func wiggle(rng *rand.Rand, a, b orb.Point) []graph.Point {
	var via []graph.Point
	for i, n := 1, rng.IntN(4); i <= n; i++ {
		share, off := float64(i)/float64(n+1), 0.002*(rng.Float64()-0.5)
		p := graph.PointOf(orb.Point{a[0] + share*(b[0]-a[0]) + off, a[1] + share*(b[1]-a[1]) - off})
		via = append(via, p)
		if rng.IntN(10) == 0 {
			via = append(via, p)
		}
	}
	return via
}

// lineMeters returns the length of a line of degrees.
func lineMeters(line []orb.Point) float64 {
	sum := 0.0
	for i := 1; i < len(line); i++ {
		sum += graph.Distance(line[i-1], line[i])
	}
	return sum
}
