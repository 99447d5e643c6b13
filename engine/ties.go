package engine

import (
	"context"
	"math/big"
	"slices"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/alternative"
)

// Ties says how far the answer of a study depends on which of equally good routes is
// taken. Costs are exact, so that routes tie only when they truly tie.
type Ties struct {
	Origins []OriginTies // per origin of the study
	Tied    int          // origins with more than one route of least cost
	// Segments and Municipalities bound the flows over all choices of routes of least cost,
	// per segment of the network and per municipality.
	Segments, Municipalities []TieBounds
}

// TieBounds is a flow, and what it may be under other choices.
type TieBounds struct {
	Routes, LowRoutes, HighRoutes int     // origins whose route passes
	Share, LowShare, HighShare    float64 // sums of their shares; each layer sends 1
}

// Wide reports whether the flow depends on the choice.
func (b TieBounds) Wide() bool { return b.LowRoutes != b.HighRoutes }

// OriginTies is what the routes of least cost of an origin have in common, and in what
// they differ. Counts of segments and municipalities are zero without a route.
type OriginTies struct {
	Routes *big.Int // of least cost, to whichever port; nil for an origin that is not routed
	Ports  []int    // that they end at, ascending
	// Segments and Municipalities that some route uses, and those that all do.
	SomeSegments, AllSegments             int
	SomeMunicipalities, AllMunicipalities int
	// RateLow and RateHigh bound the mean rate along these routes, per series; NaN where it
	// is unknown.
	RateLow, RateHigh []float64
}

// Ties finds all routes of least cost of every origin, each to the nearest port. It
// stops with the cause when ctx ends.
func (r *Result) Ties(ctx context.Context) (*Ties, error) {
	t := &Ties{Origins: make([]OriginTies, len(r.Origins)), Segments: make([]TieBounds, len(r.Segments)), Municipalities: make([]TieBounds, len(r.Municipalities))}
	used := make([]usedBy, len(r.Origins))
	err := r.eachFinder(ctx, len(r.Origins), func(ctx context.Context, f *alternative.Finder, i int) error {
		if r.Routes[i].Status == Routed {
			ports := r.portsFor(i, everyPort)
			t.Origins[i], used[i] = r.tiesOf(f.Optimal(r.trip(i, ports)), ports)
		}
		return context.Cause(ctx)
	})
	if err != nil {
		return nil, err
	}
	for i, u := range used {
		if t.Origins[i].Routes != nil && t.Origins[i].Routes.Cmp(big.NewInt(1)) > 0 {
			t.Tied++
		}
		u.bound(t, r, i)
	}
	return t, nil
}

// usedBy is the segments and municipalities on some and on all routes of an origin.
type usedBy struct {
	segments, municipalities map[int]bool // true: on all
}

func (r *Result) tiesOf(o *alternative.Optimal, ports []int) (OriginTies, usedBy) {
	u := usedBy{segmentsOf(o), r.municipalitiesOf(o)}
	t := OriginTies{Routes: o.Count(), SomeSegments: len(u.segments), SomeMunicipalities: len(u.municipalities),
		AllSegments: onAll(u.segments), AllMunicipalities: onAll(u.municipalities)}
	for _, s := range o.Steps {
		if s.Place >= 0 {
			t.Ports = append(t.Ports, ports[s.Place])
		}
	}
	slices.Sort(t.Ports)
	t.Ports = slices.Compact(t.Ports)
	t.RateLow, t.RateHigh = r.ratesOf(o)
	return t, u
}

// segmentsOf tells for the segments on some route whether they are on all. Routes may
// leave an origin by both ends of its segment, which is on all of them then.
func segmentsOf(o *alternative.Optimal) map[int]bool {
	found, steps := map[int]bool{}, map[int]int{}
	moves := slices.ContainsFunc(o.Steps, func(s alternative.OptimalStep) bool { return s.Span.LengthMeters() > 0 })
	for i, all := range o.OnAll() {
		s := o.Steps[i].Span
		here := !moves && o.Steps[i].Place >= 0 // an origin at its port uses the segment of that
		if s.Segment != graph.None && (s.LengthMeters() > 0 || here) {
			found[int(s.Segment)] = found[int(s.Segment)] || all
			steps[int(s.Segment)]++
		}
	}
	for segment, all := range found {
		if !all && steps[segment] > 1 {
			found[segment] = !o.Possible(func(step int) bool { return int(o.Steps[step].Span.Segment) != segment })
		}
	}
	return found
}

// municipalitiesOf tells for the municipalities that some route crosses whether all do.
func (r *Result) municipalitiesOf(o *alternative.Optimal) map[int]bool {
	crossed := make([][]int, len(o.Steps))
	found := map[int]bool{}
	for i, s := range o.Steps {
		crossed[i] = r.Crossed(Route{Spans: spansOf(s)})
		for _, place := range crossed[i] {
			found[place] = false
		}
	}
	path := o.Path()
	for _, s := range path { // only what one route crosses can be crossed by all
		for _, place := range crossed[s] {
			found[place] = len(path) == len(o.Steps) || !o.Possible(func(step int) bool { return !slices.Contains(crossed[step], place) })
		}
	}
	return found
}

func spansOf(steps ...alternative.OptimalStep) (spans []graph.Span) {
	for _, s := range steps {
		if s.Span.Segment != graph.None {
			spans = append(spans, s.Span)
		}
	}
	return spans
}

func onAll(used map[int]bool) (count int) {
	for _, all := range used {
		if all {
			count++
		}
	}
	return count
}

// bound adds one origin to the flows.
func (u usedBy) bound(t *Ties, r *Result, origin int) {
	share, route := r.Origins[origin].Share, r.Routes[origin]
	var chosen []int
	for _, span := range route.Spans {
		if s := int(span.Segment); !slices.Contains(chosen, s) {
			chosen = append(chosen, s)
		}
	}
	for _, kind := range []struct {
		bounds []TieBounds
		used   map[int]bool
		chosen []int
	}{{t.Segments, u.segments, chosen}, {t.Municipalities, u.municipalities, r.Crossed(route)}} {
		for thing, all := range kind.used {
			b := &kind.bounds[thing]
			b.HighRoutes++
			b.HighShare += share
			if all {
				b.LowRoutes++
				b.LowShare += share
			}
		}
		for _, thing := range kind.chosen {
			kind.bounds[thing].Routes++
			kind.bounds[thing].Share += share
		}
	}
}
