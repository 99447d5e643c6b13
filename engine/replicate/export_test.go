package replicate

// MomentsAt returns the moments at some parameters.
func (e *Estimator) MomentsAt(c *Confiscations, set MomentSet, p Params) ([]float64, error) {
	m := e.moments(c, set)
	means := make([]float64, m.count())
	return means, m.Moments(means, p.list())
}
