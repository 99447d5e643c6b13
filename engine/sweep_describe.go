package engine

import (
	"math"

	"github.com/corredor-geo/corredor/engine/export"
)

const steps = 40 // of a histogram

// quantiles are the parts of the values that a summary names, beside the least and the largest.
var quantiles = []float64{0.05, 0.25, 0.5, 0.75, 0.95}

// describe sums up the columns of the results, all at once: the rows are read once for the sums,
// once for what stands on these, and then until each quantile is found.
func (s *sweepRows) describe() ([]ColumnSummary, error) {
	results := s.Columns[s.Designed:]
	tallies := make([]columnTally, len(results))
	for i := range tallies {
		tallies[i] = columnTally{least: math.NaN(), most: math.NaN()}
	}
	if err := s.tell(tallies, (*columnTally).sums); err != nil {
		return nil, err
	}
	for i, c := range results {
		tallies[i].begin(c)
	}
	if err := s.tell(tallies, (*columnTally).spreads); err != nil {
		return nil, err
	}
	for again := true; again; {
		again = false
		for i := range tallies {
			again = tallies[i].ranks.narrow() || again
		}
		if again {
			if err := s.tell(tallies, (*columnTally).narrows); err != nil {
				return nil, err
			}
		}
	}
	list := make([]ColumnSummary, len(tallies))
	for i := range tallies {
		list[i] = tallies[i].summary()
	}
	return list, nil
}

// tell reads the rows once; of says who is told of a column, nil for no one.
func (s *sweepRows) tell(tallies []columnTally, of func(*columnTally) number) error {
	told := make([]number, s.Designed, len(s.Columns))
	for i := range tallies {
		told = append(told, of(&tallies[i]))
	}
	return s.scan(told)
}

// columnTally is what is known of the values of a column so far.
type columnTally struct {
	ColumnSummary
	least, most  float64
	sum, squares float64
	ranks        ranks
}

// sums counts and sums up the values, for the first reading.
func (t *columnTally) sums() number {
	return func(_ int, x float64) {
		if t.Known == 0 {
			t.least, t.most = x, x
		}
		t.Known++
		t.sum += x
		t.least, t.most = min(t.least, x), max(t.most, x)
	}
}

// begin prepares for the second reading. The histogram has as many steps as there are whole
// numbers, where these are few.
func (t *columnTally) begin(c export.Column) {
	t.Column, t.Unit, t.Meaning = c.Name, c.Unit, c.Meaning
	t.Mean, t.Min, t.Max = Unrounded(t.sum/float64(t.Known)), Unrounded(t.least), Unrounded(t.most)
	t.from, t.to, t.counts = t.least, t.most, make([]int, steps)
	if n := t.to - t.from + 1; c.Kind == export.Integer && n <= steps {
		t.from, t.to, t.counts = t.from-0.5, t.to+0.5, make([]int, int(n))
	}
	var places []int
	for _, p := range quantiles {
		low, high, _ := quantilePlace(t.Known, p)
		places = append(places, low, high)
	}
	if t.Known > 0 {
		t.ranks = newRanks(t.least, t.most, places)
	}
}

// spreads fills the histogram and measures how far values are from the mean.
func (t *columnTally) spreads() number {
	mean := float64(t.Mean)
	return func(_ int, x float64) {
		t.squares += float64((x - mean) * (x - mean))
		at := 0
		if t.to > t.from {
			at = int(float64(len(t.counts)) * (x - t.from) / (t.to - t.from))
		}
		t.counts[min(at, len(t.counts)-1)]++
		t.ranks.add(x)
	}
}

// narrows looks for the quantiles that are not found.
func (t *columnTally) narrows() number {
	if len(t.ranks.open) == 0 {
		return nil
	}
	return func(_ int, x float64) { t.ranks.add(x) }
}

// summary is what is known in the end.
func (t *columnTally) summary() ColumnSummary {
	c := t.ColumnSummary
	c.SD = Unrounded(math.Sqrt(t.squares / float64(t.Known-1)))
	for i, q := range []*Unrounded{&c.Q05, &c.Q25, &c.Median, &c.Q75, &c.Q95} {
		*q = Unrounded(t.quantile(quantiles[i]))
	}
	return c
}

// quantilePlace says between which places of n values in ascending order a quantile lies, and how far
// beyond the first: type 7 of R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages",
// Am. Stat. 50(4), 1996.
func quantilePlace(n int, p float64) (low, high int, beyond float64) {
	at := float64(p * float64(n-1))
	low = int(at)
	if low+1 >= n {
		return n - 1, n - 1, 0
	}
	return low, low + 1, at - float64(low)
}

// quantile is NaN of no values.
func (t *columnTally) quantile(p float64) float64 {
	if t.Known == 0 {
		return math.NaN()
	}
	low, high, beyond := quantilePlace(t.Known, p)
	if low == high {
		return t.ranks.found[low]
	}
	x, next := t.ranks.found[low], t.ranks.found[high]
	return x + float64(beyond*(next-x))
}
