package panel

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Coefficient is one estimate. P is two-sided, of Student's t with Result.DF
// degrees of freedom; Low and High bound the confidence interval.
type Coefficient struct {
	Name             string
	Estimate, StdErr float64
	T, P             float64
	Low, High        float64
}

// Result is a fitted Regression. Immutable; safe for any number of goroutines.
type Result struct {
	Coefficients []Coefficient // of the columns kept, in their order
	Dropped      []DroppedColumn
	Covariance   [][]float64 // of the estimates, in the same order

	Kind       Errors
	Parameters int     // K of the small-sample correction
	DF         float64 // of Student's t
	Negative   int     // eigenvalues of the covariance below 0
	Fixed      bool    // they were replaced by 0

	Observations int
	LeftOut      LeftOut
	Groups       []int // levels per fixed effect
	Singletons   []int // of them with a single row, still in the sample
	Clusters     []int // groups per way of clustering

	MeanY        float64 // weighted
	SSR          float64 // weighted sum of squared residuals
	R2, WithinR2 float64 // about the mean, and after the effects; the latter NaN without effects
	RMSE         float64 // square root of SSR/(n-K)

	// Rounds of projections that the outcome and each regressor took, and the
	// greatest relative change of a last round.
	Rounds []int
	Change float64

	sample   *sample
	solution *solution
	options  Options
}

// Coefficient returns the estimate of that name; ok is false when it was dropped
// or never asked for.
func (r *Result) Coefficient(name string) (c Coefficient, ok bool) {
	for _, c := range r.Coefficients {
		if c.Name == name {
			return c, true
		}
	}
	return Coefficient{}, false
}

// Residuals returns the residuals by row of the Regression, NaN where the row
// was left out; rows is the number of rows of the Regression.
func (r *Result) Residuals(rows int) []float64 {
	all := make([]float64, rows)
	for i := range all {
		all[i] = math.NaN()
	}
	for i, row := range r.sample.rows {
		all[row] = r.solution.residuals[i]
	}
	return all
}

// With returns the same fit with other standard errors: Errors, Small,
// FixNotPSD and Confidence of the options. Nothing is swept again. Time is
// linear in rows, times the square of the number of regressors.
func (r *Result) With(opts Options) (*Result, error) {
	opts, err := opts.complete()
	if err != nil {
		return nil, err
	}
	other := r.clone()
	if err := other.covariance(opts); err != nil {
		return nil, err
	}
	return other, nil
}

func (r *Result) clone() *Result {
	other := *r
	other.Coefficients = append([]Coefficient(nil), r.Coefficients...)
	return &other
}

// infer takes the covariance before its (n-1)/(n-K) and fills in the estimates.
func (r *Result) infer(o Options, v [][]float64) error {
	v = scaled(v, o.Small.adjust(r.counts()))
	if len(v) > 0 {
		var err error
		if v, err = r.positive(v, o.FixNotPSD); err != nil {
			return err
		}
	}
	r.Covariance, r.options = v, o
	r.RMSE = math.Sqrt(r.SSR / float64(max(r.Observations-r.Parameters, 1)))
	student := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: r.DF}
	quantile := student.Quantile(1 - (1-o.Confidence)/2)
	for i := range r.Coefficients {
		c := &r.Coefficients[i]
		c.Estimate = r.solution.b[i]
		c.StdErr = math.Sqrt(v[i][i]) // NaN below 0
		c.T = c.Estimate / c.StdErr
		c.P = 2 * student.Survival(math.Abs(c.T))
		c.Low, c.High = c.Estimate-float64(quantile*c.StdErr), c.Estimate+float64(quantile*c.StdErr)
	}
	return nil
}
