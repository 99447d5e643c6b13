package feature_test

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"io"
	"io/fs"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

func TestGeoJSONGeometries(t *testing.T) {
	tests := []struct {
		json string
		want orb.Geometry
	}{
		{`{"type":"Point","coordinates":[-99.133209, 19.4326077, 2240]}`, orb.Point{-99.133209, 19.4326077}},
		{`{ "coordinates" : [ 1e2 , -0.5E-1 ] , "type" : "Point" }`, orb.Point{100, -0.05}},
		{`{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}`, orb.MultiPoint{{1, 2}, {3, 4}}},
		{`{"type":"LineString","coordinates":[]}`, orb.LineString{}},
		{`{"type":"LineString","bbox":[0,0,1,1],"coordinates":[[1,2],[3,4]]}`, orb.LineString{{1, 2}, {3, 4}}},
		{`{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[]]}`, orb.MultiLineString{{{1, 2}, {3, 4}}, {}}},
		{`{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,1],[0,0]]]}`, orb.Polygon{{{0, 0}, {1, 0}, {0, 1}, {0, 0}}}},
		{`{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[0,1],[0,0]]]]}`, orb.MultiPolygon{{{{0, 0}, {1, 0}, {0, 1}, {0, 0}}}}},
		{`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},null]}`, orb.Collection{orb.Point{1, 2}}},
		{`null`, nil},
	}
	for _, tt := range tests {
		texts := []string{
			collection(`{"geometry":` + tt.json + `,"type":"Feature","properties":{}}`),
			`{"type":"Feature","geometry":` + tt.json + `}`,
		}
		if tt.want != nil {
			texts = append(texts, tt.json, "\x1e"+tt.json+"\n")
		}
		for _, text := range texts {
			all, _, err := read("a.geojson", feature.Options{FS: files("a.geojson", text)})
			if err != nil || len(all) != 1 {
				t.Errorf("%s: %d features, %v", text, len(all), err)
				continue
			}
			if !reflect.DeepEqual(all[0].Geometry, tt.want) {
				t.Errorf("%s: %v, want %v", text, all[0].Geometry, tt.want)
			}
		}
	}
}

func TestGeoJSONProperties(t *testing.T) {
	text := "\ufeff{\"type\":\"FeatureCollection\",\n \"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:OGC:1.3:CRS84\"}},\n" +
		" \"features\":[\n{\"type\":\"Feature\",\"id\":7,\"properties\":{\"CLAVE\":\"01001\",\"name\":\"Pe\\u00f1asco \\\"a\\\"\",\"n\":1.50,\"b\":true,\"gone\":null,\"o\":{\"x\": [1, \"a b\"]}},\"geometry\":null},\n\n" +
		"  {\"type\":\"Feature\",\n\"properties\":{\"id\":\"own\",\"br[a]ce\":\"}\\\\\"},\"id\":8,\"geometry\":null},\n" +
		"{\"type\":\"Feature\",\"properties\":null,\"geometry\":null}],\"more\":[1,{}]}\n"
	all, warnings, err := read("a.geojson", feature.Options{FS: files("a.geojson", text)})
	if err != nil || len(warnings) > 0 {
		t.Fatal(err, warnings)
	}
	want := []string{
		`a.geojson:4: CLAVE,name,n,b,gone,o,id: 01001|Peñasco "a"|1.50|true|-|{"x":[1,"a b"]}|7`,
		`a.geojson:6: id,br[a]ce: own|}\`,
		`a.geojson:8: : `,
	}
	for i, f := range all {
		if got := f.Errorf("%s: %s", strings.Join(f.Columns(), ","), texts(f)).Error(); got != want[i] {
			t.Errorf("feature %d: %s, want %s", i, got, want[i])
		}
	}
}

func TestGeoJSONLatin1(t *testing.T) {
	text := collection("{\"type\":\"Feature\",\"properties\":{\"name\":\"Pe\xf1a\\u0073co\"},\"geometry\":null}")
	all, warnings, err := read("a.geojson", feature.Options{FS: files("a.geojson", text)})
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := all[0].Text("name"); v != "Peñasco" || len(warnings) != 1 {
		t.Error(v, warnings)
	}
}

// Every byte may arrive alone: the window must cope with any cut.
func TestGeoJSONByteByByte(t *testing.T) {
	text := collection(`{"type":"Feature","properties":{"a\\":"\"}","b":[{"c":"]"}]},"geometry":{"type":"LineString","coordinates":[[1.25,2],[-3,4]]}},` +
		"\n" + `{"type":"Feature","properties":{"a\\":"2","b":null},"geometry":null}`)
	want, _, err := read("a.geojson", feature.Options{FS: files("a.geojson", text)})
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := read("a.geojson", feature.Options{FS: slowFS{files("a.geojson", text)}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range want {
		if texts(got[i]) != texts(want[i]) || got[i].Line != want[i].Line || !reflect.DeepEqual(got[i].Geometry, want[i].Geometry) {
			t.Errorf("feature %d: %v, want %v", i, got[i], want[i])
		}
	}
}

// slowFS reads one byte at a time.
type slowFS struct{ fs.FS }

type slowFile struct {
	fs.File
	slow io.Reader
}

func (s slowFS) Open(name string) (fs.File, error) {
	f, err := s.FS.Open(name)
	if err != nil {
		return nil, err
	}
	return slowFile{f, iotest.OneByteReader(f)}, nil
}

func (f slowFile) Read(p []byte) (int, error) { return f.slow.Read(p) }

// A feature larger than the window, and line numbers beyond it.
func TestGeoJSONLargeFeature(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"type":"LineString","coordinates":[`)
	const n = 100_000 // 1.5 MB, six times the first window
	for i := range n {
		if i > 0 {
			b.WriteString(",\n")
		}
		b.WriteString("[" + strconv.Itoa(i) + ".5,-" + strconv.Itoa(i) + "]")
	}
	b.WriteString("]}")
	line := `{"type":"Feature","properties":{"a":1},"geometry":` + b.String() + "}"
	all, _, err := read("a.geojson", feature.Options{FS: files("a.geojson", collection(line+",\n"+line))})
	if err != nil || len(all) != 2 {
		t.Fatal(len(all), err)
	}
	if got := all[1].Line; got != 2+n {
		t.Errorf("line %d, want %d", got, 2+n)
	}
	if got := all[1].Geometry.(orb.LineString)[n-1]; got != (orb.Point{n - 0.5, -(n - 1)}) {
		t.Error(got)
	}
}
