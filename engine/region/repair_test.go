package region_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"github.com/corredor-geo/corredor/engine/region"
)

func TestRepair(t *testing.T) {
	reversed := func(r orb.Ring) orb.Ring { r.Reverse(); return r }
	tests := []struct {
		name  string
		area  orb.MultiPolygon
		cells float64 // area of what is left, in cells
		parts int
		want  []region.WarningKind
	}{
		{"sound", orb.MultiPolygon{square(0, 0, 2)}, 4, 1, nil},
		{"clockwise shell", orb.MultiPolygon{{reversed(squareRing(0, 0, 2))}}, 4, 1, nil},
		{"hole wound like its shell", orb.MultiPolygon{{squareRing(0, 0, 3), squareRing(1, 1, 1)}}, 8, 1, nil},
		{"not closed", orb.MultiPolygon{{squareRing(0, 0, 2)[:4]}}, 4, 1, []region.WarningKind{region.RingUnclosed}},
		{"points repeated", orb.MultiPolygon{{orb.Ring(cells(0, 0, 0, 0, 2, 0, 2, 2, 2, 2, 0, 2, 0, 0))}}, 4, 1,
			[]region.WarningKind{region.PointRepeated}},
		{"two points", orb.MultiPolygon{square(0, 0, 1), {orb.Ring(cells(5, 5, 6, 6, 5, 5))}}, 1, 1,
			[]region.WarningKind{region.RingTooShort}},
		{"a line there and back", orb.MultiPolygon{square(0, 0, 1), {orb.Ring(cells(5, 5, 6, 6, 7, 6, 6, 6, 5, 5))}}, 1, 1,
			[]region.WarningKind{region.RingCrossing, region.RingTooShort}},
		// Two triangles of base 2 and height 1.
		{"bow-tie", orb.MultiPolygon{{orb.Ring(cells(0, 0, 2, 2, 2, 0, 0, 2, 0, 0))}}, 2, 2,
			[]region.WarningKind{region.RingCrossing}},
		{"bow-tie tied at a point", orb.MultiPolygon{{orb.Ring(cells(0, 0, 1, 1, 2, 0, 2, 2, 1, 1, 0, 2, 0, 0))}}, 2, 2,
			[]region.WarningKind{region.RingCrossing}},
		{"spike", orb.MultiPolygon{{orb.Ring(cells(0, 0, 2, 0, 3, 0, 2, 0, 2, 2, 0, 2, 0, 0))}}, 4, 1,
			[]region.WarningKind{region.RingCrossing}},
		{"hole that touches its shell, drawn in one ring",
			orb.MultiPolygon{{orb.Ring(cells(0, 0, 3, 0, 3, 3, 0, 3, 0, 0, 1, 1, 1, 2, 2, 1, 1, 1, 0, 0))}}, 8.5, 1,
			[]region.WarningKind{region.RingCrossing}},
		{"hole outside its shell", orb.MultiPolygon{{squareRing(0, 0, 1), squareRing(3, 0, 2)}}, 5, 2,
			[]region.WarningKind{region.HoleOutside}},
		{"hole half outside", orb.MultiPolygon{{squareRing(0, 0, 2), squareRing(1, .5, 1.5)}}, 4 + 2.25 - 2*1.5, 2,
			[]region.WarningKind{region.RingCrossing, region.HoleOutside}},
		{"shell lost, hole kept", orb.MultiPolygon{{orb.Ring(cells(0, 0, 1, 1)), squareRing(0, 0, 1)}}, 1, 1,
			[]region.WarningKind{region.RingUnclosed, region.RingTooShort}},
		{"the same polygon twice", orb.MultiPolygon{square(0, 0, 2), square(0, 0, 2)}, 4, 1,
			[]region.WarningKind{region.PolygonRepeated}},
		{"island in a lake", orb.MultiPolygon{{squareRing(0, 0, 5), squareRing(1, 1, 3)}, square(2, 2, 1)}, 17, 2, nil},
	}
	unit := region.AreaKM2(orb.MultiPolygon{square(0, 0, 1)})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLayer(t, region.Region{Code: "01001", Area: tt.area})
			r := l.Regions[0]
			if got := r.AreaKM2 / unit; math.Abs(got-tt.cells) > 1e-4 || len(r.Area) != tt.parts {
				t.Errorf("%d parts of %v cells, want %d of %v: %v", len(r.Area), got, tt.parts, tt.cells, r.Area)
			}
			var kinds []region.WarningKind
			for _, w := range l.Warnings {
				kinds = append(kinds, w.Kind)
			}
			if !slices.Equal(kinds, tt.want) {
				t.Errorf("warnings %v, want %v", l.Warnings, tt.want)
			}
			checkRings(t, r.Area)
		})
	}
}

