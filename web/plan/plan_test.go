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
			if out.Ports[i] != route.Port || out.Ways[i].Cost != route.Cost || !slices.Equal(out.Ways[i].Spans, route.Spans) {
				t.Errorf("factor %v: %s goes to %d at %v, want %d at %v", factor, r.Origins[i].Name, out.Ports[i], out.Ways[i].Cost, route.Port, route.Cost)
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

func checkOutcome(t *testing.T, r *engine.Result, change plan.Change, out *plan.Outcome) {
	t.Helper()
	g := r.Roads.Graph
	metric, changed := slices.Clone(r.Metric), map[graph.SegmentID]bool{}
	for s := range graph.SegmentID(g.SegmentCount()) {
		named := slices.Contains(change.Segments, s)
		for _, piece := range r.Overlay.Pieces(s) {
			named = named || piece.LengthMeters() > 0 && slices.Contains(change.Regions, int(piece.Region))
		}
		if !named {
			continue
		}
		changed[s] = true
		for _, against := range []bool{false, true} {
			if a := g.ArcOf(s, against); a != graph.None {
				if metric[a] *= change.Factor; change.Factor == 0 {
					metric[a] = math.Inf(1)
				}
				metric[a] = graph.Quantize(metric[a])
			}
		}
	}
	if len(changed) != len(out.Segments) {
		t.Errorf("%d segments changed, want %d", len(out.Segments), len(changed))
	}
	d := graph.NewDijkstra(g)
	for i, o := range r.Origins {
		want := math.Inf(1)
		for departure := range g.Departures(g.Proportional(metric), o.Place) {
			d.Run(metric, departure.Node)
			for k, port := range r.Ports {
				for arrival := range g.Arrivals(g.Proportional(metric), port.Place) {
					if r.PortReached(k) {
						want = min(want, departure.Cost+d.Distance(arrival.Node)+arrival.Cost)
					}
				}
				_, direct := g.Direct(g.Proportional(metric), o.Place, port.Place)
				want = min(want, direct)
			}
		}
		if got := out.Ways[i].Cost; out.Ports[i] >= 0 && got != want || out.Ports[i] < 0 && !math.IsInf(want, 1) {
			t.Errorf("%s to port %d costs %v, want %v", o.Name, out.Ports[i], got, want)
		}
		for _, span := range out.Ways[i].Spans {
			if change.Factor == 0 && changed[span.Segment] && span.LengthMeters() > 0 {
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
