package export_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/internal/outside"
)

// read is what a program says of a file.
type read struct {
	Columns []string
	CRS     string
	Geo     *struct {
		Version string
		Primary string `json:"primary_column"`
		Columns map[string]struct {
			Encoding string
			Types    []string `json:"geometry_types"`
			BBox     []float64
			Covering map[string]map[string][]string
		}
	}
	Rows []map[string]any
}

// reader runs a small program of testdata/readers, which prints a file as JSON.
func reader(t *testing.T, command ...string) read {
	t.Helper()
	var r read
	text := outside.Output(t, "", command...)
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatalf("%v in %.300s", err, text)
	}
	return r
}

// TestHyparquetReadsTheSame holds GeoParquet against GeoJSON.
func TestHyparquetReadsTheSame(t *testing.T) {
	readers := filepath.Join("testdata", "readers")
	outside.Path(t, filepath.Join(readers, "node_modules", "hyparquet"), "run npm ci in engine/export/"+filepath.ToSlash(readers))
	for name, l := range layers() {
		t.Run(name, func(t *testing.T) {
			r := reader(t, "node", filepath.Join(readers, "parquet.mjs"), writeAs(t, export.GeoParquet, l))
			var columns []string
			for _, c := range l.Columns {
				columns = append(columns, c.Name)
			}
			if r.Geo != nil {
				columns = append(columns, "geometry", "bbox")
			}
			if !slices.Equal(r.Columns, columns) {
				t.Errorf("columns %v, want %v", r.Columns, columns)
			}
			if name == "polygons" {
				checkGeo(t, r)
			}
			want := decode(t, writeGeoJSON(t, l))
			if len(r.Rows) != len(want) {
				t.Fatalf("%d rows, want %d", len(r.Rows), len(want))
			}
			for i, row := range r.Rows {
				got := feature{Properties: row}
				if g, ok := row["geometry"].(map[string]any); ok {
					coordinates, _ := json.Marshal(g["coordinates"])
					got.Geometry = &geometry{Type: g["type"].(string), Coordinates: coordinates}
				}
				compare(t, got, want[i], l.Columns)
				checkBox(t, row["bbox"], want[i].BBox)
			}
		})
	}
}

// checkGeo holds the metadata of a layer of polygons against GeoParquet 1.1.
func checkGeo(t *testing.T, r read) {
	t.Helper()
	g := r.Geo.Columns["geometry"]
	if r.Geo.Version != "1.1.0" || r.Geo.Primary != "geometry" || g.Encoding != "WKB" || !slices.Equal(g.Types, []string{"MultiPolygon", "Polygon"}) {
		t.Errorf("%+v", r.Geo)
	}
	if !slices.Equal(g.Covering["bbox"]["xmin"], []string{"bbox", "xmin"}) || len(g.BBox) != 4 || g.BBox[0] != -106.6666667 {
		t.Errorf("box %v, covering %v", g.BBox, g.Covering)
	}
}

func checkBox(t *testing.T, got any, want []float64) {
	t.Helper()
	box, ok := got.(map[string]any)
	if !ok {
		if want != nil {
			t.Errorf("no box, want %v", want)
		}
		return
	}
	for i, side := range []string{"xmin", "ymin", "xmax", "ymax"} {
		if box[side] != want[i] {
			t.Errorf("%s is %v, want %v", side, box[side], want[i])
		}
	}
}

// TestRAndPythonRead opens what their users open first.
func TestRAndPythonRead(t *testing.T) {
	l := layers()["polygons"]
	want := decode(t, writeGeoJSON(t, l))
	for _, f := range []export.Format{export.GeoJSON, export.GeoPackage, export.FlatGeobuf} {
		path := writeAs(t, f, l)
		for _, command := range [][]string{{"Rscript", "sf.R"}, {"/usr/bin/python3", "frame.py"}} { // Debian's, which has geopandas
			t.Run(command[1]+" "+string(f), func(t *testing.T) {
				r := reader(t, command[0], filepath.Join("testdata", "readers", command[1]), path, l.Name)
				if r.CRS != "EPSG:4326" || !slices.Equal(slices.Compact(r.Columns), []string{"row", "a_text", "rate", "toll"}) {
					t.Errorf("%s, columns %v", r.CRS, r.Columns)
				}
				slices.SortFunc(r.Rows, func(a, b map[string]any) int { return int(a["row"].(float64) - b["row"].(float64)) })
				if len(r.Rows) != len(want) {
					t.Fatalf("%d rows, want %d", len(r.Rows), len(want))
				}
				for i, row := range r.Rows {
					p := want[i].Properties
					if row["row"] != p["row"] || row["a_text"] != p["a_text"] || row["rate"] != p["rate"] || row["toll"] != p["toll"] {
						t.Errorf("row %d: %.200v, want %.200v", i, row, p)
					}
				}
			})
		}
	}
}

// TestStyleIsKept looks for the style where QGIS and Google Earth do.
func TestStyleIsKept(t *testing.T) {
	l := layers()["lines"]
	l.Style = &export.Style{By: "a_text", Classes: []export.Class{{Value: `quo"te'd`, Label: "<one>", Color: "#1b9e77"}, {Value: "", Label: "none", Color: "#d95f02"}}, WidthBy: "rate"}
	path := writeAs(t, export.GeoPackage, l)
	text := outside.Output(t, "", "ogrinfo", "-ro", "-al", path, "layer_styles")
	for _, want := range []string{"f_table_name (String) = awkward", "useAsDefault (Integer(Boolean)) = 1", "categorizedSymbol", "27,158,119,255"} {
		if !strings.Contains(text, want) {
			t.Errorf("ogrinfo does not say %q", want)
		}
	}
	kml, err := os.ReadFile(writeAs(t, export.KML, l))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(kml), "<color>ff779e1b</color>") || !strings.Contains(string(kml), "<styleUrl>#s1</styleUrl>") {
		t.Error("the KML has no style")
	}
}
