package violence

import "math"

// Shrink draws rates of few people toward the rate of all, by how much chance
// they may hold: the empirical-Bayes estimator of R. J. Marshall, "Mapping disease
// and mortality rates using empirical Bayes estimators", Applied Statistics 40
// (1991), doi:10.2307/2347593. With n[i] person-years, the Time, and rate x[i] = Count/n,
//
//	m = sum(events)/sum(n), A = sum(n (x - m)^2)/sum(n) - m/mean(n), at least 0
//	shrunken x[i] = m + A/(A + m/n[i]) (x[i] - m)
//
// The result is per person-year, NaN where the count or n is unknown or n is not
// positive; such places do not count. All are returned as m when they differ no
// more than chance would have them.
func Shrink(places []Exposed) []float64 {
	out := unknown(len(places))
	var all Exposed
	count := 0.0
	for _, p := range places {
		if p.known() {
			all.Count += p.Count
			all.Time += p.Time
			count++
		}
	}
	mean := all.Count / all.Time
	variance := 0.0
	for _, p := range places {
		if p.known() {
			d := p.Count/p.Time - mean
			variance += float64(p.Time * d * d)
		}
	}
	between := max(0, variance/all.Time-mean/(all.Time/count))
	for i, p := range places {
		if !p.known() {
			continue
		}
		weight := 0.0
		if between > 0 {
			weight = between / (between + mean/p.Time)
		}
		out[i] = mean + float64(weight*(p.Count/p.Time-mean))
	}
	return out
}

func (e Exposed) known() bool { return !math.IsNaN(e.Count) && e.Time > 0 }

// Shrunk returns the shrunken rate per 100,000 of each place, toward the rate of
// the nation or of its state: see [Shrink]. A metropolitan area counts once, in
// the state of its first member here. Other levels than National and State are as National.
func (m *Measure) Shrunk(toward Level, places []Place) []float64 {
	out := unknown(len(places))
	units := map[string]int{} // area -> its first member
	groups := map[string][]int{}
	first := make([]int, len(places))
	var order []string
	for i, place := range places {
		first[i] = i
		if area := m.Areas[i]; area != "" {
			if k, ok := units[area]; ok {
				first[i] = k
				continue
			}
			units[area] = i
		}
		key := ""
		if toward == State {
			key = stateOf(place.Code)
		}
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], i)
	}
	for _, key := range order {
		members := groups[key]
		rates := make([]Exposed, len(members))
		for k, i := range members {
			rates[k] = Exposed{m.RateEvents[i], m.PersonYears[i]}
		}
		for k, rate := range Shrink(rates) {
			out[members[k]] = rate * perRate
		}
	}
	for i := range out {
		out[i] = out[first[i]]
	}
	return out
}

// PerRoadKM returns the annual events per kilometre of road of each place, NaN
// where the events are unknown or there is no road.
func (m *Measure) PerRoadKM(km []float64) []float64 {
	out := unknown(len(km))
	for i := range out {
		if km[i] > 0 && m.PlaceMonths[i] > 0 {
			out[i] = m.Events[i] * monthsOfYear / float64(m.PlaceMonths[i]) / km[i]
		}
	}
	return out
}
