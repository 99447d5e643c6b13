package engine

import (
	"context"
	"errors"
	"math"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/panel"
)

// ShockEstimate says how homicides change where a route comes to run: the coefficient
// of the dummy "some route crosses the municipality in that month", with effects of
// municipality and of state x month, and errors clustered by both. Origins and
// municipalities that are shocked take no part.
type ShockEstimate struct {
	Multiplier string `json:"multiplier"`
	Series     string `json:"series"`
	// Outcome is any (a homicide that month), or rate (per 100,000 a year, weighted by population).
	Outcome string `json:"outcome"`
	// NaN, with the reason in Note, where it cannot be estimated.
	Estimate Unrounded `json:"estimate"`
	SE       Unrounded `json:"se"`
	T        Unrounded `json:"t"`
	P        Unrounded `json:"p"`
	Mean     Unrounded `json:"mean"` // of the outcome, weighted as the regression
	// Observations are rows; Municipalities and StateMonths the clusters.
	Observations   int    `json:"observations"`
	Municipalities int    `json:"municipalities"`
	StateMonths    int    `json:"state_months"`
	Note           string `json:"note,omitempty"`
}

// regressions are the parts that all versions of the shocks share.
type regressions struct {
	p        *shockPanel
	rows     []int // of the panel that take part
	effects  [][]int32
	outcomes []regressionOutcome
}

type regressionOutcome struct {
	series, name string
	y, weights   []float64
}

// estimateShocks fills the panel and regresses every outcome on the flow of
// every version.
func (r *run) estimateShocks(ctx context.Context) error {
	p, err := r.newPanel()
	if err != nil {
		return errorAt(r.Study, err, "")
	}
	s := r.Shocks
	s.panel = p
	r.notePanel(p)
	if r.ViolenceTable == nil || r.ViolenceTable.ByYear() {
		return nil
	}
	x := newRegressions(p)
	s.Estimates = make([]ShockEstimate, len(s.Runs)*len(x.outcomes))
	singletons := make([]int, len(s.Estimates))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(r.Workers)
	for i, run := range s.Runs {
		dummy := x.dummy(s, run)
		for k, outcome := range x.outcomes {
			at := i*len(x.outcomes) + k
			work.Go(func() (err error) {
				s.Estimates[at], singletons[at], err = x.estimate(ctx, dummy, outcome)
				s.Estimates[at].Multiplier = run.Multiplier
				return err
			})
		}
	}
	if err := work.Wait(); err != nil {
		return err
	}
	if n := singletons[0]; n > 0 {
		r.warn(Warning{Stage: "shocks", Message: "state-months with a single municipality in the regression: their effect explains that row fully", Count: n})
	}
	return nil
}

// newRegressions picks the sample and computes the outcomes.
func newRegressions(p *shockPanel) *regressions {
	x := &regressions{p: p, effects: make([][]int32, 2)}
	states := map[string]int32{}
	for place, region := range p.result.Regions.Regions {
		if p.origin[place] || p.shocked[place] {
			continue
		}
		state, ok := states[region.Code[:2]]
		if !ok {
			state = int32(len(states))
			states[region.Code[:2]] = state
		}
		for month := range p.months {
			x.rows = append(x.rows, place*p.months+month)
			x.effects[0] = append(x.effects[0], int32(place))
			x.effects[1] = append(x.effects[1], state*int32(p.months)+int32(month))
		}
	}
	population := x.column(func(row int) float64 { return p.population[row] })
	for k, series := range p.result.Study.Violence.Series {
		x.outcomes = append(x.outcomes,
			regressionOutcome{series.Name, "any", x.column(func(row int) float64 { return p.any(k, row) }), nil},
			regressionOutcome{series.Name, "rate", x.column(func(row int) float64 { return p.ratePer100k(k, row) }), population})
	}
	return x
}

func (x *regressions) column(value func(row int) float64) []float64 {
	column := make([]float64, len(x.rows))
	for i, row := range x.rows {
		column[i] = value(row)
	}
	return column
}

