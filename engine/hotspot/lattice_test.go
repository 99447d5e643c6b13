package hotspot_test

import (
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/hotspot"
)

// A density taken apart into cells and put together again is the same, with a
// frame around it; the regions of highest density are the same, too.
func TestGridBecomesDensity(t *testing.T) {
	d := normal(t) // its edges are 6 sigmas out: empty, for a contour
	again, missing, err := d.Grid().Density()
	if err != nil || missing != 0 {
		t.Fatal(missing, err)
	}
	if columns, rows := again.Size(); columns != 123 || rows != 123 {
		t.Errorf("%d x %d nodes", columns, rows)
	}
	for _, p := range []orb.Point{{0, 0}, {0.33, -0.21}, {2, 1}} {
		if got, want := again.At(p), d.At(p); math.Abs(got/want-1) > 1e-9 {
			t.Errorf("at %v: %g, want %g", p, got, want)
		}
	}
	if got := again.TotalMass(); math.Abs(got-1) > 1e-12 {
		t.Errorf("all of it has the mass %g", got)
	}
	area := rectangle(-1, -1, 1, 1)
	if got, want := again.Mass(area), d.Mass(area)/d.TotalMass(); math.Abs(got/want-1) > 1e-6 {
		t.Errorf("mass %g, want %g", got, want)
	}
	a, errA := d.HighestDensity(0.5, 0.95)
	b, errB := again.HighestDensity(0.5, 0.95)
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	for k := range a {
		if math.Abs(a[k].Level/b[k].Level-1) > 1e-5 {
			t.Errorf("%g: levels %g and %g", a[k].Share, a[k].Level, b[k].Level)
		}
	}
	if sigma, _ := again.Sigma(); !math.IsNaN(sigma[0]) || !math.IsNaN(again.Weight()) {
		t.Errorf("sigma %v, weight %g; a grid does not tell", sigma, again.Weight())
	}
}

// lat    a grid with a hole: 3 x 3 nodes, one missing, steps of 0.1 and 0.2
// 20.4   1 2 1
// 20.2   2 . 2
// 20.0   1 2 1
func TestGridWithHoles(t *testing.T) {
	var grid hotspot.Grid
	values := [3][3]float64{{1, 2, 1}, {2, 0, 2}, {1, 2, 1}}
	for row, line := range values {
		for column, z := range line {
			if z > 0 { // in 4 decimals, as grids are written
				grid.Cells = append(grid.Cells, hotspot.Cell{At: orb.Point{-100 + 0.1*float64(column), 20 + 0.2*float64(row) + 1e-5}, Density: z})
			}
		}
	}
	d, missing, err := grid.Density()
	if err != nil || missing != 1 {
		t.Fatalf("%d missing, %v", missing, err)
	}
	if got := d.Value(2, 2); got != 0 {
		t.Errorf("the hole has %g", got)
	}
	if got := d.At(orb.Point{-100, 20.00001}); math.Abs(got-1) > 1e-9 {
		t.Errorf("corner %g", got)
	}
}

func TestGridIsNoLattice(t *testing.T) {
	cells := func(z float64, at ...orb.Point) (g hotspot.Grid) {
		for _, p := range at {
			g.Cells = append(g.Cells, hotspot.Cell{At: p, Density: z})
		}
		return g
	}
	for name, g := range map[string]hotspot.Grid{
		"empty":         {},
		"one cell":      cells(1, orb.Point{0, 0}),
		"one row":       cells(1, orb.Point{0, 0}, orb.Point{1, 0}),
		"uneven":        cells(1, orb.Point{0, 0}, orb.Point{1, 1}, orb.Point{2.4, 2}),
		"twice":         cells(1, orb.Point{0, 0}, orb.Point{1, 1}, orb.Point{1, 1}),
		"negative":      cells(-1, orb.Point{0, 0}, orb.Point{1, 1}),
		"no mass":       cells(0, orb.Point{0, 0}, orb.Point{1, 1}),
		"not a number":  cells(math.NaN(), orb.Point{0, 0}, orb.Point{1, 1}),
		"no coordinate": cells(1, orb.Point{math.NaN(), 0}, orb.Point{1, 1}),
		"enormous":      cells(1, orb.Point{0, 0}, orb.Point{1e-6, 1e-6}, orb.Point{100, 50}),
	} {
		if d, _, err := g.Density(); d != nil || !errors.Is(err, hotspot.ErrDensity) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
