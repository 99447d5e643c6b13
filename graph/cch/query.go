package cch

import "github.com/corredor-geo/corredor/graph"

// Query asks a [Metric] for distances and paths between two places. It reuses
// its memory; keep one per goroutine. A query climbs the elimination tree from
// both ends, in time proportional to the arcs on the way, [Quality].MeanArcs
// each on average.
type Query[W Weight] struct {
	m        *Metric[W]
	from, to climb[W]
	meet     int32 // depth at which the path of the last Run turns; none without a path
	unpack   unpacker[W]
	route    []int32
}

// NewQuery returns a query object. It takes 24 to 32 bytes per level of the
// elimination tree.
func (m *Metric[W]) NewQuery() *Query[W] {
	return &Query[W]{m: m, from: newClimb(m), to: newClimb(m), meet: none, unpack: unpacker[W]{m: m}}
}

// Distance returns the cost of the shortest path from s to t, and Unreachable
// without a path. It undoes the last Run.
func (q *Query[W]) Distance(s, t graph.NodeID) W {
	m, ix := q.m, q.m.ix
	a, b := ix.rank[s], ix.rank[t]
	from, to := q.from.dist, q.to.dist
	q.meet = none
	begin(from[:ix.level[a]+1], m.closed)
	begin(to[:ix.level[b]+1], m.closed)
	for a != b {
		if a < b {
			m.upward.relax(a, from[ix.level[a]], from)
			a = ix.parent[a]
		} else {
			m.downward.relax(b, to[ix.level[b]], to)
			b = ix.parent[b]
		}
		if a == none || b == none {
			return Unreachable[W]()
		}
	}
	best := m.closed
	for v, d := a, ix.level[a]; d >= 0; v, d = ix.parent[v], d-1 {
		down, up := from[d], to[d]
		best = min(best, down+up)
		if down < best {
			m.upward.relax(v, down, from)
		}
		if up < best {
			m.downward.relax(v, up, to)
		}
	}
	return m.public(best)
}

// begin closes a way to the root but for its lowest node, the start.
func begin[W Weight](dist []W, closed W) {
	for i := range dist {
		dist[i] = closed
	}
	dist[len(dist)-1] = 0
}

// relax carries a distance from v to its upper neighbours.
func (h *half[W]) relax(v int32, distance W, dist []W) {
	first, end := h.first[v], h.first[v+1]
	depth := h.depth[first:end]
	weight := h.weight[first:end]
	weight = weight[:len(depth)]
	for i, d := range depth {
		dist[d] = min(dist[d], distance+weight[i])
	}
}
