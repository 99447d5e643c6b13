package alternative

import (
	"math"
	"slices"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
)

// admit returns the path of a candidate if it is admissible: simple, different from
// those chosen before, locally optimal, and nowhere stretched.
func (v *via) admit(c candidate) ([]step, bool) {
	steps := v.from.appendWay(nil, c.node)
	slices.Reverse(steps)
	before := len(steps)
	steps = v.to.appendWay(steps, c.node)
	w := v.newWay(steps, before)
	if w.shared > v.options.MostShared*v.best || !w.simple || !v.local(w) || v.stretch(w) > 1+v.options.MostStretch {
		return nil, false
	}
	return steps, true
}

// way is a path over a node as the tests of admission look at it.
type way struct {
	nodes  []graph.NodeID // from source to sink
	along  []float64      // cost from the start to each of nodes
	via    int            // index in nodes
	shared float64        // cost of steps that paths chosen before take, too
	simple bool
}

func (v *via) newWay(steps []step, before int) way {
	w := way{nodes: []graph.NodeID{source}, along: []float64{0}, via: before, simple: true}
	v.unmark()
	for _, s := range steps {
		head, cost := v.head(s)
		if v.marked(head) {
			w.simple = false
		}
		v.set(head)
		if v.used[s] {
			w.shared += cost
		}
		w.nodes, w.along = append(w.nodes, head), append(w.along, w.along[len(w.along)-1]+cost)
	}
	return w
}

// local is the T-test: the stretch of a way that reaches T before and after its
// node is a shortest path. Every stretch shorter than T is then, too.
func (v *via) local(w way) bool {
	t := v.options.Local * v.best
	from, to := w.via, w.via
	for from > 0 && w.along[w.via]-w.along[from] < t {
		from--
	}
	for to < len(w.nodes)-1 && w.along[to]-w.along[w.via] < t {
		to++
	}
	return v.between(w.nodes[from], w.nodes[to]) == w.along[to]-w.along[from]
}

// between is the least cost from one node to another.
func (v *via) between(a, b graph.NodeID) float64 {
	switch {
	case a == source && b == sink:
		return v.best
	case a == source:
		return v.onward.Distance(b)
	case b == sink:
		return v.left(a)
	}
	return v.query.Distance(a, b)
}

// stretch is the largest ratio of the length of a part of a way to the shortest way
// between the ends of that part. Both halves of a way are shortest paths, so that
// only parts with its node inside can be longer.
func (v *via) stretch(w way) float64 {
	last := len(w.nodes) - 1
	most := w.along[last] / v.best
	for i := 1; i < last; i++ {
		if i >= w.via {
			most = max(most, ratio(w.along[i], v.onward.Distance(w.nodes[i])))
		}
		if i <= w.via {
			most = max(most, ratio(w.along[last]-w.along[i], v.left(w.nodes[i])))
		}
	}
	table := v.hierarchy.PinTargets(cch.Places[float64](w.nodes[w.via:last]))
	row := table.NewRow()
	for i := 1; i < w.via; i++ {
		row.Run(w.nodes[i])
		for k := w.via; k < last; k++ {
			most = max(most, ratio(w.along[k]-w.along[i], row.Distance(k-w.via)))
		}
	}
	return most
}

// ratio of two costs, 1 of nothing to nothing.
func ratio(a, b float64) float64 {
	switch {
	case a == b:
		return 1
	case b == 0:
		return math.Inf(1)
	}
	return a / b
}
