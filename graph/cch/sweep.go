package cch

import (
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// SweepOptions adjusts [Metric.NewSweep]. The zero value sweeps from a source to
// every node on the goroutine that asks.
type SweepOptions struct {
	// Reverse finds the distances from every node to the seeds.
	Reverse bool
	// Workers is the number of goroutines of one Run; 0 means 1.
	Workers int
}

// Sweep computes distances between one place and every node: one climb from the
// place, then one pass over the nodes from the roots down. It is PHAST (Delling
// et al., 2013) on the elimination tree. A Sweep reuses its memory; keep one per
// goroutine.
type Sweep[W Weight] struct {
	m        *Metric[W]
	workers  int
	way      int32    // 0 from the seeds, 1 to them
	up, down *half[W] // the climb from the seeds; the pass down
	dist     []W      // by place in the order
	entry    []int32  // how the climb reached a node: an entry of up, or the two below
	seed     []int32  // the seed at a node whose entry is atSeed
	touched  []int32  // nodes of the climb, ascending
	climbed  []W      // their distances after the climb
	stack    [][]W    // per worker and depth
	unpack   unpacker[W]
	route    []int32
}

// Values of Sweep.entry that are no entry.
const (
	fromAbove = -2 // reached by the pass down, or not at all
	atSeed    = -1
)

// NewSweep returns a sweep over m. It takes 8 bytes a node and one distance.
func (m *Metric[W]) NewSweep(o SweepOptions) *Sweep[W] {
	n := m.ix.NodeCount()
	s := &Sweep[W]{
		m: m, workers: max(1, o.Workers), up: &m.upward, down: &m.downward,
		dist:  filled([]W(nil), n, m.closed),
		entry: filled([]int32(nil), n, int32(fromAbove)), seed: make([]int32, n),
		unpack: unpacker[W]{m: m},
	}
	if o.Reverse {
		s.up, s.down, s.way = s.down, s.up, 1
	}
	for range s.workers {
		s.stack = append(s.stack, make([]W, m.ix.height))
	}
	return s
}

// Run computes all distances from a node, or to it with Reverse.
func (s *Sweep[W]) Run(from graph.NodeID) {
	seed := [1]Seed[W]{{Node: from}}
	s.RunSeeds(seed[:])
}

// RunSeeds computes all distances from the nearest of some seeds, their costs
// included, in time linear in the arcs of the hierarchy.
func (s *Sweep[W]) RunSeeds(seeds []Seed[W]) {
	for _, v := range s.touched {
		s.entry[v] = fromAbove
	}
	for i := range s.dist {
		s.dist[i] = s.m.closed
	}
	s.climb(seeds)
	if tasks := s.m.ix.tasks(); s.workers > 1 {
		tasks.downwards(s.workers, func(worker int, t *task) { s.pass(t, s.stack[worker]) })
	} else {
		s.pass(&task{subtree: true, hi: int32(len(s.dist))}, s.stack[0])
	}
	for i, v := range s.touched {
		if s.dist[v] < s.climbed[i] {
			s.entry[v] = fromAbove
		}
	}
}

// climb relaxes upwards from all nodes above the seeds.
func (s *Sweep[W]) climb(seeds []Seed[W]) {
	ix := s.m.ix
	s.touched, s.climbed = s.touched[:0], s.climbed[:0]
	for i, seed := range seeds {
		v := ix.rank[seed.Node]
		if cost := s.m.private(seed.Cost); cost < s.dist[v] {
			s.dist[v], s.seed[v] = cost, int32(i)
		}
		for ; v != none && s.entry[v] == fromAbove; v = ix.parent[v] {
			s.entry[v] = atSeed
			s.touched = append(s.touched, v)
		}
	}
	slices.Sort(s.touched)
	for _, v := range s.touched {
		s.climbed = append(s.climbed, s.dist[v])
		if s.dist[v] >= s.m.closed {
			continue
		}
		for e := s.up.first[v]; e < s.up.first[v+1]; e++ {
			head := ix.head[s.up.arcOf(e)]
			if w := s.dist[v] + s.up.weight[e]; w < s.dist[head] {
				s.dist[head], s.entry[head] = w, e
			}
		}
	}
}

// pass takes the nodes of a task from the highest down. In that order the nodes
// above the one at hand are always the last of their depth, and the distances
// needed fit a stack.
func (s *Sweep[W]) pass(t *task, stack []W) {
	ix := s.m.ix
	top := t.hi - 1
	if !t.subtree {
		top = t.node[len(t.node)-1]
	}
	for v := ix.parent[max(top, 0)]; top >= 0 && v != none; v = ix.parent[v] {
		stack[ix.level[v]] = s.dist[v]
	}
	if !t.subtree {
		for i := len(t.node) - 1; i >= 0; i-- {
			s.passRange(t.node[i], t.node[i]+1, stack)
		}
		return
	}
	s.passRange(t.lo, t.hi, stack)
}

func (s *Sweep[W]) passRange(lo, hi int32, stack []W) {
	level, dist := s.m.ix.level[lo:hi], s.dist[lo:hi]
	dist = dist[:len(level)]
	first := s.down.first[lo : hi+1]
	end := first[len(level)]
	for v := len(level) - 1; v >= 0; v-- {
		begin := first[v]
		depth := s.down.depth[begin:end]
		weight := s.down.weight[begin:end]
		weight = weight[:len(depth)]
		end = begin
		best := dist[v]
		for i, d := range depth {
			best = min(best, stack[d]+weight[i])
		}
		dist[v] = best
		stack[level[v]] = best
	}
}

// Distance returns the distance of a node in the last run.
func (s *Sweep[W]) Distance(n graph.NodeID) W { return s.m.public(s.dist[s.m.ix.rank[n]]) }

// AppendDistances appends the distance of every node, by number.
func (s *Sweep[W]) AppendDistances(dst []W) []W {
	at := len(dst)
	dst = slices.Grow(dst, len(s.dist))[:at+len(s.dist)]
	out, unreachable := dst[at:], Unreachable[W]()
	for n, r := range s.m.ix.rank {
		d := s.dist[r]
		if d >= s.m.closed {
			d = unreachable
		}
		out[n] = d
	}
	return dst
}

// AppendPath appends the arcs of the shortest path of the last run between the
// nearest seed and a node, in order of travel, and returns the extended slice.
// It appends nothing when there is no path or it has no arc.
func (s *Sweep[W]) AppendPath(path []graph.ArcID, n graph.NodeID) []graph.ArcID {
	above, below, _ := s.trace(n)
	s.unpack.begin()
	if s.way == 1 {
		for _, arc := range above {
			s.unpack.add(arc, 0)
		}
		for _, arc := range below {
			s.unpack.add(arc, 1)
		}
		return s.unpack.appendTo(path)
	}
	for i := len(below) - 1; i >= 0; i-- {
		s.unpack.add(below[i], 0)
	}
	for i := len(above) - 1; i >= 0; i-- {
		s.unpack.add(above[i], 1)
	}
	return s.unpack.appendTo(path)
}

// SeedOf returns the seed that a node is nearest to, and false without one.
func (s *Sweep[W]) SeedOf(n graph.NodeID) (seed int, ok bool) {
	if s.dist[s.m.ix.rank[n]] >= s.m.closed {
		return 0, false
	}
	_, _, at := s.trace(n)
	return int(s.seed[at]), true
}

// trace returns the arcs of the hierarchy from a node to its seed: those that
// the pass came down, then those that the climb went up, and the seed's node.
func (s *Sweep[W]) trace(n graph.NodeID) (above, below []int32, at int32) {
	ix := s.m.ix
	v := ix.rank[n]
	s.route = s.route[:0]
	if s.dist[v] >= s.m.closed {
		return nil, nil, none
	}
	for s.entry[v] == fromAbove {
		arc := s.arcFromAbove(v)
		s.route = append(s.route, arc)
		v = ix.head[arc]
	}
	turn := len(s.route)
	for s.entry[v] != atSeed {
		arc := s.up.arcOf(s.entry[v])
		s.route = append(s.route, arc)
		v = ix.tail[arc]
	}
	return s.route[:turn], s.route[turn:], v
}

// arcFromAbove returns the lowest arc over which the pass reached v.
func (s *Sweep[W]) arcFromAbove(v int32) int32 {
	for e := s.down.first[v]; e < s.down.first[v+1]; e++ {
		arc := s.down.arcOf(e)
		if s.dist[s.m.ix.head[arc]]+s.down.weight[e] == s.dist[v] {
			return arc
		}
	}
	panic("cch: a distance has no arc; were weights changed during a sweep?")
}
