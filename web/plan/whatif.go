package plan

import (
	"context"
	"math"
	"slices"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/route"
)

// Change is what happens to the roads.
type Change struct {
	Regions  []int             // municipalities, by index: every segment with a stretch in one
	Segments []graph.SegmentID // single segments
	// Factor multiplies the weight of the roads named; 0 and +Inf close them.
	Factor float64
}

// Outcome is the routes of the study under a change.
type Outcome struct {
	Segments []graph.SegmentID // that were changed, ascending
	Ports    []int             // per origin: its port, -1 without a route
	Ways     []Way             // per origin; the zero Way without a route
}

// WhatIf routes every origin of the study again. The origins keep their places:
// one on a closed segment has no route. It stops with the cause when ctx ends.
func (p *Planner) WhatIf(ctx context.Context, c Change) (*Outcome, error) {
	g := p.result.Roads.Graph
	out := &Outcome{Segments: p.changed(c), Ports: make([]int, len(p.result.Origins)), Ways: make([]Way, len(p.result.Origins))}
	factor := c.Factor
	if factor == 0 {
		factor = math.Inf(1)
	}
	metric := slices.Clone(p.result.Metric)
	for _, s := range out.Segments {
		for _, against := range [2]bool{false, true} {
			if a := g.ArcOf(s, against); a != graph.None && metric[a] > 0 {
				metric[a] = graph.Quantize(metric[a] * factor)
			} else if a != graph.None && math.IsInf(factor, 1) {
				metric[a] = factor
			}
		}
	}
	router := p.router.Reweigh(metric)
	origins := make([]route.Stop, len(p.result.Origins))
	for i, o := range p.result.Origins {
		if o.Located != "" && o.Place.AccessMeters <= p.result.MaxAccessMeters() {
			origins[i] = route.At(o.Place)
		}
	}
	router.Table(p.ports()).Each(origins, 0, func(i int, row *route.Row) {
		if ctx.Err() == nil {
			out.Ports[i], out.Ways[i] = p.toPort(row)
		}
	})
	return out, done(ctx)
}

// changed lists the segments that a change names, each once.
func (p *Planner) changed(c Change) []graph.SegmentID {
	list := slices.Clone(c.Segments)
	for _, r := range c.Regions {
		list = append(list, p.inRegion[r]...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// toPort picks the port of least cost of a row, the first of equals.
func (p *Planner) toPort(row *route.Row) (int, Way) {
	port, way := -1, Way{Cost: math.Inf(1)}
	for i := range p.result.Ports {
		if cost := row.Cost(i); cost < way.Cost {
			port, way.Cost = i, cost
		}
	}
	if port < 0 {
		return port, Way{}
	}
	way.Spans = row.AppendSpans(nil, port)
	for _, s := range way.Spans {
		way.Meters += s.LengthMeters()
	}
	return port, way
}
