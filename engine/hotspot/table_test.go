package hotspot_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine/hotspot"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// source is a table of crops in columns code, name, ha and crop.
func source(text string) hotspot.Source {
	return hotspot.Source{FS: fstest.MapFS{"crops.csv": {Data: []byte(text)}}, Path: "crops.csv", Code: "code", Name: "name", Weight: "ha"}
}

const crops = `code,name,ha,crop,year
8029,Guadalupe y Calvo,236.5,poppy,2003
25003,Badiraguato,227,poppy,2003
08029,,13.5,poppy,2002
25003,Badiraguato,100,marijuana,2003
10034,Tamazula,0,marijuana,2003
`

func TestReadTable(t *testing.T) {
	tests := []struct {
		name           string
		where          map[string]string
		want           []hotspot.Spot
		rows, restored int
	}{
		{"all rows, duplicates added, first name kept", nil,
			[]hotspot.Spot{{"08029", "Guadalupe y Calvo", 250}, {"25003", "Badiraguato", 327}, {"10034", "Tamazula", 0}}, 5, 1},
		{"one crop", map[string]string{"crop": "marijuana"},
			[]hotspot.Spot{{"25003", "Badiraguato", 100}, {"10034", "Tamazula", 0}}, 2, 0},
		{"two conditions", map[string]string{"crop": "poppy", "year": "2002"},
			[]hotspot.Spot{{"08029", "", 13.5}}, 1, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := source(crops)
			src.Where = tt.where
			spots, in, err := hotspot.ReadTable(context.Background(), src)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(spots, tt.want) {
				t.Errorf("spots %+v, want %+v", spots, tt.want)
			}
			if in.Rows != tt.rows || in.Restored != tt.restored || len(in.Files) != 1 || in.Files[0].Bytes != int64(len(crops)) {
				t.Errorf("input %+v", in)
			}
		})
	}
}

// A table needs no position, so what stands in a column called lon is its own affair.
func TestTableIgnoresCoordinates(t *testing.T) {
	spots, _, err := hotspot.ReadTable(context.Background(), source("code,name,ha,lon,lat\n08029,Guadalupe y Calvo,1,unknown,\n"))
	if err != nil || len(spots) != 1 {
		t.Errorf("%v, %v", spots, err)
	}
}

func TestTableErrors(t *testing.T) {
	const head = "code,name,ha\n08029,Guadalupe y Calvo,1\n"
	tests := []struct {
		name, text string
		change     func(*hotspot.Source)
		cause      error
		message    string
	}{
		{"negative weight", head + "25003,,-2\n", nil, nil, `crops.csv:3: column "ha": the weight is -2; a weight cannot be negative`},
		{"missing weight", head + "25003,,\n", nil, feature.ErrMissing, `crops.csv:3: column "ha": the value is missing`},
		{"decimal comma", head + "25003,,\"2,5\"\n", nil, feature.ErrNumber, `crops.csv:3: column "ha": not a number: "2,5" (decimal comma? write 2.5)`},
		{"no code", head + ",Badiraguato,1\n", nil, feature.ErrMissing, `crops.csv:3: column "code": the value is missing`},
		{"code of a state", head + "25,Sinaloa,1\n", nil, feature.ErrCode, `crops.csv:3: column "code": not a municipality code: "25" (write five digits, such as 08029)`},
		{"no such column", head, func(s *hotspot.Source) { s.Weight = "km2" }, feature.ErrColumn, `crops.csv: column "km2": no such column`},
		{"no such name", head, func(s *hotspot.Source) { s.Name = "nombre" }, feature.ErrColumn, `crops.csv: column "nombre": no such column`},
		{"condition on no column", head, func(s *hotspot.Source) { s.Where = map[string]string{"crop": "poppy"} }, feature.ErrColumn, `crops.csv: column "crop": no such column`},
		{"condition nothing meets", head, func(s *hotspot.Source) { s.Where = map[string]string{"ha": "2"} }, nil, "crops.csv: no row to use (look at where: ha is never \"2\" but 1)"},
		{"no rows", "code,name,ha\n", nil, nil, "crops.csv: no row to use (there is no row below the header)"},
		{"conditions met apart", head + "25003,Badiraguato,2\n", func(s *hotspot.Source) { s.Where = map[string]string{"ha": "2", "code": "08029"} }, nil, "crops.csv: no row to use (look at where: no row meets all conditions at once)"},
		{"empty file", "", nil, nil, "crops.csv: "},
		{"no file", head, func(s *hotspot.Source) { s.Path = "other.csv" }, nil, "other.csv: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := source(tt.text)
			if tt.change != nil {
				tt.change(&src)
			}
			_, _, err := hotspot.ReadTable(context.Background(), src)
			checkError(t, err, tt.cause, tt.message)
		})
	}
}

// checkError wants one line that begins with text and wraps cause (nil is any).
func checkError(t *testing.T, err, cause error, text string) {
	t.Helper()
	switch {
	case err == nil:
		t.Errorf("no error, want %q", text)
	case !strings.HasPrefix(err.Error(), text) || strings.Contains(err.Error(), "\n"):
		t.Errorf("error %q\nwant  %q...", err, text)
	case cause != nil && !errors.Is(err, cause):
		t.Errorf("%q does not wrap %q", err, cause)
	}
}

func TestTableCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := hotspot.ReadTable(ctx, source(crops)); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
