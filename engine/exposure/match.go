package exposure

import (
	"errors"
	"fmt"
	"math"
)

// Covariate is what matched municipalities have in common.
type Covariate struct {
	Name   string
	Values []float64 // by municipality; NaN where unknown
}

// DefaultCaliper is how far a match may be, in standard deviations of each
// covariate. It is the width that P. C. Austin, "Optimal caliper widths",
// Pharmaceutical Statistics 10(2), 2011, doi:10.1002/pst.433, finds best for the logit of a
// propensity score; several covariates, each within it, are at least as alike.
const DefaultCaliper = 0.2

// Matching compares each municipality on a route with the most alike of those off
// all routes.
type Matching struct {
	Treated    Set
	Excluded   Set       // not compared at all; may be nil
	Outcome    []float64 // by municipality; NaN where unknown
	Covariates []Covariate
	// Caliper is the largest distance on each covariate, in its standard
	// deviations; 0 is [DefaultCaliper].
	Caliper float64
	// Groups, if not nil, allows matches within a group (such as a state) only.
	Groups []int
}

// Matched is a matched comparison.
type Matched struct {
	Caliper  float64
	Treated  int // that could be compared
	Lost     int // of those, without a match within the caliper: left out
	Controls int // different municipalities that serve as a match
	Pairs    []Pair
	// OnMean and OffMean are the outcomes of the pairs, Difference how much the
	// first exceeds the second: the effect on the treated, if nothing but the
	// covariates told them apart.
	OnMean, OffMean, Difference float64
	// StandardError is that of A. Abadie and G. W. Imbens, "Large sample properties of
	// matching estimators", Econometrica 74(1), 2006, doi:10.1111/j.1468-0262.2006.00655.x,
	// theorem 7 for the treated, one match, with replacement, the variance of each
	// outcome taken from the most alike municipality of its own kind. It knows nothing
	// of neighbours being alike: see the tests by shuffled origins.
	StandardError float64
	Balance       []Balance
}

// Pair is a municipality on a route with its match.
type Pair struct{ On, Off int }

// Balance says how alike the two sides are in one covariate. Standardised
// differences are in standard deviations, the root of the mean of both sides' variances
// before matching; below 0.1 is usually called balanced.
type Balance struct {
	Name                          string
	OnMean, OffMean               float64 // before
	MatchedOnMean, MatchedOffMean float64 // after, of the pairs
	Before, After                 float64 // standardised differences
	VarianceBefore, VarianceAfter float64 // ratio of variances, on to off
}

// ErrMatching is wrapped by the errors of [Matching.Match].
var ErrMatching = errors.New("nothing to match")

// Match finds for every municipality on a route the nearest one off all routes,
// the lowest index of equals. Nearness is Euclidean over covariates in standard
// deviations. One may be the match of several. It fails where a side is empty
// or nobody has a match within the caliper. O(on x off).
func (m Matching) Match() (*Matched, error) {
	if m.Caliper == 0 {
		m.Caliper = DefaultCaliper
	}
	on, off := m.sides()
	if len(on) < 2 || len(off) < 2 {
		return nil, fmt.Errorf("%w: %d municipalities with a rate on routes and %d off them", ErrMatching, len(on), len(off))
	}
	scale := m.scales(on, off)
	out := &Matched{Caliper: m.Caliper, Treated: len(on)}
	uses := map[int]int{}
	for _, i := range on {
		j, ok := m.nearest(i, off, scale)
		if !ok {
			out.Lost++
			continue
		}
		if uses[j] == 0 {
			out.Controls++
		}
		uses[j]++
		out.Pairs = append(out.Pairs, Pair{i, j})
	}
	if len(out.Pairs) == 0 {
		return nil, fmt.Errorf("%w: no match within %g standard deviations", ErrMatching, m.Caliper)
	}
	n := float64(len(out.Pairs))
	for _, p := range out.Pairs {
		out.OnMean += m.Outcome[p.On] / n
		out.OffMean += m.Outcome[p.Off] / n
	}
	out.Difference = out.OnMean - out.OffMean
	out.StandardError = m.standardError(out, sidesOf{on, off}, scale)
	for k := range m.Covariates {
		out.Balance = append(out.Balance, m.balance(k, out.Pairs, sidesOf{on, off}))
	}
	return out, nil
}

