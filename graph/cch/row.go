package cch

import (
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// Row is one row of a table: it reuses its memory; keep one per goroutine.
type Row[W Weight] struct {
	t      *Table[W]
	groups []rowGroup[W]
	used   int // of groups
	cells  []cell[W]
	unpack unpacker[W]
	route  []int32
	own    parts // of this row, by group
	other  parts // of columns, by label
}

type rowGroup[W Weight] struct {
	climb[W]
	start int32   // lowest node
	depth int32   // of start
	node  []int32 // per depth: the node of the way to the root
	least []int32 // per depth: the first node of its subtree
}

// cell is where the best path of a column was found.
type cell[W Weight] struct {
	dist         W
	group, label int32
	shared       int32 // depth of the lowest node that both climbs share
}

// NewRow returns a row object.
func (t *Table[W]) NewRow() *Row[W] {
	return &Row[W]{
		t: t, cells: make([]cell[W], t.columns), unpack: unpacker[W]{m: t.m},
		own: parts{at: map[partKey][2]int32{}}, other: parts{at: map[partKey][2]int32{}},
	}
}

// Run computes the row of one node.
func (r *Row[W]) Run(n graph.NodeID) {
	seed := [1]Seed[W]{{Node: n}}
	r.RunSeeds(seed[:])
}

// RunSeeds computes the row of a place, in time proportional to its climb and,
// per column, to the depth at which the two meet.
func (r *Row[W]) RunSeeds(seeds []Seed[W]) {
	m := r.t.m
	half := r.t.half(0)
	r.own.forget()
	if len(r.groups) == 0 {
		r.addGroup()
	}
	r.groups[0].arrange(m.ix, seeds)
	r.used = len(r.groups[0].bottom)
	for len(r.groups) < r.used {
		r.addGroup()
	}
	for i := range r.groups[:r.used] {
		g := &r.groups[i]
		g.group, g.bottom = r.groups[0].group, r.groups[0].bottom
		g.start = g.bottom[i]
		g.depth = m.ix.level[g.start]
		g.begin(m, seeds, int32(i))
		g.ascend(half, m, g.start)
		for v := g.start; v != none; v = m.ix.parent[v] {
			d := m.ix.level[v]
			g.node[d], g.least[d] = v, m.ix.least[v]
		}
	}
	for column := range r.cells {
		r.cells[column] = r.best(int32(column))
	}
}

func (r *Row[W]) addGroup() {
	height := r.t.m.ix.height
	r.groups = append(r.groups, rowGroup[W]{climb: newClimb(r.t.m), node: make([]int32, height), least: make([]int32, height)})
}

func (r *Row[W]) best(column int32) cell[W] {
	best := cell[W]{dist: r.t.m.closed}
	for i := r.t.first[column]; i < r.t.first[column+1]; i++ {
		l := &r.t.label[i]
		for g := range r.groups[:r.used] {
			shared := r.groups[g].sharedWith(l)
			if d := leastSum(r.groups[g].dist[:shared+1], l.dist, best.dist); d < best.dist {
				best = cell[W]{d, int32(g), i, shared}
			}
		}
	}
	return best
}

// sharedWith returns the depth of the lowest node above both a group and a
// label, or -1 when they belong to different trees.
func (g *rowGroup[W]) sharedWith(l *label[W]) int32 {
	lo, hi := int32(-1), min(g.depth, int32(len(l.dist))-1)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if g.least[mid] <= l.bottom && l.bottom <= g.node[mid] {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}

// leastSum returns the least of a[i]+b[i]; b is no shorter than a. Four minima
// at once do not wait for each other.
func leastSum[W Weight](a, b []W, least W) W {
	m0, m1, m2, m3 := least, least, least, least
	b = b[:len(a)]
	for len(a) >= 4 && len(b) >= 4 {
		m0 = min(m0, a[0]+b[0])
		m1 = min(m1, a[1]+b[1])
		m2 = min(m2, a[2]+b[2])
		m3 = min(m3, a[3]+b[3])
		a, b = a[4:], b[4:]
	}
	for i, w := range a {
		m0 = min(m0, w+b[i])
	}
	return min(m0, m1, m2, m3)
}

// Distance returns the distance of a column, Unreachable without a path.
func (r *Row[W]) Distance(column int) W { return r.t.m.public(r.cells[column].dist) }

// appendDistances appends the distance of every column.
func (r *Row[W]) appendDistances(dst []W) []W {
	for _, c := range r.cells {
		dst = append(dst, r.t.m.public(c.dist))
	}
	return dst
}

// AppendPath appends the arcs of the shortest path between the row's place and a
// column's, in order of travel, and returns the extended slice. It appends
// nothing when there is no path or it has no arc.
//
// Of a row's paths many begin alike, and of a column's many end alike. The two
// parts of each path are kept, the row's for the row and the column's for as long
// as there is room, so that most paths are two copies.
func (r *Row[W]) AppendPath(path []graph.ArcID, column int) []graph.ArcID {
	c := r.cells[column]
	if c.dist >= r.t.m.closed {
		return path
	}
	own, other := &r.groups[c.group], &r.t.label[c.label]
	meet := meeting(own.dist[:c.shared+1], other.dist, c.dist)
	mine := r.part(&r.own, &own.climb, partKey{c.group, meet, r.t.way})
	theirs := r.part(&r.other, &other.climb, partKey{c.label, meet, 1 - r.t.way})
	if r.t.way == 1 {
		mine, theirs = theirs, mine
	}
	return append(append(path, mine...), theirs...)
}

// parts keeps unpacked parts of paths by climb and depth.
type parts struct {
	at   map[partKey][2]int32 // range of arcs
	arcs []graph.ArcID
}

// partKey names the part of a path from a climb's seed to a depth, or, with way
// 1, from there to its seed.
type partKey struct{ climb, depth, way int32 }

// maxParts is where kept parts give way to new ones: 16 MB of arcs.
const maxParts = 1 << 22

func (p *parts) forget() {
	clear(p.at)
	p.arcs = p.arcs[:0]
}

// part returns a part of a path, in order of travel.
func (r *Row[W]) part(p *parts, c *climb[W], key partKey) []graph.ArcID {
	if at, ok := p.at[key]; ok {
		return p.arcs[at[0]:at[1]]
	}
	if len(p.arcs) > maxParts {
		p.forget()
	}
	m, from := r.t.m, int32(len(p.arcs))
	r.unpack.begin()
	if key.way == 0 {
		r.route = c.trace(r.route[:0], &m.upward, m.ix, key.depth)
		slices.Reverse(r.route)
	} else {
		r.route = c.trace(r.route[:0], &m.downward, m.ix, key.depth)
	}
	for _, arc := range r.route {
		r.unpack.add(arc, key.way)
	}
	p.arcs = r.unpack.appendTo(p.arcs)
	p.at[key] = [2]int32{from, int32(len(p.arcs))}
	return p.arcs[from:]
}

// meeting returns the last place where a[i]+b[i] is sum.
func meeting[W Weight](a, b []W, sum W) int32 {
	for i := len(a) - 1; i >= 0; i-- {
		if a[i]+b[i] == sum {
			return int32(i)
		}
	}
	panic("cch: a distance has no meeting node")
}

// Ends returns which seed of the row's place and which of the column's the
// shortest path connects, and false without a path.
func (r *Row[W]) Ends(column int) (own, other int, ok bool) {
	c := r.cells[column]
	if c.dist >= r.t.m.closed {
		return 0, 0, false
	}
	mine, theirs := &r.groups[c.group].climb, &r.t.label[c.label].climb
	meet := meeting(mine.dist[:c.shared+1], theirs.dist, c.dist)
	ix := r.t.m.ix
	return mine.end(r.t.half(0), ix, meet), theirs.end(r.t.half(1), ix, meet), true
}
