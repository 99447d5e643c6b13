package atlas_test

import (
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/web/internal/atlas"
)

// shape is a polygon without holes.
func shape(corners ...orb.Point) orb.MultiPolygon {
	return orb.MultiPolygon{{append(orb.Ring(corners), corners[0])}}
}

// Two states whose layers were drawn apart: B's western side has a corner more, and lies
// 200 m east of A's eastern side in the south and as far west of it in the north. C is an
// island 30 km off.
//
//	+------+------+        +---+
//	|  A   |  B   |        | C |
//	+------+------+        +---+
//	-101 -100    -99     -98.7 -98
func TestBordersOfLayersThatDoNotMatch(t *testing.T) {
	const off = 0.002 // degrees of longitude, some 200 m
	regions := []atlas.Region{
		{Code: "01001", State: "West", Shape: shape(orb.Point{-101, 20}, orb.Point{-100, 20}, orb.Point{-100, 21}, orb.Point{-101, 21})},
		{Code: "02001", State: "East", Shape: shape(orb.Point{-100 + off, 20}, orb.Point{-99, 20}, orb.Point{-99, 21}, orb.Point{-100 - off, 21}, orb.Point{-100, 20.5})},
		{Code: "03001", State: "Island", Shape: shape(orb.Point{-98.7, 20}, orb.Point{-98, 20}, orb.Point{-98, 21}, orb.Point{-98.7, 21})},
	}
	between, coast := 0, 0
	for _, b := range atlas.Outline(regions) {
		for k := range len(b.Line) - 1 {
			p, q := b.Line[k], b.Line[k+1]
			near := func(p orb.Point) bool { return p[0] > -100.01 && p[0] < -99.99 }
			switch inner := near(p) && near(q); {
			case inner && b.Outer:
				t.Errorf("%v-%v between the states is a coast", p, q)
			case inner:
				between++
			case !b.Outer:
				t.Errorf("%v-%v is a border of two states", p, q)
			default:
				coast++
			}
		}
	}
	if between != 1 || coast != 3+3+4 {
		t.Errorf("%d edges between the states and %d of coast, want A's one and 10", between, coast)
	}
}
