package hotspot_test

import (
	"context"
	"reflect"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/hotspot"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

func gridSource(text string) hotspot.Source {
	return hotspot.Source{FS: fstest.MapFS{"labs.csv": {Data: []byte(text)}}, Path: "labs.csv", Weight: "z"}
}

func TestReadGrid(t *testing.T) {
	// 254.5 counts from 0 to 360: it is 105.5 W.
	grid, in, err := hotspot.ReadGrid(context.Background(), gridSource("lon,lat,z\n-107.5,24.5,2\n254.5,23.5,1.5\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []hotspot.Cell{{orb.Point{-107.5, 24.5}, 2}, {orb.Point{-105.5, 23.5}, 1.5}}
	if !reflect.DeepEqual(grid.Cells, want) || in.Rows != 2 || len(in.Files) != 1 {
		t.Errorf("cells %+v, want %+v; input %+v", grid.Cells, want, in)
	}
}

func TestReadGridFromNamedColumns(t *testing.T) {
	src := gridSource("este,norte,z,kind\n-107.5,24.5,2,labs\n-106.5,24.5,3,other\n")
	src.Lon, src.Lat, src.Where = "este", "norte", map[string]string{"kind": "labs"}
	grid, in, err := hotspot.ReadGrid(context.Background(), src)
	if want := []hotspot.Cell{{orb.Point{-107.5, 24.5}, 2}}; err != nil || !reflect.DeepEqual(grid.Cells, want) || in.Rows != 1 {
		t.Errorf("cells %+v, want %+v; %v", grid.Cells, want, err)
	}
}

func TestGridErrors(t *testing.T) {
	const head = "lon,lat,z\n-107.5,24.5,2\n"
	tests := []struct {
		name, text string
		cause      error
		message    string
	}{
		{"no position", head + ",,1\n", nil, "labs.csv:3: the cell has no position; a grid needs columns lon and lat in degrees"},
		{"no coordinates", "z\n1\n", nil, "labs.csv:2: the cell has no position"},
		{"swapped", head + "24.5,-107.5,1\n", feature.ErrCoordinate, "labs.csv:3: bad coordinate: latitude -107.5 is beyond 90: longitude and latitude look swapped"},
		{"projected", head + "2500000,850000,1\n", feature.ErrCoordinate, "labs.csv:3: bad coordinate"},
		{"missing density", head + "-107,24,\n", feature.ErrMissing, `labs.csv:3: column "z": the value is missing`},
		{"no column", "lon,lat\n-107,24\n", feature.ErrColumn, `labs.csv: column "z": no such column`},
		{"no rows", "lon,lat,z\n", nil, "labs.csv: no row to use"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := hotspot.ReadGrid(context.Background(), gridSource(tt.text))
			checkError(t, err, tt.cause, tt.message)
		})
	}
}

// lat     cells and their densities; the municipality is the column
// 25      4   1  |  2  0
// 24      3   .  |  7  .   (. is at sea)
// lon     0   1     2  3
func TestReduce(t *testing.T) {
	grid := hotspot.Grid{Cells: []hotspot.Cell{
		{orb.Point{2, 25}, 2}, {orb.Point{0, 25}, 4}, {orb.Point{1, 25}, 1}, {orb.Point{3, 25}, 0},
		{orb.Point{0, 24}, 3}, {orb.Point{1, 24}, 9}, {orb.Point{2, 24}, 7}, {orb.Point{3, 24}, 8},
	}}
	locate := func(p orb.Point) (hotspot.Spot, bool) {
		if p[1] == 24 && (p[0] == 1 || p[0] == 3) {
			return hotspot.Spot{}, false
		}
		if p[0] < 2 {
			return hotspot.Spot{Code: "25006", Name: "Culiacán", Weight: 100}, true // its weight is not used
		}
		return hotspot.Spot{Code: "10034"}, true
	}
	spots, outside := grid.Reduce(locate)
	want := []hotspot.Spot{{"10034", "", 7}, {"25006", "Culiacán", 4}} // as they come
	if !reflect.DeepEqual(spots, want) || outside != 2 {
		t.Errorf("spots %+v, %d outside; want %+v, 2", spots, outside, want)
	}
	if spots, outside := (hotspot.Grid{}).Reduce(locate); len(spots) != 0 || outside != 0 {
		t.Errorf("no cells: %v, %d", spots, outside)
	}
}
