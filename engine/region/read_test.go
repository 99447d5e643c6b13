package region_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// fileSystem holds files by name and content.
func fileSystem(files map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, content := range files {
		m[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return m
}

// geoJSON makes a layer of "properties|geometry type|coordinates" lines.
func geoJSON(features ...string) string {
	var b strings.Builder
	b.WriteString(`{"type":"FeatureCollection","features":[`)
	for i, f := range features {
		part := strings.Split(f, "|")
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, "\n"+`{"type":"Feature","properties":{%s},"geometry":{"type":"%s","coordinates":%s}}`,
			part[0], part[1], part[2])
	}
	return b.String() + "\n]}\n"
}

const unitSquare = `|Polygon|[[[0,0],[1,0],[1,1],[0,1],[0,0]]]`

func TestReadPolygons(t *testing.T) {
	files := fileSystem(map[string]string{"m.geojson": geoJSON(
		`"CVEGEO":"25006","NOM_MUN":"Culiacán","NOM_ENT":"Sinaloa","pobtot":858638`+unitSquare,
		`"CVEGEO":"01001","NOM_MUN":"Aguascalientes","pobtot":null|MultiPolygon|[[[[2,0],[2,1],[3,1],[3,0],[2,0]]]]`,
	)})
	l, err := region.Read(t.Context(), "m.geojson", region.ReadOptions{FS: files})
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Regions) != 2 || len(l.Warnings) != 0 || l.Method() != "polygon" {
		t.Fatalf("%d regions, warnings %v, method %s", len(l.Regions), l.Warnings, l.Method())
	}
	a, b := l.Regions[0], l.Regions[1]
	if a.Code != "01001" || a.Name != "Aguascalientes" || a.State != "" || !math.IsNaN(a.Population) {
		t.Errorf("first region %v", a)
	}
	if b.Code != "25006" || b.String() != "25006 Culiacán" || b.State != "Sinaloa" || b.Population != 858638 {
		t.Errorf("second region %v", b)
	}
	if got := a.Area[0][0].Orientation(); got != orb.CCW {
		t.Errorf("shell wound %v", got)
	}
	// A degree by a degree at the equator: 111.32 by 110.57 km.
	if want := 111.31949 * 110.574; math.Abs(b.AreaKM2/want-1) > 1e-4 || a.AreaKM2 == 0 {
		t.Errorf("areas %v, %v km²", a.AreaKM2, b.AreaKM2)
	}
	if len(l.Files) != 1 || len(l.Files[0].SHA256) != 64 {
		t.Errorf("files %v", l.Files)
	}
}

func TestReadSeats(t *testing.T) {
	files := fileSystem(map[string]string{"seats.csv": "cvegeo,name,state,lon,lat,area_km2,population_2010\n" +
		"01001,Aguascalientes,Aguascalientes,-102.29605,21.87982,1177.90,797010\n" +
		"25006,Culiacán,Sinaloa,-107.394,24.809,,\n"})
	l, err := region.Read(t.Context(), "seats.csv", region.ReadOptions{FS: files})
	if err != nil {
		t.Fatal(err)
	}
	a, b := l.Regions[0], l.Regions[1]
	if l.Method() != "nearest-seat" || !a.HasSeat || a.Seat != (orb.Point{-102.29605, 21.87982}) || a.Area != nil {
		t.Errorf("method %s, first region %v", l.Method(), a)
	}
	if a.AreaKM2 != 1177.9 || a.Population != 797010 || !math.IsNaN(b.AreaKM2) || !math.IsNaN(b.Population) {
		t.Errorf("regions %v, %v", a, b)
	}
}

