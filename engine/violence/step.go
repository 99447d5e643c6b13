package violence

import (
	"fmt"
	"math"
	"slices"
)

// Step is one adjustment of a table: [Undated], [Late], [Annualise], [Intent],
// [Recode] or [Metro]. Steps compose: each works on what the one before it left.
type Step interface {
	// Name is the word for the step in studies and on the command line.
	Name() string
	// apply changes a copy of the table and says in words what it did.
	apply(t *Table, c *Change) error
}

// Change is the account of one step.
type Change struct {
	Name string `json:"name"`
	What string `json:"what"` // what it changes, with its parameters
	// Years has the series and years in which something changed.
	Years []YearChange `json:"years"`
	Notes []string     `json:"notes"` // what the step could not do
}

// YearChange counts the homicides of one series in one year.
type YearChange struct {
	Series string `json:"series"`
	Year   int    `json:"year"`
	// Before and After are those counted in some municipality and month.
	Before float64 `json:"before"`
	After  float64 `json:"after"`
	// Added is After - Before; Moved are those that changed their municipality
	// or month within the year.
	Added float64 `json:"added"`
	Moved float64 `json:"moved"`
}

// Added is the sum over series and years.
func (c Change) Added() float64 {
	sum := 0.0
	for _, y := range c.Years {
		sum += y.Added
	}
	return sum
}

// Moved is the sum over series and years.
func (c Change) Moved() float64 {
	sum := 0.0
	for _, y := range c.Years {
		sum += y.Moved
	}
	return sum
}

func (c *Change) note(format string, args ...any) {
	c.Notes = append(c.Notes, fmt.Sprintf(format, args...))
}

// Adjust applies steps in their order and returns a new table with the account
// of each. The accounts do not rest on what a step says of itself: they are the
// difference between the tables before and after it. Adjust fails when a step
// has nothing to work with, such as Late on a table that knows nothing of
// registration. It takes time and memory in proportion to the table and steps.
func (t *Table) Adjust(steps ...Step) (*Table, []Change, error) {
	changes := []Change{}
	for _, step := range steps {
		next := t.clone()
		c := Change{Name: step.Name(), Years: []YearChange{}, Notes: []string{}}
		if err := step.apply(next, &c); err != nil {
			return nil, nil, fmt.Errorf("the adjustment %s: %w", step.Name(), err)
		}
		c.Years = append(c.Years, account(t, next)...)
		changes = append(changes, c)
		t = next
	}
	return t, changes, nil
}

// clone copies what steps may change.
func (t *Table) clone() *Table {
	c := *t
	c.index = make(map[string]int, len(t.index))
	for code, row := range t.index {
		c.index[code] = row
	}
	c.series = slices.Clone(t.series)
	for k := range c.series {
		s := &c.series[k]
		s.values, s.late, s.months = slices.Clone(s.values), slices.Clone(s.late), slices.Clone(s.months)
	}
	c.population, c.present = slices.Clone(t.population), slices.Clone(t.present)
	c.factor = slices.Clone(t.factor)
	c.undated = slices.Clone(t.undated)
	return &c
}

// cellKey is a municipality in a month, or in a year.
type cellKey struct {
	code string
	from Month
}

// account is the difference between two tables, by series and year.
func account(before, after *Table) []YearChange {
	byYear := before.ByYear() || after.ByYear()
	var changes []YearChange
	for k := range after.series {
		s := &after.series[k]
		old := cellsOf(before, &before.series[k], byYear)
		years := map[int]*YearChange{}
		year := func(m Month) *YearChange {
			y := years[m.Year()]
			if y == nil {
				y = &YearChange{Series: s.name, Year: m.Year()}
				years[m.Year()] = y
			}
			return y
		}
		gained := map[int]float64{}
		now := cellsOf(after, s, byYear)
		for _, c := range now {
			year(c.key.from).After += c.count
		}
		for _, c := range old {
			year(c.key.from).Before += c.count
		}
		for _, c := range merged(old, now) {
			gained[c.key.from.Year()] += max(0, c.count)
		}
		for n, y := range years {
			y.Added = y.After - y.Before
			y.Moved = gained[n] - max(0, y.Added)
			if y.Moved <= 1e-9*y.After { // rounding
				y.Moved = 0
			}
			if y.Added != 0 || y.Moved != 0 {
				changes = append(changes, *y)
			}
		}
	}
	slices.SortStableFunc(changes, func(a, b YearChange) int {
		return (seriesOrder(after, a.Series)-seriesOrder(after, b.Series))*100_000 + a.Year - b.Year
	})
	return changes
}

func seriesOrder(t *Table, name string) int {
	return slices.IndexFunc(t.series, func(s series) bool { return s.name == name })
}

type countedCell struct {
	key   cellKey
	count float64
}

// cellsOf lists the known counts, municipalities in order, then time. The order
// makes sums the same on every run.
func cellsOf(t *Table, s *series, byYear bool) []countedCell {
	var cells []countedCell
	for _, code := range t.Codes() {
		row := t.index[code]
		for step := range t.steps {
			x := s.values[row*t.steps+step]
			if math.IsNaN(x) {
				continue
			}
			key := cellKey{code, t.stepMonth(step)}
			if byYear {
				key.from -= key.from % monthsOfYear
			}
			if last := len(cells) - 1; last >= 0 && cells[last].key == key {
				cells[last].count += x
				continue
			}
			cells = append(cells, countedCell{key, x})
		}
	}
	return cells
}

// merged returns new - old per key; both are in order.
func merged(old, new []countedCell) []countedCell {
	var difference []countedCell
	for len(old) > 0 || len(new) > 0 {
		switch {
		case len(new) == 0 || len(old) > 0 && old[0].key.before(new[0].key):
			difference = append(difference, countedCell{old[0].key, -old[0].count})
			old = old[1:]
		case len(old) == 0 || new[0].key.before(old[0].key):
			difference = append(difference, new[0])
			new = new[1:]
		default:
			difference = append(difference, countedCell{new[0].key, new[0].count - old[0].count})
			old, new = old[1:], new[1:]
		}
	}
	return difference
}

func (k cellKey) before(other cellKey) bool {
	if k.code != other.code {
		return k.code < other.code
	}
	return k.from < other.from
}