// What is found and left does not depend on where a ring begins nor on its direction.
func TestRepairFromAnyPoint(t *testing.T) {
	ring := func(xy ...float64) orb.Ring { return orb.Ring(cells(xy...)) } // not closed
	crossing := []region.WarningKind{region.RingCrossing}
	unit := region.AreaKM2(orb.MultiPolygon{square(0, 0, 1)})
	for _, tt := range []struct {
		name  string
		rings orb.Polygon
		cells float64
		parts int
		want  []region.WarningKind
	}{
		{"sound", orb.Polygon{ring(0, 0, 3, 0, 4, 2, 1, 5)}, 12, 1, nil},
		{"hole", orb.Polygon{ring(0, 0, 4, 0, 4, 4, 0, 4), ring(1, 1, 3, 1, 2, 3)}, 14, 1, nil},
		{"corner on an edge", orb.Polygon{ring(0, 0, 4, 0, 4, 4, 2, 0, 0, 4)}, 8, 2, crossing},
		{"corner on a corner", orb.Polygon{ring(0, 0, 2, 0, 4, 0, 4, 4, 2, 0, 0, 4)}, 8, 2, crossing},
		{"bow-tie", orb.Polygon{ring(0, 0, 4, 4, 4, 0, 0, 4)}, 8, 2, crossing},
		{"edge along an edge", orb.Polygon{ring(0, 0, 6, 0, 6, 2, 4, 0, 2, 0, 0, 2)}, 4, 2, crossing},
		{"edge along a part of an edge", orb.Polygon{ring(0, 0, 6, 0, 6, 2, 5, 0, 3, 0, 0, 2)}, 4, 2, crossing},
		{"spike", orb.Polygon{ring(0, 0, 2, 0, 3, 0, 2, 0, 2, 2, 0, 2)}, 4, 1, crossing},
		{"spike that ends within an edge", orb.Polygon{ring(0, 0, 3, 0, 1, 0, 1, 2, 0, 2)}, 2, 1, crossing},
		{"spike back past the beginning of an edge", orb.Polygon{ring(1, 0, 3, 0, 0, 0, 0, 2, 1, 2)}, 2, 1, crossing},
		{"hole with a corner on its shell's edge", orb.Polygon{ring(0, 0, 4, 0, 4, 4, 0, 4), ring(2, 0, 3, 2, 1, 2)}, 14, 1, crossing},
		{"hole with a corner on its shell's corner", orb.Polygon{ring(0, 0, 4, 0, 4, 4, 0, 4), ring(0, 0, 3, 1, 1, 3)}, 12, 1, crossing},
		// A zigzag over a line: the integral of its distance from the line is 7. Upright, and sheared.
		{"line cut six times", orb.Polygon{ring(0, 1, 8, 1, 7, 3, 6, 0, 4, 3, 3, 0, 1, 3)}, 7, 5, crossing},
		{"upright line cut six times", orb.Polygon{ring(1, 0, 1, 8, 3, 7, 0, 6, 3, 4, 0, 3, 3, 1)}, 7, 5, crossing},
		{"slanted line cut six times", orb.Polygon{ring(0, 1, 8, 9, 7, 10, 6, 6, 4, 7, 3, 3, 1, 4)}, 7, 5, crossing},
		{"two holes that touch", orb.Polygon{ring(0, 0, 6, 0, 6, 6, 0, 6), ring(1, 1, 3, 1, 3, 3, 1, 3), ring(3, 2, 5, 1, 5, 3)}, 30, 1, crossing},
	} {
		for from := range 12 {
			var area orb.Polygon
			for _, r := range tt.rings {
				k := from / 2 % len(r)
				r = slices.Concat(r[k:], r[:k], r[k:k+1])
				if from%2 == 1 {
					r.Reverse()
				}
				area = append(area, r)
			}
			l := newLayer(t, region.Region{Code: "01001", Area: orb.MultiPolygon{area}})
			var kinds []region.WarningKind
			for _, w := range l.Warnings {
				kinds = append(kinds, w.Kind)
			}
			r := l.Regions[0]
			if got := r.AreaKM2 / unit; math.Abs(got-tt.cells) > 1e-3 || len(r.Area) != tt.parts || !slices.Equal(kinds, tt.want) {
				t.Errorf("%s, from %d: %d parts of %v cells, %v; want %d of %v, %v", tt.name, from, len(r.Area), got, kinds, tt.parts, tt.cells, tt.want)
			}
			checkRings(t, r.Area)
		}
	}
}

// checkRings checks what RFC 7946 asks of every ring.
func checkRings(t *testing.T, area orb.MultiPolygon) {
	t.Helper()
	for _, polygon := range area {
		for i, ring := range polygon {
			want := orb.CCW
			if i > 0 {
				want = orb.CW
			}
			if !ring.Closed() || ring.Orientation() != want || len(ring) < 4 {
				t.Errorf("ring %d: closed %v, winding %v: %v", i, ring.Closed(), ring.Orientation(), ring)
			}
		}
	}
}

// The area that is left after a repair is that of the even-odd rule, found here
// line by line.
func TestRepairKeepsEvenOddArea(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 3))
		drawn := randomArea(rng)[:1]
		l, err := region.NewLayer([]region.Region{{Code: "01001", Area: drawn}})
		if err != nil {
			continue // no area at all
		}
		got := planar.Area(l.Regions[0].Area)
		want := scanArea(drawn[0])
		if math.Abs(got-want) > 1e-3*want+1e-9 {
			t.Errorf("seed %d: area %v, by lines %v: %v", seed, got, want, l.Regions[0].Area)
		}
		checkRings(t, l.Regions[0].Area)
		again := newLayer(t, l.Regions...).Regions[0]
		if first := l.Regions[0]; math.Abs(again.AreaKM2/first.AreaKM2-1) > 1e-12 || len(again.Area) != len(first.Area) {
			t.Errorf("seed %d: a repaired polygon is repaired again: %v, %v", seed, first.Area, again.Area)
		}
	}
}

// scanArea sums the inside lengths of 10,000 lines over the grid of gridPoint.
func scanArea(polygon orb.Polygon) float64 {
	const lines, low, high = 10000, 25.0, 25.02
	step, sum := (high-low)/lines, 0.0
	for k := range lines {
		y := low + (float64(k)+.5)*step
		var xs []float64
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				a, b := ring[i-1], ring[i]
				if (a[1] > y) != (b[1] > y) {
					xs = append(xs, a[0]+(y-a[1])/(b[1]-a[1])*(b[0]-a[0]))
				}
			}
		}
		slices.Sort(xs)
		for i := 1; i < len(xs); i += 2 {
			sum += (xs[i] - xs[i-1]) * step
		}
	}
	return sum
}
