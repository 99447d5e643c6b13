package assign

import "fmt"

// Algorithm is a way to the equilibrium.
type Algorithm uint8

// The algorithms. The zero value is the one to use.
const (
	// AlgorithmB shifts flow within one acyclic network (bush) per origin: fast to
	// gaps of 1e-12 (Dial 2006).
	AlgorithmB Algorithm = iota
	// FrankWolfe moves all flow towards the cheapest paths: simple, little memory, and
	// slow below a gap of 1e-4 (Frank and Wolfe 1956).
	FrankWolfe
	// BiconjugateFrankWolfe takes the last two directions into account (Mitradjieva
	// and Lindberg 2013).
	BiconjugateFrankWolfe
	// Logit is that of [StochasticEquilibrium], and of no other objective.
	Logit
)

var algorithmNames = []string{"b", "frank-wolfe", "bfw", "logit"}

// String returns the name that [ParseAlgorithm] reads.
func (a Algorithm) String() string {
	if int(a) < len(algorithmNames) {
		return algorithmNames[a]
	}
	return fmt.Sprintf("Algorithm(%d)", uint8(a))
}

// ParseAlgorithm reads b, frank-wolfe, bfw or logit.
func ParseAlgorithm(name string) (Algorithm, error) {
	for i, known := range algorithmNames {
		if name == known {
			return Algorithm(i), nil
		}
	}
	return 0, fmt.Errorf("%w: %q is no algorithm (try b, frank-wolfe, bfw or logit)", ErrOptions, name)
}

// Objective is what an assignment makes least.
type Objective uint8

const (
	// UserEquilibrium is Wardrop's first principle: nobody can do better alone.
	UserEquilibrium Objective = iota
	// SystemOptimum is the second: the total cost of all is least.
	SystemOptimum
	// StochasticEquilibrium spreads every demand over its paths in proportion to
	// exp(-Theta * price), at the prices that this brings about (Fisk 1980).
	// Paths are those that, at the prices of the empty network, lead away from the root
	// with every arc (Dial's efficient paths, of which only that condition is kept); the
	// root is the origin, or the destination when those are fewer. RelativeGap of the
	// Solution is the change, as in [LogitOptions]; Objective is Beckmann's, which this
	// equilibrium does not make least. Where paths overlap, logit takes them for
	// different all the same.
	StochasticEquilibrium
)

var objectiveNames = []string{"ue", "so", "sue"}

// String returns the name that [ParseObjective] reads.
func (o Objective) String() string {
	if int(o) < len(objectiveNames) {
		return objectiveNames[o]
	}
	return fmt.Sprintf("Objective(%d)", uint8(o))
}

// ParseObjective reads ue, so or sue.
func ParseObjective(name string) (Objective, error) {
	for i, known := range objectiveNames {
		if name == known {
			return Objective(i), nil
		}
	}
	return 0, fmt.Errorf("%w: %q is no objective (try ue, so or sue)", ErrOptions, name)
}

// LineSearch is how the Frank-Wolfe algorithms choose the length of a step.
type LineSearch uint8

const (
	// Exact finds the zero of the derivative, by Newton's method kept in a bracket.
	Exact LineSearch = iota
	// Fminbnd is Brent's search for a minimum on [0, 1] without derivatives, with the
	// tolerance StepTolerance, as Matlab's function of that name does it. It is
	// there to compare with programs that use it.
	Fminbnd
)

// Options adjusts [Solve]. The zero value runs Algorithm B to a relative gap of 1e-10.
type Options struct {
	Algorithm Algorithm // not used for StochasticEquilibrium
	Objective Objective
	// Theta is that of [LogitOptions], for StochasticEquilibrium.
	Theta float64
	// Gap is the relative gap at which to stop: 0 means 1e-10, negative means never.
	Gap float64
	// BoundGap, when positive, is a further rule of the Frank-Wolfe algorithms:
	// stop when (cost of the flows - cost of the cheapest paths) / |best lower bound of
	// the objective| is at most this.
	BoundGap float64
	// MaxIterations bounds the iterations; 0 means 1,000 for Algorithm B, 100,000
	// for the others.
	MaxIterations int
	// Workers is the number of goroutines; 0 means one per core. The result does not
	// depend on it.
	Workers int
	// Start holds the flow of each arc to begin with; nil begins with cheapest paths
	// in the empty network. Frank-Wolfe needs flows that carry the demand of the
	// Problem, as those of an earlier Solution do. Algorithm B takes from
	// it the prices for the first paths.
	Start []float64
	// Trace, when set, is called after each iteration, on the goroutine of Solve.
	Trace func(Iteration)
	// LineSearch and StepTolerance are of the Frank-Wolfe algorithms. The tolerance is
	// that of Fminbnd; 0 means 1e-4.
	LineSearch    LineSearch
	StepTolerance float64
}

// Paper are the options of M. Dell's published program: Frank-Wolfe from
// all-or-nothing at empty prices, steps by a bounded Brent search with a tolerance
// of 1e-4, until the gap is a thousandth of the best lower bound.
func Paper() Options {
	return Options{Algorithm: FrankWolfe, Gap: -1, BoundGap: 1e-3, LineSearch: Fminbnd, StepTolerance: 1e-4}
}

// Iteration is the state after one iteration.
type Iteration struct {
	Number int
	// RelativeGap is (TotalCost - cost of all demand on cheapest paths) / TotalCost,
	// at the prices of the flows; for [SystemOptimum], at marginal prices.
	RelativeGap float64
	// AverageExcessCost is the same difference per unit of demand.
	AverageExcessCost float64
	// Objective is the sum of the integrals of the prices (Beckmann), or for
	// [SystemOptimum] the total cost. LowerBound is the best proven bound of its minimum.
	Objective, LowerBound float64
	// Step is the length of the step that led here, of Frank-Wolfe only.
	Step float64
	// Seconds since Solve began, by the clock.
	Seconds float64
}

// Solution is the answer of [Solve]. It holds no clock: the same Problem and Options
// give the same bits on any number of cores.
type Solution struct {
	// Flow and Cost are per arc: its flow, and its price at that flow. The price of a
	// closed arc is +Inf.
	Flow, Cost []float64
	// Objective, LowerBound, RelativeGap and AverageExcessCost are as in [Iteration].
	Objective, LowerBound          float64
	RelativeGap, AverageExcessCost float64
	// TotalCost is the sum of flow times price.
	TotalCost float64
	// Intrazonal is the demand from nodes to themselves, which uses no arc.
	Intrazonal float64
	Iterations int
	// Converged says that the gap asked for was reached, Interrupted that the context
	// ended first. With neither, MaxIterations or the precision of float64 did. The flows
	// are then those of the least gap.
	Converged, Interrupted bool
	// Algorithm, Minimized and Theta are those of the Options.
	Algorithm Algorithm
	Minimized Objective
	Theta     float64
}
