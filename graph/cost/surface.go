package cost

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
)

// Values is a number per segment that formulas may name, beside the columns of
// the graph. NaN is a missing value.
type Values struct {
	Name       string
	PerSegment []float64
}

// Surface has a value at points in degrees, such as a terrain's slope or the
// rate of the municipality at a point; ok is false where it has none.
type Surface interface {
	At(p orb.Point) (value float64, ok bool)
}

// Transfer gives each segment the mean of a surface along it, as G. Medel, Y.
// Lu and W. Chow, "Mexico's drug networks: Modeling the smuggling routes towards the
// United States", Applied Geography 60, 2015, doi:10.1016/j.apgeog.2014.10.018,
// give roads the cost of the terrain and people around them. The surface is looked
// at in the middle of pieces of equal length, none longer than stepMeters. A
// segment without a value anywhere is NaN.
func Transfer(g *graph.Graph, surface Surface, stepMeters float64) ([]float64, error) {
	if !g.HasCoordinates() {
		return nil, fmt.Errorf("the network has no coordinates to look a surface up at")
	}
	means := make([]float64, g.SegmentCount())
	for s := range graph.SegmentID(g.SegmentCount()) {
		means[s] = meanAlong(g, s, surface, stepMeters)
	}
	return means, nil
}

func meanAlong(g *graph.Graph, s graph.SegmentID, surface Surface, stepMeters float64) float64 {
	length := g.LengthMeters(s)
	pieces := max(1, math.Ceil(length/stepMeters))
	sum, found := 0.0, 0.0
	for i := range int(pieces) {
		middle := length * (float64(i) + 0.5) / pieces
		at := g.AppendLine(nil, graph.Span{Segment: s, FromMeters: middle, ToMeters: middle})
		if value, ok := surface.At(at[0]); ok && !math.IsNaN(value) {
			sum += value
			found++
		}
	}
	if found == 0 {
		return math.NaN()
	}
	return sum / found
}
