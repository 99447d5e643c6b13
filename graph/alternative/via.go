package alternative

import (
	"cmp"
	"context"
	"iter"
	"math"
	"slices"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
)

// Via returns the best path and admissible alternatives over one node each, in the
// order in which they were chosen: the least of twice their cost, and what they share
// with the best, less the length of their plateau. It stops with the cause when ctx ends.
// Time is that of two sweeps of the hierarchy, and linear in the nodes that
// lie within the stretch, with a distance table for each path that is nearly admissible.
func (f *Finder) Via(ctx context.Context, t Trip, o Options) ([]Path, error) {
	o = o.orDefaults()
	paths, err := f.Shortest(ctx, t, 1)
	if err != nil || len(paths) == 0 || paths[0].Cost == 0 {
		return paths, err
	}
	v := f.newVia(o)
	for _, c := range v.candidates() {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if len(paths) > o.Count {
			break
		}
		if steps, ok := v.admit(c); ok {
			paths = append(paths, f.path(steps))
			for _, s := range steps {
				v.used[s] = true
			}
		}
	}
	return paths, nil
}

// via is one search for alternatives.
type via struct {
	*Finder
	options  Options
	best     float64
	onward   *cch.Sweep[float64] // least costs from the start
	query    *cch.Query[float64]
	from, to *tree
	used     map[step]bool // by the paths chosen so far
}

func (f *Finder) newVia(o Options) *via {
	v := &via{Finder: f, options: o, best: f.left(source), used: map[step]bool{},
		onward: f.hierarchy.NewSweep(cch.SweepOptions{}), query: f.hierarchy.NewQuery()}
	v.onward.RunSeeds(seedsOf(f.trip.from))
	f.unmark()
	rest, _ := f.solve(part{})
	for _, s := range rest {
		v.used[s] = true
	}
	toRoot, fromRoot := f.toward.AppendDistances(nil), v.onward.AppendDistances(nil)
	var near []graph.NodeID
	for n, cost := range fromRoot {
		if cost+toRoot[n] <= (1+o.MostStretch)*v.best {
			near = append(near, graph.NodeID(n))
		}
	}
	v.from = plan{fromRoot, v.backward, v.used}.grow(near)
	v.to = plan{toRoot, v.forward, v.used}.grow(near)
	return v
}

// forward yields the steps on from a node.
func (v *via) forward(n graph.NodeID) iter.Seq[move] {
	return func(yield func(move) bool) {
		for s := range v.steps(n) {
			if head, cost := v.head(s); !yield(move{s, head, cost}) {
				return
			}
		}
	}
}

// backward yields the steps that come to a node.
func (v *via) backward(n graph.NodeID) iter.Seq[move] {
	return func(yield func(move) bool) {
		for i, e := range v.trip.from {
			if e.Node == n && !yield(move{step(-1 - i), source, e.Cost}) {
				return
			}
		}
		for _, a := range v.graph.InArcs(n) {
			tail := v.graph.Tail(a)
			if !math.IsInf(v.metric[a], 1) && !v.bars(a) && !slices.Contains(v.trip.final, tail) && !yield(move{step(a), tail, v.metric[a]}) {
				return
			}
		}
	}
}

// candidate is a path by a node that stands for its plateau.
type candidate struct {
	node graph.NodeID
	rank float64 // the less, the better
}

// candidates are the plateaus whose paths share little enough with the best, the
// most promising first.
func (v *via) candidates() []candidate {
	nodes := len(v.from.branch)
	first, plateau := make([]graph.NodeID, nodes), make([]float64, nodes)
	var list []candidate
	for _, n := range v.from.order {
		in := v.from.branch[n]
		if in.next >= 0 && v.to.branch[in.next].grown && v.to.branch[in.next].step == in.step {
			first[n] = first[in.next]
			plateau[first[n]] += v.metric[in.step]
			continue
		}
		first[n] = n
		if v.to.branch[n].grown && v.shared(n) <= v.options.MostShared*v.best {
			list = append(list, candidate{node: n})
		}
	}
	for i, c := range list {
		list[i].rank = 2*v.cost(c.node) + v.shared(c.node) - plateau[c.node]
	}
	slices.SortFunc(list, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.node, b.node)) })
	return list
}

// cost is that of the path over a node.
func (v *via) cost(n graph.NodeID) float64 { return v.onward.Distance(n) + v.left(n) }

// shared is how much of it lies on the best path.
func (v *via) shared(n graph.NodeID) float64 { return v.from.branch[n].shared + v.to.branch[n].shared }
