package exposure_test

import (
	"fmt"
	"maps"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/exposure"
	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/internal/outside"
)

// TestMunicipalitiesAgainstGDAL cuts the real municipalities of central Mexico
// with the corridor of a real highway, in an equal-distance projection around it.
func TestMunicipalitiesAgainstGDAL(t *testing.T) {
	shapes := outside.ReferenceData(t, "municipalities/municipios.shp")
	roads := outside.ReferenceData(t, "roads/mexico_highways.geojson")
	near := orb.Bound{Min: orb.Point{-101.9, 19.3}, Max: orb.Point{-98.9, 22.2}}
	var lands []exposure.Land
	var codes []string
	for f := range all(t, shapes) {
		var area orb.MultiPolygon
		switch g := f.Geometry.(type) {
		case orb.Polygon:
			area = orb.MultiPolygon{g}
		case orb.MultiPolygon:
			area = g
		}
		if code, _, err := f.Code("id"); err == nil && near.Contains(area.Bound().Min) && near.Contains(area.Bound().Max) {
			codes, lands = append(codes, code), append(lands, exposure.Land{Area: area})
		}
	}
	var lines []orb.LineString
	for f := range all(t, roads) {
		if ref, _ := f.Text("ref"); ref == "MEX57D" {
			lines = append(lines, f.Geometry.(orb.LineString))
		}
	}
	const km = 10
	got := map[string]float64{}
	for _, s := range exposure.NewLands(lands).Within(lines, []float64{km * 1000})[0] {
		got[codes[s.Place]] = s.Share
	}
	want := gdalShares(t, [2]string{shapes, roads}, near, km*1000)
	worst, partial := 0.0, 0
	for _, code := range codes {
		share, known := want[code]
		if !known {
			continue // its rings cross themselves: GEOS refuses it
		}
		if share > 0 && share < 1 {
			partial++
		}
		worst = max(worst, math.Abs(got[code]-share))
		if math.Abs(got[code]-share) > 4e-3 {
			t.Errorf("%s: %.5f, GDAL %.5f", code, got[code], share)
		}
	}
	t.Logf("%d municipalities, %d partly within: largest difference %.2g", len(codes), partial, worst)
	if partial < 20 {
		t.Errorf("only %d are partly within; the comparison has lost its meaning", partial)
	}
}

// all yields the features of a file.
func all(t *testing.T, path string) func(func(feature.Feature) bool) {
	t.Helper()
	return func(yield func(feature.Feature) bool) {
		reader, err := feature.Open(path, feature.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer reader.Close()
		for f, err := range reader.All() {
			if err != nil {
				t.Fatal(err)
			}
			if !yield(f) {
				return
			}
		}
	}
}

func gdalShares(t *testing.T, files [2]string, near orb.Bound, meters float64) map[string]float64 {
	t.Helper()
	local := filepath.Join(t.TempDir(), "local.gpkg")
	projection := "+proj=tmerc +lat_0=20.5 +lon_0=-100.4 +k=1 +datum=WGS84 +units=m"
	box := []string{number(near.Min[0]), number(near.Min[1]), number(near.Max[0]), number(near.Max[1])}
	outside.Output(t, "", append([]string{"ogr2ogr", "-s_srs", "EPSG:4326", "-t_srs", projection, "-nln", "land", "-nlt", "MULTIPOLYGON", "-spat"}, append(box, local, files[0])...)...)
	outside.Output(t, "", "ogr2ogr", "-update", "-t_srs", projection, "-nln", "road", "-where", "ref = 'MEX57D'", local, files[1])
	out := outside.Output(t, "", "ogrinfo", "-q", "-ro", local, "-dialect", "sqlite", "-sql", fmt.Sprintf(
		"SELECT p.id AS code, coalesce(ST_Area(ST_Intersection(p.geom, b.g)), 0) / ST_Area(p.geom) AS share FROM land p, (SELECT ST_Union(ST_Buffer(geom, %g, 64)) AS g FROM road) b WHERE ST_IsValid(p.geom)", meters))
	shares, code := map[string]float64{}, ""
	for line := range strings.Lines(out) {
		if _, value, ok := strings.Cut(line, "code (String) = "); ok {
			code, _ = feature.ParseCode(strings.TrimSpace(value))
		}
		if _, value, ok := strings.Cut(line, "share (Real) = "); ok {
			x, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil {
				t.Fatal(err)
			}
			shares[code] = x
		}
	}
	if len(shares) == 0 {
		t.Fatalf("GDAL says nothing:\n%.500s", out)
	}
	return shares
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// TestBordersAgainstGDAL asks GEOS which of these municipalities meet along a line.
func TestBordersAgainstGDAL(t *testing.T) {
	shapes := outside.ReferenceData(t, "municipalities/municipios.shp")
	near := orb.Bound{Min: orb.Point{-101.5, 19.5}, Max: orb.Point{-99.5, 21.5}}
	var codes []string
	var areas []orb.MultiPolygon
	for f := range all(t, shapes) {
		code, _, err := f.Code("id")
		if err != nil || !near.Intersects(f.Geometry.Bound()) {
			continue
		}
		area, ok := f.Geometry.(orb.MultiPolygon)
		if !ok {
			area = orb.MultiPolygon{f.Geometry.(orb.Polygon)}
		}
		codes, areas = append(codes, code), append(areas, area)
	}
	ours := map[string]bool{}
	for i, list := range exposure.Contiguous(areas) {
		for _, j := range list {
			ours[min(codes[i], codes[j])+" "+max(codes[i], codes[j])] = true
		}
	}
	theirs := gdalBorders(t, shapes, near)
	t.Logf("%d municipalities, %d pairs", len(areas), len(theirs))
	if len(theirs) < 300 || !maps.Equal(ours, theirs) {
		t.Errorf("%d pairs here, %d by GEOS", len(ours), len(theirs))
	}
}

// gdalBorders returns the pairs of codes, the lower one first.
func gdalBorders(t *testing.T, shapes string, near orb.Bound) map[string]bool {
	t.Helper()
	local := filepath.Join(t.TempDir(), "local.gpkg")
	outside.Output(t, "", "ogr2ogr", "-a_srs", "EPSG:4326", "-nln", "land", "-nlt", "MULTIPOLYGON", "-spat",
		number(near.Min[0]), number(near.Min[1]), number(near.Max[0]), number(near.Max[1]), local, shapes)
	out := outside.Output(t, "", "ogrinfo", "-q", "-ro", local, "-dialect", "sqlite", "-sql",
		"SELECT a.id || ' ' || b.id AS pair FROM land a, land b WHERE a.id < b.id AND ST_Intersects(a.geom, b.geom) AND ST_Dimension(ST_Intersection(ST_Boundary(a.geom), ST_Boundary(b.geom))) = 1")
	pairs := map[string]bool{}
	for line := range strings.Lines(out) {
		if _, pair, ok := strings.Cut(line, "pair (String) = "); ok {
			one, other, _ := strings.Cut(strings.TrimSpace(pair), " ")
			one, _ = feature.ParseCode(one)
			other, _ = feature.ParseCode(other)
			pairs[min(one, other)+" "+max(one, other)] = true
		}
	}
	return pairs
}
