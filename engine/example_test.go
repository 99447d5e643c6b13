package engine_test

import (
	"context"
	"fmt"
	"log"
	"testing/fstest"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// The embedded study, and the first of its routes.
func ExampleRun() {
	study, err := engine.Embedded()
	if err != nil {
		log.Fatal(err)
	}
	result, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		log.Fatal(err)
	}
	o, r := result.Origins[0], result.Routes[0]
	fmt.Printf("%s, %s: %.0f km to %s\n", o.Layer, o.Name, r.Meters/1000, result.Ports[r.Port].Name)
	fmt.Printf("%.0f homicides per 100,000 a year on the way\n", result.Exposures[0][0].MeanRatePer100k)
	// Output:
	// marijuana, Guadalupe y Calvo: 658 km to Presidio
	// 133 homicides per 100,000 a year on the way
}

// A study need not be a file: here opium from the ten municipalities with most
// eradication to two ports only. Paths without mexico: are those of the system.
func ExampleStudy() {
	study := &engine.Study{
		Title:  "poppy to two ports",
		Roads:  engine.Roads{Places: "mexico:places.csv", Links: "mexico:links.csv", Columns: engine.RoadColumns{LengthKM: "km", Class: "class"}},
		Metric: engine.MetricSpec{Kind: "time", SpeedsKMH: map[string]float64{"autopista": 110}, DefaultSpeedKMH: 70},
		Origins: []engine.Origins{{
			Layer: "poppy", Table: "mexico:eradication.csv", Where: map[string]string{"crop": "poppy"},
			Columns: engine.OriginColumns{Code: "cvegeo", Weight: "km2"}, Top: 10,
		}},
		Destinations: engine.Destinations{Table: "mexico:ports.csv", Columns: engine.DestinationColumns{ID: "port", Name: "name", Lon: "lon", Lat: "lat"}, Only: []string{"2604", "2301"}},
		Regions:      engine.Regions{File: "mexico:municipalities.csv", Columns: engine.RegionColumns{Code: "cvegeo", Lon: "lon", Lat: "lat"}},
	}
	result, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		log.Fatal(err)
	}
	toPort := map[string]int{}
	hours := 0.0
	for _, r := range result.Routes {
		toPort[result.Ports[r.Port].Name]++
		hours += r.Cost / 3600
	}
	fmt.Println(toPort)
	fmt.Printf("%.1f hours in the mean\n", hours/float64(len(result.Routes)))
	// Output:
	// map[Brownsville:7 Nogales:3]
	// 14.8 hours in the mean
}

// A graph alone: no study, no municipalities. Any road file will do.
func ExampleOpenNetwork() {
	ctx := context.Background()
	files := fstest.MapFS{"roads.csv": {Data: []byte("from,to,length_km\nmex,pue,127\nmex,tol,65\npue,ver,277\n")}}
	network, err := engine.OpenNetwork(ctx, "roads.csv", engine.NetworkOptions{Options: load.Options{FS: files, Columns: load.Columns{LengthKM: "length_km"}}})
	if err != nil {
		log.Fatal(err)
	}
	defer network.Close()
	from, err := network.ParseStop("node:2") // in the order of the table; with coordinates also "lon,lat"
	if err != nil {
		log.Fatal(err)
	}
	to, err := network.ParseStop("node:3")
	if err != nil {
		log.Fatal(err)
	}
	metric, err := network.Metric("")
	if err != nil {
		log.Fatal(err)
	}
	for cell, err := range network.Matrix(ctx, []engine.Stop{from}, []engine.Stop{to}, engine.MatrixOptions{Metric: metric}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("Toluca to Veracruz: %.0f km\n", cell.Meters/1000)
	}
	// Output:
	// Toluca to Veracruz: 469 km
}

// A join alone: a line drawn by hand is held against municipalities and their
// homicides, without any routing.
func Example_join() {
	ctx := context.Background()
	line := orb.LineString{{-107.39, 24.80}, {-108.22, 25.47}, {-108.99, 25.79}} // Culiacán, Guasave, Los Mochis

	fsys, path := engine.Locate("mexico:municipalities.csv")
	layer, err := region.Read(ctx, path, region.ReadOptions{FS: fsys, Code: "cvegeo", Name: "name"})
	if err != nil {
		log.Fatal(err)
	}
	fsys, path = engine.Locate("mexico:homicides.csv")
	table, err := violence.Read(ctx, path, violence.Options{FS: fsys, Code: "cvegeo", Year: "year",
		Series: []violence.SeriesColumn{{Name: "homicides", Column: "total"}}})
	if err != nil {
		log.Fatal(err)
	}

	var b graph.Builder
	from, to := b.AddNode(graph.PointOf(line[0])), b.AddNode(graph.PointOf(line[len(line)-1]))
	road := b.AddSegment(graph.Segment{From: from, To: to, Via: []graph.Point{graph.PointOf(line[1])}})
	g, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	overlay, err := region.NewOverlay(ctx, g, layer, region.Options{})
	if err != nil {
		log.Fatal(err)
	}

	places := make([]violence.Place, len(layer.Regions))
	for i, r := range layer.Regions {
		places[i] = violence.Place{Code: r.Code, AreaKM2: r.AreaKM2, Population: r.Population}
	}
	year := violence.Period{From: violence.MonthOf(2010, 1), To: violence.MonthOf(2010, 12)}
	measure, err := table.Measure("homicides", year, places)
	if err != nil {
		log.Fatal(err)
	}
	var stretches []violence.Stretch
	for _, p := range overlay.Pieces(road) {
		stretches = append(stretches, violence.Stretch{Place: int(p.Region), Meters: p.LengthMeters()})
		fmt.Printf("%.1f km in %s\n", p.LengthMeters()/1000, layer.Regions[p.Region])
	}
	along := measure.Along(stretches)
	fmt.Printf("%.0f homicides per 100,000 a year\n", along.MeanRatePer100k)
	// Output:
	// 24.4 km in 25006 Culiacán
	// 24.0 km in 25018 Navolato
	// 11.9 km in 25003 Badiraguato
	// 12.1 km in 25013 Mocorito
	// 47.1 km in 25002 Angostura
	// 48.6 km in 25011 Guasave
	// 28.8 km in 25001 Ahome
	// 85 homicides per 100,000 a year
}
