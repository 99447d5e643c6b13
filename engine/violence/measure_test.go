package violence_test

import (
	"context"
	"math"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine/violence"
)

var nan = math.NaN()

// monthly reads a table of the series all and drug.
func monthly(t *testing.T, text string, change func(*violence.Options)) *violence.Table {
	t.Helper()
	table, err := readMonthly(text, change)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func readMonthly(text string, change func(*violence.Options)) (*violence.Table, error) {
	opts := violence.Options{Code: "code", Date: "date", Population: "pop",
		Series: []violence.SeriesColumn{{"all", "a"}, {"drug", "d"}}}
	if change != nil {
		change(&opts)
	}
	opts.FS = fstest.MapFS{"counts.csv": {Data: []byte(text)}}
	return violence.Read(context.Background(), "counts.csv", opts)
}

// period reads "2010-01..2010-06".
func period(t *testing.T, text string) violence.Period {
	t.Helper()
	from, to, _ := strings.Cut(text, "..")
	var p violence.Period
	var err error
	if p.From, err = violence.ParseMonth(from); err != nil {
		t.Fatal(err)
	}
	if p.To, err = violence.ParseMonth(to); err != nil {
		t.Fatal(err)
	}
	return p
}

// near compares to 12 digits, NaN with NaN.
func near(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-12*math.Abs(b)
}

func checkNumbers(t *testing.T, what string, got, want []float64) {
	t.Helper()
	for i := range want {
		if len(got) != len(want) || !near(got[i], want[i]) {
			t.Errorf("%s %v, want %v", what, got, want)
			return
		}
	}
}

// counts: homicides of all kinds are kept throughout, drug-war ones from 2010 on.
// Culiacán has no row in February; Tamazula's February is unknown.
//
//	            2009-12  2010-01  2010-02  2010-03
//	Culiacán        4        6      none       8
//	Tamazula        1        0        ?        2
const counts = `code,date,a,d,pop
25006,2009-12,4,,100000
25006,2010-01,6,3,200000
25006,2010-03,8,5,300000
10034,2009-12,1,,20000
10034,2010-01,0,0,20000
10034,2010-02,,,20000
10034,2010-03,2,1,
`

func TestMeasure(t *testing.T) {
	places := []violence.Place{
		{Code: "25006", AreaKM2: 5000, Population: 1},       // the table's population goes first
		{Code: "10034", AreaKM2: nan, Population: nan},      // no area
		{Code: "08029", AreaKM2: 9000, Population: 50_000},  // not in the table
		{Code: "20001", AreaKM2: 0, Population: math.NaN()}, // nothing is known
	}
	tests := []struct {
		name, series, period             string
		months                           int
		events, population, rate, perKM2 []float64
	}{
		{"one month is annualised", "all", "2010-01..2010-01", 1,
			[]float64{6, 0, nan, nan}, []float64{200_000, 20_000, 50_000, nan},
			// 6 x 12 = 72 a year, of 200,000 people, on 5,000 km2
			[]float64{36, 0, nan, nan}, []float64{0.0144, nan, nan, nan}},
		{"absent is unknown: its month does not count", "all", "2009-12..2010-03", 3,
			[]float64{18, 3, nan, nan}, []float64{200_000, 20_000, 50_000, nan},
			// 18 in 3 months: 72 a year; 3 in 3 months: 12 a year of 20,000
			[]float64{36, 60, nan, nan}, []float64{0.0144, nan, nan, nan}},
		{"part of the period is before the table", "all", "2009-01..2010-01", 2,
			[]float64{10, 1, nan, nan}, []float64{150_000, 20_000, 50_000, nan},
			[]float64{40, 30, nan, nan}, []float64{0.012, nan, nan, nan}},
		{"part of the period is after the table", "all", "2010-03..2030-12", 1,
			[]float64{8, 2, nan, nan}, []float64{300_000, nan, 50_000, nan},
			[]float64{32, nan, nan, nan}, []float64{0.0192, nan, nan, nan}},
		{"a series that begins late", "drug", "2009-12..2010-03", 2,
			[]float64{8, 1, nan, nan}, []float64{250_000, 20_000, 50_000, nan},
			// 8 in 2 months: 48 a year
			[]float64{19.2, 30, nan, nan}, []float64{0.0096, nan, nan, nan}},
	}
	table := monthly(t, counts, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := table.Measure(tt.series, period(t, tt.period), places)
			if err != nil {
				t.Fatal(err)
			}
			if m.Months != tt.months || m.Series != tt.series || m.Period != period(t, tt.period) {
				t.Errorf("%s in %v has %d months, want %d", m.Series, m.Period, m.Months, tt.months)
			}
			checkNumbers(t, "events", m.Events, tt.events)
			checkNumbers(t, "population", m.Population, tt.population)
			checkNumbers(t, "rate", m.RatePer100k, tt.rate)
			checkNumbers(t, "per km2", m.PerKM2, tt.perKM2)
			if want := []string{"08029", "20001"}; !reflect.DeepEqual(m.Unmatched, want) {
				t.Errorf("unmatched %v, want %v", m.Unmatched, want)
			}
		})
	}
}

