package graph_test

import (
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/paulmach/orb"
)

func TestDeparturesAndArrivals(t *testing.T) {
	//	0 --- 100 m --- 1, a place 30 m from 0, one unit of cost a metre along, two against
	type way struct {
		node graph.NodeID
		span graph.Span
		cost float64
	}
	to1, from0 := graph.Span{FromMeters: 30, ToMeters: 100}, graph.Span{ToMeters: 30}
	to0, from1 := graph.Span{FromMeters: 30}, graph.Span{FromMeters: 100, ToMeters: 30}
	tests := []struct {
		name       string
		direction  graph.Direction
		departures []way
		arrivals   []way
	}{
		{"two-way", graph.Both, []way{{0, to0, 60}, {1, to1, 70}}, []way{{0, from0, 30}, {1, from1, 140}}},
		{"one-way", graph.Forward, []way{{1, to1, 70}}, []way{{0, from0, 30}}},
		{"one-way back", graph.Backward, []way{{0, to0, 60}}, []way{{1, from1, 140}}},
	}
	collect := func(exits iter.Seq[graph.Exit]) (ways []way) {
		for e := range exits {
			ways = append(ways, way{e.Node, e.Span, e.Cost})
		}
		return ways
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := build(t, 2, []graph.Segment{{From: 0, To: 1, LengthMeters: 100, Direction: test.direction}})
			m := make(graph.Metric, g.ArcCount())
			for a := range m {
				m[a] = 100
				if _, reversed := g.Segment(graph.ArcID(a)); reversed {
					m[a] = 200
				}
			}
			p := graph.Place{OffsetMeters: 30}
			if got := collect(g.Departures(g.Proportional(m), p)); !slices.Equal(got, test.departures) {
				t.Errorf("departures %+v, want %+v", got, test.departures)
			}
			if got := collect(g.Arrivals(g.Proportional(m), p)); !slices.Equal(got, test.arrivals) {
				t.Errorf("arrivals %+v, want %+v", got, test.arrivals)
			}
			for range g.Departures(g.Proportional(m), p) {
				break // must not run on
			}
		})
	}
}

// A closed road can be stood on but not travelled; its ends need no travel.
// A one-way road of 100 m at two units a metre, and another beside it.
func TestDirect(t *testing.T) {
	g := build(t, 2, []graph.Segment{
		{From: 0, To: 1, LengthMeters: 100, Direction: graph.Forward},
		{From: 0, To: 1, LengthMeters: 100},
	})
	m := graph.NewMetric(g, func(graph.SegmentID) float64 { return 200 })
	at := func(s graph.SegmentID, meters float64) graph.Place {
		return graph.Place{Segment: s, OffsetMeters: meters}
	}
	closed := math.Inf(1)
	for _, test := range []struct {
		name     string
		from, to graph.Place
		span     graph.Span
		cost     float64
	}{
		{"along", at(0, 30), at(0, 75), graph.Span{FromMeters: 30, ToMeters: 75}, 90},
		{"nowhere", at(0, 30), at(0, 30), graph.Span{FromMeters: 30, ToMeters: 30}, 0},
		{"against", at(0, 75), at(0, 30), graph.Span{FromMeters: 75, ToMeters: 30}, closed},
		{"against, where allowed", at(1, 75), at(1, 30), graph.Span{Segment: 1, FromMeters: 75, ToMeters: 30}, 90},
		{"to another", at(0, 30), at(1, 75), graph.Span{}, closed},
	} {
		if span, cost := g.Direct(g.Proportional(m), test.from, test.to); span != test.span || cost != test.cost {
			t.Errorf("%s: %+v for %v, want %+v for %v", test.name, span, cost, test.span, test.cost)
		}
	}
}

func TestExitsOfAClosedRoad(t *testing.T) {
	g := build(t, 2, []graph.Segment{{From: 0, To: 1, LengthMeters: 100}})
	m := graph.Metric{math.Inf(1), math.Inf(1)}
	for offset, want := range map[float64]int{50: 0, 0: 1, 100: 1} {
		p := graph.Place{OffsetMeters: offset}
		departures, arrivals := 0, 0
		for range g.Departures(g.Proportional(m), p) {
			departures++
		}
		for range g.Arrivals(g.Proportional(m), p) {
			arrivals++
		}
		if departures != want || arrivals != want {
			t.Errorf("at %v m: %d departures, %d arrivals, want %d", offset, departures, arrivals, want)
		}
	}
}

func TestPartialCostsAddUp(t *testing.T) {
	const seed = 13
	rng := rand.New(rand.NewPCG(seed, 0))
	g := build(t, 10, randomSegments(rng, 10, 60))
	m := graph.NewMetric(g, func(graph.SegmentID) float64 { return 1e5 * rng.Float64() })
	for a := range graph.ArcID(g.ArcCount()) {
		whole := g.ArcSpan(a)
		if got := g.PartialCost(m, whole); got != m[a] {
			t.Errorf("seed %d: the whole of arc %d costs %v, want %v", seed, a, got, m[a])
		}
		first, second := cut(whole, rng.Float64())
		if got := g.PartialCost(m, first) + g.PartialCost(m, second); math.Abs(got-m[a]) > graph.Step {
			t.Errorf("seed %d: two parts of arc %d cost %v, the whole %v", seed, a, got, m[a])
		}
		s, reversed := g.Segment(a)
		if g.ArcOf(s, !reversed) == graph.None {
			back := graph.Span{Segment: s, FromMeters: first.ToMeters, ToMeters: first.FromMeters}
			if got := g.PartialCost(m, back); !math.IsInf(got, 1) {
				t.Errorf("seed %d: against one-way arc %d costs %v", seed, a, got)
			}
		}
	}
}

