package engine

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

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
	rerouter   *Rerouter
	idle       sync.Pool // of *Rerouting
}

func (r *Result) newClosing(spec VitalSpec) (*closing, error) {
	c := &closing{Result: r, spec: spec, rerouter: NewRerouter(r)}
	c.idle.New = func() any { return c.rerouter.Begin() }
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
		stops[n] = c.rerouter.origins[c.travellers[travellers[k]]]
	}
	w := c.idle.Get().(*Rerouting)
	c.under(w, closed).Table(c.rerouter.ports).Each(stops, 1, func(n int, row *route.Row) {
		best := c.least(row, nil)
		ways[group[n]] = vital.Way{Cost: best.Cost, Items: c.items(travellers[group[n]], best.Spans)}
	})
	c.idle.Put(w)
}

// under is the router while some things are closed. Whoever starts or ends on a closed segment may
// still use the part of it up to its end.
func (c *closing) under(w *Rerouting, closed []int) *route.Router {
	change := scenario.Change{Places: map[int]float64{}, Segments: map[graph.SegmentID]float64{}}
	for _, item := range closed {
		if c.spec.By == BySegment {
			change.Segments[graph.SegmentID(item)] = math.Inf(1)
		} else {
			change.Places[item] = math.Inf(1)
		}
	}
	router, _ := w.under(Change{Change: change})
	if c.spec.By == BySegment {
		router = router.WithParts(c.Roads.Graph.Proportional(c.Metric))
	}
	return router
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
