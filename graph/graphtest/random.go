package graphtest

import (
	"math"
	"math/rand/v2"

	"github.com/corredor-geo/corredor/graph"
)

// Random returns a network of up to maxNodes nodes and a metric for it, a
// function of the seed alone. Half of the seeds give networks near the plane,
// the others arbitrary ones; weights are small, so that ties abound, many are
// zero, and some arcs are closed.
func Random(seed uint64, maxNodes int) (*graph.Graph, graph.Metric) {
	r := rand.New(rand.NewPCG(seed, 0))
	n := 1 + r.IntN(maxNodes)
	b := new(graph.Builder)
	side := int(math.Ceil(math.Sqrt(float64(n))))
	located := r.IntN(2) == 0
	if located {
		for v := range n {
			b.AddNode(graph.Point{Lon: int32(v%side)*1e5 + r.Int32N(1e5), Lat: int32(v/side)*1e5 + r.Int32N(1e5)})
		}
	} else {
		b.AddNodes(n)
	}
	segments := r.IntN(3*n + 1)
	planar := r.IntN(2) == 0
	for range segments {
		from := r.IntN(n)
		to := r.IntN(n)
		if planar {
			to = from + []int{1, side, side + 1, 0}[r.IntN(4)]
		}
		if to < n {
			b.AddSegment(graph.Segment{
				From: graph.NodeID(from), To: graph.NodeID(to), LengthMeters: 1,
				Direction: graph.Direction(r.IntN(3)),
			})
		}
	}
	g, err := b.Build()
	if err != nil {
		panic(err) // a bug of this function
	}
	return g, RandomMetric(g, seed)
}

// RandomMetric returns another metric for the network of a seed.
func RandomMetric(g *graph.Graph, seed uint64) graph.Metric {
	r := rand.New(rand.NewPCG(seed, 1))
	largest := []int{1, 3, 100}[r.IntN(3)]
	m := make(graph.Metric, g.ArcCount())
	for a := range m {
		m[a] = float64(r.IntN(largest + 1))
		switch r.IntN(12) {
		case 0:
			m[a] = math.Inf(1)
		case 1:
			m[a] = 0
		}
	}
	return m
}
