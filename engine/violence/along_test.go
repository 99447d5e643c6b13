package violence_test

import (
	"testing"

	"github.com/corredor-geo/corredor/engine/violence"
)

// place        0     1     2     3     4
// rate        10    30    30     ?     ?     per 100,000
// density      1     2     4     ?     8     per km2
// events       5     7     9     ?     6
var five = violence.Measure{
	RatePer100k: []float64{10, 30, 30, nan, nan},
	PerKM2:      []float64{1, 2, 4, nan, 8},
	Events:      []float64{5, 7, 9, nan, 6},
}

func TestAlong(t *testing.T) {
	type route = []violence.Stretch
	const outside = -1
	tests := []struct {
		name  string
		route route
		want  violence.Exposure
	}{
		{"nothing", nil, violence.Exposure{MeanRatePer100k: nan, MeanPerKM2: nan, Events: nan, Worst: -1}},
		{"one place", route{{0, 500}}, violence.Exposure{MeanRatePer100k: 10, MeanPerKM2: 1, Events: 5, Worst: 0}},
		// (10 x 300 + 30 x 100) / 400 = 15; (1 x 300 + 2 x 100) / 400 = 1.25
		{"two places, by length", route{{0, 300}, {1, 100}}, violence.Exposure{MeanRatePer100k: 15, MeanPerKM2: 1.25, Events: 12, Worst: 1}},
		{"a place crossed twice", route{{0, 100}, {1, 100}, {0, 200}}, violence.Exposure{MeanRatePer100k: 15, MeanPerKM2: 1.25, Events: 12, Worst: 1}},
		{"equal rates: the first in order", route{{2, 100}, {1, 100}}, violence.Exposure{MeanRatePer100k: 30, MeanPerKM2: 3, Events: 16, Worst: 1}},
		{"the worst is crossed first", route{{1, 100}, {0, 100}}, violence.Exposure{MeanRatePer100k: 20, MeanPerKM2: 1.5, Events: 12, Worst: 1}},
		{"an unknown place", route{{0, 100}, {3, 40}}, violence.Exposure{MeanRatePer100k: 10, MeanPerKM2: 1, Events: 5, Worst: 0, UnknownMeters: 40}},
		// (1 x 100 + 8 x 100) / 200 = 4.5
		{"a place with a density alone", route{{0, 100}, {4, 100}}, violence.Exposure{MeanRatePer100k: 10, MeanPerKM2: 4.5, Events: 11, Worst: 0, UnknownMeters: 100}},
		{"unknown places only", route{{3, 100}, {3, 50}}, violence.Exposure{MeanRatePer100k: nan, MeanPerKM2: nan, Events: nan, Worst: -1, UnknownMeters: 150}},
		{"outside every place", route{{outside, 70}, {0, 10}}, violence.Exposure{MeanRatePer100k: 10, MeanPerKM2: 1, Events: 5, Worst: 0, UnknownMeters: 70}},
		{"a place touched at a point", route{{0, 10}, {1, 0}}, violence.Exposure{MeanRatePer100k: 10, MeanPerKM2: 1, Events: 5, Worst: 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := five.Along(tt.route)
			if !near(got.MeanRatePer100k, tt.want.MeanRatePer100k) || !near(got.MeanPerKM2, tt.want.MeanPerKM2) ||
				!near(got.Events, tt.want.Events) || got.Worst != tt.want.Worst || got.UnknownMeters != tt.want.UnknownMeters {
				t.Errorf("%+v\nwant %+v", got, tt.want)
			}
			if rate := five.MeanRate(tt.route); !near(rate, tt.want.MeanRatePer100k) {
				t.Errorf("the mean rate alone is %v, want %v", rate, tt.want.MeanRatePer100k)
			}
		})
	}
}
