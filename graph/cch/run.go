package cch

import (
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// Seed is a node where a path may begin or end, and the cost of getting there:
// a route begins in mid-segment, and reaches the ends of that segment first.
type Seed[W Weight] struct {
	Node graph.NodeID
	Cost W
}

// climb is the search from one end. All nodes it sees lie on one way to a root,
// so their depths serve as their names, and distances stay in the fastest memory.
type climb[W Weight] struct {
	dist  []W     // per depth
	entry []int32 // per depth: the entry of the half that reached it, or none at a seed
	seed  []int32 // per depth: the seed there, where entry is none

	group  []int32 // per seed
	bottom []int32 // per group: its lowest node
}

func newClimb[W Weight](m *Metric[W]) climb[W] {
	return climb[W]{
		dist:  make([]W, m.ix.height),
		entry: make([]int32, m.ix.height),
		seed:  make([]int32, m.ix.height),
	}
}

// arrange puts the seeds into groups that each lie on one way to a root.
func (c *climb[W]) arrange(ix *Index, seeds []Seed[W]) {
	c.group, c.bottom = filled(c.group, len(seeds), none), c.bottom[:0]
	for range seeds {
		lowest := none
		for i, s := range seeds {
			if c.group[i] == none && (lowest == none || ix.rank[s.Node] < ix.rank[seeds[lowest].Node]) {
				lowest = i
			}
		}
		v := ix.rank[seeds[lowest].Node]
		fits := func(bottom int32) bool { return bottom >= ix.least[v] }
		group := slices.IndexFunc(c.bottom, fits)
		if group < 0 {
			group = len(c.bottom)
			c.bottom = append(c.bottom, v)
		}
		c.group[lowest] = int32(group)
	}
}

// begin closes the way to the root of a group but for its seeds.
func (c *climb[W]) begin(m *Metric[W], seeds []Seed[W], group int32) {
	for d := range m.ix.level[c.bottom[group]] + 1 {
		c.dist[d], c.entry[d] = m.closed, none
	}
	for i, s := range seeds {
		d := m.ix.level[m.ix.rank[s.Node]]
		if cost := m.private(s.Cost); c.group[i] == group && cost < c.dist[d] {
			c.dist[d], c.seed[d] = cost, int32(i)
		}
	}
}

// relax carries the distance of v, at depth d, to its upper neighbours.
func (c *climb[W]) relax(h *half[W], v, d int32) {
	first, end := h.first[v], h.first[v+1]
	dist, entries := c.dist, c.entry
	entries = entries[:len(dist)]
	distance := dist[d]
	depth := h.depth[first:end]
	weight := h.weight[first:end]
	weight = weight[:len(depth)]
	for i, d := range depth {
		w, old, entry := distance+weight[i], dist[d], entries[d]
		if w < old {
			entry = first + int32(i)
		}
		dist[d], entries[d] = min(w, old), entry
	}
}

// Run finds the shortest path from s to t for [Query.AppendPath], and returns
// its cost as Distance does.
func (q *Query[W]) Run(s, t graph.NodeID) W {
	source, target := [1]Seed[W]{{Node: s}}, [1]Seed[W]{{Node: t}}
	return q.RunSeeds(source[:], target[:])
}

// RunSeeds finds the shortest path from any of the sources to any of the
// targets, the seeds' costs included, and returns its cost. Of equal paths it
// takes the one that turns lowest in the tree.
//
// The ends of a segment lie on one way to the root, so a route between two
// places takes one search. Seeds that do not are searched pair by pair.
func (q *Query[W]) RunSeeds(sources, targets []Seed[W]) W {
	m := q.m
	q.from.arrange(m.ix, sources)
	q.to.arrange(m.ix, targets)
	q.meet = none
	best, bestFrom, bestTo := m.closed, 0, 0
	for i := range q.from.bottom {
		for j := range q.to.bottom {
			q.from.begin(m, sources, int32(i))
			q.to.begin(m, targets, int32(j))
			if cost := q.climb(int32(i), int32(j), best); cost < best {
				best, bestFrom, bestTo = cost, i, j
			}
		}
	}
	if best < m.closed && len(q.from.bottom)*len(q.to.bottom) > 1 {
		q.from.begin(m, sources, int32(bestFrom))
		q.to.begin(m, targets, int32(bestTo))
		q.climb(int32(bestFrom), int32(bestTo), m.closed)
	}
	return m.public(best)
}

// climb searches between two groups for a path cheaper than best.
func (q *Query[W]) climb(from, to int32, best W) W {
	m, ix := q.m, q.m.ix
	a, b := q.from.bottom[from], q.to.bottom[to]
	for a != b {
		if a < b {
			q.from.relax(&m.upward, a, ix.level[a])
			a = ix.parent[a]
		} else {
			q.to.relax(&m.downward, b, ix.level[b])
			b = ix.parent[b]
		}
		if a == none || b == none {
			return best
		}
	}
	for v, d := a, ix.level[a]; d >= 0; v, d = ix.parent[v], d-1 {
		down, up := q.from.dist[d], q.to.dist[d]
		if down+up < best {
			best, q.meet = down+up, d
		}
		if down < best {
			q.from.relax(&m.upward, v, d)
		}
		if up < best {
			q.to.relax(&m.downward, v, d)
		}
	}
	return best
}

// AppendPath appends the arcs of the path of the last Run, in order of travel,
// and returns the extended slice. It appends nothing without a path, and when
// the path has no arc.
func (q *Query[W]) AppendPath(path []graph.ArcID) []graph.ArcID {
	if q.meet == none {
		return path
	}
	q.route = q.from.trace(q.route[:0], &q.m.upward, q.m.ix, q.meet)
	q.unpack.begin()
	for i := len(q.route) - 1; i >= 0; i-- {
		q.unpack.add(q.route[i], 0)
	}
	q.route = q.to.trace(q.route[:0], &q.m.downward, q.m.ix, q.meet)
	for _, arc := range q.route {
		q.unpack.add(arc, 1)
	}
	return q.unpack.appendTo(path)
}

// trace appends the arcs by which the search came to a depth, last first.
func (c *climb[W]) trace(route []int32, h *half[W], ix *Index, depth int32) []int32 {
	for e := c.entry[depth]; e != none; e = c.entry[depth] {
		arc := h.arcOf(e)
		route = append(route, arc)
		depth = ix.level[ix.tail[arc]]
	}
	return route
}

// Ends returns which source and which target the path of the last RunSeeds
// connects, and false when there is none.
func (q *Query[W]) Ends() (source, target int, ok bool) {
	if q.meet == none {
		return 0, 0, false
	}
	return q.from.end(&q.m.upward, q.m.ix, q.meet), q.to.end(&q.m.downward, q.m.ix, q.meet), true
}

func (c *climb[W]) end(h *half[W], ix *Index, depth int32) int {
	for e := c.entry[depth]; e != none; e = c.entry[depth] {
		depth = ix.level[ix.tail[h.arcOf(e)]]
	}
	return int(c.seed[depth])
}
