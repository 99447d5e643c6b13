package assign

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"
)

// Defaults of Options.
const (
	defaultGap           = 1e-10
	defaultIterations    = 100_000
	defaultIterationsB   = 1000
	defaultStepTolerance = 1e-4 // of fminbnd
)

// Solve distributes the demand so that the Objective is least. A context that ends gives
// the best flows so far, with Interrupted set and no error, once there are
// flows that carry all demand; before that, the context's error.
//
// Errors are [ErrCost], [ErrDemand], [ErrOptions], and a [NoWayError] for demand between
// nodes that no path joins. An iteration is one search per origin (or per
// destination, if those are fewer) for the Frank-Wolfe algorithms, and a few passes over
// the bush of each for Algorithm B, which takes about 30 bytes per node and origin.
func Solve(ctx context.Context, p Problem, o Options) (*Solution, error) {
	if o.Objective == StochasticEquilibrium {
		return solveLogit(ctx, p, LogitOptions{Theta: o.Theta, Gap: o.Gap, MaxIterations: o.MaxIterations, Workers: o.Workers, Start: o.Start, Trace: o.Trace})
	}
	if err := o.complete(p); err != nil {
		return nil, err
	}
	n, err := newNetwork(p, o)
	if err != nil {
		return nil, err
	}
	s := newSolver(n, o)
	run := s.bushes
	switch o.Algorithm {
	case FrankWolfe:
		run = s.frankWolfe
	case BiconjugateFrankWolfe:
		run = s.biconjugate
	}
	if err := run(ctx); err != nil {
		return nil, err
	}
	return s.solution(p), nil
}

// complete fills in defaults and checks.
func (o *Options) complete(p Problem) error {
	switch {
	case o.Algorithm == Logit:
		return fmt.Errorf("%w: logit is of the objective sue alone", ErrOptions)
	case o.Algorithm > Logit:
		return fmt.Errorf("%w: %v", ErrOptions, o.Algorithm)
	case o.Objective > SystemOptimum:
		return fmt.Errorf("%w: %v", ErrOptions, o.Objective)
	case o.LineSearch > Fminbnd:
		return fmt.Errorf("%w: line search %d", ErrOptions, o.LineSearch)
	case math.IsNaN(o.Gap) || math.IsNaN(o.BoundGap) || !(o.StepTolerance >= 0):
		return fmt.Errorf("%w: gap %g, bound gap %g, step tolerance %g", ErrOptions, o.Gap, o.BoundGap, o.StepTolerance)
	}
	if err := checkStart(p, o.Start); err != nil {
		return err
	}
	if o.Gap == 0 {
		o.Gap = defaultGap
	}
	if o.StepTolerance == 0 {
		o.StepTolerance = defaultStepTolerance
	}
	if o.MaxIterations <= 0 {
		o.MaxIterations = defaultIterations
		if o.Algorithm == AlgorithmB {
			o.MaxIterations = defaultIterationsB
		}
	}
	return nil
}

func checkStart(p Problem, flows []float64) error {
	if flows != nil && len(flows) != p.Graph.ArcCount() {
		return fmt.Errorf("%w: Start has %d flows for %d arcs", ErrOptions, len(flows), p.Graph.ArcCount())
	}
	for a, x := range flows {
		if !(x >= 0) || math.IsInf(x, 1) {
			return fmt.Errorf("%w: Start has a flow of %g on arc %d", ErrOptions, x, a)
		}
	}
	return nil
}

// newSolver is ready to begin with the flows of start, or without any.
func newSolver(n *network, o Options) *solver {
	s := &solver{n: n, o: o, begun: time.Now(), bound: math.Inf(-1)}
	s.flows, s.prices = make([]float64, len(n.arcs)), make([]float64, len(n.arcs))
	if o.Start != nil {
		for k, a := range n.arcs {
			s.flows[k] = o.Start[a]
		}
	}
	n.prices(s.flows, s.prices)
	return s
}

// solver is one run of an algorithm.
type solver struct {
	n             *network
	o             Options
	begun         time.Time
	flows, prices []float64 // per arc of the network
	state         Iteration
	bound         float64
	converged     bool
	interrupted   bool
	trees         []bush // of Algorithm B
}

// note records the state of the flows: their total cost at the prices, and how much of it
// is excess over the cheapest paths. It says whether to stop.
func (s *solver) note(total, excess float64) (stop bool) {
	it := &s.state
	it.Number++
	it.Objective = s.n.objective(s.flows)
	s.bound = max(s.bound, it.Objective-excess)
	it.LowerBound = s.bound
	it.RelativeGap, it.AverageExcessCost = 0, 0
	if excess > 0 {
		it.RelativeGap, it.AverageExcessCost = excess/total, excess/s.n.demand
	}
	it.Seconds = time.Since(s.begun).Seconds()
	if s.o.Trace != nil {
		s.o.Trace(*it)
	}
	s.converged = it.RelativeGap <= s.o.Gap || excess <= s.o.BoundGap*math.Abs(s.bound)
	return s.converged || it.Number >= s.o.MaxIterations
}

// ended says whether err is the end of the context while there are flows to give.
func (s *solver) ended(err error) bool {
	if s.state.Number > 0 && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)) {
		s.interrupted = true
	}
	return s.interrupted
}

func (s *solver) solution(p Problem) *Solution {
	out := &Solution{
		Objective: s.state.Objective, LowerBound: s.bound,
		RelativeGap: s.state.RelativeGap, AverageExcessCost: s.state.AverageExcessCost,
		Iterations: s.state.Number, Converged: s.converged, Interrupted: s.interrupted,
		Intrazonal: s.n.within, Algorithm: s.o.Algorithm, Minimized: s.o.Objective, Theta: s.o.Theta,
	}
	out.Flow = s.n.perArc(s.flows, nil)
	for k, a := range s.n.arcs {
		s.prices[k] = p.Cost.At(a, s.flows[k])
	}
	out.TotalCost = dot(s.flows, s.prices)
	out.Cost = s.n.perArc(s.prices, s.n.price0)
	return out
}
