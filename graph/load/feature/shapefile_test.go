package feature_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// square is a ring of side s with its lower left corner at x, y, clockwise as
// an outer ring of a shapefile.
func square(x, y, s float64) []orb.Point {
	return []orb.Point{{x, y}, {x, y + s}, {x + s, y + s}, {x + s, y}, {x, y}}
}

func reversed(ring []orb.Point) []orb.Point {
	out := slices.Clone(ring)
	slices.Reverse(out)
	return out
}

func TestShapes(t *testing.T) {
	line := []orb.Point{{0, 0}, {1, 2}}
	outer, inner := square(0, 0, 10), reversed(square(2, 2, 3))
	// An island in a lake: outer 0..10, hole 2..5, outer 3..4 with its own hole.
	island, pond := square(3, 3, 1), reversed(square(3.2, 3.2, 0.1))
	multi := append(append(words(8), make([]byte, 32)...), words(2)...)
	multi = append(multi, floats(1, 2, 3, 4)...)
	ring := func(p []orb.Point) orb.Ring { return p }
	tests := []struct {
		name    string
		record  []byte
		want    orb.Geometry
		warning string
	}{
		{"null", words(0), nil, "1 feature without geometry"},
		{"point", pointRecord(1, -99, 19), orb.Point{-99, 19}, ""},
		{"point Z", pointRecord(11, -99, 19, 2000, 0), orb.Point{-99, 19}, ""},
		{"point M", pointRecord(21, -99, 19, 5), orb.Point{-99, 19}, ""},
		{"multipoint", multi, orb.MultiPoint{{1, 2}, {3, 4}}, ""},
		{"line", partsRecord(3, line), orb.LineString(line), ""},
		{"line Z", partsRecord(13, line), orb.LineString(line), ""},
		{"line M", partsRecord(23, line), orb.LineString(line), ""},
		{"lines", partsRecord(3, line, nil, line), orb.MultiLineString{line, line}, ""},
		{"no parts", partsRecord(3), nil, "1 feature without geometry"},
		{"polygon", partsRecord(5, outer), orb.Polygon{reversed(outer)}, ""},
		{"polygon Z with hole", partsRecord(15, inner, outer), orb.Polygon{reversed(outer), reversed(inner)}, ""},
		{"island in a lake", partsRecord(5, pond, outer, island, inner), orb.MultiPolygon{
			{ring(reversed(outer)), ring(reversed(inner))}, {ring(reversed(island)), ring(reversed(pond))}}, ""},
		{"hole that touches its outer ring", partsRecord(5, outer, reversed(square(0, 0, 5))),
			orb.Polygon{reversed(outer), square(0, 0, 5)}, ""},
		{"hole outside", partsRecord(5, outer, reversed(square(20, 0, 1))), orb.MultiPolygon{
			{reversed(outer)}, {reversed(square(20, 0, 1))}}, "1 hole in no outer ring: made polygons of their own"},
		{"outer ring of the wrong direction", partsRecord(5, reversed(outer)), orb.Polygon{reversed(outer)},
			"1 hole in no outer ring: made polygons of their own"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fsys := files("a.shp", string(shp(5, tt.record)), "a.prj", wgs84,
				"a.dbf", string(dbf([]dbfColumn{{"id", 'C', 3}}, 1, []string{" ", "1"})))
			all, warnings, err := read("a.shp", feature.Options{FS: fsys})
			if err != nil || len(all) != 1 {
				t.Fatal(len(all), err)
			}
			if !reflect.DeepEqual(all[0].Geometry, tt.want) {
				t.Errorf("%v, want %v", all[0].Geometry, tt.want)
			}
			if got := strings.Join(warnings, "; "); got != tt.warning {
				t.Errorf("warnings %q, want %q", got, tt.warning)
			}
		})
	}
}

