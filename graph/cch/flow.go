package cch

// flow grows two regions of a graph towards each other, the sources (side 0)
// and the sinks (side 1), and keeps between them a maximum flow with at most
// one unit through every node. Where a region can grow no further without more
// flow, the saturated nodes on its rim separate it from the rest.
//
// Node v is split in two states: near(v) is entered from its neighbours, far(v)
// left to them, and one unit may pass from near to far. Seen from the sinks the
// same holds with near and far, and the direction of flow, exchanged; so one
// code serves both sides.
type flow struct {
	adj   adjacency
	node  []flowNode
	value int32 // units of flow
	side  [2]region
	path  []int32
}

// flowNode is what a flow knows of a node, kept together because a search
// touches all of it at once. Arrays of two are per state, by its lowest bit.
type flowNode struct {
	level [2]int32 // steps to the seeds of the region explored last, or none
	link  [2]int32 // where the unit of flow came from, and where it goes
	arc   int32    // the next arc to try in this phase of a search
	mark  [2]uint8 // bits below
	used  bool     // a unit passes through
}

// region is one side of a flow. It consists of the states fixed for good and
// the states found from the seeds since.
type region struct {
	seeds, found []int32 // states
	rim          []int32 // nodes whose near was reached while a unit passes through
	fixedRim     int     // the first of rim that belong to fixed states
	nodes        int32   // nodes whose far was reached
	fixedNodes   int32
}

const none = -1

// Bits of flowNode.mark for side 0; shift left by one for side 1.
const (
	reached = 1
	fixed   = 4
	seeded  = 16
)

func near(side, node int32) int32 { return node<<1 | side }
func far(side, node int32) int32  { return node<<1 | (1 - side) }

// reset begins a flow over adj between two sets of nodes.
func (f *flow) reset(adj adjacency, ends [2][]int32) {
	n := int(adj.count())
	f.adj, f.value = adj, 0
	blank := [2]int32{none, none}
	f.node = filled(f.node, n, flowNode{level: blank, link: blank})
	for side := range int32(2) {
		r := &f.side[side]
		*r = region{seeds: r.seeds[:0], found: r.found[:0], rim: r.rim[:0]}
		for _, v := range ends[side] {
			f.seed(side, near(side, v))
		}
	}
	f.explore(1)
	f.augment(0)
	f.explore(0)
}

// filled returns a slice of n values, in s when it is large enough.
func filled[T any](s []T, n int, value T) []T {
	if cap(s) < n {
		s = make([]T, n)
	}
	s = s[:n]
	for i := range s {
		s[i] = value
	}
	return s
}

func (f *flow) mark(state int32) *uint8  { return &f.node[state>>1].mark[state&1] }
func (f *flow) level(state int32) *int32 { return &f.node[state>>1].level[state&1] }

func (f *flow) seed(side, state int32) {
	*f.mark(state) |= seeded << side
	f.side[side].seeds = append(f.side[side].seeds, state)
}

// inside reports whether a node is wholly in the region of a side.
func (f *flow) inside(side, node int32) bool { return *f.mark(far(side, node))&(reached<<side) != 0 }

// pierce fixes the region of a side and adds the node v of its rim to it, with
// more flow where that opens a way to the other side.
func (f *flow) pierce(side, v int32) {
	f.fix(side)
	f.seed(side, far(side, v))
	if *f.mark(far(side, v))&(reached<<(1-side)) != 0 {
		f.augment(side)
	}
	f.explore(side)
}

func (f *flow) fix(side int32) {
	r := &f.side[side]
	for _, s := range r.seeds {
		*f.mark(s) &^= seeded << side
	}
	for _, s := range r.found {
		node := &f.node[s>>1]
		node.level[s&1] = none
		node.mark[s&1] |= fixed << side
		if s&1 != side && node.mark[side]&(reached<<side) != 0 {
			node.level[side] = none
			node.mark[side] |= fixed << side
		}
	}
	r.seeds, r.found = r.seeds[:0], r.found[:0]
	r.fixedNodes = r.nodes
	rim := r.rim[:0]
	for _, v := range r.rim {
		if !f.inside(side, v) {
			rim = append(rim, v)
		}
	}
	r.rim, r.fixedRim = rim, len(rim)
}

// touches reports whether node v belongs to the given side for good or has a
// neighbour that does: no flow is enough to keep them apart.
func (f *flow) touches(side, v int32) bool {
	s := near(side, v)
	if *f.mark(s)&((seeded|fixed)<<side) != 0 {
		return true
	}
	for _, w := range f.adj.neighbours(v) {
		if *f.mark(far(side, w))&(seeded<<side) != 0 {
			return true
		}
	}
	return false
}

// clear forgets what was found from the seeds of a side.
func (f *flow) clear(side int32) {
	r := &f.side[side]
	for _, s := range r.found {
		f.node[s>>1].forget(side, s&1)
		if s&1 != side {
			f.node[s>>1].forget(side, side)
		}
	}
	r.found, r.rim, r.nodes = r.found[:0], r.rim[:r.fixedRim], r.fixedNodes
}

