package violence_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

func TestReadMends(t *testing.T) {
	table := monthly(t, `code,date,a,d,pop
8029,2010-01-15,2,1,1000
08029,2010-01,3,,500
08030,2010-01,NA,4,
08031,2010-01,1,1,2000
`, func(o *violence.Options) { o.Recode = map[string]string{"08031": "08029"} })
	if got := table.Codes(); !slices.Equal(got, []string{"08029", "08030"}) {
		t.Errorf("codes %v", got)
	}
	if got := table.SeriesNames(); !slices.Equal(got, []string{"all", "drug"}) {
		t.Errorf("series %v", got)
	}
	if !table.Has("08029") || table.Has("08031") || table.Has("8029") {
		t.Error("Has is wrong")
	}
	want := []string{
		"1 municipality codes without their leading zero were completed",
		"2 rows that repeat a municipality and period were added to the first",
	}
	if !slices.Equal(table.Warnings, want) || len(table.Files) != 1 {
		t.Errorf("warnings %q, want %q; files %v", table.Warnings, want, table.Files)
	}
	places := []violence.Place{{Code: "08029"}, {Code: "08030"}}
	january := period(t, "2010-01..2010-01")
	for series, want := range map[string][]float64{"all": {6, nan}, "drug": {2, 4}} {
		m, err := table.Measure(series, january, places)
		if err != nil {
			t.Fatal(err)
		}
		checkNumbers(t, series, m.Events, want)
		if m.Population[0] != 3500 {
			t.Errorf("population %v, want 1000 + 500 + 2000", m.Population[0])
		}
	}
}

//	2008   2009   2010
//
// Culiacán    12      ?     36      of 100,000, 200,000, 300,000
func TestYearly(t *testing.T) {
	change := func(o *violence.Options) { o.Date, o.Year = "", "year" }
	const text = "code,year,a,d,pop\n25006,2008,12,,100000\n25006,2009,,1,200000\n25006,2010,36,,300000\n"
	table := monthly(t, text, change)
	place := []violence.Place{{Code: "25006", AreaKM2: 100}}
	tests := []struct {
		period                       string
		months                       int
		events, rate, perKM2, people float64
	}{
		{"2008-01..2008-12", 12, 12, 12, 0.12, 100_000},
		{"2010-01..2010-12", 12, 36, 12, 0.36, 300_000},
		{"2008-01..2010-12", 24, 48, 12, 0.24, 200_000}, // 48 in 2 years of 200,000
		{"2010-01..2020-12", 12, 36, 12, 0.36, 300_000},
		{"1999-01..2008-12", 12, 12, 12, 0.12, 100_000},
	}
	for _, tt := range tests {
		m, err := table.Measure("all", period(t, tt.period), place)
		if err != nil {
			t.Fatal(err)
		}
		if m.Months != tt.months {
			t.Errorf("%s: %d months, want %d", tt.period, m.Months, tt.months)
		}
		checkNumbers(t, tt.period, []float64{m.Events[0], m.RatePer100k[0], m.PerKM2[0], m.Population[0]},
			[]float64{tt.events, tt.rate, tt.perKM2, tt.people})
	}
	for text, want := range map[string]string{
		"2010-01..2010-06": "the table is by year, so the period must be whole years, not 2010-01..2010-06",
		"2009-06..2010-12": "the table is by year, so the period must be whole years, not 2009-06..2010-12",
		"2011-01..2011-12": "the period 2011-01..2011-12 is outside the table, which covers 2008-01..2010-12",
		"2007-01..2007-12": "the period 2007-01..2007-12 is outside the table, which covers 2008-01..2010-12",
	} {
		if _, err := table.Measure("all", period(t, text), place); err == nil || err.Error() != want {
			t.Errorf("%s: error %v", text, err)
		}
	}
}

