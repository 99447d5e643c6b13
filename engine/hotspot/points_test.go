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

func pointSource(text string) hotspot.Source {
	return hotspot.Source{FS: fstest.MapFS{"seizures.csv": {Data: []byte(text)}}, Path: "seizures.csv"}
}

func TestReadPoints(t *testing.T) {
	const text = "lon,lat,kg,kind\n-107.5,24.5,2,lab\n,,1,lab\n254.5,23.5,0,lab\n-100,20,1,farm\n"
	src := pointSource(text)
	src.Where = map[string]string{"kind": "lab"}
	points, in, err := hotspot.ReadPoints(context.Background(), src)
	want := []orb.Point{{-107.5, 24.5}, {-105.5, 23.5}}
	if err != nil || !reflect.DeepEqual(points.At, want) || points.Weights != nil || in.Rows != 3 || in.Unplaced != 1 {
		t.Errorf("%+v, %+v, %v", points, in, err)
	}
	src.Weight = "kg"
	if points, _, err = hotspot.ReadPoints(context.Background(), src); err != nil || !reflect.DeepEqual(points.Weights, []float64{2, 0}) {
		t.Errorf("%+v, %v", points, err)
	}
}

func TestReadPlaces(t *testing.T) {
	src := pointSource("entry,town,code,lon,lat\nMXVER,Veracruz,30193,-96.13,19.21\nMXPGO,Progreso,,-89.7,21.3\nX,El Ceibo,7017,-91,17.3\n")
	src.Name, src.Code = "town", "code"
	places, in, err := hotspot.ReadPlaces(context.Background(), src, "entry")
	want := []hotspot.Place{
		{ID: "MXVER", Name: "Veracruz", Code: "30193", At: orb.Point{-96.13, 19.21}, Weight: 1},
		{ID: "MXPGO", Name: "Progreso", At: orb.Point{-89.7, 21.3}, Weight: 1},
		{ID: "X", Name: "El Ceibo", Code: "07017", At: orb.Point{-91, 17.3}, Weight: 1},
	}
	if err != nil || !reflect.DeepEqual(places, want) || in.Restored != 1 {
		t.Errorf("%+v, %+v, %v", places, in, err)
	}
}

func TestPointErrors(t *testing.T) {
	const head = "id,lon,lat,kg,code\nA,-107,24,1,25006\n"
	for _, tt := range []struct {
		name, text string
		cause      error
		message    string
		places     bool
	}{
		{"swapped", head + "B,24,-107,1,\n", feature.ErrCoordinate, "seizures.csv:3: bad coordinate: latitude -107 is beyond 90", false},
		{"negative weight", head + "B,-107,24,-1,\n", nil, `seizures.csv:3: column "kg": the weight is -1; a weight cannot be negative`, false},
		{"missing weight", head + "B,-107,24,,\n", feature.ErrMissing, `seizures.csv:3: column "kg": the value is missing`, false},
		{"no position at all", "id,lon,lat,kg,code\nA,,,1,\n", nil, "seizures.csv: none of the 1 rows has a position (give columns lon and lat in degrees)", false},
		{"place twice", head + "A,-107,24,1,\n", nil, `seizures.csv:3: column "id": place "A" stands twice`, true},
		{"place without id", head + ",-107,24,1,\n", nil, `seizures.csv:3: column "id": the place has no id`, true},
		{"place without position", head + "B,,,1,\n", nil, `seizures.csv:3: place "B" has no position`, true},
		{"place with a bad code", head + "B,-107,24,1,25\n", feature.ErrCode, `seizures.csv:3: column "code": not a municipality code: "25"`, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			src := pointSource(tt.text)
			src.Weight = "kg"
			_, _, err := hotspot.ReadPoints(context.Background(), src)
			if tt.places {
				src.Code = "code"
				_, _, err = hotspot.ReadPlaces(context.Background(), src, "id")
			}
			checkError(t, err, tt.cause, tt.message)
		})
	}
	line := hotspot.Source{Path: "seizures.geojson"}
	line.FS = fstest.MapFS{"seizures.geojson": {Data: []byte(`{"type":"LineString","coordinates":[[0,0],[1,1]]}`)}}
	_, _, err := hotspot.ReadPoints(context.Background(), line)
	checkError(t, err, nil, "seizures.geojson:1: a LineString is no point")
}
