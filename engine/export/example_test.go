package export_test

import (
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/export"
)

// routes is a layer of one route.
var routes = export.Layer{
	Name: "routes",
	Columns: []export.Column{
		{Name: "origin", Meaning: "municipality of origin"},
		{Name: "length_km", Kind: export.Real, Decimals: 1, Unit: "km", Meaning: "length of the route"},
		{Name: "homicides", Kind: export.Integer, Meaning: "homicides on the way"},
	},
	Rows: []export.Row{{
		Geometry: orb.LineString{{-107.39, 24.8}, {-106.42, 23.24}},
		Values:   []any{"25006", 199.25, nil}, // nil: not known
	}},
}

func ExampleWriteGeoJSON() {
	if err := export.WriteGeoJSON(os.Stdout, routes); err != nil {
		log.Fatal(err)
	}
	// Output:
	// {"type":"FeatureCollection","name":"routes","bbox":[-107.39,23.24,-106.42,24.8],"features":[
	// {"type":"Feature","bbox":[-107.39,23.24,-106.42,24.8],"properties":{"origin":"25006","length_km":199.2,"homicides":null},"geometry":{"type":"LineString","coordinates":[[-107.39,24.8],[-106.42,23.24]]}}
	// ]}
}

func ExampleWriteCSV() {
	if err := export.WriteCSV(os.Stdout, routes); err != nil {
		log.Fatal(err)
	}
	if err := export.WriteCSV(os.Stdout, export.Dictionary(routes)); err != nil {
		log.Fatal(err)
	}
	// Output:
	// origin,length_km,homicides
	// 25006,199.2,
	// layer,column,type,unit,meaning,rows,missing
	// routes,origin,text,,municipality of origin,1,0
	// routes,length_km,real,km,length of the route,1,0
	// routes,homicides,integer,,homicides on the way,1,1
}

func ExampleStaging() {
	dir, err := os.MkdirTemp("", "study-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	staging, err := export.Stage(filepath.Join(dir, "results"))
	if err != nil {
		log.Fatal(err)
	}
	defer staging.Abort() // does nothing after Commit
	err = staging.Write("routes.csv", func(w io.Writer) error { return export.WriteCSV(w, routes) })
	if err != nil {
		log.Fatal(err)
	}
	if err := staging.Commit(); err != nil {
		log.Fatal(err)
	}
	for _, f := range staging.Files() {
		fmt.Println(f.Name, f.Bytes, "bytes")
	}
	// Output: routes.csv 40 bytes
}
