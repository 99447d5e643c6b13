package load_test

import (
	"context"
	"fmt"
	"log"
	"testing/fstest"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// A road from west to east, and a toll road that ends on it.
func ExampleRoads() {
	fsys := fstest.MapFS{"roads.geojson": {Data: []byte(`{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"ref":"MEX15","paid":false},"geometry":{"type":"LineString","coordinates":[[-105,21],[-104.9,21],[-104.8,21]]}},
{"type":"Feature","properties":{"ref":"MEX15D","paid":true},"geometry":{"type":"LineString","coordinates":[[-104.9,20.9],[-104.9,21]]}},
{"type":"Feature","properties":{"ref":"km 5"},"geometry":{"type":"Point","coordinates":[-104.9,21]}}]}`)}}
	roads, err := load.Roads(context.Background(), "roads.geojson", load.Options{
		FS: fsys, Columns: load.Columns{Ref: "ref", Toll: "paid"}})
	if err != nil {
		log.Fatal(err)
	}
	ref := roads.Graph.Column(load.ColumnRef)
	for s := range graph.SegmentID(roads.Graph.SegmentCount()) {
		fmt.Printf("%s %.2f km\n", ref.Text(s), roads.Graph.LengthMeters(s)/1000)
	}
	fmt.Println(roads.Report.Nodes, "nodes,", roads.Report.Components, "component")
	fmt.Println(roads.Report.Dropped[0])
	// Output:
	// MEX15 10.40 km
	// MEX15 10.40 km
	// MEX15D 11.07 km
	// 4 nodes, 1 component
	// {not a line 1 roads.geojson:4}
}

func ExampleLinks() {
	fsys := fstest.MapFS{
		"places.csv": {Data: []byte("place,lon,lat\nCuliacán,-107.39,24.80\nMazatlán,-106.42,23.24\nTepic,-104.89,21.50\n")},
		"links.csv":  {Data: []byte("from,to,via,km\nCuliacán,Mazatlán,-106.9 24.1;-106.6 23.6,\nMazatlán,Tepic,,290\n")},
	}
	roads, err := load.Links(context.Background(), load.LinkTables{Places: "places.csv", Links: "links.csv"},
		load.Options{FS: fsys, Columns: load.Columns{LengthKM: "km"}})
	if err != nil {
		log.Fatal(err)
	}
	for s := range graph.SegmentID(roads.Graph.SegmentCount()) {
		fmt.Printf("%.0f km\n", roads.Graph.LengthMeters(s)/1000)
	}
	// Output:
	// 199 km
	// 290 km
}
