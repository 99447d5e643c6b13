package route_test

import (
	"context"
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/route"
)

// TestReweighAgreesWithDijkstra closes and reprices some segments, prices their
// first halves otherwise than their second, and compares every cell with the
// reference search under the same prices.
func TestReweighAgreesWithDijkstra(t *testing.T) {
	const seed = 11
	rng := rand.New(rand.NewPCG(seed, 0))
	for range 20 {
		g := grid(t, 6, rng)
		index, err := route.Build(context.Background(), g, cch.OrderOptions{})
		if err != nil {
			t.Fatal(err)
		}
		times := make([]float64, g.SegmentCount()) // of the second half
		for s := range times {
			times[s] = []float64{1, 1, 1, 3, math.Inf(1)}[rng.IntN(5)]
		}
		m := graph.NewMetric(g, func(s graph.SegmentID) float64 { return g.LengthMeters(s) * (1 + times[s]) / 2 })
		halves := func(span graph.Span) float64 {
			if span.LengthMeters() == 0 {
				return 0
			}
			if g.ArcOf(span.Segment, span.FromMeters > span.ToMeters) == graph.None {
				return math.Inf(1)
			}
			middle := g.LengthMeters(span.Segment) / 2
			low, high := min(span.FromMeters, span.ToMeters), max(span.FromMeters, span.ToMeters)
			first, second := max(0, min(high, middle)-low), max(0, high-max(low, middle))
			if second == 0 {
				return graph.Quantize(first)
			}
			return graph.Quantize(first + second*times[span.Segment])
		}
		base := route.New(g, index, graph.LengthMetric(g), 0)
		checkRouter(t, g, base.Reweigh(m).WithParts(halves), prices{m, halves}, rng)
		checkRouter(t, g, base.Reweigh(m), prices{m, g.Proportional(m)}, rng)
		checkRouter(t, g, base, prices{graph.LengthMetric(g), g.Proportional(graph.LengthMetric(g))}, rng)
	}
}

type prices struct {
	m    graph.Metric
	part graph.PartCost
}

func checkRouter(t *testing.T, g *graph.Graph, r *route.Router, want prices, rng *rand.Rand) {
	t.Helper()
	var places []graph.Place
	var stops []route.Stop
	for range 15 {
		s := graph.SegmentID(rng.IntN(g.SegmentCount()))
		p := graph.Place{Segment: s, OffsetMeters: float64(rng.IntN(int(g.LengthMeters(s)) + 1))}
		places, stops = append(places, p), append(stops, route.At(p))
	}
	var mu sync.Mutex
	r.Table(stops).Each(stops, 0, func(i int, row *route.Row) {
		mu.Lock()
		defer mu.Unlock()
		for j := range places {
			least := referencePrice(g, want, places[i], places[j])
			if got := row.Cost(j); got != least {
				t.Errorf("%+v to %+v costs %v, want %v", places[i], places[j], got, least)
			}
			sum := 0.0
			for _, span := range row.AppendSpans(nil, j) {
				sum += want.part(span)
			}
			if !math.IsInf(least, 1) && sum != least {
				t.Errorf("%+v to %+v: the spans cost %v, want %v", places[i], places[j], sum, least)
			}
		}
	})
}

func referencePrice(g *graph.Graph, p prices, from, to graph.Place) float64 {
	_, best := g.Direct(p.part, from, to)
	d := graph.NewDijkstra(g)
	for departure := range g.Departures(p.part, from) {
		d.Run(p.m, departure.Node)
		for arrival := range g.Arrivals(p.part, to) {
			best = min(best, departure.Cost+d.Distance(arrival.Node)+arrival.Cost)
		}
	}
	return best
}
