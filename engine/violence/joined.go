package violence

import (
	"errors"
	"fmt"
	"slices"
)

// Join puts the series of two tables side by side, so that sources of one event
// can be compared. When only one is by month it is added up to years. Where a name
// of a series stands in both, that of the second gets the suffix _2. Inhabitants
// are those of the first table, and of the second where the first has none. What
// was undated stays so; factors are lost.
func Join(a, b *Table) (*Table, error) {
	if len(a.series) == 0 || len(b.series) == 0 {
		return nil, errors.New("a table without series cannot be joined")
	}
	if a.ByYear() != b.ByYear() {
		a, b = a.Yearly(), b.Yearly()
	}
	first, last := min(a.first, b.first), max(a.Span().To, b.Span().To)
	j := &Table{index: map[string]int{}, first: first, stepMonths: a.stepMonths,
		steps: (int(last-first) + 1) / a.stepMonths, absentZero: a.absentZero && b.absentZero, areas: a.areas,
		Files: slices.Concat(a.Files, b.Files), Warnings: slices.Concat(a.Warnings, b.Warnings)}
	for _, t := range []*Table{a, b} {
		for _, code := range t.Codes() {
			if !j.Has(code) {
				j.index[code] = len(j.index)
			}
		}
	}
	size := len(j.index) * j.steps
	j.present, j.population = make([]bool, size), unknown(size)
	for i, t := range []*Table{a, b} {
		j.take(t, i)
	}
	return j, nil
}

// take copies the cells of a table into a larger one.
func (j *Table) take(t *Table, order int) {
	shift := int(t.first-j.first) / j.stepMonths
	base := len(j.series)
	for _, s := range t.series {
		out := s
		if _, err := j.find(s.name); err == nil {
			out.name = fmt.Sprintf("%s_%d", s.name, order+1)
		}
		out.values, out.months = unknown(len(j.present)), make([]int, j.steps)
		if s.late != nil {
			out.late = make([]float64, len(j.present))
		}
		copy(out.months[shift:], s.months)
		j.series = append(j.series, out)
	}
	rows := map[int]int{}
	for code, row := range t.index {
		to := j.index[code]
		rows[row] = to
		for step := range t.steps {
			from, at := row*t.steps+step, to*j.steps+step+shift
			j.present[at] = j.present[at] || t.present[from]
			if order == 0 || !(j.population[at] >= 0) {
				j.population[at] = t.population[from]
			}
			for k, s := range t.series {
				x := s.values[from]
				if t.absentZero && !t.present[from] && s.months[step] > 0 {
					x = 0
				}
				j.series[base+k].values[at] = x
				if s.late != nil {
					j.series[base+k].late[at] = s.late[from]
				}
			}
		}
	}
	j.fillAbsent(t, base, shift)
	for _, u := range t.undated {
		values := unknown(base + len(t.series))
		copy(values[base:], u.values)
		j.undated = append(j.undated, undated{rows[u.row], u.registered, values})
	}
	for i := range j.undated {
		for len(j.undated[i].values) < len(j.series) {
			j.undated[i].values = append(j.undated[i].values, unknown(1)...)
		}
	}
}

// fillAbsent gives municipalities that only other tables name the zeros that an
// absence in this one means.
func (j *Table) fillAbsent(t *Table, base, shift int) {
	if !t.absentZero {
		return
	}
	for code, row := range j.index {
		if t.Has(code) {
			continue
		}
		for k, s := range t.series {
			for step, months := range s.months {
				if months > 0 {
					at := row*j.steps + step + shift
					j.series[base+k].values[at], j.present[at] = 0, true
				}
			}
		}
	}
}
