package plan

import (
	"context"
	"math"
	"slices"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/scenario"
	"github.com/corredor-geo/corredor/graph"
)

// Change is what happens to the roads, by the rules of package scenario.
type Change struct {
	Regions  []int             // municipalities, by index
	Segments []graph.SegmentID // single segments
	// Factor multiplies the weight of the roads named; 0 and +Inf close them.
	Factor float64
}

// Outcome is the routes of the study under a change.
type Outcome struct {
	Segments []graph.SegmentID // closed or of another weight, ascending
	Routes   []engine.Route    // per origin
}

// WhatIf routes every origin of the study again, as a sweep and a shock do. The origins
// keep their places: one on a closed stretch has no route. It stops with the cause when ctx ends.
func (p *Planner) WhatIf(ctx context.Context, c Change) (*Outcome, error) {
	rerouting := p.idle.Get().(*engine.Rerouting)
	routes, roads, err := rerouting.Route(ctx, engine.Change{Change: c.scenario()})
	if err != nil {
		return nil, err
	}
	p.idle.Put(rerouting)
	segments := slices.Concat(roads.Closed, roads.Repriced)
	slices.Sort(segments)
	return &Outcome{segments, routes}, nil
}

// scenario is a change as package scenario has it.
func (c Change) scenario() scenario.Change {
	factor := c.Factor
	if factor == 0 {
		factor = math.Inf(1)
	}
	out := scenario.Change{Places: map[int]float64{}, Segments: map[graph.SegmentID]float64{}}
	for _, r := range c.Regions {
		out.Places[r] = factor
	}
	for _, s := range c.Segments {
		out.Segments[s] = factor
	}
	return out
}
