package atlas

import (
	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
)

// Border is a piece of the border of a state, or of the whole layer.
type Border struct {
	Outer bool // nothing of the layer lies on its other side
	Line  orb.LineString
}

// outside is the neighbour across an edge with nothing on its other side.
const outside = -1

// outline finds the borders of states and of the whole. Municipalities without
// a shape get the cell of their seat first.
func (a *Atlas) outline() []Border {
	drawn := a.drawCells()
	met := map[edge][2]int32{}
	for i, r := range a.Regions {
		if drawn[i] == nil {
			eachRing(r.Shape, func(ring orb.Ring) { meet(met, ring, int32(i)) })
		}
	}
	near := a.surroundings()
	var borders []Border
	for i, r := range a.Regions {
		if drawn[i] != nil {
			borders = a.appendBorders(borders, i, r.Shape[0][0], func(k int) int { return drawn[i][k] })
			continue
		}
		eachRing(r.Shape, func(ring orb.Ring) {
			borders = a.appendBorders(borders, i, ring, func(k int) int {
				if other := across(met[edgeOf(ring[k], ring[k+1])], i); other != outside {
					return other
				}
				return near.beyond(i, ring[k], ring[k+1])
			})
		})
	}
	return borders
}

// edge is a side of a polygon, whichever way it is drawn.
type edge [2]graph.Point

func edgeOf(p, q orb.Point) edge {
	e := directed(p, q)
	if a, b := e[0], e[1]; a.Lon > b.Lon || a.Lon == b.Lon && a.Lat > b.Lat {
		return edge{b, a}
	}
	return e
}

// directed is the side as it is drawn.
func directed(p, q orb.Point) edge { return edge{graph.PointOf(p), graph.PointOf(q)} }

// meet notes the regions on both sides of the edges of a ring: number + 1 of one
// in the first place, number + 1 of the other in the second, or 0. A third is
// left out.
func meet(met map[edge][2]int32, ring orb.Ring, region int32) {
	for k := range len(ring) - 1 {
		key := edgeOf(ring[k], ring[k+1])
		pair := met[key]
		switch {
		case pair[0] == 0:
			pair[0] = region + 1
		case pair[1] == 0:
			pair[1] = region + 1
		}
		met[key] = pair
	}
}

// across returns the other region of a pair of meet, or outside.
func across(pair [2]int32, region int) int {
	switch int32(region) + 1 {
	case pair[0]:
		return int(pair[1]) - 1
	case pair[1]:
		return int(pair[0]) - 1
	}
	return outside
}

func eachRing(shape orb.MultiPolygon, visit func(orb.Ring)) {
	for _, polygon := range shape {
		for _, ring := range polygon {
			visit(ring)
		}
	}
}

// appendBorders appends the runs of a ring that are a border. The border of two
// states is taken from the municipality of the lower number.
func (a *Atlas) appendBorders(borders []Border, region int, ring orb.Ring, neighbour func(edge int) int) []Border {
	var run *Border
	for k := range len(ring) - 1 {
		other := neighbour(k)
		outer := other == outside
		if !outer && (other <= region || a.Regions[other].State == a.Regions[region].State) {
			run = nil
			continue
		}
		if run == nil || run.Outer != outer {
			borders = append(borders, Border{outer, orb.LineString{ring[k]}})
			run = &borders[len(borders)-1]
		}
		run.Line = append(run.Line, ring[k+1])
	}
	return borders
}
