package export_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/internal/outside"
)

// awkward has names, texts and numbers that break careless writers.
func awkward(geometry func(i int) orb.Geometry) export.Layer {
	texts := []any{"Culiacán, Sin.", `quo"te'd`, "two\nlines", "😀 ñ", strings.Repeat("long_", 2000), "", nil, "<b>&amp;</b>"}
	l := export.Layer{Name: "awkward", Columns: []export.Column{
		{Name: "row", Kind: export.Integer, Meaning: "number of the row"}, {Name: "a_text", Meaning: "a text"},
		{Name: "rate", Kind: export.Real, Decimals: 3, Unit: "per 100,000 a year", Meaning: "a rate"}, {Name: "toll", Kind: export.Boolean, Meaning: "yes or no"},
	}}
	for i := range 200 {
		var rate any = float64(i) / 7
		if i%5 == 0 {
			rate = math.NaN()
		}
		l.Rows = append(l.Rows, export.Row{Geometry: geometry(i), Values: []any{i, texts[i%len(texts)], rate, i%2 == 0}})
	}
	return l
}

// layers has one layer for every kind of geometry, on a lattice of 20 x 10 degrees.
func layers() map[string]export.Layer {
	at := func(i int) (x, y float64) { return -107 + float64(i%20) + 1.0/3, 20 + float64(i/20) + 1.0/7 }
	polygon := func(i int) orb.Polygon {
		x, y := at(i)
		return orb.Polygon{reversed(square(x, y, 0.5)), square(x+0.1, y+0.1, 0.2)} // wound the other way round
	}
	return map[string]export.Layer{
		"points": awkward(func(i int) orb.Geometry { x, y := at(i); return orb.Point{x, y} }),
		"lines": awkward(func(i int) orb.Geometry {
			x, y := at(i)
			return orb.LineString{{x, y}, {x + 0.5, y + 0.25}, {x, y + 1}}
		}),
		"polygons": awkward(func(i int) orb.Geometry {
			if i%3 == 0 {
				return orb.MultiPolygon{polygon(i), polygon(i + 1)}
			}
			return polygon(i)
		}),
		"table": awkward(func(int) orb.Geometry { return nil }),
		"some without": awkward(func(i int) orb.Geometry {
			if i%10 == 3 {
				return nil
			}
			x, y := at(i)
			return orb.Point{x, y}
		}),
		"empty": {Name: "empty", Columns: []export.Column{{Name: "code"}}},
	}
}