// sidesOf are the municipalities compared, ascending.
type sidesOf struct{ on, off []int }

// sides lists the municipalities with an outcome and all covariates.
func (m Matching) sides() (on, off []int) {
	for i, y := range m.Outcome {
		known := !math.IsNaN(y) && (m.Excluded == nil || !m.Excluded.Has(i))
		for _, c := range m.Covariates {
			known = known && !math.IsNaN(c.Values[i]) && !math.IsInf(c.Values[i], 0)
		}
		switch {
		case !known:
		case m.Treated.Has(i):
			on = append(on, i)
		default:
			off = append(off, i)
		}
	}
	return on, off
}

// scales returns the standard deviation of each covariate.
func (m Matching) scales(on, off []int) []float64 {
	scale := make([]float64, len(m.Covariates))
	for k, c := range m.Covariates {
		_, a := moments(c.Values, on)
		_, b := moments(c.Values, off)
		scale[k] = math.Sqrt((a + b) / 2)
	}
	return scale
}

// moments returns the mean and the variance of some values.
func moments(values []float64, of []int) (mean, variance float64) {
	n := float64(len(of))
	for _, i := range of {
		mean += values[i] / n
	}
	for _, i := range of {
		variance += (values[i] - mean) * (values[i] - mean) / (n - 1)
	}
	return mean, variance
}

// nearest returns the candidate most like i within the caliper, but i itself.
func (m Matching) nearest(i int, candidates []int, scale []float64) (best int, ok bool) {
	least := math.Inf(1)
	for _, j := range candidates {
		if j == i || m.Groups != nil && m.Groups[j] != m.Groups[i] {
			continue
		}
		if d, near := m.distance2(i, j, scale); near && d < least {
			least, best, ok = d, j, true
		}
	}
	return best, ok
}

// distance2 returns the squared distance, and whether it is within the caliper.
func (m Matching) distance2(i, j int, scale []float64) (sum float64, near bool) {
	for k, c := range m.Covariates {
		d := c.Values[i] - c.Values[j]
		if d == 0 {
			continue // all alike: a scale of 0 divides nothing
		}
		if d = math.Abs(d) / scale[k]; !(d <= m.Caliper) {
			return 0, false
		}
		sum += float64(d * d)
	}
	return sum, true
}

// standardError of the difference; see [Matched].
func (m Matching) standardError(out *Matched, s sidesOf, scale []float64) float64 {
	n, sum := float64(len(out.Pairs)), 0.0
	uses := make([]int, len(m.Outcome))
	for _, p := range out.Pairs {
		d := m.Outcome[p.On] - m.Outcome[p.Off] - out.Difference
		sum += float64(d * d)
		uses[p.Off]++
	}
	m.Caliper = math.Inf(1) // the nearest of its own kind, however far
	for _, j := range s.off {
		if k := float64(uses[j]); k > 1 {
			if twin, ok := m.nearest(j, s.off, scale); ok {
				d := m.Outcome[j] - m.Outcome[twin]
				sum += (float64(k*k) - k) * d * d / 2
			}
		}
	}
	return math.Sqrt(sum) / n
}

func (m Matching) balance(k int, pairs []Pair, s sidesOf) Balance {
	values := m.Covariates[k].Values
	b := Balance{Name: m.Covariates[k].Name}
	var on, off []int
	for _, p := range pairs {
		on, off = append(on, p.On), append(off, p.Off)
	}
	var v, w [2]float64
	b.OnMean, v[0] = moments(values, s.on)
	b.OffMean, v[1] = moments(values, s.off)
	b.MatchedOnMean, w[0] = moments(values, on)
	b.MatchedOffMean, w[1] = moments(values, off)
	scale := math.Sqrt((v[0] + v[1]) / 2)
	b.Before, b.After = (b.OnMean-b.OffMean)/scale, (b.MatchedOnMean-b.MatchedOffMean)/scale
	b.VarianceBefore, b.VarianceAfter = v[0]/v[1], w[0]/w[1]
	return b
}
