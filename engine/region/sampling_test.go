package region_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/tidwall/rtree"

	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph"
)

// border is the slack of the samples: one whose neighbours at this distance lie
// in other regions says nothing. 3e-7 degree is three units of coordinates.
const border = 3e-7

// sampler compares an overlay with an independent point-in-region test.
type sampler struct {
	g *graph.Graph
	o *region.Overlay
	// inside says whether a region contains a point; near lists those that may
	// contain any of a box, in ascending order.
	inside func(region int, p orb.Point) bool
	near   func(box orb.Bound) []int
	step   float64 // metres between samples
	taken  int
}

// check samples every edge of every segment.
func (s *sampler) check(t *testing.T) {
	t.Helper()
	for seg := range graph.SegmentID(s.g.SegmentCount()) {
		shape := s.g.Shape(seg)
		along, whole := 0.0, 0.0
		for i := 1; i < len(shape); i++ {
			whole += graph.Distance(shape[i-1].Orb(), shape[i].Orb())
		}
		for i := 1; i < len(shape); i++ {
			a, b := shape[i-1].Orb(), shape[i].Orb()
			box := orb.Bound{Min: a, Max: a}.Extend(b).Pad(1e-6)
			candidates := s.near(box)
			edge := graph.Distance(a, b)
			for at := s.step / 2; at < edge; at += s.step {
				p := orb.Point{a[0] + at/edge*(b[0]-a[0]), a[1] + at/edge*(b[1]-a[1])}
				s.sample(t, p, pieceAt(s.o.Pieces(seg), (along+at)*s.g.LengthMeters(seg)/whole), candidates)
			}
			along += edge
		}
	}
}

func (s *sampler) sample(t *testing.T, p orb.Point, got int, candidates []int) {
	t.Helper()
	s.taken++
	want := s.regionOf(p, candidates)
	if got == want {
		return
	}
	for _, d := range []orb.Point{{border, 0}, {-border, 0}, {0, border}, {0, -border}} {
		if s.regionOf(orb.Point{p[0] + d[0], p[1] + d[1]}, candidates) != want {
			return // on a border
		}
	}
	t.Fatalf("at %v: overlay says region %d, sampling %d", p, got, want)
}

func (s *sampler) regionOf(p orb.Point, candidates []int) int {
	for _, r := range candidates {
		if s.inside(r, p) {
			return r
		}
	}
	return region.Outside
}

func pieceAt(row []region.Piece, meters float64) int {
	for _, p := range row {
		if meters <= p.ToMeters {
			return int(p.Region)
		}
	}
	return int(row[len(row)-1].Region)
}

// Random polygons on a coarse grid, so that roads and borders often share
// points and lines, cross themselves and overlap. The sampling reads the
// polygons as they were drawn, the overlay after their repair.
func TestOverlayEqualsSampling(t *testing.T) {
	seeds := uint64(200)
	if testing.Short() {
		seeds = 30
	}
	taken := 0
	for seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(seed, 7))
			regions := make([]region.Region, 1+rng.IntN(8))
			for i := range regions {
				regions[i] = region.Region{Code: fmt.Sprintf("%05d", i), Area: randomArea(rng)}
			}
			l, err := region.NewLayer(regions)
			if err != nil {
				return // all of the rings had no area
			}
			var lines []orb.LineString
			for range 20 {
				line := make(orb.LineString, 2+rng.IntN(4))
				for i := range line {
					line[i] = gridPoint(rng)
				}
				lines = append(lines, line)
			}
			g := roads(t, lines...)
			all := make([]int, len(regions))
			for i := range all {
				all[i] = i
			}
			s := sampler{g: g, o: newOverlay(t, g, l), step: 20,
				inside: func(r int, p orb.Point) bool { return evenOdd(regions[r].Area, p) },
				near:   func(orb.Bound) []int { return all }}
			s.check(t)
			taken += s.taken
		})
	}
	if taken < 1000*int(seeds) {
		t.Errorf("%d samples taken, too few to mean anything", taken)
	}
}

// evenOdd is inside some polygon of which an odd number of rings is around p.
func evenOdd(area orb.MultiPolygon, p orb.Point) bool {
	for _, polygon := range area {
		odd := false
		for _, ring := range polygon {
			odd = odd != planar.RingContains(ring, p)
		}
		if odd {
			return true
		}
	}
	return false
}

