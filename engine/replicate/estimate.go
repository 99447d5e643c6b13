package replicate

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/estimate"
	"github.com/corredor-geo/corredor/engine/panel"
)

// Estimator fits the parameters of congestion to confiscations. It is immutable and safe for
// any number of goroutines.
type Estimator struct {
	Sample *Sample
	// DetourKM is by how much the ways of all origins together grow without the roads of each
	// municipality of the sample, as in [Centrality].
	DetourKM []float64
	// Origins is the number that send, CutOff that of those without a way in the period.
	Origins, CutOff int

	crowd *crowd
}

// Estimator prepares the estimation on the network of a period. Time is that of
// [Archive.Centrality], and a search of the network for each crossing.
func (a *Archive) Estimator(ctx context.Context, origins Origins, period int) (*Estimator, error) {
	if err := a.check(period); err != nil {
		return nil, err
	}
	s, err := a.sample(ctx)
	if err != nil {
		return nil, err
	}
	x, err := a.contract(origins, a.Metric(period))
	if err != nil {
		return nil, err
	}
	e := &Estimator{Sample: s, Origins: len(x.sending), CutOff: len(origins.Nodes) - len(x.sending)}
	if e.crowd, err = x.crowd(); err != nil {
		return nil, err
	}
	var sending Origins
	for _, i := range x.sending {
		sending.Nodes = append(sending.Nodes, origins.Nodes[i])
	}
	c, err := a.Centrality(ctx, sending, period)
	if err != nil {
		return nil, err
	}
	e.DetourKM = make([]float64, len(s.Codes))
	for i, at := range s.flows {
		if at >= 0 {
			e.DetourKM[i] = c.DetourKM[at]
		}
	}
	return e, nil
}

// EstimateOptions adjusts [Estimator.Estimate]. The zero value does as the paper.
type EstimateOptions struct {
	Moments MomentSet
	Method  estimate.Method
	Seed    uint64 // of estimate.Annealing
	Effort  int    // as in estimate.Options
	// Start is where the search begins; the zero value is the paper's start.
	Start Params
	// ConleyKM, when positive, adds errors that allow municipalities within so many kilometres to be
	// alike, by weights that fall evenly to 0 at that distance. Seats are where municipalities
	// are; nil means the embedded table of their seats.
	ConleyKM float64
	Seats    map[string]orb.Point
	// Progress is as in estimate.Options.
	Progress func(evaluations, about int)
	Workers  int
}

// The search of the paper begins at startParams and stays above lowestParams; how far is ours.
var (
	startParams  = Params{25, 25, 50, 95}
	lowestParams = Params{Delta10: 10}
	highest      = Params{60, 5000, 5000, 10000}
	reach        = Params{30, 300, 300, 300}
)

// Factors of the paper's objectives, which its fval have.
const (
	firstScale  = 10
	secondScale = 1000
)

// ParameterNames are those of [Params], in their order.
var ParameterNames = []string{"10 delta", "phi of trucks", "phi of ports", "100 kappa"}

func (p Params) list() []float64 { return []float64{p.Delta10, p.PhiTruck, p.PhiPort, p.Kappa100} }

// Estimate fits the four parameters so that kappa times the flow of the equilibrium agrees with
// the logarithm of confiscations in the moments: in two steps, as package estimate says. The
// parameters are those of [Params], in its scales. Errors are the estimate package's, or say that a seat
// is not known.
//
// Flows are those of the equilibrium itself, not all-or-nothing counts, which jump.
func (e *Estimator) Estimate(ctx context.Context, c *Confiscations, o EstimateOptions) (*estimate.Result, error) {
	if len(c.Logs) != len(e.Sample.Codes) {
		return nil, fmt.Errorf("there are %d confiscations for %d municipalities", len(c.Logs), len(e.Sample.Codes))
	}
	start := o.Start
	if start == (Params{}) {
		start = startParams
	}
	var parameters []estimate.Parameter
	for i, name := range ParameterNames {
		parameters = append(parameters, estimate.Parameter{Name: name, Start: start.list()[i],
			Low: lowestParams.list()[i], High: highest.list()[i], Reach: reach.list()[i]})
	}
	opts := estimate.Options{Method: o.Method, Seed: o.Seed, Effort: o.Effort, FirstScale: firstScale, SecondScale: secondScale,
		Progress: o.Progress, Workers: o.Workers}
	if o.ConleyKM != 0 {
		points, err := e.points(o.Seats)
		if err != nil {
			return nil, err
		}
		opts.Spatial = panel.Conley{Points: points, CutoffKM: o.ConleyKM}.Sum
	}
	return estimate.TwoStep(ctx, e.moments(c, o.Moments), parameters, opts)
}

// Predict returns kappa times the flow of each municipality of the sample, and the flow, at some
// parameters.
func (e *Estimator) Predict(p Params) (predicted, flows []float64, err error) {
	if err := p.check(); err != nil {
		return nil, nil, err
	}
	w := e.newWorking()
	if err := e.predict(w, p); err != nil {
		return nil, nil, err
	}
	flows = make([]float64, len(w.predicted))
	for i, at := range e.Sample.flows {
		if at >= 0 {
			flows[i] = w.flows[at]
		}
	}
	return w.predicted, flows, nil
}

// points are the seats of the sample.
func (e *Estimator) points(seats map[string]orb.Point) ([]orb.Point, error) {
	if seats == nil {
		var err error
		if seats, err = embeddedSeats(); err != nil {
			return nil, err
		}
	}
	points := make([]orb.Point, len(e.Sample.Codes))
	for i, code := range e.Sample.Codes {
		p, ok := seats[code]
		if !ok {
			return nil, fmt.Errorf("the seat of municipality %s is not known, so there are no Conley errors", code)
		}
		points[i] = p
	}
	return points, nil
}
