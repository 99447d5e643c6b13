package engine_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph"
)

// closedRoads is the network of a study without the roads of some municipalities, or
// without some segments, under the reference search.
type closedRoads struct {
	r      *engine.Result
	metric graph.Metric
	gone   func(graph.Span) bool // a part of a segment that may not be used
}

const leastMeters = 100 // of a segment in a closed municipality; docs/study.md

func closeMunicipalities(r *engine.Result, places map[int]bool) closedRoads {
	g := r.Roads.Graph
	c := closedRoads{r: r, metric: append(graph.Metric(nil), r.Metric...)}
	closed := map[graph.SegmentID]bool{}
	for s := range graph.SegmentID(g.SegmentCount()) {
		meters := 0.0
		for _, p := range r.Overlay.Pieces(s) {
			if places[int(p.Region)] {
				meters += p.LengthMeters()
			}
		}
		closed[s] = meters > min(leastMeters, g.LengthMeters(s)/2)
	}
	for a := range c.metric {
		if s, _ := g.Segment(graph.ArcID(a)); closed[s] {
			c.metric[a] = math.Inf(1)
		}
	}
	c.gone = func(span graph.Span) bool {
		low, high := min(span.FromMeters, span.ToMeters), max(span.FromMeters, span.ToMeters)
		for _, p := range r.Overlay.Pieces(span.Segment) {
			if closed[span.Segment] && places[int(p.Region)] && min(high, p.ToMeters) > max(low, p.FromMeters) {
				return true
			}
		}
		return false
	}
	return c
}

func closeSegments(r *engine.Result, segments map[int]bool) closedRoads {
	c := closedRoads{r: r, metric: append(graph.Metric(nil), r.Metric...), gone: func(graph.Span) bool { return false }}
	for a := range c.metric {
		if s, _ := r.Roads.Graph.Segment(graph.ArcID(a)); segments[int(s)] {
			c.metric[a] = math.Inf(1)
		}
	}
	return c
}

// cost is that of the way from an origin to the nearest port.
func (c closedRoads) cost(origin int) float64 {
	g := c.r.Roads.Graph
	part := func(s graph.Span) float64 {
		if c.gone(s) {
			return math.Inf(1)
		}
		return g.PartialCost(c.r.Metric, s)
	}
	d, best := graph.NewDijkstra(g), math.Inf(1)
	from := c.r.Origins[origin].Place
	for departure := range g.Departures(part, from) {
		d.Run(c.metric, departure.Node)
		for _, p := range c.r.Ports {
			for arrival := range g.Arrivals(part, p.Place) {
				best = min(best, departure.Cost+d.Distance(arrival.Node)+arrival.Cost)
			}
		}
	}
	for _, p := range c.r.Ports {
		_, direct := g.Direct(part, from, p.Place)
		best = min(best, direct)
	}
	return best
}

// worth is the mean extra cost of closures over the flow, in km, of which detours are
// those of origins that keep a way.
func worth(r *engine.Result, items []int, cutOffKM float64, by string) (all, detours float64) {
	flow, known := 0.0, map[string]closedRoads{}
	for i, o := range r.Origins {
		places := map[int]bool{}
		for _, item := range items {
			if by == engine.BySegment || r.Regions.Regions[item].Code != o.Code {
				places[item] = true // a municipality stays open to those inside
			}
		}
		key := fmt.Sprint(places) // which prints in order
		if _, ok := known[key]; !ok && by == engine.BySegment {
			known[key] = closeSegments(r, places)
		} else if !ok {
			known[key] = closeMunicipalities(r, places)
		}
		cost := known[key].cost(i)
		extra := o.Share * (min(cost, 1000*cutOffKM) - r.Routes[i].Cost) / 1000
		flow += o.Share
		all += extra
		if cost < 1000*cutOffKM {
			detours += extra
		}
	}
	return all / flow, detours / flow
}