// writeAs writes a layer in a format and returns the file.
func writeAs(t *testing.T, f export.Format, l export.Layer) string {
	t.Helper()
	dir := t.TempDir()
	staging, err := export.Stage(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := staging.WriteLayers(f, "study", l); err != nil {
		t.Fatal(err)
	}
	if err := staging.Commit(); err != nil {
		t.Fatal(err)
	}
	files := staging.Files()
	if len(files) != 1 {
		t.Fatalf("%d files", len(files))
	}
	return filepath.Join(dir, files[0].Name)
}

// TestGDALReadsTheSame holds every format against GeoJSON, as GDAL reads both.
func TestGDALReadsTheSame(t *testing.T) {
	gdal := outside.Program(t, "ogr2ogr")
	for name, l := range layers() {
		want := decode(t, writeGeoJSON(t, l))
		for _, f := range []export.Format{export.GeoPackage, export.FlatGeobuf, export.KML} {
			t.Run(name+" "+string(f), func(t *testing.T) {
				if name == "empty" && f == export.KML {
					t.Skip("GDAL takes a KML folder without a placemark for no layer")
				}
				got := viaGDAL(t, gdal, writeAs(t, f, l), l.Name)
				if len(got) != len(want) {
					t.Fatalf("%d features, want %d", len(got), len(want))
				}
				for i := range want {
					compare(t, got[i], want[i], l.Columns)
				}
			})
		}
	}
}

// viaGDAL converts a layer to GeoJSON, in the order of the column "row".
func viaGDAL(t *testing.T, gdal, path, layer string, args ...string) []feature {
	t.Helper()
	to := filepath.Join(t.TempDir(), "out.geojson")
	args = append(append([]string{"-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=7"}, args...), to, path, layer)
	if out, err := exec.Command(gdal, args...).CombinedOutput(); err != nil || strings.Contains(string(out), "ERROR") || strings.Contains(string(out), "Warning") {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	features := decode(t, text)
	slices.SortStableFunc(features, func(a, b feature) int { return int(number(a) - number(b)) })
	return features
}

func number(f feature) float64 {
	n, _ := f.Properties["row"].(float64)
	return n
}

// compare allows a kind of geometry to have become its multiple, and KML's own columns.
func compare(t *testing.T, got, want feature, columns []export.Column) {
	t.Helper()
	for _, c := range columns {
		value := got.Properties[c.Name]
		if b, ok := want.Properties[c.Name].(bool); ok && value != b { // KML has no type for it in GDAL
			value = map[any]any{1.0: true, 0.0: false}[value]
		}
		if !reflect.DeepEqual(value, want.Properties[c.Name]) {
			t.Errorf("row %v: %s is %v, want %v", want.Properties["row"], c.Name, got.Properties[c.Name], want.Properties[c.Name])
		}
	}
	if g, w := shapeText(got.Geometry), shapeText(want.Geometry); g != w {
		t.Errorf("row %v: geometry %.200s, want %.200s", want.Properties["row"], g, w)
	}
}

// shapeText is a geometry as text, a single one as the multiple of one.
func shapeText(g *geometry) string {
	if g == nil {
		return "none"
	}
	var coordinates any
	if err := json.Unmarshal(g.Coordinates, &coordinates); err != nil {
		return err.Error()
	}
	if !strings.HasPrefix(g.Type, "Multi") {
		coordinates = []any{coordinates}
	}
	return strings.TrimPrefix(g.Type, "Multi") + fmt.Sprint(coordinates)
}

// TestSpatialIndex asks GDAL for a box, which it answers by the index.
func TestSpatialIndex(t *testing.T) {
	gdal := outside.Program(t, "ogr2ogr")
	l := layers()["points"]
	box := orb.Bound{Min: orb.Point{-103.9, 21.9}, Max: orb.Point{-99.2, 25.05}}
	var want []any
	for i, row := range l.Rows {
		if row.Geometry.Bound().Intersects(box) {
			want = append(want, float64(i))
		}
	}
	if len(want) != 5*3 { // columns and rows of the lattice in the box
		t.Fatalf("%d of %d rows are in the box", len(want), len(l.Rows))
	}
	for _, f := range []export.Format{export.GeoPackage, export.FlatGeobuf} {
		var got []any
		for _, f := range viaGDAL(t, gdal, writeAs(t, f, l), l.Name, "-spat", "-103.9", "21.9", "-99.2", "25.05") {
			got = append(got, f.Properties["row"])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: rows %v, want %v", f, got, want)
		}
	}
}

// TestSameBytes writes everything twice.
func TestSameBytes(t *testing.T) {
	for name, l := range layers() {
		for _, f := range export.Formats {
			a, err := os.ReadFile(writeAs(t, f, l))
			if err != nil {
				t.Fatal(err)
			}
			b, err := os.ReadFile(writeAs(t, f, l))
			if err != nil {
				t.Fatal(err)
			}
			if string(a) != string(b) {
				t.Errorf("%s as %s differs from run to run", name, f)
			}
		}
	}
}

func TestParseFormats(t *testing.T) {
	got, err := export.ParseFormats("gpkg, GeoJSON,gpkg")
	if want := []export.Format{export.GeoPackage, export.GeoJSON}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := export.ParseFormats("shp"); err == nil || !strings.Contains(err.Error(), "fgb") {
		t.Errorf("%v does not say what there is", err)
	}
}
