package panel

import (
	"cmp"
	"math"
	"slices"
)

// Observation is one municipality in one month.
type Observation struct {
	Code  string // INEGI's five digits, the first two the state
	Month int    // 12 x year + month - 1
	// Events is a count, NaN when unknown.
	Events float64
	// Population is the number of inhabitants, NaN when unknown.
	Population float64
}

// Panel holds observations by municipality, then month. Every slice below Codes
// has an element per row. Immutable; safe for any number of goroutines.
type Panel struct {
	Codes []string // of the municipalities, ascending
	// Unit is the place in Codes, Month is 12 x year + month - 1, StateMonth a
	// number for each state and month from 0, in the order of rows.
	Unit, Month, StateMonth []int32
	Events, Population      []float64
	// Warnings tell what is doubtful, a line each.
	Warnings []string
}

// PanelOptions says what a Panel may lack.
type PanelOptions struct {
	// AllowGaps takes a panel in which municipalities lack months, with a
	// warning instead of an error.
	AllowGaps bool
}

// NewPanel sorts observations into a panel and checks them. What is wrong comes
// back as [Problems], a line each: a code that is not five digits, a count or
// population below 0, a municipality twice in a month and, unless allowed, one
// that lacks a month. Time is that of sorting.
func NewPanel(rows []Observation, opts PanelOptions) (*Panel, error) {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b Observation) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Month, b.Month))
	})
	if problems := check(rows, opts); len(problems) > 0 {
		return nil, problems
	}
	p := &Panel{}
	type stateMonth struct {
		state string
		month int
	}
	number := map[stateMonth]int32{}
	for _, row := range rows {
		if n := len(p.Codes); n == 0 || p.Codes[n-1] != row.Code {
			p.Codes = append(p.Codes, row.Code)
		}
		key := stateMonth{row.Code[:2], row.Month}
		if _, ok := number[key]; !ok {
			number[key] = int32(len(number))
		}
		p.Unit = append(p.Unit, int32(len(p.Codes)-1))
		p.Month = append(p.Month, int32(row.Month))
		p.StateMonth = append(p.StateMonth, number[key])
		p.Events = append(p.Events, row.Events)
		p.Population = append(p.Population, row.Population)
	}
	p.warn()
	return p, nil
}

// Len returns the number of rows.
func (p *Panel) Len() int { return len(p.Unit) }

// Any returns 1 where there were events, 0 where there were none, NaN where that
// is unknown.
func (p *Panel) Any() []float64 {
	y := make([]float64, p.Len())
	for i, events := range p.Events {
		switch {
		case math.IsNaN(events):
			y[i] = events
		case events > 0:
			y[i] = 1
		}
	}
	return y
}

// RatePer100k returns the annual rate: events x 12 / population x 100,000; NaN
// where either is unknown or nobody lives.
func (p *Panel) RatePer100k() []float64 {
	y := make([]float64, p.Len())
	for i, events := range p.Events {
		y[i] = math.NaN()
		if p.Population[i] > 0 {
			y[i] = events * 12 / p.Population[i] * 100_000
		}
	}
	return y
}

// Column returns the values of a function of code and month by row, such as
// whether a predicted route crosses the municipality in that month.
func (p *Panel) Column(value func(code string, month int) float64) []float64 {
	x := make([]float64, p.Len())
	for i := range x {
		x[i] = value(p.Codes[p.Unit[i]], int(p.Month[i]))
	}
	return x
}

// States returns the two digits of the state as a number, by row.
func (p *Panel) States() []int32 {
	states := make([]int32, p.Len())
	for i, unit := range p.Unit {
		code := p.Codes[unit]
		states[i] = int32(code[0]-'0')*10 + int32(code[1]-'0')
	}
	return states
}

// Filter returns the panel of the rows for which keep says so. Its state-months
// are numbered anew.
func (p *Panel) Filter(keep func(code string, month int) bool) (*Panel, error) {
	var rows []Observation
	for i, unit := range p.Unit {
		if code, month := p.Codes[unit], int(p.Month[i]); keep(code, month) {
			rows = append(rows, Observation{code, month, p.Events[i], p.Population[i]})
		}
	}
	return NewPanel(rows, PanelOptions{AllowGaps: true})
}
