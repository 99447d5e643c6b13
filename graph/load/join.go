package load

import (
	"cmp"
	"math"

	"github.com/tidwall/rtree"

	"github.com/corredor-geo/corredor/graph"
)

// snapEnds moves each end point of a line to the first end point within the
// tolerance that came before it in the file, the nearest of several. It returns how many moved.
func (l *lines) snapEnds(toleranceMeters float64) int {
	var fixed rtree.RTreeGN[int32, graph.Point]
	moved := 0
	known := map[graph.Point]graph.Point{}
	for i := range len(l.first) - 1 {
		for _, at := range [2]int32{l.first[i], l.first[i+1] - 1} {
			p := l.points[at]
			to, seen := known[p]
			if !seen {
				to = nearestWithin(&fixed, p, toleranceMeters)
				known[p] = to
				if to == p {
					fixed.Insert([2]int32{p.Lon, p.Lat}, [2]int32{p.Lon, p.Lat}, p)
				}
			}
			if to != p {
				l.points[at] = to
				moved++
			}
		}
	}
	return moved
}

// nearestWithin returns the point of the tree nearest to p within the
// tolerance, the lowest of equals, or p itself.
func nearestWithin(tree *rtree.RTreeGN[int32, graph.Point], p graph.Point, toleranceMeters float64) graph.Point {
	center := p.Orb()
	low, high := boxAround(p, toleranceMeters)
	best, bestMeters := p, math.Inf(1)
	tree.Search(low, high,
		func(_, _ [2]int32, q graph.Point) bool {
			meters := graph.Distance(center, q.Orb())
			if meters <= toleranceMeters && (meters < bestMeters || meters == bestMeters && comparePoints(q, best) < 0) {
				best, bestMeters = q, meters
			}
			return true
		})
	return best
}

// boxAround returns a box that holds every point within a distance of p.
func boxAround(p graph.Point, meters float64) (low, high [2]int32) {
	const metersPerDegree = 110_000 // a little less than anywhere, so that the box is not too small
	dLat := float64(meters / metersPerDegree * 1e7)
	dLon := dLat / max(math.Cos(p.Orb()[1]*math.Pi/180), 0.01)
	clip := func(x float64) int32 { return int32(min(max(x, math.MinInt32), math.MaxInt32)) }
	lon, lat := float64(p.Lon), float64(p.Lat)
	return [2]int32{clip(lon - dLon), clip(lat - dLat)}, [2]int32{clip(lon + dLon), clip(lat + dLat)}
}

func comparePoints(a, b graph.Point) int {
	return cmp.Or(cmp.Compare(a.Lon, b.Lon), cmp.Compare(a.Lat, b.Lat))
}

// build cuts the lines at the vertices where they join.
func (l *lines) build(columns []string, report *Report) (*graph.Graph, error) {
	var b graph.Builder
	for _, name := range columns {
		b.AddColumn(name)
	}
	vertices := l.vertices()
	report.Vertices = len(vertices.node)
	for i, a := range l.attributes {
		line := l.points[l.first[i]:l.first[i+1]]
		of := vertices.of[l.first[i]:l.first[i+1]]
		scale := 0.0 // metres of the data per metre of the shape; 0 is "as the shape"
		if a.lengthMeters > 0 {
			scale = a.lengthMeters / max(shapeMeters(line), graph.Step)
		}
		start := 0
		for j := 1; j < len(line); j++ {
			if vertices.node[of[j]] == notANode {
				continue
			}
			piece := line[start : j+1]
			from, to := of[start], of[j]
			start = j
			if len(piece) == 2 && from == to { // joined ends met their neighbour
				continue
			}
			s := graph.Segment{
				From: vertices.number(&b, from, piece[0]), To: vertices.number(&b, to, piece[len(piece)-1]),
				Via: piece[1 : len(piece)-1], Direction: a.direction, Values: a.values,
			}
			if scale > 0 {
				s.LengthMeters = scale * shapeMeters(piece)
			}
			b.AddSegment(s)
		}
	}
	return b.Build()
}

// vertices are the distinct coordinates of all lines.
type vertices struct {
	of   []int32        // per point of the lines, its vertex
	node []graph.NodeID // per vertex, its node, or one of the two below
}

const (
	notANode graph.NodeID = -2 // a shape point of one line
	unnumber graph.NodeID = -1 // a node that has no number yet
)

// vertices finds the vertices, and which are nodes: an end of a line, or used
// more than once.
func (l *lines) vertices() vertices {
	v := vertices{of: make([]int32, len(l.points))}
	index := make(map[graph.Point]int32, len(l.points)/2)
	for i := range l.attributes {
		for k := l.first[i]; k < l.first[i+1]; k++ {
			vertex, seen := index[l.points[k]]
			if !seen {
				vertex = int32(len(v.node))
				index[l.points[k]] = vertex
				v.node = append(v.node, notANode)
			}
			v.of[k] = vertex
			if seen || k == l.first[i] || k == l.first[i+1]-1 {
				v.node[vertex] = unnumber
			}
		}
	}
	return v
}

// number returns the node of a vertex, which gets a number when it is first met.
func (v *vertices) number(b *graph.Builder, vertex int32, at graph.Point) graph.NodeID {
	if v.node[vertex] < 0 {
		v.node[vertex] = b.AddNode(at)
	}
	return v.node[vertex]
}

func shapeMeters(line []graph.Point) float64 {
	sum := 0.0
	for i := 1; i < len(line); i++ {
		sum += graph.Distance(line[i-1].Orb(), line[i].Orb())
	}
	return sum
}
