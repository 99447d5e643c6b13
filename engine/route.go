package engine

import (
	"context"
	"errors"
	"math"
	"sync"
	"sync/atomic"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
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

// searcher finds least-cost paths from one node to many. The reference Dijkstra
// of package graph is one.
type searcher interface {
	Run(m graph.Metric, source graph.NodeID, targets ...graph.NodeID)
	Distance(target graph.NodeID) float64
	AppendPath(path []graph.ArcID, target graph.NodeID) []graph.ArcID
}

// route finds the route of every origin, in parallel.
func (r *run) route(ctx context.Context) error {
	r.Routes = make([]Route, len(r.Origins))
	arrivals := r.arrivals()
	var next, done atomic.Int64
	var group sync.WaitGroup
	for range min(r.Workers, max(1, len(r.Origins))) {
		group.Go(func() {
			search := graph.NewDijkstra(r.Roads.Graph)
			for i := next.Add(1) - 1; i < int64(len(r.Origins)) && ctx.Err() == nil; i = next.Add(1) - 1 {
				r.Routes[i] = r.routeOne(search, r.Origins[i], arrivals)
				r.Progress("routes", done.Add(1), int64(len(r.Origins)))
			}
		})
	}
	group.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return r.noteRoutes()
}

// arrival is one way into a port.
type arrival struct {
	port int
	graph.Exit
}

func (r *run) arrivals() []arrival {
	var all []arrival
	for i, p := range r.Ports {
		if p.Place.AccessMeters > r.Study.Access.portMaxMeters() {
			continue
		}
		for exit := range r.Roads.Graph.Arrivals(r.Metric, p.Place) {
			all = append(all, arrival{i, exit})
		}
	}
	return all
}

func (r *run) routeOne(search searcher, o Origin, arrivals []arrival) Route {
	switch {
	case o.Located == "":
		return Route{Status: NoPosition, Port: -1}
	case o.Place.AccessMeters > r.Study.Access.maxMeters():
		return Route{Status: NoRoad, Port: -1}
	}
	g := r.Roads.Graph
	best := Route{Status: NoPort, Port: -1, Cost: math.Inf(1)}
	r.alongOneSegment(o, &best)
	for departure := range g.Departures(r.Metric, o.Place) {
		search.Run(r.Metric, departure.Node)
		found := -1
		for i, a := range arrivals {
			if cost := departure.Cost + search.Distance(a.Node) + a.Cost; cost < best.Cost {
				best.Cost, best.Port, found = cost, a.port, i
			}
		}
		if found >= 0 {
			best.Status = Routed
			path := search.AppendPath(nil, arrivals[found].Node)
			best.Spans = joinSpans(g, departure.Span, path, arrivals[found].Span)
		}
	}
	for _, span := range best.Spans {
		best.Meters += span.LengthMeters()
	}
	return best
}

// alongOneSegment finds a port on the segment where the origin is.
func (r *run) alongOneSegment(o Origin, best *Route) {
	for i, p := range r.Ports {
		if p.Place.AccessMeters > r.Study.Access.portMaxMeters() {
			continue
		}
		if span, cost := r.Roads.Graph.Direct(r.Metric, o.Place, p.Place); cost < best.Cost {
			*best = Route{Status: Routed, Port: i, Cost: cost, Spans: []graph.Span{span}}
		}
	}
}

func joinSpans(g *graph.Graph, first graph.Span, path []graph.ArcID, last graph.Span) []graph.Span {
	spans := make([]graph.Span, 0, len(path)+2)
	if first.LengthMeters() > 0 {
		spans = append(spans, first)
	}
	for _, a := range path {
		spans = append(spans, g.ArcSpan(a))
	}
	if last.LengthMeters() > 0 || len(spans) == 0 {
		spans = append(spans, last)
	}
	return spans
}

// Line returns the geometry of a route in degrees, in order of travel.
func (r *Result) Line(route Route) orb.LineString {
	var line orb.LineString
	for _, span := range route.Spans {
		line = r.Roads.Graph.AppendLine(line, span)
	}
	return line
}

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
		return errorAt(r.Study, ErrNoRoute, "are the ports on the same roads as the origins? corredor graph check shows the components")
	}
	return nil
}
