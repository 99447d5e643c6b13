package load

import (
	"cmp"
	"math"
	"slices"

	"github.com/golang/geo/s2"
	"github.com/tidwall/rtree"

	"github.com/corredor-geo/corredor/graph"
)

// noder cuts lines where they cross without sharing a vertex, and where an end
// nearly touches another line.
type noder struct {
	lines *lines
	tree  rtree.RTreeGN[int32, int32] // edges by box; an edge is the index of its first point
	line  []int32                     // per point, its line
	added map[int32][]cut
}

// cut is a vertex to insert into an edge.
type cut struct {
	along float64 // share of the edge before it
	at    graph.Point
}

// node inserts a vertex wherever two lines cross, unless one of them is apart
// (a bridge, a tunnel), and moves ends of lines that are within the tolerance of
// another line that is not apart onto it. It returns how many crossings were
// joined and how many ends were moved. Time is O(n log n) in the number of vertices for data
// without long edges; memory is about 100 bytes a vertex.
func (l *lines) node(toleranceMeters float64) (crossings, ends int) {
	n := &noder{lines: l, line: make([]int32, len(l.points)), added: map[int32][]cut{}}
	for i := range l.attributes {
		for k := l.first[i]; k < l.first[i+1]; k++ {
			n.line[k] = int32(i)
			if k+1 < l.first[i+1] {
				low, high := boxOf(l.points[k], l.points[k+1])
				n.tree.Insert(low, high, k)
			}
		}
	}
	for i := range l.attributes {
		if !l.attributes[i].apart {
			for k := l.first[i]; k+1 < l.first[i+1]; k++ {
				crossings += n.cross(k)
			}
		}
	}
	if toleranceMeters > 0 {
		ends = n.attachEnds(toleranceMeters)
	}
	n.insert()
	return crossings, ends
}

func boxOf(a, b graph.Point) (low, high [2]int32) {
	return [2]int32{min(a.Lon, b.Lon), min(a.Lat, b.Lat)}, [2]int32{max(a.Lon, b.Lon), max(a.Lat, b.Lat)}
}

// cross joins edge e with the later edges that it crosses.
func (n *noder) cross(e int32) (found int) {
	p, q := n.lines.points[e], n.lines.points[e+1]
	low, high := boxOf(p, q)
	var others []int32
	n.tree.Search(low, high, func(_, _ [2]int32, other int32) bool {
		if other > e && !n.lines.attributes[n.line[other]].apart {
			others = append(others, other)
		}
		return true
	})
	slices.Sort(others)
	for _, other := range others {
		r, s := n.lines.points[other], n.lines.points[other+1]
		if p == r || p == s || q == r || q == s {
			continue // they share a vertex, and two straight edges meet once
		}
		if n.touch(e, r) || n.touch(e, s) || n.touch(other, p) || n.touch(other, q) {
			found++
			continue
		}
		if side(p, q, r) != side(p, q, s) && side(r, s, p) != side(r, s, q) {
			n.cutBoth(e, other)
			found++
		}
	}
	return found
}

// side tells on which side of the line from a to b the point c lies: -1, 0, 1.
func side(a, b, c graph.Point) int {
	dx, dy := int64(b.Lon)-int64(a.Lon), int64(b.Lat)-int64(a.Lat)
	ex, ey := int64(c.Lon)-int64(a.Lon), int64(c.Lat)-int64(a.Lat)
	return cmp.Compare(dx*ey, dy*ex)
}

// touch cuts edge e at a vertex of another line that lies exactly on it.
func (n *noder) touch(e int32, vertex graph.Point) bool {
	a, b := n.lines.points[e], n.lines.points[e+1]
	low, high := boxOf(a, b)
	if side(a, b, vertex) != 0 || vertex.Lon < low[0] || vertex.Lon > high[0] || vertex.Lat < low[1] || vertex.Lat > high[1] {
		return false
	}
	n.cut(e, vertex)
	return true
}

