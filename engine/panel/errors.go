package panel

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Errors is the kind of standard errors; doc.go gives the formulas.
type Errors uint8

// The kinds. The zero value is Clustered where there are clusters, else IID.
const (
	DefaultErrors Errors = iota
	IID
	HC1
	Clustered
	conley // of Result.Conley
)

var errorNames = [...]string{"default", "iid", "HC1", "clustered", "Conley"}

// String names the kind.
func (e Errors) String() string {
	if int(e) < len(errorNames) {
		return errorNames[e]
	}
	return fmt.Sprintf("errors %d", e)
}

// covariance fills in the covariance of the estimates.
func (r *Result) covariance(o Options) error {
	kind := o.Errors
	switch {
	case kind == DefaultErrors && len(r.sample.clusters) > 0:
		kind = Clustered
	case kind == DefaultErrors:
		kind = IID
	case kind == Clustered && len(r.sample.clusters) == 0, kind > Clustered:
		return fmt.Errorf("%v standard errors need clusters in the Regression: %w", kind, ErrShape)
	}
	r.Kind = kind
	n := r.Observations
	var clusters []grouping
	if kind == Clustered {
		clusters = r.sample.clusters
	}
	if err := r.count(o, clusters); err != nil {
		return err
	}
	switch kind {
	case IID:
		v := square(len(r.solution.b))
		for i, row := range r.solution.bread {
			for j, x := range row {
				v[i][j] = x * r.SSR / float64(n-1)
			}
		}
		return r.infer(o, v)
	case HC1:
		factor := 1.0
		if !o.Small.NoClusterAdj {
			factor = float64(n) / float64(n-1)
		}
		return r.infer(o, r.sandwich(scaled(outer(r.scores()), factor)))
	}
	return r.infer(o, r.sandwich(r.clusterMeat(o.Small, clusters)))
}

// count fills in what the sizes of the sample decide.
func (r *Result) count(o Options, clusters []grouping) error {
	r.Parameters = o.Small.parameters(r.sample, len(r.solution.b), clusters)
	r.Clusters = nil
	for i, g := range clusters {
		if g.count < 2 {
			return fmt.Errorf("cluster %d has one group only, its rows cannot be told apart: %w", i+1, ErrTooFew)
		}
		r.Clusters = append(r.Clusters, g.count)
	}
	if r.Observations <= r.Parameters && !o.Small.NoAdj {
		return fmt.Errorf("%d observations for %d parameters: %w", r.Observations, r.Parameters, ErrTooFew)
	}
	r.DF = o.Small.freedom(r.counts())
	return nil
}

func (r *Result) counts() counts {
	n := counts{rows: r.Observations, parameters: r.Parameters}
	if len(r.Clusters) > 0 {
		n.clusters = slices.Min(r.Clusters)
	}
	return n
}

// scores are w e x, by row: of each row the regressors side by side.
func (r *Result) scores() [][]float64 {
	s, k := r.sample, len(r.solution.b)
	flat := make([]float64, len(s.y)*k)
	rows := make([][]float64, len(s.y))
	for i, e := range r.solution.residuals {
		rows[i] = flat[i*k : (i+1)*k]
		for m, j := range r.solution.kept {
			rows[i][m] = weight(s.w, i) * e * s.x[j][i]
		}
	}
	return rows
}

// clusterMeat adds up the combinations of ways: odd ones count, even ones are
// subtracted.
func (r *Result) clusterMeat(small SmallSample, ways []grouping) [][]float64 {
	scores := r.scores()
	meat := square(len(r.solution.b))
	for set := 1; set < 1<<len(ways); set++ {
		var g grouping
		sign := -1.0
		for i, way := range ways {
			if set>>i&1 == 0 {
				continue
			}
			sign = -sign
			if g.of == nil {
				g = way
			} else {
				g = cross(g, way)
			}
		}
		add(meat, outer(sumBy(g, scores)), sign*small.clusterAdjust(r.counts(), g.count))
	}
	return meat
}

func sumBy(g grouping, rows [][]float64) [][]float64 {
	k := len(rows[0])
	flat := make([]float64, g.count*k)
	sums := make([][]float64, g.count)
	for n := range sums {
		sums[n] = flat[n*k : (n+1)*k]
	}
	for i, n := range g.of {
		for m, x := range rows[i] {
			sums[n][m] += x
		}
	}
	return sums
}

// outer is the sum of the products of each row with itself.
func outer(rows [][]float64) [][]float64 {
	if len(rows) == 0 {
		return nil
	}
	m := square(len(rows[0]))
	for _, row := range rows {
		for i, x := range row {
			for j, y := range row {
				m[i][j] += float64(x * y)
			}
		}
	}
	return m
}

func add(to, m [][]float64, factor float64) {
	for i, row := range m {
		for j, x := range row {
			to[i][j] += float64(factor * x)
		}
	}
}

func scaled(m [][]float64, factor float64) [][]float64 {
	out := square(len(m))
	add(out, m, factor)
	return out
}

func (r *Result) sandwich(meat [][]float64) [][]float64 {
	return times(times(r.solution.bread, meat), r.solution.bread)
}

// positive looks for negative eigenvalues and replaces them by 0 when asked to.
// Those that rounding makes of 0 do not count.
func (r *Result) positive(v [][]float64, fix bool) ([][]float64, error) {
	k := len(v)
	symmetric := mat.NewSymDense(k, nil)
	for i := range k {
		for j := i; j < k; j++ {
			symmetric.SetSym(i, j, (v[i][j]+v[j][i])/2)
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(symmetric, true) {
		return nil, fmt.Errorf("the covariance has no eigenvalues: %w", ErrValue)
	}
	values := eigen.Values(nil)
	const rounding = 1e-12
	r.Negative = 0
	for _, x := range values {
		if x < -rounding*math.Abs(values[k-1]) {
			r.Negative++
		}
	}
	r.Fixed = fix && r.Negative > 0
	if !r.Fixed {
		return v, nil
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	out := square(k)
	for m, x := range values {
		for i := range k {
			for j := range k {
				out[i][j] += float64(max(x, 0) * vectors.At(i, m) * vectors.At(j, m))
			}
		}
	}
	return out, nil
}
