package violence_test

import (
	"testing"

	"github.com/corredor-geo/corredor/engine/violence"
)

func TestNationalTotals(t *testing.T) {
	table := readPanel(t)
	const municipalities = 2454 // as the description of the data has it
	if got := len(table.Codes()); got != municipalities {
		t.Errorf("%d municipalities, want %d", got, municipalities)
	}
	places := make([]violence.Place, 0, municipalities)
	for _, code := range table.Codes() {
		places = append(places, violence.Place{Code: code})
	}
	naive := map[string]float64{}
	for _, r := range panelRows(t) {
		if r.month[:4] == "2010" {
			naive["homicides"] += r.homicides
			naive["drug_war"] += r.drugWar
		}
	}
	for _, series := range table.SeriesNames() {
		m, err := table.Measure(series, period(t, "2010-01..2010-12"), places)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, x := range m.Events {
			sum += x
		}
		if sum != naive[series] || sum == 0 || m.Months != 12 || len(m.Unmatched) != 0 {
			t.Errorf("%s: %v in %d months, naively %v", series, sum, m.Months, naive[series])
		}
	}
	// Homicides end in 2010-12, those of the drug war begin in 2006-12 and end in 2011-09.
	for series, want := range map[string]int{"homicides": 84, "drug_war": 58} {
		m, err := table.Measure(series, period(t, "2004-01..2011-09"), places)
		if err != nil || m.Months != want {
			t.Errorf("%s covers %d months, want %d; %v", series, m.Months, want, err)
		}
	}
}