func (n *flowNode) forget(side, bit int32) {
	if n.mark[bit]&(fixed<<side) == 0 {
		n.mark[bit] &^= reached << side
		n.level[bit] = none
	}
}

// augment makes the flow maximum by Dinic's algorithm, from the seeds of a side.
// It finds the region of the other side explored, and leaves it so.
func (f *flow) augment(side int32) {
	f.clear(side)
	for again := true; again; again = f.explore(1 - side) {
		for _, s := range f.side[side].seeds {
			for *f.level(s) != none && f.findPath(side, s) {
				f.push(side)
			}
		}
	}
}

// explore finds the region of a side anew from its seeds, breadth first. It
// stops early and returns true when it meets the seeds of the other side.
func (f *flow) explore(side int32) bool {
	f.clear(side)
	r := &f.side[side]
	for _, s := range r.seeds {
		f.visit(side, s, 0)
	}
	stop := int32(1<<31 - 1)
	for i := 0; i < len(r.found); i++ {
		s := r.found[i]
		v := s >> 1
		node := &f.node[v]
		level := node.level[s&1] + 1
		if (node.mark[0]|node.mark[1])&(seeded<<(1-side)) != 0 && f.meets(side, s) {
			stop = min(stop, level)
		}
		if level > stop {
			break
		}
		if s&1 == side {
			if from := node.link[side]; from != none {
				f.visit(side, far(side, from), level)
			}
			continue
		}
		if node.used {
			f.visit(side, near(side, v), level)
		}
		for _, w := range f.adj.to[f.adj.first[v]:f.adj.first[v+1]] {
			f.visit(side, near(side, w), level)
		}
	}
	return stop != 1<<31-1
}

// meets reports whether a found state is a seed of the other side. A free node
// is found near and far at once.
func (f *flow) meets(side, s int32) bool {
	node := &f.node[s>>1]
	if !node.used && s&1 != side && node.mark[side]&(seeded<<(1-side)) != 0 {
		return true
	}
	return node.mark[s&1]&(seeded<<(1-side)) != 0
}

// visit finds a state, unless it was reached before. The near of a free node
// leads nowhere but to its far, and both are found in one step.
func (f *flow) visit(side, s, level int32) {
	node := &f.node[s>>1]
	bit := s & 1
	if node.mark[bit]&(reached<<side) != 0 {
		return
	}
	node.mark[bit] |= reached << side
	node.level[bit], node.arc = level, 0
	r := &f.side[side]
	if bit == side && !node.used {
		s, bit = s^1, bit^1
		node.mark[bit] |= reached << side
		node.level[bit] = level
	}
	r.found = append(r.found, s)
	if bit != side {
		r.nodes++
	} else {
		r.rim = append(r.rim, s>>1)
	}
}

// findPath searches from a seed down the levels to a seed of the other side.
func (f *flow) findPath(side, seed int32) bool {
	f.path = append(f.path[:0], seed)
	if seed&1 == side && !f.node[seed>>1].used {
		f.path = append(f.path, seed^1)
	}
	for len(f.path) > 0 {
		s := f.path[len(f.path)-1]
		if *f.level(s) == 0 {
			return true
		}
		if next := f.descend(side, s); next != none {
			f.path = append(f.path, next)
			continue
		}
		*f.level(s) = none // leads nowhere in this phase
		f.path = f.path[:len(f.path)-1]
	}
	return false
}

// descend returns the next state one level below s, or none.
func (f *flow) descend(side, s int32) int32 {
	v := s >> 1
	node := &f.node[v]
	want := node.level[s&1] - 1
	if s&1 == side {
		if from := node.link[side]; node.used && from != none && *f.level(far(side, from)) == want {
			return far(side, from)
		}
		return none
	}
	if node.used && node.level[side] == want {
		return near(side, v)
	}
	row := f.adj.neighbours(v)
	for ; node.arc < int32(len(row)); node.arc++ {
		next := near(side, row[node.arc])
		if !f.node[row[node.arc]].used {
			next ^= 1
		}
		if *f.level(next) == want {
			return next
		}
	}
	return none
}

// push sends one unit along the path.
func (f *flow) push(side int32) {
	first, last := f.path[0], f.path[len(f.path)-1]
	if first&1 == side {
		f.node[first>>1].link[side] = none
	}
	for i := 1; i < len(f.path); i++ {
		v, w := f.path[i-1]>>1, f.path[i]>>1
		leaving, entering := f.path[i-1]&1 != side, f.path[i]&1 == side
		switch {
		case v == w:
			f.occupy(side, v, !leaving)
		case leaving:
			f.node[v].link[1-side], f.node[w].link[side] = w, v
			if !entering {
				f.occupy(side, w, true)
			}
		}
	}
	if last&1 != side {
		f.node[last>>1].link[1-side] = none
	}
	f.value++
}

// occupy notes whether a unit passes through v. The near of a node that was
// free when the levels were made leads no longer where its level says.
func (f *flow) occupy(side, v int32, used bool) {
	f.node[v].used = used
	if used {
		f.node[v].level[side] = none
	}
}
