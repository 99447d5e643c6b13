package plan

import (
	"cmp"
	"context"
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// Limits of alternatives. The shares are those of the literature on alternative
// routes: R. Geisberger, "Advanced Route Planning in Transportation Networks", 2011.
const (
	MaxAlternatives = 5
	penalty         = 1.4 // on the roads of every route found
	mostShared      = 0.7 // of a route's length with those kept before it
	mostCost        = 1.5 // times the best
	tries           = 4   // searches per alternative asked for
)

// Question is a route to find.
type Question struct {
	From graph.Place
	// To is where it ends; nil is the port of least cost.
	To           *graph.Place
	Alternatives int // besides the best, at most MaxAlternatives
}

// Answer is the best way and the alternatives to it, cheapest first.
type Answer struct {
	Port int // index of the study's ports that was chosen; -1 when the end was given
	Ways []Way
}

// Route finds the way of least cost and alternatives to it. It fails with
// [ErrNoRoute], or when ctx ends. Each search changes the hierarchy once.
func (p *Planner) Route(ctx context.Context, q Question) (Answer, error) {
	answer := Answer{Port: -1}
	if q.To == nil {
		port, ok := p.cheapest(q.From)
		if !ok {
			return answer, ErrNoRoute
		}
		answer.Port = port
		q.To = &p.result.Ports[port].Place
	}
	best, ok := one(p.router, q.From, *q.To)
	if !ok {
		return answer, ErrNoRoute
	}
	answer.Ways = []Way{best}
	wanted := min(q.Alternatives, MaxAlternatives)
	metric := slices.Clone(p.result.Metric)
	last := best
	for try := 0; try < wanted*tries && len(answer.Ways) <= wanted; try++ {
		if err := done(ctx); err != nil {
			return answer, err
		}
		p.penalise(metric, last)
		way, ok := one(p.router.Reweigh(slices.Clone(metric)), q.From, *q.To)
		if !ok {
			break
		}
		last = way
		way.Cost = p.cost(way.Spans)
		if way.Cost <= mostCost*best.Cost && p.differs(way, answer.Ways) {
			answer.Ways = append(answer.Ways, way)
		}
	}
	slices.SortStableFunc(answer.Ways[1:], func(a, b Way) int { return cmp.Compare(a.Cost, b.Cost) })
	return answer, nil
}

// penalise makes the roads of a way dearer, in both directions.
func (p *Planner) penalise(m graph.Metric, way Way) {
	g := p.result.Roads.Graph
	for _, s := range way.Spans {
		for _, against := range [2]bool{false, true} {
			if a := g.ArcOf(s.Segment, against); a != graph.None {
				m[a] = graph.Quantize(m[a] * penalty)
			}
		}
	}
}

// cost adds up a way under the study's own metric.
func (p *Planner) cost(spans []graph.Span) float64 {
	sum := 0.0
	for _, s := range spans {
		sum += p.result.Roads.Graph.PartialCost(p.result.Metric, s)
	}
	return sum
}

// differs reports whether a way shares little with each of some others.
func (p *Planner) differs(way Way, others []Way) bool {
	for _, other := range others {
		used := map[graph.SegmentID]bool{}
		for _, s := range other.Spans {
			used[s.Segment] = true
		}
		shared := 0.0
		for _, s := range way.Spans {
			if used[s.Segment] {
				shared += s.LengthMeters()
			}
		}
		if shared > mostShared*way.Meters {
			return false
		}
	}
	return true
}
