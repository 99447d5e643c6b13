package assign

import (
	"sync"

	"gonum.org/v1/gonum/integrate/quad"

	"github.com/corredor-geo/corredor/graph"
)

// Numeric is a Cost of which only the prices are known, such as those of a formula. Price
// must not fall with the flow, and must be safe for concurrent use.
//
// Slopes are differences over a millionth of the flow (or of 1, when the flow is less),
// which only set the length of steps: gaps are of the prices, and as exact as they.
// Integrals, of which only the objective is made, are by Gauss's quadrature of 64
// points: to about 1e-9 where the price is smooth, 1e-4 where it has corners.
type Numeric struct {
	Price func(a graph.ArcID, flow float64) float64
}

// At implements [Cost].
func (c *Numeric) At(a graph.ArcID, flow float64) float64 { return c.Price(a, flow) }

// Slope implements [Cost].
func (c *Numeric) Slope(a graph.ArcID, flow float64) float64 {
	step := float64(tiny * max(1, flow))
	return max(0, (c.Price(a, flow+step)-c.Price(a, flow))/step)
}

// Integral implements [Cost]. It asks for 64 prices, and for none without flow.
func (c *Numeric) Integral(a graph.ArcID, flow float64) float64 {
	sum := 0.0
	if flow > 0 {
		for _, p := range quadrature() {
			sum += float64(p.weight * c.Price(a, p.at*flow))
		}
	}
	return sum * flow
}

// abscissa is a point of a quadrature on [0, 1].
type abscissa struct{ at, weight float64 }

// quadrature returns points that are dense at 0, where powers bend.
var quadrature = sync.OnceValue(func() []abscissa {
	const each = 16
	var points []abscissa
	bounds := []float64{0, 1.0 / 64, 1.0 / 8, 1.0 / 2, 1}
	for i := range len(bounds) - 1 {
		x, weight := make([]float64, each), make([]float64, each)
		quad.Legendre{}.FixedLocations(x, weight, bounds[i], bounds[i+1])
		for k := range x {
			points = append(points, abscissa{x[k], weight[k]})
		}
	}
	return points
})
