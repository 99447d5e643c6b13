package plan

import (
	"errors"
	"sync"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph"
)

// Planner routes on the network of a study that has been run. It is immutable
// and safe for any number of goroutines. Make one with [New].
type Planner struct {
	result   *engine.Result
	rerouter *engine.Rerouter
	idle     sync.Pool // of *engine.Rerouting
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
// which stretch of every segment lies in which municipality.
func New(r *engine.Result) *Planner {
	p := &Planner{result: r, rerouter: engine.NewRerouter(r)}
	p.rerouter.Workers = 0
	p.idle.New = func() any { return p.rerouter.Begin() }
	snapper := graph.NewSnapper(r.Roads.Graph, nil)
	p.queries.New = func() any { return snapper.Query() }
	return p
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
