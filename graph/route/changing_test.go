package route_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/route"
)

// TestChangingForgets follows one change after another, of some arcs and of all, and compares
// costs and ways with a router made anew of the same weights.
func TestChangingForgets(t *testing.T) {
	const seed, places = 17, 12
	rng := rand.New(rand.NewPCG(seed, 0))
	for range 8 {
		g := grid(t, 7, rng)
		index, err := route.Build(context.Background(), g, cch.OrderOptions{})
		if err != nil {
			t.Fatal(err)
		}
		base := graph.LengthMetric(g)
		changing := route.New(g, index, base, 1).Changing()
		var stops []route.Stop
		for range places {
			s := graph.SegmentID(rng.IntN(g.SegmentCount()))
			stops = append(stops, route.At(graph.Place{Segment: s, OffsetMeters: float64(rng.IntN(int(g.LengthMeters(s)) + 1))}))
		}
		for step := range 30 {
			m := slices.Clone(base)
			var arcs []graph.ArcID
			for range rng.IntN(20) {
				a := graph.ArcID(rng.IntN(len(m)))
				m[a] = []float64{0, 1, 40, math.Inf(1), m[a]}[rng.IntN(5)]
				arcs = append(arcs, a) // some of them twice, some unchanged
			}
			var got *route.Router
			if step%5 == 4 {
				got = changing.ToMetric(m)
			} else {
				got = changing.To(arcs, m)
			}
			compareRouters(t, got, route.New(g, index, m, 1), stops)
		}
	}
}

func compareRouters(t *testing.T, got, want *route.Router, stops []route.Stop) {
	t.Helper()
	type cell struct {
		cost  float64
		spans []graph.Span
	}
	cells := func(r *route.Router) (list []cell) {
		r.Table(stops).Each(stops, 1, func(_ int, row *route.Row) {
			for k := range stops {
				list = append(list, cell{row.Cost(k), row.AppendSpans(nil, k)})
			}
		})
		return list
	}
	wanted := cells(want)
	for i, c := range cells(got) {
		if c.cost != wanted[i].cost || !slices.Equal(c.spans, wanted[i].spans) {
			t.Fatalf("stop %d to %d: %v, want %v", i/len(stops), i%len(stops), c, wanted[i])
		}
	}
}
