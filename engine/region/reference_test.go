package region_test

import (
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/internal/outside"
)

func readLayer(tb testing.TB, name string) *region.Layer {
	tb.Helper()
	l, err := region.Read(tb.Context(), outside.ReferenceData(tb, name), region.ReadOptions{})
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

// mexicoRoads is the highway network, one segment per line.
func mexicoRoads(tb testing.TB) *graph.Graph {
	tb.Helper()
	r, err := feature.Open(outside.ReferenceData(tb, "roads/mexico_highways.geojson"), feature.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	defer r.Close()
	var lines []orb.LineString
	for f, err := range r.All() {
		if err != nil {
			tb.Fatal(err)
		}
		lines = append(lines, f.Geometry.(orb.LineString))
	}
	return roads(tb, lines...)
}

// roads makes a network of separate roads, each its own segment.
func roads(tb testing.TB, lines ...orb.LineString) *graph.Graph {
	tb.Helper()
	var b graph.Builder
	for _, line := range lines {
		points := graph.PointsOf(line)
		last := len(points) - 1
		from := b.AddNode(points[0])
		to := b.AddNode(points[last])
		b.AddSegment(graph.Segment{From: from, To: to, Via: points[1:last]})
	}
	g, err := b.Build()
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

// diagonal is a road across the world's middle, for layers of unknown extent.
func diagonal(tb testing.TB) *graph.Graph {
	return roads(tb, orb.LineString{{-100, 10}, {0, 0}, {0.5, 0.5}, {3, 2}, {10, 7}})
}