// dummy is 1 where some route crosses.
func (x *regressions) dummy(s *Shocks, run ShockRun) []float64 {
	periods := s.periodOf(run)
	return x.column(func(row int) float64 {
		return float64(oneIf(run.Periods[periods[row%x.p.months]].Crossed[row/x.p.months] > 0))
	})
}

const routeDummy = "route"

// estimate runs one regression. What cannot be estimated has its reason in Note.
func (x *regressions) estimate(ctx context.Context, dummy []float64, o regressionOutcome) (e ShockEstimate, singletons int, err error) {
	nan := Unrounded(math.NaN())
	e = ShockEstimate{Series: o.series, Outcome: o.name, Estimate: nan, SE: nan, T: nan, P: nan, Mean: nan}
	fit, err := panel.Fit(ctx, panel.Regression{Y: o.y, X: [][]float64{dummy}, Names: []string{routeDummy}, Weights: o.weights,
		FixedEffects: x.effects, Clusters: x.effects}, panel.Options{})
	if errors.Is(err, panel.ErrTooFew) || errors.Is(err, panel.ErrValue) || errors.Is(err, panel.ErrShape) {
		e.Note = strings.ReplaceAll(err.Error(), "\n", "; ")
		return e, 0, nil
	}
	if err != nil {
		return e, 0, err
	}
	if c, ok := fit.Coefficient(routeDummy); ok {
		e.Estimate, e.SE, e.T, e.P = Unrounded(c.Estimate), Unrounded(c.StdErr), Unrounded(c.T), Unrounded(c.P)
	}
	e.Mean, e.Observations = Unrounded(fit.MeanY), fit.Observations
	e.Municipalities, e.StateMonths = fit.Clusters[0], fit.Clusters[1]
	return e, fit.Singletons[1], nil
}

// robustnessLayer returns the estimates, a row each.
func (s *Shocks) robustnessLayer() export.Layer {
	sh := &sheet{Layer: export.Layer{Name: "robustness"}}
	of := func(f func(ShockEstimate) any) func(int) any { return func(i int) any { return f(s.Estimates[i]) } }
	real := func(name, meaning string) export.Column {
		return export.Column{Name: name, Kind: export.Real, Decimals: decimalsPanel, Meaning: meaning}
	}
	sh.column(text("multiplier", "of all shocks; "+TableMultiplier+" as the table of shocks has them"), of(func(e ShockEstimate) any { return e.Multiplier }))
	sh.column(text("series", "count of homicides"), of(func(e ShockEstimate) any { return e.Series }))
	sh.column(text("outcome", "any: some that month; rate: per 100,000 a year, weighted by population"), of(func(e ShockEstimate) any { return e.Outcome }))
	sh.column(real("estimate", "change where some route crosses the municipality, with effects of municipality and state x month"), of(func(e ShockEstimate) any { return float64(e.Estimate) }))
	sh.column(real("se", "standard error, clustered by municipality and by state x month"), of(func(e ShockEstimate) any { return float64(e.SE) }))
	sh.column(real("t", "estimate / se"), of(func(e ShockEstimate) any { return float64(e.T) }))
	sh.column(real("p", "two-sided"), of(func(e ShockEstimate) any { return float64(e.P) }))
	sh.column(real("mean", "of the outcome"), of(func(e ShockEstimate) any { return float64(e.Mean) }))
	sh.column(integer("observations", "rows of the panel", "municipalities and months; without origins and shocked municipalities"), of(func(e ShockEstimate) any { return e.Observations }))
	sh.column(integer("municipalities", "", "clusters of the first kind"), of(func(e ShockEstimate) any { return e.Municipalities }))
	sh.column(integer("state_months", "", "clusters of the second kind"), of(func(e ShockEstimate) any { return e.StateMonths }))
	sh.column(text("note", "why there is no estimate"), of(func(e ShockEstimate) any {
		if e.Note == "" {
			return nil
		}
		return e.Note
	}))
	return sh.layer(len(s.Estimates), nil, nil)
}
