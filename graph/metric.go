package graph

import (
	"fmt"
	"math"
)

// Metric is the weight of every arc of a [Graph], indexed by [ArcID]: what a
// shortest path makes least. Weights are at least 0; +Inf closes an arc. They
// should be multiples of [Step]; the constructors here see to that.
type Metric []float64

// NewMetric evaluates weight once per segment and gives it to both directions.
func NewMetric(g *Graph, weight func(SegmentID) float64) Metric {
	perSegment := make([]float64, g.SegmentCount())
	for s := range perSegment {
		perSegment[s] = Quantize(weight(SegmentID(s)))
	}
	m := make(Metric, g.ArcCount())
	for a := range m {
		m[a] = perSegment[g.ref[a]>>1]
	}
	return m
}

// LengthMetric weighs each arc with its length in metres.
func LengthMetric(g *Graph) Metric { return NewMetric(g, g.LengthMeters) }

// Check reports the first weight that no shortest path can use: negative or
// NaN, or an array of the wrong length.
func (m Metric) Check(g *Graph) error {
	if len(m) != g.ArcCount() {
		return fmt.Errorf("metric has %d weights for %d arcs", len(m), g.ArcCount())
	}
	for a, w := range m {
		if w < 0 || math.IsNaN(w) {
			s, _ := g.Segment(ArcID(a))
			return fmt.Errorf("weight of segment %d is %v; weights must be 0 or more", s, w)
		}
	}
	return nil
}

// Cost returns the summed weight of a path.
func (m Metric) Cost(arcs []ArcID) float64 {
	sum := 0.0
	for _, a := range arcs {
		sum += m[a]
	}
	return sum
}
