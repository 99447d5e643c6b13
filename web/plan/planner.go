package plan

import (
	"context"
	"errors"
	"math"
	"sync"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/route"
)

// Planner routes on the network of a study that has been run. It is immutable
// and safe for any number of goroutines. Make one with [New].
type Planner struct {
	result *engine.Result
	router *route.Router
	// inRegion lists the segments with a stretch in each municipality.
	inRegion [][]graph.SegmentID
	queries  sync.Pool // of *graph.SnapQuery
}

// Way is a route on the network.
type Way struct {
	Cost   float64 // in the metric's own unit: metres, seconds or price
	Meters float64
	Spans  []graph.Span
}

// Errors that a caller can tell apart.
var (
	ErrNoRoute = errors.New("there is no way on these roads")
	ErrNoPlace = errors.New("there is no road")
)

// New prepares a planner: it customizes the hierarchy of the study, and notes
// which segments lie in each municipality.
func New(r *engine.Result) *Planner {
	p := &Planner{
		result: r, router: route.New(r.Roads.Graph, r.Index, r.Metric, 0),
		inRegion: make([][]graph.SegmentID, len(r.Regions.Regions)),
	}
	for s := range graph.SegmentID(r.Roads.Graph.SegmentCount()) {
		for _, piece := range r.Overlay.Pieces(s) {
			p.note(piece, s)
		}
	}
	snapper := graph.NewSnapper(r.Roads.Graph, nil)
	p.queries.New = func() any { return snapper.Query() }
	return p
}

func (p *Planner) note(piece region.Piece, s graph.SegmentID) {
	if piece.Region < 0 || piece.LengthMeters() == 0 {
		return
	}
	list := &p.inRegion[piece.Region]
	if n := len(*list); n == 0 || (*list)[n-1] != s {
		*list = append(*list, s)
	}
}

// Result returns the study.
func (p *Planner) Result() *engine.Result { return p.result }

// Near returns the place on the roads nearest to a point in degrees, and false
// when it is farther from them than the study lets an origin be.
func (p *Planner) Near(at orb.Point) (graph.Place, error) {
	query := p.queries.Get().(*graph.SnapQuery)
	defer p.queries.Put(query)
	place, ok := query.Nearest(at)
	if !ok || place.AccessMeters > p.result.MaxAccessMeters() {
		return graph.Place{}, ErrNoPlace
	}
	return place, nil
}

// cheapest finds the port of least cost from a place, the first of equals.
func (p *Planner) cheapest(from graph.Place) (port int, ok bool) {
	best := math.Inf(1)
	p.router.Table(p.ports()).Each([]route.Stop{route.At(from)}, 1, func(_ int, row *route.Row) {
		for i := range p.result.Ports {
			if cost := row.Cost(i); cost < best {
				best, port = cost, i
			}
		}
	})
	return port, !math.IsInf(best, 1)
}

// ports are the destinations of the study; those too far from a road are nowhere.
func (p *Planner) ports() []route.Stop {
	stops := make([]route.Stop, len(p.result.Ports))
	for i, port := range p.result.Ports {
		if p.result.PortReached(i) {
			stops[i] = route.At(port.Place)
		}
	}
	return stops
}

// done returns the cause of a context that has ended.
func done(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// Drawn returns a way as engine draws and measures routes: its line in degrees,
// its length in km, its cost in the unit of the study.
func (p *Planner) Drawn(w Way) Drawing {
	as := engine.Route{Cost: w.Cost, Spans: w.Spans}
	cost, unit := p.result.RouteCost(as)
	return Drawing{Line: p.result.Line(as), KM: w.Meters / 1000, Cost: cost, CostUnit: unit}
}

// Drawing is a way for people.
type Drawing struct {
	Line     orb.LineString
	KM, Cost float64
	CostUnit string
}
