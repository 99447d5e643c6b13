package violence

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Read reads a table of counts. Empty cells are unknown. A municipality code
// that lost its leading zero gets it back, rows that repeat a municipality and
// month are added up, and both are counted in Warnings. A negative count or a
// code that is no municipality is an error with its line.
func Read(ctx context.Context, path string, opts Options) (*Table, error) {
	reader, err := feature.Open(path, feature.Options{FS: opts.FS, Encoding: opts.Encoding, Progress: opts.Progress, Lon: "-"})
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	if err := reader.RequireColumns(opts.required()...); err != nil {
		return nil, err
	}
	b := builder{opts: opts, rows: map[string]int{}}
	for f, err := range reader.All() {
		if err != nil {
			return nil, err
		}
		if f.Index%4096 == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err := b.add(f); err != nil {
			return nil, err
		}
	}
	if len(b.cells) == 0 {
		return nil, &feature.Error{File: path, Err: errors.New("the table has no rows")}
	}
	t := b.table()
	t.Files = reader.Files()
	t.Warnings = append(t.Warnings, reader.Warnings()...)
	return t, nil
}

func (o Options) required() []string {
	columns := []string{o.Code}
	for _, name := range []string{o.Date, o.Year, o.Population} {
		if name != "" {
			columns = append(columns, name)
		}
	}
	for _, s := range o.Series {
		columns = append(columns, s.Column)
	}
	return columns
}

// builder keeps the rows as they come, because the range of months is known
// only at the end of the file.
type builder struct {
	opts     Options
	rows     map[string]int
	cells    []cell
	values   []float64 // len(opts.Series)+1 per cell, the population last
	restored int
}

type cell struct {
	row   int
	month Month
}

func (b *builder) add(f feature.Feature) error {
	code, err := b.code(f)
	if err != nil {
		return err
	}
	month, err := b.month(f)
	if err != nil {
		return err
	}
	row, ok := b.rows[code]
	if !ok {
		row = len(b.rows)
		b.rows[code] = row
	}
	b.cells = append(b.cells, cell{row, month})
	for _, s := range b.opts.Series {
		x, err := count(f, s.Column)
		if err != nil {
			return err
		}
		b.values = append(b.values, x)
	}
	population := math.NaN()
	if b.opts.Population != "" {
		if population, err = count(f, b.opts.Population); err != nil {
			return err
		}
	}
	b.values = append(b.values, population)
	return nil
}

// count reads a number of people: NaN when the cell is empty.
func count(f feature.Feature, column string) (float64, error) {
	x, err := f.Number(column)
	switch {
	case errors.Is(err, feature.ErrMissing):
		return math.NaN(), nil
	case err != nil:
		return 0, err
	case x < 0:
		bad := f.Errorf("the count is %g; a count cannot be negative", x)
		bad.Column = column
		return 0, bad
	}
	return x, nil
}

func (b *builder) code(f feature.Feature) (string, error) {
	code, restored, err := f.Code(b.opts.Code)
	if err != nil {
		return "", err
	}
	if restored {
		b.restored++
	}
	if to, ok := b.opts.Recode[code]; ok {
		code = to
	}
	return code, nil
}

func (b *builder) month(f feature.Feature) (Month, error) {
	column := b.opts.Date
	if column == "" {
		column = b.opts.Year
	}
	text, _ := f.Text(column)
	month, err := ParseMonth(text)
	if b.opts.Date == "" && (err != nil || len(text) != len("2010")) {
		err = fmt.Errorf("%q is not a year; write 2010", text)
	}
	if err != nil {
		bad := f.Errorf("%w", err)
		bad.Column = column
		return 0, bad
	}
	return month, nil
}

func (b *builder) table() *Table {
	t := &Table{index: b.rows, stepMonths: 1, absentZero: b.opts.AbsentIsZero}
	if b.opts.Date == "" {
		t.stepMonths = 12
	}
	first, last := b.cells[0].month, b.cells[0].month
	for _, c := range b.cells {
		first, last = min(first, c.month), max(last, c.month)
	}
	t.first, t.steps = first, int(last-first)/t.stepMonths+1
	size := len(b.rows) * t.steps
	t.population = unknown(size)
	for _, s := range b.opts.Series {
		t.series = append(t.series, series{name: s.Name, values: unknown(size),
			covered: make([]bool, t.steps), coverage: b.opts.Coverage[s.Name]})
	}
	repeated := b.fill(t)
	if b.restored > 0 {
		t.Warnings = append(t.Warnings, fmt.Sprintf("%d municipality codes without their leading zero were completed", b.restored))
	}
	if repeated > 0 {
		t.Warnings = append(t.Warnings, fmt.Sprintf("%d rows that repeat a municipality and period were added to the first", repeated))
	}
	return t
}

func (b *builder) fill(t *Table) (repeated int) {
	width := len(b.opts.Series) + 1
	t.present = make([]bool, len(b.rows)*t.steps)
	for i, c := range b.cells {
		step := int(c.month-t.first) / t.stepMonths
		at := c.row*t.steps + step
		if t.present[at] {
			repeated++
		}
		t.present[at] = true
		values := b.values[i*width : (i+1)*width]
		for k := range t.series {
			s := &t.series[k]
			s.values[at] = addKnown(s.values[at], values[k])
			s.covered[step] = s.covered[step] || !math.IsNaN(values[k])
		}
		t.population[at] = addKnown(t.population[at], values[width-1])
	}
	return repeated
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
