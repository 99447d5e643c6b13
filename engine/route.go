package engine

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync/atomic"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/route"
)

// Route is the way of least cost from an origin to the port that it reaches at
// least cost.
type Route struct {
	Status Status
	Port   int     // index into Ports; -1 without a route
	Cost   float64 // metres or seconds on the network, without access
	Meters float64 // length on the network
	Spans  []graph.Span
}

// Status says whether there is a route, and if not, why.
type Status string

// The statuses of a route.
const (
	Routed     Status = "routed"
	NoPosition Status = "no position"
	NoRoad     Status = "no road near"
	NoPort     Status = "no port reachable"
)

// route finds the route of every origin.
func (r *run) route(ctx context.Context) error {
	g := r.Roads.Graph
	index, err := route.Build(ctx, g, cch.OrderOptions{Workers: r.Workers})
	if err != nil {
		return err
	}
	r.Index = index
	r.router = route.New(g, index, r.Metric, r.Workers)
	if err := r.routeAll(ctx); err != nil {
		return err
	}
	return r.noteRoutes()
}

// routeAll finds the routes of all origins in parallel: one row of a table whose
// columns are the ports.
func (r *run) routeAll(ctx context.Context) error {
	var done atomic.Int64
	origins, ports := r.stops()
	r.Routes = make([]Route, len(origins))
	r.router.Table(ports).Each(origins, r.Workers, func(i int, row *route.Row) {
		if ctx.Err() == nil {
			r.Routes[i] = r.cheapest(row, r.Origins[i], nil)
			r.Progress("routes", done.Add(1), int64(len(origins)))
		}
	})
	return context.Cause(ctx)
}

// stops are where routes begin and end; those too far from a road are nowhere.
func (r *Result) stops() (origins, ports []route.Stop) {
	origins, ports = make([]route.Stop, len(r.Origins)), make([]route.Stop, len(r.Ports))
	for i, o := range r.Origins {
		if r.routable(o) == Routed {
			origins[i] = route.At(o.Place)
		}
	}
	for i, p := range r.Ports {
		if r.PortReached(i) {
			ports[i] = route.At(p.Place)
		}
	}
	return origins, ports
}

// routable says why an origin cannot have a route, or Routed.
func (r *Result) routable(o Origin) Status {
	switch {
	case o.Located == "":
		return NoPosition
	case o.Place.AccessMeters > r.Study.Access.maxMeters():
		return NoRoad
	}
	return Routed
}

// cheapest is the route of an origin: see [Result.least].
func (r *Result) cheapest(row *route.Row, o Origin, fees []float64) Route {
	if status := r.routable(o); status != Routed {
		return Route{Status: status, Port: -1}
	}
	return r.least(row, fees)
}

// least picks the port of least cost, the first of equals, and the way there. Fees are
// what ports cost besides, in the metric's own unit; nil is nothing.
func (r *Result) least(row *route.Row, fees []float64) Route {
	best := Route{Status: NoPort, Port: -1, Cost: math.Inf(1)}
	for port := range r.Ports {
		cost := row.Cost(port)
		if fees != nil {
			cost += fees[port]
		}
		if cost < best.Cost {
			best = Route{Status: Routed, Port: port, Cost: cost}
		}
	}
	if best.Port >= 0 {
		best.Spans = row.AppendSpans(nil, best.Port)
	}
	for _, span := range best.Spans {
		best.Meters += span.LengthMeters()
	}
	return best
}

// Line returns the geometry of a route in degrees, in order of travel.
func (r *Result) Line(route Route) orb.LineString { return drawSpans(r.Roads.Graph, route.Spans) }

// ErrNoRoute is returned when no origin of a study reaches a port.
var ErrNoRoute = errors.New("no origin reaches a port")

func (r *run) noteRoutes() error {
	var unreached tally
	routed := 0
	for i, route := range r.Routes {
		switch route.Status {
		case Routed:
			routed++
		case NoPort:
			unreached.add(r.Origins[i].Layer + " " + r.Origins[i].Code + " " + r.Origins[i].Name)
		}
	}
	r.warnTally("routes", "origins that reach no port", unreached)
	if routed == 0 {
		return errorAt(r.Study, ErrNoRoute, r.strandedHint())
	}
	return nil
}

// strandedHint says what most likely keeps every origin from every port.
func (r *run) strandedHint() string {
	only := func(status Status) bool {
		return !slices.ContainsFunc(r.Routes, func(route Route) bool { return route.Status != status })
	}
	switch {
	case only(NoRoad):
		return fmt.Sprintf("all are more than %g km from any road, see access: max_km; do the roads cover the place, and are longitude and latitude right?", r.Study.Access.maxMeters()/1000)
	case only(NoPosition):
		return "none has a position: are their codes those of the municipalities?"
	}
	for i := range r.Ports {
		if r.PortReached(i) {
			return "are the ports on the same roads as the origins? corredor graph check shows the components"
		}
	}
	return "no port is near a road, see access: port_max_km; do the roads cover the ports?"
}
