package exposure_test

import (
	"math"
	"testing"

	"github.com/corredor-geo/corredor/engine/exposure"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) && !(math.IsNaN(got) && math.IsNaN(want)) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// homicides of half a year: rates 20, 200 and 0 a year; the fourth has no count,
// the fifth nobody.
var homicides = exposure.Outcome{
	Name:        "homicides",
	Events:      []float64{10, 5, 0, math.NaN(), 1},
	PersonYears: []float64{50_000, 2_500, 10_000, 20_000, 0},
	Population:  []float64{100_000, 5_000, 20_000, 40_000, 0},
}

func TestRatesByWhatIsCounted(t *testing.T) {
	near(t, "rate", homicides.Rate(1), 200, 1e-12)
	near(t, "rate without a count", homicides.Rate(3), math.NaN(), 0)
	near(t, "rate without people", homicides.Rate(4), math.NaN(), 0)

	// 30 km in the first, 10 in the second, 5 where nothing is known, 2 at sea.
	byLength := homicides.Mean([]exposure.Weight{{0, 20}, {1, 10}, {0, 10}, {3, 5}, {-1, 2}})
	near(t, "rate by length", byLength.RatePer100k, (30*20+10*200)/40.0, 1e-12)
	near(t, "known", byLength.Known, 40, 0)
	near(t, "unknown", byLength.Unknown, 7, 0)

	byPeople := homicides.Pool(exposure.Whole([]int{0, 1, 3, 4}))
	near(t, "rate by people", byPeople.RatePer100k, 15.0/105_000*2*100_000, 1e-12)
	near(t, "people", byPeople.Population, 105_000, 0)
	near(t, "people without a count", byPeople.Unknown, 40_000, 0)

	parts := homicides.Pool([]exposure.Share{{Place: 0, Share: 0.1}, {Place: 1, Share: 1}})
	near(t, "rate of parts", parts.RatePer100k, 6.0/15_000*2*100_000, 1e-12)

	near(t, "nobody", homicides.Pool(nil).RatePer100k, math.NaN(), 0)
	near(t, "nowhere", homicides.Mean(nil).RatePer100k, math.NaN(), 0)
}

func TestContrast(t *testing.T) {
	on := exposure.NewSet(5)
	on.Add(1)
	on.Add(3) // has no rate: not compared
	d := exposure.NewContrast(homicides, nil).Of(on)
	if d.On != 1 || d.Off != 2 {
		t.Errorf("%+v", d)
	}
	near(t, "pooled", d.Pooled, 200-10.0/120_000*2*100_000, 1e-9)
	near(t, "mean", d.Mean, 200-(20+0)/2.0, 1e-9)

	excluded := exposure.NewSet(5)
	excluded.Add(0)
	d = exposure.NewContrast(homicides, excluded).Of(on)
	near(t, "without the first", d.Pooled, 200, 1e-9)
	if d := exposure.NewContrast(homicides, excluded).Of(exposure.NewSet(5)); !math.IsNaN(d.Pooled) || d.On != 0 || d.Off != 2 {
		t.Errorf("nothing on routes: %+v", d)
	}
}

func TestSet(t *testing.T) {
	a, b := exposure.NewSet(130), exposure.NewSet(130)
	for _, i := range []int{0, 63, 64, 129} {
		a.Add(i)
	}
	b.Add(5)
	b.Union(a)
	if a.Len() != 4 || b.Len() != 5 || !b.Has(129) || a.Has(5) || !a.Has(64) {
		t.Errorf("%v %v", a, b)
	}
}
