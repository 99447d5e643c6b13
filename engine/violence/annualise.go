package violence

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Annualise adds months up to years and brings a year that a series covers only
// in part to twelve months, so that it compares with a whole one. It assumes that
// the months without data were like the others. The table is then by year.
type Annualise struct{}

// Name is annualise.
func (Annualise) Name() string { return "annualise" }

func (Annualise) apply(t *Table, c *Change) error {
	if !t.ByYear() {
		*t = *t.Yearly()
	}
	var scaled []string
	for k := range t.series {
		s := &t.series[k]
		for step, months := range s.months {
			if months == 0 || months == monthsOfYear {
				continue
			}
			factor := monthsOfYear / float64(months)
			for row := range len(s.values) / t.steps {
				s.values[row*t.steps+step] *= factor
				if s.late != nil {
					s.late[row*t.steps+step] *= factor
				}
			}
			s.months[step] = monthsOfYear
			scaled = append(scaled, fmt.Sprintf("%s of %d by 12/%d", s.name, t.stepMonth(step).Year(), months))
		}
	}
	c.What = "years that are covered in part brought to twelve months"
	if len(scaled) == 0 {
		c.note("every year is whole")
	} else {
		c.note("%s", strings.Join(scaled, ", "))
	}
	return nil
}

// Yearly returns the table with its months added up to calendar years. The
// population of a year is the mean of its months. Factors by month are lost.
func (t *Table) Yearly() *Table {
	if t.ByYear() {
		return t
	}
	first := t.first - t.first%monthsOfYear
	y := *t
	y.first, y.stepMonths = first, monthsOfYear
	y.steps = int(t.Span().To-first)/monthsOfYear + 1
	yearOf := func(step int) int { return int(t.stepMonth(step)-first) / monthsOfYear }
	rows := len(t.present) / t.steps
	y.population, y.present = unknown(rows*y.steps), make([]bool, rows*y.steps)
	y.factor, y.series = nil, slices.Clone(t.series)
	people := make([]float64, rows*y.steps)
	for i, p := range t.population {
		at := i/t.steps*y.steps + yearOf(i%t.steps)
		y.population[at] = addKnown(y.population[at], p)
		if !math.IsNaN(p) {
			people[at]++
		}
		y.present[at] = y.present[at] || t.present[i]
	}
	for i := range y.population {
		y.population[i] /= people[i]
	}
	for k := range y.series {
		y.series[k] = t.series[k].yearly(t, &y, yearOf)
	}
	y.undated = slices.Clone(t.undated)
	for i := range y.undated {
		y.undated[i].registered -= y.undated[i].registered % monthsOfYear
	}
	return &y
}

func (s series) yearly(t, y *Table, yearOf func(step int) int) series {
	out := s
	out.values, out.months = unknown(len(y.present)), make([]int, y.steps)
	if s.late != nil {
		out.late = make([]float64, len(y.present))
	}
	for i, x := range s.values {
		at := i/t.steps*y.steps + yearOf(i%t.steps)
		out.values[at] = addKnown(out.values[at], x)
		if s.late != nil {
			out.late[at] += s.late[i]
		}
	}
	for step, months := range s.months {
		out.months[yearOf(step)] += months
	}
	return out
}

// plain writes a count with at most two decimals.
func plain(x float64) string {
	text := strconv.FormatFloat(x, 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
