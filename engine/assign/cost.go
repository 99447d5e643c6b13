package assign

import (
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/graph"
)

// Cost is the price of each arc at a flow. It is separable, the price of an arc
// depends on the flow of that arc alone, and does not fall with the flow, so that
// its integral is convex. Flows are at least 0. Implementations must be safe for
// concurrent use and cheap: an assignment asks millions of times.
//
// A Cost that also has a method Curvature(graph.ArcID, float64) float64, the slope
// of the slope, is differentiated exactly for [SystemOptimum].
type Cost interface {
	// At returns the price of arc a when flow uses it.
	At(a graph.ArcID, flow float64) float64
	// Integral returns the integral of At from 0 to flow.
	Integral(a graph.ArcID, flow float64) float64
	// Slope returns the derivative of At, at least 0.
	Slope(a graph.ArcID, flow float64) float64
}

// BPR is the travel time of the US Bureau of Public Roads, in the unit of FreeFlow:
//
//	FreeFlow * (1 + B * (flow/Capacity)^Power) + Constant
//
// Arrays are per arc; a nil one is zero everywhere. Where B or FreeFlow is 0 the
// capacity is not looked at. Power 0 is a constant. The methods take constant
// time and may be called from many goroutines.
type BPR struct {
	FreeFlow, Capacity, B, Power []float64
	// Constant is what does not depend on the flow, such as a toll, in the unit of
	// FreeFlow.
	Constant []float64
}

// Power is a price that rises with the load of some arcs:
//
//	Base + Factor * (flow/Capacity)^Exponent
//
// as in M. Dell, "Trafficking Networks and the Mexican Drug War", 2015. Arrays are
// per arc; a nil one is zero everywhere. Where Factor is 0 the capacity is not
// looked at. The methods take constant time and may be called from many goroutines.
type Power struct {
	Base, Factor, Capacity []float64
	Exponent               float64
}

// curve is base + scale * (flow*inverse)^power, the form that BPR and Power share.
type curve struct{ base, scale, inverse, power float64 }

// curved is a Cost of curves, which the algorithms evaluate without its methods.
type curved interface {
	curve(a graph.ArcID) curve
	check(arcs int) error
}

func at(values []float64, a graph.ArcID) float64 {
	if values == nil {
		return 0
	}
	return values[a]
}

func (c *BPR) curve(a graph.ArcID) curve {
	free := at(c.FreeFlow, a)
	return newCurve(free+at(c.Constant, a), free*at(c.B, a), at(c.Capacity, a), at(c.Power, a))
}

func (c *Power) curve(a graph.ArcID) curve {
	return newCurve(at(c.Base, a), at(c.Factor, a), at(c.Capacity, a), c.Exponent)
}

// newCurve folds constants into the base, so that a scale above 0 means a price
// that rises.
func newCurve(base, scale, capacity, power float64) curve {
	switch {
	case scale == 0:
		return curve{base: base}
	case power == 0:
		return curve{base: base + float64(scale)} // of a product, rounded first
	}
	return curve{base, scale, 1 / capacity, power}
}

// marginal returns the derivative of flow * at(flow), a curve again.
func (c curve) marginal() curve {
	c.scale *= 1 + c.power
	return c
}

func (c curve) at(flow float64) float64 {
	if c.scale == 0 {
		return c.base
	}
	return c.base + float64(c.scale*pow(flow*c.inverse, c.power))
}

func (c curve) integral(flow float64) float64 {
	if c.scale == 0 {
		return c.base * flow
	}
	return flow * (c.base + c.scale*pow(flow*c.inverse, c.power)/(1+c.power))
}

func (c curve) slope(flow float64) float64 {
	if c.scale == 0 {
		return 0
	}
	return c.scale * c.power * c.inverse * pow(flow*c.inverse, c.power-1)
}

func (c curve) curvature(flow float64) float64 {
	if c.scale == 0 || c.power == 1 {
		return 0
	}
	return c.scale * c.power * (c.power - 1) * c.inverse * c.inverse * pow(flow*c.inverse, c.power-2)
}

// pow is math.Pow, faster for the powers that networks use most.
func pow(x, power float64) float64 {
	switch power {
	case 0:
		return 1
	case 1:
		return x
	case 2:
		return x * x
	case 3:
		return x * x * x
	case 4:
		return (x * x) * (x * x)
	}
	return math.Pow(x, power)
}

// At implements [Cost].
func (c *BPR) At(a graph.ArcID, flow float64) float64 { return c.curve(a).at(flow) }

// Integral implements [Cost].
func (c *BPR) Integral(a graph.ArcID, flow float64) float64 { return c.curve(a).integral(flow) }

// Slope implements [Cost]. It is +Inf at flow 0 where the power is below 1.
func (c *BPR) Slope(a graph.ArcID, flow float64) float64 { return c.curve(a).slope(flow) }

// Curvature returns the derivative of Slope.
func (c *BPR) Curvature(a graph.ArcID, flow float64) float64 { return c.curve(a).curvature(flow) }

func (c *BPR) check(arcs int) error {
	for _, values := range [][]float64{c.FreeFlow, c.Capacity, c.B, c.Power, c.Constant} {
		if values != nil && len(values) != arcs {
			return fmt.Errorf("%w: BPR has an array of %d values for %d arcs", ErrCost, len(values), arcs)
		}
	}
	return nil
}

// At implements [Cost].
func (c *Power) At(a graph.ArcID, flow float64) float64 { return c.curve(a).at(flow) }

// Integral implements [Cost].
func (c *Power) Integral(a graph.ArcID, flow float64) float64 { return c.curve(a).integral(flow) }

// Slope implements [Cost]. It is +Inf at flow 0 where the exponent is below 1.
func (c *Power) Slope(a graph.ArcID, flow float64) float64 { return c.curve(a).slope(flow) }

// Curvature returns the derivative of Slope.
func (c *Power) Curvature(a graph.ArcID, flow float64) float64 { return c.curve(a).curvature(flow) }

func (c *Power) check(arcs int) error {
	for _, values := range [][]float64{c.Base, c.Factor, c.Capacity} {
		if values != nil && len(values) != arcs {
			return fmt.Errorf("%w: Power has an array of %d values for %d arcs", ErrCost, len(values), arcs)
		}
	}
	return nil
}
