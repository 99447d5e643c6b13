package violence

import (
	"errors"
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// builder keeps the rows as they come, because the range of months is known
// only at the end of the file.
type builder struct {
	opts  Options
	rows  map[string]int
	cells []cell
	// per cell: a value for each series, then the population, then the factor
	// where there is one, then of each series what was registered late where
	// that is known.
	values  []float64
	scratch cellValues // of the row that is being read

	lateKnown                 bool
	restored, unplaced, early int
}

type cell struct {
	row     int
	month   Month
	late    bool // registered in a later year; used while reading
	undated bool // month is that of registration
}

type cellValues struct {
	values, late       []float64
	population, factor float64
}

func newBuilder(opts Options) *builder {
	n := len(opts.Series)
	return &builder{opts: opts, rows: map[string]int{}, lateKnown: opts.Registered != "",
		scratch: cellValues{values: make([]float64, n), late: make([]float64, n)}}
}

func (b *builder) row(code string) int {
	row, ok := b.rows[code]
	if !ok {
		row = len(b.rows)
		b.rows[code] = row
	}
	return row
}

// add keeps the scratch values as a cell.
func (b *builder) add(c cell) {
	b.cells = append(b.cells, c)
	b.values = append(b.values, b.scratch.values...)
	b.values = append(b.values, b.scratch.population)
	if b.opts.Factor != "" {
		b.values = append(b.values, b.scratch.factor)
	}
	if b.lateKnown {
		b.values = append(b.values, b.scratch.late...)
	}
}

// finish makes the table of what was read.
func (b *builder) finish(path string, reader *feature.Reader) (*Table, error) {
	if len(b.cells) == 0 {
		return nil, &feature.Error{File: path, Err: errors.New("the table has no rows")}
	}
	t := b.table()
	t.Files = reader.Files()
	t.Warnings = append(t.Warnings, reader.Warnings()...)
	return t, nil
}

func (b *builder) table() *Table {
	t := &Table{index: b.rows, stepMonths: 1, absentZero: b.opts.AbsentIsZero}
	if b.opts.Date == "" {
		t.stepMonths = monthsOfYear
	}
	first, last := b.cells[0].month, b.cells[0].month
	for _, c := range b.cells {
		first, last = min(first, c.month), max(last, c.month)
	}
	t.first, t.steps = first, int(last-first)/t.stepMonths+1
	size := len(b.rows) * t.steps
	t.population, t.present = unknown(size), make([]bool, size)
	if b.opts.Factor != "" {
		t.factor = unknown(size)
	}
	for _, s := range b.opts.Series {
		one := series{name: s.Name, values: unknown(size), months: make([]int, t.steps), coverage: b.opts.Coverage[s.Name]}
		if b.lateKnown {
			one.late = make([]float64, size)
		}
		t.series = append(t.series, one)
	}
	repeated := b.fill(t)
	t.cover()
	for _, note := range []struct {
		count int
		text  string
	}{
		{b.restored, "%d municipality codes without their leading zero were completed"},
		{repeated, "%d rows that repeat a municipality and period were added to the first"},
		{b.unplaced, "%d rows without a municipality count in their state only, as municipality 999"},
		{b.early, "%d rows were registered in a year before that of the death, and are kept"},
	} {
		if note.count > 0 {
			t.Warnings = append(t.Warnings, fmt.Sprintf(note.text, note.count))
		}
	}
	return t
}

func (b *builder) fill(t *Table) (repeated int) {
	n := len(t.series)
	width := len(b.values) / len(b.cells)
	for i, c := range b.cells {
		values := b.values[i*width : (i+1)*width]
		if c.undated {
			t.undated = append(t.undated, undated{c.row, c.month, values[:n]})
			continue
		}
		at := c.row*t.steps + int(c.month-t.first)/t.stepMonths
		if t.present[at] && !b.lateKnown { // a row per year of registration repeats nothing
			repeated++
		}
		t.present[at] = true
		for k := range t.series {
			s := &t.series[k]
			s.values[at] = addKnown(s.values[at], values[k])
			if late := values[width-n+k]; s.late != nil && !math.IsNaN(late) {
				s.late[at] += late
			}
		}
		if !b.lateKnown || math.IsNaN(t.population[at]) { // the rows of several registrations repeat the inhabitants
			t.population[at] = addKnown(t.population[at], values[n])
		}
		if t.factor != nil {
			t.factor[at] = values[n+1]
		}
	}
	return repeated
}

// cover finds the months in which some municipality has a value.
func (t *Table) cover() {
	for k := range t.series {
		s := &t.series[k]
		for i, x := range s.values {
			if step := i % t.steps; s.months[step] == 0 && !math.IsNaN(x) {
				s.months[step] = t.span(step, s.coverage)
			}
		}
	}
}

func addKnown(sum, x float64) float64 {
	switch {
	case math.IsNaN(x):
		return sum
	case math.IsNaN(sum):
		return x
	}
	return sum + x
}

func unknown(n int) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = math.NaN()
	}
	return values
}
