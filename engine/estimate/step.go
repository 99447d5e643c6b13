package estimate

import (
	"context"
	"fmt"
	"runtime"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Options adjusts [TwoStep]. The zero value anneals with seed 0 and gives plain errors.
type Options struct {
	Method Method
	Seed   uint64 // of Annealing
	// Effort is about how many evaluations the search of a step makes before it goes
	// downhill; 0 means 8,000 for Annealing and 800 for MultiStart.
	Effort int
	// FirstScale and SecondScale multiply the objectives, for comparison with programs that
	// do; 0 means 1.
	FirstScale, SecondScale float64
	// Spatial returns the sum over pairs k(i,j) g_i g_j' of centred moments, for errors that allow for
	// neighbours to be alike. nil gives none.
	Spatial func(ctx context.Context, observations [][]float64) ([][]float64, error)
	// Progress, when set, is called now and then from any goroutine with the number of evaluations
	// so far, and about how many there will be.
	Progress func(evaluations, about int)
	// Workers is the number of goroutines; 0 means one per core. The result does not depend
	// on it.
	Workers int
}

// Step is one of the two estimates.
type Step struct {
	// Parameters are the estimates, Errors their standard errors and SpatialErrors those with
	// [Options.Spatial], else nil. An error is NaN where there is none: at a bound, where the
	// moments do not tell a parameter from others, or where a spatial variance is negative.
	Parameters, Errors, SpatialErrors []float64
	AtBound                           []bool
	// Covariance is that of the estimates; its rows and columns are NaN at a bound.
	Covariance [][]float64
	// Moments are the means at the estimates, MomentErrors the standard errors of the means.
	Moments, MomentErrors []float64
	// Derivatives are of the moments (rows) by the parameters.
	Derivatives [][]float64
	// Objective is the least m'Wm found, times its scale.
	Objective   float64
	Evaluations int
}

// Result is the answer of [TwoStep].
type Result struct {
	// Steps are those that were finished: two, or fewer when Interrupted.
	Steps []Step
	// J is N m'S^-1 m of the second step, PJ the probability of more with DF degrees of
	// freedom if all moments are 0 in truth.
	J, PJ        float64
	DF           int
	Observations int
	Evaluations  int
	// Interrupted says that the context ended during the search. Best are then the best
	// parameters so far of the step that was at work.
	Interrupted bool
	Best        []float64
}

// TwoStep estimates parameters from moments, first with equal weights and then with the
// inverse of their covariance. A context that ends gives what there is, with Interrupted set
// and no error. Errors wrap ErrParameter or ErrMoments, or are the model's.
//
// Time is that of about twice Options.Effort evaluations of the model, and some thousand more to
// go downhill, on all cores.
func TwoStep(ctx context.Context, m Model, parameters []Parameter, o Options) (*Result, error) {
	q := len(m.MomentNames())
	if len(parameters) == 0 || q < len(parameters) {
		return nil, fmt.Errorf("%w: %d moments for %d parameters", ErrMoments, q, len(parameters))
	}
	for _, p := range parameters {
		if err := p.check(); err != nil {
			return nil, err
		}
	}
	o.complete()
	e := &estimator{model: m, parameters: parameters, options: o, result: &Result{DF: q - len(parameters)}}
	weights := mat.NewSymDense(q, nil)
	for i := range q {
		weights.SetSym(i, i, 1)
	}
	starts := [][]float64{nil}
	for _, p := range parameters {
		starts[0] = append(starts[0], p.Start)
	}
	for _, scale := range []float64{o.FirstScale, o.SecondScale} {
		step, s, err := e.step(ctx, scaled{weights, scale}, starts)
		if err != nil || step == nil {
			return e.result, err
		}
		e.result.Steps = append(e.result.Steps, *step)
		if len(e.result.Steps) == 1 {
			if weights, err = inverse(s, m.MomentNames()); err != nil {
				return nil, err
			}
			starts = append([][]float64{step.Parameters}, starts...)
		}
	}
	e.result.J = e.result.Steps[1].Objective / o.SecondScale * float64(e.result.Observations)
	e.result.PJ = 1
	if e.result.DF > 0 {
		e.result.PJ = distuv.ChiSquared{K: float64(e.result.DF)}.Survival(e.result.J)
	}
	return e.result, nil
}

func (o *Options) complete() {
	if o.Effort <= 0 {
		o.Effort = 8000
		if o.Method == MultiStart {
			o.Effort = 800
		}
	}
	if o.FirstScale == 0 {
		o.FirstScale = 1
	}
	if o.SecondScale == 0 {
		o.SecondScale = 1
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
}

// scaled is a matrix of weights and a factor.
type scaled struct {
	weights *mat.SymDense
	factor  float64
}

// estimator does the steps.
type estimator struct {
	model      Model
	parameters []Parameter
	options    Options
	result     *Result
}

// step looks for the least and computes what goes with it. It returns the covariance of the moments too,
// and no step when it was interrupted.
func (e *estimator) step(ctx context.Context, w scaled, starts [][]float64) (*Step, *mat.SymDense, error) {
	weights := mat.NewSymDense(w.weights.SymmetricDim(), nil)
	weights.ScaleSym(w.factor, w.weights)
	o := &objective{ctx: ctx, model: e.model, parameters: e.parameters, weights: weights}
	if e.options.Progress != nil {
		before := e.result.Evaluations
		o.progress = func(n int) { e.options.Progress(before+n, max(before+n, e.about())) }
	}
	s := &search{objective: o, seed: e.options.Seed + uint64(len(e.result.Steps)), workers: e.options.Workers, effort: e.options.Effort}
	found := s.run(e.options.Method, starts)
	e.result.Evaluations += int(o.count.Load())
	switch {
	case o.err != nil:
		return nil, nil, o.err
	case ctx.Err() != nil:
		e.result.Interrupted, e.result.Best = true, o.best.x
		return nil, nil, nil
	}
	step := &Step{Parameters: found.x, Objective: found.f, Evaluations: int(o.count.Load())}
	cov, err := e.infer(ctx, step, w.weights)
	if ctx.Err() != nil {
		e.result.Interrupted, e.result.Best = true, found.x
		return nil, nil, nil
	}
	return step, cov, err
}

// about guesses how many evaluations there will be.
func (e *estimator) about() int {
	const downhill = 3000 // a step
	return 2 * (e.options.Effort + downhill)
}
