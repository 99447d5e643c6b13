package panel_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/panel"
)

const december2006 = 12*2006 + 11

// observations are two municipalities of Sinaloa and one of Chihuahua over
// three months.
func observations() []panel.Observation {
	var rows []panel.Observation
	for m := range 3 {
		rows = append(rows,
			panel.Observation{Code: "25006", Month: december2006 + m, Events: float64(m), Population: 600_000},
			panel.Observation{Code: "08037", Month: december2006 + m, Events: 10, Population: 1_200_000},
			panel.Observation{Code: "25018", Month: december2006 + m, Events: 1, Population: 100_000})
	}
	return rows
}

func TestPanel(t *testing.T) {
	p, err := panel.NewPanel(observations(), panel.PanelOptions{})
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(p.Codes, p.Unit, p.StateMonth, p.Events, p.Any(), p.States())
	// Chihuahua's months are 0 to 2, Sinaloa's 3 to 5.
	const want = "[08037 25006 25018] [0 0 0 1 1 1 2 2 2] [0 1 2 3 4 5 3 4 5] [10 10 10 0 1 2 1 1 1] [1 1 1 0 1 1 1 1 1] [8 8 8 25 25 25 25 25 25]"
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
	// 10 x 12 / 1.2 million x 100,000 = 10; 1 x 12 / 600,000 = 2 in 100,000; 1 x 12 / 100,000 = 12.
	if rate := p.RatePer100k(); !slices.Equal(rate, []float64{10, 10, 10, 0, 2, 4, 12, 12, 12}) {
		t.Error(rate)
	}
	if !slices.Equal(p.Warnings, []string{"3 state-months with a single municipality: their effect explains that row fully"}) {
		t.Errorf("%q", p.Warnings)
	}
	sinaloa, err := p.Filter(func(code string, month int) bool { return code[:2] == "25" && month > december2006 })
	if err != nil || sinaloa.Len() != 4 || !slices.Equal(sinaloa.StateMonth, []int32{0, 1, 0, 1}) {
		t.Errorf("%+v, %v", sinaloa, err)
	}
	later := p.Column(func(_ string, month int) float64 { return float64(month - december2006) })
	if !slices.Equal(later, []float64{0, 1, 2, 0, 1, 2, 0, 1, 2}) {
		t.Error(later)
	}
}

func TestPanelProblems(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(rows []panel.Observation) []panel.Observation
		want  []string
	}{
		{"nothing", func([]panel.Observation) []panel.Observation { return nil }, []string{"the panel has no rows"}},
		{"twice", func(rows []panel.Observation) []panel.Observation { return append(rows, rows[1]) },
			[]string{"municipality 08037: two rows for 2006-12; add them up or drop one"}},
		{"gap", func(rows []panel.Observation) []panel.Observation { return append(rows[:3:3], rows[4:]...) },
			[]string{"municipality 25006: 1 of the months 2006-12 to 2007-02 are missing, the first of them 2007-01"}},
		{"begins late", func(rows []panel.Observation) []panel.Observation { return append(rows[1:6:6], rows[7:]...) },
			[]string{"municipality 25006: 2 of the months 2006-12 to 2007-02 are missing, the first of them 2006-12"}},
		{"code", func(rows []panel.Observation) []panel.Observation {
			for i := range rows {
				rows[i].Code = strings.TrimLeft(rows[i].Code, "0")
			}
			return rows
		}, []string{`municipality "8037": a code is five digits, with the leading zero`}},
		{"negative", func(rows []panel.Observation) []panel.Observation {
			rows[0].Events, rows[1].Population = -1, -2
			return rows
		}, []string{"municipality 08037, 2006-12: a population of -2", "municipality 25006, 2006-12: a count of -1"}},
	} {
		_, err := panel.NewPanel(test.spoil(observations()), panel.PanelOptions{})
		var problems panel.Problems
		if !errors.As(err, &problems) {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		for _, want := range test.want {
			if !slices.Contains(problems, want) {
				t.Errorf("%s: %q, want %q", test.name, problems, want)
			}
		}
	}
	var many []panel.Observation
	for range 30 {
		many = append(many, observations()[0])
	}
	if _, err := panel.NewPanel(many, panel.PanelOptions{}); err == nil || !strings.HasSuffix(err.Error(), "and 9 more lines like these") {
		t.Error(err)
	}
}

func TestPanelWarnings(t *testing.T) {
	rows := observations()
	rows[0].Population, rows[3].Population, rows[6].Events = 0, math.NaN(), math.NaN()
	p, err := panel.NewPanel(rows[:8], panel.PanelOptions{AllowGaps: true})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"1 rows without a count",
		"1 rows without a population, so without a rate",
		"1 rows with a population of 0, so without a rate and of no weight",
		"4 state-months with a single municipality: their effect explains that row fully",
		"1 pairs of municipality and month are missing",
	}
	if !slices.Equal(p.Warnings, want) {
		t.Errorf("%q", p.Warnings)
	}
	if y := p.RatePer100k(); !math.IsNaN(y[3]) || !math.IsNaN(y[4]) || !math.IsNaN(y[5]) || !math.IsNaN(p.Any()[5]) {
		t.Error(y)
	}
}
