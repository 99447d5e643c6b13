package replicate

import (
	"context"
	"encoding/json"
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
	// Multiplier is that of roads after a close election, for [Given] flows.
	Multiplier string `json:"multiplier,omitempty"`
	// PRandomization is the share of draws of shuffled routes that are at least as
	// large; nil where none were drawn.
	PRandomization *float64 `json:"p_randomization,omitempty"`
}

// MarshalJSON writes null for what could not be estimated, such as a regressor that
// the effects absorb.
func (e Estimate) MarshalJSON() ([]byte, error) {
	type plain Estimate // without this method
	known := func(x float64) *float64 {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil
		}
		return &x
	}
	outer := struct {
		Flows     string   `json:"flows"`
		Outcome   string   `json:"outcome"`
		Regressor string   `json:"regressor"`
		Estimate  *float64 `json:"estimate"`
		SE        *float64 `json:"se"`
		T         *float64 `json:"t"`
		P         *float64 `json:"p"`
		plain
	}{e.Flows, e.Outcome, e.Regressor, known(e.Estimate), known(e.SE), known(e.T), known(e.P), plain(e)}
	return json.Marshal(outer)
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
	// Given is flows from origins of the user; see [Archive.Given].
	Given Variant = "origins"
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
	// Given are flows to regress on besides the published ones.
	Given []GivenFlows
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
	for _, variant := range opts.Variants {
		if variant != WithoutNeighbors && variant != Leads && variant != Shuffled {
			return nil, fmt.Errorf("%q is no variant; there are %s, %s and %s", variant, WithoutNeighbors, Leads, Shuffled)
		}
	}
	var table []Estimate
	for _, variant := range append([]Variant{Main}, opts.Variants...) {
		for _, m := range opts.Models {
			rows, err := p.version(ctx, task{model: m, variant: variant}, opts)
			if err != nil {
				return nil, err
			}
			table = append(table, rows...)
		}
	}
	for _, given := range opts.Given {
		rows, err := p.version(ctx, task{model: given.Model, variant: Given, flow: given.Flow}, opts)
		if err != nil {
			return nil, fmt.Errorf("multiplier %s: %w", given.Multiplier, err)
		}
		for _, e := range rows {
			e.Multiplier = given.Multiplier
			table = append(table, e)
		}
	}
	return table, nil
}

// task is what one version of the table is made of.
type task struct {
	model   Model
	variant Variant
	flow    []float64
	sets    [][]string         // of regressors
	keep    func(row int) bool // nil keeps all
}

// version runs all regressions of one model and variant.
func (p *Panel) version(ctx context.Context, x task, opts Table7Options) ([]Estimate, error) {
	x.sets = specifications
	if x.variant == Given {
		x.sets = specifications[:1]
	} else {
		x.flow = p.Flows[x.model]
	}
	switch x.variant {
	case WithoutNeighbors:
		x.keep = func(row int) bool { return !p.Neighbor[row/p.Months] }
	case Leads:
		x.keep, x.sets = func(row int) bool { return row%p.Months < p.Months-opts.LeadMonths }, [][]string{{"dummy", "lead"}}
	case Shuffled:
		x.flow, x.sets = p.shuffle(x.flow, opts.Seed), specifications[:1]
	}
	var table []Estimate
	for _, outcome := range outcomes {
		for _, names := range x.sets {
			rows, err := p.estimate(ctx, x, equation{outcome, names, opts})
			if err != nil {
				return nil, fmt.Errorf("%s flows, %s on %v: %w", x.model, outcome, names, err)
			}
			table = append(table, rows...)
		}
	}
	return table, nil
}

// equation is one regression of a version.
type equation struct {
	outcome string
	names   []string
	opts    Table7Options
}

// estimate runs one regression, and for the dummy of the main table the draws.
func (p *Panel) estimate(ctx context.Context, x task, q equation) ([]Estimate, error) {
	r, err := p.regression(q.names, x.flow, q.opts.LeadMonths)
	if err != nil {
		return nil, err
	}
	p.outcome(r, q.outcome)
	if x.keep != nil {
		selectRows(r, x.keep)
	}
	rows, err := fit(ctx, r, q.opts)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		rows[i].Flows, rows[i].Outcome, rows[i].Variant = x.model.String(), q.outcome, string(x.variant)
	}
	if q.opts.Draws > 0 && x.variant == Main && q.names[0] == "dummy" {
		rows[0].PRandomization, err = p.randomize(ctx, r, x.flow, q.opts)
	}
	return rows, err
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
