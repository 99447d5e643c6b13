package violence

import (
	"fmt"
	"math"
)

// Place is a municipality to measure.
type Place struct {
	Code       string
	Name       string
	State      string  // name of its state
	AreaKM2    float64 // NaN or 0 when unknown
	Population float64 // used where the table has none; NaN when unknown
}

// Measure is one series over one period, per place in the order given.
type Measure struct {
	Series string
	Period Period
	Months int // months of the period that the series covers
	// Events are the counts as published, NaN where unknown. The population is
	// the mean of the period. The rates are annual: per 100,000 inhabitants and
	// per square kilometre.
	Events, Population, RatePer100k, PerKM2 []float64
	// RateEvents and PersonYears are what the rate is made of: of the place, or
	// of its whole metropolitan area after the step Metro. PlaceMonths are the
	// months with data of each place, Areas its metropolitan area, "" without.
	RateEvents, PersonYears []float64
	PlaceMonths             []int
	Areas                   []string
	// Unmatched lists the places that the table does not know.
	Unmatched []string
}

// Measure adds a series up over a period. It fails when the table does not
// reach into the period.
func (t *Table) Measure(name string, period Period, places []Place) (*Measure, error) {
	s, err := t.find(name)
	if err != nil {
		return nil, err
	}
	from, to, err := t.window(period)
	if err != nil {
		return nil, err
	}
	n := len(places)
	m := &Measure{Series: name, Period: period,
		Events: unknown(n), Population: unknown(n), RatePer100k: unknown(n), PerKM2: unknown(n),
		RateEvents: unknown(n), PersonYears: unknown(n), PlaceMonths: make([]int, n), Areas: make([]string, n)}
	for step := from; step < to; step++ {
		m.Months += t.months(s, step)
	}
	if m.Months == 0 {
		return nil, fmt.Errorf("the violence series %q has no data in %v", name, period)
	}
	for i, place := range places {
		if !t.Has(place.Code) {
			m.Unmatched = append(m.Unmatched, place.Code)
		}
		events, months, population := t.total(s, place.Code, from, to)
		if math.IsNaN(population) {
			population = place.Population
		}
		m.Population[i] = population
		if months == 0 {
			continue
		}
		m.Events[i], m.PlaceMonths[i] = events, months
		perYear := events * monthsOfYear / float64(months)
		if population > 0 {
			m.RatePer100k[i] = perYear / population * perRate
			m.RateEvents[i], m.PersonYears[i] = events, population*float64(months)/monthsOfYear
		}
		if place.AreaKM2 > 0 {
			m.PerKM2[i] = perYear / place.AreaKM2
		}
	}
	if t.areas != nil {
		m.pool(pooling{t, s, [2]int{from, to}}, places)
	}
	return m, nil
}

// perRate is the number of inhabitants that rates are given for.
const perRate = 100_000

// Stretch is a piece of a route within one place, by its index; a negative
// index is outside every place.
type Stretch struct {
	Place  int
	Meters float64
}

// Exposure says how violent the places along a route are.
type Exposure struct {
	// MeanRatePer100k and MeanPerKM2 weigh each place with the metres of the
	// route in it; NaN when no place on the way has a rate.
	MeanRatePer100k, MeanPerKM2 float64
	Events                      float64 // in the places crossed, each counted once; NaN when no place has a count
	Worst                       int     // the place crossed with the highest rate, or -1
	UnknownMeters               float64 // of the route in places without a rate
}

// Along summarises the places that a route crosses. A place crossed several
// times counts its metres each time and its events once. The worst place is
// the first of equals in the order of places.
func (m *Measure) Along(route []Stretch) Exposure {
	e := Exposure{Events: math.NaN(), Worst: -1}
	var rate, density weightedMean
	crossed := map[int]bool{}
	for _, s := range route {
		if s.Place < 0 || math.IsNaN(m.RatePer100k[s.Place]) {
			e.UnknownMeters += s.Meters
		}
		if s.Place < 0 || s.Meters <= 0 {
			continue
		}
		rate.add(m.RatePer100k[s.Place], s.Meters)
		density.add(m.PerKM2[s.Place], s.Meters)
		if crossed[s.Place] {
			continue
		}
		crossed[s.Place] = true
		e.Events = addKnown(e.Events, m.Events[s.Place])
		if m.worse(s.Place, e.Worst) {
			e.Worst = s.Place
		}
	}
	e.MeanRatePer100k, e.MeanPerKM2 = rate.mean(), density.mean()
	return e
}

// MeanRate is the MeanRatePer100k of [Measure.Along] alone, without allocating.
func (m *Measure) MeanRate(route []Stretch) float64 {
	var rate weightedMean
	for _, s := range route {
		if s.Place >= 0 {
			rate.add(m.RatePer100k[s.Place], s.Meters)
		}
	}
	return rate.mean()
}

func (m *Measure) worse(place, than int) bool {
	switch r := m.RatePer100k[place]; {
	case math.IsNaN(r):
		return false
	case than < 0 || r > m.RatePer100k[than]:
		return true
	default:
		return r == m.RatePer100k[than] && place < than
	}
}

type weightedMean struct{ sum, weight float64 }

func (w *weightedMean) add(x, weight float64) {
	if !math.IsNaN(x) {
		w.sum += float64(x * weight)
		w.weight += weight
	}
}

func (w weightedMean) mean() float64 {
	if w.weight == 0 {
		return math.NaN()
	}
	return w.sum / w.weight
}
