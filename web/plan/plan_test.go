package plan_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/web/plan"
)

var embedded = sync.OnceValues(func() (*engine.Result, error) {
	study, err := engine.Embedded()
	if err != nil {
		return nil, err
	}
	return engine.Run(context.Background(), study, engine.Options{})
})

func planner(t testing.TB) (*engine.Result, *plan.Planner) {
	t.Helper()
	r, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return r, plan.New(r)
}

// Without a change the outcome is the study itself.
func TestNoChange(t *testing.T) {
	r, p := planner(t)
	for _, factor := range []float64{0, 1, math.Inf(1)} {
		out, err := p.WhatIf(context.Background(), plan.Change{Factor: factor})
		if err != nil {
			t.Fatal(err)
		}
		for i, route := range r.Routes {
			if got := out.Routes[i]; !sameRoute(got, route) {
				t.Errorf("factor %v: %s goes to %d at %v, want %d at %v", factor, r.Origins[i].Name, got.Port, got.Cost, route.Port, route.Cost)
			}
		}
		if len(out.Segments) != 0 {
			t.Errorf("%d segments changed", len(out.Segments))
		}
	}
}

// Changed roads give the costs that a plain Dijkstra finds on the changed
// metric, and closed roads are not used.
func TestWhatIfAgreesWithDijkstra(t *testing.T) {
	r, p := planner(t)
	const seed = 5
	rng := rand.New(rand.NewPCG(seed, 0))
	for round := range 6 {
		change := plan.Change{Factor: []float64{0, 3, 0.5}[round%3]}
		for range 8 {
			change.Regions = append(change.Regions, rng.IntN(len(r.Regions.Regions)))
			change.Segments = append(change.Segments, graph.SegmentID(rng.IntN(r.Roads.Graph.SegmentCount())))
		}
		// Close what many routes use, so that something moves.
		busy := r.Routes[rng.IntN(len(r.Routes))].Spans
		change.Segments = append(change.Segments, busy[len(busy)/2].Segment)
		out, err := p.WhatIf(context.Background(), change)
		if err != nil {
			t.Fatal(err)
		}
		checkOutcome(t, r, change, out)
	}
}

func sameRoute(a, b engine.Route) bool {
	return a.Status == b.Status && a.Port == b.Port && a.Cost == b.Cost && a.Meters == b.Meters && slices.Equal(a.Spans, b.Spans)
}

// changedRoads applies the rules of package scenario segment by segment, on their own.
type changedRoads struct {
	r      *engine.Result
	change plan.Change
	metric graph.Metric
	closed map[graph.SegmentID]bool
	count  int // of changed segments
}

func changeRoads(r *engine.Result, change plan.Change) *changedRoads {
	if change.Factor == 0 {
		change.Factor = math.Inf(1)
	}
	c := &changedRoads{r, change, slices.Clone(r.Metric), map[graph.SegmentID]bool{}, 0}
	g := r.Roads.Graph
	for s := range graph.SegmentID(g.SegmentCount()) {
		length := g.LengthMeters(s)
		inside := c.metersInside(s, 0, length)
		c.closed[s] = math.IsInf(change.Factor, 1) && inside > min(100, length/2)
		changed := false
		for _, against := range []bool{false, true} {
			if a := g.ArcOf(s, against); a != graph.None {
				c.metric[a] = c.cost(g.ArcSpan(a))
				changed = changed || c.metric[a] != r.Metric[a]
			}
		}
		if changed {
			c.count++
		}
	}
	return c
}

// metersInside is how much of a part of a segment is named by the change.
func (c *changedRoads) metersInside(s graph.SegmentID, low, high float64) (meters float64) {
	if slices.Contains(c.change.Segments, s) {
		return high - low
	}
	for _, piece := range c.r.Overlay.Pieces(s) {
		if slices.Contains(c.change.Regions, int(piece.Region)) {
			meters += max(0, min(high, piece.ToMeters)-max(low, piece.FromMeters))
		}
	}
	return meters
}

func (c *changedRoads) cost(span graph.Span) float64 {
	low, high := min(span.FromMeters, span.ToMeters), max(span.FromMeters, span.ToMeters)
	a := c.r.Roads.Graph.ArcOf(span.Segment, span.FromMeters > span.ToMeters)
	inside := c.metersInside(span.Segment, low, high)
	switch {
	case low == high:
		return 0
	case a == graph.None, c.closed[span.Segment] && inside > 0:
		return math.Inf(1)
	case math.IsInf(c.change.Factor, 1):
		inside = 0 // it only touches the border
	}
	counted := high - low
	if inside > 0 {
		counted += inside*c.change.Factor - inside
	}
	return graph.Quantize(c.r.Metric[a] * (counted / c.r.Roads.Graph.LengthMeters(span.Segment)))
}

