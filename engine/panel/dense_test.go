package panel_test

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"

	"github.com/corredor-geo/corredor/engine/panel"
)

// randomPanel is an unbalanced, weighted panel: units in states over months, a
// part of its rows missing, effects of both kinds, errors that hang together.
func randomPanel(seed uint64, units, months, regressors int) panel.Regression {
	r := rand.New(rand.NewPCG(seed, 0))
	const states = 3
	g := panel.Regression{FixedEffects: make([][]int32, 2), X: make([][]float64, regressors), Weights: []float64{}}
	monthly := make([]float64, months*states)
	for i := range monthly {
		monthly[i] = r.NormFloat64()
	}
	for u := range units {
		own := 3 * r.NormFloat64()
		for m := range months {
			if r.IntN(5) == 0 {
				continue
			}
			sm := m*states + u%states
			y := own + monthly[sm] + r.NormFloat64()
			for j := range regressors {
				x := r.NormFloat64() + 0.3*own + 0.5*monthly[sm]
				g.X[j] = append(g.X[j], x)
				y += float64(j+1) / 10 * x
			}
			g.Y = append(g.Y, y)
			g.Weights = append(g.Weights, math.Exp(r.NormFloat64()))
			g.FixedEffects[0] = append(g.FixedEffects[0], int32(7*u-3))
			g.FixedEffects[1] = append(g.FixedEffects[1], int32(sm))
		}
	}
	g.Clusters = g.FixedEffects
	return g
}

// dense is the same regression by the plainest means: a column per level, a
// pseudo-inverse of the normal equations by eigenvalues.
type dense struct {
	b, residuals []float64
	bread        *mat.Dense // of the regressors, k x k
	design       *mat.Dense // regressors with the effects taken out, n x k
	rank, n, k   int
	w            []float64
}

func solveDense(g panel.Regression) *dense {
	n, k := len(g.Y), len(g.X)
	d := &dense{n: n, k: k, w: g.Weights}
	if d.w == nil {
		d.w = make([]float64, n)
		for i := range d.w {
			d.w[i] = 1
		}
	}
	dummies := dummies(g.FixedEffects, n)
	_, levels := dummies.Dims()
	all := mat.NewDense(n, k+levels, nil)
	for i := range n {
		for j := range k {
			all.Set(i, j, g.X[j][i])
		}
		for l := range levels {
			all.Set(i, k+l, dummies.At(i, l))
		}
	}
	inverse, rank := pseudoInverse(normal(all, d.w))
	d.rank = rank
	y := mat.NewVecDense(n, nil)
	for i := range n {
		y.SetVec(i, d.w[i]*g.Y[i])
	}
	var right, b, fitted mat.VecDense
	right.MulVec(all.T(), y)
	b.MulVec(inverse, &right)
	fitted.MulVec(all, &b)
	for i := range n {
		d.residuals = append(d.residuals, g.Y[i]-fitted.AtVec(i))
	}
	d.b = b.RawVector().Data[:k]
	d.bread = mat.DenseCopyOf(inverse.Slice(0, k, 0, k))
	d.residualise(dummies, all)
	return d
}

// residualise takes the effects out of the regressors.
func (d *dense) residualise(dummies, all *mat.Dense) {
	x := mat.DenseCopyOf(all.Slice(0, d.n, 0, d.k))
	d.design = mat.DenseCopyOf(x)
	if _, levels := dummies.Dims(); levels == 0 || dummies.IsEmpty() {
		return
	}
	weighted := mat.DenseCopyOf(x)
	for i := range d.n {
		for j := range d.k {
			weighted.Set(i, j, d.w[i]*x.At(i, j))
		}
	}
	inverse, _ := pseudoInverse(normal(dummies, d.w))
	var right, gamma, fitted mat.Dense
	right.Mul(dummies.T(), weighted)
	gamma.Mul(inverse, &right)
	fitted.Mul(dummies, &gamma)
	d.design.Sub(x, &fitted)
}

func dummies(effects [][]int32, n int) *mat.Dense {
	levels := 0
	columns := make([]map[int32]int, len(effects))
	for e, ids := range effects {
		columns[e] = map[int32]int{}
		for _, id := range ids {
			if _, ok := columns[e][id]; !ok {
				columns[e][id] = levels
				levels++
			}
		}
	}
	if levels == 0 {
		return &mat.Dense{}
	}
	d := mat.NewDense(n, levels, nil)
	for e, ids := range effects {
		for i, id := range ids {
			d.Set(i, columns[e][id], 1)
		}
	}
	return d
}

func normal(x *mat.Dense, w []float64) *mat.SymDense {
	n, k := x.Dims()
	m := mat.NewSymDense(k, nil)
	for i := range k {
		for j := i; j < k; j++ {
			sum := 0.0
			for r := range n {
				sum += w[r] * x.At(r, i) * x.At(r, j)
			}
			m.SetSym(i, j, sum)
		}
	}
	return m
}

func pseudoInverse(m *mat.SymDense) (*mat.Dense, int) {
	var e mat.EigenSym
	if !e.Factorize(m, true) {
		panic("no eigenvalues")
	}
	values := e.Values(nil)
	var vectors mat.Dense
	e.VectorsTo(&vectors)
	n := len(values)
	rank := 0
	scaled := mat.NewDense(n, n, nil)
	for j, x := range values {
		if x < 1e-10*values[n-1] {
			continue
		}
		rank++
		for i := range n {
			scaled.Set(i, j, vectors.At(i, j)/x)
		}
	}
	out := mat.NewDense(n, n, nil)
	out.Mul(scaled, vectors.T())
	return out, rank
}

// covariance is the sandwich of the sum over pairs of rows of kernel(i,j) s_i s_j'.
func (d *dense) covariance(kernel func(i, j int) float64) *mat.Dense {
	meat := mat.NewDense(d.k, d.k, nil)
	for i := range d.n {
		for j := range d.n {
			weight := kernel(i, j)
			if weight == 0 {
				continue
			}
			for a := range d.k {
				for b := range d.k {
					s := d.w[i] * d.residuals[i] * d.design.At(i, a) * d.w[j] * d.residuals[j] * d.design.At(j, b)
					meat.Set(a, b, meat.At(a, b)+weight*s)
				}
			}
		}
	}
	var half, out mat.Dense
	half.Mul(d.bread, meat)
	out.Mul(&half, d.bread)
	return &out
}

func (d *dense) ssr() float64 {
	sum := 0.0
	for i, e := range d.residuals {
		sum += d.w[i] * e * e
	}
	return sum
}
