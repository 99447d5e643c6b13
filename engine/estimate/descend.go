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
		slope, curve, free := s.slopes(here.x, m)
		if len(free) == 0 {
			return here
		}
		gain := 0.0
		for ; damping < hardest; damping *= harder {
			to := s.damped(here.x, slope, curve, free, damping)
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

// slopes returns G'Wm and G'WG for the parameters that can move downhill, and which they are.
func (s *search) slopes(x, m []float64) (slope *mat.VecDense, curve *mat.SymDense, free []int) {
	q, p := len(m), len(x)
	g := mat.NewDense(q, p, nil)
	for j, parameter := range s.parameters {
		const finer = 0.2 // than for standard errors
		h := finer * parameter.width(x[j])
		to := append([]float64(nil), x...)
		if to[j] += h; to[j] > parameter.High {
			to[j] = x[j] - h
		}
		_, there := s.moments(to)
		if there == nil {
			return nil, nil, nil
		}
		for i := range q {
			g.Set(i, j, (there[i]-m[i])/(to[j]-x[j]))
		}
	}
	var wg mat.Dense
	wg.Mul(s.weights, g)
	all := mat.NewVecDense(p, nil)
	all.MulVec(wg.T(), mat.NewVecDense(q, m))
	for j, parameter := range s.parameters {
		down := all.AtVec(j)
		if stuck := x[j] <= parameter.Low && down >= 0 || x[j] >= parameter.High && down <= 0; !stuck {
			free = append(free, j)
		}
	}
	if len(free) == 0 {
		return nil, nil, nil
	}
	slope, curve = mat.NewVecDense(len(free), nil), mat.NewSymDense(len(free), nil)
	for a, j := range free {
		slope.SetVec(a, all.AtVec(j))
		for b, k := range free[a:] {
			curve.SetSym(a, a+b, mat.Dot(g.ColView(j), wg.ColView(k)))
		}
	}
	return slope, curve, free
}

// damped returns where a step leads, the shorter the more it is damped, within the bounds.
func (s *search) damped(x []float64, slope *mat.VecDense, curve *mat.SymDense, free []int, damping float64) []float64 {
	n := len(free)
	system := mat.NewSymDense(n, nil)
	system.CopySym(curve)
	const least = 1e-12 // so that a parameter that changes nothing stays
	for a := range n {
		reach := s.parameters[free[a]].Reach
		system.SetSym(a, a, curve.At(a, a)*(1+damping)+least/(reach*reach))
	}
	to := append([]float64(nil), x...)
	var c mat.Cholesky
	var step mat.VecDense
	if !c.Factorize(system) || c.SolveVecTo(&step, slope) != nil {
		return to
	}
	for a, j := range free {
		if move := step.AtVec(a); !math.IsNaN(move) {
			to[j] = s.parameters[j].clamp(x[j] - move)
		}
	}
	return to
}
