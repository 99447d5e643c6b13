package atlas_test

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// A place in the cell of a seat is given to that municipality by the layer that
// the study routes with, but for a margin along the sides: cells are cut in the
// plane, the layer measures on the ellipsoid.
func TestCellsAgreeWithTheLayer(t *testing.T) {
	r, a := both(t)
	const seed, samples, most = 11, 4000, 0.005
	rng := rand.New(rand.NewPCG(seed, 0))
	boxes := make([]orb.Bound, len(a.Regions))
	for i, reg := range a.Regions {
		boxes[i] = reg.Shape.Bound()
	}
	met, wrong := 0, 0
	for range samples {
		p := orb.Point{-117 + 30*rng.Float64(), 14.5 + 18*rng.Float64()}
		nearest, _ := r.Regions.Locate(p)
		for i, reg := range a.Regions {
			if !boxes[i].Contains(p) || !planar.MultiPolygonContains(reg.Shape, p) {
				continue
			}
			met++
			if i != nearest {
				wrong++
			}
		}
	}
	if met < samples/5 || float64(wrong) > most*float64(met) {
		t.Errorf("seed %d: %d of %d places are in the cell of another seat", seed, wrong, met)
	}
	for _, reg := range a.Regions {
		if !reg.Drawn || len(reg.Shape) != 1 || !planar.MultiPolygonContains(reg.Shape, reg.Seat) {
			t.Errorf("%s %s: its seat is not in its cell", reg.Code, reg.Name)
		}
	}
}

// Both sides of a state border are different states.
func TestBordersDivideStates(t *testing.T) {
	r, a := both(t)
	inner, wrong := 0, 0
	for _, b := range a.Borders {
		if b.Outer || len(b.Line) < 2 {
			continue
		}
		p, q := longest(b.Line)
		mid := orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2}
		const aside = 0.05 // of the length of the side
		dx, dy := aside*(q[1]-p[1]), aside*(p[0]-q[0])
		one, _ := r.Regions.Locate(orb.Point{mid[0] + dx, mid[1] + dy})
		other, _ := r.Regions.Locate(orb.Point{mid[0] - dx, mid[1] - dy})
		inner++
		if a.Regions[one].State == a.Regions[other].State {
			wrong++
		}
	}
	if inner < 200 || wrong > inner/50 {
		t.Errorf("%d of %d state borders have one state on both sides", wrong, inner)
	}
}

// longest returns the ends of the longest side of a line.
func longest(line orb.LineString) (p, q orb.Point) {
	for i := 1; i < len(line); i++ {
		if planar.Distance(line[i-1], line[i]) > planar.Distance(p, q) {
			p, q = line[i-1], line[i]
		}
	}
	return p, q
}
