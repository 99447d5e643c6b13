package feature_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/internal/outside"
)

// lcc is INEGI's system as its own programs write it.
const lcc = `PROJCS["INEGI_LCC",` + wgs84 + `,PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",2500000.0],PARAMETER["False_Northing",0.0],` +
	`PARAMETER["Central_Meridian",-102.0],PARAMETER["Standard_Parallel_1",17.5],PARAMETER["Standard_Parallel_2",29.5],PARAMETER["Latitude_Of_Origin",12.0],UNIT["Meter",1.0]]`

// The Zócalo and Tijuana, by: echo -99.133209 19.432608 | proj +proj=lcc
// +lat_0=12 +lon_0=-102 +lat_1=17.5 +lat_2=29.5 +x_0=2500000 +ellps=GRS80
var (
	zocalo, zocaloLCC   = orb.Point{-99.133209, 19.432608}, orb.Point{2800162.365946, 829058.383364}
	tijuana, tijuanaLCC = orb.Point{-117.0382, 32.5149}, orb.Point{1079572.045115, 2346591.653004}
)

func TestReprojection(t *testing.T) {
	one := string(shp(1, pointRecord(1, zocaloLCC[0], zocaloLCC[1])))
	line := string(shp(3, partsRecord(3, []orb.Point{zocaloLCC, tijuanaLCC}, []orb.Point{tijuanaLCC, zocaloLCC})))
	at := fmt.Sprintf("[%f,%f]", zocaloLCC[0], zocaloLCC[1])
	named := func(features string) string {
		return `{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::6372"}},` + collection(features)[1:]
	}
	geometry := func(kind, coordinates string) string {
		return `{"type":"Feature","geometry":{"type":"` + kind + `","coordinates":` + coordinates + `}}`
	}
	ring := "[[" + at + "," + at + "," + at + "," + at + "]]"
	const done, datum = "coordinates reprojected from %s to WGS84", "the datum Mexico ITRF2008 is taken as WGS84: they differ by less than two meters"
	mexico := fmt.Sprintf(done, "Mexico ITRF2008 / LCC") + "; " + datum
	tests := []struct {
		name     string
		pairs    []string
		crs      string
		want     orb.Geometry // to a millimeter
		warnings string
	}{
		{"shapefile", []string{"a.shp", one, "a.prj", lcc}, "", zocalo, fmt.Sprintf(done, "INEGI_LCC") + "; no .dbf: the features have no values"},
		{"lines", []string{"a.shp", line, "a.prj", lcc}, "", orb.MultiLineString{{zocalo, tijuana}, {tijuana, zocalo}}, fmt.Sprintf(done, "INEGI_LCC") + "; no .dbf: the features have no values"},
		{"system asked for", []string{"a.shp", one}, "EPSG:6372", zocalo, mexico + "; no .dbf: the features have no values"},
		{"system asked for instead", []string{"a.shp", one, "a.prj", wgs84}, lcc, zocalo,
			fmt.Sprintf(done, "INEGI_LCC") + "; the .prj is passed over for the system asked for; no .dbf: the features have no values"},
		{"path of a .prj", []string{"a.shp", one, "other/lcc.prj", lcc}, "other/lcc.prj", zocalo, fmt.Sprintf(done, "INEGI_LCC") + "; no .dbf: the features have no values"},
		{"degrees asked for", []string{"a.shp", string(shp(1, pointRecord(1, -99, 19))), "a.prj", lcc}, "EPSG:4326", orb.Point{-99, 19},
			"the .prj is passed over for the system asked for; no .dbf: the features have no values"},
		{"zip", []string{"a.zip", string(zipped(t, "d/a.shp", one, "d/a.prj", lcc))}, "", zocalo, fmt.Sprintf(done, "INEGI_LCC") + "; no .dbf: the features have no values"},
		{"table", []string{"a.csv", "x,y\n" + strings.Trim(at, "[]") + "\n"}, "EPSG:6372", zocalo, mexico},
		{"GeoJSON point", []string{"a.json", named(geometry("Point", at))}, "", zocalo, mexico},
		{"GeoJSON points", []string{"a.json", named(geometry("MultiPoint", "["+at+","+at+"]"))}, "", orb.MultiPoint{zocalo, zocalo}, mexico},
		{"GeoJSON line", []string{"a.json", named(geometry("LineString", "["+at+","+at+"]"))}, "", orb.LineString{zocalo, zocalo}, mexico},
		{"GeoJSON polygon", []string{"a.json", named(geometry("Polygon", ring))}, "", orb.Polygon{{zocalo, zocalo, zocalo, zocalo}}, mexico},
		{"GeoJSON polygons", []string{"a.json", named(geometry("MultiPolygon", "["+ring+"]"))}, "", orb.MultiPolygon{{{zocalo, zocalo, zocalo, zocalo}}}, mexico},
		{"GeoJSON collection", []string{"a.json", named(`{"type":"Feature","geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":` + at + `}]}}`)}, "",
			orb.Collection{zocalo}, mexico},
		{"GeoJSON feature alone", []string{"a.json", strings.Replace(geometry("Point", at), "{", `{"crs":{"type":"name","properties":{"name":"EPSG:6372"}},`, 1)}, "", zocalo, mexico},
		{"GeoJSON whose system does not count", []string{"a.json", strings.Replace(named(geometry("Point", at)), "6372", "1", 1)}, "EPSG:6372", zocalo, mexico},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all, warnings, err := read(tt.pairs[0], feature.Options{FS: files(tt.pairs...), CRS: tt.crs})
			if err != nil || len(all) != 1 {
				t.Fatal(len(all), err)
			}
			if got := rounded(all[0].Geometry); got != rounded(tt.want) {
				t.Errorf("%s, want %s", got, rounded(tt.want))
			}
			if got := strings.Join(warnings, "; "); got != tt.warnings {
				t.Errorf("warnings %q, want %q", got, tt.warnings)
			}
		})
	}
}

