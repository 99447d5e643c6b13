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
	in    []bool  // per node: in queue
	spare bush    // memory for sort
	count []int32 // by place
	added []link  // by graft
	heads []int32 // places of the heads of added
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

// label finds the cheapest and dearest paths in b, the dearest over links in use, or with
// all over every link. It returns the excess of the flows over the cheapest paths in b.
func (g *gardener) label(b *bush, prices []float64, all bool) (excess float64) {
	near, far := g.near[:len(b.nodes)], g.far[:len(b.nodes)]
	near[0], far[0] = 0, 0
	end := b.first[1]
	for p := 1; p < len(b.nodes); p++ {
		first := end
		end = b.first[p+1]
		if end == first+1 { // most places, and quicker
			l := &b.links[first]
			c := prices[l.arc]
			low := near[l.tail] + c
			near[p], far[p], g.least[p], g.most[p] = low, low, first, -1
			if l.flow > 0 || all {
				far[p], g.most[p] = far[l.tail]+c, first
			}
			continue
		}
		excess += g.labelJunction(b, prices, junction{int32(p), first, end, all})
	}
	return excess
}

// junction is a place with its links, first .. end-1.
type junction struct {
	place, first, end int32
	all               bool
}

func (g *gardener) labelJunction(b *bush, prices []float64, m junction) (excess float64) {
	near, far := g.near, g.far
	least, most := int32(-1), int32(-1)
	var low, high float64
	for e := m.first; e < m.end; e++ {
		l := &b.links[e]
		c := prices[l.arc]
		if d := near[l.tail] + c; least < 0 || d < low {
			low, least = d, e
		}
		if l.flow > 0 || m.all {
			if d := far[l.tail] + c; most < 0 || d > high {
				high, most = d, e
			}
		}
	}
	if most < 0 {
		high = low
	}
	near[m.place], far[m.place], g.least[m.place], g.most[m.place] = low, high, least, most
	for _, l := range b.links[m.first:m.end] {
		excess += float64(l.flow * (near[l.tail] + prices[l.arc] - low))
	}
	return excess
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
		if len(links) == 1 {
			links[0].flow = load[p]
			load[links[0].tail] += load[p]
			continue
		}
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
				l.flow = float64(l.flow * (load[p] / in))
				load[l.tail] += l.flow
			}
		}
	}
}
