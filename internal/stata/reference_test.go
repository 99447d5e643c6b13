package stata_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/corredor-geo/corredor/internal/outside"
	"github.com/corredor-geo/corredor/internal/stata"
)

// Missing values and sums are those that R 4.2 with haven 2.5.1 finds:
// sum(is.na(x)) and sprintf("%.12g", sum(x, na.rm = TRUE)).
func TestReferenceData(t *testing.T) {
	for _, test := range []struct {
		file          string
		rows, columns int
		column, want  string
	}{
		{"table1", 152, 31, "id_municipio", "0 2798306"},
		{"table1", 152, 31, "spread", "0 -0.599022164941"},
		{"table1", 152, 31, "turnout", "67 50.8000206351"},
		{"table1", 152, 31, "detour", "0 3673.38454064"},
		{"table1", 152, 31, "distUS", "0 109888.8338"},
		{"table1_neighbor", 152, 31, "sarea", "0 204368.873646"},
		{"table1_neighbor", 152, 31, "turnout", "48 61.0147987306"},
		{"MakePathPanel", 37, 2, "time", "0 243"},
		{"MakePathPanel", 37, 2, "YMEvent", "0 21497"},
		{"CloseElec", 83, 1, "id_municipio", "0 1604087"},
	} {
		f, err := stata.Read(context.Background(), outside.ReferenceData(t, "dell2015/"+test.file+".dta"), stata.Options{})
		if err != nil {
			t.Error(err)
			continue
		}
		c := f.Column(test.column)
		if f.Version != 117 || f.Rows != test.rows || len(f.Columns) != test.columns || c == nil {
			t.Errorf("%s: version %d, %d rows, %d columns, %v", test.file, f.Version, f.Rows, len(f.Columns), c)
			continue
		}
		missing, sum := 0, 0.0
		for _, x := range c.Numbers {
			if math.IsNaN(x) {
				missing++
				continue
			}
			sum += x
		}
		if got := fmt.Sprintf("%d %.12g", missing, sum); got != test.want {
			t.Errorf("%s: %s is %s, want %s", test.file, test.column, got, test.want)
		}
		if len(f.Warnings) > 0 {
			t.Errorf("%s: %v", test.file, f.Warnings)
		}
	}
}
