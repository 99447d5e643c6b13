package estimate

import (
	"context"
	"math"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/mat"
)

// objective is what a step makes least. Any number of goroutines may use it.
type objective struct {
	ctx        context.Context
	model      Model
	parameters []Parameter
	weights    *mat.SymDense
	progress   func(evaluations int)
	count      atomic.Int64

	mu   sync.Mutex
	err  error
	best point // of all so far; for the case that the search is interrupted
}

// point is a set of parameters and how good it is.
type point struct {
	x []float64
	f float64
}

func (o *objective) better(x []float64, f float64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.best.x == nil || f < o.best.f {
		o.best = point{append([]float64(nil), x...), f}
	}
}

// ended reports whether there is no point in going on.
func (o *objective) ended() bool {
	if o.ctx.Err() != nil {
		return true
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err != nil
}

// at returns m'Wm, and +Inf where the model fails or the search has ended.
func (o *objective) at(x []float64) float64 {
	f, _ := o.moments(x)
	return f
}

// moments returns m'Wm and m, which is nil where the former is +Inf.
func (o *objective) moments(x []float64) (f float64, m []float64) {
	if o.ended() {
		return math.Inf(1), nil
	}
	m = make([]float64, o.weights.SymmetricDim())
	if err := o.model.Moments(m, x); err != nil {
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.err == nil {
			o.err = err
		}
		return math.Inf(1), nil
	}
	v := mat.NewVecDense(len(m), m)
	f = mat.Inner(v, o.weights, v)
	const often = 16
	if n := o.count.Add(1); o.progress != nil && n%often == 0 {
		o.progress(int(n))
	}
	if math.IsNaN(f) || math.IsInf(f, 1) {
		return math.Inf(1), nil
	}
	o.better(x, f)
	return f, m
}

// folded extends the function beyond the bounds, where it rises, for searches that know none.
func (o *objective) folded(x []float64) float64 {
	inside, beyond := make([]float64, len(x)), 0.0
	for i, p := range o.parameters {
		inside[i] = p.clamp(x[i])
		beyond += math.Abs(x[i]-inside[i]) / p.Reach
	}
	f := o.at(inside)
	return f + float64(beyond*(1+math.Abs(f)))
}

func (o *objective) clamp(x []float64) []float64 {
	inside := make([]float64, len(x))
	for i, p := range o.parameters {
		inside[i] = p.clamp(x[i])
	}
	return inside
}
