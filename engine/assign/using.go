package assign

import "github.com/corredor-geo/corredor/graph"

// Using returns, per demand, the part of it whose paths use one or more of the arcs, each
// path counted once: the traffic that touches an area. For a single arc it is
// the Share of [Paths.Through]. Paths are not listed: time is linear in the links of
// all bushes, however many paths there are.
func (p *Paths) Using(arcs []graph.ArcID) []float64 {
	share := make([]float64, len(p.demand))
	wanted := make(map[graph.ArcID]bool, len(arcs))
	for _, a := range arcs {
		wanted[a] = true
	}
	marked, some := make([]bool, len(p.n.arcs)), false
	for k, a := range p.n.arcs {
		marked[k] = wanted[a]
		some = some || marked[k]
	}
	if !some {
		return share
	}
	use, place := make([]float64, p.n.nodes()), make([]int32, p.n.nodes())
	for i := range p.trees {
		b := &p.trees[i]
		b.using(marked, use)
		for q, v := range b.nodes {
			place[v] = int32(q)
		}
		for _, d := range p.n.roots[i].demands {
			share[d] = use[place[p.n.farOf(p.demand[d])]]
		}
	}
	return share
}

// using fills, by place, the part of the flow between it and the root that uses a marked
// arc. Parts are added up, not taken from 1, so that none and all are exact.
func (b *bush) using(marked []bool, use []float64) {
	use[0] = 0
	for p := 1; p < len(b.nodes); p++ {
		through, total, all := 0.0, 0.0, true
		for _, l := range b.links[b.first[p]:b.first[p+1]] {
			part := 1.0
			if !marked[l.arc] {
				part = use[l.tail]
			}
			if l.flow > 0 {
				through += float64(l.flow * part)
				total += l.flow
				all = all && part == 1
			}
		}
		use[p] = 0
		if total > 0 {
			use[p] = min(1, through/total)
		}
		if total > 0 && all {
			use[p] = 1
		}
	}
}
