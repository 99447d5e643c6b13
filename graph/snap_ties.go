package graph

// lowest knows, of edges that a point can be equally near to, the one on the lowest segment.
// At a node several edges are, and along a stretch that was drawn twice; which of them s2 finds is
// chance. Edges are numbered through, shape by shape.
type lowest struct {
	first []int32 // number of the first edge of a shape; one more at the end
	shape []int32 // of an edge
	from  []int32 // the lowest edge that ends where an edge begins, or begins there
	to    []int32 // the same for its end
	along []int32 // the lowest edge between the same two points
}

// lowestOf takes time and space linear in the points of the segments.
func lowestOf(g *Graph, segments []SegmentID) lowest {
	l := lowest{}
	at, between := map[Point]int32{}, map[[2]Point]int32{}
	for shape, s := range segments {
		l.first = append(l.first, int32(len(l.shape)))
		line := g.Shape(s)
		for i := range len(line) - 1 {
			edge := int32(len(l.shape))
			l.shape = append(l.shape, int32(shape))
			l.from = append(l.from, firstAt(at, line[i], edge))
			firstAt(at, line[i+1], edge)
			l.along = append(l.along, firstAt(between, ordered(line[i], line[i+1]), edge))
		}
	}
	l.first = append(l.first, int32(len(l.shape)))
	l.to = make([]int32, len(l.shape))
	for shape, s := range segments {
		for i, p := range g.Shape(s)[1:] {
			l.to[int(l.first[shape])+i] = at[p]
		}
	}
	return l
}

// firstAt returns the first edge that was noted for a key.
func firstAt[K comparable](seen map[K]int32, key K, edge int32) int32 {
	if first, ok := seen[key]; ok {
		return first
	}
	seen[key] = edge
	return edge
}

func ordered(a, b Point) [2]Point {
	if a.Lon > b.Lon || a.Lon == b.Lon && a.Lat > b.Lat {
		a, b = b, a
	}
	return [2]Point{a, b}
}

// tied returns the lowest of the edges that are as near as the one found, whose nearest point is
// its start, its end, or one between.
func (l *lowest) tied(shape, edge int, atStart, atEnd bool) (lowShape, lowEdge int) {
	found := l.first[shape] + int32(edge)
	best := l.along[found]
	if atStart {
		best = min(best, l.from[found])
	}
	if atEnd {
		best = min(best, l.to[found])
	}
	return int(l.shape[best]), int(best - l.first[l.shape[best]])
}
