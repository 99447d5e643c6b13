package replicate

import (
	"context"
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/engine/panel"
)

// Estimate is one coefficient of Table 7. The names of its JSON are those that the
// command prints.
type Estimate struct {
	Flows     string  `json:"flows"`     // shortest or congestion
	Outcome   string  `json:"outcome"`   // any, gt1 or rate
	Regressor string  `json:"regressor"` // dummy, count, one, many; lead and placebo in variants
	Estimate  float64 `json:"estimate"`
	SE        float64 `json:"se"`
	T         float64 `json:"t"`
	P         float64 `json:"p"`
	Mean      float64 `json:"mean"` // of the outcome, weighted as the regression
	// Observations are rows; Municipalities and StateMonths the clusters.
	Observations   int `json:"observations"`
	Municipalities int `json:"municipalities"`
	StateMonths    int `json:"state_months"`
	// Variant is "" for the paper's sample; see [Variant].
	Variant string `json:"variant,omitempty"`
	// PRandomization is the share of draws of shuffled routes that are at least as
	// large; nil where none were drawn.
	PRandomization *float64 `json:"p_randomization,omitempty"`
}

// The outcomes, in the order of the table.
var outcomes = []string{"any", "gt1", "rate"}

// specifications are the sets of regressors of the table.
var specifications = [][]string{{"dummy"}, {"count"}, {"one", "many"}}

// Variant is a version of the table besides the main one.
type Variant string

// The variants.
const (
	Main Variant = ""
	// WithoutNeighbors leaves out municipalities that share a link with one of CloseElec.
	WithoutNeighbors Variant = "no-neighbors"
	// Leads adds the dummy as it will be LeadMonths later: what has not happened yet
	// should not matter.
	Leads Variant = "lead"
	// Shuffled deals the routes, each with its whole course, out among the municipalities of each state.
	Shuffled Variant = "shuffled"
)

// Table7Options says which regressions are run.
type Table7Options struct {
	// Models are the flows; nil means both.
	Models []Model
	// Variants are versions besides the main table.
	Variants []Variant
	// LeadMonths is the distance of the lead; 0 means 3.
	LeadMonths int
	// Draws of shuffled routes for PRandomization; 0 means none. Seed chooses them.
	Draws int
	Seed  uint64
	// Small is the small-sample correction of the errors.
	Small panel.SmallSample
}

const defaultLead = 3

// Table7 regresses any homicide, more than one, and the annual rate (weighted by
// population) on the predicted flow: a dummy, the count, and one origin against
// more, with effects of municipality and state x month and errors clustered both
// ways. Estimates come model by model, the main table before variants.
func (p *Panel) Table7(ctx context.Context, opts Table7Options) ([]Estimate, error) {
	if opts.Models == nil {
		opts.Models = []Model{ShortestPath, CongestionModel}
	}
	if opts.LeadMonths == 0 {
		opts.LeadMonths = defaultLead
	}
	if opts.LeadMonths < 0 || opts.LeadMonths >= p.Months {
		return nil, fmt.Errorf("a lead of %d months does not fit into %d months", opts.LeadMonths, p.Months)
	}
	var table []Estimate
	for _, variant := range append([]Variant{Main}, opts.Variants...) {
		for _, m := range opts.Models {
			rows, err := p.version(ctx, m, variant, opts)
			if err != nil {
				return nil, err
			}
			table = append(table, rows...)
		}
	}
	return table, nil
}

// version runs all regressions of one model and variant.
func (p *Panel) version(ctx context.Context, m Model, variant Variant, opts Table7Options) ([]Estimate, error) {
	flow, sets := p.Flows[m], specifications
	var keep func(row int) bool
	switch variant {
	case Main:
	case WithoutNeighbors:
		keep = func(row int) bool { return !p.Neighbor[row/p.Months] }
	case Leads:
		keep, sets = func(row int) bool { return row%p.Months < p.Months-opts.LeadMonths }, [][]string{{"dummy", "lead"}}
	case Shuffled:
		flow, sets = p.shuffle(flow, opts.Seed), [][]string{{"dummy"}}
	default:
		return nil, fmt.Errorf("%q is no variant; there are %s, %s and %s", variant, WithoutNeighbors, Leads, Shuffled)
	}
	var table []Estimate
	for _, outcome := range outcomes {
		for _, names := range sets {
			r, err := p.regression(names, flow, opts.LeadMonths)
			if err != nil {
				return nil, err
			}
			p.outcome(r, outcome)
			if keep != nil {
				selectRows(r, keep)
			}
			rows, err := fit(ctx, r, opts)
			if err != nil {
				return nil, fmt.Errorf("%s flows, %s on %v: %w", m, outcome, names, err)
			}
			for i := range rows {
				rows[i].Flows, rows[i].Outcome, rows[i].Variant = m.String(), outcome, string(variant)
			}
			if opts.Draws > 0 && variant == Main && names[0] == "dummy" {
				if rows[0].PRandomization, err = p.randomize(ctx, r, flow, opts); err != nil {
					return nil, err
				}
			}
			table = append(table, rows...)
		}
	}
	return table, nil
}

// fit runs a regression and reads its coefficients.
func fit(ctx context.Context, r *panel.Regression, opts Table7Options) ([]Estimate, error) {
	result, err := panel.Fit(ctx, *r, panel.Options{Small: opts.Small})
	if err != nil {
		return nil, err
	}
	var rows []Estimate
	for _, name := range r.Names {
		c, ok := result.Coefficient(name)
		if !ok {
			c.Estimate, c.StdErr, c.T, c.P = unknown, unknown, unknown, unknown
		}
		rows = append(rows, Estimate{Regressor: name, Estimate: c.Estimate, SE: c.StdErr, T: c.T, P: c.P, Mean: result.MeanY,
			Observations: result.Observations, Municipalities: result.Clusters[0], StateMonths: result.Clusters[1]})
	}
	return rows, nil
}

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
