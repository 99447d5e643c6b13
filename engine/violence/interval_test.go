package violence_test

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/internal/outside"
)

// The 95 % limits that textbooks table after Garwood (1936), to their digits.
func TestPoissonIntervalTable(t *testing.T) {
	for _, row := range []struct{ count, low, high, digits float64 }{
		{0, 0, 3.69, 2}, {1, 0.03, 5.57, 2}, {2, 0.24, 7.22, 2}, {3, 0.62, 8.77, 2}, {5, 1.62, 11.67, 2},
		{10, 4.80, 18.39, 2}, {20, 12.22, 30.89, 2}, {50, 37.1, 65.9, 1}, {100, 81.4, 121.6, 1},
	} {
		low, high := violence.PoissonInterval(row.count, 0.95)
		scale := math.Pow(10, row.digits)
		if math.Round(low*scale)/scale != row.low || math.Round(high*scale)/scale != row.high {
			t.Errorf("%v: %v to %v, want %v to %v", row.count, low, high, row.low, row.high)
		}
	}
}

// By definition, with the lower limit as mean the count or more has the chance of
// the tail, with the upper limit the count or less. The chances are summed here.
func TestPoissonIntervalDefinition(t *testing.T) {
	atMost := func(n int, mean float64) float64 {
		sum, term := 0.0, math.Exp(-mean)
		for k := 0; k <= n; k++ {
			sum += term
			term *= mean / float64(k+1)
		}
		return sum
	}
	for _, confidence := range []violence.Confidence{0.5, 0.9, 0.95, 0.999} {
		tail := float64(1-confidence) / 2
		for _, n := range []int{1, 2, 7, 30, 388} {
			low, high := violence.PoissonInterval(float64(n), confidence)
			if p := 1 - atMost(n-1, low); math.Abs(p-tail) > 1e-10 {
				t.Errorf("%d, %v: above the lower limit the tail is %v, want %v", n, confidence, p, tail)
			}
			if p := atMost(n, high); math.Abs(p-tail) > 1e-10 {
				t.Errorf("%d, %v: below the upper limit the tail is %v, want %v", n, confidence, p, tail)
			}
		}
		if low, high := violence.PoissonInterval(0, confidence); low != 0 || math.Abs(high+math.Log(tail)) > 1e-12 {
			t.Errorf("no events: %v to %v, want 0 to %v", low, high, -math.Log(tail))
		}
	}
	for _, count := range []float64{nan, -1, math.Inf(1)} {
		if low, high := violence.PoissonInterval(count, 0.95); !math.IsNaN(low) || !math.IsNaN(high) {
			t.Errorf("%v has limits %v and %v", count, low, high)
		}
	}
}

// r runs a script and returns the numbers that it prints.
func r(t *testing.T, script string) []float64 {
	t.Helper()
	out := outside.Output(t, "", "Rscript", "--vanilla", "-e", "options(digits=17); "+script)
	var numbers []float64
	for _, word := range strings.Fields(out) {
		x, err := strconv.ParseFloat(strings.Replace(word, "Inf", "+Inf", 1), 64)
		if err != nil {
			t.Fatalf("R printed %q", word)
		}
		numbers = append(numbers, x)
	}
	return numbers
}

// compare wants numbers equal to 9 digits, far more than a rate is known to.
func compare(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d numbers, R has %d", what, len(got), len(want))
	}
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-9*math.Max(1, math.Abs(want[i])) && !(math.IsInf(want[i], 1) && math.IsInf(got[i], 1)) {
			t.Errorf("%s: number %d is %v, by R %v", what, i, got[i], want[i])
		}
	}
}

func TestPoissonIntervalAsR(t *testing.T) {
	counts := []float64{0, 1, 3, 17, 97, 388, 1084, 25091, 1e6}
	for _, confidence := range []violence.Confidence{0.8, 0.95, 0.99} {
		var script strings.Builder
		var got []float64
		for _, n := range counts {
			fmt.Fprintf(&script, "cat(poisson.test(%.0f, conf.level=%v)$conf.int, ''); ", n, confidence)
			low, high := violence.PoissonInterval(n, confidence)
			got = append(got, low, high)
		}
		compare(t, fmt.Sprint("confidence ", confidence), got, r(t, "options(scipen=-20); "+script.String()))
	}
}