// rounded prints a geometry to 1e-8 degrees, a millimeter.
func rounded(g orb.Geometry) string { return fmt.Sprintf("%T %.8f", g, g) }

// Each object of a sequence has its own system.
func TestSequenceOfSystems(t *testing.T) {
	projected := fmt.Sprintf(`{"crs":{"properties":{"name":"EPSG:6372"}},"type":"Point","coordinates":[%f,%f]}`, zocaloLCC[0], zocaloLCC[1])
	all, _, err := read("a.geojsonl", feature.Options{FS: files("a.geojsonl", projected+"\n"+`{"type":"Point","coordinates":[1,2]}`+"\n"+projected)})
	if err != nil || len(all) != 3 {
		t.Fatal(len(all), err)
	}
	for i, want := range []orb.Point{zocalo, {1, 2}, zocalo} {
		if rounded(all[i].Geometry) != rounded(want) {
			t.Errorf("%d: %v, want %v", i, all[i].Geometry, want)
		}
	}
}

// inegi holds the municipalities of 2007 in INEGI's Lambert projection.
const inegi = "municipalities/maps-2007-inegi-lcc.zip"

// TestINEGI compares the municipalities of 2007 in INEGI's projection with the
// same ones that others turned into WGS84 and rounded to 1e-5 degrees.
func TestINEGI(t *testing.T) {
	want := rings(t, "municipalities/mun2007_wgs84.geojson", feature.Options{})
	const rounding = 0.5e-5 + 1e-9
	compareRings(t, rings(t, inegi, feature.Options{Member: "MUNICIPIOS.shp", CRS: "EPSG:6362"}), want, rounding)
}

// TestINEGIAgainstGDAL has GDAL, and with it PROJ, read the same file.
func TestINEGIAgainstGDAL(t *testing.T) {
	source := "/vsizip/" + outside.ReferenceData(t, inegi) + "/MUNICIPIOS.shp"
	text := gdal(t, "ogr2ogr", "-f", "CSV", "/vsistdout/", "-s_srs", "EPSG:6362", "-t_srs", "EPSG:4326", "-select", "CLAVE", "-lco", "GEOMETRY=AS_WKT", "-lco", "SEPARATOR=TAB", source, "MUNICIPIOS")
	want := map[string][][]orb.Point{}
	for line := range strings.Lines(text) {
		wkt, code, _ := strings.Cut(strings.TrimSpace(line), "\t")
		for _, part := range strings.FieldsFunc(wkt, func(c rune) bool { return c == '(' || c == ')' }) {
			var ring []orb.Point
			for _, position := range strings.Split(part, ",") {
				var p orb.Point
				if n, _ := fmt.Sscan(position, &p[0], &p[1]); n == 2 {
					ring = append(ring, p)
				}
			}
			if ring != nil {
				want[strings.Trim(code, "\"")] = append(want[strings.Trim(code, "\"")], ring)
			}
		}
	}
	const centimetre = 0.01 / 111_320 // in degrees
	compareRings(t, rings(t, inegi, feature.Options{Member: "MUNICIPIOS.shp", CRS: "EPSG:6362"}), want, centimetre)
}

// compareRings compares rings by municipality, vertex by vertex, turned round
// where the two differ in that.
func compareRings(t *testing.T, got, want map[string][][]orb.Point, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d municipalities, want %d", len(got), len(want))
	}
	worst, vertices, matched := 0.0, 0, 0
	for code, theirs := range want {
		ours := got[code]
		if len(ours) != len(theirs) {
			t.Errorf("%s has %d rings, want %d", code, len(ours), len(theirs))
			continue
		}
		for _, ring := range ours {
			best := math.Inf(1)
			for _, other := range theirs {
				best = min(best, apart(ring, other), apart(reversed(ring), other))
			}
			if worst = max(worst, best); best > tolerance {
				t.Errorf("a ring of %s is %g degrees off", code, best)
			}
			matched++
			vertices += len(ring)
		}
	}
	t.Logf("largest difference %.3e degrees in %d vertices of %d rings", worst, vertices, matched)
}

// apart is the largest difference of two lines in any coordinate, infinite
// when they have not the same number of vertices.
func apart(a, b []orb.Point) (worst float64) {
	if len(a) != len(b) {
		return math.Inf(1)
	}
	for i := range a {
		worst = max(worst, math.Abs(a[i][0]-b[i][0]), math.Abs(a[i][1]-b[i][1]))
	}
	return worst
}

func rings(t *testing.T, file string, opts feature.Options) map[string][][]orb.Point {
	all, warnings, err := read(outside.ReferenceData(t, file), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(warnings)
	out := map[string][][]orb.Point{}
	for _, f := range all {
		code, _ := f.Text("CLAVE")
		switch g := f.Geometry.(type) {
		case orb.Polygon:
			for _, r := range g {
				out[code] = append(out[code], r)
			}
		case orb.MultiPolygon:
			for _, p := range g {
				for _, r := range p {
					out[code] = append(out[code], r)
				}
			}
		}
	}
	return out
}
