package atlas

import "math"

// Total is a series added up over municipalities and steps.
type Total struct {
	Events      float64 // as published; NaN when no step is covered
	Months      int     // with data
	Population  float64 // mean over those months; NaN unknown
	RatePer100k float64 // a year
}

// Total adds a series up over some municipalities and the steps from <= step <
// to. Months are those that the series covers; a municipality whose count is
// unknown in them is left out, with its population.
func (a *Atlas) Total(s *Series, regions []int, from, to int) Total {
	t := Total{Events: math.NaN(), Population: math.NaN(), RatePer100k: math.NaN()}
	steps := a.Timeline.Steps
	events, people := 0.0, 0.0
	for step := max(0, from); step < min(to, steps); step++ {
		months := s.Months[step]
		if months == 0 {
			continue
		}
		known := false
		stepPeople := 0.0
		for _, r := range regions {
			x := s.Events[r*steps+step]
			if math.IsNaN(x) {
				continue
			}
			known = true
			events += x
			stepPeople += a.Inhabitants(r, step)
		}
		if known {
			t.Months += months
			people += float64(stepPeople * float64(months))
		}
	}
	if t.Months == 0 {
		return t
	}
	t.Events, t.Population = events, people/float64(t.Months)
	if t.Population > 0 {
		t.RatePer100k = events * 12 / float64(t.Months) / t.Population * 100_000
	}
	return t
}

// Inhabitants returns the population of a municipality in a step, from the
// table of counts or else of the layer.
func (a *Atlas) Inhabitants(region, step int) float64 {
	if len(a.Population) > 0 {
		if p := a.Population[region*a.Timeline.Steps+step]; !math.IsNaN(p) {
			return p
		}
	}
	return a.Regions[region].Population
}
