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

// Table holds counts by municipality, month and series. Immutable after Read.
type Table struct {
	index      map[string]int // municipality code -> row
	first      Month
	steps      int // periods of stepMonths from first
	stepMonths int // 1 or 12
	series     []series
	population []float64 // per code and step; NaN unknown
	present    []bool    // per code and step: there is a row
	absentZero bool

	// Files are the bytes read; Warnings what was mended on the way.
	Files    []feature.FileHash
	Warnings []string
}

type series struct {
	name     string
	values   []float64 // per code and step; NaN unknown
	covered  []bool    // per step: some municipality has a value
	coverage Period    // zero: as covered
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

// window returns the steps that a period takes in.
func (t *Table) window(p Period) (from, to int, err error) {
	if p.Months() == 0 {
		return 0, 0, fmt.Errorf("the period %v is empty", p)
	}
	if t.stepMonths == 12 && (p.From%12 != 0 || p.To%12 != 11) {
		return 0, 0, fmt.Errorf("the table is by year, so the period must be whole years, not %v", p)
	}
	from = max(0, int(p.From-t.first)/t.stepMonths)
	to = min(t.steps, (int(p.To-t.first)+1)/t.stepMonths)
	if p.To < t.first || from >= to {
		last := t.first + Month(t.steps*t.stepMonths) - 1
		return 0, 0, fmt.Errorf("the period %v is outside the table, which covers %v", p, Period{t.first, last})
	}
	return from, to, nil
}

// months returns how many months of a step the series covers.
func (t *Table) months(s *series, step int) int {
	if !s.covered[step] {
		return 0
	}
	span := Period{t.first + Month(step*t.stepMonths), t.first + Month((step+1)*t.stepMonths) - 1}
	if s.coverage != (Period{}) {
		span.From, span.To = max(span.From, s.coverage.From), min(span.To, s.coverage.To)
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

// Codes returns the municipalities that have a row, in ascending order.
func (t *Table) Codes() []string { return slices.Sorted(maps.Keys(t.index)) }
