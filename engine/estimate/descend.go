package estimate

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// descend goes downhill by least squares of the moments: K. Levenberg, Quart. Appl. Math. 2, 1944,
// doi:10.1090/qam/10666, D. W. Marquardt, SIAM J. 11, 1963, doi:10.1137/0111030. It is quick along
// a narrow valley, and may stop at a kink.
func (s *search) descend(from point) point {
	f, m := s.moments(from.x)
	if m == nil {
		return from
	}
	here := point{from.x, f}
	const rounds, enough, softer, harder, hardest = 30, 1e-8, 0.3, 4, 1e8
	damping := 1e-2
	for range rounds {
		b := s.bowl(here.x, m)
		if b == nil {
			return here
		}
		gain := 0.0
		for ; damping < hardest; damping *= harder {
			to := s.damped(here.x, b, damping)
			if g, moments := s.moments(to); g < here.f {
				gain = here.f - g
				here, m = point{to, g}, moments
				damping = max(damping*softer, 1/hardest)
				break
			}
		}
		if s.ended() || gain <= enough*here.f {
			break
		}
	}
	return here
}

// bowl is the objective about a point, as if moments were linear: its slope G'Wm and its curvature G'WG, for
// the parameters that are free to move downhill.
type bowl struct {
	slope *mat.VecDense
	curve *mat.SymDense
	free  []int
}

// bowl returns nil where nothing can move, or the model fails.
func (s *search) bowl(x, m []float64) *bowl {
	g := s.slopes(x, m)
	if g == nil {
		return nil
	}
	var wg mat.Dense
	wg.Mul(s.weights, g)
	slope := mat.NewVecDense(len(x), nil)
	slope.MulVec(wg.T(), mat.NewVecDense(len(m), m))
	b := &bowl{}
	for j, p := range s.parameters {
		down := slope.AtVec(j)
		if stuck := x[j] <= p.Low && down >= 0 || x[j] >= p.High && down <= 0; !stuck {
			b.free = append(b.free, j)
		}
	}
	n := len(b.free)
	if n == 0 {
		return nil
	}
	b.slope, b.curve = mat.NewVecDense(n, nil), mat.NewSymDense(n, nil)
	for i, j := range b.free {
		b.slope.SetVec(i, slope.AtVec(j))
		for k := i; k < n; k++ {
			b.curve.SetSym(i, k, mat.Dot(g.ColView(j), wg.ColView(b.free[k])))
		}
	}
	return b
}

// slopes returns the derivatives of the moments (rows) by the parameters, nil where the model fails.
func (s *search) slopes(x, m []float64) *mat.Dense {
	g := mat.NewDense(len(m), len(x), nil)
	for j, p := range s.parameters {
		const finer = 0.2 // than for standard errors
		h := float64(finer * p.width(x[j]))
		to := append([]float64(nil), x...)
		if to[j] += h; to[j] > p.High {
			to[j] = x[j] - h
		}
		_, there := s.moments(to)
		if there == nil {
			return nil
		}
		for i := range m {
			g.Set(i, j, (there[i]-m[i])/(to[j]-x[j]))
		}
	}
	return g
}

// damped returns where a step leads, the shorter the more it is damped, within the bounds.
func (s *search) damped(x []float64, b *bowl, damping float64) []float64 {
	system := mat.NewSymDense(len(b.free), nil)
	system.CopySym(b.curve)
	const least = 1e-12 // so that a parameter that changes nothing stays
	for i, j := range b.free {
		reach := s.parameters[j].Reach
		system.SetSym(i, i, float64(b.curve.At(i, i)*(1+damping))+least/(reach*reach))
	}
	to := append([]float64(nil), x...)
	var c mat.Cholesky
	var step mat.VecDense
	if !c.Factorize(system) || c.SolveVecTo(&step, b.slope) != nil {
		return to
	}
	for i, j := range b.free {
		if move := step.AtVec(i); !math.IsNaN(move) {
			to[j] = s.parameters[j].clamp(x[j] - move)
		}
	}
	return to
}