// February is covered when some municipality has a count in it; a row with an
// empty cell stays unknown, a missing row becomes zero.
func TestAbsentIsZero(t *testing.T) {
	text := counts + "25003,2010-02,1,,\n"
	places := []violence.Place{{Code: "25006"}, {Code: "10034"}, {Code: "08029", Population: 50_000}}
	tests := []struct {
		zero         bool
		events, rate []float64
	}{
		{false, []float64{14, 2, nan}, []float64{14. * 12 / 2 / 250_000 * 100_000, 2. * 12 / 2 / 20_000 * 100_000, nan}},
		{true, []float64{14, 2, 0}, []float64{14. * 12 / 3 / 250_000 * 100_000, 2. * 12 / 2 / 20_000 * 100_000, 0}},
	}
	for _, tt := range tests {
		table := monthly(t, text, func(o *violence.Options) { o.AbsentIsZero = tt.zero })
		m, err := table.Measure("all", period(t, "2010-01..2010-03"), places)
		if err != nil {
			t.Fatal(err)
		}
		checkNumbers(t, "events", m.Events, tt.events)
		checkNumbers(t, "rate", m.RatePer100k, tt.rate)
		if m.Months != 3 {
			t.Errorf("%d months, want 3", m.Months)
		}
	}
}

// A month in which no municipality has a count is not covered, whatever absence means.
func TestMonthWithoutAnyCount(t *testing.T) {
	table := monthly(t, counts, func(o *violence.Options) { o.AbsentIsZero = true })
	m, err := table.Measure("all", period(t, "2010-01..2010-03"), []violence.Place{{Code: "25006"}})
	if err != nil || m.Months != 2 || m.Events[0] != 14 {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestCoverage(t *testing.T) {
	limit := func(text string) func(*violence.Options) {
		return func(o *violence.Options) { o.Coverage = map[string]violence.Period{"all": period(t, text)} }
	}
	place := []violence.Place{{Code: "25006"}}
	m, err := monthly(t, counts, limit("2010-01..2010-02")).Measure("all", period(t, "2009-12..2010-03"), place)
	if err != nil {
		t.Fatal(err)
	}
	if m.Months != 1 || m.Events[0] != 6 || m.Population[0] != 200_000 { // January alone
		t.Errorf("%+v", m)
	}
	_, err = monthly(t, counts, limit("2015-01..2015-12")).Measure("all", period(t, "2009-12..2010-03"), place)
	if want := `the violence series "all" has no data in 2009-12..2010-03`; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestMeasureErrors(t *testing.T) {
	table := monthly(t, counts, nil)
	tests := []struct{ series, period, want string }{
		{"all", "2011-01..2011-12", "the period 2011-01..2011-12 is outside the table, which covers 2009-12..2010-03"},
		{"all", "2009-01..2009-11", "the period 2009-01..2009-11 is outside the table, which covers 2009-12..2010-03"},
		{"all", "2010-03..2010-01", "the period 2010-03..2010-01 is empty"},
		{"drug", "2009-12..2009-12", `the violence series "drug" has no data in 2009-12..2009-12`},
		{"none", "2010-01..2010-01", `there is no violence series "none"`},
	}
	for _, tt := range tests {
		if _, err := table.Measure(tt.series, period(t, tt.period), nil); err == nil || err.Error() != tt.want {
			t.Errorf("%s in %s: error %v, want %s", tt.series, tt.period, err, tt.want)
		}
	}
}

// A table by year takes whole years, one or more.
func TestPeriodsOfYears(t *testing.T) {
	table := monthly(t, "code,year,a,d,pop\n25006,2009,3,,1000\n25006,2010,5,,3000\n25006,2011,7,,5000\n", func(o *violence.Options) { o.Date, o.Year = "", "year" })
	for _, tt := range []struct {
		period             string
		events, population float64 // NaN is an error
	}{
		{"2009-01..2009-12", 3, 1000},
		{"2009-01..2010-12", 8, 2000},
		{"2011-01..2011-12", 7, 5000},
		{"2011-01..2030-12", 7, 5000},
		{"2000-01..2009-12", 3, 1000},
		{"2009-02..2010-12", nan, nan},
		{"2009-01..2010-11", nan, nan},
		{"2009-12..2009-12", nan, nan},
		{"2008-01..2008-12", nan, nan},
		{"2012-01..2012-12", nan, nan},
	} {
		m, err := table.Measure("all", period(t, tt.period), []violence.Place{{Code: "25006"}})
		if math.IsNaN(tt.events) != (err != nil) {
			t.Errorf("%s: error %v", tt.period, err)
		} else if err == nil {
			checkNumbers(t, tt.period, []float64{m.Events[0], m.Population[0]}, []float64{tt.events, tt.population})
		}
	}
}

func TestHasPopulation(t *testing.T) {
	for text, want := range map[string]bool{
		"code,date,a,d,pop\n25006,2010-01,3,,1000\n": true,
		"code,date,a,d,pop\n25006,2010-01,3,,\n":     false,
		"code,date,a,d,pop\n25006,2010-01,3,,0\n":    false,
	} {
		if got := monthly(t, text, nil).HasPopulation(); got != want {
			t.Errorf("%q has inhabitants: %v", text, got)
		}
	}
}
