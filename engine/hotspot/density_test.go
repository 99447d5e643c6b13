package hotspot_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"github.com/corredor-geo/corredor/engine/hotspot"
)

// normal is one point at 0, 0 with sigma 1 and 0.5, on nodes 0.1 and 0.05 apart.
func normal(t *testing.T) *hotspot.Density {
	t.Helper()
	return mustKDE(t, []orb.Point{{0, 0}}, nil, hotspot.KDEOptions{Bandwidth: sigma(1, 0.5), Columns: 121, Rows: 121,
		Limits: orb.Bound{Min: orb.Point{-6, -3}, Max: orb.Point{6, 3}}})
}

func rectangle(west, south, east, north float64) orb.MultiPolygon {
	return orb.MultiPolygon{orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}.ToPolygon()}
}

func TestAt(t *testing.T) {
	d := normal(t)
	quarter := (d.Value(60, 60) + d.Value(61, 60) + d.Value(60, 61) + d.Value(61, 61)) / 4
	for _, tt := range []struct {
		p    orb.Point
		want float64
	}{
		{orb.Point{0, 0}, d.Value(60, 60)}, {orb.Point{0.05, 0.025}, quarter}, {orb.Point{6, 3}, d.Value(120, 120)},
		{orb.Point{-6, -3}, d.Value(0, 0)}, {orb.Point{6.01, 0}, math.NaN()}, {orb.Point{0, -3.01}, math.NaN()}, {orb.Point{math.NaN(), 0}, math.NaN()},
	} {
		if got := d.At(tt.p); !(math.Abs(got-tt.want) < 1e-14) && !(math.IsNaN(got) && math.IsNaN(tt.want)) {
			t.Errorf("At(%v) = %g, want %g", tt.p, got, tt.want)
		}
	}
}

