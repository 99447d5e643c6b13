package engine

import (
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/graph/cost"
)

// loads is how ports or road segments are priced, each by its position.
type loads struct {
	capacity []float64 // NaN where there is none; nil without congestion
	rises    []bool    // the price depends on the flow
	closed   []bool    // for want of a capacity
	factor   []float64 // of Factor * (x/capacity)^exponent
	exponent []float64
	formula  *cost.FlowFormula // instead of factor; nil for none
}

// riseWithFactor leaves out the prices whose factor is 0.
func (l *loads) riseWithFactor() {
	for i := range l.rises {
		l.rises[i] = l.rises[i] && l.factor[i] > 0
	}
}

// pricing reads the keys of one part of congestion:, ports or segments.
type pricing struct {
	r     *run
	part  string
	rows  *cost.Rows
	count int
	// used tells which rows matter; lack is the error of a row without a capacity.
	used func(i int) bool
	name func(i int) string
	lack func(i int, what string) error
}

// values evaluates a key; all rows that matter must have a value, at least 0, or above it.
func (p *pricing) values(key rule, above bool) ([]float64, error) {
	path := []any{"congestion", p.part, key.key}
	values, err := p.rows.Evaluate(key.value)
	if err != nil {
		return nil, p.r.Study.mistake(path, err, "")
	}
	for i, x := range values {
		switch {
		case !p.used(i):
		case math.IsNaN(x):
			return nil, p.r.Study.mistake(path, fmt.Errorf("%s has no %s: a value of %q is missing", p.name(i), key.key, key.value), "write for example (NAME ?? 1)")
		case x < 0, above && x == 0:
			return nil, p.r.Study.mistake(path, fmt.Errorf("%s is %g at %s", key.key, x, p.name(i)), map[bool]string{
				true: "the price would not rise with use; write a number above 0", false: "write 0 or more"}[above])
		}
	}
	return values, nil
}

// capacities fills capacity, rises and closed. Rows without a capacity, or of one of 0, are as
// without_capacity: says.
func (p *pricing) capacities(l *loads, text, without string) error {
	l.capacity, l.rises, l.closed = make([]float64, p.count), make([]bool, p.count), make([]bool, p.count)
	values := make([]float64, p.count)
	if text != "" {
		var err error
		if values, err = p.rows.Evaluate(text); err != nil {
			return p.r.Study.mistake([]any{"congestion", p.part, "capacity"}, err, "")
		}
	}
	var closed, free tally
	for i, x := range values {
		l.capacity[i] = math.NaN()
		switch {
		case !p.used(i):
		case text == "":
			l.rises[i] = true
		case x > 0:
			l.capacity[i], l.rises[i] = x, true
		case x < 0:
			return p.lack(i, fmt.Sprintf("the capacity of %s is %g; it cannot be negative", p.name(i), x))
		case without == withoutClosed:
			l.closed[i] = true
			closed.add(p.name(i))
		case without == withoutFree:
			free.add(p.name(i))
		case math.IsNaN(x):
			return p.lack(i, fmt.Sprintf("%s has no capacity: a value of %q is missing", p.name(i), text))
		default:
			return p.lack(i, fmt.Sprintf("the capacity of %s is 0", p.name(i)))
		}
	}
	p.r.warnTally("congestion", p.part+" without a capacity, closed", closed)
	p.r.warnTally("congestion", p.part+" without a capacity, whose price does not rise", free)
	return nil
}

// flow compiles a formula of x, and checks it for every row whose price is to rise.
func (p *pricing) flow(l *loads, text string, units float64) (err error) {
	path := []any{"congestion", p.part, "formula"}
	if l.formula, err = p.rows.Flow(text); err != nil {
		return p.r.Study.mistake(path, err, "")
	}
	if !l.formula.Rises() {
		return p.r.Study.mistake(path, fmt.Errorf("formula %q does not name x, the units that pass", text), "for example (x / capacity) ^ 2")
	}
	for i := range l.rises {
		if l.rises[i] {
			if err := l.formula.Check(i, units); err != nil {
				return p.r.Study.mistake(path, fmt.Errorf("%s: %w", p.name(i), err), "")
			}
		}
	}
	return nil
}

// withCapacity lets formulas name the capacity.
func withCapacity(l *loads, text string, others ...cost.Values) []cost.Values {
	if text != "" {
		others = append(others, cost.Values{Name: "capacity", PerSegment: l.capacity})
	}
	return others
}
