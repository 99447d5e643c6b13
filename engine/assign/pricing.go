package assign

import (
	"math"

	"github.com/corredor-geo/corredor/graph"
)

// pricing evaluates the prices that are to be equal on all used paths: those of the
// Cost, or for a system optimum what one more user costs all.
type pricing struct {
	arcs     []graph.ArcID // in the graph
	curves   []curve       // nil for a Cost of another kind
	cost     Cost
	marginal bool
}

func (p *pricing) fill(cost Cost, o Objective) {
	p.cost, p.marginal = cost, o == SystemOptimum
	curves, ok := cost.(curved)
	if !ok {
		return
	}
	p.curves = make([]curve, len(p.arcs))
	for k, a := range p.arcs {
		p.curves[k] = curves.curve(a)
		if p.marginal {
			p.curves[k] = p.curves[k].marginal()
		}
	}
}

// at returns the price of arc k.
func (p *pricing) at(k int32, flow float64) float64 {
	switch {
	case p.curves != nil:
		return p.curves[k].at(flow)
	case p.marginal:
		return p.cost.At(p.arcs[k], flow) + float64(flow*p.cost.Slope(p.arcs[k], flow))
	}
	return p.cost.At(p.arcs[k], flow)
}

// integral returns the integral of at from 0 to flow.
func (p *pricing) integral(k int32, flow float64) float64 {
	switch {
	case p.curves != nil:
		return p.curves[k].integral(flow)
	case p.marginal:
		return flow * p.cost.At(p.arcs[k], flow)
	}
	return p.cost.Integral(p.arcs[k], flow)
}

// constant reports whether the price of arc k is known not to depend on its flow.
func (p *pricing) constant(k int32) bool { return p.curves != nil && p.curves[k].scale == 0 }

// tiny is the flow, as a part of the unit of a price, at which a slope is taken that
// is infinite without flow.
const tiny = 1e-6

// both returns the price of arc k and its derivative, finite.
func (p *pricing) both(k int32, flow float64) (price, slope float64) {
	if p.curves != nil {
		return p.curves[k].both(flow)
	}
	price, slope = p.at(k, flow), p.cost.Slope(p.arcs[k], flow)
	if p.marginal {
		slope = max(0, float64(2*slope)+float64(flow*p.curvature(k, flow)))
	}
	if math.IsInf(slope, 1) {
		slope = p.cost.Slope(p.arcs[k], tiny)
	}
	return price, slope
}

func (c *curve) both(flow float64) (price, slope float64) {
	if c.scale == 0 {
		return c.base, 0
	}
	load := flow * c.inverse
	if c.power < 1 && load < tiny {
		return c.at(flow), c.slope(tiny / c.inverse)
	}
	rise := c.scale * pow(load, c.power-1)
	return c.base + float64(rise*load), rise * c.power * c.inverse
}

func (p *pricing) curvature(k int32, flow float64) float64 {
	if c, ok := p.cost.(interface {
		Curvature(graph.ArcID, float64) float64
	}); ok {
		return c.Curvature(p.arcs[k], flow)
	}
	step := float64(tiny * max(1, flow))
	low := max(0, flow-step)
	return (p.cost.Slope(p.arcs[k], flow+step) - p.cost.Slope(p.arcs[k], low)) / (flow + step - low)
}

// prices fills out with the price of every arc.
func (p *pricing) prices(flows, out []float64) {
	for k := range out {
		out[k] = p.at(int32(k), flows[k])
	}
}

// objective returns the sum of the integrals, in the order of the arcs.
func (p *pricing) objective(flows []float64) float64 {
	var sum accumulator
	for k, x := range flows {
		sum.add(p.integral(int32(k), x))
	}
	return sum.value()
}

// accumulator sums with the rounding errors carried along (Neumaier 1974), so that
// gaps of 1e-12 are not lost in sums over many arcs.
type accumulator struct{ sum, lost float64 }

func (s *accumulator) add(x float64) {
	x = float64(x) // a product is rounded before anything is added to it
	t := s.sum + x
	if math.Abs(s.sum) >= math.Abs(x) {
		s.lost += (s.sum - t) + x
	} else {
		s.lost += (x - t) + s.sum
	}
	s.sum = t
}

func (s *accumulator) value() float64 { return s.sum + s.lost }

func dot(a, b []float64) float64 {
	var sum accumulator
	for i, x := range a {
		sum.add(x * b[i])
	}
	return sum.value()
}
