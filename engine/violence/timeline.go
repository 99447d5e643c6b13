package violence

import "math"

// Timeline is the periods that a table has counts of: Steps of StepMonths
// months, 1 or 12, one after the other from First.
type Timeline struct {
	First      Month
	StepMonths int
	Steps      int
}

// Step returns the months of step i.
func (l Timeline) Step(i int) Period {
	from := l.First + Month(i*l.StepMonths)
	return Period{from, from + Month(l.StepMonths) - 1}
}

// Timeline returns the periods of the table.
func (t *Table) Timeline() Timeline { return Timeline{t.first, t.stepMonths, t.steps} }

// CoveredMonths returns, for every step of the [Timeline], how many of its
// months a series covers; 0 where it has no data. It fails when there is no such series.
func (t *Table) CoveredMonths(name string) ([]int, error) {
	s, err := t.find(name)
	if err != nil {
		return nil, err
	}
	months := make([]int, t.steps)
	for step := range months {
		months[step] = t.months(s, step)
	}
	return months, nil
}

// AppendEvents appends the counts of one municipality, one for every step of the
// [Timeline], NaN where unknown, and returns the extended slice. An absent row
// counts as in [Table.Measure]: the sums over a period are the same.
func (t *Table) AppendEvents(dst []float64, name, code string) ([]float64, error) {
	s, err := t.find(name)
	if err != nil {
		return dst, err
	}
	for step := range t.steps {
		events, months, _ := t.total(s, code, step, step+1)
		if months == 0 {
			events = math.NaN()
		}
		dst = append(dst, events)
	}
	return dst, nil
}

// AppendPopulation appends the inhabitants of one municipality, one figure for
// every step of the [Timeline], NaN where the table has none.
func (t *Table) AppendPopulation(dst []float64, code string) []float64 {
	row, known := t.index[code]
	if !known {
		return append(dst, unknown(t.steps)...)
	}
	return append(dst, t.population[row*t.steps:(row+1)*t.steps]...)
}
