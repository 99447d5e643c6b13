package engine_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine"
)

// withSurface is the small study with a price of a kilometre over the land, to the
// port in the east: three roads of 0.1 degree along the equator from 0 to 0.3.
func withSurface(surface string, files ...string) []string {
	return append([]string{"study.yaml", "{kind: length}", "{kind: formula, formula: \"length_km * (slope ?? 7)\", surfaces: [" + surface + "]}",
		"study.yaml", "kind: kind}}", "kind: kind}, kinds: [land]}"}, files...)
}

func square(west, east, value string) string {
	return `{"type":"Feature","properties":{"v":` + value + `},"geometry":{"type":"Polygon","coordinates":[[[` +
		west + `,-0.05],[` + east + `,-0.05],[` + east + `,0.05],[` + west + `,0.05],[` + west + `,-0.05]]]}}`
}

func TestSurfaces(t *testing.T) {
	layer := `{"type":"FeatureCollection","features":[` + strings.Join([]string{
		square("-0.1", "0.05", "1"), square("0.05", "0.15", "3"), square("0.1", "0.2", "0"), square("0.25", "0.3", "null"),
		`{"type":"Feature","properties":{"v":9},"geometry":{"type":"Point","coordinates":[0,0]}}`}, ",\n") + `]}`
	for _, test := range []struct {
		name, surface, file, text string
		want                      float64 // per 0.1 degree
	}{
		// Two polygons overlap on half of B-C, and the border of one runs along half of the road B-E of 20 km.
		// 0-0.1: half 1, half 3; 0.1-0.2: the first of two, 3, then 0; 0.2-0.3: half in none, half of no value.
		{"polygons", "{name: slope, polygons: land.geojson, columns: {value: v}}", "land.geojson", layer, 2 + 1.5 + 7},
		// Four cells of 0.1 degree from -0.05: 1, 2, nothing, 6. A road lies half in each of two.
		{"raster", "{name: slope, raster: dem.asc}", "dem.asc", "ncols 4\nnrows 1\nxllcorner -0.05\nyllcorner -0.05\ncellsize 0.1\nNODATA_value -1\n1 2 -1 6\n", 1.5 + 2 + 6},
		{"table", "{name: slope, table: rates.csv, columns: {code: code, value: v}}", "rates.csv", "code,v\n01001,0\n01002,4\n", 0 + 2 + 4},
	} {
		r := runSmall(t, smallFiles(withSurface(test.surface, test.file, "", test.text)...), engine.Options{})
		near(t, test.name, r.Routes[0].Cost, tenthDegreeKM*test.want, 1e-4)
		if !slices.ContainsFunc(r.Inputs, func(in engine.Input) bool { return in.File == test.file }) {
			t.Errorf("%s: inputs are %+v", test.name, r.Inputs)
		}
		var warnings []string
		for _, w := range r.Warnings {
			if w.Stage == "metric" {
				warnings = append(warnings, w.Message)
			}
		}
		if text := strings.Join(warnings, "; "); test.name == "polygons" && text != "features of slope that are no polygons; 15.6 km of roads lie in several polygons of slope: the first counts; road segments without a value of slope" {
			t.Errorf("warnings are %q", text)
		}
	}
}

func TestBadSurfaces(t *testing.T) {
	for _, test := range []struct{ name, surface, file, text, want string }{
		{"two kinds", "{name: slope, raster: a, polygons: b}", "x", "x", `study.yaml:3: surface "slope" needs one of raster:, table: and polygons:`},
		{"no column", "{name: slope, polygons: land.geojson}", "x", "x", `study.yaml:3: surface "slope" has no column of values`},
		{"unknown column", "{name: slope, polygons: land.geojson, columns: {value: w}}", "land.geojson", square("0", "1", "2"), `land.geojson: column "w"`},
		{"text", "{name: slope, polygons: land.geojson, columns: {value: v}}", "land.geojson", square("0", "1", `"steep"`), `land.geojson:1: column "v": not a number: "steep"`},
		{"lines", "{name: slope, polygons: land.geojson, columns: {value: v}}", "land.geojson",
			`{"type":"Feature","properties":{"v":1},"geometry":{"type":"LineString","coordinates":[[0,0],[1,1]]}}`, "land.geojson: "},
	} {
		if err := runBad(smallFiles(withSurface(test.surface, test.file, "", test.text)...)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error is %v, want %q", test.name, err, test.want)
		}
	}
}
