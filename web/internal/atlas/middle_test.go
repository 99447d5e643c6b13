package atlas_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/web/internal/atlas"
)

func TestMiddle(t *testing.T) {
	for _, tt := range []struct {
		name    string
		line    orb.LineString
		at      orb.Point
		bearing float64
	}{
		{"north", orb.LineString{{-100, 20}, {-100, 20.02}}, orb.Point{-100, 20.01}, 0},
		{"west", orb.LineString{{-100, 20}, {-100.02, 20}}, orb.Point{-100.01, 20}, 270},
		{"on the longer side", orb.LineString{{-100, 20}, {-100, 20.01}, {-100, 19.98}}, orb.Point{-100, 20}, 180},
		{"a point twice", orb.LineString{{-100, 20}, {-100, 20}, {-100, 20.02}}, orb.Point{-100, 20.01}, 0},
		{"of no length", orb.LineString{{-100, 20}, {-100, 20}}, orb.Point{-100, 20}, 0},
		{"nothing", nil, orb.Point{}, 0},
	} {
		at, bearing := atlas.Segment{Line: tt.line}.Middle()
		// 1e-5 degrees: the length of a degree changes along the way.
		if math.Hypot(at[0]-tt.at[0], at[1]-tt.at[1]) > 1e-5 || math.Abs(bearing-tt.bearing) > 0.1 {
			t.Errorf("%s: %v, %v degrees; want %v, %v", tt.name, at, bearing, tt.at, tt.bearing)
		}
	}
}
