package estimate

import (
	"errors"
	"fmt"
	"math"
)

// Model predicts the moments of a sample. Its methods must be safe for any number of goroutines
// and depend on the parameters alone.
type Model interface {
	// Moments fills in the means of the moments at some parameters.
	Moments(moments, parameters []float64) error
	// Observations returns the moments of every observation, whose means Moments gives.
	Observations(parameters []float64) ([][]float64, error)
	// MomentNames are the names of the moments, in their order.
	MomentNames() []string
}

// Parameter is something to be estimated.
type Parameter struct {
	Name string
	// Low and High bound it. High may be +Inf.
	Low, High float64
	// Start is where the search begins. Reach is how far above Low other searches begin, and
	// how far a first step may go.
	Start, Reach float64
	// Width is half the difference over which derivatives are taken; 0 means a hundredth
	// of the estimate, or of Reach if that is more in thousandths.
	Width float64
}

func (p Parameter) check() error {
	switch {
	case !(p.Low < p.High) || math.IsInf(p.Low, 0) || math.IsInf(p.High, -1):
		return fmt.Errorf("%w: %s has bounds %v and %v", ErrParameter, p.Name, p.Low, p.High)
	case !(p.Start >= p.Low && p.Start <= p.High) || math.IsInf(p.Start, 0):
		return fmt.Errorf("%w: %s begins at %v, which is not from %v to %v", ErrParameter, p.Name, p.Start, p.Low, p.High)
	case !(p.Reach > 0) || p.Low+p.Reach > p.High || !(p.Width >= 0):
		return fmt.Errorf("%w: %s has a reach of %v and a width of %v", ErrParameter, p.Name, p.Reach, p.Width)
	}
	return nil
}

// clamp returns a value within the bounds.
func (p Parameter) clamp(x float64) float64 { return min(max(x, p.Low), p.High) }

// width returns half the difference for derivatives at an estimate.
func (p Parameter) width(at float64) float64 {
	if p.Width > 0 {
		return p.Width
	}
	const share, least = 0.01, 0.001
	return max(share*math.Abs(at), least*p.Reach)
}

// atBound reports whether an estimate is at a bound, as near as matters.
func (p Parameter) atBound(x float64) bool {
	const near = 1e-6
	return x-p.Low <= near*p.Reach || p.High-x <= near*p.Reach
}

// Sentinels of this package.
var (
	// ErrParameter is a parameter whose bounds or start are none.
	ErrParameter = errors.New("parameter cannot be used")
	// ErrMoments is a set of moments from which the parameters cannot be had.
	ErrMoments = errors.New("moments cannot be used")
)
