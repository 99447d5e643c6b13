package replicate

import (
	"context"
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/engine/estimate"
)

// Recovery says how well known parameters are found again in synthetic confiscations.
type Recovery struct {
	// Draws is the number of samples drawn, fewer than asked for when Interrupted.
	Draws       int
	Interrupted bool
	Steps       [2]RecoveryStep
}

// RecoveryStep is about one of the two steps; slices are by parameter.
type RecoveryStep struct {
	// Mean and SD are those of the estimates, MeanError the mean of their plain standard errors.
	Mean, SD, MeanError []float64
	// Covered is the number of draws whose estimate is within 1.96 standard errors of the truth, NoError
	// that of draws without a standard error, which cover nothing.
	Covered, NoError []int
}

// Recover draws synthetic confiscations again and again and estimates from each. Time is that of as many
// estimates. A context that ends gives the draws so far, with Interrupted set.
func (e *Estimator) Recover(ctx context.Context, truth Params, n Noise, draws int, o EstimateOptions) (*Recovery, error) {
	if draws < 1 {
		return nil, fmt.Errorf("%d draws are none", draws)
	}
	var found [2][]estimate.Step
	r := &Recovery{}
	for ; r.Draws < draws; r.Draws++ {
		c, err := e.Simulate(truth, Noise{SD: n.SD, Seed: n.Seed + uint64(r.Draws), Plain: n.Plain})
		if err != nil {
			return nil, err
		}
		result, err := e.Estimate(ctx, c, o)
		if err != nil {
			return nil, err
		}
		if result.Interrupted {
			r.Interrupted = true
			break
		}
		for s, step := range result.Steps {
			found[s] = append(found[s], step)
		}
	}
	for s := range r.Steps {
		r.Steps[s] = recoveryOf(truth.list(), found[s])
	}
	return r, nil
}

// recoveryOf sums up the draws of a step.
func recoveryOf(truth []float64, found []estimate.Step) RecoveryStep {
	const quantile = 1.96 // of a normal distribution, for 95 %
	p, n := len(truth), float64(len(found))
	r := RecoveryStep{Mean: make([]float64, p), SD: make([]float64, p), MeanError: make([]float64, p), Covered: make([]int, p), NoError: make([]int, p)}
	for k := range truth {
		squares := 0.0
		for _, step := range found {
			x, se := step.Parameters[k], step.Errors[k]
			r.Mean[k] += x / n
			squares += (x - truth[k]) * (x - truth[k]) / n
			switch {
			case math.IsNaN(se):
				r.NoError[k]++
				continue
			case math.Abs(x-truth[k]) <= quantile*se:
				r.Covered[k]++
			}
			r.MeanError[k] += se
		}
		bias := r.Mean[k] - truth[k]
		r.SD[k] = math.Sqrt(max(0, squares-float64(bias*bias)))
		r.MeanError[k] /= n - float64(r.NoError[k])
	}
	return r
}
