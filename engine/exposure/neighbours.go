package exposure

import (
	"slices"

	"github.com/golang/geo/s2"
	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
)

// Neighbours lists for each municipality those next to it, ascending.
type Neighbours [][]int32

// Contiguous makes neighbours of municipalities that share a border: two corners
// of their polygons or more, as drawn (to 1e-7 degree). Layers whose borders are drawn
// twice, not alike, have too few; [Nearest] needs no polygons. O(points log points).
func Contiguous(areas []orb.MultiPolygon) Neighbours {
	owners := map[graph.Point][]int32{}
	for i, area := range areas {
		for _, polygon := range area {
			for _, ring := range polygon {
				for _, p := range ring {
					at := graph.PointOf(p)
					if list := owners[at]; len(list) == 0 || list[len(list)-1] != int32(i) {
						owners[at] = append(list, int32(i))
					}
				}
			}
		}
	}
	shared := map[[2]int32]int{}
	for _, list := range owners {
		for a := range list {
			for b := a + 1; b < len(list); b++ {
				shared[[2]int32{list[a], list[b]}]++
			}
		}
	}
	n := make(Neighbours, len(areas))
	for pair, corners := range shared {
		if corners >= 2 {
			n[pair[0]], n[pair[1]] = append(n[pair[0]], pair[1]), append(n[pair[1]], pair[0])
		}
	}
	for i := range n {
		slices.Sort(n[i])
	}
	return n
}

// Nearest makes neighbours of the k points nearest to each (degrees), on s2's
// sphere, on which a distance may be up to 0.7 % off. Points that are not known
// are neighbours of none. O(n log n).
func Nearest(points []orb.Point, known []bool, k int) Neighbours {
	var vector s2.PointVector
	var number []int32
	for i, p := range points {
		if known[i] {
			vector = append(vector, graph.S2Point(p))
			number = append(number, int32(i))
		}
	}
	n := make(Neighbours, len(points))
	index := s2.NewShapeIndex()
	index.Add(&vector)
	query := s2.NewClosestEdgeQuery(index, s2.NewClosestEdgeQueryOptions().MaxResults(k+1))
	for v, i := range number {
		for _, found := range query.FindEdges(s2.NewMinDistanceToPointTarget(vector[v])) {
			if j := number[found.EdgeID()]; j != i && len(n[i]) < k {
				n[i] = append(n[i], j)
			}
		}
		slices.Sort(n[i])
	}
	return n
}
