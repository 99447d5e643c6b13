package graph

// lowest knows, of edges that a point can be equally near to, the one on the lowest segment.
// At a node several edges are, and along a stretch that was drawn twice; which of them s2 finds is
// chance. Edges are numbered through, shape by shape.
type lowest struct {
	first []int32    // number of the first edge of a shape
	shape []int32    // of an edge
	ends  [][2]int32 // of an edge: the lowest edge that begins or ends where it begins, and where it ends
	along []int32    // of an edge: the lowest between the same two points
}

// lowestOf takes time and space linear in the points of the segments.
func lowestOf(g *Graph, segments []SegmentID) *lowest {
	edges := 0
	for _, s := range segments {
		edges += len(g.Shape(s)) - 1
	}
	l := &lowest{shape: make([]int32, 0, edges), ends: make([][2]int32, 0, edges), along: make([]int32, 0, edges)}
	points := make(map[uint64]int32, edges) // numbers them
	between := make(map[uint64]int32, edges)
	at := []int32{} // by number of point: the first edge there
	number := func(p Point, edge int32) int32 {
		n := firstAt(points, pair(p.Lon, p.Lat), int32(len(at)))
		if int(n) == len(at) {
			at = append(at, edge)
		}
		return n
	}
	for shape, s := range segments {
		l.first = append(l.first, int32(len(l.shape)))
		line := g.Shape(s)
		for i := range len(line) - 1 {
			edge := int32(len(l.shape))
			from, to := number(line[i], edge), number(line[i+1], edge)
			l.shape = append(l.shape, int32(shape))
			l.ends = append(l.ends, [2]int32{at[from], at[to]})
			l.along = append(l.along, firstAt(between, pair(min(from, to), max(from, to)), edge))
		}
	}
	return l
}

// firstAt returns the first value that was noted for a key.
func firstAt(seen map[uint64]int32, key uint64, value int32) int32 {
	if first, ok := seen[key]; ok {
		return first
	}
	seen[key] = value
	return value
}

func pair(a, b int32) uint64 { return uint64(uint32(a))<<32 | uint64(uint32(b)) }

// tied returns the lowest of the edges that are as near as the one found, whose nearest point is
// its start, its end, or one between.
func (l *lowest) tied(shape, edge int, atStart, atEnd bool) (lowShape, lowEdge int) {
	found := l.first[shape] + int32(edge)
	best := l.along[found]
	if atStart {
		best = min(best, l.ends[found][0])
	}
	if atEnd {
		best = min(best, l.ends[found][1])
	}
	return int(l.shape[best]), int(best - l.first[l.shape[best]])
}
