package replicate

import "context"

// MomentsAt returns the moments at some parameters.
func (e *Estimator) MomentsAt(c *Confiscations, set MomentSet, p Params) ([]float64, error) {
	m := e.moments(c, set)
	means := make([]float64, m.count())
	return means, m.Moments(means, p.list())
}

// Sample reads what the estimation knows of municipalities.
func (a *Archive) Sample(ctx context.Context) (*Sample, error) { return a.sample(ctx) }

// Calendar reads which months a period takes in.
func (a *Archive) Calendar(ctx context.Context) (calendar, error) { return a.calendar(ctx) }
