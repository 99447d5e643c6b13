package route_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/route"
)

// grid is a w x w block of streets with a tenth of them one-way.
func grid(t testing.TB, w int, rng *rand.Rand) *graph.Graph {
	t.Helper()
	var b graph.Builder
	for i := range w * w {
		b.AddNode(graph.PointOf(orb.Point{-99 + 0.001*float64(i%w), 19 + 0.001*float64(i/w)}))
	}
	for i := range w * w {
		for _, to := range []struct {
			node int
			ok   bool
		}{{i + 1, i%w < w-1}, {i + w, i/w < w-1}} {
			if to.ok {
				s := graph.Segment{From: graph.NodeID(i), To: graph.NodeID(to.node), LengthMeters: float64(1 + rng.IntN(9))}
				if rng.IntN(10) == 0 {
					s.Direction = graph.Forward
				}
				b.AddSegment(s)
			}
		}
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// TestCostsAgreeWithDijkstra compares every cell with the reference search from
// each end of the source's segment, and re-adds every route.
func TestCostsAgreeWithDijkstra(t *testing.T) {
	const seed = 7
	rng := rand.New(rand.NewPCG(seed, 0))
	for range 20 {
		g := grid(t, 6, rng)
		m := graph.LengthMetric(g)
		index, err := route.Build(context.Background(), g, cch.OrderOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var places []graph.Place
		var stops []route.Stop
		for range 15 {
			s := graph.SegmentID(rng.IntN(g.SegmentCount()))
			p := graph.Place{Segment: s, OffsetMeters: float64(rng.IntN(int(g.LengthMeters(s)) + 1))}
			places, stops = append(places, p), append(stops, route.At(p))
		}
		var mu sync.Mutex
		route.New(g, index, m, 0).Table(stops).Each(stops, 0, func(i int, row *route.Row) {
			mu.Lock()
			defer mu.Unlock()
			for j := range places {
				want := reference(g, m, places[i], places[j])
				if got := row.Cost(j); got != want {
					t.Errorf("seed %d: %+v to %+v costs %v, want %v", seed, places[i], places[j], got, want)
				}
				checkSpans(t, g, row.AppendSpans(nil, j), places[i], places[j], want)
			}
		})
	}
}

func reference(g *graph.Graph, m graph.Metric, from, to graph.Place) float64 {
	_, best := g.Direct(g.Proportional(m), from, to)
	d := graph.NewDijkstra(g)
	for departure := range g.Departures(g.Proportional(m), from) {
		d.Run(m, departure.Node)
		for arrival := range g.Arrivals(g.Proportional(m), to) {
			best = min(best, departure.Cost+d.Distance(arrival.Node)+arrival.Cost)
		}
	}
	return best
}

// checkSpans wants a way without gaps, as long as it costs.
func checkSpans(t *testing.T, g *graph.Graph, spans []graph.Span, from, to graph.Place, want float64) {
	t.Helper()
	if math.IsInf(want, 1) {
		if len(spans) > 0 {
			t.Errorf("a way of %d spans where there is none", len(spans))
		}
		return
	}
	sum := 0.0
	var line orb.LineString
	for i, s := range spans {
		sum += s.LengthMeters()
		piece := g.AppendLine(nil, s)
		if i > 0 && piece[0] != line[len(line)-1] {
			t.Errorf("a gap before span %d", i)
		}
		line = append(line, piece...)
	}
	if sum != want {
		t.Errorf("the spans add up to %v, want %v", sum, want)
	}
	at := func(p graph.Place) orb.Point {
		return g.AppendLine(nil, graph.Span{Segment: p.Segment, FromMeters: p.OffsetMeters, ToMeters: p.OffsetMeters})[0]
	}
	if line[0] != at(from) || line[len(line)-1] != at(to) {
		t.Errorf("the way runs from %v to %v, want %v to %v", line[0], line[len(line)-1], at(from), at(to))
	}
}

func Example() {
	var b graph.Builder
	mexico := b.AddNode(graph.PointOf(orb.Point{-99.13, 19.43}))
	toluca := b.AddNode(graph.PointOf(orb.Point{-99.66, 19.29}))
	b.AddSegment(graph.Segment{From: mexico, To: toluca, LengthMeters: 64_000})
	g, err := b.Build()
	if err != nil {
		panic(err)
	}
	index, err := route.Build(context.Background(), g, cch.OrderOptions{})
	if err != nil {
		panic(err)
	}
	r := route.New(g, index, graph.LengthMetric(g), 0)
	halfway := route.At(graph.Place{Segment: 0, OffsetMeters: 32_000})
	r.Table([]route.Stop{route.AtNode(mexico), route.AtNode(toluca)}).Each([]route.Stop{halfway}, 1, func(_ int, row *route.Row) {
		fmt.Println(row.Cost(0), row.Cost(1), row.AppendSpans(nil, 1))
	})
	// Output: 32000 32000 [{0 32000 64000}]
}
