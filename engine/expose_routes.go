package engine

import (
	"context"
	"math"
	"sync/atomic"

	"github.com/corredor-geo/corredor/engine/exposure"
	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/route"
)

// everywhere is the routes that would begin at each municipality, as sets of the
// municipalities crossed; nil where there is none.
type everywhere struct {
	best   []exposure.Set   // to the port of least cost
	toPort [][]exposure.Set // per port that some route of the study ends at; else nil
}

// routesFromEverywhere finds the route of every municipality as the study finds
// those of its origins, and those to each port that the study uses. They are found
// once, so that a draw of origins is no more than a union of sets.
func (e *exposer) routesFromEverywhere(ctx context.Context) (*everywhere, error) {
	ports, stops := make([]route.Stop, len(e.Ports)), e.stops()
	for i, p := range e.Ports {
		if p.Place.AccessMeters <= e.Study.Access.portMaxMeters() {
			ports[i] = route.At(p.Place)
		}
	}
	n := len(stops)
	all := &everywhere{best: make([]exposure.Set, n), toPort: make([][]exposure.Set, len(e.Ports))}
	for _, r := range e.Result.Routes {
		if r.Status == Routed && all.toPort[r.Port] == nil {
			all.toPort[r.Port] = make([]exposure.Set, n)
		}
	}
	var done atomic.Int64
	table := e.router.Table(ports)
	table.Each(stops, e.Workers, func(i int, row *route.Row) {
		if ctx.Err() != nil {
			return
		}
		best, least := -1, math.Inf(1)
		for port := range e.Ports {
			if c := row.Cost(port); c < least {
				best, least = port, c
			}
		}
		var walk walker
		for port, sets := range all.toPort {
			if sets != nil && !math.IsInf(row.Cost(port), 1) {
				sets[i] = walk.set(e.run, row, port)
			}
		}
		switch {
		case best >= 0 && all.toPort[best] != nil:
			all.best[i] = all.toPort[best][i]
		case best >= 0:
			all.best[i] = walk.set(e.run, row, best)
		}
		e.Progress("routes from everywhere", done.Add(1), int64(n))
	})
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return all, nil
}

// stops puts the seat of every municipality on the nearest road; nowhere where
// the study would not route it.
func (e *exposer) stops() []route.Stop {
	query := graph.NewSnapper(e.Roads.Graph, nil).Query()
	stops := make([]route.Stop, len(e.at))
	for i, p := range e.at {
		if !e.known[i] {
			continue
		}
		if place, ok := query.Nearest(p); ok && place.AccessMeters <= e.Study.Access.maxMeters() {
			stops[i] = route.At(place)
		}
	}
	return stops
}

// walker follows routes; its memory is used again.
type walker struct {
	spans  []graph.Span
	pieces []region.Piece
}

// set returns the municipalities on the way to a port.
func (w *walker) set(r *run, row *route.Row, port int) exposure.Set {
	s := exposure.NewSet(len(r.Regions.Regions))
	w.spans = row.AppendSpans(w.spans[:0], port)
	for _, span := range w.spans {
		w.pieces = r.Overlay.AppendSpan(w.pieces[:0], span)
		for _, p := range w.pieces {
			if p.Region >= 0 && pieceMeters(p) > 0 {
				s.Add(int(p.Region))
			}
		}
	}
	return s
}
