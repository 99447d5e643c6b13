package hotspot

import (
	"math"

	"github.com/paulmach/orb"
)

// Contour returns where the density is level or more: polygons, in degrees,
// whose shells turn counterclockwise and holes clockwise (RFC 7946), closed
// along the edge of the grid. Borders are straight where they cross a cell, at
// the linear interpolation of its sides (marching squares); where two opposite
// corners are inside, the mean of the four says whether they are joined. Rings
// neither touch nor cross. nil where the density is nowhere level. O(nodes +
// shells x holes).
func (d *Density) Contour(level float64) orb.MultiPolygon {
	t := tracer{d: d, level: level, next: map[side]side{}}
	for row := -1; row < d.lat.count; row++ {
		for column := -1; column < d.lon.count; column++ {
			t.cell(column, row)
		}
	}
	return nest(t.rings())
}

// side is a side of a cell between two nodes that the border crosses: from a
// node to the east or, if it is upright, to the north.
type side struct {
	row, column int
	upright     bool
}

// tracer links the sides that a border crosses, with the inside to its left. The
// grid has a frame of nodes of no density around it, each at the place of its
// neighbour, which closes the rings.
type tracer struct {
	d     *Density
	level float64
	start []side // one for each piece of border, in the order of cells
	next  map[side]side
}

func (t *tracer) onGrid(column, row int) bool {
	return column >= 0 && row >= 0 && column < t.d.lon.count && row < t.d.lat.count
}

func (t *tracer) inside(column, row int) bool {
	return t.onGrid(column, row) && t.d.Value(column, row) >= t.level
}

// cell links the sides of the cell north-east of a node.
func (t *tracer) cell(column, row int) {
	corners := 0
	for bit, at := range [4][2]int{{0, 0}, {1, 0}, {1, 1}, {0, 1}} { // counterclockwise
		if t.inside(column+at[0], row+at[1]) {
			corners |= 1 << bit
		}
	}
	if corners == 0 || corners == 15 {
		return
	}
	sides := [4]side{ // side k goes from corner k to the next
		{row, column, false}, {row, column + 1, true}, {row + 1, column, false}, {row, column, true},
	}
	joined := (corners == 5 || corners == 10) && t.joined(column, row)
	for k := range 4 {
		after := (k + 1) % 4
		// Going round the cell, the border enters it where the corners change from
		// inside to outside: what was left behind is then to its left.
		if corners>>k&1 == 0 || corners>>after&1 == 1 {
			continue
		}
		exit := t.exit(corners, k, joined)
		t.start = append(t.start, sides[k])
		t.next[sides[k]] = sides[exit]
	}
}

// exit returns the side by which a border leaves that enters at side k: the
// nearest change to inside; behind the inside corner where corners of a saddle
// are apart, before it where they are joined.
func (t *tracer) exit(corners, k int, joined bool) int {
	if joined {
		return (k + 1) % 4
	}
	for step := 3; step > 0; step-- {
		s := (k + step) % 4
		if corners>>s&1 == 0 && corners>>((s+1)%4)&1 == 1 {
			return s
		}
	}
	panic("hotspot: a border without an exit")
}

func (t *tracer) joined(column, row int) bool {
	// A cell of the frame has two neighbouring corners outside, so it is no saddle.
	south := t.d.Value(column, row) + t.d.Value(column+1, row)
	north := t.d.Value(column, row+1) + t.d.Value(column+1, row+1)
	return (south+north)/4 >= t.level
}

// rings follows the links, from the southernmost and westernmost on.
func (t *tracer) rings() []orb.Ring {
	var rings []orb.Ring
	for _, first := range t.start {
		var ring orb.Ring
		for at := first; ; {
			to, open := t.next[at]
			if !open {
				break
			}
			delete(t.next, at)
			if p := t.point(at); len(ring) == 0 || ring[len(ring)-1] != p {
				ring = append(ring, p)
			}
			at = to
		}
		for len(ring) > 1 && ring[0] == ring[len(ring)-1] {
			ring = ring[:len(ring)-1]
		}
		if len(ring) >= 3 {
			rings = append(rings, append(ring, ring[0]))
		}
	}
	return rings
}

// point is where the density has the level on a side. It keeps off the nodes,
// where several borders could touch.
func (t *tracer) point(s side) orb.Point {
	const off = 1e-6
	column, row := s.column+1, s.row
	if s.upright {
		column, row = s.column, s.row+1
	}
	switch {
	case !t.onGrid(s.column, s.row):
		return t.d.Node(column, row)
	case !t.onGrid(column, row):
		return t.d.Node(s.column, s.row)
	}
	from, to := t.d.Value(s.column, s.row), t.d.Value(column, row)
	share := min(max((t.level-from)/(to-from), off), 1-off)
	if math.IsNaN(share) {
		share = 0.5
	}
	a, b := t.d.Node(s.column, s.row), t.d.Node(column, row)
	return orb.Point{a[0] + float64(share*(b[0]-a[0])), a[1] + float64(share*(b[1]-a[1]))}
}
