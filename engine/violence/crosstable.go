package violence

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Series of INEGI's cross table.
var crossSeries = []struct{ name, label string }{{"homicides", "Total"}, {"men", "Hombre"}, {"women", "Mujer"}}

// The first columns of INEGI's cross table, which have no names; the others are
// years of registration.
const (
	crossCode = iota
	crossName
	crossOccurred
	crossSex
)

const (
	crossTitleLines = 4
	crossUndated    = "No especificado"
	crossTotal      = "Total"
	abroad          = "33" // INEGI's number for deaths in another country
)

// ReadCross reads a cross table of INEGI's web query of deaths: rows are
// municipality, year of occurrence and sex, columns are years of registration,
// below four lines of title, in Latin-1. The table is by year, with the series
// homicides, men and women, and knows what was registered late and what has no
// date. Sums by state and nation in the file are not read; that of the nation is
// held against the municipalities. Deaths abroad, and deaths before the first
// year of registration, are left out and counted in Warnings. Of opts only FS,
// Encoding, Recode and Progress are used.
func ReadCross(ctx context.Context, path string, opts Options) (*Table, error) {
	if opts.Encoding == "" {
		opts.Encoding = "latin1"
	}
	reader, err := feature.Open(path, feature.Options{FS: opts.FS, Encoding: opts.Encoding, Progress: opts.Progress,
		Lon: "-", SkipLines: crossTitleLines, Footnotes: true})
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	opts = Options{Recode: opts.Recode, AbsentIsZero: true}
	for _, s := range crossSeries {
		opts.Series = append(opts.Series, SeriesColumn{Name: s.name})
	}
	x := &cross{builder: newBuilder(opts)}
	x.lateKnown = true
	if err := x.header(path, reader.Columns()); err != nil {
		return nil, err
	}
	for f, err := range reader.All() {
		if err == nil && f.Index%4096 == 0 && ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		if err == nil {
			err = x.row(f)
		}
		if err != nil {
			return nil, err
		}
	}
	t, err := x.finish(path, reader)
	if err == nil {
		t.Warnings = append(t.Warnings, x.warnings()...)
	}
	return t, err
}

// cross is a cross table under way.
type cross struct {
	*builder
	years              []int // per column; 0 is none
	national, counted  []float64
	abroad, before     float64
	afterwards, series int
}

func (x *cross) header(path string, columns []string) error {
	x.years = make([]int, len(columns))
	last := 0
	for i, name := range columns {
		if year, err := parseYear(name); err == nil && i > crossSex {
			x.years[i] = year.Year()
			if last > 0 && x.years[i] != last+1 {
				return &feature.Error{File: path, Line: crossTitleLines + 1, Column: name, Err: errors.New("the years of registration do not follow one another")}
			}
			last = x.years[i]
		}
	}
	if last == 0 {
		return &feature.Error{File: path, Line: crossTitleLines + 1, Err: errors.New("no years of registration above the columns"),
			Hint: "this reads INEGI's query of deaths: four title lines, then the years from the fifth column on"}
	}
	x.national, x.counted = make([]float64, len(columns)), make([]float64, len(columns))
	return nil
}

func (x *cross) row(f feature.Feature) error {
	label, _ := f.At(crossCode)
	occurred, _ := f.At(crossOccurred)
	sex, _ := f.At(crossSex)
	series := -1
	for i, s := range crossSeries {
		if s.label == sex {
			series = i
		}
	}
	if series < 0 { // deaths of unknown sex are in the total
		return nil
	}
	counts, err := x.counts(f)
	if err != nil {
		return err
	}
	code := strings.ReplaceAll(label, " ", "")
	switch {
	case occurred == crossTotal:
		x.sum(label, series, counts)
		return nil
	case !feature.IsCode(code):
		return nil // a sum of municipalities
	}
	if to, ok := x.opts.Recode[code]; ok {
		code = to
	}
	x.series = series
	return x.place(f, code, counts)
}

// sum keeps the nation's printed totals and the deaths abroad.
func (x *cross) sum(label string, series int, counts []float64) {
	name := strings.NewReplacer("=CONCATENAR(", "", ",", "", ")", "", " ", "").Replace(label)
	for i, n := range counts {
		switch {
		case series > 0:
		case label == "":
			x.national[i] += n
		case name == abroad:
			x.abroad += n
			x.counted[i] += n
		}
	}
}

func (x *cross) place(f feature.Feature, code string, counts []float64) error {
	occurred, _ := f.At(crossOccurred)
	row := x.builder.row(code)
	if occurred == crossUndated {
		for i, n := range counts {
			if n > 0 {
				x.put(cell{row: row, month: MonthOf(x.years[i], 1), undated: true}, n, 0)
			}
			x.count(i, n)
		}
		return nil
	}
	month, err := parseYear(occurred)
	if err != nil {
		return f.Errorf("the year of occurrence: %w", err)
	}
	all, late := 0.0, 0.0
	for i, n := range counts {
		all += n
		switch {
		case x.years[i] > month.Year():
			late += n
		case x.years[i] > 0 && x.years[i] < month.Year() && n > 0:
			x.afterwards++
		}
		x.count(i, n)
	}
	if month.Year() < x.first() {
		if x.series == 0 {
			x.before += all
		}
		return nil
	}
	x.put(cell{row: row, month: month}, all, late)
	return nil
}

// count adds to what is held against the nation's sum.
func (x *cross) count(column int, n float64) {
	if x.series == 0 {
		x.counted[column] += n
	}
}

// put adds a cell with one series; the others of the cell come in other rows.
func (x *cross) put(c cell, all, late float64) {
	for k := range x.scratch.values {
		x.scratch.values[k], x.scratch.late[k] = math.NaN(), math.NaN()
	}
	x.scratch.values[x.series], x.scratch.late[x.series] = all, late
	x.scratch.population = math.NaN()
	x.add(c)
}

func (x *cross) first() int {
	for _, year := range x.years {
		if year > 0 {
			return year
		}
	}
	return 0
}

// counts reads the columns of a row: blank is 0, thousands have commas.
func (x *cross) counts(f feature.Feature) ([]float64, error) {
	counts := make([]float64, len(x.years))
	for i, year := range x.years {
		text, ok := f.At(i)
		if year == 0 || !ok {
			continue
		}
		n, err := strconv.ParseUint(strings.ReplaceAll(text, ",", ""), 10, 31)
		if err != nil {
			return nil, located(f, strconv.Itoa(year), fmt.Errorf("%q is not a count", text))
		}
		counts[i] = float64(n)
	}
	return counts, nil
}

func (x *cross) warnings() []string {
	var out []string
	if x.abroad > 0 {
		out = append(out, fmt.Sprintf("%s deaths in another country are left out", plain(x.abroad)))
	}
	if x.before > 0 {
		out = append(out, fmt.Sprintf("%s deaths before %d, the first year of registration, are left out", plain(x.before), x.first()))
	}
	if x.afterwards > 0 {
		out = append(out, fmt.Sprintf("%d counts were registered in a year before that of the death, and are kept", x.afterwards))
	}
	for i, n := range x.national {
		if n != x.counted[i] && n > 0 {
			out = append(out, fmt.Sprintf("%d: the municipalities sum to %s, the nation's total in the file is %s", x.years[i], plain(x.counted[i]), plain(n)))
		}
	}
	return out
}
