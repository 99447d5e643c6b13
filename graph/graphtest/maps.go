package graphtest

import (
	"math"
	"testing"

	"github.com/corredor-geo/corredor/graph"
)

// Map is a network drawn with characters. Letters are nodes. Between two nodes
// of a line, '-' is a two-way segment, '>' and '<' a one-way one, and a digit in
// it is its weight, 1 where there is none; '|', 'v' and '^' go down in the same
// way.
type Map struct {
	Name  string
	Lines []string
	Want  []Pair
}

// Pair is a known answer: the distance between two nodes of a Map.
type Pair struct {
	From, To byte
	Distance float64
}

// Maps are the hand-drawn cases of the suite.
var Maps = []Map{
	{"one node", []string{"A"}, []Pair{{'A', 'A', 0}}},
	{"two parts", []string{
		"A-B C-D",
	}, []Pair{{'A', 'B', 1}, {'C', 'D', 1}, {'A', 'C', math.Inf(1)}}},
	{"one way", []string{
		"A>B",
		"^ v",
		"D<C",
	}, []Pair{{'A', 'B', 1}, {'B', 'A', 3}, {'C', 'B', 3}}},
	{"detour", []string{
		"A--9--B",
		"|     |",
		"C-2-2-D",
	}, []Pair{{'A', 'B', 6}, {'B', 'A', 6}, {'C', 'D', 4}}},
	{"zero", []string{
		"A-0-B-0-C",
		"|       |",
		"D---5---E",
	}, []Pair{{'A', 'C', 0}, {'D', 'E', 2}, {'B', 'D', 1}}},
	{"tie", []string{
		"A-1-B",
		"1   1",
		"C-1-D",
	}, []Pair{{'A', 'D', 2}, {'B', 'C', 2}}},
}

func runMaps(t *testing.T, newRouter Maker) {
	for _, drawing := range Maps {
		t.Run(drawing.Name, func(t *testing.T) {
			g, m, node := drawing.Graph()
			router, reference := newRouter(g, m), graph.NewDijkstra(g)
			for _, want := range drawing.Want {
				from, to := node[want.From], node[want.To]
				if got := router.Distance(from, to); got != want.Distance {
					t.Errorf("%c to %c: distance %v, want %v", want.From, want.To, got, want.Distance)
				}
				reference.Run(m, from)
				if err := Check(g, m, router, reference, from, to); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// Graph builds the drawing, with the node of every letter.
func (d Map) Graph() (*graph.Graph, graph.Metric, map[byte]graph.NodeID) {
	var b graph.Builder
	node := map[byte]graph.NodeID{}
	for _, line := range d.Lines {
		for i := range len(line) {
			if isNode(line[i]) {
				node[line[i]] = b.AddNodes(1)
			}
		}
	}
	for y, line := range d.Lines {
		for x := range len(line) {
			if isNode(line[x]) {
				d.trace(&b, node, x, y, 1, 0)
				d.trace(&b, node, x, y, 0, 1)
			}
		}
	}
	g, err := b.Build()
	if err != nil {
		panic(err) // a mistake in a drawing
	}
	return g, graph.LengthMetric(g), node
}

func isNode(c byte) bool { return c >= 'A' && c <= 'Z' }

func (d Map) at(x, y int) byte {
	if y >= len(d.Lines) || x >= len(d.Lines[y]) {
		return ' '
	}
	return d.Lines[y][x]
}

// trace follows a segment from the node at x, y to the right or down. Two
// digits in it add up.
func (d Map) trace(b *graph.Builder, node map[byte]graph.NodeID, x, y, dx, dy int) {
	s := graph.Segment{From: node[d.at(x, y)], LengthKnown: true, Direction: graph.Both}
	weighed := false
	for {
		x, y = x+dx, y+dy
		switch c := d.at(x, y); {
		case c == ' ':
			return
		case isNode(c):
			s.To = node[c]
			if !weighed {
				s.LengthMeters = 1
			}
			b.AddSegment(s)
			return
		case c >= '0' && c <= '9':
			s.LengthMeters += float64(c - '0')
			weighed = true
		case c == '>' || c == 'v':
			s.Direction = graph.Forward
		case c == '<' || c == '^':
			s.Direction = graph.Backward
		}
	}
}
