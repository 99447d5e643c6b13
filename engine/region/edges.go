package region

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"github.com/corredor-geo/corredor/graph"
)

// edgeIndex finds the border edges near a road edge, and the parts that contain
// a point. A part is one polygon; its rings are cut into runs of consecutive
// edges, each with its box. Immutable, and safe for any number of goroutines.
type edgeIndex struct {
	parts  []part
	runs   []run
	points []graph.Point // rings one after the other, each closed by its first point
	byPart rtree.RTreeGN[float64, int32]
	byRun  rtree.RTreeGN[float64, int32]
}

// part is a polygon of a region. Parts are in the order of their regions.
type part struct {
	region          int32
	firstRun, endOf int32 // its runs
	box             box
}

// run is the edges points[i]-points[i+1] for first <= i < end.
type run struct {
	part       int32
	first, end int32
	box        box
}

func newEdgeIndex(regions []Region) *edgeIndex {
	x := &edgeIndex{}
	for i, r := range regions {
		for _, polygon := range r.Area {
			x.addPart(int32(i), polygon)
		}
	}
	for i, p := range x.parts {
		low, high := p.box.corners()
		x.byPart.Insert(low, high, int32(i))
	}
	for i, r := range x.runs {
		low, high := r.box.corners()
		x.byRun.Insert(low, high, int32(i))
	}
	return x
}

func (x *edgeIndex) addPart(region int32, polygon orb.Polygon) {
	p := part{region: region, firstRun: int32(len(x.runs))}
	for _, ring := range polygon {
		x.addRing(int32(len(x.parts)), graph.PointsOf(ring))
	}
	p.endOf = int32(len(x.runs))
	p.box = x.runs[p.firstRun].box // the shell's holes lie inside it, so its runs suffice
	for _, r := range x.runs[p.firstRun+1:] {
		p.box = p.box.extend(r.box.min).extend(r.box.max)
	}
	x.parts = append(x.parts, p)
}

func (x *edgeIndex) addRing(part int32, ring []graph.Point) {
	base := len(x.points)
	x.points = append(x.points, ring...)
	for first := 0; first+1 < len(ring); first += runEdges {
		end := min(first+runEdges, len(ring)-1)
		r := run{part: part, first: int32(base + first), end: int32(base + end)}
		r.box = boxOf(ring[first], ring[first+1])
		for _, p := range ring[first+2 : end+1] {
			r.box = r.box.extend(p)
		}
		x.runs = append(x.runs, r)
	}
}

// appendParts appends the parts that contain p, in ascending order.
func (x *edgeIndex) appendParts(buf []int32, p graph.Point) []int32 {
	start := len(buf)
	low, high := boxOf(p, p).corners()
	x.byPart.Search(low, high, func(_, _ [2]float64, part int32) bool {
		if x.contains(part, p) {
			buf = append(buf, part)
		}
		return true
	})
	slices.Sort(buf[start:])
	return buf
}

// contains counts the edges of a part that a ray from p to the east crosses.
func (x *edgeIndex) contains(part int32, p graph.Point) bool {
	inside := false
	for _, r := range x.runs[x.parts[part].firstRun:x.parts[part].endOf] {
		if p.Lat < r.box.min.Lat || p.Lat >= r.box.max.Lat || p.Lon > r.box.max.Lon {
			continue
		}
		for i := r.first; i < r.end; i++ {
			if rayCrosses(p, x.points[i], x.points[i+1]) {
				inside = !inside
			}
		}
	}
	return inside
}

// hit is a place where a road edge enters or leaves a part.
type hit struct {
	share float64 // along the road edge, 0 to 1
	part  int32
}

// appendHits appends where the road edge p-q crosses borders, in no order.
func (x *edgeIndex) appendHits(buf []hit, p, q graph.Point) []hit {
	road := boxOf(p, q)
	low, high := road.corners()
	x.byRun.Search(low, high, func(_, _ [2]float64, i int32) bool {
		buf = x.runs[i].appendHits(buf, x.points, [2]graph.Point{p, q})
		return true
	})
	return buf
}

func (r *run) appendHits(buf []hit, points []graph.Point, road [2]graph.Point) []hit {
	p, q := road[0], road[1]
	bound := boxOf(p, q)
	b := points[r.first]
	for _, next := range points[r.first+1 : r.end+1] {
		a := b
		b = next
		if bound.meets(boxOf(a, b)) && crosses(p, q, a, b) {
			buf = append(buf, hit{crossingShare(p, q, a, b), r.part})
		}
	}
	return buf
}
