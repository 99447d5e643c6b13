package engine

import (
	"context"
	"slices"

	"github.com/corredor-geo/corredor/engine/scenario"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/route"
)

// Rerouter routes the origins of a result again after changes to the roads: the periods of
// shocks, the scenarios of a sweep, the closures of vital, and what the map is asked. It is immutable but for Workers, and safe for any number of
// goroutines; each asks with a [Rerouting] of its own.
type Rerouter struct {
	// Workers is how many goroutines route the origins of one change, 0 for one a core;
	// [NewRerouter] sets 1, for who routes many changes side by side.
	Workers int

	result         *Result
	roads          *scenario.Roads
	router         *route.Router
	origins, ports []route.Stop
}

// NewRerouter prepares to reroute; it customizes the hierarchy once. Municipalities
// close and reprice roads by the rules of package scenario.
func NewRerouter(r *Result) *Rerouter {
	return newRerouter(r, route.New(r.Roads.Graph, r.Index, r.Metric, 0))
}

// newRerouter takes the router of a result's metric.
func newRerouter(r *Result, router *route.Router) *Rerouter {
	q := &Rerouter{Workers: 1, result: r, roads: scenario.NewRoads(r.Roads.Graph, r.Metric, r.stretches), router: router}
	q.roads.MinMeters = r.Study.Shocks.minMeters()
	q.origins, q.ports = r.stops()
	return q
}

// Change is what differs in a scenario. The zero Change is the study itself.
type Change struct {
	scenario.Change // of municipalities, by index of Regions.Regions, and segments
	// Fees are what each port costs besides, in the metric's own unit; +Inf closes it.
	// Nil is nothing.
	Fees []float64
	// Metric stands in place of the study's before the change; nil is the study's.
	Metric graph.Metric
}

// Rerouting is a Rerouter at work, with memory of its own. Keep one per goroutine.
type Rerouting struct {
	rerouter *Rerouter
	changing *route.Changing
}

// Begin returns what asks the rerouter.
func (q *Rerouter) Begin() *Rerouting { return &Rerouting{q, q.router.Changing()} }

// Unchanged returns the router of the study itself.
func (q *Rerouter) Unchanged() *route.Router { return q.router }

// From returns the route of least cost from a place to a port, without a change. It has
// status [NoPort] where no port is reached.
func (q *Rerouter) From(p graph.Place) (best Route) {
	q.router.Table(q.ports).Each([]route.Stop{route.At(p)}, 1, func(_ int, row *route.Row) {
		best = q.result.least(row, nil)
	})
	return best
}

// Route returns the route of every origin under a change, and the roads under it. Equal
// changes give equal routes, whatever was asked before. It fails only with the cause of a context
// that ends.
func (w *Rerouting) Route(ctx context.Context, c Change) ([]Route, *scenario.Shocked, error) {
	q := w.rerouter
	router, shocked := w.under(c)
	routes := make([]Route, len(q.origins))
	router.Table(q.ports).Each(q.origins, q.Workers, func(i int, row *route.Row) {
		if ctx.Err() == nil {
			routes[i] = q.result.cheapest(row, q.result.Origins[i], c.Fees)
		}
	})
	return routes, shocked, context.Cause(ctx)
}

// under returns the router of the roads under a change, valid until the next, and those roads.
func (w *Rerouting) under(c Change) (*route.Router, *scenario.Shocked) {
	q := w.rerouter
	if c.Metric != nil {
		shocked := q.roads.On(c.Metric).Changed(c.Change)
		return w.changing.ToMetric(shocked.Metric).WithParts(shocked.Cost), shocked
	}
	shocked := q.roads.Changed(c.Change)
	return w.changing.To(q.arcs(shocked), shocked.Metric).WithParts(shocked.Cost), shocked
}

// arcs are those of the segments that a shock has changed.
func (q *Rerouter) arcs(shocked *scenario.Shocked) []graph.ArcID {
	var arcs []graph.ArcID
	for _, s := range slices.Concat(shocked.Closed, shocked.Repriced) {
		for _, reversed := range []bool{false, true} {
			if a := q.result.Roads.Graph.ArcOf(s, reversed); a != graph.None {
				arcs = append(arcs, a)
			}
		}
	}
	return arcs
}
