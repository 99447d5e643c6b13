package feature_test

import (
	"fmt"
	"testing/fstest"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

func ExampleOpen() {
	// FS is for the sake of the example: without it the path is a file on disk.
	folder := fstest.MapFS{"labs.csv": {Data: []byte(
		"# seizures, made up\nplace,lon,lat,tonnes\nCuliacán,-107.39,24.80,1.5\nBadiraguato,-107.55,25.36,\"2,5\"\n")}}

	r, err := feature.Open("labs.csv", feature.Options{FS: folder})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer r.Close()
	if err := r.RequireColumns("place", "tonnes"); err != nil {
		fmt.Println(err)
		return
	}
	for f, err := range r.All() {
		if err != nil {
			fmt.Println(err)
			return
		}
		place, _ := f.Text("place")
		tonnes, err := f.Number("tonnes")
		fmt.Println(place, f.Geometry, tonnes, err)
	}
	// Output:
	// Culiacán [-107.39 24.8] 1.5 <nil>
	// Badiraguato [-107.55 25.36] NaN labs.csv:4: column "tonnes": not a number: "2,5" (decimal comma? write 2.5)
}
