package panel

import (
	"context"
	"fmt"
	"math"
)

// Fit estimates a regression. Time is linear in rows x rounds x (regressors + 1)
// for the sweep and in rows x regressors squared for the rest; memory is two
// copies of the columns. It wraps ErrShape, ErrValue, ErrTooFew or
// ErrNotConverged, and stops with the context. The result keeps the swept
// columns, for other standard errors, and is the same on any number of
// processors. Fit may be called by several goroutines.
func Fit(ctx context.Context, g Regression, opts Options) (*Result, error) {
	opts, err := opts.complete()
	if err != nil {
		return nil, err
	}
	if err := g.check(); err != nil {
		return nil, err
	}
	s, err := newSample(g, opts.DropSingletons)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(g.X))
	for j := range names {
		names[j] = g.name(j)
	}
	r := &Result{sample: s, Observations: len(s.rows), LeftOut: s.out, MeanY: mean(s.w, s.y)}
	for _, e := range s.effects {
		r.Groups = append(r.Groups, e.count)
		r.Singletons = append(r.Singletons, e.singletons())
	}
	outcome, before := sizes(s.w, [][]float64{s.y})[0], sizes(s.w, s.x)
	if err := r.sweep(ctx, opts); err != nil {
		return nil, err
	}
	within := product(s.w, s.y, s.y)
	if why := absorbed(outcome, math.Sqrt(within), len(s.effects)); why != "" {
		return nil, fmt.Errorf("the outcome cannot be explained: %s: %w", why, ErrValue)
	}
	r.solution = solve(s, before, names)
	r.Dropped = r.solution.dropped
	if len(r.solution.kept) == 0 {
		return nil, fmt.Errorf("no regressor is left: %s is dropped because %s: %w", r.Dropped[0].Name, r.Dropped[0].Why, ErrTooFew)
	}
	for _, j := range r.solution.kept {
		r.Coefficients = append(r.Coefficients, Coefficient{Name: names[j]})
	}
	r.fitQuality(outcome.centred*outcome.centred, within)
	if err := r.covariance(opts); err != nil {
		return nil, err
	}
	return r, nil
}

// sweep takes the effects out of the outcome and the regressors.
func (r *Result) sweep(ctx context.Context, opts Options) error {
	reports, err := newSweeper(r.sample, opts).all(ctx, append([][]float64{r.sample.y}, r.sample.x...))
	if err != nil {
		return err
	}
	for _, report := range reports {
		r.Rounds = append(r.Rounds, report.rounds)
		r.Change = max(r.Change, report.change)
	}
	return nil
}

func (r *Result) fitQuality(total, within float64) {
	r.SSR = product(r.sample.w, r.solution.residuals, r.solution.residuals)
	r.R2 = 1 - r.SSR/total
	r.WithinR2 = math.NaN()
	if len(r.sample.effects) > 0 {
		r.WithinR2 = 1 - r.SSR/within
	}
}
