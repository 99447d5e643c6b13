package feature_test

import (
	"fmt"
	"math"
	"path/filepath"
	"reflect"
	"regexp"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/internal/outside"
)

const highways = "roads/mexico_highways.geojson"

// TestAgainstGDAL turns the highways into other formats and systems with
// ogr2ogr and wants the same features back.
func TestAgainstGDAL(t *testing.T) {
	source := outside.ReferenceData(t, highways)
	want, _, err := read(source, feature.Options{})
	if err != nil {
		t.Fatal(err)
	}
	// A shapefile and a WKB hold the double itself: what is left is the
	// rounding of both ways of the projection: 1e-12 degrees are 100 nanometers.
	const exact, nanometers = 0, 1e-12
	tests := []struct {
		file      string
		arguments []string
		tolerance float64 // degrees
		values    bool    // names of columns and texts are the same
	}{
		{"a.gpkg", nil, exact, true},
		{"lcc.gpkg", []string{"-t_srs", "EPSG:6372"}, nanometers, true},
		{"utm.gpkg", []string{"-t_srs", "EPSG:32614"}, nanometers, true},
		{"web.gpkg", []string{"-t_srs", "EPSG:3857"}, nanometers, true},
		{"albers.gpkg", []string{"-t_srs", "+proj=aea +lat_1=17.5 +lat_2=29.5 +lat_0=12 +lon_0=-102 +datum=WGS84"}, nanometers, true},
		{"xyzm.gpkg", []string{"-dim", "XYZM"}, exact, true},
		{"multi.gpkg", []string{"-nlt", "PROMOTE_TO_MULTI"}, exact, true},
		{"lcc.shp", []string{"-t_srs", "EPSG:6372"}, nanometers, false},
		{"utm.shp", []string{"-t_srs", "EPSG:6369"}, nanometers, false},
		// GDAL writes 6 decimals of a meter.
		{"lcc.geojson", []string{"-t_srs", "EPSG:6372", "-lco", "RFC7946=NO", "-lco", "COORDINATE_PRECISION=6"}, 1e-11, true},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), tt.file)
			gdal(t, "ogr2ogr", append(append([]string{}, tt.arguments...), path, source)...)
			got, warnings, err := read(path, feature.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Log(warnings)
			counted := regexp.MustCompile(`Feature Count: (\d+)`).FindStringSubmatch(gdal(t, "ogrinfo", "-ro", "-so", "-al", path))
			if len(counted) < 2 || fmt.Sprint(len(got)) != counted[1] || len(got) != len(want) {
				t.Fatalf("%d features of %d, ogrinfo counts %v", len(got), len(want), counted)
			}
			worst := 0.0
			for i := range got {
				worst = max(worst, furthest(got[i].Geometry, want[i].Geometry))
				for _, column := range want[i].Columns() {
					theirs, _ := want[i].Text(column)
					if ours, _ := got[i].Text(column); tt.values && ours != theirs {
						t.Fatalf("feature %d: %s is %q, want %q", i, column, ours, theirs)
					}
				}
			}
			t.Logf("%d features, largest difference %.1e degrees", len(got), worst)
			if !(worst <= tt.tolerance) {
				t.Errorf("largest difference %g degrees", worst)
			}
		})
	}
}

// furthest is the largest difference of two lines, infinite when they differ
// in kind; a line and a multiple line of one part are the same.
func furthest(a, b orb.Geometry) float64 {
	if m, ok := a.(orb.MultiLineString); ok && len(m) == 1 {
		a = m[0]
	}
	la, _ := a.(orb.LineString)
	lb, ok := b.(orb.LineString)
	if !ok {
		return math.Inf(1)
	}
	return apart(la, lb)
}

// TestShapesAgainstGDAL has the same municipalities as a GeoPackage and a
// shapefile.
func TestShapesAgainstGDAL(t *testing.T) {
	source := outside.ReferenceData(t, "municipalities/municipios.shp")
	want, _, err := read(source, feature.Options{})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.gpkg")
	gdal(t, "ogr2ogr", "-a_srs", "EPSG:4326", "-nlt", "PROMOTE_TO_MULTI", path, source)
	got, _, err := read(path, feature.Options{})
	if err != nil || len(got) != len(want) {
		t.Fatal(len(got), err)
	}
	for i := range got {
		if n, m := countVertices(got[i].Geometry), countVertices(want[i].Geometry); n != m || got[i].Geometry.Bound() != want[i].Geometry.Bound() {
			t.Errorf("feature %d: %d vertices, want %d", i, n, m)
		}
		ours, _ := got[i].Text("id")
		theirs, _ := want[i].Text("id")
		if !reflect.DeepEqual(ours, theirs) {
			t.Errorf("feature %d: id %q, want %q", i, ours, theirs)
		}
	}
}

// BenchmarkGeoPackage reads the highways from disk fifty times over: 53,350
// features of 19 vertices.
func BenchmarkGeoPackage(b *testing.B) {
	source := outside.ReferenceData(b, highways)
	for _, system := range []string{"EPSG:4326", "EPSG:6372"} {
		b.Run(system, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "a.gpkg")
			gdal(b, "ogr2ogr", "-t_srs", system, "-nln", "once", path, source)
			const times = 50
			sql := "SELECT ref, level, toll, state, geom FROM once a, (WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 50) SELECT i FROM n)"
			gdal(b, "ogr2ogr", "-update", "-dialect", "SQLITE", "-sql", sql, "-nln", "roads", path, path)
			features := 0
			b.ReportAllocs()
			for b.Loop() {
				features = 0
				r, err := feature.Open(path, feature.Options{Member: "roads"})
				if err != nil {
					b.Fatal(err)
				}
				for _, err := range r.All() {
					if err != nil {
						b.Fatal(err)
					}
					features++
				}
				r.Close()
			}
			if features < times*1000 {
				b.Fatal(features)
			}
			b.ReportMetric(float64(features)*float64(b.N)/b.Elapsed().Seconds(), "features/s")
		})
	}
}