// TestVitalAgreesWithDijkstra closes some municipalities and segments of the ranking, two
// together, and one that no route uses, in a network of its own.
func TestVitalAgreesWithDijkstra(t *testing.T) {
	r := askEmbedded(t)
	for _, by := range []string{engine.ByMunicipality, engine.BySegment} {
		v, err := r.Vital(context.Background(), engine.VitalSpec{By: by, K: 2})
		if err != nil {
			t.Fatal(err)
		}
		listed := map[int]bool{}
		for i, c := range v.Singles {
			listed[c.Items[0]] = true
			if i > 0 && c.Worth > v.Singles[i-1].Worth {
				t.Fatalf("%s: rank %d is worth more than the one before", by, i)
			}
		}
		n := len(v.Singles)
		for _, c := range []engine.Closure{v.Singles[0], v.Singles[5], v.Singles[n/4], v.Greedy[1]} {
			want, detours := worth(r, c.Items, v.CutOff, by)
			if math.Abs(c.Worth-want) > 1e-9 || math.Abs(c.Detours-detours) > 1e-9 {
				t.Errorf("%s: closing %v is worth %v, %v by detours; want %v, %v", by, c.Items, c.Worth, c.Detours, want, detours)
			}
		}
		for item := range n + 1 {
			if !listed[item] {
				if want, _ := worth(r, []int{item}, v.CutOff, by); want != 0 {
					t.Errorf("%s: %d is used by no route, but worth %v", by, item, want)
				}
				break
			}
		}
	}
}

// The exact search proves its set, which is worth no less than the greedy one.
func TestVitalExact(t *testing.T) {
	r := askEmbedded(t)
	v, err := r.Vital(context.Background(), engine.VitalSpec{By: engine.BySegment, K: 2, Exact: true})
	if err != nil {
		t.Fatal(err)
	}
	if v.Exact == nil || v.Bound != v.Exact.Worth || v.Exact.Worth < v.Greedy[1].Worth || len(v.Exact.Items) != 2 {
		t.Errorf("exact %+v, bound %v, greedy %+v", v.Exact, v.Bound, v.Greedy)
	}
	short, err := r.Vital(context.Background(), engine.VitalSpec{By: engine.BySegment, K: 2, Exact: true, Limit: 5})
	if err != nil {
		t.Fatal(err)
	}
	if short.Bound <= short.Exact.Worth || short.Sets > 5+16 {
		t.Errorf("cut short after %d sets: worth %v, bound %v", short.Sets, short.Exact.Worth, short.Bound)
	}
}

// Met flow is the share of the origins whose route passes, without those inside.
func TestVitalFlow(t *testing.T) {
	r := askEmbedded(t)
	v, err := r.Vital(context.Background(), engine.VitalSpec{Objective: engine.ByFlow})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range v.Singles {
		want := r.Municipalities[c.Items[0]].Share
		for i, o := range r.Origins {
			if o.Code == r.Regions.Regions[c.Items[0]].Code && slices.Contains(r.Crossed(r.Routes[i]), c.Items[0]) {
				want -= o.Share
			}
		}
		if math.Abs(c.Worth-want/v.Flow) > 1e-9 {
			t.Errorf("%v meets %v of the flow, want %v", c.Items, c.Worth, want/v.Flow)
		}
	}
}

// The study's min_meters holds without shocks: 01002 is made a strip of 557 m over the only road
// to the port, which closes with more than 100 m of it inside.
func TestVitalMinMeters(t *testing.T) {
	for _, test := range []struct {
		shocks string
		cutOff int
	}{{"", 1}, {"shocks: {min_meters: 556}\n", 1}, {"shocks: {min_meters: 558}\n", 0}} {
		r := runSmall(t, smallFiles("study.yaml", "", smallStudy+test.shocks, "municipalities.geojson", "0.25", "0.155", "seats.csv", "0.2", "0.152",
			"ports.csv", "", "id,name,kind,lon,lat\neast,East,land,0.3,0.01\n"), engine.Options{})
		v, err := r.Vital(context.Background(), engine.VitalSpec{})
		if err != nil {
			t.Fatal(err)
		}
		if len(v.Singles) != 1 || v.Singles[0].CutOff != test.cutOff {
			t.Errorf("with %q closures are %+v, want %d cut off", test.shocks, v.Singles, test.cutOff)
		}
	}
}
