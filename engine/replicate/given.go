package replicate

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strconv"

	"golang.org/x/sync/errgroup"
)

// GivenFlows are flows from origins of the user's, by row of a panel.
type GivenFlows struct {
	Model      Model
	Multiplier string // inf, or that of roads which the archive closes
	Flow       []float64
}

// Question says which flows are computed for a panel.
type Question struct {
	Origins Origins
	Model   Model
	// Multiplier is what a road after a close election costs, times its length;
	// +Inf closes it, as in the archive.
	Multiplier float64
}

// Given predicts the flow of every municipality of a panel in every month, from
// origins of the user's: one flow per period, as [Archive.Shortest] or
// [Archive.Congested] with [PublishedParams] has it. The archive's own predictions
// come from origins that are not public. Every period must have been read.
func (a *Archive) Given(ctx context.Context, p *Panel, q Question) (GivenFlows, error) {
	if !(q.Multiplier > 0) {
		return GivenFlows{}, fmt.Errorf("the multiplier is %v; write a number above 0, or inf", q.Multiplier)
	}
	dearer := a.WithMultiplier(q.Multiplier)
	var periods [Periods]*Flows
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(runtime.GOMAXPROCS(0))
	for period := range Periods {
		work.Go(func() (err error) {
			periods[period], err = dearer.predict(ctx, q, period)
			if err != nil {
				err = fmt.Errorf("period %d: %w", period, err)
			}
			return err
		})
	}
	if err := work.Wait(); err != nil {
		return GivenFlows{}, err
	}
	g := GivenFlows{Model: q.Model, Multiplier: "inf", Flow: make([]float64, 0, len(p.Homicides))}
	if !math.IsInf(q.Multiplier, 1) {
		g.Multiplier = strconv.FormatFloat(q.Multiplier, 'f', -1, 64)
	}
	for _, code := range p.Municipalities {
		m, ok := a.index[code]
		if !ok {
			return GivenFlows{}, errors.New("the panel is not of this archive")
		}
		for _, period := range p.Periods {
			g.Flow = append(g.Flow, float64(periods[period].Municipalities[m]))
		}
	}
	return g, nil
}

// predict returns the flows of a model in a period.
func (a *Archive) predict(ctx context.Context, q Question, period int) (*Flows, error) {
	if q.Model == ShortestPath {
		return a.Shortest(q.Origins, period)
	}
	e, err := a.Congested(ctx, q.Origins, period, Congestion{Params: PublishedParams})
	if err != nil {
		return nil, err
	}
	return &e.Flows, nil
}
