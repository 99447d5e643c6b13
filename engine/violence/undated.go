package violence

import "math"

// Undated counts deaths without a date in the month, or year, in which they were
// registered. That is the choice of D. Valle-Jones' map (2012): most deaths are
// registered within days, and a death left out is certainly wrong.
type Undated struct{}

// Name is undated.
func (Undated) Name() string { return "undated" }

func (Undated) apply(t *Table, c *Change) error {
	c.What = "deaths without a date count when they were registered"
	placed, none := 0.0, 0
	for _, u := range t.undated {
		step := int(u.registered-t.first) / t.stepMonths
		at := u.row*t.steps + step
		t.present[at] = true
		for k := range t.series {
			s := &t.series[k]
			x := u.values[k]
			if math.IsNaN(x) {
				continue
			}
			if s.months[step] == 0 {
				s.months[step] = t.span(step, s.coverage)
			}
			s.values[at] = addKnown(s.values[at], x)
			if k == 0 {
				placed += x
			}
		}
		none++
	}
	if none == 0 {
		c.note("the table has no deaths without a date")
	} else {
		c.note("%d rows without a date, %s deaths of the series %s", none, plain(placed), t.series[0].name)
	}
	t.undated = nil
	return nil
}

// UndatedByYear returns the deaths of a series that have no date, by the year in which
// they were registered. They are in no count until the step [Undated] puts them there.
func (t *Table) UndatedByYear(name string) (map[int]float64, error) {
	s, err := t.find(name)
	if err != nil {
		return nil, err
	}
	years := map[int]float64{}
	for _, u := range t.undated {
		if x := u.values[t.seriesIndex(s)]; !math.IsNaN(x) {
			years[u.registered.Year()] += x
		}
	}
	return years, nil
}
