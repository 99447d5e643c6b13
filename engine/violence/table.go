package violence

import (
	"fmt"
	"io/fs"
	"maps"
	"math"
	"slices"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Options names the columns of a table of counts.
type Options struct {
	FS       fs.FS
	Encoding string
	Code     string // municipality
	Date     string // month of a row, see ParseMonth; or
	Year     string // year of a row
	// Population is the column of inhabitants, "" when the table has none.
	Population string
	Series     []SeriesColumn
	// State is the column of the state's number. A row whose municipality is
	// empty or NA then counts in the state, as INEGI's municipality 999;
	// without it such a row is an error.
	State string
	// Registered is the column of the month or year in which a death was
	// registered, "" when the table has none. A row without a date is then
	// kept as undated, and what was registered in a later year is known.
	Registered string
	// Factor is a column of factors that make up for undercounting, for [Late].
	Factor string
	// AbsentIsZero takes a municipality without a row in a covered month for
	// one without events; otherwise it is unknown.
	AbsentIsZero bool
	// Coverage limits a series to the months in which it was kept.
	Coverage map[string]Period
	// Recode replaces a municipality code by another, such as that of the
	// municipality it was split from.
	Recode map[string]string
	// Progress is called now and then with the bytes read of the file on disk.
	Progress func(bytes int64)
}

// SeriesColumn gives a series its name and its column.
type SeriesColumn struct{ Name, Column string }

// Table holds counts by municipality, month and series. It never changes after
// it was read: [Table.Adjust] returns another. Safe for concurrent use.
type Table struct {
	index      map[string]int // municipality code -> row
	first      Month
	steps      int // periods of stepMonths from first
	stepMonths int // 1 or 12
	series     []series
	population []float64 // per code and step; NaN unknown
	present    []bool    // per code and step: there is a row
	absentZero bool
	factor     []float64 // per code and step; nil without, NaN unknown
	undated    []undated // in the order of the file
	areas      *Areas    // whose rates are those of the area; nil without

	// Files are the bytes read; Warnings what was mended on the way.
	Files    []feature.FileHash
	Warnings []string
}

type series struct {
	name     string
	values   []float64 // per code and step; NaN unknown
	late     []float64 // of them, registered in a later year; nil when not known
	months   []int     // per step: how many are covered
	coverage Period    // zero: as covered
}

// undated is a row that says when its deaths were registered and not when they
// happened.
type undated struct {
	row        int
	registered Month
	values     []float64 // per series; NaN unknown
}

// SeriesNames returns the series in the order of the Options.
func (t *Table) SeriesNames() []string {
	names := make([]string, len(t.series))
	for i, s := range t.series {
		names[i] = s.name
	}
	return names
}

// Has reports whether the table has a row for the municipality.
func (t *Table) Has(code string) bool { _, ok := t.index[code]; return ok }

func (t *Table) find(name string) (*series, error) {
	for i := range t.series {
		if t.series[i].name == name {
			return &t.series[i], nil
		}
	}
	return nil, fmt.Errorf("there is no violence series %q", name)
}

func (t *Table) seriesIndex(s *series) int {
	for i := range t.series {
		if &t.series[i] == s {
			return i
		}
	}
	return -1
}

// window returns the steps that a period takes in.
func (t *Table) window(p Period) (from, to int, err error) {
	if p.Months() == 0 {
		return 0, 0, fmt.Errorf("the period %v is empty", p)
	}
	if t.ByYear() && (p.From%12 != 0 || p.To%12 != 11) {
		return 0, 0, fmt.Errorf("the table is by year, so the period must be whole years, not %v", p)
	}
	from = max(0, int(p.From-t.first)/t.stepMonths)
	to = min(t.steps, (int(p.To-t.first)+1)/t.stepMonths)
	if p.To < t.first || from >= to {
		return 0, 0, fmt.Errorf("the period %v is outside the table, which covers %v", p, t.Span())
	}
	return from, to, nil
}

// months returns how many months of a step the series covers.
func (t *Table) months(s *series, step int) int { return s.months[step] }

// stepMonth is the first month of a step.
func (t *Table) stepMonth(step int) Month { return t.first + Month(step*t.stepMonths) }

// span returns the months of a step that lie within the coverage.
func (t *Table) span(step int, coverage Period) int {
	span := Period{t.stepMonth(step), t.stepMonth(step+1) - 1}
	if coverage != (Period{}) {
		span.From, span.To = max(span.From, coverage.From), min(span.To, coverage.To)
	}
	return span.Months()
}

// total adds up one municipality over steps: events, the months they cover, and
// the mean population (NaN unknown). months is 0 when nothing is known.
func (t *Table) total(s *series, code string, from, to int) (events float64, months int, population float64) {
	row, known := t.index[code]
	people, counted := 0.0, 0
	for step := from; step < to; step++ {
		covered := t.months(s, step)
		if covered == 0 {
			continue
		}
		value, present := math.NaN(), false
		if known {
			present = t.present[row*t.steps+step]
			value = s.values[row*t.steps+step]
			if p := t.population[row*t.steps+step]; !math.IsNaN(p) {
				people += p
				counted++
			}
		}
		if t.absentZero && !present {
			value = 0
		}
		if !math.IsNaN(value) {
			events += value
			months += covered
		}
	}
	return events, months, people / float64(counted)
}

// ByYear reports whether the table is by year; else it is by month.
func (t *Table) ByYear() bool { return t.stepMonths == monthsOfYear }

// AbsentIsZero reports whether a municipality without a row has no events, so that
// the table need not name every municipality.
func (t *Table) AbsentIsZero() bool { return t.absentZero }

// HasPopulation reports whether the table has inhabitants.
func (t *Table) HasPopulation() bool {
	return slices.ContainsFunc(t.population, func(p float64) bool { return p > 0 })
}

// Span returns the months from the first to the last that the table has.
func (t *Table) Span() Period { return Period{t.first, t.stepMonth(t.steps) - 1} }

const monthsOfYear = 12

// Codes returns the municipalities that have a row, in ascending order.
func (t *Table) Codes() []string { return slices.Sorted(maps.Keys(t.index)) }
