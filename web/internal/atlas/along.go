package atlas

import (
	"context"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph"
)

// Used returns the segments that some route, or some unit of the equilibrium, uses, as
// ascending indices of Segments.
func (a *Atlas) Used() []int {
	used := make([]bool, len(a.Segments))
	for _, f := range a.Flows {
		used[f.Segment] = true
	}
	if a.Congestion != nil {
		for _, l := range a.Congestion.Segments {
			used[l.Segment] = true
		}
	}
	var list []int
	for i, is := range used {
		if is {
			list = append(list, i)
		}
	}
	return list
}

// namePlaces notes the municipalities along every segment that is used.
func (a *Atlas) namePlaces(overlay *region.Overlay) {
	for _, i := range a.Used() {
		whole := graph.Span{Segment: graph.SegmentID(i), ToMeters: math.Inf(1)}
		for _, stretch := range StretchesOf(overlay, []graph.Span{whole}) {
			if stretch.Region >= 0 {
				a.Segments[i].Places = append(a.Segments[i].Places, stretch.Region)
			}
		}
	}
}

// overlay divides segments that were read from written outputs among the
// municipalities, as the run did. The atlas must not be finished, which draws cells.
func (a *Atlas) overlay(ctx context.Context) (*region.Overlay, error) {
	var regions []region.Region
	for _, r := range a.Regions {
		regions = append(regions, region.Region{Code: r.Code, Area: r.Shape, Seat: r.Seat, HasSeat: r.HasSeat})
	}
	layer, err := region.NewLayer(regions)
	if err != nil {
		return nil, err
	}
	var b graph.Builder
	for _, s := range a.Segments {
		if len(s.Line) < 2 {
			return nil, fmt.Errorf("segment %d has no line", s.ID)
		}
		b.AddSegment(apart(&b, s))
	}
	g, err := b.Build()
	if err != nil {
		return nil, err
	}
	return region.NewOverlay(ctx, g, layer, region.Options{})
}

// apart is a segment with ends of its own: an overlay asks for no junctions.
func apart(b *graph.Builder, s Segment) graph.Segment {
	var shape []graph.Point
	for _, p := range s.Line {
		shape = append(shape, graph.PointOf(p))
	}
	last := len(shape) - 1
	return graph.Segment{From: b.AddNode(shape[0]), To: b.AddNode(shape[last]), Via: shape[1:last], LengthMeters: 1000 * s.KM}
}

// spans turns the steps of a line, with the metres that it runs on each, into parts of
// segments: it may begin and end in mid-segment, and runs the others whole.
func (a *Atlas) spans(line orb.LineString, steps []Step, drawn []float64) []graph.Span {
	spans := make([]graph.Span, len(steps))
	for k, step := range steps {
		s := a.Segments[step.Segment]
		length := graph.Quantize(1000 * s.KM)
		part := graph.Quantize(length * min(1, drawn[k]/drawnMeters(s.Line)))
		from, to := 0.0, length
		switch {
		case len(steps) == 1:
			from = min(length-part, length*drawnTo(s.Line, line[0], step.Against)/drawnMeters(s.Line))
			to = from + part
		case k == 0:
			from = length - part
		case k == len(steps)-1:
			to = part
		}
		if step.Against {
			from, to = length-from, length-to
		}
		spans[k] = graph.Span{Segment: graph.SegmentID(step.Segment), FromMeters: graph.Quantize(from), ToMeters: graph.Quantize(to)}
	}
	return spans
}

// drawnMeters is the length of a line as it is drawn.
func drawnMeters(line orb.LineString) (sum float64) {
	for k := range len(line) - 1 {
		sum += graph.Distance(line[k], line[k+1])
	}
	return sum
}

// drawnTo is how far along a line, or along it from its end, a point on it lies.
func drawnTo(line orb.LineString, p orb.Point, against bool) float64 {
	sum := 0.0
	for k := range len(line) - 1 {
		if onEdge(graph.PointOf(p), edgeOf(line[k], line[k+1])) {
			sum += graph.Distance(line[k], p)
			break
		}
		sum += graph.Distance(line[k], line[k+1])
	}
	if against {
		return drawnMeters(line) - sum
	}
	return sum
}
