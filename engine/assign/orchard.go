package assign

import (
	"context"
	"math"
)

// sprout makes a bush of the arcs that allow takes, of those that lead from a node to
// one that s settled later, and that are on a way to a trip of r.
func (s *search) sprout(r *root, allow func(k int32) bool) bush {
	places := len(s.settled)
	for p, v := range s.settled {
		s.place[v] = int32(p)
	}
	b := bush{nodes: append([]int32(nil), s.settled...), first: make([]int32, places+1)}
	takes := func(visit func(k, p, q int32)) {
		for p, v := range b.nodes {
			if !s.n.passes(v, r.node) {
				continue
			}
			for k := s.n.first[v]; k < s.n.first[v+1]; k++ {
				w := s.n.head[k]
				if q := s.place[w]; s.state[w]&isSettled != 0 && q > int32(p) && (k == s.via[w] || allow(k)) {
					visit(k, int32(p), q)
				}
			}
		}
	}
	takes(func(_, _, q int32) { b.first[q+1]++ })
	for p := range places {
		b.first[p+1] += b.first[p]
	}
	b.links = make([]link, b.first[places])
	next := append([]int32(nil), b.first[:places]...)
	takes(func(k, p, q int32) {
		b.links[next[q]] = link{arc: k, tail: p}
		next[q]++
	})
	b.trim(s, r)
	return b
}

// trim drops the links that are on no way to a trip.
func (b *bush) trim(s *search, r *root) {
	needed := make([]bool, len(b.nodes))
	for _, t := range r.trips {
		needed[s.place[t.node]] = true
	}
	for p := len(b.nodes) - 1; p > 0; p-- {
		if needed[p] {
			for _, l := range b.links[b.first[p]:b.first[p+1]] {
				needed[l.tail] = true
			}
		}
	}
	kept, begin := int32(0), int32(0)
	for p := range b.nodes {
		end := b.first[p+1]
		if needed[p] {
			kept += int32(copy(b.links[kept:], b.links[begin:end]))
		}
		begin, b.first[p+1] = end, kept
	}
	b.links = b.links[:kept:kept]
}

// spreader distributes demand over the paths of a bush by logit: in proportion to
// exp(-theta * price of the path), without listing them (Dial 1971).
type spreader struct {
	place  []int32   // by node
	near   []float64 // by place: price of the cheapest path
	sum    []float64 // by place: exp(-theta * (price - near)) over all paths to it
	load   []float64 // by place
	weight []float64 // per link
}

func newSpreader(n *network) *spreader {
	nodes := n.nodes()
	return &spreader{place: make([]int32, nodes), near: make([]float64, nodes), sum: make([]float64, nodes), load: make([]float64, nodes)}
}

// reach fills near, sum and weight. Prices are per arc and of any sign.
func (s *spreader) reach(b *bush, prices []float64, theta float64) {
	s.weight = append(s.weight[:0], make([]float64, len(b.links))...)
	s.near[0], s.sum[0] = 0, 1
	for p := 1; p < len(b.nodes); p++ {
		first, end := b.first[p], b.first[p+1]
		near := math.Inf(1)
		for _, l := range b.links[first:end] {
			near = min(near, s.near[l.tail]+prices[l.arc])
		}
		s.near[p], s.sum[p] = near, 0
		for e := first; e < end; e++ {
			l := &b.links[e]
			s.weight[e] = s.sum[l.tail] * math.Exp(-theta*(s.near[l.tail]+prices[l.arc]-near))
			s.sum[p] += s.weight[e]
		}
	}
}

// spread fills the flows of b. It returns the sum over the trips of their flow times the
// logarithm of what exp(-theta * price) is over their paths together.
func (s *spreader) spread(b *bush, r *root, prices []float64, theta float64) (logs float64) {
	s.reach(b, prices, theta)
	load := s.load[:len(b.nodes)]
	clear(load)
	for p, v := range b.nodes {
		s.place[v] = int32(p)
	}
	for _, t := range r.trips {
		p := s.place[t.node]
		load[p] = t.flow
		logs += float64(t.flow * (math.Log(s.sum[p]) - float64(theta*s.near[p])))
	}
	for p := len(b.nodes) - 1; p > 0; p-- {
		for e := b.first[p]; e < b.first[p+1]; e++ {
			l := &b.links[e]
			l.flow = 0
			if load[p] > 0 {
				l.flow = load[p] * s.weight[e] / s.sum[p]
				load[l.tail] += l.flow
			}
		}
	}
	return logs
}

// orchard is the bushes of all roots, spread over together.
type orchard struct {
	n         *network
	trees     []bush
	spreaders []*spreader // per worker
	logs      []float64   // per root
}

// newOrchard makes the bush of each root of the arcs that allow takes, which may look
// at the labels of the search.
func newOrchard(ctx context.Context, n *network, o orchardOptions) (*orchard, error) {
	g := &orchard{n: n, trees: make([]bush, len(n.roots)), logs: make([]float64, len(n.roots))}
	workers := max(1, min(n.workers, len(n.roots)))
	searches := make([]*search, workers)
	for w := range searches {
		searches[w] = newSearch(n)
		g.spreaders = append(g.spreaders, newSpreader(n))
	}
	errs := make([]error, len(n.roots))
	eachOf(len(n.roots), workers, func(i, worker int) {
		if errs[i] = ctx.Err(); errs[i] != nil {
			return
		}
		r, s := &n.roots[i], searches[worker]
		s.run(r, o.prices, true)
		for _, t := range r.trips {
			if s.state[t.node]&isSettled == 0 {
				errs[i] = n.noWay(r, t)
				return
			}
		}
		g.trees[i] = s.sprout(r, func(k int32) bool { return o.allow(s, k) })
	})
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return g, nil
}

// orchardOptions say at which prices the searches run, and which arcs beside
// those of cheapest paths the bushes have.
type orchardOptions struct {
	prices []float64
	allow  func(s *search, k int32) bool
}

// spread distributes all demand, fills flows, and returns the sum of the logarithms.
func (g *orchard) spread(prices, flows []float64, theta float64) float64 {
	eachOf(len(g.trees), len(g.spreaders), func(i, worker int) {
		g.logs[i] = g.spreaders[worker].spread(&g.trees[i], &g.n.roots[i], prices, theta)
	})
	sumFlows(g.trees, flows)
	return sum(g.logs)
}

// sumFlows adds up the flows of bushes, in their order.
func sumFlows(trees []bush, flows []float64) {
	clear(flows)
	for i := range trees {
		for _, l := range trees[i].links {
			flows[l.arc] += l.flow
		}
	}
}
