package atlas_test

import (
	"math"
	"testing"

	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/web/internal/atlas"
)

// One municipality adds up as package violence measures it, in every period of
// whole years.
func TestTotalIsTheMeasure(t *testing.T) {
	r, a := both(t)
	places := make([]violence.Place, len(r.Regions.Regions))
	for i, reg := range r.Regions.Regions {
		places[i] = violence.Place{Code: reg.Code, AreaKM2: reg.AreaKM2, Population: reg.Population}
	}
	for k := range a.Series {
		series := &a.Series[k]
		for _, steps := range [][2]int{{0, a.Timeline.Steps}, {6, 7}, {2, 4}, {7, 8}} {
			period := violence.Period{From: a.Timeline.Step(steps[0]).From, To: a.Timeline.Step(steps[1] - 1).To}
			m, err := r.ViolenceTable.Measure(series.Name, period, places)
			for i := range places {
				got := a.Total(series, []int{i}, steps[0], steps[1])
				if err != nil { // no data in the period
					if got.Months != 0 || !math.IsNaN(got.Events) || !math.IsNaN(got.RatePer100k) {
						t.Fatalf("%s %v %s: %+v without data", series.Name, period, places[i].Code, got)
					}
					continue
				}
				if !same(got.Events, m.Events[i]) || !same(got.RatePer100k, m.RatePer100k[i]) {
					t.Fatalf("%s %v %s: %+v, want %v events and a rate of %v", series.Name, period, places[i].Code, got, m.Events[i], m.RatePer100k[i])
				}
			}
		}
	}
}

// The country is the sum of its municipalities, and its rate that of all its people.
func TestTotalOfTheCountry(t *testing.T) {
	_, a := both(t)
	all := make([]int, len(a.Regions))
	sum, people := 0.0, 0.0
	for i := range all {
		all[i] = i
		one := a.Total(&a.Series[0], []int{i}, 6, 7)
		sum += one.Events
		people += a.Regions[i].Population
	}
	got := a.Total(&a.Series[0], all, 6, 7)
	if got.Events != sum || got.Months != 12 || !same(got.Population, people) || !same(got.RatePer100k, sum/people*1e5) {
		t.Errorf("%+v, want %v events of %v people", got, sum, people)
	}
	if none := a.Total(&a.Series[0], nil, 6, 7); none.Months != 0 || !math.IsNaN(none.Events) {
		t.Errorf("nowhere: %+v", none)
	}
	if outside := a.Total(&a.Series[0], all, -5, 0); !math.IsNaN(outside.Events) {
		t.Errorf("before the counts: %+v", outside)
	}
}

// A count that is unknown takes its people with it.
func TestTotalLeavesUnknownOut(t *testing.T) {
	a := &atlas.Atlas{
		Regions:  []atlas.Region{{Code: "01001", Population: 1000}, {Code: "01002", Population: 3000}},
		Timeline: violence.Timeline{First: violence.MonthOf(2010, 1), StepMonths: 1, Steps: 3},
		Series:   []atlas.Series{{Name: "x", Months: []int{1, 1, 0}, Events: []float64{1, 2, 9, 3, math.NaN(), 9}}},
	}
	// January 1 + 3 of 4,000 people; February 2 of 1,000; March is not covered.
	got := a.Total(&a.Series[0], []int{0, 1}, 0, 3)
	want := atlas.Total{Events: 6, Months: 2, Population: 2500, RatePer100k: 6 * 12 / 2. / 2500 * 1e5}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
