package region_test

import (
	"testing"

	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/internal/outside"
)

// edgeCount is the number of road edges: shape points less one, per segment.
func edgeCount(g *graph.Graph) int {
	edges := 0
	for s := range graph.SegmentID(g.SegmentCount()) {
		edges += len(g.Shape(s)) - 1
	}
	return edges
}

func benchmarkOverlay(b *testing.B, file string, workers int) {
	l, g := readLayer(b, file), mexicoRoads(b)
	edges := edgeCount(g)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := region.NewOverlay(b.Context(), g, l, region.Options{Workers: workers}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(edges), "us/edge")
}

func BenchmarkOverlayPolygons1(b *testing.B) {
	benchmarkOverlay(b, "municipalities/municipios.shp", 1)
}

func BenchmarkOverlayPolygons2(b *testing.B) {
	benchmarkOverlay(b, "municipalities/municipios.shp", 2)
}

func BenchmarkOverlayPolygons2007(b *testing.B) {
	benchmarkOverlay(b, "municipalities/mun2007_wgs84.geojson", 2)
}

func BenchmarkOverlaySeats(b *testing.B) {
	benchmarkOverlay(b, "gazetteer/municipality-heads.csv", 2)
}

// BenchmarkNewLayer is repair, areas and index of the 2,457 municipalities.
func BenchmarkNewLayer(b *testing.B) {
	l := readLayer(b, "municipalities/municipios.shp")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := region.NewLayer(l.Regions); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	path := outside.ReferenceData(b, "municipalities/municipios.shp")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := region.Read(b.Context(), path, region.ReadOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLocate(b *testing.B) {
	l, g := readLayer(b, "municipalities/municipios.shp"), mexicoRoads(b)
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		l.Locate(g.Node(graph.NodeID(n % g.NodeCount())).Orb())
		n++
	}
}