func TestShapefileParts(t *testing.T) {
	three := string(shp(1, pointRecord(1, 1, 1), pointRecord(1, 2, 2), pointRecord(1, 3, 3)))
	columns := []dbfColumn{{"NOM_MUN", 'C', 10}, {"n", 'N', 6}, {"f", 'F', 9}, {"ok", 'L', 1}, {"day", 'D', 8}, {"memo", 'M', 10}}
	row := func(mark, name, n string) []string {
		return []string{mark, name, n, "1.5", "T", "20100131", "0000000001"}
	}
	table := string(dbf(columns, 3, row(" ", "Pe\xf1asco", "12"), row(" ", "b", "******"), row(" ", "c", "-3")))
	const memo = `column "memo" has type 'M', which is not read: its values are missing`
	tests := []struct {
		name     string
		pairs    []string
		opts     feature.Options
		want     []string
		warnings string
	}{
		{"alone", []string{"a.shp", three}, feature.Options{}, []string{"1: [1 1] ", "2: [2 2] ", "3: [3 3] "},
			"no .prj: coordinates taken as WGS84 degrees; no .dbf: the features have no values"},
		{"all types, code page guessed", []string{"a.shp", three, "A.DBF", table, "a.prj", wgs84}, feature.Options{},
			[]string{"1: [1 1] Peñasco|12|1.5|true|2010-01-31|-", "2: [2 2] b|-|1.5|true|2010-01-31|-", "3: [3 3] c|-3|1.5|true|2010-01-31|-"},
			memo + "; 1 value not UTF-8: read as Windows 1252"},
		{"code page of the .cpg", []string{"a.shp", three, "a.dbf", strings.Replace(table, "\xf1", "\xa4", 1), "a.prj", wgs84, "a.cpg", "OEM 850\r\n"}, feature.Options{},
			[]string{"1: [1 1] Peñasco|12|1.5|true|2010-01-31|-", "2: [2 2] b|-|1.5|true|2010-01-31|-", "3: [3 3] c|-3|1.5|true|2010-01-31|-"}, memo},
		{"rows missing", []string{"a.shp", three, "a.prj", wgs84, "a.dbf", string(dbf(columns[:2], 1, []string{" ", "a", "1"}))}, feature.Options{},
			[]string{"1: [1 1] a|1", "2: [2 2] -|-", "3: [3 3] -|-"}, "2 rows of the .dbf missing: the features have no values"},
		{"rows promised but missing", []string{"a.shp", three, "a.prj", wgs84, "a.dbf", string(dbf(columns[:2], 3, []string{" ", "a", "1"}))}, feature.Options{},
			[]string{"1: [1 1] a|1", "2: [2 2] -|-", "3: [3 3] -|-"}, "2 rows of the .dbf missing: the features have no values"},
		{"deleted and extra rows", []string{"a.shp", three, "a.prj", wgs84, "a.dbf", string(dbf(columns[:2], 4,
			[]string{" ", "a", "1"}, []string{"*", "b", "2"}, []string{" ", "c", "3"}, []string{" ", "d", "4"}))}, feature.Options{},
			[]string{"1: [1 1] a|1", "3: [3 3] c|3"}, "1 row marked as deleted in the .dbf: left out; 1 row of the .dbf without a shape: left out"},
		{"records out of order", []string{"a.shp", three, "a.shx", string(shx(156, 100, 128)), "a.prj", wgs84}, feature.Options{},
			[]string{"1: [3 3] ", "2: [1 1] ", "3: [2 2] "}, "no .dbf: the features have no values"},
		{"a record left out and a void one", []string{"a.shp", three, "a.shx", string(shx(100, 0, 156)), "a.prj", wgs84}, feature.Options{},
			[]string{"1: [1 1] ", "2: <nil> ", "3: [3 3] "}, "no .dbf: the features have no values; 1 feature without geometry"},
		{"damaged index", []string{"a.shp", three, "a.shx", string(shx(100, 1<<20)), "a.prj", wgs84}, feature.Options{},
			[]string{"1: [1 1] ", "2: [2 2] ", "3: [3 3] "}, "the .shx does not fit the .shp: records read in file order; no .dbf: the features have no values"},
		{"bytes behind the end", []string{"a.shp", three + "xyz", "a.prj", wgs84}, feature.Options{},
			[]string{"1: [1 1] ", "2: [2 2] ", "3: [3 3] "}, "3 bytes after the end of the .shp: left out; no .dbf: the features have no values"},
		{"another datum of our day", []string{"a.shp", string(shp(1)), "a.prj", strings.ReplaceAll(wgs84, "WGS_1984", "North_American_1983")}, feature.Options{}, nil,
			`the datum D_North_American_1983 is taken as WGS84: they differ by less than two meters; no .dbf: the features have no values; no features in the file`},
		{"columns of one name", []string{"a.shp", three, "a.prj", wgs84, "a.dbf", string(dbf([]dbfColumn{{"a", 'C', 1}, {"a", 'C', 1}}, 3,
			[]string{" ", "1", "2"}, []string{" ", "3", "4"}, []string{" ", "5", "6"}))}, feature.Options{},
			[]string{"1: [1 1] 1|2", "2: [2 2] 3|4", "3: [3 3] 5|6"}, `two columns are called "a": the later one is read as "a_2"`},
		{"zip", []string{"a.zip", string(zipped(t, "d/a.shp", three, "d/a.dbf", table, "d/a.prj", wgs84, "d/a.shx", string(shx(156, 100, 128)), "b/a.dbf", "x", "readme.txt", ""))},
			feature.Options{Encoding: "latin1"},
			[]string{"1: [3 3] Peñasco|12|1.5|true|2010-01-31|-", "2: [1 1] b|-|1.5|true|2010-01-31|-", "3: [2 2] c|-3|1.5|true|2010-01-31|-"}, memo},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.opts.FS = files(tt.pairs...)
			all, warnings, err := read(tt.pairs[0], tt.opts)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range all {
				err := f.Errorf("%v %s", f.Geometry, texts(f))
				got = append(got, strings.TrimPrefix(err.Error()[strings.Index(err.Error(), ": "):], ": feature "))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%q, want %q", got, tt.want)
			}
			if got := strings.Join(warnings, "; "); got != tt.warnings {
				t.Errorf("warnings %q, want %q", got, tt.warnings)
			}
		})
	}
}

func TestTableAlone(t *testing.T) {
	columns := []dbfColumn{{"id", 'C', 5}}
	table := string(dbf(columns, 2, []string{" ", "01001"}, []string{" ", "01002"}))
	all, _, err := read("a.dbf", feature.Options{FS: files("a.dbf", table)})
	if err != nil || len(all) != 2 || texts(all[1]) != "01002" || all[1].Geometry != nil {
		t.Error(all, err)
	}
	_, _, err = read("a.dbf", feature.Options{FS: files("a.dbf", table[:len(table)-4])})
	checkError(t, err, "a.dbf: the file is cut short: it has 1 rows, its header promises 2 (download or copy it again)")
}
