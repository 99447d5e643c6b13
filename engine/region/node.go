package region

import (
	"cmp"
	"math"
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// node cuts edges until no two meet but at their ends. A crossing is rounded to
// the stored resolution, 11 mm, which bends the edges and may make them cross
// others; so it is done again, nearly always twice in all.
func node(edges []edge) []edge {
	const most = 20 // rounds; each has fewer and smaller crossings than the last
	for range most {
		cuts := findCuts(edges)
		if len(cuts) == 0 {
			break
		}
		edges = cutEdges(edges, cuts)
	}
	return edges
}

// cut is a point inside an edge at which it meets another.
type cut struct {
	edge  int
	share float64 // position along the edge, 0 to 1
	at    graph.Point
}

// findCuts returns the cuts by edge and position.
func findCuts(edges []edge) []cut {
	var cuts []cut
	add := func(i int, p graph.Point) {
		if e := edges[i]; p != e.a && p != e.b {
			cuts = append(cuts, cut{i, shareOf(e, p), p})
		}
	}
	forNear(edges, func(i, j int) bool {
		e, f := edges[i], edges[j]
		if crossInside(e, f) {
			share := crossingShare(e.a, e.b, f.a, f.b)
			p := graph.Point{Lon: between(e.a.Lon, e.b.Lon, share), Lat: between(e.a.Lat, e.b.Lat, share)}
			add(i, p)
			add(j, p)
			return true
		}
		for _, p := range [2]graph.Point{f.a, f.b} {
			if onEdge(e.a, e.b, p) {
				add(i, p)
			}
		}
		for _, p := range [2]graph.Point{e.a, e.b} {
			if onEdge(f.a, f.b, p) {
				add(j, p)
			}
		}
		return true
	})
	slices.SortFunc(cuts, func(a, b cut) int {
		return cmp.Or(cmp.Compare(a.edge, b.edge), cmp.Compare(a.share, b.share))
	})
	return cuts
}

// cutEdges returns the edges in order, each replaced by its pieces.
func cutEdges(edges []edge, cuts []cut) []edge {
	pieces := make([]edge, 0, len(edges)+len(cuts))
	for i, e := range edges {
		at := e.a
		for len(cuts) > 0 && cuts[0].edge == i {
			if cuts[0].at != at {
				pieces = append(pieces, edge{a: at, b: cuts[0].at})
				at = cuts[0].at
			}
			cuts = cuts[1:]
		}
		if at != e.b {
			pieces = append(pieces, edge{a: at, b: e.b})
		}
	}
	return pieces
}

func between(a, b int32, share float64) int32 {
	return int32(math.Round(float64(a) + float64(share*(float64(b)-float64(a)))))
}

// shareOf is the position along an edge of a point on it or beside it.
func shareOf(e edge, p graph.Point) float64 {
	dx, dy := float64(e.b.Lon)-float64(e.a.Lon), float64(e.b.Lat)-float64(e.a.Lat)
	return (float64((float64(p.Lon)-float64(e.a.Lon))*dx) + float64((float64(p.Lat)-float64(e.a.Lat))*dy)) / (float64(dx*dx) + float64(dy*dy))
}

// oddEdges returns the edges that are drawn an odd number of times, whatever
// the direction: by the even-odd rule the others bound nothing. They come in
// order of their points, from the lower one to the higher.
func oddEdges(edges []edge) []edge {
	for i, e := range edges {
		if comparePoints(e.a, e.b) > 0 {
			e.a, e.b = e.b, e.a
		}
		edges[i] = edge{a: e.a, b: e.b}
	}
	slices.SortFunc(edges, func(e, f edge) int {
		return cmp.Or(comparePoints(e.a, f.a), comparePoints(e.b, f.b))
	})
	odd := edges[:0]
	for _, e := range edges {
		if n := len(odd); n > 0 && odd[n-1] == e {
			odd = odd[:n-1]
		} else {
			odd = append(odd, e)
		}
	}
	return odd
}

func comparePoints(p, q graph.Point) int {
	return cmp.Or(cmp.Compare(p.Lon, q.Lon), cmp.Compare(p.Lat, q.Lat))
}
