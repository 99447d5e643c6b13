package alternative

import (
	"iter"
	"math"
	"slices"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
)

// End is one way for a path to leave its start, or to come to its end.
type End struct {
	graph.Exit
	Place int // of the ends of the trip, the one that it belongs to
}

// Trip is where paths begin and end. Make one with [Between] or [BetweenNodes]. It
// is immutable and safe for any number of goroutines.
type Trip struct {
	from, to []End
	direct   []End             // ways along one segment, without a node
	barred   []graph.SegmentID // no path runs through the whole of these
	final    []graph.NodeID    // where an end is, and every path stops
}

// BetweenNodes is a trip from one node to another.
func BetweenNodes(from, to graph.NodeID) Trip {
	return Trip{from: atNode(from, 0), to: atNode(to, 0), final: []graph.NodeID{to}}
}

func atNode(n graph.NodeID, place int) []End {
	return []End{{graph.Exit{Node: n, Span: graph.Span{Segment: graph.None}}, place}}
}

// Between is a trip from a place to the nearest of some places. Cost prices the
// parts of segments at both ends; [graph.Graph.Proportional] is the usual price.
// Every path stops at the first of the places that it meets.
func Between(g *graph.Graph, cost graph.PartCost, from graph.Place, to ...graph.Place) Trip {
	t := Trip{barred: interior(g, from)}
	for _, exit := range endsOf(g, from, 0, g.Departures(cost, from)) {
		if !meets(g, exit.Span, to) {
			t.from = append(t.from, exit)
		}
	}
	for i, place := range to {
		others := slices.Concat(to[:i], to[i+1:], []graph.Place{from})
		for _, end := range endsOf(g, place, i, g.Arrivals(cost, place)) {
			if !meets(g, end.Span, others) {
				t.to = append(t.to, end)
			}
		}
		if within := interior(g, place); within != nil {
			t.barred = append(t.barred, within...)
		} else {
			t.final = append(t.final, t.to[len(t.to)-1].Node)
		}
		span, price := g.Direct(cost, from, place)
		if !math.IsInf(price, 1) && inside(g, from) && inside(g, place) && !meets(g, span, others[:len(others)-1]) {
			t.direct = append(t.direct, End{graph.Exit{Node: graph.None, Span: span, Cost: price}, i})
		}
	}
	t.to = slices.DeleteFunc(t.to, func(e End) bool { return e.Span.LengthMeters() > 0 && slices.Contains(t.final, e.Node) })
	return t
}

// inside reports whether a place lies between the nodes of its segment.
func inside(g *graph.Graph, p graph.Place) bool {
	meters := g.LengthMeters(p.Segment)
	return meters == 0 || p.OffsetMeters > 0 && p.OffsetMeters < meters
}

func interior(g *graph.Graph, p graph.Place) []graph.SegmentID {
	if inside(g, p) {
		return []graph.SegmentID{p.Segment}
	}
	return nil
}

// endsOf turns exits into ends; a place at a node has one.
func endsOf(g *graph.Graph, p graph.Place, place int, exits iter.Seq[graph.Exit]) (list []End) {
	from, to := g.Ends(p.Segment)
	switch {
	case inside(g, p):
		for exit := range exits {
			list = append(list, End{exit, place})
		}
		return list
	case p.OffsetMeters == 0:
		to = from
	}
	list = atNode(to, place)
	list[0].Span = graph.Span{Segment: p.Segment, FromMeters: p.OffsetMeters, ToMeters: p.OffsetMeters}
	return list
}

// meets reports whether a span touches one of some places in mid-segment.
func meets(g *graph.Graph, s graph.Span, places []graph.Place) bool {
	low, high := min(s.FromMeters, s.ToMeters), max(s.FromMeters, s.ToMeters)
	return slices.ContainsFunc(places, func(p graph.Place) bool {
		return p.Segment == s.Segment && low <= p.OffsetMeters && p.OffsetMeters <= high && inside(g, p)
	})
}

func seedsOf(ends []End) []cch.Seed[float64] {
	seeds := make([]cch.Seed[float64], len(ends))
	for i, e := range ends {
		seeds[i] = cch.Seed[float64]{Node: e.Node, Cost: e.Cost}
	}
	return seeds
}