func (n *noder) cut(e int32, at graph.Point) {
	a, b := n.lines.points[e], n.lines.points[e+1]
	whole := math.Hypot(float64(b.Lon)-float64(a.Lon), float64(b.Lat)-float64(a.Lat))
	part := math.Hypot(float64(at.Lon)-float64(a.Lon), float64(at.Lat)-float64(a.Lat))
	n.added[e] = append(n.added[e], cut{part / whole, at})
}

// cutBoth cuts two edges that cross, at the point where they do.
func (n *noder) cutBoth(e, other int32) {
	p, q := n.lines.points[e], n.lines.points[e+1]
	r, s := n.lines.points[other], n.lines.points[other+1]
	dx, dy := float64(q.Lon)-float64(p.Lon), float64(q.Lat)-float64(p.Lat)
	ex, ey := float64(s.Lon)-float64(r.Lon), float64(s.Lat)-float64(r.Lat)
	t := (float64((float64(r.Lon)-float64(p.Lon))*ey) - float64((float64(r.Lat)-float64(p.Lat))*ex)) / (float64(dx*ey) - float64(dy*ex))
	at := graph.Point{Lon: int32(math.Round(float64(p.Lon) + float64(t*dx))), Lat: int32(math.Round(float64(p.Lat) + float64(t*dy)))}
	n.cut(e, at)
	n.cut(other, at)
}

// attachEnds moves each end of a line that no other line shares onto the
// nearest edge of another line within the tolerance.
func (n *noder) attachEnds(toleranceMeters float64) (moved int) {
	uses := map[graph.Point]int{}
	for _, p := range n.lines.points {
		uses[p]++
	}
	for i := range n.lines.attributes {
		for _, at := range [2]int32{n.lines.first[i], n.lines.first[i+1] - 1} {
			p := n.lines.points[at]
			if uses[p] != 1 {
				continue
			}
			if edge, on, ok := n.nearestEdge(p, int32(i), toleranceMeters); ok && on != p { // else it lies on it, and is joined
				n.cut(edge, on)
				n.lines.points[at] = on
				moved++
			}
		}
	}
	return moved
}

func (n *noder) nearestEdge(p graph.Point, own int32, toleranceMeters float64) (edge int32, on graph.Point, ok bool) {
	low, high := boxAround(p, toleranceMeters)
	best := toleranceMeters
	n.tree.Search(low, high, func(_, _ [2]int32, e int32) bool {
		if n.line[e] == own || n.lines.attributes[n.line[e]].apart {
			return true
		}
		a, b := n.lines.points[e], n.lines.points[e+1]
		q := graph.PointOf(graph.OrbPoint(s2.Project(graph.S2Point(p.Orb()), graph.S2Point(a.Orb()), graph.S2Point(b.Orb()))))
		meters := graph.Distance(p.Orb(), q.Orb())
		if meters < best || meters == best && (!ok || e < edge) {
			edge, on, best, ok = e, q, meters, true
		}
		return true
	})
	return edge, on, ok
}

// insert rebuilds the lines with the cuts in their order.
func (n *noder) insert() {
	if len(n.added) == 0 {
		return
	}
	old := n.lines
	points := make([]graph.Point, 0, len(old.points)+2*len(n.added))
	first := make([]int32, 1, len(old.first))
	add := func(p graph.Point, start int) {
		if len(points) == start || points[len(points)-1] != p {
			points = append(points, p)
		}
	}
	for i := range old.attributes {
		start := len(points)
		for k := old.first[i]; k < old.first[i+1]; k++ {
			add(old.points[k], start)
			cuts := n.added[k]
			slices.SortFunc(cuts, func(a, b cut) int { return cmp.Or(cmp.Compare(a.along, b.along), comparePoints(a.at, b.at)) })
			for _, c := range cuts {
				add(c.at, start)
			}
		}
		first = append(first, int32(len(points)))
	}
	old.points, old.first = points, first
}
