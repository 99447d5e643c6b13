package violence

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// Confidence is how often an interval covers what it is of: 0.95. It lies between 0
// and 1.
type Confidence float64

// PoissonInterval returns the exact interval of the mean of a Poisson count: F.
// Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936),
// doi:10.1093/biomet/28.3-4.437. The lower limit is chi2(a/2; 2n)/2, the upper
// chi2(1-a/2; 2n+2)/2, where a is 1 - confidence; a count that an adjustment made
// fractional is taken as it is. It covers the mean at least as often as it says,
// also where events are few. It is what R's poisson.test gives. NaN for a count
// that is unknown or negative. It panics when confidence is not between 0 and 1.
func PoissonInterval(count float64, confidence Confidence) (low, high float64) {
	tail := confidence.tail()
	if !(count >= 0) || math.IsInf(count, 1) {
		return math.NaN(), math.NaN()
	}
	if count > 0 {
		low = distuv.ChiSquared{K: 2 * count}.Quantile(tail) / 2
	}
	return low, distuv.ChiSquared{K: 2*count + 2}.Quantile(1-tail) / 2
}

// tail is the chance left on either side.
func (c Confidence) tail() float64 {
	if !(c > 0 && c < 1) {
		panic(fmt.Sprintf("violence: the confidence %g is not between 0 and 1", c))
	}
	return (1 - float64(c)) / 2
}

// Interval returns the exact interval of each rate per 100,000, NaN where the
// rate is. It takes the events for a Poisson count, as if places were alike from
// one year to the next; it says nothing of what was never registered.
func (m *Measure) Interval(confidence Confidence) (low, high []float64) {
	low, high = make([]float64, len(m.Events)), make([]float64, len(m.Events))
	for i := range low {
		l, h := PoissonInterval(m.RateEvents[i], confidence)
		low[i], high[i] = l/m.PersonYears[i]*perRate, h/m.PersonYears[i]*perRate
	}
	return low, high
}

// Ratio compares two counts over two times.
type Ratio struct {
	Ratio     float64 // rate after / rate before; NaN when neither has events
	Low, High float64 // exact interval, given the sum of both; High may be +Inf
	P         float64 // two-sided, of the ratio being 1
}

// RateRatio compares after events in afterTime with before events in beforeTime,
// exactly: given their sum, the later are binomial (C. J. Clopper and E. S.
// Pearson, Biometrika 26 (1934), doi:10.1093/biomet/26.4.404). Limits are those
// of R's poisson.test with two counts; P doubles the smaller tail, at most 1.
func RateRatio(after, before Exposed, confidence Confidence) Ratio {
	r := Ratio{Ratio: after.Count / after.Time / (before.Count / before.Time), High: math.Inf(1), P: 1}
	n := after.Count + before.Count
	if !(n > 0) {
		r.Ratio, r.Low, r.High = math.NaN(), math.NaN(), math.NaN()
		return r
	}
	tail := confidence.tail()
	odds := func(p float64) float64 { return p / (1 - p) * before.Time / after.Time }
	if after.Count > 0 {
		r.Low = odds(distuv.Beta{Alpha: after.Count, Beta: before.Count + 1}.Quantile(tail))
	}
	if before.Count > 0 {
		r.High = odds(distuv.Beta{Alpha: after.Count + 1, Beta: before.Count}.Quantile(1 - tail))
	}
	p := after.Time / (after.Time + before.Time)
	r.P = min(1, 2*min(binomialTail(after.Count, before.Count, p), binomialTail(before.Count, after.Count, 1-p)))
	return r
}

// Exposed is a count and the time, or person-years, in which it arose.
type Exposed struct{ Count, Time float64 }

// binomialTail is the chance of at least hits among hits + misses draws that each
// hit with probability p. Counts need not be whole.
func binomialTail(hits, misses, p float64) float64 {
	if hits <= 0 {
		return 1
	}
	return mathext.RegIncBeta(hits, misses+1, p)
}
