package atlas

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// Cells are cut off at a distance from the seat: spread times the radius of a
// circle of the municipality's area, and no less than leastDegrees.
const (
	spread         = 1.8
	leastDegrees   = 0.15
	unknownDegrees = 0.5 // where no area is known
	kmPerDegree    = 111.2
	discCorners    = 32
)

// drawCells gives every municipality that has a seat and no polygon the cell of
// places nearer to its seat than to any other. Per municipality so drawn it
// returns, for each edge of its cell, the municipality across it, or outside.
func (a *Atlas) drawCells() [][]int {
	var seats rtree.RTreeG[int]
	for i, r := range a.Regions {
		if r.HasSeat && len(r.Shape) == 0 {
			seats.Insert(r.Seat, r.Seat, i)
		}
	}
	across := make([][]int, len(a.Regions))
	for i := range a.Regions {
		r := &a.Regions[i]
		if !r.HasSeat || len(r.Shape) > 0 {
			continue
		}
		c := newCell(r.Seat, reachDegrees(r.AreaKM2))
		seats.Nearby(rtree.BoxDist[float64, int](r.Seat, r.Seat, nil), func(at, _ [2]float64, other int, _ float64) bool {
			if other == i || at == [2]float64(r.Seat) {
				return true
			}
			// Nearby measures in degrees, in which a place north or south is
			// nearer than it seems: leave room before stopping.
			if math.Hypot(at[0]-r.Seat[0], at[1]-r.Seat[1]) > 2.5*c.radius() {
				return false
			}
			c.cut(orb.Point(at), other)
			return true
		})
		r.Drawn = true
		r.Shape, across[i] = c.polygon()
	}
	return across
}

func reachDegrees(areaKM2 float64) float64 {
	if !(areaKM2 > 0) {
		return unknownDegrees
	}
	return max(leastDegrees, spread*math.Sqrt(areaKM2/math.Pi)/kmPerDegree)
}

// cell is a convex polygon about a seat. Edge k runs from corner k to the next,
// with across[k] on its other side.
type cell struct {
	seat    orb.Point
	corners []orb.Point
	across  []int
}

func newCell(seat orb.Point, degrees float64) *cell {
	c := &cell{seat: seat}
	east := degrees / math.Cos(seat[1]*math.Pi/180)
	for k := range discCorners {
		sin, cos := math.Sincos(2 * math.Pi * float64(k) / discCorners)
		c.corners = append(c.corners, orb.Point{seat[0] + float64(east*cos), seat[1] + float64(degrees*sin)})
		c.across = append(c.across, outside)
	}
	return c
}

func (c *cell) radius() float64 {
	far := 0.0
	for _, p := range c.corners {
		far = max(far, math.Hypot(p[0]-c.seat[0], p[1]-c.seat[1]))
	}
	return far
}

// cut takes away what is nearer to another seat, in the plane with the degree of
// longitude of the latitude between the two.
func (c *cell) cut(other orb.Point, number int) {
	narrow := math.Pow(math.Cos((c.seat[1]+other[1])/2*math.Pi/180), 2)
	dx, dy := (other[0]-c.seat[0])*narrow, other[1]-c.seat[1]
	mid := orb.Point{(c.seat[0] + other[0]) / 2, (c.seat[1] + other[1]) / 2}
	beyond := func(p orb.Point) float64 { return float64((p[0]-mid[0])*dx) + float64((p[1]-mid[1])*dy) }
	var corners []orb.Point
	var across []int
	for k, p := range c.corners {
		q := c.corners[(k+1)%len(c.corners)]
		here, there := beyond(p), beyond(q)
		if here <= 0 {
			corners, across = append(corners, p), append(across, c.across[k])
		}
		if (here <= 0) == (there <= 0) {
			continue
		}
		t := here / (here - there)
		crossing := orb.Point{p[0] + float64(t*(q[0]-p[0])), p[1] + float64(t*(q[1]-p[1]))}
		if here <= 0 { // leaving: the new edge begins here
			corners, across = append(corners, crossing), append(across, number)
		} else {
			corners, across = append(corners, crossing), append(across, c.across[k])
		}
	}
	if len(corners) >= 3 {
		c.corners, c.across = corners, across
	}
}

func (c *cell) polygon() (orb.MultiPolygon, []int) {
	ring := append(orb.Ring(c.corners), c.corners[0])
	return orb.MultiPolygon{{ring}}, c.across
}
