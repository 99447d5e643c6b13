package graph_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/paulmach/orb"
)

// naiveArc is an arc as a list of segments defines it.
type naiveArc struct {
	tail, head graph.NodeID
	segment    graph.SegmentID
	reversed   bool
}

// naiveArcs lists the arcs by tail, then by segment, forward before backward.
func naiveArcs(segments []graph.Segment) []naiveArc {
	var arcs []naiveArc
	for i, s := range segments {
		if s.Direction != graph.Backward {
			arcs = append(arcs, naiveArc{s.From, s.To, graph.SegmentID(i), false})
		}
		if s.Direction != graph.Forward {
			arcs = append(arcs, naiveArc{s.To, s.From, graph.SegmentID(i), true})
		}
	}
	slices.SortStableFunc(arcs, func(a, b naiveArc) int { return int(a.tail - b.tail) })
	return arcs
}

func TestBuildAgreesWithAList(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 1))
		nodes := 1 + rng.IntN(20)
		segments := randomSegments(rng, nodes, rng.IntN(60))
		g := build(t, nodes, segments)
		want := naiveArcs(segments)
		if g.NodeCount() != nodes || g.SegmentCount() != len(segments) || g.ArcCount() != len(want) {
			t.Fatalf("seed %d: %d nodes, %d segments, %d arcs; want %d, %d, %d", seed,
				g.NodeCount(), g.SegmentCount(), g.ArcCount(), nodes, len(segments), len(want))
		}
		checkArcs(t, g, want)
		checkIncidence(t, g, want)
		for s, segment := range segments {
			from, to := g.Ends(graph.SegmentID(s))
			length := g.LengthMeters(graph.SegmentID(s))
			if from != segment.From || to != segment.To || length != graph.Quantize(segment.LengthMeters) {
				t.Errorf("segment %d: %d-%d of %v m, want %+v", s, from, to, length, segment)
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func checkArcs(t *testing.T, g *graph.Graph, want []naiveArc) {
	t.Helper()
	for i, w := range want {
		a := graph.ArcID(i)
		s, reversed := g.Segment(a)
		if got := (naiveArc{g.Tail(a), g.Head(a), s, reversed}); got != w {
			t.Errorf("arc %d is %+v, want %+v", a, got, w)
		}
	}
	for s := range graph.SegmentID(g.SegmentCount()) {
		for _, reversed := range []bool{false, true} {
			is := func(w naiveArc) bool { return w.segment == s && w.reversed == reversed }
			if got := g.ArcOf(s, reversed); got != graph.ArcID(slices.IndexFunc(want, is)) { // -1 is None
				t.Errorf("ArcOf(%d, %v) = %d", s, reversed, got)
			}
		}
	}
}

func checkIncidence(t *testing.T, g *graph.Graph, want []naiveArc) {
	t.Helper()
	next := graph.ArcID(0)
	for n := range graph.NodeID(g.NodeCount()) {
		first, end := g.OutArcs(n)
		if first != next || end < first {
			t.Errorf("OutArcs(%d) = %d, %d; the last node ended at %d", n, first, end, next)
		}
		next = end
		var in []graph.ArcID
		for i, w := range want {
			if w.head == n {
				in = append(in, graph.ArcID(i))
			}
		}
		if got := g.InArcs(n); !slices.Equal(got, in) {
			t.Errorf("InArcs(%d) = %v, want %v", n, got, in)
		}
	}
	if int(next) != len(want) {
		t.Errorf("OutArcs cover %d of %d arcs", next, len(want))
	}
}

func TestSegmentLength(t *testing.T) {
	a, b := graph.PointOf(orb.Point{-99.1332, 19.4326}), graph.PointOf(orb.Point{-99.1232, 19.4326})
	via := graph.PointOf(orb.Point{-99.1282, 19.4376})
	bent := graph.Distance(a.Orb(), via.Orb()) + graph.Distance(via.Orb(), b.Orb())
	tests := []struct {
		name    string
		segment graph.Segment
		want    float64
	}{
		{"of the shape", graph.Segment{From: 0, To: 1}, graph.Distance(a.Orb(), b.Orb())},
		{"of a bent shape", graph.Segment{From: 0, To: 1, Via: []graph.Point{via}}, bent},
		{"given", graph.Segment{From: 0, To: 1, LengthMeters: 1234.5}, 1234.5},
		{"known to be 0", graph.Segment{From: 0, To: 1, LengthKnown: true}, 0},
		{"of a loop that goes nowhere", graph.Segment{From: 1, To: 1}, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var builder graph.Builder
			builder.AddNode(a)
			builder.AddNode(b)
			builder.AddSegment(test.segment)
			g, err := builder.Build()
			if err != nil {
				t.Fatal(err)
			}
			if got := g.LengthMeters(0); got != graph.Quantize(test.want) || g.TotalLengthMeters() != got {
				t.Errorf("%v m, total %v; want %v", got, g.TotalLengthMeters(), test.want)
			}
			points := append([]graph.Point{g.Node(test.segment.From)}, test.segment.Via...)
			if got := g.Shape(0); !slices.Equal(got, append(points, g.Node(test.segment.To))) {
				t.Errorf("shape %v", got)
			}
		})
	}
}

func TestLocatedNetwork(t *testing.T) {
	g := randomRoads(t, rand.New(rand.NewPCG(5, 0)), 30)
	bound := g.Bound()
	for s := range graph.SegmentID(g.SegmentCount()) {
		if meters := g.LengthMeters(s); math.Mod(meters, graph.Step) != 0 {
			t.Errorf("segment %d: %v m is not a multiple of Step", s, meters)
		}
		from, to := g.Ends(s)
		shape := g.Shape(s)
		if shape[0] != g.Node(from) || shape[len(shape)-1] != g.Node(to) {
			t.Errorf("segment %d: %v does not join its nodes", s, shape)
		}
		for _, p := range shape {
			if !bound.Contains(p.Orb()) {
				t.Errorf("%v is not in %v", p, bound)
			}
		}
	}
}

func TestNetworkWithoutCoordinates(t *testing.T) {
	g := build(t, 2, []graph.Segment{{From: 0, To: 1, LengthMeters: 7}})
	if g.HasCoordinates() || len(g.Shape(0)) != 0 || !g.Bound().IsEmpty() {
		t.Errorf("coordinates %v, shape %v, bound %v", g.HasCoordinates(), g.Shape(0), g.Bound())
	}
	mustPanic(t, "Node", func() { g.Node(0) })
	mustPanic(t, "NewSnapper", func() { graph.NewSnapper(g, nil) })
}

func TestAddNodesReturnsTheFirst(t *testing.T) {
	var b graph.Builder
	for _, test := range []struct {
		n    int
		want graph.NodeID
	}{{3, 0}, {0, 3}, {4, 3}, {1, 7}} {
		if got := b.AddNodes(test.n); got != test.want {
			t.Errorf("AddNodes(%d) = %d, want %d", test.n, got, test.want)
		}
	}
	if g, err := b.Build(); err != nil || g.NodeCount() != 8 {
		t.Errorf("%d nodes, error %v; want 8", g.NodeCount(), err)
	}
}

func TestEmptyNetwork(t *testing.T) {
	g := build(t, 0, nil)
	if g.NodeCount() != 0 || g.ArcCount() != 0 || g.SegmentCount() != 0 || g.TotalLengthMeters() != 0 {
		t.Error("the empty network is not empty")
	}
}

func TestBuildErrors(t *testing.T) {
	t.Run("some nodes have no position", func(t *testing.T) {
		for _, locatedFirst := range []bool{true, false} {
			var b graph.Builder
			add := []func(){func() { b.AddNode(graph.Point{Lon: 1}) }, func() { b.AddNodes(1) }}
			if !locatedFirst {
				slices.Reverse(add)
			}
			add[0]()
			add[1]()
			b.AddSegment(graph.Segment{From: 0, To: 1, LengthMeters: 1})
			if _, err := b.Build(); err == nil {
				t.Error("no error")
			}
		}
	})
	t.Run("too large", func(t *testing.T) {
		var b graph.Builder
		b.AddNodes(math.MaxInt32)
		if _, err := b.Build(); !errors.Is(err, graph.ErrTooLarge) {
			t.Errorf("error %v", err)
		}
	})
}

func TestBuilderPanics(t *testing.T) {
	tests := map[string]graph.Segment{
		"no such first node": {From: 2, To: 0, LengthMeters: 1},
		"no such last node":  {From: 0, To: 2, LengthMeters: 1},
		"None":               {From: graph.None, To: 0, LengthMeters: 1},
		"negative length":    {From: 0, To: 1, LengthMeters: -1},
		"NaN length":         {From: 0, To: 1, LengthMeters: math.NaN()},
		"infinite length":    {From: 0, To: 1, LengthMeters: math.Inf(1)},
	}
	for name, segment := range tests {
		var b graph.Builder
		b.AddNodes(2)
		mustPanic(t, name, func() { b.AddSegment(segment) })
	}
	var b graph.Builder
	mustPanic(t, "a negative number of nodes", func() { b.AddNodes(-1) })
	b.AddNodes(2)
	b.AddSegment(graph.Segment{From: 0, To: 1, LengthMeters: 1})
	mustPanic(t, "a column after a segment", func() { b.AddColumn("class") })
}

func mustPanic(t *testing.T, what string, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s: no panic", what)
		}
	}()
	f()
}

func TestPointsOf(t *testing.T) {
	got := graph.PointsOf([]orb.Point{{-99.1332, 19.4326}, {0.00000004, -0.00000006}}) // 0.4 and 0.6 units
	if want := []graph.Point{{Lon: -991332000, Lat: 194326000}, {Lon: 0, Lat: -1}}; !slices.Equal(got, want) {
		t.Errorf("PointsOf = %v, want %v", got, want)
	}
}
