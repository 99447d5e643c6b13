package route

import (
	"slices"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
)

// Changing is a router that takes one change of the weights after the other, in memory of its own:
// what [Router.Reweigh] does, without a copy each time. Not safe for concurrent use; keep one per
// goroutine.
type Changing struct {
	base      *Router
	metric    graph.Metric
	hierarchy *cch.Metric[float64]
	changed   []graph.ArcID // arcs that have another weight than base
}

// Changing returns a copy of a router, to change.
func (r *Router) Changing() *Changing {
	return &Changing{base: r, metric: slices.Clone(r.metric), hierarchy: r.hierarchy.Clone()}
}

// To gives some arcs the weights that they have in m, and all others those of the router that c
// was made from, and returns the router of that. It is valid until the next change. Only triangles
// of arcs that change are visited, those that go back to their old weight included.
func (c *Changing) To(arcs []graph.ArcID, m graph.Metric) *Router {
	was := c.changed
	c.changed = make([]graph.ArcID, 0, len(arcs))
	for _, a := range was {
		c.metric[a] = c.base.metric[a]
	}
	for _, a := range arcs {
		if c.metric[a] = m[a]; m[a] != c.base.metric[a] {
			c.changed = append(c.changed, a)
		}
	}
	return c.update(append(was, c.changed...))
}

// ToMetric gives all arcs the weights of m; see [Changing.To].
func (c *Changing) ToMetric(m graph.Metric) *Router {
	c.changed = c.changed[:0]
	var arcs []graph.ArcID
	for a, w := range m {
		if w != c.metric[a] {
			arcs = append(arcs, graph.ArcID(a))
		}
		if w != c.base.metric[a] {
			c.changed = append(c.changed, graph.ArcID(a))
		}
	}
	copy(c.metric, m)
	return c.update(arcs)
}

// update brings the hierarchy to the weights of some arcs, which may stand twice.
func (c *Changing) update(arcs []graph.ArcID) *Router {
	slices.Sort(arcs)
	arcs = slices.Compact(arcs)
	weights := make([]float64, len(arcs))
	for i, a := range arcs {
		weights[i] = c.metric[a]
	}
	c.hierarchy.Update(arcs, weights)
	return &Router{c.base.graph, c.metric, c.hierarchy, c.base.graph.Proportional(c.metric)}
}
