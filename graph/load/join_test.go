package load_test

import (
	"math"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

func TestLinesJoinAtSharedVertices(t *testing.T) {
	tests := []struct {
		name, drawing, lines, segments string
		nodes, components              int
	}{
		{"crossing at a vertex", `
  b
  |
a-x-c
  |
  d`, "axc bxd", "ax xc bx xd", 5, 1},
		{"crossing without a vertex, as on a bridge", `
  b
  |
a-|-c
  |
  d`, "ac bd", "ac bd", 4, 2},
		{"T at a vertex", `
a-b-c
  |
  d`, "abc db", "ab bc db", 4, 1},
		{"T in the middle of an edge", `
a---c
  b
  |
  d`, "ac db", "ac db", 4, 2},
		{"end to end", `
a-b-c-d-e`, "abc cde", "abc cde", 3, 1},
		{"vertex of two lines in the middle of both", `
a   d
 \ /
  b
 / \
c   e`, "abc dbe", "ab bc db be", 5, 1},
		{"line that touches itself at its end", `
    b
   / \
x-a   c
   \ /
    d`, "xabcda", "xa abcda", 2, 1},
		{"line that crosses itself at a vertex", `
    c
   / \
a-b   d
   \ /
    e`, "abcdeb ba", "ab bcdeb ba", 2, 1},
		{"figure of eight", `
a-b   d-e
|  \ /  |
|   x   |
|  / \  |
g-h   i-j`, "xbaghxdejix", "xbaghx xdejix", 1, 1},
		{"closed ring alone", `
a-b
| |
d-c`, "abcda", "abcda", 1, 1},
		{"closed ring and a road from it", `
a-b
| |
d-c-e`, "abcda ce", "abc cda ce", 3, 1},
		{"out and back on one road", `
a-b`, "aba", "aba", 1, 1},
		{"the same road twice", `
a-b-c`, "abc abc", "ab bc ab bc", 3, 1},
		{"the same road both ways", `
a-b-c`, "abc cba", "ab bc cb ba", 3, 1},
		{"repeated points", `
a-b-c`, "aabbbcc", "abc", 2, 1},
		{"repeated points are no junction", `
a-b-c-d`, "abbcd", "abcd", 2, 1},
		{"parts of one feature join as lines do", `
a-b-c
  |
  d`, "abc|bd", "ab bc bd", 4, 1},
		{"parts that do not touch", `
a-b c-d`, "ab|cd", "ab cd", 4, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := draw(tt.drawing)
			n := mustReadRoads(t, d.lines(tt.lines), load.Options{})
			if got := d.segments(n.Graph); got != tt.segments {
				t.Errorf("segments %s, want %s", got, tt.segments)
			}
			if n.Graph.NodeCount() != tt.nodes || n.Parts.Count() != tt.components {
				t.Errorf("%d nodes in %d components, want %d in %d", n.Graph.NodeCount(), n.Parts.Count(), tt.nodes, tt.components)
			}
			checkLengths(t, d, n.Graph)
		})
	}
}

// checkLengths holds every length against the sum over the edges of its shape.
func checkLengths(t *testing.T, d drawing, g *graph.Graph) {
	t.Helper()
	for s := range graph.SegmentID(g.SegmentCount()) {
		letters := d.letters(g.Shape(s))
		if got, want := g.LengthMeters(s), d.meters(letters); math.Abs(got-want) > graph.Step {
			t.Errorf("%s is %v m, want %v", letters, got, want)
		}
	}
}

// The lengths are those of geod(1) for 0.01 degree along 19 N and along 99 W.
func TestLengthsAreGeodesic(t *testing.T) {
	d := draw(`
a-b
c d`)
	// b is two columns east of a, c one row south.
	n := mustReadRoads(t, d.lines("ab ca"), load.Options{})
	const east, south = 2105.840, 1106.920 // geod +ellps=WGS84 -I
	const millimeter = 0.001
	for s, want := range []float64{east, south} {
		if got := n.Graph.LengthMeters(graph.SegmentID(s)); math.Abs(got-want) > millimeter {
			t.Errorf("segment %d is %.4f m, want %.4f", s, got, want)
		}
	}
}

func TestNodesAreNumberedAsTheyCome(t *testing.T) {
	d := draw(`
a-b-c
  |
  d`)
	n := mustReadRoads(t, d.lines("db abc"), load.Options{})
	order := ""
	for id := range graph.NodeID(n.Graph.NodeCount()) {
		order += d.letters([]graph.Point{n.Graph.Node(id)})
	}
	if order != "dbac" {
		t.Errorf("nodes in the order %s, want dbac", order)
	}
}

// Layers of the Pacific count longitudes from 0 to 360; the same place must be
// the same vertex.
func TestLongitudesFromZeroTo360(t *testing.T) {
	text := layer(
		item(`{"type":"LineString","coordinates":[[261,19],[261.01,19]]}`, ""),
		item(`{"type":"LineString","coordinates":[[-99,19],[-99,19.01]]}`, ""))
	n := mustReadRoads(t, text, load.Options{})
	if n.Graph.NodeCount() != 3 || n.Report.Components != 1 {
		t.Errorf("%d nodes in %d components, want 3 in 1", n.Graph.NodeCount(), n.Report.Components)
	}
}