func checkOutcome(t *testing.T, r *engine.Result, change plan.Change, out *plan.Outcome) {
	t.Helper()
	g, roads := r.Roads.Graph, changeRoads(r, change)
	if roads.count != len(out.Segments) {
		t.Errorf("%d segments changed, want %d", len(out.Segments), roads.count)
	}
	d := graph.NewDijkstra(g)
	for i, o := range r.Origins {
		want := math.Inf(1)
		for departure := range g.Departures(roads.cost, o.Place) {
			d.Run(roads.metric, departure.Node)
			for k, port := range r.Ports {
				for arrival := range g.Arrivals(roads.cost, port.Place) {
					if r.PortReached(k) {
						want = min(want, departure.Cost+d.Distance(arrival.Node)+arrival.Cost)
					}
				}
				_, direct := g.Direct(roads.cost, o.Place, port.Place)
				want = min(want, direct)
			}
		}
		got := out.Routes[i]
		if got.Port >= 0 && got.Cost != want || got.Port < 0 && !math.IsInf(want, 1) {
			t.Errorf("%s to port %d costs %v, want %v", o.Name, got.Port, got.Cost, want)
		}
		for _, span := range got.Spans {
			if math.IsInf(roads.cost(span), 1) {
				t.Errorf("%s uses closed segment %d", o.Name, span.Segment)
			}
		}
	}
}

// The best way is the study's own; alternatives are ways without a gap that
// share little, none cheaper than the best.
func TestRoute(t *testing.T) {
	r, p := planner(t)
	found := 0
	for i := 0; i < len(r.Origins); i += 20 {
		o, route := r.Origins[i], r.Routes[i]
		answer, err := p.Route(context.Background(), plan.Question{From: o.Place, Alternatives: 3})
		if err != nil {
			t.Fatal(err)
		}
		if best := answer.Ways[0]; answer.Port != route.Port || best.Cost != route.Cost || !slices.Equal(best.Spans, route.Spans) {
			t.Errorf("%s to port %d at %v, want %d at %v", o.Name, answer.Port, best.Cost, route.Port, route.Cost)
		}
		for k, way := range answer.Ways[1:] {
			found++
			line := p.Drawn(way).Line
			if way.Cost < answer.Ways[0].Cost || way.Cost > 1.5*answer.Ways[0].Cost || k > 0 && way.Cost < answer.Ways[k].Cost {
				t.Errorf("%s: alternative %d costs %v, the best %v", o.Name, k+1, way.Cost, answer.Ways[0].Cost)
			}
			if first := p.Drawn(answer.Ways[0]).Line; line[0] != first[0] || line[len(line)-1] != first[len(first)-1] {
				t.Errorf("%s: alternative %d has other ends", o.Name, k+1)
			}
			if slices.Equal(way.Spans, answer.Ways[k].Spans) {
				t.Errorf("%s: alternative %d is the one before", o.Name, k+1)
			}
		}
	}
	if found < 12 {
		t.Errorf("only %d alternatives were found", found)
	}
}

func TestRouteEnds(t *testing.T) {
	r, p := planner(t)
	from, err := p.Near(orb.Point{-107.39, 24.8})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Near(orb.Point{-140, 10}); !errors.Is(err, plan.ErrNoPlace) {
		t.Errorf("in the sea: %v", err)
	}
	same, err := p.Route(context.Background(), plan.Question{From: from, To: &from, Alternatives: 2})
	if err != nil || same.Ways[0].Cost != 0 {
		t.Errorf("to itself: %+v, %v", same, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := p.Route(ctx, plan.Question{From: from, To: &r.Ports[0].Place, Alternatives: 5}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := p.WhatIf(ctx, plan.Change{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func BenchmarkWhatIf(b *testing.B) {
	r, p := planner(b)
	region, _ := r.Regions.Index("19039")
	for b.Loop() {
		if _, err := p.WhatIf(context.Background(), plan.Change{Regions: []int{region}}); err != nil {
			b.Fatal(err)
		}
	}
}
