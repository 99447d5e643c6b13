package violence_test

import (
	"testing"

	"github.com/corredor-geo/corredor/engine/violence"
)

func TestParseMonth(t *testing.T) {
	good := map[string]violence.Month{
		"2010-01":    violence.MonthOf(2010, 1),
		"2010-12":    violence.MonthOf(2010, 12),
		"2010":       violence.MonthOf(2010, 1),
		"2004-02-29": violence.MonthOf(2004, 2),
		"1800":       violence.MonthOf(1800, 1),
		"2200-12":    violence.MonthOf(2200, 12),
	}
	for text, want := range good {
		if got, err := violence.ParseMonth(text); got != want || err != nil {
			t.Errorf("%q is %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "2010-13", "2010-00", "2010-1", "2010/01", "2010-+1", "+201", "10-01", "201001", "20100115",
		"January", "2010-01-32", "2005-02-29", "2010-01xyz", "2010-01-15T00:00:00", " 2010", "1799", "9999", "9999-12"} {
		got, err := violence.ParseMonth(text)
		if err == nil {
			t.Errorf("%q is %v, want an error", text, got)
		}
	}
	if _, err := violence.ParseMonth("enero"); err == nil || err.Error() != `"enero" is not a month; write 2010-01` {
		t.Errorf("error %v", err)
	}
}

func TestMonth(t *testing.T) {
	for year := 2003; year <= 2011; year++ {
		for month := 1; month <= 12; month++ {
			m := violence.MonthOf(year, month)
			back, err := violence.ParseMonth(m.String())
			if back != m || err != nil || m.Year() != year {
				t.Errorf("%v is read as %v, %v; its year is %d", m, back, err, m.Year())
			}
		}
	}
	if violence.MonthOf(2010, 12)+1 != violence.MonthOf(2011, 1) {
		t.Error("January 2011 does not follow December 2010")
	}
}

func TestPeriod(t *testing.T) {
	p := violence.Period{From: violence.MonthOf(2009, 11), To: violence.MonthOf(2010, 2)}
	if p.Months() != 4 || p.String() != "2009-11..2010-02" {
		t.Errorf("%v has %d months", p, p.Months())
	}
	for m, want := range map[violence.Month]bool{p.From - 1: false, p.From: true, p.From + 1: true, p.To: true, p.To + 1: false} {
		if p.Contains(m) != want {
			t.Errorf("%v contains %v: %v", p, m, !want)
		}
	}
	if empty := (violence.Period{From: p.To, To: p.From}); empty.Months() != 0 {
		t.Errorf("%v has %d months", empty, empty.Months())
	}
}
