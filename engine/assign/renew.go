package assign

import "slices"

// renew drops the unused links of b that are not on cheapest paths, and adds arcs that
// would shorten paths. It returns the total cost of the flows of b, and how much
// of that is excess over cheapest paths in the whole network.
func (g *gardener) renew(b *bush, r *root, prices []float64) (total, excess float64) {
	g.label(b, prices, false)
	for p, v := range b.nodes {
		g.place[v] = int32(p)
		g.dist[v] = g.near[p]
	}
	g.conserve(b, r)
	g.correct(b, r, prices)
	for p := 1; p < len(b.nodes); p++ {
		to := g.dist[b.nodes[p]]
		for _, l := range b.links[b.first[p]:b.first[p+1]] {
			if l.flow > 0 {
				total += float64(l.flow * prices[l.arc])
				excess += float64(l.flow * max(0, prices[l.arc]+g.dist[b.nodes[l.tail]]-to))
			}
		}
	}
	g.prune(b)
	g.graft(b, r, prices)
	for _, v := range b.nodes {
		g.place[v] = -1
	}
	return total, excess
}

// correct lowers dist from the cheapest paths in the bush to those in the network, by
// label correction from the arcs that shorten paths.
func (g *gardener) correct(b *bush, r *root, prices []float64) {
	n := g.n
	g.queue = g.queue[:0]
	scan := func(v int32) {
		base := g.dist[v]
		for k := n.first[v]; k < n.first[v+1]; k++ {
			w := n.head[k]
			if d := base + prices[k]; d < g.dist[w] {
				g.dist[w] = d
				if !g.in[w] {
					g.in[w] = true
					g.queue = append(g.queue, w)
				}
			}
		}
	}
	for _, v := range b.nodes {
		if n.passes(v, r.node) {
			scan(v)
		}
	}
	for i := 0; i < len(g.queue); i++ {
		v := g.queue[i]
		g.in[v] = false
		if n.passes(v, r.node) {
			scan(v)
		}
	}
}

// prune drops the links without flow that are not on cheapest paths.
func (g *gardener) prune(b *bush) {
	kept := int32(0)
	begin := int32(0)
	for p := 1; p < len(b.nodes); p++ {
		end := b.first[p+1]
		for e := begin; e < end; e++ {
			if b.links[e].flow > 0 || e == g.least[p] {
				b.links[kept] = b.links[e]
				kept++
			}
		}
		begin = end
		b.first[p+1] = kept
	}
	b.links = b.links[:kept]
}

// graft adds the arcs that lead to a node more cheaply than the dearest path of the
// bush to it, even at the end of the dearest path to their tail. Such arcs close
// no circle: along them, as along links, the cost of the dearest path rises.
func (g *gardener) graft(b *bush, r *root, prices []float64) {
	n := g.n
	g.label(b, prices, true)
	g.added, g.heads = g.added[:0], g.heads[:0]
	backward := false
	for p, v := range b.nodes {
		if !n.passes(v, r.node) {
			continue
		}
		for k := n.first[v]; k < n.first[v+1]; k++ {
			q := g.place[n.head[k]]
			if q > 0 && g.far[p]+prices[k] < g.far[q] && g.near[p]+prices[k] < g.near[q] {
				g.added, g.heads = append(g.added, link{arc: k, tail: int32(p)}), append(g.heads, q)
				backward = backward || q < int32(p)
			}
		}
	}
	if len(g.added) > 0 {
		g.merge(b)
		if backward {
			g.sort(b)
		}
	}
}

// merge puts the added links behind those that lead to the same place.
func (g *gardener) merge(b *bush) {
	count := g.count[:len(b.nodes)]
	clear(count)
	for _, q := range g.heads {
		count[q]++
	}
	old := b.links
	b.links = slices.Grow(b.links, len(g.added))[:len(old)+len(g.added)]
	shift := int32(len(g.added))
	for p := len(b.nodes) - 1; p > 0 && shift > 0; p-- {
		begin, end := b.first[p], b.first[p+1]
		b.first[p+1] = end + shift
		shift -= count[p]
		copy(b.links[begin+shift:end+shift], old[begin:end])
		count[p] = end + shift // where the next added link goes
	}
	for i, q := range g.heads {
		b.links[count[q]] = g.added[i]
		count[q]++
	}
}

// sort renumbers the places of b, so that links run from lower to higher again: a node
// follows all tails of its links.
func (g *gardener) sort(b *bush) {
	to := g.count[:len(b.nodes)] // new place by old one
	for p := range to {
		to[p] = -1
	}
	out := &g.spare
	out.nodes, out.links, out.first = out.nodes[:0], out.links[:0], append(out.first[:0], 0)
	for p := range b.nodes {
		g.queue = append(g.queue[:0], int32(p))
		for len(g.queue) > 0 {
			top := g.queue[len(g.queue)-1]
			if to[top] >= 0 {
				g.queue = g.queue[:len(g.queue)-1]
				continue
			}
			waits := false
			for _, l := range b.links[b.first[top]:b.first[top+1]] {
				if to[l.tail] < 0 {
					g.queue = append(g.queue, l.tail)
					waits = true
				}
			}
			if waits {
				continue
			}
			to[top] = int32(len(out.nodes))
			for _, l := range b.links[b.first[top]:b.first[top+1]] {
				l.tail = to[l.tail]
				out.links = append(out.links, l)
			}
			out.nodes, out.first = append(out.nodes, b.nodes[top]), append(out.first, int32(len(out.links)))
		}
	}
	*b, *out = *out, *b
}
