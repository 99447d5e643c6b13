package violence_test

import (
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/engine/violence"
)

func TestTimelineSteps(t *testing.T) {
	for _, test := range []struct {
		name        string
		stepMonths  int
		first, last string // of the three steps
	}{
		{"by month", 1, "2009-12..2009-12", "2010-02..2010-02"},
		{"by year", 12, "2009-12..2010-11", "2011-12..2012-11"},
	} {
		line := violence.Timeline{First: violence.MonthOf(2009, 12), StepMonths: test.stepMonths, Steps: 3}
		if first, last := line.Step(0).String(), line.Step(2).String(); first != test.first || last != test.last {
			t.Errorf("%s: from %s to %s, want from %s to %s", test.name, first, last, test.first, test.last)
		}
	}
}

// What the steps append is what InMonth gives of each of them.
func TestTimelineOfTable(t *testing.T) {
	for _, zero := range []bool{false, true} {
		table := monthly(t, counts+"25003,2010-02,1,,\n", func(o *violence.Options) { o.AbsentIsZero = zero })
		line := table.Timeline()
		if want := (violence.Timeline{First: violence.MonthOf(2009, 12), StepMonths: 1, Steps: 4}); line != want {
			t.Fatalf("the timeline is %+v, want %+v", line, want)
		}
		for _, series := range []string{"all", "drug"} {
			for _, code := range []string{"25006", "10034", "25003", "08029"} {
				var wantEvents, wantPeople []float64
				for i := range line.Steps {
					events, people, err := table.InMonth(series, line.Step(i).From, []violence.Place{{Code: code, Population: nan}})
					if err != nil {
						t.Fatal(err)
					}
					wantEvents, wantPeople = append(wantEvents, events[0]), append(wantPeople, people[0])
				}
				events, err := table.AppendEvents([]float64{7}, series, code)
				if err != nil {
					t.Fatal(err)
				}
				checkNumbers(t, series+" of "+code, events, append([]float64{7}, wantEvents...))
				checkNumbers(t, "inhabitants of "+code, table.AppendPopulation(nil, code), wantPeople)
			}
		}
	}
}

func TestCoveredMonths(t *testing.T) {
	part := func(o *violence.Options) {
		o.Coverage = map[string]violence.Period{"drug": period(t, "2010-01..2010-02")}
	}
	byYear := func(o *violence.Options) {
		o.Date, o.Year = "", "year"
		o.Coverage = map[string]violence.Period{"drug": period(t, "2009-11..2010-07")}
	}
	for _, test := range []struct {
		name, text, series string
		change             func(*violence.Options)
		want               []int
	}{
		{"every month", counts, "all", nil, []int{1, 1, 0, 1}},
		{"from the first count on", counts, "drug", nil, []int{0, 1, 0, 1}},
		{"within the coverage", counts, "drug", part, []int{0, 1, 0, 0}},
		{"whole years", "code,year,a,d,pop\n25006,2009,1,1,\n25006,2010,1,1,\n25006,2011,1,1,\n", "all", byYear, []int{12, 12, 12}},
		{"parts of years", "code,year,a,d,pop\n25006,2009,1,1,\n25006,2010,1,1,\n25006,2011,1,1,\n", "drug", byYear, []int{2, 7, 0}},
	} {
		months, err := monthly(t, test.text, test.change).CoveredMonths(test.series)
		if err != nil || !slices.Equal(months, test.want) {
			t.Errorf("%s: %v, %v; want %v", test.name, months, err, test.want)
		}
	}
	table := monthly(t, counts, nil)
	if _, err := table.CoveredMonths("none"); err == nil {
		t.Error("a series that is not there covers months")
	}
	if events, err := table.AppendEvents([]float64{7}, "none", "25006"); err == nil || !slices.Equal(events, []float64{7}) {
		t.Errorf("a series that is not there has events %v", events)
	}
}
