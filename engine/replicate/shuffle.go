package replicate

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"

	"github.com/corredor-geo/corredor/engine/panel"
)

// shuffle deals the courses of flows out among the municipalities of each state.
func (p *Panel) shuffle(flow []float64, seed uint64) []float64 {
	d := drawing{p: p, within: &within{months: p.Months}, flow: flow}
	return d.dealt(seed, 0)
}

// deal returns, for each municipality, one of its state whose course it gets in a draw.
func (p *Panel) deal(seed uint64, draw int) []int {
	members := map[int32][]int{}
	states := p.states()
	for m, state := range states {
		members[state] = append(members[state], m)
	}
	from := make([]int, len(states))
	random := rand.New(rand.NewPCG(seed, uint64(draw)))
	for state := range int32(100) { // all numbers of two digits, in order
		dealt := append([]int(nil), members[state]...)
		random.Shuffle(len(dealt), func(i, j int) { dealt[i], dealt[j] = dealt[j], dealt[i] })
		for i, m := range members[state] {
			from[m] = dealt[i]
		}
	}
	return from
}

// randomize asks how often routes dealt out at random within states do as well: the
// share of draws, the observed one counted in, whose t is at least as large, whatever
// its sign. The t of a draw has errors clustered by municipality, which is what is dealt.
func (p *Panel) randomize(ctx context.Context, r *panel.Regression, flow []float64, opts Table7Options) (*float64, error) {
	within, err := p.newWithin(r.Weights)
	if err != nil {
		return nil, err
	}
	d := drawing{p: p, within: within, y: append([]float64(nil), r.Y...), flow: flow}
	if err := d.within.sweep(d.y); err != nil {
		return nil, err
	}
	observed, err := d.t(flow)
	if err != nil {
		return nil, err
	}
	ts, errs := make([]float64, opts.Draws), make([]error, opts.Draws)
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wait.Go(func() {
			for i := w; i < len(ts) && ctx.Err() == nil; i += workers {
				ts[i], errs[i] = d.t(d.dealt(opts.Seed, i+1))
			}
		})
	}
	wait.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	extreme := 1.0
	for i, t := range ts {
		if errs[i] != nil {
			return nil, fmt.Errorf("draw %d: %w", i+1, errs[i])
		}
		if !(math.Abs(t) < math.Abs(observed)) {
			extreme++
		}
	}
	share := extreme / float64(opts.Draws+1)
	return &share, nil
}

// drawing computes the t of routes dealt out at random.
type drawing struct {
	p       *Panel
	within  *within
	y, flow []float64 // y is swept
}

// dealt returns the flows of a draw.
func (d *drawing) dealt(seed uint64, draw int) []float64 {
	flow := make([]float64, len(d.flow))
	for to, from := range d.p.deal(seed, draw) {
		copy(d.within.of(flow, to), d.within.of(d.flow, from))
	}
	return flow
}

// t returns the t of the dummy of flows.
func (d *drawing) t(flow []float64) (float64, error) {
	x := make([]float64, len(flow))
	for row, f := range flow {
		x[row] = oneIf(f > 0)
	}
	err := d.within.sweep(x)
	_, t := d.within.slope(d.y, x)
	return t, err
}
