package scenario_test

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/corredor-geo/corredor/engine/scenario"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

var inf = math.Inf(1)

func months(t testing.TB, from, to string) scenario.Months {
	t.Helper()
	a, err := feature.ParseMonth(from)
	if err != nil {
		t.Fatal(err)
	}
	b := scenario.Open
	if to != "" {
		if b, err = feature.ParseMonth(to); err != nil {
			t.Fatal(err)
		}
	}
	return scenario.Months{From: a, To: b}
}

func TestSplit(t *testing.T) {
	year := months(t, "2009-01", "2009-12")
	tests := []struct {
		name   string
		shocks []scenario.Shock
		want   string
	}{
		{"none", nil, "2009-01..2009-12 []"},
		{"to the end", []scenario.Shock{{Code: "08029", Months: months(t, "2009-04", ""), Multiplier: inf}},
			"2009-01..2009-03 [] 2009-04..2009-12 [{08029 +Inf municipality}]"},
		{"begins before and ends within", []scenario.Shock{{Code: "08029", Months: months(t, "2007-01", "2009-06"), Multiplier: 2}},
			"2009-01..2009-06 [{08029 2 municipality}] 2009-07..2009-12 []"},
		{"outside", []scenario.Shock{{Code: "08029", Months: months(t, "2007-01", "2008-12"), Multiplier: 2}, {Code: "08029", Months: months(t, "2010-01", ""), Multiplier: 2}},
			"2009-01..2009-12 []"},
		{"no shock at all", []scenario.Shock{{Code: "08029", Months: months(t, "2009-04", ""), Multiplier: 1}}, "2009-01..2009-12 []"},
		{"the largest of an overlap", []scenario.Shock{{Code: "08029", Months: months(t, "2009-02", "2009-08"), Multiplier: 2}, {Code: "08029", Months: months(t, "2009-05", "2009-06"), Multiplier: 3}},
			"2009-01..2009-01 [] 2009-02..2009-04 [{08029 2 municipality}] 2009-05..2009-06 [{08029 3 municipality}] 2009-07..2009-08 [{08029 2 municipality}] 2009-09..2009-12 []"},
		{"a weaker shock changes nothing", []scenario.Shock{{Code: "08029", Months: months(t, "2009-02", ""), Multiplier: 3}, {Code: "08029", Months: months(t, "2009-05", "2009-06"), Multiplier: 2}},
			"2009-01..2009-01 [] 2009-02..2009-12 [{08029 3 municipality}]"},
		{"one takes over from the other", []scenario.Shock{{Code: "08029", Months: months(t, "2009-02", "2009-03"), Multiplier: 3}, {Code: "08029", Months: months(t, "2009-04", ""), Multiplier: 3}},
			"2009-01..2009-01 [] 2009-02..2009-12 [{08029 3 municipality}]"},
		{"in the order of codes", []scenario.Shock{{Code: "25006", Months: months(t, "2009-07", ""), Multiplier: 2}, {Code: "08029", Months: months(t, "2009-07", ""), Multiplier: inf}},
			"2009-01..2009-06 [] 2009-07..2009-12 [{08029 +Inf municipality} {25006 2 municipality}]"},
	}
	for _, test := range tests {
		text := ""
		for i, p := range scenario.Split(test.shocks, year) {
			if i > 0 {
				text += " "
			}
			text += fmt.Sprintf("%v %v", p.Months, p.Factors)
		}
		if text != test.want {
			t.Errorf("%s: %s\nwant %s", test.name, text, test.want)
		}
	}
	mixed := []scenario.Shock{{Code: "2301", Months: months(t, "2009-03", "2009-04"), Multiplier: 1, Kind: scenario.Port},
		{Code: "2301", Months: months(t, "2009-04", ""), Multiplier: 0, Kind: scenario.Port}, {Code: "2301", Months: months(t, "2009-04", "2009-04"), Multiplier: 2, Kind: scenario.Segment}}
	got := ""
	for _, p := range scenario.Split(mixed, year) {
		got += fmt.Sprintf("%v %v %d ", p.Months, p.Factors, len(p.Of(scenario.Port)))
	}
	if want := "2009-01..2009-02 [] 0 2009-03..2009-03 [{2301 1 port}] 1 2009-04..2009-04 [{2301 2 segment} {2301 1 port}] 1 2009-05..2009-12 [] 0 "; got != want {
		t.Errorf("mixed kinds: %s\nwant %s", got, want)
	}
	if got := scenario.Split(nil, scenario.Months{From: year.To, To: year.From}); got != nil {
		t.Errorf("an empty range has the periods %v", got)
	}
}

// TestSplitMonthByMonth compares random shocks with a table filled in month by month.
func TestSplitMonthByMonth(t *testing.T) {
	const seed, span, places = 3, 30, 4
	first := feature.MonthOf(2006, 12)
	for round := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, round))
		var shocks []scenario.Shock
		var naive [span]map[string]float64
		for i := range naive {
			naive[i] = map[string]float64{}
		}
		for range rng.IntN(12) {
			from := first + feature.Month(rng.IntN(span+10)-5)
			s := scenario.Shock{Code: fmt.Sprintf("0100%d", rng.IntN(places)), Multiplier: []float64{0.5, 1, 2, 10, inf}[rng.IntN(5)],
				Months: scenario.Months{From: from, To: from + feature.Month(rng.IntN(12))}}
			if rng.IntN(4) == 0 {
				s.To = scenario.Open
			}
			shocks = append(shocks, s)
			for i := range naive {
				if m := first + feature.Month(i); s.From <= m && m <= s.To {
					naive[i][s.Code] = max(naive[i][s.Code], s.Multiplier)
				}
			}
		}
		next := first
		var before map[string]float64
		for _, p := range scenario.Split(shocks, scenario.Months{From: first, To: first + span - 1}) {
			held := map[string]float64{}
			for _, f := range p.Factors {
				held[f.Code] = f.Multiplier
			}
			if p.From != next || before != nil && maps.Equal(held, before) {
				t.Fatalf("seed %d, round %d: the period %v follows %v with %v", seed, round, p, next-1, before)
			}
			for m := p.From; m <= p.To; m++ {
				want := maps.Clone(naive[m-first])
				maps.DeleteFunc(want, func(_ string, x float64) bool { return x == 1 })
				if !maps.Equal(held, want) {
					t.Fatalf("seed %d, round %d: %v has %v, want %v", seed, round, m, held, want)
				}
			}
			next, before = p.To+1, held
		}
		if next != first+span {
			t.Fatalf("seed %d, round %d: the periods end in %v", seed, round, next-1)
		}
	}
}