func TestRateRatioAsR(t *testing.T) {
	pairs := [][4]float64{ // after, its time, before, its time
		{11, 800, 23, 3000}, {1084, 1, 871, 1}, {0, 5, 12, 7}, {12, 7, 0, 5}, {414, 12, 388, 12}, {1, 1, 1, 100},
	}
	var script strings.Builder
	var got []float64
	for _, p := range pairs {
		fmt.Fprintf(&script, "cat(poisson.test(c(%[1]v,%[3]v), c(%[2]v,%[4]v))$conf.int, binom.test(c(%[1]v,%[3]v), p=%[2]v/(%[2]v+%[4]v), alternative='greater')$p.value, binom.test(c(%[1]v,%[3]v), p=%[2]v/(%[2]v+%[4]v), alternative='less')$p.value, ''); ", p[0], p[1], p[2], p[3])
		ratio := violence.RateRatio(violence.Exposed{Count: p[0], Time: p[1]}, violence.Exposed{Count: p[2], Time: p[3]}, 0.95)
		got = append(got, ratio.Low, ratio.High, ratio.P)
	}
	fromR := r(t, script.String())
	var want []float64
	for i := 0; i+3 < len(fromR); i += 4 {
		want = append(want, fromR[i], fromR[i+1], math.Min(1, 2*math.Min(fromR[i+2], fromR[i+3])))
	}
	compare(t, "ratio", got, want)
	if none := violence.RateRatio(violence.Exposed{Time: 1}, violence.Exposed{Time: 1}, 0.95); !math.IsNaN(none.Ratio) || none.P != 1 {
		t.Errorf("without events: %+v", none)
	}
}

// Without events on one side the limits have a closed form: the binomial chance of none, or of
// all, of n is a power of n.
func TestRateRatioWithoutEvents(t *testing.T) {
	const tail = 0.025
	for _, n := range []float64{1, 4, 30} {
		some, none := violence.Exposed{Count: n, Time: 3}, violence.Exposed{Time: 5}
		root := math.Pow(tail, 1/n)
		down := violence.RateRatio(none, some, 0.95)
		checkNumbers(t, "none after", []float64{down.Ratio, down.Low, down.High / ((1 - root) / root * 3 / 5)}, []float64{0, 0, 1})
		up := violence.RateRatio(some, none, 0.95)
		if !math.IsInf(up.Ratio, 1) || !math.IsInf(up.High, 1) || math.Abs(up.Low/(root/(1-root)*5/3)-1) > 1e-10 {
			t.Errorf("none before: %+v", up)
		}
	}
}

// The interval of a rate is that of its events, over its person-years, per 100,000.
func TestIntervalOfRates(t *testing.T) {
	m := violence.Measure{Events: make([]float64, 3), RateEvents: []float64{10, 0, nan}, PersonYears: []float64{250_000, 50_000, nan}}
	low, high := m.Interval(0.95)
	for i, scale := range []float64{0.4, 2, nan} {
		l, h := violence.PoissonInterval(m.RateEvents[i], 0.95)
		checkNumbers(t, "limits", []float64{low[i], high[i]}, []float64{l * scale, h * scale})
	}
}

func TestConfidenceOutOfRange(t *testing.T) {
	for _, confidence := range []violence.Confidence{0, 1, -0.5, 1.5, 95, violence.Confidence(nan), violence.Confidence(math.Inf(1))} {
		want := fmt.Sprintf("violence: the confidence %g is not between 0 and 1", confidence)
		for name, call := range map[string]func(){
			"interval": func() { violence.PoissonInterval(3, confidence) },
			"ratio":    func() { violence.RateRatio(violence.Exposed{3, 1}, violence.Exposed{4, 1}, confidence) },
		} {
			if got := panicOf(call); got != want {
				t.Errorf("%s: %v, want %s", name, got, want)
			}
		}
	}
}

func panicOf(call func()) (value any) {
	defer func() { value = recover() }()
	call()
	return nil
}
