package plan

import (
	"context"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/alternative"
)

// Limits of alternatives. The shares are those of the literature on alternative
// routes: R. Geisberger, "Advanced Route Planning in Transportation Networks", 2011.
const (
	MaxAlternatives = 5
	mostShared      = 0.7 // of a route's length with those kept before it
	mostStretch     = 0.5 // how much more than the best it may cost
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
		if answer.Port = p.rerouter.From(q.From).Port; answer.Port < 0 {
			return answer, ErrNoRoute
		}
		q.To = &p.result.Ports[answer.Port].Place
	}
	paths, err := p.alternatives(ctx, q)
	if err == nil && len(paths) == 0 {
		err = ErrNoRoute
	}
	for _, path := range paths {
		answer.Ways = append(answer.Ways, Way{Cost: path.Cost, Meters: path.LengthMeters(), Spans: path.Spans})
	}
	return answer, err
}

func (p *Planner) alternatives(ctx context.Context, q Question) ([]alternative.Path, error) {
	g, m := p.result.Roads.Graph, p.result.Metric
	finder := alternative.New(g, m, p.rerouter.Unchanged().Hierarchy())
	trip := alternative.Between(g, g.Proportional(m), q.From, *q.To)
	if q.Alternatives <= 0 {
		return finder.Shortest(ctx, trip, 1)
	}
	return finder.Penalty(ctx, trip, alternative.Options{Count: min(q.Alternatives, MaxAlternatives), MostShared: mostShared, MostStretch: mostStretch})
}