// phi is the mass of the standard normal below z.
func phi(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

func TestMass(t *testing.T) {
	d := normal(t)
	band := func(lo, hi, sigma float64) float64 { return phi(hi/sigma) - phi(lo/sigma) }
	ring := func(r float64) (ring orb.Ring) { // an ellipse: a circle in sigmas
		for k := range 720 {
			sin, cos := math.Sincos(float64(k) * math.Pi / 360)
			ring = append(ring, orb.Point{r * cos, r / 2 * sin})
		}
		return ring // open, which is allowed
	}
	bow := orb.MultiPolygon{{{{0, 0}, {1, 1}, {1, 0}, {0, 1}}}} // crosses itself
	for _, tt := range []struct {
		name            string
		area            orb.MultiPolygon
		want, tolerance float64
	}{
		{"all", rectangle(-6, -3, 6, 3), d.TotalMass(), 1e-9},
		{"beyond the grid", rectangle(-60, -30, 60, 30), d.TotalMass(), 1e-9},
		{"half", rectangle(0, -3, 6, 3), 0.5, 1e-6},
		// The trapezoid's error is h²/12 of the change in slope, 1e-3 x 0.5 here.
		{"rectangle", rectangle(-0.5, -0.25, 1.234, 0.777), band(-0.5, 1.234, 1) * band(-0.25, 0.777, 0.5), 1e-3},
		{"ellipse of 1 sigma", orb.MultiPolygon{{ring(1)}}, 1 - math.Exp(-0.5), 1e-3},
		{"with a hole", orb.MultiPolygon{{ring(2), ring(1)}}, math.Exp(-0.5) - math.Exp(-2), 1e-3},
		{"two polygons", append(rectangle(0, 0, 1, 1), rectangle(2, 0, 3, 1)...), (band(0, 1, 1) + band(2, 3, 1)) * band(0, 1, 0.5), 1e-3},
		{"crosses itself", bow, d.Mass(orb.MultiPolygon{{{{0, 0}, {.5, .5}, {0, 1}}}}) + d.Mass(orb.MultiPolygon{{{{1, 0}, {.5, .5}, {1, 1}}}}), 1e-3},
		{"smaller than a cell", rectangle(0.051, 0.051, 0.053, 0.052), d.At(orb.Point{0.052, 0.0515}) * 2e-6, 1e-10},
		{"elsewhere", rectangle(60, 30, 61, 31), 0, 0},
		{"flat", rectangle(0, 0, 1, 0), 0, 0},
		{"nothing", nil, 0, 0},
	} {
		if got := d.Mass(tt.area); !(math.Abs(got-tt.want) <= tt.tolerance) {
			t.Errorf("%s: mass %.9g, want %.9g", tt.name, got, tt.want)
		}
	}
	if got := d.Mass(orb.MultiPolygon{{{{0, 0}, {1, math.NaN()}, {1, 1}}}}); !math.IsNaN(got) {
		t.Errorf("NaN: mass %g", got)
	}
	if got, want := d.Mean(rectangle(0, 0, 0.001, 0.001)), d.At(orb.Point{0.0005, 0.0005}); math.Abs(got/want-1) > 1e-6 {
		t.Errorf("mean %g, want %g", got, want)
	}
	if got := d.Mean(rectangle(60, 30, 61, 31)); !math.IsNaN(got) {
		t.Errorf("mean of nothing %g", got)
	}
}

// In kilometres the mass is the same, and the mean is per square kilometre.
func TestMassInKilometres(t *testing.T) {
	d := mustKDE(t, towns, nil, hotspot.KDEOptions{Bandwidth: hotspot.Bandwidth{SigmaKM: 80}, Margin: 5, Columns: 256, Rows: 256})
	if got, want := d.Mass(orb.MultiPolygon{d.Bound().ToPolygon()}), d.TotalMass(); math.Abs(got-want) > 1e-5 {
		t.Errorf("mass %.9f, nodes %.9f", got, want)
	}
	at := orb.Point{-107.2, 24.9}
	if got, want := d.Mean(rectangle(at[0]-1e-3, at[1]-1e-3, at[0]+1e-3, at[1]+1e-3)), d.At(at); math.Abs(got/want-1) > 1e-3 {
		t.Errorf("mean %g, want %g", got, want)
	}
}

// The region of a normal that holds p is an ellipse: its area is
// -2 ln(1-p) pi sigmaX sigmaY, its level 1-p of the peak.
func TestHighestDensityOfNormal(t *testing.T) {
	d := normal(t)
	shares := []float64{0.5, 0.9, 0.95}
	regions, err := d.HighestDensity(shares...)
	if err != nil {
		t.Fatal(err)
	}
	for k, r := range regions {
		p := shares[k]
		area, level := -2*math.Log(1-p)*math.Pi*0.5, (1-p)/(2*math.Pi*0.5)
		got := planar.Area(r.Area)
		t.Logf("%g: area %+.4f %%, level %+.4f %%, mass %.5f", p, 100*(got/area-1), 100*(r.Level/level-1), d.Mass(r.Area))
		if math.Abs(got/area-1) > 5e-3 || math.Abs(r.Level/level-1) > 5e-3 || math.Abs(d.Mass(r.Area)-p) > 1e-6 {
			t.Errorf("%g: area %g, want %g; level %g, want %g; mass %g", p, got, area, r.Level, level, d.Mass(r.Area))
		}
		if len(r.Area) != 1 || len(r.Area[0]) != 1 {
			t.Errorf("%g: %d polygons", p, len(r.Area))
		}
		checkRings(t, r.Area)
	}
	for _, share := range []float64{0, 1, -1, math.NaN()} {
		if _, err := d.HighestDensity(share); !errors.Is(err, hotspot.ErrDensity) {
			t.Errorf("share %g: %v", share, err)
		}
	}
}

// Points on a ring with one in the middle: a shell, its hole, and a shell in that.
//
//	  o o o
//	o       o
//	o   o   o
//	o       o
//	  o o o
func TestContourNests(t *testing.T) {
	points := []orb.Point{{0, 0}}
	for k := range 40 {
		sin, cos := math.Sincos(float64(k) * math.Pi / 20)
		points = append(points, orb.Point{3 * cos, 3 * sin})
	}
	d := mustKDE(t, points, nil, hotspot.KDEOptions{Bandwidth: sigma(0.4, 0.4), Margin: 4, Columns: 90, Rows: 80})
	area := d.Contour(d.Value(45, 40) / 2)
	checkRings(t, area)
	if len(area) != 2 || len(area[0]) != 2 || len(area[1]) != 1 {
		t.Fatalf("%d polygons: %v", len(area), area)
	}
	for _, tt := range []struct {
		p    orb.Point
		want bool
	}{{orb.Point{0, 0}, true}, {orb.Point{1.5, 0}, false}, {orb.Point{0, 3}, true}, {orb.Point{4.5, 0}, false}} {
		if got := planar.MultiPolygonContains(area, tt.p); got != tt.want {
			t.Errorf("%v inside: %v", tt.p, got)
		}
	}
}

// A contour that leaves the grid is closed along its edge.
func TestContourAtTheEdge(t *testing.T) {
	d := mustKDE(t, []orb.Point{{0, 0}}, nil, hotspot.KDEOptions{Bandwidth: sigma(1, 1), Columns: 41, Rows: 41,
		Limits: orb.Bound{Max: orb.Point{4, 4}}}) // a quarter of it
	area := d.Contour(math.Exp(-0.5) / (2 * math.Pi)) // a circle of radius 1
	checkRings(t, area)
	if got := planar.Area(area); len(area) != 1 || math.Abs(got-math.Pi/4) > 2e-3 {
		t.Errorf("area %g of %d polygons, want pi/4", got, len(area))
	}
	whole := d.Contour(0)
	checkRings(t, whole)
	if got := planar.Area(whole); math.Abs(got-16) > 1e-9 {
		t.Errorf("all of it has area %g, want 16", got)
	}
	if got := d.Contour(1); got != nil {
		t.Errorf("above the peak: %v", got)
	}
}

// Two points on a diagonal make a saddle in the middle cell.
func TestContourSaddle(t *testing.T) {
	d := mustKDE(t, []orb.Point{{0, 0}, {1, 1}}, nil, hotspot.KDEOptions{Bandwidth: sigma(0.4, 0.4), Columns: 2, Rows: 2})
	high, low := d.Value(0, 0), d.Value(0, 1)
	mean := (high + low) / 2
	for level, shells := range map[float64]int{mean - 0.01: 1, mean + 0.01: 2} {
		area := d.Contour(level)
		checkRings(t, area)
		if len(area) != shells {
			t.Errorf("level %g: %d shells, want %d: %v", level, len(area), shells, area)
		}
	}
}

// checkRings wants closed rings without repeated vertices, shells counterclockwise,
// holes clockwise and within their shell.
func checkRings(t *testing.T, area orb.MultiPolygon) {
	t.Helper()
	for _, polygon := range area {
		for k, ring := range polygon {
			want := orb.CCW
			if k > 0 {
				want = orb.CW
				if !planar.RingContains(polygon[0], ring[0]) {
					t.Errorf("hole %d is outside its shell", k)
				}
			}
			if !ring.Closed() || len(ring) < 4 || ring.Orientation() != want {
				t.Errorf("ring %d: closed %v, %d vertices, orientation %d", k, ring.Closed(), len(ring), ring.Orientation())
			}
			for i := 1; i < len(ring); i++ {
				if ring[i] == ring[i-1] {
					t.Errorf("ring %d: vertex %d is repeated", k, i)
				}
			}
		}
	}
}

type list []hotspot.Municipality

func (l list) Len() int                                { return len(l) }
func (l list) Municipality(i int) hotspot.Municipality { return l[i] }

func TestSpots(t *testing.T) {
	d := normal(t)
	municipalities := list{
		{Code: "25006", Name: "Culiacán", Seat: orb.Point{1, 0}, HasSeat: true, Area: rectangle(0, 0, 1, 1)},
		{Code: "10034", Seat: orb.Point{0, 0}, HasSeat: true, Area: rectangle(-0.1, -0.1, 0, 0)},
		{Code: "08029", Area: rectangle(60, 60, 61, 61)}, // no seat, and beyond the grid
		{Code: "16001"},
	}
	for _, tt := range []struct {
		by   hotspot.Measure
		want string
	}{{hotspot.AtSeat, "10034 25006"}, {hotspot.MeanOver, "10034 25006"}, {hotspot.MassIn, "25006 10034"}} {
		spots, err := d.Spots(context.Background(), municipalities, tt.by)
		if err != nil || len(spots) != 4 || !math.IsNaN(spots[2].Weight) || !math.IsNaN(spots[3].Weight) {
			t.Fatalf("%v, %v", spots, err)
		}
		if got := codes(hotspot.Rank(spots, hotspot.Selection{})); got != tt.want {
			t.Errorf("measure %d: %s, want %s", tt.by, got, tt.want)
		}
	}
	if _, err := d.Spots(context.Background(), municipalities, 9); !errors.Is(err, hotspot.ErrDensity) || !strings.Contains(err.Error(), "no such measure") {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := d.Spots(ctx, municipalities, hotspot.AtSeat); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// The nodes are cells, so that the map's way to municipalities works on them.
func TestGridOfDensity(t *testing.T) {
	d := normal(t)
	spots, outside := d.Grid().Reduce(func(p orb.Point) (hotspot.Spot, bool) { return hotspot.Spot{Code: "25006"}, p[0] >= 0 })
	if columns, rows := d.Size(); outside != columns/2*rows || len(spots) != 1 || spots[0].Weight != d.Value(60, 60) {
		t.Errorf("%v, %d outside", spots, outside)
	}
}
