package assign

import (
	"fmt"

	"github.com/corredor-geo/corredor/graph"
)

// Curves is a price that rises in its own way on every arc:
//
//	Base + Factor * (flow/Capacity)^Exponent
//
// so that roads by [BPR], gates by [Power] and arcs of constant price may stand in one
// network. Arrays are per arc; a nil one is zero everywhere. Where Factor is 0 the
// capacity is not looked at, and an exponent of 0 is a constant. The methods take
// constant time and may be called from many goroutines.
type Curves struct{ Base, Factor, Capacity, Exponent []float64 }

func (c *Curves) curve(a graph.ArcID) curve {
	return newCurve(at(c.Base, a), at(c.Factor, a), at(c.Capacity, a), at(c.Exponent, a))
}

// At implements [Cost].
func (c *Curves) At(a graph.ArcID, flow float64) float64 { return c.curve(a).at(flow) }

// Integral implements [Cost].
func (c *Curves) Integral(a graph.ArcID, flow float64) float64 { return c.curve(a).integral(flow) }

// Slope implements [Cost]. It is +Inf at flow 0 where the exponent is below 1.
func (c *Curves) Slope(a graph.ArcID, flow float64) float64 { return c.curve(a).slope(flow) }

// Curvature returns the derivative of Slope.
func (c *Curves) Curvature(a graph.ArcID, flow float64) float64 { return c.curve(a).curvature(flow) }

func (c *Curves) check(arcs int) error {
	for _, values := range [][]float64{c.Base, c.Factor, c.Capacity, c.Exponent} {
		if values != nil && len(values) != arcs {
			return fmt.Errorf("%w: Curves has an array of %d values for %d arcs", ErrCost, len(values), arcs)
		}
	}
	return nil
}
