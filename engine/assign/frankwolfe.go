package assign

import (
	"context"
	"fmt"
	"math"
)

// frankWolfe moves the flows, again and again, towards all-or-nothing flows at the
// prices of the flows, by the step that makes the objective least.
func (s *solver) frankWolfe(ctx context.Context) error {
	w := newFrankWolfe(s)
	if err := w.start(ctx); err != nil {
		return err
	}
	for {
		stop, err := w.target(ctx)
		if err != nil || stop {
			return err
		}
		for k, y := range w.cheapest {
			w.direction[k] = y - s.flows[k]
		}
		if w.step() == 0 {
			return nil
		}
	}
}

// walk is what the Frank-Wolfe algorithms share.
type walk struct {
	*solver
	loader    *loader
	cheapest  []float64 // all-or-nothing flows
	noted     []float64 // the flows whose gap is known
	direction []float64
	moving    []int32 // arcs whose flow the direction changes, and with it their price
	steady    float64 // slope of the objective along the direction from the other arcs
}

func newFrankWolfe(s *solver) *walk {
	arcs := len(s.n.arcs)
	return &walk{solver: s, loader: newLoader(s.n), cheapest: make([]float64, arcs), noted: make([]float64, arcs), direction: make([]float64, arcs)}
}

// start loads the empty network, unless there are flows to start from.
func (w *walk) start(ctx context.Context) error {
	if err := w.loader.prepare(ctx); err != nil {
		return err
	}
	if w.o.Start != nil {
		return w.n.conserved(w.flows)
	}
	_, err := w.loader.run(ctx, w.prices, w.flows)
	return err
}

// astray is the part of the demand by which the flows at a node may be off.
const astray = 1e-6

// conserved checks that flows carry the demand: what enters a node leaves it, but for the
// trips that begin and end there.
func (n *network) conserved(flows []float64) error {
	out := make([]float64, n.nodes())
	for i := range n.roots {
		r := &n.roots[i]
		for _, t := range r.trips {
			out[r.node] -= t.flow
			out[t.node] += t.flow
		}
	}
	for k, x := range flows {
		out[n.tail[k]] += x
		out[n.head[k]] -= x
	}
	for v, x := range out {
		if math.Abs(x) > astray*n.demand {
			return fmt.Errorf("%w: the flows of Start do not carry the demand: off by %g at node %d", ErrOptions, x, v)
		}
	}
	return nil
}

// target finds the cheapest paths and notes the gap.
func (w *walk) target(ctx context.Context) (stop bool, err error) {
	w.n.prices(w.flows, w.prices)
	cheapest, err := w.loader.run(ctx, w.prices, w.cheapest)
	if err != nil {
		if w.ended(err) {
			copy(w.flows, w.noted)
			return true, nil
		}
		return true, err
	}
	var sum accumulator
	for k, x := range w.flows {
		sum.add(w.prices[k] * (x - w.cheapest[k]))
	}
	excess := max(0, sum.value())
	copy(w.noted, w.flows)
	return w.note(excess+cheapest, excess), nil
}

// step moves the flows along the direction and returns the length.
func (w *walk) step() float64 {
	w.split()
	length := 0.0
	if w.o.LineSearch == Fminbnd {
		length = w.bounded()
	} else {
		length = w.exact()
	}
	for k, d := range w.direction {
		if d != 0 {
			w.flows[k] = w.after(int32(k), length)
		}
	}
	w.state.Step = length
	return length
}

// split tells arcs whose price changes along the direction from those whose price does
// not, which add a straight line to the objective.
func (w *walk) split() {
	w.moving = w.moving[:0]
	var sum accumulator
	for k, d := range w.direction {
		switch {
		case d == 0:
		case w.n.constant(int32(k)):
			sum.add(w.prices[k] * d)
		default:
			w.moving = append(w.moving, int32(k))
		}
	}
	w.steady = sum.value()
}

// after returns the flow of an arc after a step.
func (w *walk) after(k int32, length float64) float64 {
	return max(0, w.flows[k]+float64(length*w.direction[k]))
}

// bounded returns the step of Fminbnd.
func (w *walk) bounded() float64 {
	still := w.state.Objective
	for _, k := range w.moving {
		still -= w.n.integral(k, w.flows[k])
	}
	return fminbnd(func(length float64) float64 {
		var sum accumulator
		for _, k := range w.moving {
			sum.add(w.n.integral(k, w.after(k, length)))
		}
		sum.add(length * w.steady)
		return still + sum.value()
	}, w.o.StepTolerance)
}

// derivative returns the first and second derivative of the objective after a step.
func (w *walk) derivative(length float64) (first, second float64) {
	var sum accumulator
	sum.add(w.steady)
	for _, k := range w.moving {
		d := w.direction[k]
		price, slope := w.n.both(k, w.after(k, length))
		sum.add(price * d)
		second += float64(slope * d * d)
	}
	return sum.value(), second
}