// gridPoint is one of 21 x 21 points 0.001 degree apart, at 25 degrees north.
func gridPoint(rng *rand.Rand) orb.Point {
	return orb.Point{-100 + float64(rng.IntN(21))/1000, 25 + float64(rng.IntN(21))/1000}
}

func randomArea(rng *rand.Rand) orb.MultiPolygon {
	var area orb.MultiPolygon
	for range 1 + rng.IntN(2) {
		ring := make(orb.Ring, 3+rng.IntN(6))
		for i := range ring {
			ring[i] = gridPoint(rng)
		}
		polygon := orb.Polygon{append(ring, ring[0])}
		if rng.IntN(3) == 0 {
			a, b, c := gridPoint(rng), gridPoint(rng), gridPoint(rng)
			polygon = append(polygon, orb.Ring{a, b, c, a})
		}
		area = append(area, polygon)
	}
	return area
}

// rayInside is evenOdd for valid polygons, in plain floating point; the rings of
// package planar look for their box anew each time.
func rayInside(area orb.MultiPolygon, p orb.Point) bool {
	odd := false
	for _, polygon := range area {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				a, b := ring[i-1], ring[i]
				if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
					odd = !odd
				}
			}
		}
	}
	return odd
}

func TestMexicoEqualsSampling(t *testing.T) {
	for _, name := range []string{"municipalities/municipios.shp", "municipalities/mun2007_wgs84.geojson"} {
		t.Run(name, func(t *testing.T) {
			l, g := readLayer(t, name), mexicoRoads(t)
			bounds := make([]orb.Bound, len(l.Regions))
			var boxes rtree.RTreeG[int]
			for i, r := range l.Regions {
				bounds[i] = r.Area.Bound()
				boxes.Insert(bounds[i].Min, bounds[i].Max, i)
			}
			s := sampler{g: g, o: newOverlay(t, g, l), step: 50,
				inside: func(r int, p orb.Point) bool {
					return bounds[r].Contains(p) && rayInside(l.Regions[r].Area, p)
				},
				near: func(box orb.Bound) (found []int) {
					boxes.Search(box.Min, box.Max, func(_, _ [2]float64, r int) bool {
						found = append(found, r)
						return true
					})
					slices.Sort(found)
					return found
				}}
			if testing.Short() {
				s.step = 1000
			}
			s.check(t)
			t.Logf("%d samples agree", s.taken)
		})
	}
}

func TestSeatsEqualSampling(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 13))
	regions := make([]region.Region, 60)
	for i := range regions {
		seat := orb.Point{-100 + rng.Float64()*2, 20 + rng.Float64()*2}
		regions[i] = region.Region{Code: fmt.Sprintf("%05d", i), Seat: seat, HasSeat: true}
	}
	var lines []orb.LineString
	for range 40 {
		lines = append(lines, orb.LineString{
			{-100 + rng.Float64()*2, 20 + rng.Float64()*2}, {-100 + rng.Float64()*2, 20 + rng.Float64()*2}})
	}
	l, g := newLayer(t, regions...), roads(t, lines...)
	o := newOverlay(t, g, l)
	for s := range graph.SegmentID(g.SegmentCount()) {
		a, b := g.Shape(s)[0].Orb(), g.Shape(s)[1].Orb()
		for share := 0.0005; share < 1; share += 0.001 {
			p := orb.Point{a[0] + share*(b[0]-a[0]), a[1] + share*(b[1]-a[1])}
			got := pieceAt(o.Pieces(s), share*g.LengthMeters(s))
			best := math.Inf(1)
			for _, r := range regions {
				best = min(best, graph.Distance(p, r.Seat))
			}
			// The chord orders seats as the geodesic does to 1e-7; and a road
			// straight in degrees may cut the corner of a cell by 0.5 m.
			if d := graph.Distance(p, l.Regions[got].Seat); d > best+0.5 {
				t.Fatalf("segment %d at %v: seat %d at %v m, nearest is at %v m", s, p, got, d, best)
			}
			if i, _ := l.Locate(p); graph.Distance(p, l.Regions[i].Seat) > best+0.05 {
				t.Fatalf("Locate(%v) = %d, %v m from the nearest", p, i, graph.Distance(p, l.Regions[i].Seat)-best)
			}
		}
	}
	if o.Method() != "nearest-seat" || o.OutsideMeters() != 0 {
		t.Errorf("method %s, outside %v", o.Method(), o.OutsideMeters())
	}
}
