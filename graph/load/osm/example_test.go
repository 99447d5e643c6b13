package osm_test

import (
	"context"
	"fmt"
	"log"
	"testing/fstest"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/osm"
)

// A motorway with an exit, and a road over it that it does not meet.
func ExampleRead() {
	files := fstest.MapFS{"town.osm.pbf": {Data: encoder{}.file(
		node(1, -99.20, 19.40), node(2, -99.19, 19.40), node(3, -99.18, 19.40),
		node(4, -99.19, 19.39), node(5, -99.185, 19.41), node(6, -99.185, 19.39),
		way(100, "1 2 3", "highway=motorway", "ref=MEX-15D", "toll=yes"),
		way(101, "2 4", "highway=motorway_link"),
		way(102, "5 6", "highway=secondary", "bridge=yes", "maxspeed=40"),
		way(103, "4 6", "highway=residential"),
	)}}
	n, err := osm.Read(context.Background(), "town.osm.pbf", osm.Options{FS: files})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(n.Report.Roads, "of", n.Report.Features, "ways")
	g := n.Graph
	for s := range graph.SegmentID(g.SegmentCount()) {
		from, to := g.Ends(s)
		fmt.Printf("%d-%d %s %s km/h toll=%v way %s\n", from, to, g.Column(osm.ColumnClass).Text(s),
			g.Column(osm.ColumnSpeedKMH).Text(s), g.Column(osm.ColumnToll).True(s), g.Column(osm.ColumnWay).Text(s))
	}
	// Output:
	// 3 of 4 ways
	// 0-1 motorway 110 km/h toll=true way 100
	// 1-2 motorway 110 km/h toll=true way 100
	// 1-3 motorway_link 60 km/h toll=false way 101
	// 4-5 secondary 40 km/h toll=false way 102
}

// A profile of one's own: lorries, on the main roads of Mexico.
func ExampleParseProfile() {
	p, err := osm.ParseProfile("lorry.yaml", []byte(`
speeds: {motorway: 80, trunk: 80, primary: 65}
oneway: [motorway]
access: [access, vehicle, motor_vehicle, hgv]
closed: ["no", private]
limits: {"MX:urban": 40}
`))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(p.Classes(), p.SpeedKMH("trunk"))
	_, err = osm.ParseProfile("lorry.yaml", []byte("speeds:\n  primary: fast\n"))
	fmt.Println(err)
	// Output:
	// [motorway primary trunk] 80
	// lorry.yaml:2: "fast" is not a speed (write km/h, more than 0 and at most 300)
}
