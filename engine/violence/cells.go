package violence

import "iter"

// Cell is what a table holds of one municipality in one month or year.
type Cell struct {
	Code       string
	From       Month
	Counts     []float64 // per series; NaN unknown
	Population float64   // NaN unknown
}

// Cells yields the rows of the table, municipalities in ascending order, then
// time. Months without a row are left out. Counts is the caller's to keep.
func (t *Table) Cells() iter.Seq[Cell] {
	return func(yield func(Cell) bool) {
		for _, code := range t.Codes() {
			row := t.index[code]
			for step := range t.steps {
				at := row*t.steps + step
				if !t.present[at] {
					continue
				}
				c := Cell{Code: code, From: t.stepMonth(step), Counts: make([]float64, len(t.series)), Population: t.population[at]}
				for k := range t.series {
					c.Counts[k] = t.series[k].values[at]
				}
				if !yield(c) {
					return
				}
			}
		}
	}
}
