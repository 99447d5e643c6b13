package violence

import "math"

// InMonth returns the count of a series in one month and the inhabitants, per place
// in the order given. What is unknown is NaN: a month that is not covered, and
// every month of a table by year. It fails when there is no such series.
func (t *Table) InMonth(name string, month Month, places []Place) (events, population []float64, err error) {
	s, err := t.find(name)
	if err != nil {
		return nil, nil, err
	}
	events, population = unknown(len(places)), unknown(len(places))
	step := int(month - t.first)
	within := t.stepMonths == 1 && step >= 0 && step < t.steps
	for i, place := range places {
		population[i] = place.Population
		if !within {
			continue
		}
		if row, ok := t.index[place.Code]; ok && !math.IsNaN(t.population[row*t.steps+step]) {
			population[i] = t.population[row*t.steps+step]
		}
		if x, months, _ := t.total(s, place.Code, step, step+1); months > 0 {
			events[i] = x
		}
	}
	return events, population, nil
}
