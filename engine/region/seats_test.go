package region_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph"
)

// Seats at the same distance: the lowest code, wherever the tree holds them. Points mirrored
// at the equator or at the meridian of Greenwich have the same distance to the last bit.
func TestSeatsOfOneDistance(t *testing.T) {
	for _, test := range []struct {
		name  string
		seats []orb.Point
		at    orb.Point
		want  int
	}{
		{"three at one place", []orb.Point{{-100, 20}, {-100, 20}, {-100, 20}}, orb.Point{-99, 20}, 0},
		{"on the very place", []orb.Point{{-100, 20}, {-100, 20}, {-100, 20}}, orb.Point{-100, 20}, 0},
		{"seven, two of them nearer", []orb.Point{{-100, 20}, {-98, 20}, {-100, 20}, {-98, 20}, {-100, 20}, {-100, 20}, {-100, 20}}, orb.Point{-99.2, 20}, 0},
		{"the two nearer ones", []orb.Point{{-100, 20}, {-98, 20}, {-100, 20}, {-98, 20}, {-100, 20}, {-100, 20}, {-100, 20}}, orb.Point{-98.2, 20}, 1},
		{"west and east", []orb.Point{{-1, 10}, {1, 10}}, orb.Point{0, 11}, 0},
		{"east and west", []orb.Point{{1, 10}, {-1, 10}}, orb.Point{0, 11}, 0},
		{"the corners of a square", []orb.Point{{1, 1}, {-1, 1}, {1, -1}, {-1, -1}}, orb.Point{0, 0}, 0},
		{"the corners, the nearest of all among them", []orb.Point{{1, 1}, {-1, 1}, {1, -1}, {-1, -1}, {0, 0.5}}, orb.Point{0, 0}, 4},
	} {
		var regions []region.Region
		for i, seat := range test.seats {
			regions = append(regions, region.Region{Code: fmt.Sprintf("%05d", 1000+i), Seat: seat, HasSeat: true})
		}
		if got, ok := newLayer(t, regions...).Locate(test.at); got != test.want || !ok {
			t.Errorf("%s: region %d, %v; want %d", test.name, got, ok, test.want)
		}
	}
}

// A region without a seat is the nearest of nothing.
func TestSeatsMissing(t *testing.T) {
	l := newLayer(t, region.Region{Code: "01001"}, region.Region{Code: "01002", Seat: orb.Point{-100, 20}, HasSeat: true})
	if got, _ := l.Locate(orb.Point{0.1, 0.1}); got != 1 {
		t.Errorf("region %d", got)
	}
}

// Longitudes count from -180 to 180 or from 0 to 360; both ends of the map stay where they are.
func TestLongitudesWrap(t *testing.T) {
	box := func(west, east float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{west, 20}, {east, 20}, {east, 21}, {west, 21}, {west, 20}}}}
	}
	for _, test := range []struct {
		name       string
		west, east float64
		at         float64
	}{
		{"as they are", -100, -99, -99.5},
		{"from 0 to 360", 260, 261, -99.5},
		{"from 0 to -360", -190, -189, 170.5},
		{"up to the eastern end", 179, 180, 179.5},
		{"from the western end", -180, -179, -179.5},
	} {
		l := newLayer(t, region.Region{Code: "01001", Area: box(test.west, test.east)})
		if got, ok := l.Locate(orb.Point{test.at, 20.5}); got != 0 || !ok {
			t.Errorf("%s: not found at %v", test.name, test.at)
		}
		if got, want := l.Regions[0].AreaKM2, region.AreaKM2(box(-100, -99)); !(got > want*(1-1e-9) && got < want*(1+1e-9)) {
			t.Errorf("%s: %v km², want %v", test.name, got, want)
		}
	}
}

// Where a road passes from one seat to the next, both are equally far along the ellipsoid.
func TestSeatBorders(t *testing.T) {
	var regions []region.Region
	for i, seat := range []orb.Point{{-100, 20}, {-99.1, 20.3}, {-99.5, 21}, {-100.4, 20.9}} {
		regions = append(regions, region.Region{Code: fmt.Sprintf("%05d", 1000+i), Seat: seat, HasSeat: true})
	}
	l := newLayer(t, regions...)
	g := roads(t, orb.LineString{{-100, 20}, {-99, 20}}, orb.LineString{{-100, 20}, {-100, 21}},
		orb.LineString{{-100.4, 20.9}, {-99.1, 20.3}}, orb.LineString{{-99.3, 21}, {-99.6, 20}})
	again := roads(t, orb.LineString{{-100, 20}, {-99.9, 20}, {-99.9, 20}, {-99, 20}}) // with a point twice
	if got, want := len(newOverlay(t, again, l).Pieces(0)), len(newOverlay(t, g, l).Pieces(0)); got != want {
		t.Errorf("%d pieces of a road with a point twice, want %d", got, want)
	}
	o := newOverlay(t, g, l)
	for s := range graph.SegmentID(g.SegmentCount()) {
		from, to := g.Shape(s)[0].Orb(), g.Shape(s)[1].Orb()
		row := o.Pieces(s)
		if len(row) < 2 {
			t.Errorf("road %d passes no border", s)
		}
		for k := 1; k < len(row); k++ {
			share := row[k].FromMeters / g.LengthMeters(s)
			p := orb.Point{from[0] + share*(to[0]-from[0]), from[1] + share*(to[1]-from[1])}
			a, b := graph.Distance(p, regions[row[k-1].Region].Seat), graph.Distance(p, regions[row[k].Region].Seat)
			if math.Abs(a-b) > 1e-7*a {
				t.Errorf("road %d, border %d: %v and %v m to the seats", s, k, a, b)
			}
		}
	}
}
