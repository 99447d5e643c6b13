package scenario

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"slices"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Options names the columns of a table of shocks.
type Options struct {
	FS       fs.FS
	Encoding string
	Code     string // municipality, or what Kind says
	Kind     string // what Code is, as [ParseKind] reads it; "" when all are municipalities
	From     string // first month of the shock, as [feature.ParseMonth] reads it
	// To is the last month, "" when no shock ends. An empty cell is open; a year
	// ends in December.
	To string
	// Multiplier is a number or inf; "" removes the roads of every row.
	Multiplier string
	// Recode replaces a municipality code by another.
	Recode map[string]string
}

// Table is what a file of shocks holds, ordered by code, then first month.
type Table struct {
	Shocks []Shock
	Files  []feature.FileHash
	// Warnings tell what was mended or combined, a line each.
	Warnings []string
}

// Read reads a table of shocks. A code, month or multiplier that is none, and a
// shock that ends before it begins, is an error with its line. Rows that say the same are
// taken once, and rows of one municipality that overlap are kept for [Split] to
// combine; both are counted in Warnings.
func Read(ctx context.Context, path string, opts Options) (*Table, error) {
	reader, err := feature.Open(path, feature.Options{FS: opts.FS, Encoding: opts.Encoding, Lon: "-"})
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	if err := reader.RequireColumns(opts.required()...); err != nil {
		return nil, err
	}
	t, restored := &Table{}, 0
	for f, err := range reader.All() {
		if err == nil {
			err = context.Cause(ctx)
		}
		if err != nil {
			return nil, err
		}
		shock, mended, err := opts.shock(f)
		if err != nil {
			return nil, err
		}
		if mended {
			restored++
		}
		t.Shocks = append(t.Shocks, shock)
	}
	if len(t.Shocks) == 0 {
		return nil, &feature.Error{File: path, Err: errors.New("the table has no rows"), Hint: "write a municipality and its first month a row"}
	}
	t.Files, t.Warnings = reader.Files(), append(t.Warnings, reader.Warnings()...)
	t.warn(restored, "municipality codes without their leading zero were completed")
	t.combine()
	return t, nil
}

func (o Options) required() []string {
	columns := []string{o.Code, o.From}
	for _, name := range []string{o.Kind, o.To, o.Multiplier} {
		if name != "" {
			columns = append(columns, name)
		}
	}
	return columns
}

// shock reads a row.
func (o Options) shock(f feature.Feature) (s Shock, mended bool, err error) {
	if mended, err = o.subject(f, &s); err != nil {
		return s, mended, err
	}
	if s.From, err = month(f, o.From); err != nil {
		return s, mended, err
	}
	s.To = Open
	if text, ok := f.Text(o.To); ok {
		if s.To, err = month(f, o.To); err != nil {
			return s, mended, err
		}
		if len(text) == len("2010") {
			s.To += 11
		}
	}
	if s.To < s.From {
		bad := f.Errorf("the shock to %s ends in %v, before it begins in %v", s.Code, s.To, s.From)
		bad.Column = o.To
		return s, mended, bad
	}
	s.Multiplier = math.Inf(1)
	if o.Multiplier != "" {
		text, _ := f.Text(o.Multiplier)
		parse, what := ParseMultiplier, "multiplier"
		if s.Kind == Port {
			parse, what = parsePrice, "price of a port"
		}
		if s.Multiplier, err = parse(text); err != nil {
			bad := f.Errorf("%q is no %s", text, what)
			bad.Column, bad.Hint = o.Multiplier, err.Error()
			return s, mended, bad
		}
	}
	return s, mended, nil
}

// subject reads what a shock befalls.
func (o Options) subject(f feature.Feature, s *Shock) (mended bool, err error) {
	text, _ := f.Text(o.Kind)
	if s.Kind, err = parseKind(text); err != nil {
		bad := f.Errorf("%q is nothing that a shock befalls", text)
		bad.Column, bad.Hint = o.Kind, err.Error()
		return false, bad
	}
	if s.Kind == Municipality {
		s.Code, mended, err = f.Code(o.Code)
		if to, ok := o.Recode[s.Code]; ok {
			s.Code = to
		}
		return mended, err
	}
	var ok bool
	if s.Code, ok = f.Text(o.Code); !ok {
		bad := f.Errorf("the %v is missing", s.Kind)
		bad.Column = o.Code
		return false, bad
	}
	return false, nil
}

func month(f feature.Feature, column string) (feature.Month, error) {
	text, _ := f.Text(column)
	m, err := feature.ParseMonth(text)
	if err != nil {
		bad := f.Errorf("%w", err)
		bad.Column = column
		return 0, bad
	}
	return m, nil
}

// combine sorts the shocks, drops repeats, and counts overlaps.
func (t *Table) combine() {
	slices.SortStableFunc(t.Shocks, func(a, b Shock) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Code, b.Code), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Multiplier, b.Multiplier))
	})
	all := len(t.Shocks)
	t.Shocks = slices.Compact(t.Shocks)
	t.warn(all-len(t.Shocks), "rows that stand twice were taken once")
	overlaps, until := 0, feature.Month(0)
	for i, s := range t.Shocks {
		if i > 0 && t.Shocks[i-1].Kind == s.Kind && t.Shocks[i-1].Code == s.Code && s.From <= until {
			overlaps++
		} else {
			until = s.To
		}
		until = max(until, s.To)
	}
	t.warn(overlaps, "rows overlap another of the same place; the largest multiplier holds")
}

func (t *Table) warn(count int, what string) {
	if count > 0 {
		t.Warnings = append(t.Warnings, fmt.Sprintf("%d %s", count, what))
	}
}
