package alternative

import (
	"cmp"
	"iter"
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// tree holds, for some of the nodes, the step by which a shortest path comes to each
// from the start, or goes on from each to the end.
type tree struct {
	branch []branch       // per node
	order  []graph.NodeID // of the nodes that it has, the nearest to the root first
}

type branch struct {
	step   step
	next   graph.NodeID // nearer to the root; source or sink at it
	grown  bool
	shared float64 // how much of the way to the root lies on the best path
}

// move is a step between a node and one that is nearer to the root of a tree.
type move struct {
	step step
	to   graph.NodeID
	cost float64
}

// plan is what a tree grows by.
type plan struct {
	distance []float64 // of every node to the root
	moves    func(graph.NodeID) iter.Seq[move]
	best     map[step]bool // the steps of the best path
}

// grow makes the tree of some nodes. Of steps that tie the lowest is taken; those
// without cost lead only to nodes that are in the tree already, so that they close no
// circle.
func (p plan) grow(nodes []graph.NodeID) *tree {
	t := &tree{branch: make([]branch, len(p.distance))}
	nodes = slices.Clone(nodes)
	slices.SortFunc(nodes, func(a, b graph.NodeID) int {
		return cmp.Or(cmp.Compare(p.distance[a], p.distance[b]), cmp.Compare(a, b))
	})
	for len(nodes) > 0 {
		level := 1
		for level < len(nodes) && p.distance[nodes[level]] == p.distance[nodes[0]] {
			level++
		}
		waiting := nodes[:level]
		nodes = nodes[level:]
		for before := 0; len(waiting) > 0 && len(waiting) != before; {
			before = len(waiting)
			waiting = slices.DeleteFunc(waiting, func(n graph.NodeID) bool { return t.join(n, p) })
		}
	}
	return t
}

// join adds a node by its lowest step into the tree, if it has one.
func (t *tree) join(n graph.NodeID, p plan) bool {
	for m := range p.moves(n) {
		next, beyond := branch{}, 0.0
		if m.to >= 0 {
			if next = t.branch[m.to]; !next.grown {
				continue
			}
			beyond = p.distance[m.to]
		}
		if m.cost+beyond != p.distance[n] {
			continue
		}
		b := branch{m.step, m.to, true, next.shared}
		if p.best[m.step] {
			b.shared += m.cost
		}
		t.branch[n], t.order = b, append(t.order, n)
		return true
	}
	return false
}

// appendWay appends the steps from a node to the root.
func (t *tree) appendWay(steps []step, n graph.NodeID) []step {
	for n >= 0 {
		steps = append(steps, t.branch[n].step)
		n = t.branch[n].next
	}
	return steps
}