// Each file has a mistake or an oddity of the kind that real files have.
func TestReadDirt(t *testing.T) {
	shp := shapefile(orb.Ring{{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}})
	nan := shapefile(orb.Ring{{0, 0}, {0, 1}, {math.NaN(), 1}, {1, 0}, {0, 0}})
	tests := []struct {
		name, file, content string
		opts                region.ReadOptions
		want                string // regions and warnings, or pieces of the error after "error:"
	}{
		{name: "latin1 names", file: "m.csv", content: "cvegeo,name,lon,lat\n25006,Culiac\xe1n,-107,24\n",
			want: "25006 Culiacán"},
		{name: "latin1 declared", file: "m.csv", content: "cvegeo,name,lon,lat\n25006,Culiac\xe1n,-107,24\n",
			opts: region.ReadOptions{Encoding: "latin1"}, want: "25006 Culiacán"},
		{name: "code without zero", file: "m.csv", content: "id,lon,lat\n1001,-102,21\n25006,-107,24\n",
			want: "01001, 25006; " + string(region.CodeZeroRestored) + ": 1 (01001)"},
		{name: "code as a number with decimals", file: "m.geojson", content: geoJSON(`"id":1001.0` + unitSquare),
			want: "01001; " + string(region.CodeZeroRestored) + ": 1 (01001)"},
		{name: "state and municipality apart", file: "m.csv", content: "CVE_ENT,CVE_MUN,lon,lat\n1,2,-102,21\n25,006,-107,24\n",
			want: "01002, 25006"},
		{name: "state of three digits", file: "m.csv", content: "CVE_ENT,CVE_MUN,lon,lat\n123,1,-102,21\n", want: `error:m.csv:2: |not "123 1"`},
		{name: "municipality of four digits", file: "m.csv", content: "CVE_ENT,CVE_MUN,lon,lat\n1,2345,-102,21\n", want: `error:m.csv:2: |not "1 2345"`},
		{name: "state without municipality", file: "m.csv", content: "CVE_ENT,CVE_MUN,lon,lat\n1,,-102,21\n", want: `error:m.csv:2: |not "1 "`},
		{name: "short code", file: "m.csv", content: "clave,lon,lat\n25006,-107,24\n106,-102,21\n",
			want: `error:m.csv:3: column "clave": a municipality code has five digits|not "106"|leading zero`},
		{name: "no code", file: "m.csv", content: "clave,lon,lat\n,-107,24\n", want: `error:m.csv:2: |not ""`},
		{name: "no code column", file: "m.csv", content: "place,lon,lat\nx,-107,24\n",
			want: "error:m.csv:2: no column holds the code|place, lon, lat"},
		{name: "column mistyped", file: "m.csv", content: "clave,lon,lat\n25006,-107,24\n",
			opts: region.ReadOptions{Code: "clabe"}, want: `error:column "clabe"|did you mean "clave"`},
		{name: "area in dispute", file: "m.csv", content: "clave,lon,lat\n25006,-107,24\nXX001,-90,19\n",
			want: "25006; " + string(region.CodeDisputed) + ": 1 (XX001)"},
		{name: "population with a comma", file: "m.csv", content: "clave,lon,lat,pop\n25006,-107,24,\"858,638\"\n",
			want: `error:m.csv:2: column "pop"|858638`},
		{name: "duplicate codes", file: "m.geojson",
			content: geoJSON(`"id":"01001"`+unitSquare, `"id":"01001"|Polygon|[[[2,0],[3,0],[3,1],[2,0]]]`),
			want:    "01001; " + string(region.CodeDuplicate) + ": 1 (01001)"},
		{name: "hole outside", file: "m.geojson",
			content: geoJSON(`"id":"01001"|Polygon|[[[0,0],[1,0],[1,1],[0,0]],[[5,5],[6,5],[6,6],[5,5]]]`),
			want:    "01001; " + string(region.HoleOutside) + ": 1 (01001)"},
		{name: "bow-tie", file: "m.geojson", content: geoJSON(`"id":"01001"|Polygon|[[[0,0],[1,1],[1,0],[0,1],[0,0]]]`),
			want: "01001; " + string(region.RingCrossing) + ": 1 (01001)"},
		{name: "polygon of one point", file: "m.geojson",
			content: geoJSON(`"id":"01001"`+unitSquare, `"id":"01002"|Polygon|[[[5,5],[5,5],[5,5],[5,5]]]`),
			want: "01001, 01002; " + string(region.PointRepeated) + ": 2 (01002); " + string(region.RingTooShort) +
				": 1 (01002); " + string(region.NoPlace) + ": 1 (01002)"},
		{name: "swapped", file: "m.csv", content: "clave,lon,lat\n25006,24.8,-107.4\n",
			want: "error:m.csv:2: 25006: bad coordinate|swapped|lon -107.4, lat 24.8"},
		{name: "swapped in a polygon", file: "m.geojson", content: geoJSON(`"id":"25006"|Polygon|[[[24,-107],[25,-107],[25,-106],[24,-107]]]`),
			want: "error:m.geojson:2: 25006: ring 1: bad coordinate|swapped"},
		{name: "projected", file: "m.csv", content: "clave,lon,lat\n25006,2500000,1200000\n", want: "error:m.csv:2: |projected"},
		{name: "NaN", file: "m.shp", content: nan, want: "error:m.shp|NaN"},
		{name: "truncated", file: "m.shp", content: shp[:len(shp)-20], want: "error:m.shp|cut short"},
		{name: "no table of attributes", file: "m.shp", content: shp, want: "error:m.shp: feature 1: no column holds the code|needs its .dbf"},
		{name: "empty", file: "m.geojson", content: "", want: "error:m.geojson|"},
		{name: "no feature", file: "m.geojson", content: geoJSON(), want: "error:m.geojson: no municipality has a polygon or a seat"},
		{name: "no place", file: "m.csv", content: "clave,name\n25006,Culiacán\n",
			want: "error:m.csv: no municipality has a polygon or a seat|lon and lat"},
		{name: "roads instead", file: "m.geojson", content: geoJSON(`"id":"01001"|LineString|[[0,0],[1,1]]`),
			want: "error:m.geojson:2: a municipality is a polygon|not a LineString"},
		{name: "absent", file: "other.csv", content: "", want: "error:m.csv"},
		{name: "seats of polygons", file: "m.geojson", content: geoJSON(`"id":"01001","x":0.5,"y":0.25` + unitSquare),
			opts: region.ReadOptions{Lon: "x", Lat: "y"}, want: "01001 at 0.5 0.25"},
		{name: "half of a seat", file: "m.geojson", content: geoJSON(`"id":"01001","x":0.5,"y":null`+unitSquare, `"id":"01002","x":null,"y":0.25`+unitSquare),
			opts: region.ReadOptions{Lon: "x", Lat: "y"}, want: "01001, 01002"},
		{name: "ring of one point, not repeated", file: "m.geojson", content: geoJSON(`"id":"01001"`+unitSquare, `"id":"01002"|Polygon|[[[5,5]]]`),
			want: "01001, 01002; " + string(region.RingTooShort) + ": 1 (01002); " + string(region.NoPlace) + ": 1 (01002)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.opts.FS = fileSystem(map[string]string{tt.file: tt.content})
			path := tt.file
			if tt.name == "absent" {
				path = "m.csv"
			}
			l, err := region.Read(t.Context(), path, tt.opts)
			if pieces, fails := strings.CutPrefix(tt.want, "error:"); fails {
				checkError(t, err, strings.Split(pieces, "|"))
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := describe(l); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func checkError(t *testing.T, err error, pieces []string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	var located *feature.Error
	if !errors.As(err, &located) || strings.Contains(err.Error(), "\n") {
		t.Errorf("not a located error of one line: %q", err)
	}
	for _, piece := range pieces {
		if !strings.Contains(err.Error(), piece) {
			t.Errorf("error %q lacks %q", err, piece)
		}
	}
}

// describe prints the regions and the warnings of a layer.
func describe(l *region.Layer) string {
	var names []string
	for _, r := range l.Regions {
		name := r.String()
		if r.HasSeat && len(r.Area) > 0 {
			name += fmt.Sprintf(" at %v %v", r.Seat[0], r.Seat[1])
		}
		names = append(names, name)
	}
	parts := []string{strings.Join(names, ", ")}
	for _, w := range l.Warnings {
		if w.Kind != region.FileNote {
			parts = append(parts, w.String())
		}
	}
	return strings.Join(parts, "; ")
}

// shapefile is a .shp of one polygon of one ring.
func shapefile(ring orb.Ring) string {
	content := binary.LittleEndian.AppendUint32(nil, 5) // polygon
	for _, v := range []float64{0, 0, 1, 1} {
		content = binary.LittleEndian.AppendUint64(content, math.Float64bits(v))
	}
	content = binary.LittleEndian.AppendUint32(content, 1)
	content = binary.LittleEndian.AppendUint32(content, uint32(len(ring)))
	content = binary.LittleEndian.AppendUint32(content, 0)
	for _, p := range ring {
		content = binary.LittleEndian.AppendUint64(content, math.Float64bits(p[0]))
		content = binary.LittleEndian.AppendUint64(content, math.Float64bits(p[1]))
	}
	head := binary.BigEndian.AppendUint32(nil, 9994)
	head = append(head, make([]byte, 20)...)
	head = binary.BigEndian.AppendUint32(head, uint32(100+8+len(content))/2) // 16-bit words
	head = binary.LittleEndian.AppendUint32(head, 1000)
	head = append(head, content[:36]...) // shape type and box
	head = append(head, make([]byte, 32)...)
	head = binary.BigEndian.AppendUint32(head, 1)
	head = binary.BigEndian.AppendUint32(head, uint32(len(content))/2)
	return string(append(head, content...))
}

func TestReadStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	files := fileSystem(map[string]string{"m.csv": "clave,lon,lat\n25006,-107,24\n"})
	if _, err := region.Read(ctx, "m.csv", region.ReadOptions{FS: files}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestNewLayerFailures(t *testing.T) {
	for _, tt := range []struct {
		name   string
		region region.Region
		want   error
	}{
		{"code", region.Region{Code: "1001", HasSeat: true}, region.ErrCode},
		{"swapped", region.Region{Code: "01001", HasSeat: true, Seat: orb.Point{21, -102}}, feature.ErrCoordinate},
		{"NaN", region.Region{Code: "01001", Area: orb.MultiPolygon{{{{math.NaN(), 1}}}}}, feature.ErrCoordinate},
		{"no place", region.Region{Code: "01001"}, region.ErrNoPlace},
	} {
		if _, err := region.NewLayer([]region.Region{tt.region}); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

func TestWarningString(t *testing.T) {
	five := []string{"a", "b", "c", "d", "e"}
	for want, w := range map[string]region.Warning{
		"k: 3":                      {Kind: "k", Count: 3},
		"k: 9 (a)":                  {Kind: "k", Count: 9, Examples: five[:1]}, // one place, nine times
		"k: 5 (a, b, c, d, e)":      {Kind: "k", Count: 5, Examples: five},
		"k: 6 (a, b, c, d, e, ...)": {Kind: "k", Count: 6, Examples: five},
		"k: 2 (a, b)":               {Kind: "k", Count: 2, Examples: five[:2]},
	} {
		if got := w.String(); got != want {
			t.Errorf("%+v: %s, want %s", w, got, want)
		}
	}
}

// Five examples are kept, in order; a case met again is counted only.
func TestWarningExamples(t *testing.T) {
	var regions []region.Region
	for _, code := range []string{"01001", "01001", "01001", "01002", "01002", "01003", "01003", "01004", "01004", "01005", "01005", "01006", "01006"} {
		regions = append(regions, region.Region{Code: code, HasSeat: true})
	}
	l := newLayer(t, regions...)
	if want := string(region.CodeDuplicate) + ": 7 (01001, 01002, 01003, 01004, 01005, ...)"; len(l.Warnings) != 1 || l.Warnings[0].String() != want {
		t.Errorf("warnings %v, want %s", l.Warnings, want)
	}
}
