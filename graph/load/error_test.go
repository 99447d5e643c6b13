package load_test

import (
	"context"
	"encoding/binary"
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// checkError wants an error of one line that is located, wraps cause (nil is
// any) and begins with text.
func checkError(t *testing.T, err, cause error, text string) {
	t.Helper()
	var located *load.Error
	switch {
	case err == nil:
		t.Fatalf("no error, want %q", text)
	case !errors.As(err, &located):
		t.Errorf("%T is no *load.Error: %v", err, err)
	case cause != nil && !errors.Is(err, cause):
		t.Errorf("%q does not wrap %q", err, cause)
	case !strings.HasPrefix(err.Error(), text):
		t.Errorf("error %q\nwant  %q...", err, text)
	case strings.ContainsAny(err.Error(), "\r\n"):
		t.Errorf("%q has several lines", err)
	}
}

const (
	good    = `{"type":"LineString","coordinates":[[-99,19],[-99.01,19]]}`
	aPoint  = `{"type":"Point","coordinates":[-99,19]}`
	aSquare = `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`
)

func line(coordinates string) string {
	return `{"type":"LineString","coordinates":` + coordinates + `}`
}

func TestRoadsErrors(t *testing.T) {
	properties := `"class":"primary","km":"1,5","long":-1,"far":50001`
	one := layer(item(good, properties)) // its feature is on line 2
	wanted := func(c load.Columns) load.Options { return load.Options{Columns: c} }
	tests := []struct {
		name, text string
		opts       load.Options
		cause      error
		message    string
	}{
		{"empty file", "", load.Options{}, nil, "roads.geojson: "},
		{"no features", layer(), load.Options{}, load.ErrNoRoads, "roads.geojson: no usable line in the file (the loader needs LineString"},
		{"no lines", layer(item(aPoint, ""), item(aSquare, ""), item("null", "")), load.Options{}, load.ErrNoRoads, "roads.geojson: no usable line"},
		{"lines without length only", layer(item(line("[[1,1]]"), ""), item(line("[[1,1],[1,1]]"), "")), load.Options{}, load.ErrNoRoads, "roads.geojson: no usable line"},
		{"truncated", one[:len(one)-20], load.Options{}, feature.ErrTruncated, "roads.geojson:"},
		{"swapped", layer(item(good, ""), item(line("[[19,-99],[19,-98]]"), "")), load.Options{}, feature.ErrCoordinate,
			"roads.geojson:3: bad coordinate: latitude -99 is beyond 90: longitude and latitude look swapped; write lon -99, lat 19"},
		{"projected", layer(item(line("[[2500000,850000],[2500100,850000]]"), "")), load.Options{}, feature.ErrCoordinate,
			"roads.geojson:2: bad coordinate: 2.5e+06, 850000 cannot be degrees: projected? convert"},
		{"NaN", layer(item(line("[[NaN,19],[-99,19]]"), "")), load.Options{}, nil, "roads.geojson:2: "},
		{"latitude beyond the pole", layer(item(line("[[-99,19],[-99,90.5]]"), "")), load.Options{}, feature.ErrCoordinate, "roads.geojson:2: bad coordinate"},
		{"column missing", one, wanted(load.Columns{Class: "klass"}), feature.ErrColumn, `roads.geojson: column "klass": `},
		{"length column missing", one, wanted(load.Columns{LengthKM: "kms"}), feature.ErrColumn, `roads.geojson: column "kms": `},
		{"one-way column missing", one, wanted(load.Columns{OneWay: "oneway"}), feature.ErrColumn, `roads.geojson: column "oneway": `},
		{"kept column missing", one, wanted(load.Columns{Keep: []string{"class", "state"}}), feature.ErrColumn, `roads.geojson: column "state": `},
		{"length is text", one, wanted(load.Columns{LengthKM: "km"}), feature.ErrNumber, `roads.geojson:2: column "km": not a number: "1,5" (decimal comma? write 1.5)`},
		{"length is negative", one, wanted(load.Columns{LengthKM: "long"}), nil, `roads.geojson:2: column "long": the length is -1 km; write a length between 0 and 50000 km`},
		{"length is absurd", one, wanted(load.Columns{LengthKM: "far"}), nil, `roads.geojson:2: column "far": the length is 50001 km`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readRoads(tt.text, tt.opts)
			checkError(t, err, tt.cause, tt.message)
		})
	}
}

func TestMissingColumnListsThoseThatExist(t *testing.T) {
	_, err := readRoads(layer(item(good, `"tipo":1,"clase":2`)), load.Options{Columns: load.Columns{Class: "class"}})
	checkError(t, err, feature.ErrColumn, `roads.geojson: column "class": `)
	if !strings.Contains(err.Error(), `did you mean "clase"? the columns are tipo, clase`) {
		t.Errorf("%q does not list the columns", err)
	}
}

func TestMissingFile(t *testing.T) {
	_, err := load.Roads(context.Background(), "roads.geojson", load.Options{FS: files()})
	checkError(t, err, nil, "roads.geojson: ")
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	enough := errors.New("enough")
	cancel(enough)
	fsys := files("roads.geojson", layer(item(good, "")), "places.csv", "place,lon,lat\na,1,1\n", "links.csv", "from,to\na,a\n")
	if _, err := load.Roads(ctx, "roads.geojson", load.Options{FS: fsys}); !errors.Is(err, enough) {
		t.Errorf("Roads: %v", err)
	}
	tables := load.LinkTables{Places: "places.csv", Links: "links.csv"}
	if _, err := load.Links(ctx, tables, load.Options{FS: fsys}); !errors.Is(err, enough) {
		t.Errorf("Links: %v", err)
	}
}

// A shapefile of 152 bytes that says it has a line of 600 million points, 10 GB.
func TestClaimOfTenGigabytes(t *testing.T) {
	const (
		fileCode, version, polyline = 9994, 1000, 3 // ESRI Shapefile Technical Description, 1998
		points                      = 600_000_000
	)
	b := make([]byte, 152)
	binary.BigEndian.PutUint32(b, fileCode)
	binary.BigEndian.PutUint32(b[24:], 1<<31-1) // length of the file in 16-bit words
	binary.LittleEndian.PutUint32(b[28:], version)
	binary.LittleEndian.PutUint32(b[32:], polyline)
	binary.BigEndian.PutUint32(b[100:], 1)       // number of the record
	binary.BigEndian.PutUint32(b[104:], 1<<31-1) // its length in words
	binary.LittleEndian.PutUint32(b[108:], polyline)
	binary.LittleEndian.PutUint32(b[144:], 1) // parts
	binary.LittleEndian.PutUint32(b[148:], points)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := load.Roads(context.Background(), "big.shp", load.Options{FS: files("big.shp", string(b))})
	runtime.ReadMemStats(&after)
	checkError(t, err, feature.ErrTruncated, "big.shp: ")
	const most = 64 << 20
	if used := after.TotalAlloc - before.TotalAlloc; used > most {
		t.Errorf("the claim took %d bytes of memory", used)
	}
}
