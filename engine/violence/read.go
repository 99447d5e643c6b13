package violence

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

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
	b := newBuilder(opts)
	for f, err := range reader.All() {
		if err != nil {
			return nil, err
		}
		if f.Index%4096 == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err := b.read(f); err != nil {
			return nil, err
		}
	}
	return b.finish(path, reader)
}

func (o Options) required() []string {
	columns := []string{o.Code}
	for _, name := range []string{o.Date, o.Year, o.Population, o.State, o.Registered, o.Factor} {
		if name != "" {
			columns = append(columns, name)
		}
	}
	for _, s := range o.Series {
		columns = append(columns, s.Column)
	}
	return columns
}

// read adds one row of the file.
func (b *builder) read(f feature.Feature) error {
	code, err := b.code(f)
	if err != nil {
		return err
	}
	c, err := b.when(f)
	if err != nil {
		return err
	}
	for i, s := range b.opts.Series {
		if b.scratch.values[i], err = count(f, s.Column); err != nil {
			return err
		}
		b.scratch.late[i] = 0
		if c.late {
			b.scratch.late[i] = b.scratch.values[i]
		}
	}
	b.scratch.population, b.scratch.factor = math.NaN(), math.NaN()
	if b.opts.Population != "" {
		if b.scratch.population, err = count(f, b.opts.Population); err != nil {
			return err
		}
	}
	if b.opts.Factor != "" {
		if b.scratch.factor, err = count(f, b.opts.Factor); err != nil {
			return err
		}
	}
	c.row = b.row(code)
	b.add(c)
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

// unknownMunicipality is INEGI's number of a municipality that is not known.
const unknownMunicipality = "999"

func (b *builder) code(f feature.Feature) (string, error) {
	if text, _ := f.Text(b.opts.Code); b.opts.State != "" && (text == "" || text == "NA") {
		return b.stateCode(f)
	}
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

// stateCode is the code of what happened somewhere in a state.
func (b *builder) stateCode(f feature.Feature) (string, error) {
	text, _ := f.Text(b.opts.State)
	state := feature.WholeNumber(text)
	if len(state) == 1 {
		state = "0" + state
	}
	if code := state + unknownMunicipality; feature.IsCode(code) {
		b.unplaced++
		return code, nil
	}
	bad := f.Errorf("neither a municipality nor a state: %q", text)
	bad.Column = b.opts.State
	return "", bad
}

// when reads the month of a row: of occurrence, or of registration where the
// former is not known.
func (b *builder) when(f feature.Feature) (cell, error) {
	column, read := b.opts.Date, ParseMonth
	if column == "" {
		column, read = b.opts.Year, parseYear
	}
	text, _ := f.Text(column)
	month, err := read(text)
	if b.opts.Registered == "" {
		return cell{month: month}, located(f, column, err)
	}
	registeredText, _ := f.Text(b.opts.Registered)
	registered, registeredErr := ParseMonth(registeredText)
	switch {
	case isUndated(text):
		if b.opts.Date == "" && registeredErr == nil {
			registered -= registered % monthsOfYear
		} else if len(registeredText) == len("2010") && registeredErr == nil {
			registeredErr = fmt.Errorf("a death without a date was registered in %s; a table by month needs the month", registeredText)
		}
		return cell{month: registered, undated: true}, located(f, b.opts.Registered, registeredErr)
	case err != nil || registeredErr != nil:
		return cell{}, errors.Join(located(f, column, err), located(f, b.opts.Registered, registeredErr))
	case registered.Year() < month.Year():
		b.early++
	}
	return cell{month: month, late: registered.Year() > month.Year()}, nil
}

// isUndated tells a date that nobody knew from one that is mistyped: 9999 is
// INEGI's year for it.
func isUndated(text string) bool {
	switch strings.ToLower(text) {
	case "", "na", "no especificado":
		return true
	}
	return strings.HasPrefix(text, "9999")
}

func parseYear(text string) (Month, error) {
	month, err := ParseMonth(text)
	if err != nil || len(text) != len("2010") {
		return 0, fmt.Errorf("%q is not a year; write 2010", text)
	}
	return month, nil
}

// located gives an error its place; nil stays nil.
func located(f feature.Feature, column string, err error) error {
	if err == nil {
		return nil
	}
	bad := f.Errorf("%w", err)
	bad.Column = column
	return bad
}
