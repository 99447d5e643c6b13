package assign

import (
	"math"
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// search finds cheapest paths from a root, by Dijkstra's algorithm with a 4-ary heap.
// Ties break as in [graph.Dijkstra]. Its memory is reused; keep one per goroutine.
type search struct {
	n       *network
	dist    []float64
	via     []int32 // the arc that reached the node; -1 at the root and where none did
	settled []int32 // nodes, the nearest first
	state   []uint8 // settled, wanted
	touched []int32
	heap    []entry
	place   []int32 // of a node in the heap
	load    []float64
}

// entry is a node of the heap.
type entry struct {
	key  float64
	node int32
}

func (a entry) before(b entry) bool { return a.key < b.key || a.key == b.key && a.node < b.node }

const (
	isSettled = 1
	isWanted  = 2
)

func newSearch(n *network) *search {
	nodes := n.nodes()
	s := &search{n: n, dist: make([]float64, nodes), via: make([]int32, nodes), state: make([]uint8, nodes), place: make([]int32, nodes), load: make([]float64, nodes)}
	for v := range nodes {
		s.dist[v], s.via[v] = math.Inf(1), -1
	}
	return s
}

// run finds the cheapest paths from r to all its trips, or with all to every node.
func (s *search) run(r *root, prices []float64, all bool) {
	s.reset()
	wanted := -1
	if !all {
		wanted = len(r.trips)
		for _, t := range r.trips {
			s.state[t.node] = isWanted
		}
	}
	s.reach(r.node, 0, -1)
	for len(s.heap) > 0 && wanted != 0 {
		v := s.pop()
		s.settled = append(s.settled, v)
		if s.state[v]&isWanted != 0 {
			wanted--
		}
		s.state[v] |= isSettled
		if s.n.passes(v, r.node) {
			s.relax(v, prices)
		}
	}
	for _, t := range r.trips {
		s.state[t.node] &^= isWanted
	}
	s.heap = s.heap[:0]
}

func (s *search) relax(v int32, prices []float64) {
	n, base := s.n, s.dist[v]
	for k := n.first[v]; k < n.first[v+1]; k++ {
		w := n.head[k]
		if s.state[w]&isSettled != 0 {
			continue
		}
		if d := base + prices[k]; d < s.dist[w] {
			s.reach(w, d, k)
		} else if d == s.dist[w] && s.via[w] >= 0 && n.arcs[k] < n.arcs[s.via[w]] {
			s.via[w] = k
		}
	}
}

func (s *search) reset() {
	for _, v := range s.touched {
		s.dist[v], s.via[v], s.state[v] = math.Inf(1), -1, 0
	}
	s.touched, s.settled = s.touched[:0], s.settled[:0]
}

func (s *search) reach(v int32, d float64, via int32) {
	i := s.place[v]
	if math.IsInf(s.dist[v], 1) {
		s.touched = append(s.touched, v)
		i = int32(len(s.heap))
		s.heap = append(s.heap, entry{})
	}
	s.dist[v], s.via[v] = d, via
	item := entry{d, v}
	for i > 0 {
		parent := (i - 1) / 4
		if !item.before(s.heap[parent]) {
			break
		}
		s.put(i, s.heap[parent])
		i = parent
	}
	s.put(i, item)
}

func (s *search) put(i int32, item entry) {
	s.heap[i] = item
	s.place[item.node] = i
}

func (s *search) pop() int32 {
	top := s.heap[0].node
	end := int32(len(s.heap) - 1)
	item := s.heap[end]
	s.heap = s.heap[:end]
	if end == 0 {
		return top
	}
	i := int32(0)
	for {
		first := 4*i + 1
		if first >= end {
			break
		}
		best := first
		for c := first + 1; c < min(first+4, end); c++ {
			if s.heap[c].before(s.heap[best]) {
				best = c
			}
		}
		if !s.heap[best].before(item) {
			break
		}
		s.put(i, s.heap[best])
		i = best
	}
	s.put(i, item)
	return top
}

// assign adds the trips of r to the flows of the arcs on their paths, and returns what they
// cost together.
func (s *search) assign(r *root, flows []float64) (cost float64, err error) {
	for _, t := range r.trips {
		if s.state[t.node]&isSettled == 0 {
			err = s.n.noWay(r, t)
			continue
		}
		s.load[t.node] += t.flow
		cost += float64(t.flow * s.dist[t.node])
	}
	for _, v := range slices.Backward(s.settled) {
		if x := s.load[v]; x > 0 && s.via[v] >= 0 {
			flows[s.via[v]] += x
			s.load[s.n.tail[s.via[v]]] += x
		}
		s.load[v] = 0
	}
	return cost, err
}

// appendPath appends the arcs of the graph between the root and v, in order of travel.
func (s *search) appendPath(path []graph.ArcID, v int32) []graph.ArcID {
	start := len(path)
	for ; s.via[v] >= 0; v = s.n.tail[s.via[v]] {
		path = append(path, s.n.arcs[s.via[v]])
	}
	if !s.n.reversed {
		slices.Reverse(path[start:])
	}
	return path
}
