package graph_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph"
)

// Every fault of the arrays is found, each on its own.
func TestFromRawFindsEveryFault(t *testing.T) {
	good := randomRoads(t, rand.New(rand.NewPCG(3, 0)), 20).Raw()
	last := graph.NodeID(len(good.FirstOut) - 1) // one too many
	for _, test := range []struct {
		name, want string
		harm       func(*graph.Raw)
	}{
		{"first end", "names a node", func(r *graph.Raw) { addWithoutArcs(r, last, 0) }},
		{"second end", "names a node", func(r *graph.Raw) { addWithoutArcs(r, 0, last) }},
		{"negative end", "names a node", func(r *graph.Raw) { addWithoutArcs(r, 0, -1) }},
		{"negative length", "segment 2 has length -1", func(r *graph.Raw) { r.Length[2] = -1 }},
		{"NaN length", "segment 2 has length NaN", func(r *graph.Raw) { r.Length[2] = math.NaN() }},
		{"endless length", "segment 2 has length +Inf", func(r *graph.Raw) { r.Length[2] = math.Inf(1) }},
		{"head", "is none of its segment's", func(r *graph.Raw) { r.Head[0]++ }},
		{"segment of an arc", "is none of its segment's", func(r *graph.Raw) { r.Ref[0] = int32(2 * len(r.Ends)) }},
		{"negative segment of an arc", "is none of its segment's", func(r *graph.Raw) { r.Ref[0] = -2 }},
		{"order of arcs in", "is no arc into node", func(r *graph.Raw) {
			for n := 1; ; n++ {
				if row := r.InArc[r.FirstIn[n-1]:r.FirstIn[n]]; len(row) > 1 {
					row[0], row[1] = row[1], row[0]
					return
				}
			}
		}},
		{"begin of arcs", "arcs: offsets do not span", func(r *graph.Raw) { r.FirstOut[0] = 1 }},
		{"end of arcs", "arcs: offsets do not span", func(r *graph.Raw) { r.FirstOut[last]-- }},
		{"order of offsets", "arcs by head: offset", func(r *graph.Raw) { r.FirstIn[1] = r.FirstIn[2] + 1 }},
		{"shape of one point", "shapes: offset", func(r *graph.Raw) { r.FirstPoint[1] = r.FirstPoint[2] - 1 }},
		{"lengths missing", "segment arrays differ", func(r *graph.Raw) { r.Length = r.Length[1:] }},
		{"arcs missing", "arc arrays differ", func(r *graph.Raw) { r.InArc = r.InArc[1:] }},
		{"nodes missing", "node arrays differ", func(r *graph.Raw) { r.FirstIn = r.FirstIn[1:] }},
		{"arcs without segments", "arc arrays differ", func(r *graph.Raw) { r.Ref = r.Ref[1:] }},
		{"no offsets at all", "node arrays differ", func(r *graph.Raw) { r.FirstOut, r.FirstIn = nil, nil }},
		{"positions missing", "coordinates are missing", func(r *graph.Raw) { r.Nodes = r.Nodes[1:] }},
		{"shapes missing", "coordinates are missing", func(r *graph.Raw) { r.FirstPoint = r.FirstPoint[1:] }},
		{"short column", "arrays of the wrong length", func(r *graph.Raw) {
			r.Columns = []graph.RawColumn{{Name: "x", Codes: make([]int32, len(r.Ends)-1), Values: []string{""}, Numbers: []float64{0}}}
		}},
		{"code of a column", "has no value 1", func(r *graph.Raw) {
			codes := make([]int32, len(r.Ends))
			codes[3] = 1
			r.Columns = []graph.RawColumn{{Name: "x", Codes: codes, Values: []string{""}, Numbers: []float64{0}}}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := copyOf(good)
			test.harm(&r)
			if _, err := graph.FromRaw(r); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
	if _, err := graph.FromRaw(copyOf(good)); err != nil {
		t.Errorf("without a fault: %v", err)
	}
}

// What was built comes back from its arrays, with columns and without positions.
func TestFromRawTakesWhatRawGives(t *testing.T) {
	for _, test := range []struct {
		name string
		g    *graph.Graph
	}{
		{"roads", randomRoads(t, rand.New(rand.NewPCG(4, 0)), 20)},
		{"columns", withColumn(t, "3", "", "primary")},
		{"no positions", build(t, 5, randomSegments(rand.New(rand.NewPCG(5, 0)), 5, 12))},
		{"no segments", build(t, 5, nil)},
		{"nothing", build(t, 0, nil)},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := test.g.Raw()
			g, err := graph.FromRaw(want)
			if err != nil {
				t.Fatal(err)
			}
			if got := g.Raw(); !reflect.DeepEqual(got, want) {
				t.Errorf("%+v, want %+v", got, want)
			}
			if g.HasCoordinates() != test.g.HasCoordinates() || g.NodeCount() != test.g.NodeCount() {
				t.Errorf("%d nodes, positions %v", g.NodeCount(), g.HasCoordinates())
			}
		})
	}
}

// addWithoutArcs adds a segment that no arc belongs to.
func addWithoutArcs(r *graph.Raw, from, to graph.NodeID) {
	r.Ends, r.Length = append(r.Ends, [2]graph.NodeID{from, to}), append(r.Length, 1)
	r.Shape = append(r.Shape, graph.Point{}, graph.Point{})
	r.FirstPoint = append(r.FirstPoint, int32(len(r.Shape)))
}

func copyOf(r graph.Raw) graph.Raw {
	return graph.Raw{
		Nodes: slices.Clone(r.Nodes), FirstOut: slices.Clone(r.FirstOut), Head: slices.Clone(r.Head), Ref: slices.Clone(r.Ref),
		FirstIn: slices.Clone(r.FirstIn), InArc: slices.Clone(r.InArc), Ends: slices.Clone(r.Ends), Length: slices.Clone(r.Length),
		FirstPoint: slices.Clone(r.FirstPoint), Shape: slices.Clone(r.Shape),
	}
}
