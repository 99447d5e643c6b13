package feature_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/internal/outside"
)

// The counts are those ogrinfo -so and wc -l give for the same files.
func TestReferenceData(t *testing.T) {
	tests := []struct {
		file     string
		opts     feature.Options
		features int
		vertices int // 0: not compared
		column   string
		warnings string // joined by "; "
	}{
		{file: "roads/MEX_roads.shp", features: 10425,
			warnings: "no .dbf: the features have no values"},
		{file: "municipalities/municipios.shp", features: 2457, column: "id",
			warnings: "no .prj: coordinates taken as WGS84 degrees"},
		{file: "municipalities/mun2007_wgs84.geojson", features: 2463, vertices: 178895, column: "CLAVE"},
		{file: "municipalities/maps-2007-inegi-lcc.zip", opts: feature.Options{Member: "MUNICIPIOS.shp"},
			features: 2463, vertices: 178895, column: "CLAVE",
			warnings: "no .prj, and x 907822 to 4083016, y 319134 to 2349623 cannot be degrees: give the system as CRS, such as EPSG:6372, or convert with: " +
				"ogr2ogr -s_srs EPSG:... -t_srs EPSG:4326 out.shp in.shp; 1330 values not UTF-8: read as Windows 1252"},
		{file: "municipalities/maps-2007-inegi-lcc.zip", opts: feature.Options{Member: "MUNICIPIOS.shp", CRS: "EPSG:6362"},
			features: 2463, vertices: 178895, column: "CLAVE",
			warnings: "coordinates reprojected from Mexico ITRF92 / LCC to WGS84; " +
				"the datum Mexico ITRF92 is taken as WGS84: they differ by less than two meters; 1330 values not UTF-8: read as Windows 1252"},
		{file: "roads/mexico_highways.geojson", features: 1067, vertices: 20399, column: "ref"},
		{file: "eradication/eradication_by_municipality.csv", features: 185, column: "cvegeo"},
		{file: "eradication/lab_density.csv", features: 2837, vertices: 2837, column: "z"},
		{file: "homicides/homicides-dwrh-month-municipality.csv.bz2", features: 228222, vertices: 228222, column: "id"},
		{file: "homicides/drug-homicides.csv.bz2", features: 121226, column: "Date"},
		{file: "ports/Border_Crossing_Entry_Data.csv.zip", features: 346733, column: "Value"},
		{file: "ports/TX-MX-Border-Crossings-Coordinates.csv", features: 34, vertices: 34, column: "Order"},
		{file: "gazetteer/municipality-heads.csv", features: 2454, vertices: 2454, column: "MunName"},
	}
	for _, tt := range tests {
		t.Run(filepath.Base(tt.file)+tt.opts.CRS, func(t *testing.T) {
			r, err := feature.Open(outside.ReferenceData(t, tt.file), tt.opts)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			features, vertices := 0, 0
			for f, err := range r.All() {
				if err != nil {
					t.Fatal(err)
				}
				features++
				vertices += countVertices(f.Geometry)
				if tt.column != "" && !f.Has(tt.column) {
					t.Fatal(f.Errorf("no %s", tt.column))
				}
			}
			if features != tt.features {
				t.Errorf("%d features, want %d", features, tt.features)
			}
			if tt.vertices > 0 && vertices != tt.vertices {
				t.Errorf("%d vertices, want %d", vertices, tt.vertices)
			}
			if got := strings.Join(r.Warnings(), "; "); got != tt.warnings {
				t.Errorf("warnings %q, want %q", got, tt.warnings)
			}
			if len(r.SHA256()) != 64 {
				t.Errorf("hash %q", r.SHA256())
			}
			t.Log(r.Files(), vertices)
		})
	}
}

func countVertices(g orb.Geometry) (n int) {
	switch g := g.(type) {
	case orb.Point:
		return 1
	case orb.MultiPoint:
		return len(g)
	case orb.LineString:
		return len(g)
	case orb.MultiLineString:
		for _, l := range g {
			n += len(l)
		}
	case orb.Polygon:
		for _, r := range g {
			n += len(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			n += countVertices(p)
		}
	case orb.Collection:
		for _, part := range g {
			n += countVertices(part)
		}
	}
	return n
}
