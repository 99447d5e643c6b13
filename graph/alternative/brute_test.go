package alternative_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/alternative"
	"github.com/corredor-geo/corredor/graph/cch"
)

// finder prepares a network for questions.
func finder(t testing.TB, g *graph.Graph, m graph.Metric) *alternative.Finder {
	t.Helper()
	order, err := cch.NewOrder(context.Background(), g, cch.OrderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return alternative.New(g, m, cch.Customize(cch.New(g, order), m, cch.CustomizeOptions{}))
}

// brute enumerates all simple paths by depth-first search.
type brute struct {
	g     *graph.Graph
	m     graph.Metric
	final map[graph.NodeID]int // where a path stops, with the number of the place
	seen  map[graph.NodeID]bool
	arcs  []graph.ArcID
	found []alternative.Path
}

func (b *brute) walk(at graph.NodeID, cost float64) {
	if place, ok := b.final[at]; ok {
		b.found = append(b.found, alternative.Path{Cost: cost, Place: place, Arcs: slices.Clone(b.arcs)})
		return
	}
	b.seen[at] = true
	first, end := b.g.OutArcs(at)
	for a := first; a < end; a++ {
		if head := b.g.Head(a); !b.seen[head] && b.m[a] < inf {
			b.arcs = append(b.arcs, a)
			b.walk(head, cost+b.m[a])
			b.arcs = b.arcs[:len(b.arcs)-1]
		}
	}
	b.seen[at] = false
}

// simplePaths are all simple paths from one node to others, cheapest first.
func simplePaths(g *graph.Graph, m graph.Metric, from graph.NodeID, final map[graph.NodeID]int) []alternative.Path {
	b := &brute{g: g, m: m, final: final, seen: map[graph.NodeID]bool{}}
	b.walk(from, 0)
	slices.SortStableFunc(b.found, byCost)
	return b.found
}

func byCost(a, b alternative.Path) int {
	switch {
	case a.Cost < b.Cost:
		return -1
	case a.Cost > b.Cost:
		return 1
	}
	return 0
}

// cutNetwork is a network of whole metres in two forms: with places in mid-segment,
// and with a node at every place.
type cutNetwork struct {
	g, cut *graph.Graph
	places []graph.Place
	nodes  []graph.NodeID // of the places in cut
}

// newCutNetwork draws a network; places may be at nodes, and several on one segment.
func newCutNetwork(t *testing.T, rng *rand.Rand, nodes, segments, places int) *cutNetwork {
	t.Helper()
	n := &cutNetwork{}
	var whole, cut graph.Builder
	whole.AddNodes(nodes)
	cut.AddNodes(nodes)
	drawn := make([]graph.Segment, segments)
	for i := range drawn {
		drawn[i] = graph.Segment{From: graph.NodeID(rng.IntN(nodes)), To: graph.NodeID(rng.IntN(nodes)),
			LengthMeters: float64(1 + rng.IntN(5)), Direction: graph.Direction(rng.IntN(8) / 6)}
		whole.AddSegment(drawn[i])
	}
	for range places {
		s := rng.IntN(min(segments, 4)) // several on one
		n.places = append(n.places, graph.Place{Segment: graph.SegmentID(s), OffsetMeters: float64(rng.IntN(int(drawn[s].LengthMeters) + 1))})
	}
	n.nodes = make([]graph.NodeID, places)
	for i, s := range drawn {
		n.cutSegment(&cut, graph.SegmentID(i), s)
	}
	var err error
	if n.g, err = whole.Build(); err != nil {
		t.Fatal(err)
	}
	if n.cut, err = cut.Build(); err != nil {
		t.Fatal(err)
	}
	return n
}

func (n *cutNetwork) cutSegment(b *graph.Builder, id graph.SegmentID, s graph.Segment) {
	at := map[float64]graph.NodeID{0: s.From, s.LengthMeters: s.To}
	offsets := []float64{0, s.LengthMeters}
	for i, p := range n.places {
		if p.Segment != id {
			continue
		}
		if _, known := at[p.OffsetMeters]; !known {
			at[p.OffsetMeters] = b.AddNodes(1)
			offsets = append(offsets, p.OffsetMeters)
		}
		n.nodes[i] = at[p.OffsetMeters]
	}
	slices.Sort(offsets)
	for i := 1; i < len(offsets); i++ {
		b.AddSegment(graph.Segment{From: at[offsets[i-1]], To: at[offsets[i]], LengthMeters: offsets[i] - offsets[i-1], Direction: s.Direction})
	}
}
