package region

import (
	"cmp"
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// boundary is the edges between inside and outside by the even-odd rule. Its
// edges meet only at their ends, and an even number at each point, so inside
// and outside alternate around it.
type boundary struct {
	edges []edge
	darts []dart // by origin, then counterclockwise from east
	place []int  // per edge and direction: position in darts
}

// dart is an edge seen from one of its ends.
type dart struct {
	from, to graph.Point
	edge     int
	back     int // 0 from the edge's a to its b, 1 the other way
}

func newBoundary(edges []edge) *boundary {
	b := &boundary{edges: edges, place: make([]int, 2*len(edges))}
	for i, e := range edges {
		b.darts = append(b.darts, dart{e.a, e.b, i, 0}, dart{e.b, e.a, i, 1})
	}
	slices.SortFunc(b.darts, func(d, e dart) int {
		return cmp.Or(comparePoints(d.from, e.from), compareAngles(d, e))
	})
	for i, d := range b.darts {
		b.place[2*d.edge+d.back] = i
	}
	return b
}

// compareAngles orders darts of one origin counterclockwise from east.
func compareAngles(d, e dart) int {
	return cmp.Or(cmp.Compare(d.half(), e.half()), -turn(d.from, d.to, e.to))
}

// half is 0 for directions from east to just before west, 1 for the others.
func (d dart) half() int {
	if d.to.Lat > d.from.Lat || d.to.Lat == d.from.Lat && d.to.Lon > d.from.Lon {
		return 0
	}
	return 1
}

// group returns the range of the darts that share the origin of dart i.
func (b *boundary) group(i int) (first, end int) {
	for first = i; first > 0 && b.darts[first-1].from == b.darts[i].from; first-- {
	}
	for end = i + 1; end < len(b.darts) && b.darts[end].from == b.darts[i].from; end++ {
	}
	return first, end
}

// rings traces the boundary with the inside on the left: shells come out
// counterclockwise, holes clockwise, and no ring crosses or touches itself.
func (b *boundary) rings() []ring {
	var rings []ring
	used := make([]bool, len(b.edges))
	for k := range b.edges {
		if used[k] {
			continue
		}
		start := b.place[2*k]
		if !b.insideLeft(start) {
			start = b.place[2*k+1]
		}
		var r ring
		for i := start; ; {
			d := b.darts[i]
			used[d.edge] = true
			r = append(r, d.from)
			if i = b.clockwise(b.place[2*d.edge+1-d.back]); i == start {
				break
			}
		}
		rings = append(rings, cutAtReturns(r)...)
	}
	return rings
}

// clockwise returns the dart that follows dart i clockwise around their origin.
func (b *boundary) clockwise(i int) int {
	first, end := b.group(i)
	if i == first {
		return end - 1
	}
	return i - 1
}

// insideLeft reports whether the inside is left of dart i. The origin, shifted
// as in predicate.go, lies between two darts of the group, and a ray from it
// tells whether it is inside there; from there inside and outside alternate.
func (b *boundary) insideLeft(i int) bool {
	first, end := b.group(i)
	before := 0 // darts counterclockwise from east that precede the shift
	for _, d := range b.darts[first:end] {
		if d.to.Lon > d.from.Lon && d.to.Lat >= d.from.Lat {
			before++
		}
	}
	inside := false
	for _, e := range b.edges {
		if rayCrosses(b.darts[i].from, e.a, e.b) {
			inside = !inside
		}
	}
	return inside == ((i-first-before+1)%2 == 0)
}

// cutAtReturns cuts off a loop each time a ring comes back to a point.
func cutAtReturns(r ring) []ring {
	var loops []ring
	var path ring
	at := make(map[graph.Point]int, len(r))
	for _, p := range r {
		start, back := at[p]
		if !back {
			at[p] = len(path)
			path = append(path, p)
			continue
		}
		loops = append(loops, slices.Clone(path[start:]))
		for _, q := range path[start+1:] {
			delete(at, q)
		}
		path = path[:start+1]
	}
	return append(loops, path)
}
