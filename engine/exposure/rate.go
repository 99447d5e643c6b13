package exposure

import "math"

// Outcome is what happened in each municipality. Its slices have one value for
// each, NaN where unknown.
type Outcome struct {
	Name   string
	Events []float64
	// PersonYears are the inhabitants times the years with data: what the events
	// are divided by.
	PersonYears []float64
	Population  []float64
}

// ratePer100k is the rate of events in person-years.
func ratePer100k(events, personYears float64) float64 {
	if !(personYears > 0) {
		return math.NaN()
	}
	return events / personYears * 100_000
}

// known reports whether a municipality has a rate.
func (o Outcome) known(i int) bool {
	return i >= 0 && !math.IsNaN(o.Events[i]) && o.PersonYears[i] > 0
}

// Rate returns the annual rate of a municipality per 100,000, NaN where unknown.
func (o Outcome) Rate(i int) float64 {
	if !o.known(i) {
		return math.NaN()
	}
	return ratePer100k(o.Events[i], o.PersonYears[i])
}

// Weight is what a route has of one municipality: metres, or seconds. A negative
// Place is outside every municipality.
type Weight struct {
	Place  int
	Amount float64
}

// Mean is a rate weighed by what a route has of each municipality.
type Mean struct {
	RatePer100k float64 // annual; NaN where nothing is known
	Known       float64 // amount with a rate
	Unknown     float64 // amount without
}

// Mean returns the rate that a traveller meets on average: by metres, what each
// kilometre of the way is like; by seconds, what each hour of the journey is like.
// O(weights).
func (o Outcome) Mean(weights []Weight) Mean {
	var m Mean
	sum := 0.0
	for _, w := range weights {
		if w.Place < 0 || !o.known(w.Place) {
			m.Unknown += w.Amount
			continue
		}
		sum += float64(w.Amount * o.Rate(w.Place))
		m.Known += w.Amount
	}
	m.RatePer100k = sum / m.Known
	return m
}

// Pool is what happened to all who live in some parts of municipalities.
type Pool struct {
	RatePer100k        float64 // annual; NaN where nothing is known
	Events, Population float64 // by the share of each municipality
	Unknown            float64 // persons in parts without a count, as far as their number is known
}

// Pool returns the rate of the people in parts of municipalities: events and
// people are taken to be spread evenly over each. It weighs every person alike, as
// Mean weighs every kilometre. O(shares).
func (o Outcome) Pool(shares []Share) Pool {
	var p Pool
	personYears := 0.0
	for _, s := range shares {
		people := o.Population[s.Place]
		switch {
		case o.known(s.Place):
			p.Population += float64(s.Share * people)
			p.Events += float64(s.Share * o.Events[s.Place])
			personYears += float64(s.Share * o.PersonYears[s.Place])
		case people > 0:
			p.Unknown += float64(s.Share * people)
		}
	}
	p.RatePer100k = ratePer100k(p.Events, personYears)
	return p
}

// Whole returns each municipality once, wholly.
func Whole(places []int) []Share {
	shares := make([]Share, len(places))
	for i, place := range places {
		shares[i] = Share{place, 1}
	}
	return shares
}
