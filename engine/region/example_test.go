package region_test

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph"
)

// A road of about 22 km that begins in one municipality, ends in the next and
// leaves a piece to neither.
func ExampleNewOverlay() {
	box := func(west, east float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{west, 24}, {east, 24}, {east, 25}, {west, 25}, {west, 24}}}}
	}
	layer, err := region.NewLayer([]region.Region{
		{Code: "25006", Name: "Culiacán", Area: box(-107.5, -107.4)},
		{Code: "25005", Name: "Cosalá", Area: box(-107.38, -107.3)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	var b graph.Builder
	from := b.AddNode(graph.PointOf(orb.Point{-107.5, 24.5}))
	to := b.AddNode(graph.PointOf(orb.Point{-107.28, 24.5}))
	road := b.AddSegment(graph.Segment{From: from, To: to})
	g, err := b.Build()
	if err != nil {
		fmt.Println(err)
		return
	}

	overlay, err := region.NewOverlay(context.Background(), g, layer, region.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range overlay.Pieces(road) {
		name := "outside"
		if p.Region != region.Outside {
			name = layer.Regions[p.Region].String()
		}
		fmt.Printf("%-14s %6.3f km\n", name, p.LengthMeters()/1000)
	}
	fmt.Printf("%s, %.3f km outside\n", overlay.Method(), overlay.OutsideMeters()/1000)
	// Output:
	// 25006 Culiacán 10.135 km
	// outside         2.027 km
	// 25005 Cosalá    8.108 km
	// outside         2.027 km
	// polygon, 4.054 km outside
}
