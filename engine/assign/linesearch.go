package assign

import "math"

// Constants of exact: it ends where the derivative is stepZero of that at the start, or
// after stepTrials, which bisection alone would need to reach the last bit.
const (
	stepZero   = 1e-12
	stepTrials = 60
)

// exact returns the step in [0, 1] at which the objective along the direction is least:
// Newton's method on its derivative, which rises, with bisection where Newton leaves
// the bracket. The derivative at the step is not above 0 by more than rounding,
// so that the objective never rises.
func (w *walk) exact() float64 {
	low, high := 0.0, 1.0
	start, curvature := w.derivative(0)
	if start >= 0 {
		return 0
	}
	if end, _ := w.derivative(1); end <= 0 {
		return 1
	}
	at := low - start/curvature
	for range stepTrials {
		if !(at > low && at < high) {
			at = (low + high) / 2
		}
		if at == low || at == high {
			break
		}
		slope, curvature := w.derivative(at)
		if math.Abs(slope) <= -start*stepZero {
			return at
		}
		if slope < 0 {
			low = at
		} else {
			high = at
		}
		at -= slope / curvature
	}
	return low
}

// fminbnd returns the place in [0, 1] where f is least, to a tolerance: golden
// sections and parabolas, R. P. Brent, "Algorithms for Minimization without
// Derivatives", 1973, chapter 5. It takes the same points as Matlab's function, which
// never looks at the ends.
func fminbnd(f func(float64) float64, tolerance float64) float64 {
	const mostSteps = 500 // as there
	b := newBrent(f, tolerance)
	for range mostSteps {
		if b.done() {
			break
		}
		b.advance()
	}
	return b.best.x
}

// point is a place and the value there.
type point struct{ x, f float64 }

// brent holds the best three points and the bracket.
type brent struct {
	f                   func(float64) float64
	low, high           float64
	best, second, third point
	step, before        float64 // the last step and the one before it
	tolerance           float64
}

var golden = (3 - math.Sqrt(5)) / 2 // the smaller part of a golden section

func newBrent(f func(float64) float64, tolerance float64) *brent {
	b := &brent{f: f, high: 1, tolerance: tolerance}
	b.best.x = golden
	b.best.f = f(golden)
	b.second, b.third = b.best, b.best
	return b
}

// least is the smallest step that is worth taking.
func (b *brent) least() float64 {
	return float64(math.Sqrt(0x1p-52)*math.Abs(b.best.x)) + b.tolerance/3
}

func (b *brent) done() bool {
	return math.Abs(b.best.x-(b.low+b.high)/2) <= float64(2*b.least())-(b.high-b.low)/2
}

func (b *brent) advance() {
	least := b.least()
	if !b.parabola(least) {
		b.before = b.high - b.best.x
		if b.best.x >= (b.low+b.high)/2 {
			b.before = b.low - b.best.x
		}
		b.step = golden * b.before
	}
	x := b.best.x + b.step
	if math.Abs(b.step) < least {
		x = b.best.x + math.Copysign(least, b.step)
	}
	b.keep(point{x, b.f(x)})
}

// parabola takes the step to the bottom of the parabola through the three points, if it
// is to be trusted.
func (b *brent) parabola(least float64) bool {
	if math.Abs(b.before) <= least {
		return false
	}
	x := b.best.x
	r := float64((x - b.second.x) * (b.best.f - b.third.f))
	q := float64((x - b.third.x) * (b.best.f - b.second.f))
	p := float64((x-b.third.x)*q) - float64((x-b.second.x)*r)
	q = 2 * (q - r)
	if q > 0 {
		p = -p
	}
	q = math.Abs(q)
	before := b.before
	b.before = b.step
	if math.Abs(p) >= math.Abs(q*before/2) || p <= q*(b.low-x) || p >= q*(b.high-x) {
		return false
	}
	b.step = p / q
	if to := x + b.step; to-b.low < 2*least || b.high-to < 2*least {
		b.step = least
		if (b.low+b.high)/2 < x {
			b.step = -least
		}
	}
	return true
}

// keep takes a new point into the bracket and the best three.
func (b *brent) keep(p point) {
	if p.f <= b.best.f {
		if p.x >= b.best.x {
			b.low = b.best.x
		} else {
			b.high = b.best.x
		}
		b.third, b.second, b.best = b.second, b.best, p
		return
	}
	if p.x < b.best.x {
		b.low = p.x
	} else {
		b.high = p.x
	}
	switch {
	case p.f <= b.second.f || b.second.x == b.best.x:
		b.third, b.second = b.second, p
	case p.f <= b.third.f || b.third.x == b.best.x || b.third.x == b.second.x:
		b.third = p
	}
}
