package feature_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

func TestBadText(t *testing.T) {
	tests := []struct {
		name, file, data string
		opts             feature.Options
		want             string
	}{
		{name: "empty", file: "a.csv", want: `a.csv: the file is empty: the file is cut short (download or copy it again)`},
		{name: "only comments", file: "a.csv", data: "# nothing\n", want: `a.csv: no header (write the names of the columns in the first line)`},
		{name: "two columns alike", file: "a.csv", data: "# c\nid,n,id\n", want: `a.csv:2: column "id": two columns have this name (rename one of them)`},
		{name: "no header", file: "a.csv", data: "1,2\n3,4\n", want: `a.csv:1: the first line holds numbers, not the names of columns (write a line with the names above it)`},
		{name: "ragged", file: "a.csv", data: "id,n\n1,2\n\n# c\n3\n", want: `a.csv:5: 1 values, but the header has 2 columns (a value that contains ',' must stand in quotes)`},
		{name: "open quote", file: "a.csv", data: "id,n\n1,\"2\n3,4\n", want: `a.csv:2: the row has an open quote, noticed in line 3 (write a value with quotes as "so ""called"" so")`},
		{name: "stray quote", file: "a.csv", data: "id,n\n1,2\"3\n", want: `a.csv:2: a quote is not closed or stands inside a value (write a value with quotes as "so ""called"" so")`},
		{name: "bad coordinate", file: "a.csv", data: "id;lon;lat\n1;-99,1;19\n", want: `a.csv:2: column "lon": bad coordinate: not a number: "-99,1" (decimal comma? write -99.1)`},
		{name: "half a coordinate", file: "a.csv", data: "id,lon,lat\n1,-99,\n", want: `a.csv:2: column "lat": bad coordinate: the value is missing (give both coordinates or none)`},
		{name: "NaN coordinate", file: "a.csv", data: "id,lon,lat\n1,NaN,3\n", want: `a.csv:2: column "lon": bad coordinate: not a number: "NaN" (leave the value empty where it is unknown)`},
		{name: "no such coordinate column", file: "a.csv", data: "id,easting,lat\n", opts: feature.Options{Lon: "eastng", Lat: "lat"},
			want: `a.csv: column "eastng": no such column (did you mean "easting"? the columns are id, easting, lat)`},
		{name: "old Macintosh", file: "a.csv", data: "id\r1\r", want: `a.csv:1: the lines end in the old Macintosh way (save the file with line ends of Windows or Unix)`},
		{name: "not UTF-8 though said", file: "a.csv", data: "id\nPe\xf1a\n", opts: feature.Options{Encoding: "UTF-8"},
			want: `a.csv:2: text that is not UTF-8: "Pe\xf1a" (use utf-8, windows-1252, latin1, iso-8859-15, cp850 or the number of a code page)`},
		{name: "unknown encoding", file: "a.csv", data: "id\n", opts: feature.Options{Encoding: "klingon"},
			want: `a.csv: the text encoding "klingon" is not known (use utf-8, windows-1252, latin1, iso-8859-15, cp850 or the number of a code page)`},
		{name: "skip beyond the end", file: "a.csv", data: "id\n", opts: feature.Options{SkipLines: 9}, want: `a.csv: fewer lines than were to be skipped: the file is cut short (download or copy it again)`},

		{name: "web page", file: "a.geojson.csv", data: "<!DOCTYPE html><html>", want: `a.geojson.csv: a web page: not a format that can be read here (the download went wrong: get the file itself)`},
		{name: "GeoPackage", file: "a.gpkg", data: "SQLite format 3\x00", want: `a.gpkg: the file is cut short (download or copy it again)`},
		{name: "binary", file: "a.csv", data: "a\x00b", want: `a.csv: binary data: not a format that can be read here (give CSV, GeoJSON, GeoPackage or a shapefile)`},
		{name: "part of a shapefile", file: "a.prj", data: wgs84, want: `a.prj: only a part of a shapefile (name its .shp file)`},
		{name: "damaged gzip", file: "a.csv.gz", data: "\x1f\x8bxx", want: `a.csv.gz: the file is cut short (download or copy it again)`},

		{name: "JSON cut in the coordinates", file: "a.geojson", data: "{\"type\":\"FeatureCollection\",\"features\":[\n{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\n\"coordinates\":[1,",
			want: `a.geojson:3: the JSON ends in the middle: the file is cut short (download or copy the file again)`},
		{name: "JSON cut between features", file: "a.geojson", data: "{\"type\":\"FeatureCollection\",\"features\":[\n", want: `a.geojson:2: the JSON ends in the middle: the file is cut short (download or copy the file again)`},
		{name: "JSON NaN", file: "a.geojson", data: collection("{\"type\":\"Feature\",\n\"geometry\":{\"type\":\"Point\",\"coordinates\":[NaN,2]}}"),
			want: `a.geojson:3: bad coordinate: JSON has "NaN,2]}}\n]}" where a number is expected (JSON has no NaN, Infinity or NA: write null for what is unknown)`},
		{name: "JSON Infinity", file: "a.geojson", data: collection(`{"type":"Feature","geometry":{"type":"Point","coordinates":[-Infinity,2]}}`),
			want: `a.geojson:2: bad coordinate: JSON has "-Infinity,2]" where a number is expected (JSON has no NaN, Infinity or NA: write null for what is unknown)`},
		{name: "number too large", file: "a.geojson", data: collection(`{"type":"Feature","geometry":{"type":"Point","coordinates":[1e999,2]}}`),
			want: `a.geojson:2: bad coordinate: "1e999" is beyond every number`},
		{name: "NaN in the properties", file: "a.geojson", data: collection(`{"type":"Feature","properties":{"a":NaN},"geometry":null}`),
			want: `a.geojson:2: JSON has "NaN},\"geomet" where a value is expected (JSON has no NaN, Infinity or NA: write null for what is unknown)`},
		{name: "one number", file: "a.geojson", data: collection(`{"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],[3]]}}`),
			want: `a.geojson:2: bad coordinate: a position of 1 numbers (a position is [longitude, latitude])`},
		{name: "unknown geometry", file: "a.geojson", data: collection(`{"type":"Feature","geometry":{"type":"Circle","coordinates":[1,2]}}`),
			want: `a.geojson:2: unknown geometry type "Circle" (the types are Point, LineString, Polygon, their Multi forms and GeometryCollection)`},
		{name: "geometry without coordinates", file: "a.geojson", data: collection(`{"type":"Feature","geometry":{"type":"Point"}}`),
			want: `a.geojson:2: a geometry of type "Point" without "coordinates"`},
		{name: "wrong depth", file: "a.geojson", data: collection(`{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[1,2],[3,4]]}}`),
			want: `a.geojson:2: JSON has "1,2],[3,4]]}" where '[' is expected`},
		{name: "nested too deeply", file: "a.geojson", data: collection(`{"type":"Feature","properties":{"a":` + strings.Repeat("[", 1_000_000)),
			want: `a.geojson:2: too large: nested more than 128 deep`},
		{name: "brackets that do not match", file: "a.geojson", data: collection(`{"type":"Feature","properties":{"a":[1}]}`),
			want: `a.geojson:2: JSON has "}]}\n]}" where ',' is expected`},
		{name: "no comma", file: "a.geojson", data: collection("{\"type\":\"Feature\"}\n{}"), want: `a.geojson:3: JSON has '{' where ',' is expected`},
		{name: "TopoJSON", file: "a.json", data: `{"type":"Topology","objects":{}}`, want: `a.json:1: TopoJSON: not a format that can be read here (convert it with: ogr2ogr out.geojson in.topojson)`},
		{name: "Esri JSON", file: "a.json", data: `{"features":[{"attributes":{"a":1}}]}`, want: `a.json:1: a JSON object without "type" (the JSON of an ArcGIS server: ask it for f=geojson)`},
		{name: "array", file: "a.json", data: `[{}]`, want: `a.json:1: a bare JSON array: not a format that can be read here (wrap it: {"type":"FeatureCollection","features":[...]})`},
		{name: "unknown system", file: "a.json", data: "{\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::2154\"}},\n\"type\":\"FeatureCollection\",\"features\":[]}",
			want: `a.json:1: the coordinates cannot be turned into WGS84: EPSG:2154 is not known here (give its WKT, for example from: projinfo -o WKT1:ESRI EPSG:2154)`},
		{name: "system behind the features", file: "a.json", data: "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"geometry\":null}],\n\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:6372\"}}}",
			want: `a.json:2: the coordinates cannot be turned into WGS84: the member "crs" (Mexico ITRF2008 / LCC) stands behind "features" (move it to the front)`},
		{name: "no name of a system", file: "a.json", data: "{\"crs\":7,\"type\":\"FeatureCollection\",\"features\":[]}",
			want: `a.json:1: the coordinates cannot be turned into WGS84: the member "crs" cannot be read (remove it if the coordinates are WGS84 degrees)`},
		{name: "system that is none", file: "a.csv", data: "id\n", opts: feature.Options{CRS: "Lambert"},
			want: `a.csv: the coordinate system asked for: not a coordinate system: "Lambert" (write WKT as in a .prj, or a code such as "EPSG:6372")`},
		{name: "system on an old datum", file: "a.csv", data: "id\n", opts: feature.Options{CRS: "EPSG:4267"},
			want: `a.csv: the coordinate system asked for: the coordinates cannot be turned into WGS84: the datum is not WGS84 but "NAD27", which is shifted by 60 to 90 m in Mexico (convert the data with: ogr2ogr -t_srs EPSG:4326 out in)`},
		{name: "place outside the projection", file: "a.csv", data: "id,lon,lat\n1,1e9,5\n", opts: feature.Options{CRS: "EPSG:32614"},
			want: `a.csv:2: bad coordinate: 1e+09, 5: outside the projection "WGS 84 / UTM zone 14N" (check the coordinate system and the numbers)`},
		{name: "sequence with a bad line", file: "a.geojsonl", data: "{\"type\":\"Point\",\"coordinates\":[1,2]}\n{\"type\":\"Point\"}\n", want: `a.geojsonl:2: a geometry of type "Point" without "coordinates"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.opts.FS = files(tt.file, tt.data)
			_, _, err := read(tt.file, tt.opts)
			checkError(t, err, tt.want)
		})
	}
}

func collection(features string) string {
	return "{\"type\":\"FeatureCollection\",\"features\":[\n" + features + "\n]}"
}

func checkError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %s", want)
	}
	if err.Error() != want {
		t.Errorf("error\n%s, want\n%s", err, want)
	}
	var located *feature.Error
	if !errors.As(err, &located) {
		t.Errorf("error is a %T", err)
	}
}

func TestBadShapefile(t *testing.T) {
	one := pointRecord(1, -99, 19)
	good := string(shp(1, one, one))
	huge := []byte(good)
	binary.BigEndian.PutUint32(huge[24:], math.MaxUint32) // 8 GiB in words of 16 bits
	greedy := []byte(good)
	binary.BigEndian.PutUint32(greedy[104:], 1<<30)
	line := partsRecord(3, []orb.Point{{0, 0}, {1, 1}})
	manyParts, manyPoints, wrongPart := bytes.Clone(line), bytes.Clone(line), bytes.Clone(line)
	binary.LittleEndian.PutUint32(manyParts[36:], math.MaxUint32)
	binary.LittleEndian.PutUint32(manyPoints[40:], math.MaxUint32)
	binary.LittleEndian.PutUint32(wrongPart[44:], 7)
	columns := []dbfColumn{{"id", 'C', 5}}
	table := string(dbf(columns, 2, []string{" ", "1"}, []string{" ", "2"}))
	wide := []byte(table)
	wide[48] = 255
	lcc := `PROJCS["North_America_Lambert",GEOGCS["GCS_ITRF_1992",DATUM["D_ITRF_1992",SPHEROID["GRS_1980",6378137,298.257]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],UNIT["Meter",1]]`
	const again = " (download or copy it again)"
	const damaged = " (the file is damaged: download it again, or write it anew with: ogr2ogr out.shp in.shp)"
	tests := []struct {
		name, shp, dbf, prj string
		want                string
	}{
		{name: "header cut", shp: good[:50], want: "a.shp: the file is cut short" + again},
		{name: "cut", shp: good[:len(good)-1], want: "a.shp: the file is cut short: it has 155 bytes, its header promises 156" + again},
		{name: "promises 8 GiB", shp: string(huge), want: "a.shp: the file is cut short: it has 156 bytes, its header promises 8589934590" + again},
		{name: "wrong magic", shp: "PICTURE" + strings.Repeat("x", 100), want: "a.shp: not the first bytes of a shapefile: not a format that can be read here" + again},
		{name: "record longer than the file", shp: string(greedy), want: "a.shp: feature 1: its record claims 2147483648 bytes, the file has 48 left" + damaged},
		{name: "too many parts", shp: string(shp(3, manyParts)), want: "a.shp: feature 1: its record claims 4294967295 parts and has room for 9" + damaged},
		{name: "too many points", shp: string(shp(3, line, manyPoints)), want: "a.shp: feature 2: its record claims 4294967295 points and has room for 2" + damaged},
		{name: "part out of order", shp: string(shp(3, wrongPart)), want: "a.shp: feature 1: part 1 begins at point 7, not at 0" + damaged},
		{name: "NaN", shp: string(shp(1, one, pointRecord(1, math.NaN(), 1))), want: "a.shp: feature 2: bad coordinate: NaN, 1 (delete the feature or repair it, for example in QGIS)"},
		{name: "infinite", shp: string(shp(3, partsRecord(3, []orb.Point{{0, math.Inf(1)}, {1, 1}}))), want: "a.shp: feature 1: bad coordinate: 0, +Inf (delete the feature or repair it, for example in QGIS)"},
		{name: "unknown type", shp: string(shp(7, words(7))), want: "a.shp: feature 1: unknown shape type 7" + damaged},
		{name: "MultiPatch", shp: string(shp(31, words(31))), want: "a.shp: feature 1: a MultiPatch (3D surface) cannot be read" + damaged},
		{name: "table cut in its header", shp: good, dbf: table[:40], want: "a.dbf: the file is cut short" + again},
		{name: "no table", shp: good, dbf: strings.Repeat("x", 99), want: "a.dbf: not the header of a dBASE table: not a format that can be read here" + again},
		{name: "column wider than the row", shp: good, dbf: string(wide), want: `a.dbf: column "id" ends at byte 256 of rows of 6: not a format that can be read here` + again},
		{name: "incomplete system", shp: good, prj: lcc, want: `a.prj: the coordinates cannot be turned into WGS84: bad parameter of the projection "Lambert_Conformal_Conic": it lacks the latitude of origin (compare the definition with epsg.io, or convert the data with: ogr2ogr -t_srs EPSG:4326 out in)`},
		{name: "old datum", shp: good, prj: `GEOGCS["NAD27",DATUM["D_North_American_1927"],UNIT["Degree",0.0174532925199433]]`,
			want: `a.prj: the coordinates cannot be turned into WGS84: the datum is not WGS84 but "D_North_American_1927", which is shifted by 60 to 90 m in Mexico (convert the data with: ogr2ogr -t_srs EPSG:4326 out in)`},
		{name: "no WKT", shp: good, prj: "EPSG:4326", want: `a.prj: not a coordinate system in WKT: "EPSG:4326" (remove the file if the coordinates are WGS84 degrees)`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fsys := files("a.shp", tt.shp)
			if tt.dbf != "" {
				fsys["a.dbf"] = files("x", tt.dbf)["x"]
			}
			if tt.prj != "" {
				fsys["a.prj"] = files("x", tt.prj)["x"]
			}
			_, _, err := read("a.shp", feature.Options{FS: fsys})
			checkError(t, err, tt.want)
		})
	}
}

func TestBadPath(t *testing.T) {
	fsys := files("data/roads.geojson", "{}", "data/notes.txt", "x")
	for path, want := range map[string]string{
		"data/raods.geojson": "data/raods.geojson: file does not exist (did you mean data/roads.geojson?)",
		"elsewhere.csv":      "elsewhere.csv: file does not exist (check the spelling and the folder the command is run from)",
		"data":               "data: this is a folder, not a file (name a file in it, such as roads.geojson)",
	} {
		_, _, err := read(path, feature.Options{FS: fsys})
		checkError(t, err, want)
	}
	_, err := feature.Open(t.TempDir(), feature.Options{})
	if err == nil || !strings.Contains(err.Error(), "this is a folder") {
		t.Error(err)
	}
}

func TestBadZip(t *testing.T) {
	csv := "id\n1\n"
	const form = ": not a format that can be read here"
	tests := []struct {
		name, member string
		data         []byte
		want         string
	}{
		{"two fit", "", zipped(t, "a.csv", csv, "d/b.csv", csv), "a.zip: 2 files of the zip could be meant (name the member to read: a.csv, d/b.csv)"},
		{"none fits", "", zipped(t, "a.pdf", csv), "a.zip: the zip holds no table or layer" + form + " (its files are a.pdf)"},
		{"no such member", "c.csv", zipped(t, "a.csv", csv), `a.zip: the zip has no file "c.csv" (its files are a.csv)`},
		{"workbook", "", zipped(t, "xl/workbook.xml", csv), "a.zip: the zip holds no table or layer" + form + " (an Excel workbook: save the sheet as CSV UTF-8)"},
		{"cut", "", zipped(t, "a.csv", csv)[:60], "a.zip: the zip cannot be read: zip: not a valid zip file (download or copy it again)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := read("a.zip", feature.Options{FS: files("a.zip", string(tt.data)), Member: tt.member})
			checkError(t, err, tt.want)
		})
	}
}

func TestCutGzip(t *testing.T) {
	for name, want := range map[string]string{
		"a.csv":     "a.csv.gz: the file is cut short (download or copy it again)",
		"a.geojson": "a.geojson.gz:3: the JSON ends in the middle: the file is cut short (download or copy the file again)",
		"a.shp":     "a.shp.gz: feature 2: the file is cut short (download or copy it again)",
	} {
		data := map[string]string{
			"a.csv":     "id,n\n1,2\n3,4\n",
			"a.geojson": collection("{\"type\":\"Feature\",\n\"geometry\":null}"),
			"a.shp":     string(shp(1, pointRecord(1, 1, 1), pointRecord(1, 2, 2))),
		}[name]
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.NoCompression)
		io.WriteString(z, data)
		z.Close()
		// 8 bytes of checksum and length, 5 of the last block, 4 of data.
		_, _, err := read(name+".gz", feature.Options{FS: files(name+".gz", b.String()[:b.Len()-17])})
		checkError(t, err, want)
	}
}

func zipped(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		w, err := z.Create(pairs[i])
		if err == nil {
			_, err = io.WriteString(w, pairs[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bzip2Bomb unfolds into "name" and 80 MiB of line ends, written by Python's bz2.
const bzip2Bomb = "425a6839314159265359c1171b19057e39c10080102203000820005060026aa193ba45404bb49241556eee650a8097cc50564994d65d831b" +
	"218048bdb0002404000208000c33014a69c68954846c44aa423c5dc914e14243d0896ad4"

// Megabytes of one letter shrink by a factor of 1,000, more than any table;
// reading must stop soon after the 64 MiB that are free.
func TestBomb(t *testing.T) {
	const most = 70 << 20
	rows, spaces, zeros := "name\n"+strings.Repeat("\n", most), `{"type":`+strings.Repeat(" ", most), "SQLite format 3\x00"+strings.Repeat("\x00", most)
	gzipped := func(text string) string {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		io.WriteString(z, text)
		z.Close()
		return b.String()
	}
	bzipped, err := hex.DecodeString(bzip2Bomb)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ file, data, label string }{
		{"a.csv.gz", gzipped(rows), "a.csv.gz"},
		{"a.geojson.gz", gzipped(spaces), "a.geojson.gz:1"},
		{"a.csv.bz2", string(bzipped), "a.csv.bz2"},
		{"a.zip", string(zipped(t, "a.csv", rows)), "a.zip/a.csv"},
		{"b.zip", string(zipped(t, "a.gpkg", zeros)), "b.zip/a.gpkg"},
	} {
		t.Run(test.file, func(t *testing.T) {
			_, _, err := read(test.file, feature.Options{FS: files(test.file, test.data)})
			checkError(t, err, test.label+": too large: the file expands beyond 500 times its size or 64 GiB (decompress it yourself if you trust it)")
		})
	}
}

// An open quote must not pull a whole file into memory.
func TestOpenQuoteIsBounded(t *testing.T) {
	text := "id\n1\n\"" + strings.Repeat("a\n", 40<<20)
	_, _, err := read("a.csv", feature.Options{FS: files("a.csv", text)})
	checkError(t, err, "a.csv:3: too large: a row of more than 64 MiB (is a quote left open?)")
}
