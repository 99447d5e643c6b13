package osrm_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http/httptest"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/web/osrm"
)

// The distances between three points on a small network, as an OSRM client asks for
// them.
func ExampleNew() {
	files := fstest.MapFS{"roads.geojson": {Data: []byte(roads)}}
	network, err := engine.OpenNetwork(context.Background(), "roads.geojson", engine.NetworkOptions{Options: load.Options{FS: files}})
	if err != nil {
		log.Fatal(err)
	}
	server, err := osrm.New(network, osrm.Options{})
	if err != nil {
		log.Fatal(err)
	}
	answer := httptest.NewRecorder()
	server.ServeHTTP(answer, httptest.NewRequest("GET", "/table/v1/driving/-100,20;-99.9,20;-100,20.1?annotations=distance&sources=0", nil))
	var table struct {
		Code      string
		Distances [][]float64 // metres
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &table); err != nil {
		log.Fatal(err)
	}
	fmt.Println(table.Code, table.Distances)
	// Output:
	// Ok [[0 10464.7 11070.5]]
}
