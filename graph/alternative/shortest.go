package alternative

import (
	"context"
	"math"
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// part is the paths that begin with some steps and do not go on with some others.
type part struct {
	begin  []step
	cost   float64 // of begin
	except []step
	solved []step // the rest of its best path, once found
}

// Shortest returns the k shortest simple paths of a trip, cheapest first; fewer where
// there are no more, none where there is no way. Paths that differ only in one of two
// parallel arcs are different. It stops with the cause when ctx ends. A path
// takes time linear in its length, but where its best continuation would meet it
// again, a search of the network; the order of paths of one cost depends on
// nothing but the input.
func (f *Finder) Shortest(ctx context.Context, t Trip, k int) ([]Path, error) {
	f.begin(t)
	var found []Path
	var open queue[part]
	f.add(&open, part{})
	for len(found) < k {
		p, bound, ok := open.pop()
		if !ok {
			break
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if p.solved == nil {
			var cost float64
			if p.solved, cost = f.solve(p); cost > bound {
				if !math.IsInf(cost, 1) {
					open.push(cost, p)
				}
				continue
			}
		}
		steps := slices.Concat(p.begin, p.solved)
		found = append(found, f.path(steps))
		f.split(&open, p, steps)
	}
	return found, nil
}

// add puts a part in the queue under the bound of its best path. The nodes of its
// beginning are marked.
func (f *Finder) add(open *queue[part], p part) {
	if _, bound := f.best(p); !math.IsInf(bound, 1) {
		open.push(bound, p)
	}
}

// best returns the step with which a part goes on at least cost, if the rest may
// take any way, and that cost.
func (f *Finder) best(p part) (best step, bound float64) {
	bound = math.Inf(1)
	for s := range f.steps(f.last(p.begin)) {
		head, cost := f.head(s)
		if f.marked(head) || slices.Contains(p.except, s) {
			continue
		}
		if b := p.cost + cost + f.left(head); b < bound {
			best, bound = s, b
		}
	}
	return best, bound
}

// last is the node that steps lead to.
func (f *Finder) last(steps []step) graph.NodeID {
	if len(steps) == 0 {
		return source
	}
	head, _ := f.head(steps[len(steps)-1])
	return head
}

// split parts what is left of a part, without its best path, by where the rest
// leave that path.
func (f *Finder) split(open *queue[part], p part, steps []step) {
	f.unmark()
	f.markAll(p.begin)
	rest := part{begin: steps[:len(p.begin)], cost: p.cost, except: append(slices.Clone(p.except), steps[len(p.begin)])}
	for i := len(p.begin); i < len(steps)-1; i++ {
		f.add(open, rest)
		head, cost := f.head(steps[i])
		f.set(head)
		rest = part{begin: steps[:i+1], cost: rest.cost + cost, except: steps[i+1 : i+2]}
	}
	f.add(open, rest)
}

func (f *Finder) unmark() { f.turn++ }

func (f *Finder) set(n graph.NodeID) {
	if n >= 0 {
		f.mark[n] = f.turn
	}
}

func (f *Finder) marked(n graph.NodeID) bool { return n >= 0 && f.mark[n] == f.turn }

func (f *Finder) markAll(steps []step) {
	for _, s := range steps {
		head, _ := f.head(s)
		f.set(head)
	}
}
