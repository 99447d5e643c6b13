package osm_test

import (
	"bytes"
	"context"
	"io"
	"math"
	"os"
	"runtime"
	"strconv"
	"testing"

	other "github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/osm"
	"github.com/corredor-geo/corredor/internal/outside"
)

// scanOther makes two passes with paulmach/osm, the established decoder, as a
// reader of roads would: ways of some class, then their nodes.
func scanOther(t testing.TB, data []byte, classes map[string]bool) (map[int64]*other.Way, map[int64]graph.Point) {
	t.Helper()
	ways, points := map[int64]*other.Way{}, map[int64]graph.Point{}
	pass(t, bytes.NewReader(data), func(s *osmpbf.Scanner) {
		s.SkipNodes, s.SkipRelations = true, true
		s.FilterWay = func(w *other.Way) bool { return classes[w.Tags.Find("highway")] }
	}, func(o other.Object) {
		w := o.(*other.Way)
		ways[int64(w.ID)] = w
		for _, n := range w.Nodes {
			points[int64(n.ID)] = graph.Point{}
		}
	})
	pass(t, bytes.NewReader(data), func(s *osmpbf.Scanner) {
		s.SkipWays, s.SkipRelations = true, true
		s.FilterNode = func(n *other.Node) bool { _, ok := points[int64(n.ID)]; return ok } // only read, by all goroutines
	}, func(o other.Object) {
		n := o.(*other.Node)
		points[int64(n.ID)] = graph.Point{Lon: int32(math.Round(n.Lon * 1e7)), Lat: int32(math.Round(n.Lat * 1e7))}
	})
	return ways, points
}

func pass(t testing.TB, in io.Reader, set func(*osmpbf.Scanner), visit func(other.Object)) {
	t.Helper()
	s := osmpbf.New(context.Background(), in, runtime.GOMAXPROCS(0))
	defer s.Close()
	set(s)
	var found []other.Object // FilterNode reads what visit writes
	for s.Scan() {
		found = append(found, s.Object())
	}
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	for _, o := range found {
		visit(o)
	}
}

// TestAgainstOtherDecoder compares every way, point by point and tag by tag,
// with what paulmach/osm reads.
func TestAgainstOtherDecoder(t *testing.T) {
	for _, name := range []string{andorra, monaco} {
		data, err := os.ReadFile(outside.ReferenceData(t, name))
		if err != nil {
			t.Fatal(err)
		}
		profile := osm.Car()
		classes := map[string]bool{}
		for _, class := range profile.Classes() {
			classes[class] = true
		}
		ways, points := scanOther(t, data, classes)
		n := reference(t, name, profile)
		shapes := map[int64][]graph.Point{}
		g := n.Graph
		for s := range segments(n) {
			id, err := strconv.ParseInt(g.Column(osm.ColumnWay).Text(s), 10, 64)
			if err != nil || ways[id] == nil {
				t.Fatalf("%s: way %q", name, g.Column(osm.ColumnWay).Text(s))
			}
			shape := g.Shape(s)
			if len(shapes[id]) > 0 {
				shape = shape[1:]
			}
			shapes[id] = append(shapes[id], shape...)
			w := ways[id]
			for column, tag := range map[string]string{osm.ColumnClass: "highway", osm.ColumnName: "name", osm.ColumnRef: "ref", osm.ColumnLayer: "layer"} {
				if got := g.Column(column).Text(s); got != w.Tags.Find(tag) {
					t.Errorf("way %d: %s is %q, want %q", id, column, got, w.Tags.Find(tag))
				}
			}
		}
		if len(shapes) != n.Report.Roads {
			t.Errorf("%s: %d ways in the graph, %d roads", name, len(shapes), n.Report.Roads)
		}
		comparePoints(t, shapes, ways, points)
	}
}

func comparePoints(t *testing.T, shapes map[int64][]graph.Point, ways map[int64]*other.Way, points map[int64]graph.Point) {
	t.Helper()
	for id, shape := range shapes {
		if len(shape) != len(ways[id].Nodes) {
			t.Errorf("way %d has %d points, want %d", id, len(shape), len(ways[id].Nodes))
			continue
		}
		for i, p := range shape {
			if want := points[int64(ways[id].Nodes[i].ID)]; p != want {
				t.Errorf("way %d: point %d at %v, want %v", id, i, p, want)
			}
		}
	}
}
