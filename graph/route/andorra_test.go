package route_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/cost"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/load/osm"
	"github.com/corredor-geo/corredor/graph/route"
	"github.com/corredor-geo/corredor/internal/outside"
)

// TestAndorra routes between places anywhere on the roads of a country, with its
// one-way streets and roundabouts, by length and by time, and wants the costs of
// the reference search to the bit.
func TestAndorra(t *testing.T) {
	n, err := load.Read(context.Background(), outside.ReferenceData(t, "osm/andorra-2025.osm.pbf"), load.Options{Profile: osm.Car()})
	if err != nil {
		t.Fatal(err)
	}
	g := n.Graph
	index, err := route.Build(context.Background(), g, cch.OrderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	seconds, err := cost.TravelTime(g, cost.Speeds{})
	if err != nil {
		t.Fatal(err)
	}
	const seed, many = 4, 20
	rng := rand.New(rand.NewPCG(seed, 0))
	var places []graph.Place
	var stops []route.Stop
	for len(places) < many {
		s := graph.SegmentID(rng.IntN(g.SegmentCount()))
		p := graph.Place{Segment: s, OffsetMeters: graph.Quantize(rng.Float64() * g.LengthMeters(s))}
		places, stops = append(places, p), append(stops, route.At(p))
	}
	for name, m := range map[string]graph.Metric{"length": graph.LengthMetric(g), "time": seconds} {
		reached := 0
		route.New(g, index, m, 0).Table(stops).Each(stops, 1, func(i int, row *route.Row) {
			for j := range places {
				want := reference(g, m, places[i], places[j])
				if got := row.Cost(j); got != want {
					t.Errorf("seed %d, %s: %+v to %+v costs %v, want %v", seed, name, places[i], places[j], got, want)
				}
				if name == "length" {
					checkSpans(t, g, row.AppendSpans(nil, j), places[i], places[j], want)
				}
				if !math.IsInf(want, 1) {
					reached++
				}
			}
		})
		if reached < many*many/2 {
			t.Errorf("%s: only %d of %d pairs have a route: the comparison says little", name, reached, many*many)
		}
	}
}
