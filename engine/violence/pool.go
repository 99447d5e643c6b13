package violence

import "math"

// pooling is what the events and inhabitants of an area are added up from.
type pooling struct {
	table  *Table
	series *series
	steps  [2]int
}

// pool gives the members of metropolitan areas the rate of their area. A member
// without a count or without inhabitants is in neither side of the fraction.
func (m *Measure) pool(from pooling, places []Place) {
	t := from.table
	type sum struct{ events, personYears float64 }
	areas := map[string]*sum{}
	population := make(map[string]float64, len(places))
	for i, place := range places {
		if m.Areas[i] = t.areas.areaOf(place.Code); m.Areas[i] != "" {
			areas[m.Areas[i]] = &sum{}
		}
		population[place.Code] = m.Population[i]
	}
	for id, a := range areas {
		for _, code := range t.areas.members[id] {
			events, months, people := t.total(from.series, code, from.steps[0], from.steps[1])
			if math.IsNaN(people) {
				if p, ok := population[code]; ok {
					people = p
				}
			}
			if months > 0 && people > 0 {
				a.events += events
				a.personYears += people * float64(months) / monthsOfYear
			}
		}
	}
	for i, id := range m.Areas {
		if a := areas[id]; id != "" && a.personYears > 0 {
			m.RateEvents[i], m.PersonYears[i] = a.events, a.personYears
			m.RatePer100k[i] = a.events / a.personYears * perRate
		}
	}
}
