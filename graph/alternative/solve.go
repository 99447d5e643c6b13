package alternative

import (
	"math"
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// solve returns the rest of the best path of a part, and the cost of the whole
// path; +Inf without one.
func (f *Finder) solve(p part) ([]step, float64) {
	f.unmark()
	f.markAll(p.begin)
	first, bound := f.best(p)
	if math.IsInf(bound, 1) {
		return nil, bound
	}
	if rest, ok := f.descend(first); ok {
		return rest, bound
	}
	f.unmark()
	f.markAll(p.begin)
	return f.search(p)
}

// descend follows the least costs to the end, the lowest step first. It fails where
// they lead to a marked node, or round a circle without cost.
func (f *Finder) descend(s step) (rest []step, ok bool) {
	for {
		rest = append(rest, s)
		at, _ := f.head(s)
		if at == sink {
			return rest, true
		}
		f.set(at)
		if s, ok = f.tight(at); !ok {
			return nil, false
		}
	}
}

// tight returns the lowest step from a node along a path of least cost to the end,
// over no marked node.
func (f *Finder) tight(n graph.NodeID) (step, bool) {
	left := f.left(n)
	for s := range f.steps(n) {
		if head, cost := f.head(s); cost+f.left(head) == left && !f.marked(head) {
			return s, true
		}
	}
	return 0, false
}

// label is how a search reached a node.
type label struct {
	cost    float64 // from the start of the trip
	by      step
	from    graph.NodeID
	settled bool
}

// search is A* under the least costs to the end, from the last node of a part over
// nodes that are not marked. The costs never fall by more than a step's along it,
// so that every node is settled once.
func (f *Finder) search(p part) ([]step, float64) {
	start := f.last(p.begin)
	clear(f.label)
	f.label[start] = label{cost: p.cost}
	var open queue[graph.NodeID]
	open.push(p.cost, start)
	for {
		at, _, ok := open.pop()
		if !ok {
			return nil, math.Inf(1)
		}
		here := f.label[at]
		if here.settled {
			continue
		}
		if at == sink {
			return f.trace(start), here.cost
		}
		here.settled = true
		f.label[at] = here
		for s := range f.steps(at) {
			head, cost := f.head(s)
			if f.marked(head) || at == start && slices.Contains(p.except, s) {
				continue
			}
			cost += here.cost
			if old, seen := f.label[head]; !seen || cost < old.cost {
				if bound := cost + f.left(head); !math.IsInf(bound, 1) {
					f.label[head] = label{cost: cost, by: s, from: at}
					open.push(bound, head)
				}
			}
		}
	}
}

// trace reads the steps to the sink back.
func (f *Finder) trace(start graph.NodeID) (steps []step) {
	for at := sink; at != start; at = f.label[at].from {
		steps = append(steps, f.label[at].by)
	}
	slices.Reverse(steps)
	return steps
}
