package violence

import (
	"errors"
	"fmt"
	"slices"
)

// Join puts the series of two tables side by side, so that sources of one event
// can be compared. When only one is by month it is added up to years. Where a name
// of a series stands in both, that of the second gets the suffix _2. Inhabitants
// are those of the first table, and of the second where the first has none; factors
// are those of the first, unless months were added up. What was undated stays so.
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
	if a.factor != nil {
		j.factor = unknown(size)
	}
	for i, t := range []*Table{a, b} {
		j.take(t, i)
	}
	return j, nil
}

// joining is a table on its way into a larger one.
type joining struct {
	into, from *Table
	base       int // series that the larger one has already
	shift      int // steps from its first to that of the smaller one
}

// take copies the series and cells of a table into a larger one.
func (j *Table) take(t *Table, order int) {
	in := joining{j, t, len(j.series), int(t.first-j.first) / j.stepMonths}
	for _, s := range t.series {
		out := s
		if _, err := j.find(s.name); err == nil {
			out.name = fmt.Sprintf("%s_%d", s.name, order+1)
		}
		out.values, out.months = unknown(len(j.present)), make([]int, j.steps)
		if s.late != nil {
			out.late = make([]float64, len(j.present))
		}
		copy(out.months[in.shift:], s.months)
		j.series = append(j.series, out)
	}
	for code, row := range t.index {
		for step := range t.steps {
			in.cell(row*t.steps+step, j.index[code]*j.steps+step+in.shift)
		}
	}
	in.fillAbsent()
	in.undated()
}

// cell copies one cell. The inhabitants of the first table go first.
func (in joining) cell(from, at int) {
	t, j := in.from, in.into
	j.present[at] = j.present[at] || t.present[from]
	if !(j.population[at] >= 0) {
		j.population[at] = t.population[from]
	}
	if in.base == 0 && t.factor != nil {
		j.factor[at] = t.factor[from]
	}
	for k, s := range t.series {
		x := s.values[from]
		if t.absentZero && !t.present[from] && s.months[from%t.steps] > 0 {
			x = 0
		}
		j.series[in.base+k].values[at] = x
		if s.late != nil {
			j.series[in.base+k].late[at] = s.late[from]
		}
	}
}

// fillAbsent gives municipalities that only other tables name the zeros that an
// absence in this one means.
func (in joining) fillAbsent() {
	if !in.from.absentZero {
		return
	}
	j := in.into
	for code, row := range j.index {
		if in.from.Has(code) {
			continue
		}
		for k, s := range in.from.series {
			for step, months := range s.months {
				if months > 0 {
					at := row*j.steps + step + in.shift
					j.series[in.base+k].values[at], j.present[at] = 0, true
				}
			}
		}
	}
}

// undated takes over deaths without a date; those of earlier tables get no counts of
// the series that were added.
func (in joining) undated() {
	rows := map[int]int{}
	for code, row := range in.from.index {
		rows[row] = in.into.index[code]
	}
	for _, u := range in.from.undated {
		values := unknown(in.base + len(in.from.series))
		copy(values[in.base:], u.values)
		in.into.undated = append(in.into.undated, undated{rows[u.row], u.registered, values})
	}
	for i := range in.into.undated {
		u := &in.into.undated[i]
		u.values = append(u.values, unknown(len(in.into.series)-len(u.values))...)
	}
}
