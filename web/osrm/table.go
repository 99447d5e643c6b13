package osrm

import (
	"context"
	"math"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/route"
)

// table answers a matrix: durations, or distances, or both.
func (s *Server) table(ctx context.Context, r *request) (any, *problem) {
	if len(r.at) < 2 {
		return nil, problemf("InvalidOptions", "Number of coordinates needs to be at least two.")
	}
	sources, p := r.indices("sources")
	if p != nil {
		return nil, p
	}
	destinations, p := r.indices("destinations")
	if p != nil {
		return nil, p
	}
	annotations, p := r.choice("annotations", "duration", "distance", "duration,distance", "distance,duration")
	if p != nil {
		return nil, p
	}
	if cells := len(sources) * len(destinations); cells > s.opts.MaxCells {
		return nil, problemf("TooBig", "Number of entries %d is higher than current maximum (%d)", cells, s.opts.MaxCells)
	}
	places, p := s.snap(r)
	if p != nil {
		return nil, p
	}
	t := s.fill(ctx, pick(places, sources), pick(places, destinations), annotations)
	if ctx.Err() != nil {
		return nil, problemf("NoTable", "the request was cancelled")
	}
	t.Notes = r.notes
	if r.options.Get("skip_waypoints") != "true" {
		t.Sources, t.Destinations = s.waypoints(pick(places, sources)), s.waypoints(pick(places, destinations))
	}
	return t, nil
}

func pick(places []graph.Place, indices []int) []graph.Place {
	list := make([]graph.Place, len(indices))
	for i, k := range indices {
		list[i] = places[k]
	}
	return list
}

func stops(places []graph.Place) []route.Stop {
	list := make([]route.Stop, len(places))
	for i, p := range places {
		list[i] = route.At(p)
	}
	return list
}

// fill computes the cells. Ways are followed only where the costs alone do not
// answer: for distances, or durations under a formula.
func (s *Server) fill(ctx context.Context, from, to []graph.Place, annotations string) *tableAnswer {
	wantTime, wantWay := annotations != "distance", annotations != "duration"
	t := &tableAnswer{Code: "Ok"}
	follow := wantWay || s.opts.Formula != ""
	durations, distances := make([][]*float64, len(from)), make([][]*float64, len(from))
	s.router.Table(stops(to)).Each(stops(from), s.opts.Workers, func(i int, row *route.Row) {
		durations[i], distances[i] = make([]*float64, len(to)), make([]*float64, len(to))
		if ctx.Err() != nil {
			return
		}
		values := make([]float64, 2*len(to))
		var spans []graph.Span
		for k := range to {
			cost := row.Cost(k)
			if math.IsInf(cost, 1) {
				continue // null, as OSRM has it
			}
			seconds, meters := cost, 0.0
			if follow {
				spans = row.AppendSpans(spans[:0], k)
				seconds, meters = s.measure(spans)
			}
			values[2*k], values[2*k+1] = decimals1(seconds), decimals1(meters)
			durations[i][k], distances[i][k] = &values[2*k], &values[2*k+1]
		}
	})
	if wantTime {
		t.Durations = durations
	}
	if wantWay {
		t.Distances = distances
	}
	return t
}

// measure adds up the seconds and metres of a way.
func (s *Server) measure(spans []graph.Span) (seconds, meters float64) {
	for _, span := range spans {
		seconds += s.network.Graph.PartialCost(s.seconds, span)
		meters += span.LengthMeters()
	}
	return seconds, meters
}
