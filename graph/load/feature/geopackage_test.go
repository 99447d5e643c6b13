package feature_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

func TestGeoPackage(t *testing.T) {
	line := orb.LineString{{-99, 19}, {-98, 20}}
	projected := append(gpkgHead(1, 6372, 0), blob(t, orb.Point(zocaloLCC))[8:]...)
	roads := append(append([]string{}, gpkgRoads...),
		`INSERT INTO roads VALUES (7, ?, 'Peñasco ', 12, 1.5, 1, '2010-01-31', '2010-01-31T12:00:00.000Z', x'00'), (3, NULL, NULL, NULL, 1e6, 0, NULL, NULL, NULL)`,
		`INSERT INTO roads VALUES (5, ?, '01001', -9007199254740993, 5e-7, NULL, '', 'x', 'text')`,
		`CREATE VIEW "a view" AS SELECT name, geom, fid FROM roads`,
		`CREATE TABLE "t'""2" (a TEXT, g BLOB)`, `INSERT INTO "t'""2" VALUES ('b', NULL), ('a', NULL)`,
		`CREATE TABLE lcc (fid INTEGER PRIMARY KEY, g BLOB)`, `INSERT INTO lcc VALUES (1, ?)`,
		`CREATE TABLE old (fid INTEGER PRIMARY KEY, g BLOB)`, `CREATE TABLE plain (k TEXT, v TEXT, PRIMARY KEY (v)) WITHOUT ROWID`,
		`INSERT INTO plain VALUES ('1', 'b'), ('2', 'a')`,
		`INSERT INTO gpkg_contents VALUES ('a view', 'features', 'v', 4326), ('t''"2', 'features', 't', 0), ('lcc', 'features', 'l', 6372),
			('plane', 'features', 'l', 6372), ('old', 'features', 'l', 6372), ('gone', 'features', 'l', 6372), ('plain', 'attributes', 'p', NULL), ('tiles', 'tiles', 'l', 6372)`,
		`CREATE TABLE plane (fid INTEGER PRIMARY KEY, g BLOB)`,
		`INSERT INTO gpkg_geometry_columns VALUES ('a view', 'geom', 'GEOMETRY', 4326, 0, 0), ('T''"2', 'g', 'GEOMETRY', 0, 0, 0), ('lcc', 'g', 'GEOMETRY', 6372, 0, 0),
			('plane', 'g', 'GEOMETRY', -1, 0, 0), ('old', 'g', 'GEOMETRY', 4267, 0, 0)`,
	)
	path := writeGPKG(t, roads, blob(t, line), blob(t, orb.Point{1, 2}), projected)
	const empty, binary = "1 feature without geometry", `column "raw" holds binary data, which is not read: its values are missing`
	const datum = "the datum Mexico ITRF2008 is taken as WGS84: they differ by less than two meters"
	tests := []struct {
		layer, crs string
		want       []string
		warnings   string
	}{
		{"roads", "", []string{"<nil> 3|-|-|1000000|false|-|-|-", "[1 2] 5|01001|-9007199254740993|5e-07|-|-|x|text",
			"[[-99 19] [-98 20]] 7|Peñasco|12|1.5|true|2010-01-31|2010-01-31T12:00:00.000Z|-"}, empty + "; " + binary},
		{"A VIEW", "", []string{"<nil> -|3", "[1 2] 01001|5", "[[-99 19] [-98 20]] Peñasco|7"}, empty},
		{`t'"2`, "", []string{"<nil> b", "<nil> a"}, "no coordinate system in the GeoPackage: coordinates taken as WGS84 degrees; 2 features without geometry"},
		{"plain", "", []string{"<nil> 2|a", "<nil> 1|b"}, ""},
		{"lcc", "", []string{"[-99.133209 19.432608] 1"}, "coordinates reprojected from Mexico ITRF2008 / LCC to WGS84; " + datum},
		{"old", "EPSG:4326", nil, "no features in the file"},
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	packed := string(data)
	for _, tt := range tests {
		for kind, open := range map[string]func() ([]feature.Feature, []string, error){
			"disk": func() ([]feature.Feature, []string, error) {
				return read(path, feature.Options{Member: tt.layer, CRS: tt.crs})
			},
			"memory": func() ([]feature.Feature, []string, error) {
				return read("a.gpkg", feature.Options{Member: tt.layer, CRS: tt.crs, FS: files("a.gpkg", packed)})
			},
			"zip": func() ([]feature.Feature, []string, error) {
				return read("a.zip", feature.Options{Member: "d/a.GPKG/" + tt.layer, CRS: tt.crs, FS: files("a.zip", string(zipped(t, "d/a.GPKG", packed)))})
			},
		} {
			t.Run(tt.layer+" "+kind, func(t *testing.T) {
				all, warnings, err := open()
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, f := range all {
					if p, ok := f.Geometry.(orb.Point); ok {
						f.Geometry = orb.Round(p, 1e8)
					}
					got = append(got, fmt.Sprintf("%v %s", f.Geometry, texts(f)))
				}
				if strings.Join(got, "; ") != strings.Join(tt.want, "; ") {
					t.Errorf("%q, want %q", got, tt.want)
				}
				if got := strings.Join(warnings, "; "); got != tt.warnings {
					t.Errorf("warnings %q, want %q", got, tt.warnings)
				}
			})
		}
	}
	for layer, want := range map[string]string{
		"":      `: 6 layers of the GeoPackage could be meant (name the member to read: a view, lcc, old, plane, roads, t'"2)`,
		"raods": `: the GeoPackage has no layer "raods" (the layers are a view, lcc, old, plain, plane, roads, t'"2)`,
		"plane": `: the coordinates cannot be turned into WGS84: the layer "plane" names no system (find out the system, such as EPSG:6372, and give it as CRS)`,
		"old":   `: the coordinates cannot be turned into WGS84: the datum is not WGS84 but "NAD27", which is shifted by 60 to 90 m in Mexico (convert the data with: ogr2ogr -t_srs EPSG:4326 out in)`,
		"tiles": `: the GeoPackage has no layer "tiles" (the layers are a view, lcc, old, plain, plane, roads, t'"2)`,
	} {
		_, _, err := read(path, feature.Options{Member: layer})
		checkError(t, err, path+want)
	}
}

// The file must stay as it is, and the copy of a compressed one must go.
func TestGeoPackageLeavesNothing(t *testing.T) {
	path := writeGPKG(t, append(append([]string{}, gpkgRoads...), `INSERT INTO roads (geom) VALUES (?)`, `PRAGMA journal_mode = wal`), blob(t, orb.Point{1, 2}))
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	for _, opts := range []feature.Options{{}, {FS: files(path[1:], string(data))}} {
		name := path
		if opts.FS != nil {
			name = path[1:]
		}
		var told int64
		opts.Progress = func(n int64) { told = n }
		r, err := feature.Open(name, opts)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, err := range r.All() {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		if f := r.Files(); n != 1 || len(f) != 1 || f[0].Bytes != int64(len(data)) || told != int64(len(data)) {
			t.Error(n, f, told)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	for _, dir := range []string{temp, filepath.Dir(path)} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if dir == temp || e.Name() != "a.gpkg" {
				t.Errorf("left behind: %s", e.Name())
			}
		}
	}
	if now, err := os.ReadFile(path); err != nil || string(now) != string(data) {
		t.Error("the file has changed", err)
	}
}

func TestBadGeoPackage(t *testing.T) {
	good := blob(t, orb.LineString{{1, 2}, {3, 4}})
	with := func(change func(b []byte)) []byte {
		b := append([]byte{}, good...)
		change(b)
		return b
	}
	const mend = " (delete the feature or repair it, for example in QGIS)"
	for name, tt := range map[string]struct {
		blob []byte
		want string
	}{
		"no header":       {[]byte("POINT (1 2)"), `its geometry does not begin with "GP"` + mend},
		"short":           {good[:5], `its geometry does not begin with "GP"` + mend},
		"cut":             {good[:len(good)-1], "its geometry claims 2 parts and has room for 1" + mend},
		"cut in the head": {good[:10], "its geometry is cut short" + mend},
		"envelope":        {with(func(b []byte) { b[3] |= 5 << 1 }), "its geometry has an envelope of the kind 5" + mend},
		"no envelope":     {with(func(b []byte) { b[3] |= 4 << 1 })[:20], "its geometry is cut short" + mend},
		"version":         {with(func(b []byte) { b[2] = 9 }), "its geometry is of version 9 of the format" + mend},
		"extended":        {with(func(b []byte) { b[3] |= 1 << 5 }), "its geometry is in an extension of the format" + mend},
		"byte order":      {with(func(b []byte) { b[8] = 7 }), "its geometry has the byte order 7, not 0 or 1" + mend},
		"unknown type":    {with(func(b []byte) { b[9] = 99 }), "unknown geometry type 99" + mend},
		"curve":           {with(func(b []byte) { b[9] = 8 }), "a curve or surface cannot be read (make lines of curves with: ogr2ogr -nlt CONVERT_TO_LINEAR out.gpkg in.gpkg)"},
		"wrong part":      {with(func(b []byte) { copy(b[9:], []byte{4, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 0, 0}) }), "its geometry has a part of type 2 among those of type 1" + mend},
		"greedy":          {with(func(b []byte) { copy(b[13:], "\xff\xff\xff\xff") }), "its geometry claims 4294967295 parts and has room for 2" + mend},
		"infinite":        {with(func(b []byte) { copy(b[17:], "\x00\x00\x00\x00\x00\x00\xf0\x7f") }), "bad coordinate: +Inf, 2" + mend},
	} {
		t.Run(name, func(t *testing.T) {
			path := writeGPKG(t, append(append([]string{}, gpkgRoads...), `INSERT INTO roads (geom) VALUES (?)`, `INSERT INTO roads (geom) VALUES (?)`), good, tt.blob)
			_, _, err := read(path, feature.Options{})
			checkError(t, err, path+": feature 2: "+tt.want)
		})
	}
}

func TestNotGeoPackage(t *testing.T) {
	good, err := os.ReadFile(writeGPKG(t, gpkgRoads))
	if err != nil {
		t.Fatal(err)
	}
	changed := func(statements ...string) string {
		b, err := os.ReadFile(writeGPKG(t, append(append([]string{}, gpkgRoads...), statements...)))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	wiped := append([]byte{}, good...)
	for i := 100; i < len(wiped); i++ {
		wiped[i] = 0xff
	}
	const again, damaged = " (download or copy it again)", " (the file is damaged: download it again, or write it anew with: ogr2ogr out.gpkg in.gpkg)"
	for name, tt := range map[string][2]string{
		"text":            {"id\n1\n", "not the first bytes of a GeoPackage: not a format that can be read here" + again},
		"header alone":    {string(good[:50]), "the file is cut short" + again},
		"cut":             {string(good[:len(good)-1]), fmt.Sprintf("the file is cut short: it has %d bytes, its header promises %d%s", len(good)-1, len(good), again)},
		"wiped":           {string(wiped), "database disk image is malformed (11)" + damaged},
		"no contents":     {changed("DROP TABLE gpkg_contents"), "a SQLite database without the table gpkg_contents: not a format that can be read here (a GeoPackage has it; convert SpatiaLite with: ogr2ogr out.gpkg in.sqlite)"},
		"no geometries":   {changed("DROP TABLE gpkg_geometry_columns"), `the layer "roads" has no row in gpkg_geometry_columns (write it anew with: ogr2ogr out.gpkg in.gpkg)`},
		"no layers":       {changed("DELETE FROM gpkg_contents"), "the GeoPackage has no layer of features: not a format that can be read here (raster tiles are not read)"},
		"no table":        {changed("DROP TABLE roads"), "the GeoPackage has no layer of features: not a format that can be read here (raster tiles are not read)"},
		"no systems":      {changed("DROP TABLE gpkg_spatial_ref_sys"), "no such table: gpkg_spatial_ref_sys (1)" + damaged},
		"no such system":  {changed("DELETE FROM gpkg_spatial_ref_sys"), "the coordinates cannot be turned into WGS84: gpkg_spatial_ref_sys has no system 4326 (find out the system, such as EPSG:6372, and give it as CRS)"},
		"other columns":   {changed("DROP TABLE gpkg_contents", "CREATE TABLE gpkg_contents (x TEXT)"), "no such column: c.table_name (1)" + damaged},
		"geometry gone":   {changed("UPDATE gpkg_geometry_columns SET column_name = 'shape'"), `column "shape": the layer "roads" has no such column: no such column (the columns are fid, geom, name, n, x, ok, day, at, raw)`},
		"view of nothing": {changed("DROP TABLE roads", "CREATE VIEW roads AS SELECT 1 AS fid, geom FROM gone"), "no such table: main.gone (1)" + damaged},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := read("a.gpkg", feature.Options{FS: files("a.gpkg", tt[0])})
			checkError(t, err, "a.gpkg: "+tt[1])
		})
	}
}

// Damage anywhere in the file must give features or one located line, whatever
// SQLite makes of it.
func TestDamagedGeoPackage(t *testing.T) {
	statements := append([]string{}, gpkgRoads...)
	var geometries [][]byte
	for i := range 100 { // enough for pages below the root of the table
		statements = append(statements, fmt.Sprintf(`INSERT INTO roads (geom, name, n) VALUES (?, '%s', %d)`, strings.Repeat("x", i), i))
		geometries = append(geometries, blob(t, orb.LineString{{float64(i), 2}, {3, 4}}))
	}
	good, err := os.ReadFile(writeGPKG(t, statements, geometries...))
	if err != nil {
		t.Fatal(err)
	}
	const seed = 4
	r := rand.New(rand.NewPCG(seed, seed))
	failed := 0
	for range 400 {
		bad := append([]byte{}, good...)
		for range 1 + r.IntN(20) {
			bad[16+r.IntN(len(bad)-16)] = byte(r.Uint32())
		}
		if r.IntN(4) == 0 {
			bad = bad[:r.IntN(len(bad))]
		}
		n, err := checkStream(t, map[string]string{"a.gpkg": string(bad)}, "a.gpkg")
		if n > 10*len(geometries) {
			t.Fatalf("seed %d: %d features", seed, n)
		}
		if err != nil {
			failed++
		}
	}
	t.Logf("seed %d: %d of 400 damaged files refused", seed, failed)
}
