package violence_test

import (
	"math"
	"testing"

	"github.com/corredor-geo/corredor/engine/violence"
)

func TestCells(t *testing.T) {
	nan := math.NaN()
	const text = "code,date,a,d,pop\n25006,2010-01,3,1,1000\n25006,2010-03,0,,2000\n08029,2010-01,,2,\n"
	places := []violence.Place{{Code: "25006", Population: 500}, {Code: "08029", Population: nan}, {Code: "01001", Population: 700}}
	coverage := func(o *violence.Options) {
		o.Coverage = map[string]violence.Period{"drug": period(t, "2010-01..2010-02")}
	}
	zero := func(o *violence.Options) { o.AbsentIsZero = true; coverage(o) }
	tests := []struct {
		name, series       string
		month              violence.Month
		change             func(*violence.Options)
		events, population []float64
	}{
		{"as the table has it", "all", violence.MonthOf(2010, 1), coverage, []float64{3, nan, nan}, []float64{1000, nan, 700}},
		{"other series", "drug", violence.MonthOf(2010, 1), coverage, []float64{1, 2, nan}, []float64{1000, nan, 700}},
		{"no row", "all", violence.MonthOf(2010, 2), coverage, []float64{nan, nan, nan}, []float64{500, nan, 700}},
		{"absent is zero where some municipality is known", "all", violence.MonthOf(2010, 3), zero, []float64{0, 0, 0}, []float64{2000, nan, 700}},
		{"not covered", "drug", violence.MonthOf(2010, 3), zero, []float64{nan, nan, nan}, []float64{2000, nan, 700}},
		{"before the table", "all", violence.MonthOf(2009, 12), zero, []float64{nan, nan, nan}, []float64{500, nan, 700}},
		{"after the table", "all", violence.MonthOf(2010, 4), zero, []float64{nan, nan, nan}, []float64{500, nan, 700}},
	}
	for _, test := range tests {
		events, population, err := monthly(t, text, test.change).InMonth(test.series, test.month, places)
		if err != nil {
			t.Fatal(err)
		}
		checkNumbers(t, test.name+": events", events, test.events)
		checkNumbers(t, test.name+": population", population, test.population)
	}
	table := monthly(t, text, nil)
	if _, _, err := table.InMonth("none", 0, places); err == nil || table.ByYear() {
		t.Errorf("error %v, by year %v", err, table.ByYear())
	}
	yearly := monthly(t, "code,year,a,d,pop\n25006,2010,3,1,1000\n", func(o *violence.Options) { o.Date, o.Year = "", "year" })
	events, _, err := yearly.InMonth("all", violence.MonthOf(2010, 1), places)
	if err != nil || !yearly.ByYear() {
		t.Errorf("by year: %v, by month %v", err, !yearly.ByYear())
	}
	checkNumbers(t, "a month of a year", events, []float64{nan, nan, nan})
}
