package panel

import (
	"errors"
	"fmt"
)

// Regression is a linear model with fixed effects. The zero value of everything
// but Y and X works. It is not changed, and may be shared.
type Regression struct {
	// Y is the outcome, a value per row; rows with NaN anywhere are left out.
	Y []float64
	// X are the regressors by column, each as long as Y. Without fixed effects
	// a constant must be among them; with them it is absorbed.
	X [][]float64
	// Names are those of the columns of X; nil means x1, x2 and so on.
	Names []string
	// Weights are analytic weights, such as population; nil means 1. Rows of
	// weight 0 are left out.
	Weights []float64
	// FixedEffects are groups by effect and row. Any number is an identifier.
	FixedEffects [][]int32
	// Clusters are groups within which errors may be correlated, one to four
	// ways; nil means none.
	Clusters [][]int32
}

// Options says how a Regression is fitted. The zero value is fixest's default.
type Options struct {
	Errors Errors
	Small  SmallSample
	// DropSingletons leaves out rows that are alone in a group of an effect,
	// again and again until there are none (reghdfe's default). They do not
	// change the estimates, but n and the degrees of freedom.
	DropSingletons bool
	// FixNotPSD replaces negative eigenvalues of the covariance by 0
	// (Cameron, Gelbach and Miller 2011, section 2.3). Without it they stay,
	// and a standard error may be NaN. Either way Result.Negative says so.
	FixNotPSD bool
	// Tolerance is the change of one more round of projections, relative to
	// the length of the column, at which sweeping ends; 0 means 1e-12.
	Tolerance float64
	// MaxRounds bounds the rounds for a column; 0 means 10,000.
	MaxRounds int
	// Confidence of the intervals, in (0,1); 0 means 0.95.
	Confidence float64
}

// Sentinels of Fit.
var (
	// ErrShape: columns of different lengths, or none.
	ErrShape = errors.New("the columns of the regression do not fit together")
	// ErrValue: a weight below 0 or infinite, an infinite number, an outcome
	// that does not vary, an option out of range.
	ErrValue = errors.New("a value that a regression cannot use")
	// ErrTooFew: nothing is left to estimate, or no degree of freedom.
	ErrTooFew = errors.New("too few observations")
	// ErrNotConverged: the fixed effects were not swept out in MaxRounds.
	ErrNotConverged = errors.New("the fixed effects were not swept out")
)

const (
	defaultTolerance  = 1e-12
	defaultRounds     = 10_000
	defaultConfidence = 0.95
	mostWays          = 4
)

func (o Options) complete() (Options, error) {
	if o.Tolerance == 0 {
		o.Tolerance = defaultTolerance
	}
	if o.MaxRounds == 0 {
		o.MaxRounds = defaultRounds
	}
	if o.Confidence == 0 {
		o.Confidence = defaultConfidence
	}
	if !(o.Tolerance > 0 && o.Confidence > 0 && o.Confidence < 1) || o.MaxRounds < 0 {
		return o, fmt.Errorf("tolerance %g, confidence %g, rounds %d: %w", o.Tolerance, o.Confidence, o.MaxRounds, ErrValue)
	}
	return o, nil
}

// check looks at the shape only; values are looked at row by row.
func (g Regression) check() error {
	n := len(g.Y)
	if n == 0 || len(g.X) == 0 {
		return fmt.Errorf("%d rows, %d regressors: %w", n, len(g.X), ErrShape)
	}
	if g.Names != nil && len(g.Names) != len(g.X) {
		return fmt.Errorf("%d names for %d regressors: %w", len(g.Names), len(g.X), ErrShape)
	}
	for j, column := range g.X {
		if len(column) != n {
			return fmt.Errorf("regressor %s has %d rows, the outcome %d: %w", g.name(j), len(column), n, ErrShape)
		}
	}
	if g.Weights != nil && len(g.Weights) != n {
		return fmt.Errorf("%d weights, %d rows: %w", len(g.Weights), n, ErrShape)
	}
	if len(g.Clusters) > mostWays {
		return fmt.Errorf("%d ways of clustering, at most %d: %w", len(g.Clusters), mostWays, ErrShape)
	}
	if err := checkGroups("fixed effect", g.FixedEffects, n); err != nil {
		return err
	}
	return checkGroups("cluster", g.Clusters, n)
}

func checkGroups(what string, groups [][]int32, rows int) error {
	for i, ids := range groups {
		if len(ids) != rows {
			return fmt.Errorf("%s %d has %d rows, the outcome %d: %w", what, i+1, len(ids), rows, ErrShape)
		}
	}
	return nil
}

func (g Regression) name(j int) string {
	if g.Names != nil {
		return g.Names[j]
	}
	return fmt.Sprintf("x%d", j+1)
}
