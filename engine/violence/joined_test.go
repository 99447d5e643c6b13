package violence_test

import (
	"testing"

	"github.com/corredor-geo/corredor/engine/violence"
)

func TestJoin(t *testing.T) {
	total := readTable(t, "code,date,n,pop\n25006,2008-01,9,100\n25018,2008-02,1,\n", nil)
	drug := readTable(t, "code,date,n,d,pop\n25006,2007-12,3,2,50\n08037,2008-02,8,7,60\n", nil)
	joined, err := violence.Join(total, drug)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := cellsText(joined), "08037 2008-02 NaN 8 7; 25006 2007-12 NaN 3 2; 25006 2008-01 9 NaN NaN; 25018 2008-02 1 NaN NaN"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if names := joined.SeriesNames(); len(names) != 3 || names[1] != "n_2" {
		t.Errorf("series %v", names)
	}
	for c := range joined.Cells() {
		if want := map[string]float64{"2007-12": 50, "2008-01": 100, "2008-02": 60}[c.From.String()]; c.Code != "25018" && c.Population != want {
			t.Errorf("%s has %v inhabitants", c.Code, c.Population)
		}
	}
	// Factors are those of the first table, and for its first series.
	factored, _ := adjusted(t, mustJoin(t, readTable(t, "code,date,n,per\n25006,2008-01,9,2\n", nil), drug), violence.Late{Factor: true, Year: 2008})
	if got, want := cellsText(factored), "08037 2008-02 NaN 8 7; 25006 2007-12 NaN 3 2; 25006 2008-01 18 NaN NaN"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	// one by year: both are
	yearly := readTable(t, "code,year,x\n25006,2008,4\n", func(o *violence.Options) { o.AbsentIsZero = true })
	joined, err = violence.Join(total, yearly)
	if err != nil {
		t.Fatal(err)
	}
	if want := (violence.Timeline{First: violence.MonthOf(2008, 1), StepMonths: 12, Steps: 1}); joined.Timeline() != want {
		t.Errorf("the timeline is %+v, want %+v", joined.Timeline(), want)
	}
	if got, want := cellsText(joined), "25006 2008 9 4; 25018 2008 1 0"; got != want || !joined.ByYear() {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func mustJoin(t *testing.T, a, b *violence.Table) *violence.Table {
	t.Helper()
	joined, err := violence.Join(a, b)
	if err != nil {
		t.Fatal(err)
	}
	return joined
}

// Deaths without a date stay those of their series and place, whichever table they come from.
func TestJoinUndated(t *testing.T) {
	a := readTable(t, "code,date,registered,n\n25006,2010-01,2010-01,9\n08037,,2010-02,3\n", nil)
	b := readTable(t, "code,date,registered,n\n08037,2010-02,2010-02,8\n25006,,2010-01,4\n25006,,2010-02,1\n", nil)
	joined := mustJoin(t, a, b)
	for series, want := range map[string]float64{"n": 3, "n_2": 5} {
		if years, err := joined.UndatedByYear(series); err != nil || len(years) != 1 || years[2010] != want {
			t.Errorf("undated of %s: %v, %v; want %v", series, years, err, want)
		}
	}
	dated, _ := adjusted(t, joined, violence.Undated{})
	if got, want := cellsText(dated), "08037 2010-02 3 8; 25006 2010-01 9 4; 25006 2010-02 NaN 1"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestJoinErrors(t *testing.T) {
	none := readTable(t, "code,date\n25006,2010-01\n", func(o *violence.Options) { o.Series = nil })
	some := readTable(t, "code,date,n\n25006,2010-01,9\n", nil)
	for _, pair := range [][2]*violence.Table{{none, some}, {some, none}, {none, none}} {
		if _, err := violence.Join(pair[0], pair[1]); err == nil || err.Error() != "a table without series cannot be joined" {
			t.Errorf("error %v", err)
		}
	}
}

// An absent row is a zero of the whole only where it is one of both tables.
func TestJoinAbsence(t *testing.T) {
	for _, zero := range [][2]bool{{false, false}, {false, true}, {true, false}, {true, true}} {
		var tables [2]*violence.Table
		for i := range tables {
			tables[i] = readTable(t, "code,date,n\n25006,2010-01,9\n", func(o *violence.Options) { o.AbsentIsZero = zero[i] })
		}
		if got := mustJoin(t, tables[0], tables[1]).AbsentIsZero(); got != (zero[0] && zero[1]) {
			t.Errorf("absence is zero in %v, in both together %v", zero, got)
		}
	}
}

// The zeros of a table that begins later and ends earlier lie in its own months.
func TestJoinAbsenceInTime(t *testing.T) {
	long := readTable(t, "code,date,n\n08037,2010-01,1\n08037,2010-04,2\n", nil)
	short := readTable(t, "code,date,d\n25006,2010-02,3\n25006,2010-03,4\n", func(o *violence.Options) { o.AbsentIsZero = true })
	for _, tt := range []struct {
		a, b *violence.Table
		want string
	}{
		{long, short, "08037 2010-01 1 NaN; 08037 2010-02 NaN 0; 08037 2010-03 NaN 0; 08037 2010-04 2 NaN; 25006 2010-02 NaN 3; 25006 2010-03 NaN 4"},
		{short, long, "08037 2010-01 NaN 1; 08037 2010-02 0 NaN; 08037 2010-03 0 NaN; 08037 2010-04 NaN 2; 25006 2010-02 3 NaN; 25006 2010-03 4 NaN"},
	} {
		if got := cellsText(mustJoin(t, tt.a, tt.b)); got != tt.want {
			t.Errorf("%s\nwant %s", got, tt.want)
		}
	}
}
