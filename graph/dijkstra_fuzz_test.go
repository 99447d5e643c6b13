package graph_test

import (
	"math"
	"testing"

	"github.com/corredor-geo/corredor/graph"
)

// fuzzGraph reads a small network: the number of nodes, then three bytes for
// each segment: its two nodes, and its direction with the weights of its arcs.
func fuzzGraph(t *testing.T, data []byte) (*graph.Graph, graph.Metric) {
	nodes := 1
	if len(data) > 0 {
		nodes, data = 1+int(data[0]%12), data[1:]
	}
	var segments []graph.Segment
	var weights [][2]float64 // along and against
	for ; len(data) >= 3; data = data[3:] {
		segments = append(segments, graph.Segment{
			From:      graph.NodeID(int(data[0]) % nodes),
			To:        graph.NodeID(int(data[1]) % nodes),
			Direction: graph.Direction(data[2] % 3),
		})
		weights = append(weights, [2]float64{fuzzWeight(data[2] / 3 % 9), fuzzWeight(data[2] / 27)})
	}
	g := build(t, nodes, segments)
	m := make(graph.Metric, g.ArcCount())
	for a := range m {
		s, reversed := g.Segment(graph.ArcID(a))
		m[a] = weights[s][0]
		if reversed {
			m[a] = weights[s][1]
		}
	}
	return g, m
}

// fuzzWeight keeps to few values, for ties, and closes the arc at 8.
func fuzzWeight(b byte) float64 {
	if b == 8 {
		return math.Inf(1)
	}
	return float64(b)
}

func FuzzDijkstra(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{2, 0, 1, 3, 1, 2, 30, 0, 2, 9})                       // a triangle
	f.Add([]byte{5, 0, 0, 0, 0, 1, 0, 1, 2, 0, 2, 0, 24, 3, 4, 5})     // zeros, a loop, an island
	f.Add([]byte{3, 0, 2, 4, 2, 3, 4, 0, 1, 4, 1, 3, 4, 3, 0, 255, 3}) // a diamond, a byte too many
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 200 { // Bellman-Ford is slow, and small networks have all the shapes
			return
		}
		g, m := fuzzGraph(t, data)
		d := graph.NewDijkstra(g)
		for source := range graph.NodeID(g.NodeCount()) {
			target := graph.NodeID(g.NodeCount()) - 1 - source
			d.Run(m, source, target)
			checkPath(t, g, m, d.AppendPath(nil, target), source, target, bellmanFord(g, m, source)[target])
			d.Run(m, source)
			checkDijkstra(t, d, g, m, source)
		}
	})
}