// A series that was kept from September 2008 on has 4 months of that year: its
// 12 events are 36 a year.
func TestYearlyWithPartOfAYearCovered(t *testing.T) {
	table := monthly(t, "code,year,a,d,pop\n25006,2008,12,,100000\n", func(o *violence.Options) {
		o.Date, o.Year = "", "year"
		o.Coverage = map[string]violence.Period{"all": period(t, "2008-09..2015-12")}
	})
	m, err := table.Measure("all", period(t, "2008-01..2008-12"), []violence.Place{{Code: "25006"}})
	if err != nil || m.Months != 4 || m.Events[0] != 12 || !near(m.RatePer100k[0], 36) {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestReadErrors(t *testing.T) {
	const head = "code,date,a,d,pop\n25006,2010-01,1,1,1\n"
	yearly := func(o *violence.Options) { o.Date, o.Year = "", "date" }
	tests := []struct {
		name, text string
		change     func(*violence.Options)
		cause      error
		message    string
	}{
		{"negative count", head + "25006,2010-02,-1,1,1\n", nil, nil, `counts.csv:3: column "a": the count is -1; a count cannot be negative`},
		{"negative population", head + "25006,2010-02,1,1,-5\n", nil, nil, `counts.csv:3: column "pop": the count is -5`},
		{"text for a count", head + "25006,2010-02,1,many,1\n", nil, feature.ErrNumber, `counts.csv:3: column "d": not a number: "many"`},
		{"text for a population", head + "25006,2010-02,1,1,many\n", nil, feature.ErrNumber, `counts.csv:3: column "pop": not a number`},
		{"code", head + "Culiacán,2010-02,1,1,1\n", nil, feature.ErrCode, `counts.csv:3: column "code": not a municipality code: "Culiacán"`},
		{"no code", head + ",2010-02,1,1,1\n", nil, feature.ErrMissing, `counts.csv:3: column "code": the value is missing`},
		{"month", head + "25006,2010-2,1,1,1\n", nil, nil, `counts.csv:3: column "date": "2010-2" is not a month; write 2010-01`},
		{"no month", head + "25006,,1,1,1\n", nil, nil, `counts.csv:3: column "date": "" is not a month`},
		{"year 9999 for unknown", head + "25006,9999-01,1,1,1\n", nil, nil, `counts.csv:3: column "date": "9999-01" is not a month`},
		{"month in a table by year", head, yearly, nil, `counts.csv:2: column "date": "2010-01" is not a year; write 2010`},
		{"text for a year", "code,date,a,d,pop\n25006,last,1,1,1\n", yearly, nil, `counts.csv:2: column "date": "last" is not a year; write 2010`},
		{"no column", "code,date,a,pop\n", nil, feature.ErrColumn, `counts.csv: column "d": no such column`},
		{"no population", "code,date,a,d\n", nil, feature.ErrColumn, `counts.csv: column "pop": no such column`},
		{"no rows", "code,date,a,d,pop\n", nil, nil, "counts.csv: the table has no rows"},
		{"empty file", "", nil, nil, "counts.csv: "},
		{"too many values", head + "25006,2010-02,1,1,1,1\n", nil, nil, "counts.csv:3: 6 values, but the header has 5 columns"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readMonthly(tt.text, tt.change)
			switch {
			case err == nil || !strings.HasPrefix(err.Error(), tt.message) || strings.Contains(err.Error(), "\n"):
				t.Errorf("error %q\nwant  %q...", err, tt.message)
			case tt.cause != nil && !errors.Is(err, tt.cause):
				t.Errorf("%q does not wrap %q", err, tt.cause)
			}
		})
	}
}

func TestReadMissingFile(t *testing.T) {
	_, err := violence.Read(context.Background(), "counts.csv", violence.Options{FS: fstest.MapFS{}})
	if err == nil || !strings.HasPrefix(err.Error(), "counts.csv: ") {
		t.Errorf("error %v", err)
	}
}

func TestReadCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	fsys := fstest.MapFS{"counts.csv": {Data: []byte("code,date\n25006,2010-01\n")}}
	_, err := violence.Read(ctx, "counts.csv", violence.Options{FS: fsys, Code: "code", Date: "date"})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