// cut parts a span in two.
func cut(whole graph.Span, share float64) (first, second graph.Span) {
	first, second = whole, whole
	first.ToMeters = graph.Quantize(whole.FromMeters + share*(whole.ToMeters-whole.FromMeters))
	second.FromMeters = first.ToMeters
	return first, second
}

func TestArcSpan(t *testing.T) {
	g := build(t, 2, []graph.Segment{{From: 0, To: 1, LengthMeters: 100}})
	want := []graph.Span{{ToMeters: 100}, {FromMeters: 100}}
	for a, w := range want {
		if got := g.ArcSpan(graph.ArcID(a)); got != w || got.LengthMeters() != 100 {
			t.Errorf("arc %d spans %+v, want %+v", a, got, w)
		}
	}
}

// Whole segments are drawn point by point: as long as their lengths say, to
// 1e-7, without gaps or doubled points.
func TestAppendLineOfPaths(t *testing.T) {
	for seed := range uint64(10) {
		g := randomRoads(t, rand.New(rand.NewPCG(seed, 14)), 60)
		d := graph.NewDijkstra(g)
		d.Run(graph.LengthMetric(g), 0)
		for n := range graph.NodeID(g.NodeCount()) {
			path := d.AppendPath(nil, n)
			var line orb.LineString
			for _, a := range path {
				line = g.AppendLine(line, g.ArcSpan(a))
			}
			if len(path) == 0 {
				continue
			}
			if line[0] != g.Node(0).Orb() || line[len(line)-1] != g.Node(n).Orb() {
				t.Errorf("seed %d: the line to %d joins %v and %v", seed, n, line[0], line[len(line)-1])
			}
			if got, want := lineMeters(line), d.Distance(n); math.Abs(got-want) > 1e-7*want {
				t.Errorf("seed %d: the line to %d is %v m long, the path %v", seed, n, got, want)
			}
			if len(slices.Compact(slices.Clone(line))) != len(line) {
				t.Errorf("seed %d: the line to %d has a doubled point", seed, n)
			}
		}
	}
}

// An end inside an edge is rounded to 1e-7 degree, half of which is 8 mm across
// the diagonal, and set in proportion to degrees, not metres, which differ by up
// to L²/16R tan(latitude), 0.1 m on an edge of 5 km.
const endMeters = 0.12

func TestAppendLineOfParts(t *testing.T) {
	const seed = 15
	rng := rand.New(rand.NewPCG(seed, 0))
	g := randomRoads(t, rng, 60)
	for a := range graph.ArcID(g.ArcCount()) {
		whole := g.ArcSpan(a)
		first, second := cut(whole, rng.Float64())
		var lines [3]orb.LineString
		for i, span := range []graph.Span{whole, first, second} {
			lines[i] = g.AppendLine(nil, span)
			if got := lineMeters(lines[i]); math.Abs(got-span.LengthMeters()) > 2*endMeters {
				t.Errorf("seed %d: a span of %v m is drawn %v m long", seed, span.LengthMeters(), got)
			}
			turned := g.AppendLine(nil, graph.Span{Segment: span.Segment, FromMeters: span.ToMeters, ToMeters: span.FromMeters})
			slices.Reverse(turned)
			if !slices.Equal(turned, lines[i]) {
				t.Errorf("seed %d: %+v is not its own reverse", seed, span)
			}
		}
		if lines[1][len(lines[1])-1] != lines[2][0] {
			t.Errorf("seed %d: a gap in %+v at %v", seed, whole, first.ToMeters)
		}
		joined := g.AppendLine(slices.Clone(lines[1]), second)
		if got, want := lineMeters(joined), lineMeters(lines[0]); math.Abs(got-want) > 0.02 { // one rounded point
			t.Errorf("seed %d: two parts of arc %d are %v m long, the whole %v", seed, a, got, want)
		}
	}
}

// The scale of offsets is the given length: half of it is half of the shape.
func TestAppendLineScales(t *testing.T) {
	g := twoStreets(t, 5000) // 0.01 degrees of longitude
	got := g.AppendLine(nil, graph.Span{FromMeters: 1250, ToMeters: 2500})
	want := orb.LineString{{-99.1275, 19.43}, {-99.125, 19.43}}
	if !got.Equal(want) {
		t.Errorf("line %v, want %v", got, want)
	}
}

func TestAppendLineOfAnEmptySpan(t *testing.T) {
	g := twoStreets(t, 5000)
	span := graph.Span{FromMeters: 2500, ToMeters: 2500}
	line := g.AppendLine(nil, span)
	if len(line) != 1 || len(g.AppendLine(line, span)) != 1 {
		t.Errorf("line %v, want one point, once", line)
	}
}

// What lies beyond an end of a segment is drawn at that end.
func TestAppendLineBeyondTheEnds(t *testing.T) {
	g := twoStreets(t, 0)
	from, to := g.Node(0).Orb(), g.Node(1).Orb()
	meters := g.LengthMeters(0)
	for _, test := range []struct {
		name string
		span graph.Span
		want orb.LineString
	}{
		{"both", graph.Span{FromMeters: -1, ToMeters: meters + 1}, orb.LineString{from, to}},
		{"against the shape", graph.Span{FromMeters: meters + graph.Step, ToMeters: -graph.Step}, orb.LineString{to, from}},
		{"nothing but beyond", graph.Span{FromMeters: meters + 1, ToMeters: meters + 2}, orb.LineString{to}},
	} {
		if got := g.AppendLine(nil, test.span); !slices.Equal(got, test.want) {
			t.Errorf("%s: line %v, want %v", test.name, got, test.want)
		}
	}
}
