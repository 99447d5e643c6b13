package assign

import (
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// Selection is the part of the traffic that uses one arc.
type Selection struct {
	// Share is, per demand, the part of it that uses the arc, from 0 to 1.
	Share []float64
	// Flow is, per arc, the flow of that part of the demand.
	Flow []float64
}

// Through analyses who uses an arc, and where they come from and go (select-link analysis).
// Time is linear in the links of all bushes.
func (p *Paths) Through(a graph.ArcID) Selection {
	out := Selection{Share: make([]float64, len(p.demand)), Flow: make([]float64, p.n.graph.ArcCount())}
	selected := int32(slices.Index(p.n.arcs, a))
	if selected < 0 { // closed
		return out
	}
	own := make([]float64, len(p.n.arcs))
	share, place := make([]float64, p.n.nodes()), make([]int32, p.n.nodes())
	for i := range p.trees {
		b := &p.trees[i]
		b.after(selected, share, own)
		b.before(selected, own)
		for q, v := range b.nodes {
			place[v] = int32(q)
		}
		for _, d := range p.n.roots[i].demands {
			out.Share[d] = share[place[p.n.farOf(p.demand[d])]]
		}
	}
	out.Flow = p.n.perArc(own, nil)
	return out
}

// after fills the share of the flow to each place that has used the arc, and adds the
// flow of the links from there on.
func (b *bush) after(arc int32, share, flows []float64) {
	for p := range b.nodes {
		through, total := 0.0, 0.0
		for _, l := range b.links[b.first[p]:b.first[p+1]] {
			part := l.flow
			if l.arc != arc {
				part *= share[l.tail]
			}
			flows[l.arc] += part
			through += part
			total += l.flow
		}
		share[p] = 0
		if total > 0 {
			share[p] = through / total
		}
	}
}

// before adds the flow of the links on the ways from the root to the arc.
func (b *bush) before(arc int32, flows []float64) {
	load := make([]float64, len(b.nodes))
	for p := len(b.nodes) - 1; p > 0; p-- {
		total := 0.0
		links := b.links[b.first[p]:b.first[p+1]]
		for _, l := range links {
			total += l.flow
		}
		for _, l := range links {
			if l.arc == arc {
				load[l.tail] += l.flow
			}
			if load[p] > 0 {
				part := load[p] * l.flow / total
				flows[l.arc] += part
				load[l.tail] += part
			}
		}
	}
}
