package engine

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/corredor-geo/corredor/engine/scenario"
	"github.com/corredor-geo/corredor/engine/vital"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/route"
)

// closing is a study whose roads are closed, as package vital asks about it.
type closing struct {
	*Result
	spec       VitalSpec
	problem    vital.Problem
	travellers []int // origins with a route
	home       []int // per traveller: its municipality, -1 for none
	flow       float64
	router     *route.Router
	roads      *scenario.Roads
	ports      []route.Stop
}

func (r *Result) newClosing(spec VitalSpec) (*closing, error) {
	c := &closing{Result: r, spec: spec, ports: make([]route.Stop, len(r.Ports)), router: route.New(r.Roads.Graph, r.Index, r.Metric, 0)}
	for i, p := range r.Ports {
		if r.PortReached(i) {
			c.ports[i] = route.At(p.Place)
		}
	}
	if spec.By != BySegment {
		c.roads = scenario.NewRoads(r.Roads.Graph, r.Metric, r.stretches)
		c.roads.MinMeters = r.Study.Shocks.minMeters()
	}
	costliest := c.addTravellers()
	c.problem.CutOff, c.problem.Network = 2*costliest, c
	if spec.CutOff > 0 {
		c.problem.CutOff = spec.CutOff / r.cost(1)
	}
	if c.problem.CutOff < costliest {
		return nil, fmt.Errorf("an origin without a way counts as %g, less than the costliest route, %g; write more", spec.CutOff, r.cost(costliest))
	}
	if spec.Progress != nil {
		c.problem.Progress = func(sets int) { spec.Progress("closures", int64(sets), 0) }
	}
	if spec.Objective == ByFlow {
		met := vital.Met{Routes: make([][]int, len(c.travellers))}
		for k, i := range c.travellers {
			met.Routes[k] = c.items(k, r.Routes[i].Spans)
		}
		c.problem.CutOff, c.problem.Network = 1, met
	}
	return c, nil
}

// addTravellers notes the origins with a route, and returns the cost of the costliest.
func (c *closing) addTravellers() (costliest float64) {
	for i, o := range c.Origins {
		if c.Routes[i].Status != Routed {
			continue
		}
		home, ok := c.Regions.Index(o.Code)
		if !ok || c.spec.By == BySegment {
			home = -1
		}
		c.travellers, c.home = append(c.travellers, i), append(c.home, home)
		c.problem.Weights = append(c.problem.Weights, o.Share)
		c.flow += o.Share
		costliest = max(costliest, c.Routes[i].Cost)
	}
	return costliest
}

// Ways is [vital.Network.Ways]: travellers inside a closed municipality are asked about
// while it is open, the others together.
func (c *closing) Ways(ctx context.Context, closed, travellers []int) ([]vital.Way, error) {
	ways := make([]vital.Way, len(travellers))
	groups := map[int][]int{} // by the municipality that stays open: places in travellers
	for k, i := range travellers {
		open := -1
		if c.home[i] >= 0 && slices.Contains(closed, c.home[i]) {
			open = c.home[i]
		}
		groups[open] = append(groups[open], k)
	}
	for open, group := range groups {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		c.fill(ways, group, travellers, slices.DeleteFunc(slices.Clone(closed), func(item int) bool { return item == open }))
	}
	return ways, nil
}

// fill routes a group of travellers while some things are closed.
func (c *closing) fill(ways []vital.Way, group, travellers, closed []int) {
	stops := make([]route.Stop, len(group))
	for n, k := range group {
		stops[n] = route.At(c.Origins[c.travellers[travellers[k]]].Place)
	}
	c.under(closed).Table(c.ports).Each(stops, 1, func(n int, row *route.Row) {
		w := &ways[group[n]]
		port := -1
		w.Cost = math.Inf(1)
		for p := range c.ports {
			if cost := row.Cost(p); cost < w.Cost {
				port, w.Cost = p, cost
			}
		}
		if port >= 0 {
			w.Items = c.items(travellers[group[n]], row.AppendSpans(nil, port))
		}
	})
}

// under is the router while some things are closed.
func (c *closing) under(closed []int) *route.Router {
	switch {
	case len(closed) == 0:
		return c.router
	case c.spec.By == BySegment:
		m, g := slices.Clone(c.Metric), c.Roads.Graph
		for _, s := range closed {
			for _, reversed := range []bool{false, true} {
				if a := g.ArcOf(graph.SegmentID(s), reversed); a != graph.None {
					m[a] = math.Inf(1)
				}
			}
		}
		return c.router.Reweigh(m).WithParts(g.Proportional(c.Metric))
	}
	times := map[int]float64{}
	for _, place := range closed {
		times[place] = math.Inf(1)
	}
	network := c.roads.Under(times)
	return c.router.Reweigh(network.Metric).WithParts(network.Cost)
}

// items lists what may be closed to a traveller on its way: all but its own municipality.
func (c *closing) items(traveller int, spans []graph.Span) (items []int) {
	if c.spec.By != BySegment {
		return slices.DeleteFunc(c.Crossed(Route{Spans: spans}), func(place int) bool { return place == c.home[traveller] })
	}
	for _, s := range spans {
		items = append(items, int(s.Segment))
	}
	slices.Sort(items)
	return slices.Compact(items)
}

// mean is a worth by unit of flow, in the unit of the study's cost.
func (c *closing) mean(worth float64) float64 {
	if c.spec.Objective == ByFlow {
		return worth / c.flow
	}
	return c.cost(worth) / c.flow
}

// closure sums a state up.
func (c *closing) closure(st vital.State) Closure {
	out, detours := Closure{Items: st.Closed, Worth: c.mean(st.Worth)}, 0.0
	for k, i := range c.travellers {
		if slices.Contains(st.Closed, c.home[k]) {
			out.Inside++
		}
		switch cost := st.Ways[k].Cost; {
		case c.spec.Objective == ByFlow:
			out.Longer += int(cost)
			detours += float64(c.Origins[i].Share * cost)
		case cost >= c.problem.CutOff:
			out.CutOff++
			out.CutOffShare += c.Origins[i].Share
		case cost > c.Routes[i].Cost:
			out.Longer++
			detours += float64(c.Origins[i].Share * (cost - c.Routes[i].Cost))
		}
	}
	out.Detours = c.mean(detours)
	return out
}
