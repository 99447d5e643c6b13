package assign

import "context"

// nearOne is a step so long that the earlier directions say nothing any more.
const nearOne = 0.99

// biconjugate is Frank-Wolfe towards a point between the cheapest flows and the last
// two targets, such that the direction is conjugate to the last two with respect to the
// second derivatives of the objective.
func (s *solver) biconjugate(ctx context.Context) error {
	w := &conjugate{walk: newFrankWolfe(s)}
	arcs := len(s.n.arcs)
	w.last, w.before, w.point = make([]float64, arcs), make([]float64, arcs), make([]float64, arcs)
	w.slopes = make([]float64, arcs)
	if err := w.start(ctx); err != nil {
		return err
	}
	for {
		stop, err := w.target(ctx)
		if err != nil || stop {
			return err
		}
		w.aim()
		length := w.step()
		if length == 0 && w.known > 0 { // the memory misled: once more without it
			w.known = 0
			w.aim()
			length = w.step()
		}
		if length == 0 {
			return nil
		}
		w.remember(length)
	}
}

// conjugate remembers the targets of the last steps.
type conjugate struct {
	*walk
	known        int       // how many of last and before hold a target
	last, before []float64 // targets
	point        []float64 // the target at hand
	slopes       []float64
	length       float64 // of the last step
}

func (w *conjugate) remember(length float64) {
	w.before, w.last, w.point = w.last, w.point, w.before
	w.known = min(2, w.known+1)
	if length > nearOne {
		w.known = 0
	}
	w.length = length
}

// aim chooses the target and the direction. The weights are those of Mitradjieva and
// Lindberg.
func (w *conjugate) aim() {
	mu, nu := w.weights()
	share := 1 / (1 + mu + nu)
	slope := 0.0
	for k, y := range w.cheapest {
		w.point[k] = share * (y + float64(nu*w.last[k]) + float64(mu*w.before[k]))
		w.direction[k] = w.point[k] - w.flows[k]
		slope += float64(w.prices[k] * w.direction[k])
	}
	if slope >= 0 && w.known > 0 {
		w.known = 0
		w.aim()
	}
}

// weights returns those of the target before last and of the last.
func (w *conjugate) weights() (mu, nu float64) {
	if w.known == 0 {
		return 0, 0
	}
	for k, x := range w.flows {
		_, w.slopes[k] = w.n.both(int32(k), x)
	}
	var lastNew, lastLast, beforeNew, beforeBoth float64
	for k, h := range w.slopes {
		x := w.flows[k]
		toNew, toLast := w.cheapest[k]-x, w.last[k]-x
		lastNew += float64(h * toLast * toNew)
		lastLast += float64(h * toLast * toLast)
		if w.known > 1 {
			was := float64(w.length*w.last[k]) + float64((1-w.length)*w.before[k]) - x
			beforeNew += float64(h * was * toNew)
			beforeBoth += float64(h * was * (w.before[k] - w.last[k]))
		}
	}
	if beforeBoth != 0 {
		mu = max(0, -beforeNew/beforeBoth)
	}
	if lastLast != 0 {
		nu = max(0, -lastNew/lastLast+mu*w.length/(1-w.length))
	}
	return mu, nu
}
