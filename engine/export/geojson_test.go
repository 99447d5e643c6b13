package export_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/export"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs:\n%s", path, got)
	}
}

func writeGeoJSON(t *testing.T, l export.Layer) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := export.WriteGeoJSON(&b, l); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// square is a ring with its lower left corner at x, y, counterclockwise.
func square(x, y, side float64) orb.Ring {
	return orb.Ring{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}
}

func reversed(r orb.Ring) orb.Ring {
	r = r.Clone()
	r.Reverse()
	return r
}

// sample has a row for every geometry.
func sample() export.Layer {
	outer, hole := square(0, 0, 10), reversed(square(2, 2, 3))
	geometries := []orb.Geometry{
		orb.Point{-99.1332, 19.4326},
		orb.MultiPoint{{-99, 19}, {-98.5, 18}},
		orb.LineString{{-107.123456789, 24.00000001}, {-106, 23.5}},
		orb.MultiLineString{{{0, 0}, {1, 1}}, {{2, 2}, {3, 2.5}}},
		orb.Polygon{outer, hole},
		orb.MultiPolygon{{outer}, {square(20, 0, 1)}},
		nil,
		orb.LineString{},
	}
	l := export.Layer{Name: "every geometry", Columns: []export.Column{
		{Name: "kind"}, {Name: "row", Kind: export.Integer}, {Name: "km", Kind: export.Real, Decimals: 3}, {Name: "toll", Kind: export.Boolean},
	}}
	for i, g := range geometries {
		kind := any("none")
		if g != nil {
			kind = g.GeoJSONType()
		}
		l.Rows = append(l.Rows, export.Row{Geometry: g, Values: []any{kind, i, float64(i) / 7, i%2 == 0}})
	}
	return l
}

func TestGeoJSONOfEveryGeometry(t *testing.T) {
	golden(t, "geometries.geojson", writeGeoJSON(t, sample()))
}

// What is written is read back by encoding/json, number by number.
func TestGeoJSONRoundTrip(t *testing.T) {
	l := sample()
	text := writeGeoJSON(t, l)
	if !json.Valid(text) {
		t.Fatalf("not JSON:\n%s", text)
	}
	features := decode(t, text)
	if len(features) != len(l.Rows) {
		t.Fatalf("%d features, want %d", len(features), len(l.Rows))
	}
	for i, f := range features {
		want := l.Rows[i].Geometry
		if line, ok := want.(orb.LineString); ok && len(line) == 2 {
			want = orb.LineString{{-107.1234568, 24}, {-106, 23.5}} // seven decimals
		}
		if got := f.Geometry.orb(t); !reflect.DeepEqual(got, want) {
			t.Errorf("row %d: %v, want %v", i, got, want)
		}
		km := math.Round(1000*float64(i)/7) / 1000
		if p := f.Properties; p["row"] != float64(i) || p["km"] != km || p["toll"] != (i%2 == 0) {
			t.Errorf("row %d: %v", i, p)
		}
	}
}

func TestEmptyLayers(t *testing.T) {
	tests := []struct {
		name string
		l    export.Layer
		want string
	}{
		{"no rows", export.Layer{Name: "x", Columns: []export.Column{{Name: "a"}}}, `{"type":"FeatureCollection","name":"x","features":[]}`},
		{"no columns", export.Layer{Rows: []export.Row{{Geometry: orb.Point{1, 2}}}},
			`{"type":"FeatureCollection","name":"","bbox":[1,2,1,2],"features":[{"type":"Feature","bbox":[1,2,1,2],"properties":{},"geometry":{"type":"Point","coordinates":[1,2]}}]}`},
		{"no geometry", export.Layer{Rows: []export.Row{{}}},
			`{"type":"FeatureCollection","name":"","features":[{"type":"Feature","properties":{},"geometry":null}]}`},
	}
	for _, tt := range tests {
		if got := strings.ReplaceAll(string(writeGeoJSON(t, tt.l)), "\n", ""); got != tt.want {
			t.Errorf("%s: %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// RFC 7946, 3.1.6: exteriors counterclockwise, holes clockwise.
func TestWinding(t *testing.T) {
	outer, hole := square(0, 0, 10), reversed(square(2, 2, 3))
	flat := orb.Ring{{0, 0}, {1, 1}, {2, 2}, {0, 0}}
	tests := []struct {
		name          string
		polygon, want orb.Polygon
	}{
		{"right already", orb.Polygon{outer, hole}, orb.Polygon{outer, hole}},
		{"both wrong", orb.Polygon{reversed(outer), reversed(hole)}, orb.Polygon{outer, hole}},
		{"exterior wrong", orb.Polygon{reversed(outer), hole}, orb.Polygon{outer, hole}},
		{"hole wrong", orb.Polygon{outer, reversed(hole)}, orb.Polygon{outer, hole}},
		{"no area", orb.Polygon{flat}, orb.Polygon{flat}},
		{"no points", orb.Polygon{{}}, orb.Polygon{{}}},
		{"no rings", orb.Polygon{}, orb.Polygon{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := tt.polygon.Clone()
			for _, g := range []orb.Geometry{tt.polygon, orb.MultiPolygon{tt.polygon}} {
				var want orb.Geometry = tt.want
				if _, multi := g.(orb.MultiPolygon); multi {
					want = orb.MultiPolygon{tt.want}
				}
				features := decode(t, writeGeoJSON(t, export.Layer{Rows: []export.Row{{Geometry: g}}}))
				if got := features[0].Geometry.orb(t); !reflect.DeepEqual(got, want) {
					t.Errorf("%v, want %v", got, want)
				}
			}
			if !reflect.DeepEqual(tt.polygon, before) {
				t.Error("the caller's rings were turned")
			}
		})
	}
}

func TestBBox(t *testing.T) {
	l := export.Layer{Rows: []export.Row{
		{Geometry: orb.LineString{}}, {},
		{Geometry: orb.LineString{{-107, 24}, {-106, 23}}},
		{Geometry: orb.Point{-108.00000004, 23.5}},
		{Geometry: orb.Point{-107, 25.5}},
	}}
	text := writeGeoJSON(t, l)
	want := [][]float64{nil, nil, {-107, 23, -106, 24}, {-108, 23.5, -108, 23.5}, {-107, 25.5, -107, 25.5}}
	for i, f := range decode(t, text) {
		if !reflect.DeepEqual(f.BBox, want[i]) {
			t.Errorf("row %d: bbox %v, want %v", i, f.BBox, want[i])
		}
	}
	var file struct{ BBox []float64 }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if all := []float64{-108, 23, -106, 25.5}; !reflect.DeepEqual(file.BBox, all) {
		t.Errorf("bbox %v, want %v", file.BBox, all)
	}
}

func TestUnknownGeometryPanics(t *testing.T) {
	mustPanic(t, "Bound", func() { writeGeoJSON(t, export.Layer{Rows: []export.Row{{Geometry: orb.Bound{}}}}) })
}

func mustPanic(t *testing.T, what string, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s: no panic", what)
		}
	}()
	f()
}
