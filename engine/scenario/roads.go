package scenario

import (
	"iter"
	"maps"
	"math"
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// Stretch is a part of a segment that lies in one place, in metres from the
// segment's first node. Place is any number of 0 or more; below 0 is nowhere.
type Stretch struct {
	Place                int
	FromMeters, ToMeters float64
}

// Roads is a network with the municipality of every stretch of it. Immutable but for
// MinMeters; safe for any number of goroutines.
type Roads struct {
	// MinMeters is how much of a segment must lie in removed municipalities before
	// it closes, unless more than half of it does; see [DefaultMinMeters].
	MinMeters float64

	graph    *graph.Graph
	base     graph.Metric
	first    []int32 // stretches of segment s are stretches[first[s]:first[s+1]]
	stretch  []Stretch
	touching map[int][]graph.SegmentID // per place, ascending
}

// DefaultMinMeters is wider than borders are usually drawn wrong by, and shorter than a
// road takes to cross any municipality.
const DefaultMinMeters = 100

// NewRoads takes the weights without shocks, and from rows the stretches of every
// segment: ascending, each beginning where the last ended, from 0 to its length. Time
// and memory are linear in the stretches.
func NewRoads(g *graph.Graph, base graph.Metric, rows func(graph.SegmentID) iter.Seq[Stretch]) *Roads {
	r := &Roads{MinMeters: DefaultMinMeters, graph: g, base: base, first: []int32{0}, touching: map[int][]graph.SegmentID{}}
	for s := range graph.SegmentID(g.SegmentCount()) {
		for stretch := range rows(s) {
			r.stretch = append(r.stretch, stretch)
			if there := r.touching[stretch.Place]; stretch.Place >= 0 && (len(there) == 0 || there[len(there)-1] != s) {
				r.touching[stretch.Place] = append(there, s)
			}
		}
		r.first = append(r.first, int32(len(r.stretch)))
	}
	return r
}

func (r *Roads) row(s graph.SegmentID) []Stretch { return r.stretch[r.first[s]:r.first[s+1]] }

// Shocked is the network while some places are shocked. Immutable; safe for any
// number of goroutines.
type Shocked struct {
	// Metric is the weight of every arc. Arcs without a shocked stretch have their
	// usual weight, to the bit.
	Metric graph.Metric
	// Closed and Repriced are the segments that a shock closes, or gives another
	// weight, ascending.
	Closed, Repriced []graph.SegmentID

	roads  *Roads
	change Change
	closed map[graph.SegmentID]bool
}

// Change has the multipliers of some places, as NewRoads numbers them, and of single
// segments. Where a segment has one and lies in a place that has one, the larger holds.
type Change struct {
	Places   map[int]float64
	Segments map[graph.SegmentID]float64
}

// On returns the same roads with other weights without shocks.
func (r *Roads) On(base graph.Metric) *Roads {
	other := *r
	other.base = base
	return &other
}

// Under returns the network with a multiplier for some places; see [Roads.Changed].
func (r *Roads) Under(times map[int]float64) *Shocked { return r.Changed(Change{Places: times}) }

// Changed returns the network under a change. Time is that of copying the weights, and
// linear in the stretches of shocked segments.
func (r *Roads) Changed(c Change) *Shocked {
	n := &Shocked{Metric: slices.Clone(r.base), roads: r, change: c, closed: map[graph.SegmentID]bool{}}
	for _, s := range r.touched(c) {
		if n.closes(s) {
			n.Closed, n.closed[s] = append(n.Closed, s), true
		}
		changed := false
		for _, reversed := range []bool{false, true} {
			if a := r.graph.ArcOf(s, reversed); a != graph.None {
				n.Metric[a] = n.weight(a)
				changed = changed || n.Metric[a] != r.base[a]
			}
		}
		if changed && !n.closed[s] {
			n.Repriced = append(n.Repriced, s)
		}
	}
	return n
}

// touched returns the segments with a stretch in some of the places, and those named,
// ascending.
func (r *Roads) touched(c Change) []graph.SegmentID {
	all := slices.Collect(maps.Keys(c.Segments))
	for place := range c.Places {
		all = append(all, r.touching[place]...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// weight is the weight of a whole arc.
func (n *Shocked) weight(a graph.ArcID) float64 {
	span := n.roads.graph.ArcSpan(a)
	switch {
	case n.closed[span.Segment]:
		return math.Inf(1)
	case span.LengthMeters() > 0:
		return n.Cost(span)
	}
	return graph.Quantize(n.roads.base[a] * n.factor(span.Segment, n.roads.row(span.Segment)[0]))
}

// factor is the multiplier at a stretch of a segment.
func (n *Shocked) factor(s graph.SegmentID, at Stretch) float64 {
	there, shocked := n.change.Places[at.Place]
	own, named := n.change.Segments[s]
	switch {
	case shocked && named:
		return max(there, own)
	case shocked:
		return there
	}
	return n.ofSegment(s)
}

// ofSegment is the multiplier of a segment itself.
func (n *Shocked) ofSegment(s graph.SegmentID) float64 {
	if own, named := n.change.Segments[s]; named {
		return own
	}
	return 1
}

// closes applies the rule of MinMeters. Lengths are multiples of [graph.Step], so
// that their sums are exact. A segment without length lies in one place.
func (n *Shocked) closes(s graph.SegmentID) bool {
	if n.roads.graph.LengthMeters(s) == 0 {
		return math.IsInf(n.factor(s, n.roads.row(s)[0]), 1)
	}
	removed := 0.0
	for _, stretch := range n.roads.row(s) {
		if math.IsInf(n.factor(s, stretch), 1) {
			removed += stretch.ToMeters - stretch.FromMeters
		}
	}
	return removed > min(n.roads.MinMeters, n.roads.graph.LengthMeters(s)/2)
}

// Cost returns what a part of a segment costs, in its direction of travel: its usual
// weight by length, times the multiplier of each stretch; +Inf when it enters a stretch
// that is closed. It is a [graph.PartCost], and agrees with Metric on whole segments.
func (n *Shocked) Cost(span graph.Span) float64 {
	g := n.roads.graph
	a := g.ArcOf(span.Segment, span.FromMeters > span.ToMeters)
	low, high := min(span.FromMeters, span.ToMeters), max(span.FromMeters, span.ToMeters)
	if low == high {
		return 0
	}
	if a == graph.None {
		return math.Inf(1)
	}
	sum := 0.0
	for _, stretch := range n.roads.row(span.Segment) {
		meters := min(high, stretch.ToMeters) - max(low, stretch.FromMeters)
		if meters <= 0 {
			continue
		}
		times := n.factor(span.Segment, stretch)
		if math.IsInf(times, 1) {
			if n.closed[span.Segment] {
				return math.Inf(1)
			}
			times = n.ofSegment(span.Segment)
		}
		sum += float64(meters * times)
	}
	return graph.Quantize(n.roads.base[a] * (sum / g.LengthMeters(span.Segment)))
}
