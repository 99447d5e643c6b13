package replicate

import (
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/engine/panel"
)

// outcome sets the left side, and the weights where it has any.
func (p *Panel) outcome(r *panel.Regression, name string) {
	r.Y = make([]float64, len(p.Homicides))
	for row, count := range p.Homicides {
		switch name {
		case "any":
			r.Y[row] = oneIf(count > 0)
		case "gt1":
			r.Y[row] = oneIf(count > 1)
		case "rate":
			r.Y[row] = p.rate(row)
		}
	}
	if name == "rate" {
		r.Weights = p.Population
	}
}

// regression makes the right side: regressors, effects and clusters.
func (p *Panel) regression(names []string, flow []float64, lead int) (*panel.Regression, error) {
	r := &panel.Regression{Names: names}
	for _, name := range names {
		column := make([]float64, len(flow))
		for row, x := range flow {
			switch name {
			case "dummy":
				column[row] = oneIf(x > 0)
			case "count":
				column[row] = x
			case "one":
				column[row] = oneIf(x == 1)
			case "many":
				column[row] = oneIf(x > 1)
			case "lead":
				column[row] = math.NaN()
				if row%p.Months+lead < p.Months {
					column[row] = oneIf(flow[row+lead] > 0)
				}
			default:
				return nil, fmt.Errorf("%q is no regressor", name)
			}
		}
		r.X = append(r.X, column)
	}
	unit, stateMonth := p.groups()
	r.FixedEffects = [][]int32{unit, stateMonth}
	r.Clusters = r.FixedEffects
	return r, nil
}

// groups numbers the municipality and the state x month of every row.
func (p *Panel) groups() (unit, stateMonth []int32) {
	states := p.states()
	for row := range p.Homicides {
		m := row / p.Months
		unit = append(unit, int32(m))
		stateMonth = append(stateMonth, states[m]*int32(p.Months)+int32(row%p.Months))
	}
	return unit, stateMonth
}

// states is the number of each municipality's state.
func (p *Panel) states() []int32 {
	states := make([]int32, len(p.Municipalities))
	for m, code := range p.Municipalities {
		states[m] = int32(code[0]-'0')*10 + int32(code[1]-'0')
	}
	return states
}

// Alone returns the municipalities that are the only ones of their state in the
// panel: effects of state x month explain their rows fully, and tell nothing.
func (p *Panel) Alone() (codes []string) {
	count := map[int32]int{}
	states := p.states()
	for _, state := range states {
		count[state]++
	}
	for m, state := range states {
		if count[state] == 1 {
			codes = append(codes, p.Municipalities[m])
		}
	}
	return codes
}

// selectRows keeps some rows of a regression.
func selectRows(r *panel.Regression, keep func(int) bool) {
	r.Y, r.Weights = pick(r.Y, keep), pick(r.Weights, keep)
	x, effects := make([][]float64, len(r.X)), make([][]int32, len(r.FixedEffects))
	for i := range r.X {
		x[i] = pick(r.X[i], keep)
	}
	for i := range r.FixedEffects {
		effects[i] = pick(r.FixedEffects[i], keep)
	}
	r.X, r.FixedEffects, r.Clusters = x, effects, effects
}

func pick[T any](all []T, keep func(int) bool) []T {
	var kept []T
	for i, x := range all {
		if keep(i) {
			kept = append(kept, x)
		}
	}
	return kept
}
