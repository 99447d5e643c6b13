package region

import "github.com/corredor-geo/corredor/graph"

// runEdges is how many consecutive edges share a box: boxes of about sixteen
// edges are tight enough to reject and few enough to look at.
const runEdges = 16

// edge is an edge of a polygon, on its way from a to b.
type edge struct {
	a, b graph.Point
	next int // the edge after it in its ring, among the edges of the polygon
}

func (e edge) box() box { return boxOf(e.a, e.b) }

func edgesOf(rings []ring) []edge {
	n := 0
	for _, r := range rings {
		n += len(r)
	}
	edges := make([]edge, 0, n)
	for _, r := range rings {
		first := len(edges)
		for i, p := range r {
			edges = append(edges, edge{p, r.next(i), first + (i+1)%len(r)})
		}
	}
	return edges
}

// forNear calls visit for every pair i < j of edges whose boxes meet, until it
// returns false. Time is about linear for borders as they are drawn, quadratic
// in the worst case.
func forNear(edges []edge, visit func(i, j int) bool) {
	runs := runBoxes(edges)
	for i, a := range runs {
		for j := i; j < len(runs); j++ {
			if a.meets(runs[j]) && !forNearInRuns(edges, [2]int{i * runEdges, j * runEdges}, visit) {
				return
			}
		}
	}
}

func runBoxes(edges []edge) []box {
	boxes := make([]box, 0, len(edges)/runEdges+1)
	for first := 0; first < len(edges); first += runEdges {
		b := edges[first].box()
		for _, e := range edges[first:min(first+runEdges, len(edges))] {
			b = b.extend(e.a).extend(e.b)
		}
		boxes = append(boxes, b)
	}
	return boxes
}

// forNearInRuns does so for two runs, given by their first edges.
func forNearInRuns(edges []edge, first [2]int, visit func(i, j int) bool) bool {
	for i := first[0]; i < min(first[0]+runEdges, len(edges)); i++ {
		b := edges[i].box()
		for j := max(first[1], i+1); j < min(first[1]+runEdges, len(edges)); j++ {
			if b.meets(edges[j].box()) && !visit(i, j) {
				return false
			}
		}
	}
	return true
}

// meetItself reports whether edges touch or cross other than as neighbours in a
// ring do.
func meetItself(edges []edge) bool {
	found := false
	forNear(edges, func(i, j int) bool {
		e, f := edges[i], edges[j]
		switch {
		case e.next == j:
			found = onEdge(e.a, e.b, f.b) || onEdge(f.a, f.b, e.a)
		case f.next == i:
			found = onEdge(e.a, e.b, f.a) || onEdge(f.a, f.b, e.b)
		default:
			found = crossInside(e, f) || onEdge(e.a, e.b, f.a) || onEdge(e.a, e.b, f.b) ||
				onEdge(f.a, f.b, e.a) || onEdge(f.a, f.b, e.b)
		}
		return !found
	})
	return found
}

// crossInside reports whether two edges cross at a point inside both.
func crossInside(e, f edge) bool {
	return turn(e.a, e.b, f.a)*turn(e.a, e.b, f.b) < 0 && turn(f.a, f.b, e.a)*turn(f.a, f.b, e.b) < 0
}
