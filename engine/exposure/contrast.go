package exposure

import "math"

// Contrast sets the municipalities on routes against the others, by one outcome.
// It is immutable and safe for any number of goroutines.
type Contrast struct {
	outcome  Outcome
	eligible Set // those that are compared
	rate     []float64
	all      sums
}

// sums add up over municipalities.
type sums struct{ count, events, personYears, rates float64 }

func (s *sums) add(c *Contrast, i int) {
	s.count++
	s.events += c.outcome.Events[i]
	s.personYears += c.outcome.PersonYears[i]
	s.rates += c.rate[i]
}

// NewContrast compares the municipalities that have a rate and are not excluded,
// such as the origins themselves: they were chosen for what grows there, not for
// a road that passes.
func NewContrast(o Outcome, excluded Set) *Contrast {
	c := &Contrast{outcome: o, eligible: NewSet(len(o.Events)), rate: make([]float64, len(o.Events))}
	for i := range o.Events {
		if c.rate[i] = o.Rate(i); o.known(i) && (excluded == nil || !excluded.Has(i)) {
			c.eligible.Add(i)
			c.all.add(c, i)
		}
	}
	return c
}

// Difference is how much the rate on routes exceeds that off them, per 100,000 a year.
type Difference struct {
	// Pooled compares all people on routes with all others; Mean compares
	// municipalities, each of which counts alike, however small.
	Pooled, Mean float64
	OnPooled, OffPooled,
	OnMean, OffMean float64
	On, Off int // municipalities
}

// Of returns the difference for a set of municipalities on routes. It is NaN
// where one side is empty. O(members).
func (c *Contrast) Of(on Set) Difference {
	var s sums
	c.compared(on).each(func(i int) { s.add(c, i) })
	d := Difference{On: int(s.count), Off: int(c.all.count - s.count)}
	if d.On == 0 || d.Off == 0 {
		nan := math.NaN()
		return Difference{nan, nan, nan, nan, nan, nan, d.On, d.Off}
	}
	d.OnPooled = ratePer100k(s.events, s.personYears)
	d.OffPooled = ratePer100k(c.all.events-s.events, c.all.personYears-s.personYears)
	d.OnMean = s.rates / s.count
	d.OffMean = (c.all.rates - s.rates) / (c.all.count - s.count)
	d.Pooled, d.Mean = d.OnPooled-d.OffPooled, d.OnMean-d.OffMean
	return d
}

// compared returns the members of a set that are compared.
func (c *Contrast) compared(on Set) Set {
	both := make(Set, len(on))
	for k := range both {
		both[k] = on[k] & c.eligible[k]
	}
	return both
}
