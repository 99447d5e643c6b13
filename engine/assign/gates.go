package assign

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Constants of settle.
const (
	gateTrials  = 200   // steps of Newton's method
	gateHalving = 40    // of a step that does not help
	gateZero    = 1e-15 // part of the demand that may be off
)

// settle fills target: the choice among the gates at which their prices, with the flow
// that the choice brings, are those that it was made at, while the ways keep their prices.
//
// With X(x) the flows that the choice sends to the gates when they carry x, the zero of
// x - X(x) is found by Newton's method. Its derivative is the unit matrix plus a positive
// semidefinite one times the slopes, which can always be solved. Steps are halved until they help.
func (c *chooser) settle() {
	x, off := c.onGate, c.choose(c.onGate)
	for range gateTrials {
		if sumAbs(off) <= gateZero*c.total {
			break
		}
		step := c.newton(x, off)
		if step == nil || !c.advance(x, off, step) {
			break
		}
	}
	c.choose(x)
}

// advance takes the longest step of a half, a quarter and so on that brings x nearer to
// the zero. It says whether there was one.
func (c *chooser) advance(x, off, step []float64) bool {
	before, length := sumAbs(off), 1.0
	tried := make([]float64, len(x))
	for range gateHalving {
		for g := range x {
			tried[g] = min(c.total, max(0, x[g]+float64(length*step[g])))
		}
		if now := c.choose(tried); sumAbs(now) < before {
			copy(x, tried)
			copy(off, now)
			return true
		}
		length /= 2
	}
	return false
}

// choose fills target for gates that carry x, and returns x - X(x).
func (c *chooser) choose(x []float64) (off []float64) {
	price := make([]float64, len(x))
	for g, gate := range c.gates {
		price[g] = c.p.Cost.At(gate, x[g])
	}
	off = append([]float64(nil), x...)
	for i, d := range c.p.Demand {
		if d.From == d.To {
			continue
		}
		least, sum := math.Inf(1), 0.0
		for g := range price {
			least = min(least, c.near[i][g]+price[g])
		}
		for g := range price {
			c.target[i][g] = 0
			if u := c.near[i][g] + price[g]; !math.IsInf(u, 1) {
				c.target[i][g] = math.Exp(-c.o.Theta * (u - least))
			}
			sum += c.target[i][g]
		}
		for g := range price {
			if d.Flow == 0 {
				c.target[i][g] = 0
				continue
			}
			c.target[i][g] *= d.Flow / sum
			off[g] -= c.target[i][g]
		}
	}
	return off
}

// newton solves the linearized equations; nil when they are not finite.
func (c *chooser) newton(x, off []float64) []float64 {
	n := len(x)
	matrix := mat.NewDense(n, n, nil)
	for i, d := range c.p.Demand {
		if d.Flow == 0 || d.From == d.To {
			continue
		}
		for g, a := range c.target[i] {
			if a == 0 {
				continue
			}
			matrix.Set(g, g, matrix.At(g, g)+float64(c.o.Theta*a))
			for h, b := range c.target[i] {
				matrix.Set(g, h, matrix.At(g, h)-c.o.Theta*a*b/d.Flow)
			}
		}
	}
	for h, gate := range c.gates {
		slope := c.p.Cost.Slope(gate, x[h])
		if math.IsInf(slope, 1) {
			slope = c.p.Cost.Slope(gate, tiny)
		}
		for g := range n {
			matrix.Set(g, h, matrix.At(g, h)*slope)
		}
		matrix.Set(h, h, matrix.At(h, h)+1)
	}
	step, right := mat.NewVecDense(n, nil), mat.NewVecDense(n, nil)
	for g := range n {
		right.SetVec(g, -off[g])
	}
	if err := step.SolveVec(matrix, right); err != nil {
		if _, poor := err.(mat.Condition); !poor {
			return nil
		}
	}
	for _, s := range step.RawVector().Data {
		if math.IsNaN(s) || math.IsInf(s, 0) {
			return nil
		}
	}
	return step.RawVector().Data
}

func sumAbs(values []float64) (sum float64) {
	for _, x := range values {
		sum += math.Abs(x)
	}
	return sum
}
