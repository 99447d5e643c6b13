package assign

import (
	"context"
	"math"
)

// bushes is Algorithm B. In every iteration the bush of each root is renewed at the same
// prices, on all cores; then flow is shifted within the bushes, one after
// the other, with prices following every shift. When that goes slowly, Newton's method comes
// before the shifts.
func (s *solver) bushes(ctx context.Context) error {
	b := &shifter{solver: s, slopes: make([]float64, len(s.n.arcs))}
	workers := max(1, min(s.n.workers, len(s.n.roots)))
	if len(s.n.roots)*s.n.nodes() < leastShared {
		workers = 1
	}
	for range workers {
		b.gardeners = append(b.gardeners, newGardener(s.n))
	}
	b.total, b.excess = make([]float64, len(s.n.roots)), make([]float64, len(s.n.roots))
	if err := b.plant(ctx); err != nil {
		return err
	}
	for before := math.Inf(1); ; {
		b.settle()
		eachOf(len(s.trees), workers, func(i, worker int) {
			b.total[i], b.excess[i] = b.gardeners[worker].renew(&s.trees[i], &s.n.roots[i], s.prices)
		})
		total, excess := sum(b.total), sum(b.excess)
		done := s.note(total, excess)
		if b.stalled() || done || ctx.Err() != nil {
			if !done {
				s.ended(ctx.Err())
			}
			b.goBack()
			return nil
		}
		if gap := b.state.RelativeGap; gap < nearby && gap > slow*before {
			b.hasten()
			b.settle()
		}
		before = b.state.RelativeGap
		b.equilibrate(ctx, excess)
	}
}

func sum(values []float64) float64 {
	var s accumulator
	for _, x := range values {
		s.add(x)
	}
	return s.value()
}

// shifter moves flow between the paths of bushes.
type shifter struct {
	*solver
	gardeners     []*gardener // per worker
	slopes        []float64   // per arc
	total, excess []float64   // per root
	best          Iteration   // the one of least gap
	bestFlows     []float64
	since         int // iterations without a better one
}

// leastShared is the number of nodes in all bushes below which sharing them out takes
// longer than it saves.
const leastShared = 4096

// Newton's method is taken to where the gap is less than nearby, and more than the part
// slow of the one before.
const (
	nearby = 1e-4
	slow   = 0.5
)

// patience is how many iterations may pass without a better gap before the precision
// of float64 is taken to be reached.
const patience = 30

func (b *shifter) stalled() bool {
	if it := b.state; it.Number == 1 || it.RelativeGap < b.best.RelativeGap {
		b.best, b.since = it, 0
		b.bestFlows = append(b.bestFlows[:0], b.flows...)
	} else {
		b.since++
	}
	return b.since >= patience
}

// goBack gives the flows of the least gap, when the last are not.
func (b *shifter) goBack() {
	if !b.converged && b.since > 0 {
		b.best.Number = b.state.Number
		b.state = b.best
		copy(b.flows, b.bestFlows)
	}
}

// plant begins each bush with the tree of cheapest paths at prices that know the
// flow of the roots before.
func (b *shifter) plant(ctx context.Context) error {
	s := newSearch(b.n)
	clear(b.flows)
	for i := range b.n.roots {
		if err := ctx.Err(); err != nil {
			return err
		}
		r := &b.n.roots[i]
		s.run(r, b.prices, true)
		tree := plant(s)
		if err := tree.fill(s, r, b.flows); err != nil {
			return err
		}
		if b.o.Start == nil {
			for _, l := range tree.links {
				if l.flow > 0 {
					b.prices[l.arc] = b.n.at(l.arc, b.flows[l.arc])
				}
			}
		}
		b.trees = append(b.trees, tree)
	}
	return nil
}

// settle sums the flows of the bushes anew, so that rounding does not gather, and the
// prices with them.
func (b *shifter) settle() {
	sumFlows(b.trees, b.flows)
	for k, x := range b.flows {
		b.prices[k], b.slopes[k] = b.n.both(int32(k), x)
	}
}

// Constants of equilibrate, found by trial on the networks of the tests: how many
// rounds over all bushes follow a renewal, and which part of the mean excess
// makes a bush worth a visit.
const (
	rounds = 20
	worth  = 0.003
)

func (b *shifter) equilibrate(ctx context.Context, excess float64) {
	mean := excess / float64(len(b.trees))
	g := b.gardeners[0]
	for round := range rounds { // a context that ends is seen after the next note
		left := 0.0
		for i := range b.trees {
			if round > 0 && b.excess[i] < worth*mean {
				left += b.excess[i]
				continue
			}
			b.excess[i] = b.shift(g, &b.trees[i])
			left += b.excess[i]
		}
		if left < worth*excess || ctx.Err() != nil {
			break
		}
	}
}

// noise is the relative difference of two paths below which rounding decides.
const noise = 4e-16

// shift goes over the nodes of t, the farthest first, and at each moves flow from the
// dearest path in use to the cheapest. It returns the excess before.
func (b *shifter) shift(g *gardener, t *bush) float64 {
	excess := g.label(t, b.prices, false)
	for p := len(t.nodes) - 1; p > 0; p-- {
		if t.first[p+1]-t.first[p] < 2 || g.most[p] < 0 {
			continue
		}
		if g.far[p]-g.near[p] > noise*g.far[p] && g.most[p] != g.least[p] {
			b.even(g, t, int32(p))
		}
	}
	return excess
}
