package violence_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/violence"
)

// shrink pairs counts with person-years.
func shrink(events, years []float64) []float64 {
	places := make([]violence.Exposed, len(events))
	for i := range places {
		places[i] = violence.Exposed{Count: events[i], Time: years[i]}
	}
	return violence.Shrink(places)
}

func TestShrink(t *testing.T) {
	tests := []struct {
		name                string
		events, years, want []float64
	}{
		// m = 60/2,000 = 0.03; variance = (500 x 0.03^2 + 1,000 x 0.01^2 + 500 x 0.01^2 x ...):
		//   rates 0, 0.04, 0.04: (500 x 0.0009 + 1,000 x 0.0001 + 500 x 0.0001)/2,000 = 0.0003
		//   A = 0.0003 - 0.03/(2,000/3) = 0.000255
		//   weights A/(A + 0.03/500) = 0.000255/0.000315, A/(A + 0.03/1,000) = 0.000255/0.000285
		{"by hand", []float64{0, 40, 20}, []float64{500, 1000, 500},
			[]float64{0.03 - 0.03*255/315, 0.03 + 0.01*255/285, 0.03 + 0.01*255/315}},
		{"no more apart than chance", []float64{1, 2, 1}, []float64{100, 100, 100}, []float64{4. / 300, 4. / 300, 4. / 300}},
		{"all alike", []float64{10, 20}, []float64{100, 200}, []float64{0.1, 0.1}},
		{"unknown ones do not count", []float64{0, nan, 40, 20, 5, 7}, []float64{500, 9, 1000, 500, nan, 0},
			[]float64{0.03 - 0.03*255/315, nan, 0.03 + 0.01*255/285, 0.03 + 0.01*255/315, nan, nan}},
		{"one place", []float64{3}, []float64{10}, []float64{0.3}},
		{"no events", []float64{0, 0}, []float64{10, 20}, []float64{0, 0}},
		{"nothing known", []float64{nan}, []float64{nan}, []float64{nan}},
	}
	for _, tt := range tests {
		got := shrink(tt.events, tt.years)
		for i := range tt.want {
			if math.Abs(got[i]-tt.want[i]) > 1e-12 || math.IsNaN(got[i]) != math.IsNaN(tt.want[i]) {
				t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
				break
			}
		}
	}
}

// The estimator written again, in R and in its matrix way.
func TestShrinkAsR(t *testing.T) {
	const seed = 7
	random := rand.New(rand.NewPCG(seed, 0))
	events, years := make([]float64, 200), make([]float64, 200)
	for i := range events {
		years[i] = math.Round(math.Exp(6 + 6*random.Float64()))
		events[i] = math.Round(years[i] * 3e-4 * math.Exp(2*random.NormFloat64()))
	}
	list := func(x []float64) string { return strings.Trim(strings.Join(strings.Fields(fmt.Sprint(x)), ","), "[]") }
	want := r(t, fmt.Sprintf("o <- c(%s); n <- c(%s); x <- o/n; m <- sum(o)/sum(n); a <- max(0, weighted.mean((x-m)^2, n) - m/mean(n)); cat(x - (x-m) * (m/n) / (a + m/n))", list(events), list(years)))
	got := shrink(events, years)
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-12 {
			t.Errorf("seed %d: place %d is %v, by R %v", seed, i, got[i], want[i])
		}
	}
}

// What the shrunken rates are for: when true rates differ, they are nearer to the
// truth than the crude ones, in the mean square over places.
func TestShrinkIsNearerToTheTruth(t *testing.T) {
	const seed, places = 11, 2000
	random := rand.New(rand.NewPCG(seed, 0))
	truth, events, years := make([]float64, places), make([]float64, places), make([]float64, places)
	for i := range truth {
		truth[i] = 2e-4 * math.Exp(random.NormFloat64()/2)
		years[i] = math.Round(math.Exp(7 + 4*random.Float64())) // 1,100 to 60,000
		for range int(years[i]) {
			if random.Float64() < truth[i] {
				events[i]++
			}
		}
	}
	shrunk := shrink(events, years)
	crude, drawn := 0.0, 0.0
	for i := range truth {
		crude += math.Pow(events[i]/years[i]-truth[i], 2)
		drawn += math.Pow(shrunk[i]-truth[i], 2)
	}
	if drawn > crude/3 { // they are between 4 and 5 times nearer
		t.Errorf("seed %d: mean square error %v, of the crude rates %v", seed, drawn, crude)
	}
}

func TestShrunkByState(t *testing.T) {
	table := readTable(t, "code,year,n,pop\n08001,2010,0,500\n08002,2010,40,1000\n08003,2010,20,500\n25001,2010,3,10\n", nil)
	places := []violence.Place{{Code: "08001"}, {Code: "25001"}, {Code: "08002"}, {Code: "08003"}, {Code: "10001"}}
	m, err := table.Measure("n", period(t, "2010-01..2010-12"), places)
	if err != nil {
		t.Fatal(err)
	}
	chihuahua := shrink([]float64{0, 40, 20}, []float64{500, 1000, 500})
	want := []float64{chihuahua[0] * 1e5, 30_000, chihuahua[1] * 1e5, chihuahua[2] * 1e5, nan}
	checkNumbers(t, "by state", m.Shrunk(violence.State, places), want)
	national := m.Shrunk(violence.National, places)
	if !(national[1] < 30_000) || near(national[0], want[0]) {
		t.Errorf("toward the nation %v", national)
	}
	low, high := m.Interval(0.95)
	if !(low[2] < 4000 && 4000 < high[2]) || low[0] != 0 || !math.IsNaN(low[4]) {
		t.Errorf("intervals %v to %v", low, high)
	}
	checkNumbers(t, "per km", m.PerRoadKM([]float64{10, 4, 0, nan, 5}), []float64{0, 0.75, nan, nan, nan})
}
