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
	dLat := meters / metersPerDegree * 1e7
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
	nodes := l.junctions()
	report.Vertices = len(nodes)
	node := func(p graph.Point) graph.NodeID {
		id := nodes[p]
		if id < 0 {
			id = b.AddNode(p)
			nodes[p] = id
		}
		return id
	}
	for i, a := range l.attributes {
		line := l.points[l.first[i]:l.first[i+1]]
		scale := 0.0 // metres of the data per metre of the shape; 0 is "as the shape"
		if a.lengthMeters > 0 {
			scale = a.lengthMeters / max(shapeMeters(line), graph.Step)
		}
		start := 0
		for j := 1; j < len(line); j++ {
			if nodes[line[j]] == notANode {
				continue
			}
			piece := line[start : j+1]
			if len(piece) == 2 && piece[0] == piece[1] { // joined ends met their neighbour
				start = j
				continue
			}
			b.AddSegment(graph.Segment{
				From: node(piece[0]), To: node(piece[len(piece)-1]), Via: piece[1 : len(piece)-1],
				LengthMeters: scale * shapeMeters(piece), Direction: a.direction, Values: a.values,
			})
			start = j
		}
	}
	return b.Build()
}

const (
	notANode graph.NodeID = -2 // a shape point of one line
	unnumber graph.NodeID = -1 // a node that has no number yet
)

// junctions returns every distinct vertex, and whether it is a node: an end of
// a line, or used more than once.
func (l *lines) junctions() map[graph.Point]graph.NodeID {
	nodes := make(map[graph.Point]graph.NodeID, len(l.points))
	for i := range l.attributes {
		line := l.points[l.first[i]:l.first[i+1]]
		for j, p := range line {
			_, seen := nodes[p]
			if seen || j == 0 || j == len(line)-1 {
				nodes[p] = unnumber
			} else {
				nodes[p] = notANode
			}
		}
	}
	return nodes
}

func shapeMeters(line []graph.Point) float64 {
	sum := 0.0
	for i := 1; i < len(line); i++ {
		sum += graph.Distance(line[i-1].Orb(), line[i].Orb())
	}
	return sum
}
