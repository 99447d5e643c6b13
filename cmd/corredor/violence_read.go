package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/violence"
)

// read reads the tables and puts them side by side. Adjustments may name a column of
// factors, or get the one that the table has.
func (n *countFlags) read(ctx context.Context, adjustments []engine.Adjustment, progress func(bytes int64)) (*violence.Table, error) {
	if len(n.homicides) == 0 {
		study, err := engine.Embedded()
		if err != nil {
			return nil, err
		}
		return study.ReadCounts(ctx)
	}
	var table *violence.Table
	for i, name := range n.homicides {
		fsys, path := engine.Locate(name)
		layout, err := violence.GuessLayout(path, fsys)
		if err != nil {
			return nil, err
		}
		layout.AbsentIsZero, layout.Progress = n.absent == "zero", progress
		if i == 0 {
			n.override(&layout)
			useFactor(&layout, adjustments)
		} else {
			layout.Factor = "" // the factors of the first table are for its first series
		}
		if err := layout.Check(); err != nil {
			return nil, fmt.Errorf("%s: %w Say so with --code-column, --date-column or --year-column, --series NAME=COLUMN", name, err)
		}
		next, err := readLayout(ctx, path, layout)
		if err != nil {
			return nil, err
		}
		if table == nil {
			table = next
			continue
		}
		if table, err = violence.Join(table, next); err != nil {
			return nil, err
		}
	}
	return table, nil
}

func readLayout(ctx context.Context, path string, layout violence.Layout) (*violence.Table, error) {
	if layout.Cross {
		return violence.ReadCross(ctx, path, layout.Options)
	}
	return violence.Read(ctx, path, layout.Options)
}

// override puts what the user says in the place of what was guessed.
func (n *countFlags) override(l *violence.Layout) {
	o := n.columns
	l.Code = cmp.Or(o.Code, l.Code)
	l.Population = cmp.Or(o.Population, l.Population)
	l.State = cmp.Or(o.State, l.State)
	l.Registered = cmp.Or(o.Registered, l.Registered)
	l.Encoding = o.Encoding
	if o.Date != "" || o.Year != "" {
		l.Date, l.Year = o.Date, o.Year
	}
	if len(o.Series) > 0 {
		l.Series = o.Series
	}
	if n.layout != "" {
		l.Cross = n.layout == "inegi"
	}
}

// useFactor takes the column of factors that late names, or the one in the table
// when late says nothing else.
func useFactor(l *violence.Layout, adjustments []engine.Adjustment) {
	guessed := l.Factor
	l.Factor = ""
	for i := range adjustments {
		a := &adjustments[i]
		if a.Name != "late" {
			continue
		}
		if a.Share == 0 && a.Registry == "" && a.Factor == "" && l.Registered == "" && !l.Cross {
			a.Factor = guessed
		}
		l.Factor = cmp.Or(l.Factor, a.Factor)
	}
}
