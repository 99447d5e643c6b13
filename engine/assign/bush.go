package assign

import "slices"

// bush is an acyclic part of the network in which all flow of one root runs. Nodes are
// kept in topological order, and everything else by place in that order: sweeps
// over a bush read memory from end to end.
type bush struct {
	nodes []int32 // by place; the root is the first
	first []int32 // links into place p are first[p] .. first[p+1]-1
	links []link
}

// link is an arc of a bush.
type link struct {
	arc  int32
	tail int32 // place
	flow float64
}

// gardener holds the labels of one bush at a time. Keep one per goroutine.
type gardener struct {
	n     *network
	place []int32   // of a node in the order; -1 outside
	near  []float64 // by place: cost of the cheapest path
	far   []float64 // by place: cost of the dearest path over links in use
	least []int32   // by place: the link on the cheapest path
	most  []int32   // by place: the link on the dearest path in use; -1 where no flow is
	dist  []float64 // by node: cheapest path in the whole network
	load  []float64 // by place
	queue []int32
	in    []bool // in queue
	spare bush
	count []int32
	added []link // tail is the place of the head until they are sorted in
	heads []int32
}

func newGardener(n *network) *gardener {
	nodes := n.nodes()
	g := &gardener{n: n, place: make([]int32, nodes), near: make([]float64, nodes), far: make([]float64, nodes),
		least: make([]int32, nodes), most: make([]int32, nodes), dist: make([]float64, nodes), load: make([]float64, nodes), in: make([]bool, nodes), count: make([]int32, nodes)}
	for v := range g.place {
		g.place[v] = -1
	}
	return g
}

// plant makes a bush of the tree of a search.
func plant(s *search) bush {
	nodes := len(s.settled)
	b := bush{nodes: slices.Clone(s.settled), first: make([]int32, nodes+1), links: make([]link, 0, nodes)}
	for p, v := range b.nodes {
		s.place[v] = int32(p)
		if k := s.via[v]; k >= 0 {
			b.links = append(b.links, link{arc: k, tail: s.place[s.n.tail[k]]})
		}
		b.first[p+1] = int32(len(b.links))
	}
	return b
}

// fill gives the links of a tree the flows of the trips.
func (b *bush) fill(s *search, r *root, flows []float64) error {
	for _, t := range r.trips {
		if s.state[t.node]&isSettled == 0 {
			return s.n.noWay(r, t)
		}
		s.load[t.node] += t.flow
	}
	for p := len(b.nodes) - 1; p > 0; p-- {
		v, l := b.nodes[p], &b.links[p-1]
		l.flow = s.load[v]
		flows[l.arc] += l.flow
		s.load[b.nodes[l.tail]] += l.flow
		s.load[v] = 0
	}
	s.load[r.node] = 0
	return nil
}

// label finds the cheapest and dearest paths in b.
func (g *gardener) label(b *bush, prices []float64) {
	near, far := g.near, g.far
	near[0], far[0] = 0, 0
	for p := 1; p < len(b.nodes); p++ {
		least, most := int32(-1), int32(-1)
		var low, high float64
		for e := b.first[p]; e < b.first[p+1]; e++ {
			l := &b.links[e]
			c := prices[l.arc]
			if d := near[l.tail] + c; least < 0 || d < low {
				low, least = d, e
			}
			if l.flow > 0 {
				if d := far[l.tail] + c; most < 0 || d > high {
					high, most = d, e
				}
			}
		}
		if most < 0 {
			high = low
		}
		near[p], far[p], g.least[p], g.most[p] = low, high, least, most
	}
}

// renew drops the unused links of b that are not on cheapest paths, and adds arcs that
// would shorten paths. It returns the total cost of the flows of b, and how much
// of that is excess over cheapest paths in the whole network.
func (g *gardener) renew(b *bush, r *root, prices []float64) (total, excess float64) {
	g.label(b, prices)
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
				total += l.flow * prices[l.arc]
				excess += l.flow * max(0, prices[l.arc]+g.dist[b.nodes[l.tail]]-to)
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

// crumb is the part of the flow through a node below which a link is taken to carry none.
const crumb = 1e-15

// conserve brings the flows of b back to the demand, which rounding has moved them from:
// what leaves a node, or ends there, comes in over its links in the proportions of before.
func (g *gardener) conserve(b *bush, r *root) {
	load := g.load[:len(b.nodes)]
	clear(load)
	for _, t := range r.trips {
		load[g.place[t.node]] = t.flow
	}
	for p := len(b.nodes) - 1; p > 0; p-- {
		links, in := b.links[b.first[p]:b.first[p+1]], 0.0
		for i := range links {
			if links[i].flow <= crumb*load[p] {
				links[i].flow = 0
			}
			in += links[i].flow
		}
		if load[p] > 0 && in == 0 {
			b.links[g.least[p]].flow, in = load[p], load[p]
		}
		for i := range links {
			if l := &links[i]; l.flow > 0 {
				l.flow *= load[p] / in
				load[l.tail] += l.flow
			}
		}
	}
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
	g.label(b, prices)
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
