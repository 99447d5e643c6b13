package replicate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// HomicideFile is a table of homicides by municipality and month.
type HomicideFile struct {
	FS   fs.FS
	Path string
	// Columns; "" is the name in brackets: Code [id], Date [date], Count [Total: drug-war homicides],
	// Population [Population].
	Code, Date, Count, Population string
}

func (h *HomicideFile) complete() {
	for _, column := range []struct {
		name  *string
		usual string
	}{{&h.Code, "id"}, {&h.Date, "date"}, {&h.Count, "Total"}, {&h.Population, "Population"}} {
		if *column.name == "" {
			*column.name = column.usual
		}
	}
}

// fill reads the cells of a panel from the file. Other municipalities and months are
// passed over. A missing, repeated or negative cell, and a population of 0, is an
// error with its line.
func (p *Panel) fill(ctx context.Context, h HomicideFile) error {
	h.complete()
	r, err := feature.Open(h.Path, feature.Options{FS: h.FS, Lon: "-"})
	if err != nil {
		return err
	}
	defer r.Close()
	if err := r.RequireColumns(h.Code, h.Date, h.Count, h.Population); err != nil {
		return err
	}
	index := map[string]int{}
	for i, code := range p.Municipalities {
		index[code] = i
	}
	lines := make([]int, len(p.Homicides)) // where each cell was read
	for f, err := range r.All() {
		if err == nil && f.Index%4096 == 0 && ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		if err != nil {
			return err
		}
		if err := p.fillRow(h, f, filling{index, lines}); err != nil {
			return err
		}
	}
	return p.gaps(h, lines)
}

// filling is what the rows of a file of homicides are held against.
type filling struct {
	index map[string]int
	lines []int
}

func (p *Panel) fillRow(h HomicideFile, f feature.Feature, to filling) error {
	text, _ := f.Text(h.Date)
	month, err := violence.ParseMonth(text)
	if err != nil {
		bad := f.Errorf("%w", err)
		bad.Column = h.Date
		return bad
	}
	if month < p.First || month >= p.First+violence.Month(p.Months) {
		return nil
	}
	code, _, err := f.Code(h.Code)
	if err != nil {
		return err
	}
	m, wanted := to.index[code]
	if !wanted {
		return nil
	}
	row := m*p.Months + int(month-p.First)
	if to.lines[row] > 0 {
		return f.Errorf("municipality %s and %v stood in line %d already; a panel has one row each", code, month, to.lines[row])
	}
	to.lines[row] = max(f.Line, 1)
	if p.Homicides[row], err = notNegative(f, h.Count); err != nil {
		return err
	}
	if p.Population[row], err = notNegative(f, h.Population); err != nil {
		return err
	}
	if p.Population[row] == 0 {
		bad := f.Errorf("municipality %s has no inhabitants in %v, so it has no rate", code, month)
		bad.Column = h.Population
		return bad
	}
	return nil
}

func notNegative(f feature.Feature, column string) (float64, error) {
	x, err := f.Number(column)
	if err == nil && x < 0 {
		bad := f.Errorf("%v is negative", x)
		bad.Column = column
		err = bad
	}
	return x, err
}

// gaps reports the first cell of the panel that no row filled.
func (p *Panel) gaps(h HomicideFile, lines []int) error {
	missing, first := 0, -1
	for row, line := range lines {
		if line == 0 {
			if first < 0 {
				first = row
			}
			missing++
		}
	}
	if missing == 0 {
		return nil
	}
	return &feature.Error{File: h.Path, Hint: "a month without homicides needs a row with 0",
		Err: fmt.Errorf("%w: %d of %d, the first municipality %s in %v", errGap, missing, len(lines),
			p.Municipalities[first/p.Months], p.First+violence.Month(first%p.Months))}
}

var errGap = errors.New("the panel has gaps")
