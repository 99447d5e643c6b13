package violence

import (
	"cmp"
	"errors"
	"fmt"
	"math"
)

// Late makes up for deaths that were registered after the last year on record
// had been closed. It multiplies counts by a factor, which comes from one of
//
//   - Share, the part of a year's deaths that is registered later: 1/(1-Share);
//   - Factor, the column of factors of the table itself;
//   - From, a table that knows when deaths were registered: of the deaths of its
//     Reference year, all / (all - registered in a later year), by municipality,
//     state or for the nation;
//   - else the table itself, when it knows that.
//
// The third is what Valle-Jones' map does for 2010 with the registrations of
// 2009, by municipality and month. Factors of single municipalities rest on few
// deaths, so a unit with fewer than Min takes the factor of the next larger one.
type Late struct {
	Series    string // "" is the first
	Year      int    // the year to inflate; 0 is the last that the series covers in full
	Share     float64
	Factor    bool
	From      *Table
	Reference int   // 0 is the year before Year, or the last but one of From
	By        Level // National, State or Municipality
	Months    bool  // a factor for each month of the year
	Min       float64
}

// Name is late.
func (Late) Name() string { return "late" }

func (l Late) apply(t *Table, c *Change) error {
	s, err := t.find(cmp.Or(l.Series, t.series[0].name))
	if err != nil {
		return err
	}
	year := cmp.Or(l.Year, t.lastWholeYear(s))
	if year == 0 {
		return fmt.Errorf("the series %q covers no year in full; say which year", s.name)
	}
	of, what, err := l.factors(t, s, year)
	if err != nil {
		return err
	}
	c.What = fmt.Sprintf("%s of %d multiplied by %s", s.name, year, what)
	touched := 0
	for code, row := range t.index {
		for step := range t.steps {
			month := t.stepMonth(step)
			at := row*t.steps + step
			if month.Year() != year || math.IsNaN(s.values[at]) {
				continue
			}
			if f := of(code, month, at); f != 1 && s.values[at] != 0 {
				s.values[at] *= f
				touched++
			}
		}
	}
	c.note("%d counts changed", touched)
	return nil
}

// factorOf returns the factor of a municipality, a month and their cell.
type factorOf func(code string, month Month, at int) float64

func (l Late) factors(t *Table, s *series, year int) (factorOf, string, error) {
	switch {
	case l.Share < 0 || l.Share >= 1 || math.IsNaN(l.Share):
		return nil, "", fmt.Errorf("the share registered late is %g; write a part of 1, such as 0.03", l.Share)
	case l.Share > 0:
		f := 1 / (1 - l.Share)
		return func(string, Month, int) float64 { return f }, fmt.Sprintf("1/(1-%g): that share is registered later", l.Share), nil
	case l.Factor:
		if t.factor == nil {
			return nil, "", errors.New("the table has no column of factors")
		}
		return func(_ string, _ Month, at int) float64 {
			if f := t.factor[at]; !math.IsNaN(f) {
				return f
			}
			return 1
		}, "the factors of the table", nil
	}
	from := cmp.Or(l.From, t)
	source := &from.series[0]
	if from == t {
		source = s
	}
	if source.late == nil {
		return nil, "", errors.New("nothing says when deaths were registered; give a share, a column of factors, or a table with the year of registration")
	}
	reference := l.Reference
	if reference == 0 {
		reference = year - 1
		if from != t {
			reference = from.Span().To.Year() - 1
		}
	}
	rates, err := from.lateFactors(source, reference, l)
	if err != nil {
		return nil, "", err
	}
	return func(code string, month Month, _ int) float64 { return rates.of(code, month) }, rates.String(), nil
}

// lastWholeYear is the last calendar year that the series covers in full, or 0.
func (t *Table) lastWholeYear(s *series) int {
	for year := t.Span().To.Year(); year >= t.first.Year(); year-- {
		if t.monthsOf(s, year) == monthsOfYear {
			return year
		}
	}
	return 0
}

// monthsOf counts the months of a year that the series covers.
func (t *Table) monthsOf(s *series, year int) int {
	months := 0
	for step := range t.steps {
		if t.stepMonth(step).Year() == year {
			months += s.months[step]
		}
	}
	return months
}
