package projection_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/internal/projection"
)

const (
	degrees  = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	mercator = `PROJCS["m",` + degrees + `,PROJECTION["Mercator"],PARAMETER["Central_Meridian",0],UNIT["Meter",1]]`
	lambert  = `PROJCS["l",` + degrees + `,PROJECTION["Lambert_Conformal_Conic"],PARAMETER["Central_Meridian",-102],PARAMETER["Latitude_Of_Origin",12],` +
		`PARAMETER["Standard_Parallel_1",17.5],PARAMETER["Standard_Parallel_2",29.5],UNIT["Meter",1]]`
	nad27 = `GEOGCS["NAD27",DATUM["North_American_Datum_1927",SPHEROID["Clarke 1866",6378206.4,294.9786982138982]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]`
)

func TestParse(t *testing.T) {
	tests := []struct {
		name, text string
		in, want   orb.Point // want in degrees to 1e-6
		doubt      string
	}{
		{"degrees", degrees, orb.Point{-99, 19}, orb.Point{-99, 19}, ""},
		{"degrees with a byte order mark and parentheses", "\ufeff" + strings.NewReplacer("[", "(", "]", ")").Replace(degrees), orb.Point{-99, 19}, orb.Point{-99, 19}, ""},
		{"in small letters", strings.NewReplacer("GEOGCS", "geogcs", "DATUM", "datum").Replace(degrees), orb.Point{-99, 19}, orb.Point{-99, 19}, ""},
		{"spread over lines", strings.ReplaceAll(degrees, ",", " ,\n\t"), orb.Point{-99, 19}, orb.Point{-99, 19}, ""},
		{"gradians", strings.Replace(degrees, "0.0174532925199433", "0.015707963267949", 1), orb.Point{-110, 20}, orb.Point{-99, 18}, ""},
		{"URN", "urn:ogc:def:crs:EPSG::4326", orb.Point{-99, 19}, orb.Point{-99, 19}, ""},
		{"URN with version", "urn:ogc:def:crs:EPSG:9.2:4326", orb.Point{-99, 19}, orb.Point{-99, 19}, ""},
		{"URL", "http://www.opengis.net/def/crs/EPSG/0/3857", orb.Point{-11131949.079327, 0}, orb.Point{-100, 0}, ""},
		{"CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84", orb.Point{-99, 19}, orb.Point{-99, 19}, ""},
		{"NAD83", "epsg:4269", orb.Point{-99, 19}, orb.Point{-99, 19}, "the datum NAD83 is taken as WGS84: they differ by less than two meters"},
		{"compound", `COMPD_CS["c",` + mercator + `,VERT_CS["h",VERT_DATUM["v",2005],UNIT["metre",1]]]`, orb.Point{-11131949.079327, 0}, orb.Point{-100, 0}, ""},
		{"bound", `BOUNDCRS[SOURCECRS[` + degrees + `],TARGETCRS[` + degrees + `],ABRIDGEDTRANSFORMATION["t"]]`, orb.Point{-99, 19}, orb.Point{-99, 19}, ""},
		{"no unit", `GEOGCRS["x",DATUM["WGS 84",ELLIPSOID["w",6378137,298.257223563]]]`, orb.Point{-99, 19}, orb.Point{-99, 19}, ""},
		{"a datum of the same ellipsoid", strings.Replace(degrees, "D_WGS_1984", "D_Not_specified", 1), orb.Point{1, 2}, orb.Point{1, 2},
			`the datum "D_Not_specified" is not known: taken as WGS84 because it has the same ellipsoid`},
		{"sphere of web maps", strings.NewReplacer("D_WGS_1984", "D_WGS_1984_Major_Auxiliary_Sphere", "298.257223563", "0").Replace(mercator), orb.Point{-11131949.079327, 0}, orb.Point{-100, 0}, ""},
		{"kilometers", strings.Replace(mercator, `UNIT["Meter",1]`, `UNIT["Kilometer",1000]`, 1), orb.Point{-11131.949079327, 0}, orb.Point{-100, 0}, ""},
		{"a quote in a name", strings.Replace(mercator, `"m"`, `"m ""x"""`, 1), orb.Point{-11131949.079327, 0}, orb.Point{-100, 0}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := projection.Parse(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			got, err := s.Inverse(tt.in)
			if err != nil || math.Abs(got[0]-tt.want[0])+math.Abs(got[1]-tt.want[1]) > 1e-6 {
				t.Errorf("%v, %v, want %v", got, err, tt.want)
			}
			if doubt, err := s.CheckDatum(); doubt != tt.doubt || err != nil {
				t.Errorf("doubt %q, %v, want %q", doubt, err, tt.doubt)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	const mend = " (compare the definition with epsg.io, or convert the data with: ogr2ogr -t_srs EPSG:4326 out in)"
	const convert = " (convert the data with: ogr2ogr -t_srs EPSG:4326 out in)"
	const forms = ` (write WKT as in a .prj, or a code such as "EPSG:6372")`
	tests := []struct {
		name, text, want string
		is               error
	}{
		{"nothing", "", `not a coordinate system: ""` + forms, projection.ErrSyntax},
		{"a word", "Mexico", `not a coordinate system: "Mexico"` + forms, projection.ErrSyntax},
		{"PROJ", "+proj=lcc +lat_1=17.5", `not a coordinate system: "+proj=lcc +lat_1=17.5" (a PROJ string: turn it into WKT with: projinfo -o WKT1:ESRI '...')`, projection.ErrSyntax},
		{"cut", degrees[:60], `not a coordinate system in WKT: it ends in the middle: "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\""` + forms, projection.ErrSyntax},
		{"open text", `GEOGCS["a`, `not a coordinate system in WKT: it ends in the middle: "GEOGCS[\"a"` + forms, projection.ErrSyntax},
		{"two", `A["a"]B["b"]`, `not a coordinate system in WKT: "B[\"b\"]" behind its end: "A[\"a\"]B[\"b\"]"` + forms, projection.ErrSyntax},
		{"deep", strings.Repeat("A[", 1e5), `not a coordinate system in WKT: nested more than 32 deep: "` + strings.Repeat("A[", 30) + `..."` + forms, projection.ErrSyntax},
		{"brackets mixed", `A["a")`, `not a coordinate system in WKT: ")" where ',' is expected: "A[\"a\")"` + forms, projection.ErrSyntax},
		{"local", `LOCAL_CS["x",UNIT["m",1]]`, `a system of the kind "LOCAL_CS" is not known here` + convert, projection.ErrUnknown},
		{"geocentric", `GEODCRS["x",DATUM["WGS 84"],CS[Cartesian,3]]`, "geocentric coordinates are not known here" + convert, projection.ErrUnknown},
		{"Paris", strings.Replace(degrees, `"Greenwich",0.0`, `"Paris",2.33722917`, 1), `longitudes from "Paris", not Greenwich, are not known here` + convert, projection.ErrUnknown},
		{"Moon", strings.Replace(degrees, "6378137.0", "1737400", 1), `bad parameter of the projection: the ellipsoid "WGS_1984" is not that of the Earth` + convert, projection.ErrParameter},
		{"no base", `PROJCS["x",PROJECTION["Mercator"]]`, `not a coordinate system in WKT: "x" has no geographic system` + forms, projection.ErrSyntax},
		{"unknown projection", strings.Replace(mercator, `"Mercator"`, `"Krovak"`, 1), `the projection "Krovak" is not known here` + convert, projection.ErrUnknown},
		{"unknown parameter", strings.Replace(mercator, "Central_Meridian", "Azimuth", 1), `bad parameter of the projection "Mercator": the parameter "Azimuth" is not known or has no value` + mend, projection.ErrParameter},
		{"no meridian", strings.Replace(mercator, `PARAMETER["Central_Meridian",0],`, "", 1), `bad parameter of the projection "Mercator": it lacks the central meridian` + mend, projection.ErrParameter},
		{"parallel of 95", strings.Replace(lambert, "29.5", "95", 1), `bad parameter of the projection "Lambert_Conformal_Conic": the second standard parallel is beyond its range` + mend, projection.ErrParameter},
		{"no cone", strings.Replace(lambert, "29.5", "-17.5", 1), "bad parameter of the projection: the standard parallels 17.5 and -17.5 make no cone (check their signs and units)", projection.ErrParameter},
		{"unit of nothing", strings.Replace(lambert, `"Meter",1`, `"Meter",0`, 1), `bad parameter of the projection: the unit "Meter" has no usable factor` + forms, projection.ErrParameter},
		{"south", strings.Replace(mercator, `UNIT["Meter",1]`, `UNIT["Meter",1],AXIS["Y",WEST]`, 1), "an axis that points west is not known here" + convert, projection.ErrUnknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := projection.Parse(tt.text)
			var e *projection.Error
			if !errors.As(err, &e) || !errors.Is(err, tt.is) || err.Error() != tt.want {
				t.Errorf("error\n%v, want\n%s", err, tt.want)
			}
		})
	}
}

func TestDatums(t *testing.T) {
	for text, want := range map[string]string{
		"EPSG:4267":  `the datum is not WGS84 but "NAD27", which is shifted by 60 to 90 m in Mexico`,
		"EPSG:26714": `the datum is not WGS84 but "NAD27", which is shifted by 60 to 90 m in Mexico`,
		nad27:        `the datum is not WGS84 but "North_American_Datum_1927", which is shifted by 60 to 90 m in Mexico`,
		strings.Replace(nad27, "North_American_Datum_1927", "Own", 1): `the datum is not WGS84 but "Own", which is shifted by up to some hundred meters`,
		strings.Replace(degrees, "298.257223563", "0", 1):             `the datum is not WGS84 but "D_WGS_1984", which is shifted by up to some hundred meters`,
		`GEOGCS["SAD69",DATUM["D_South_American_1969"]]`:              `the datum is not WGS84 but "D_South_American_1969", which is shifted by some 70 m`,
	} {
		s, err := projection.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.CheckDatum()
		if want += " (convert the data with: ogr2ogr -t_srs EPSG:4326 out in)"; err == nil || err.Error() != want || !errors.Is(err, projection.ErrDatum) {
			t.Errorf("error\n%v, want\n%s", err, want)
		}
	}
}

func TestDomain(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, tt := range []struct {
		system string
		plane  orb.Point
	}{
		{"EPSG:6372", orb.Point{inf, 0}}, {"EPSG:6372", orb.Point{nan, 0}},
		{"EPSG:6372", orb.Point{2_500_000, 3e7}}, // in the gap above the apex
		{"EPSG:32614", orb.Point{1e8, 0}}, {"EPSG:32614", orb.Point{0, 1e8}},
		{"EPSG:3857", orb.Point{1e8, 0}}, {"EPSG:5070", orb.Point{0, -1e8}},
	} {
		if p, err := system(t, tt.system).Inverse(tt.plane); err != projection.ErrDomain {
			t.Errorf("%s %v: %v, %v", tt.system, tt.plane, p, err)
		}
	}
	for name, place := range map[string]orb.Point{
		"EPSG:6372": {0, -90}, "EPSG:3395": {0, 90}, "EPSG:32614": {-9, 0}, "EPSG:3857": {0, 91}, "EPSG:5070": {nan, 0},
	} {
		if p, err := system(t, name).Forward(place); err != projection.ErrDomain {
			t.Errorf("%s %v: %v, %v", name, place, p, err)
		}
	}
}

// FuzzParse wants one-line errors, and of what is accepted a way there and
// back that agree, where there is one.
func FuzzParse(f *testing.F) {
	for _, wkt := range definitions {
		f.Add(wkt, 1e6, 1e6)
	}
	for _, s := range []string{degrees, mercator, lambert, nad27, "EPSG:6372", "EPSG:32614", "urn:ogc:def:crs:OGC:1.3:CRS84"} {
		f.Add(s, -99.0, 19.0)
	}
	f.Fuzz(func(t *testing.T, text string, x, y float64) {
		s, err := projection.Parse(text)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\r\n") {
				t.Errorf("error %q is not one line", err)
			}
			return
		}
		s.CheckDatum()
		p, err := s.Inverse(orb.Point{x, y})
		if err != nil || s.Projection() == "" {
			return
		}
		if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
			t.Fatalf("%v, %v is %v", x, y, p)
		}
		s.Forward(p)
	})
}

func BenchmarkInverse(b *testing.B) {
	for name, p := range map[string]orb.Point{
		"EPSG:6372": {2_802_700, 829_600}, "EPSG:32614": {486_000, 2_149_000}, "EPSG:3857": {-11e6, 2e6}, "EPSG:5070": {-3e5, -4e5},
	} {
		b.Run(name, func(b *testing.B) {
			s := system(b, name)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Inverse(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
