package export_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/export"
)

func TestCSV(t *testing.T) {
	l := export.Layer{Name: "routes", Columns: []export.Column{
		{Name: "name"}, {Name: "rank, in layer", Kind: export.Integer}, {Name: "km", Kind: export.Real, Decimals: 2}, {Name: "toll", Kind: export.Boolean}}}
	for i, name := range []any{"Culiacán", "Tamazula, Dgo.", `the "golden" triangle`, "two\nlines", " blank", "", nil} {
		km := any(float64(i) / 4)
		if i == 3 {
			km = math.NaN()
		}
		l.Rows = append(l.Rows, export.Row{Geometry: orb.Point{1, 2}, Values: []any{name, i, km, i == 0}})
	}
	const want = `name,"rank, in layer",km,toll
Culiacán,0,0,true
"Tamazula, Dgo.",1,0.25,false
"the ""golden"" triangle",2,0.5,false
"two
lines",3,,false
" blank",4,1,false
,5,1.25,false
,6,1.5,false
`
	var b bytes.Buffer
	if err := export.WriteCSV(&b, l); err != nil {
		t.Fatal(err)
	}
	if b.String() != want {
		t.Errorf("%s\nwant\n%s", b.String(), want)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != len(l.Rows)+1 || rows[4][0] != "two\nlines" {
		t.Errorf("read back as %q, %v", rows, err)
	}
}

func TestDictionary(t *testing.T) {
	routes := export.Layer{Name: "routes", Columns: []export.Column{
		{Name: "code", Meaning: "municipality"}, {Name: "km", Kind: export.Real, Unit: "km", Meaning: "length, on the network"}},
		Rows: []export.Row{{Values: []any{"01001", 1.5}}, {Values: []any{"01002", math.NaN()}}, {Values: []any{"", nil}}}}
	flows := export.Layer{Name: "flows", Columns: []export.Column{{Name: "n", Kind: export.Integer}, {Name: "toll", Kind: export.Boolean}}}
	d := export.Dictionary(routes, flows)
	var b bytes.Buffer
	if err := export.WriteCSV(&b, d); err != nil {
		t.Fatal(err)
	}
	const want = `layer,column,type,unit,meaning,rows,missing
routes,code,text,,municipality,3,0
routes,km,real,km,"length, on the network",3,2
flows,n,integer,,,0,0
flows,toll,boolean,,,0,0
`
	if b.String() != want || d.Name != "columns" {
		t.Errorf("%s:\n%s\nwant\n%s", d.Name, b.String(), want)
	}
	if none := export.Dictionary(); len(none.Rows) != 0 || len(none.Columns) != 7 {
		t.Errorf("no layers: %+v", none)
	}
}

var errFull = errors.New("the disk is full")

// fullDisk fails after so many bytes.
type fullDisk int

func (d *fullDisk) Write(p []byte) (int, error) {
	if len(p) > int(*d) {
		return 0, errFull
	}
	*d -= fullDisk(len(p))
	return len(p), nil
}

func TestErrorsOfTheWriterAreReturned(t *testing.T) {
	l := export.Layer{Columns: []export.Column{{Name: "text"}}}
	// More than the buffers of 64 KiB, so that errors come early and late.
	for range 10_000 {
		l.Rows = append(l.Rows, export.Row{Values: []any{"0123456789"}})
	}
	for _, room := range []fullDisk{0, 70_000} {
		for name, write := range map[string]func(*fullDisk) error{
			"GeoJSON": func(d *fullDisk) error { return export.WriteGeoJSON(d, l) },
			"CSV":     func(d *fullDisk) error { return export.WriteCSV(d, l) },
		} {
			left := room
			if err := write(&left); !errors.Is(err, errFull) {
				t.Errorf("%s, room for %d bytes: error %v", name, room, err)
			}
		}
	}
	long := export.Layer{Columns: []export.Column{{Name: string(slices.Repeat([]byte("x"), 100_000))}}}
	var none fullDisk
	if err := export.WriteCSV(&none, long); !errors.Is(err, errFull) {
		t.Errorf("long header: error %v", err)
	}
}
