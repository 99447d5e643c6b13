package feature_test

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// checkStream reads everything and checks what every format promises.
func checkStream(t *testing.T, fsys map[string]string, path string) (features int, err error) {
	t.Helper()
	m := files()
	for name, data := range fsys {
		m[name] = files("x", data)["x"]
	}
	all, _, err := read(path, feature.Options{FS: m})
	if err != nil {
		var located *feature.Error
		if !errors.As(err, &located) || located.File == "" || strings.ContainsAny(err.Error(), "\r\n") {
			t.Errorf("error %q is not one located line", err)
		}
	}
	index := -1
	for _, f := range all {
		if f.Index <= index {
			t.Errorf("index %d after %d", f.Index, index)
		}
		index = f.Index
		checkFinite(t, f.Geometry)
		for _, c := range f.Columns() {
			f.Text(c)
			if v, err := f.Number(c); err == nil && v-v != 0 {
				t.Errorf("number %v", v)
			}
		}
	}
	return len(all), err
}

func checkFinite(t *testing.T, g orb.Geometry) {
	t.Helper()
	if g == nil || countVertices(g) == 0 {
		return
	}
	if c, ok := g.(orb.Collection); ok {
		for _, part := range c {
			checkFinite(t, part)
		}
		return
	}
	b := g.Bound()
	for _, v := range []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Errorf("coordinate %v in %v", v, g)
		}
	}
}

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"id,lon,lat\n1,-99,19\n", "# c\n\nid;n\n\"a\nb\";2\n", "\ufeffx\ty\n1\t2\n", "id,n\n1,\"2\n", "a\rb\n", "\xff\xfea\x00\n\x00",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data string) {
		checkStream(t, map[string]string{"a.csv": data}, "a.csv")
	})
}

func FuzzGeoJSON(f *testing.F) {
	for _, seed := range []string{
		collection(`{"type":"Feature","id":1,"properties":{"a":"\u00f1","b":[1,{"c":null}]},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1e0],[0,0]]]}}`),
		`{"type":"Feature","geometry":{"coordinates":[1,2],"type":"Point"}}`,
		"{\"type\":\"Point\",\"coordinates\":[1,2]}\n\x1e{\"type\":\"GeometryCollection\",\"geometries\":[null]}\n",
		`{"crs":{"type":"name","properties":{"name":"EPSG:4326"}},"type":"FeatureCollection","features":[]}`,
		collection(`{"type":"Feature","geometry":{"type":"Point","coordinates":[NaN,2]}}`),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data string) {
		_, err := checkStream(t, map[string]string{"a.geojson": data}, "a.geojson")
		checkSlow(t, data)
		if err != nil || strings.Contains(data, "features") || strings.ContainsAny(data, "\x1e\ufeff") || strings.IndexByte(data, 0xff)+strings.IndexByte(data, 0xfe) > -2 {
			return
		}
		// What is accepted must be JSON to the standard library too.
		dec := json.NewDecoder(strings.NewReader(data))
		for {
			var value any
			if err := dec.Decode(&value); err == io.EOF {
				return
			} else if err != nil {
				t.Fatalf("accepted, but encoding/json says %v", err)
			}
		}
	})
}

// checkSlow compares with reading byte by byte, where every feature is cut by
// the end of the window many times.
func checkSlow(t *testing.T, data string) {
	t.Helper()
	if len(data) > 2000 {
		return
	}
	want, _, wantErr := read("a.geojson", feature.Options{FS: files("a.geojson", data)})
	got, _, err := read("a.geojson", feature.Options{FS: slowFS{files("a.geojson", data)}})
	if fmt.Sprint(err) != fmt.Sprint(wantErr) || len(got) != len(want) {
		t.Fatalf("byte by byte %d, %v; at once %d, %v", len(got), err, len(want), wantErr)
	}
	for i := range want {
		if texts(got[i]) != texts(want[i]) || got[i].Line != want[i].Line || !reflect.DeepEqual(got[i].Geometry, want[i].Geometry) {
			t.Errorf("byte by byte %v, at once %v", got[i], want[i])
		}
	}
}

func FuzzShapefile(f *testing.F) {
	line, ring := []orb.Point{{0, 0}, {1, 2}}, square(0, 0, 10)
	for _, r := range [][]byte{
		pointRecord(1, -99, 19), partsRecord(3, line, line), partsRecord(15, ring, reversed(square(2, 2, 3)), square(20, 0, 1)), words(0),
	} {
		f.Add(shp(5, r, r), shx(100, 108+len(r)))
		f.Add(shp(5, r, r), shx(108+len(r), 100))
		f.Add(shp(5, r, r), []byte{})
	}
	f.Fuzz(func(t *testing.T, main, index []byte) {
		// A fixed length and magic let the records be reached more often.
		if len(main) >= 100 {
			copy(main, shpHeader(5, len(main)))
		}
		if len(index) >= 100 {
			binary.BigEndian.PutUint32(index, 9994)
		}
		parts := map[string]string{"a.shp": string(main), "a.prj": wgs84}
		if len(index) > 0 {
			parts["a.shx"] = string(index)
		}
		if n, _ := checkStream(t, parts, "a.shp"); n > len(main)/8+len(index)/8 {
			t.Errorf("%d features of %d bytes", n, len(main))
		}
	})
}

func FuzzDBF(f *testing.F) {
	columns := []dbfColumn{{"name", 'C', 10}, {"n", 'N', 6}, {"ok", 'L', 1}, {"day", 'D', 8}}
	f.Add(dbf(columns, 2, []string{" ", "Pe\xf1asco", "12", "T", "20100131"}, []string{"*", "b", "***", "?", ""}), "")
	f.Add(dbf(columns, 9, []string{" ", "a", "1", "F", "00000000"}), "UTF-8")
	f.Add(dbf(columns[:1], 0), "ANSI 1252")
	f.Fuzz(func(t *testing.T, table []byte, page string) {
		if n, _ := checkStream(t, map[string]string{"a.dbf": string(table)}, "a.dbf"); n > len(table) {
			t.Errorf("%d rows of %d bytes", n, len(table))
		}
		point := pointRecord(1, 1, 1)
		checkStream(t, map[string]string{"a.shp": string(shp(1, point, point)), "a.dbf": string(table), "a.cpg": page}, "a.shp")
	})
}

func FuzzCRS(f *testing.F) {
	f.Add(wgs84)
	f.Add(`PROJCRS["x",METHOD["y"]]`)
	f.Fuzz(func(t *testing.T, prj string) {
		checkStream(t, map[string]string{"a.shp": string(shp(1, pointRecord(1, 1, 1))), "a.prj": prj}, "a.shp")
	})
}
