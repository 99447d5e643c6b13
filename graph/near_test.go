package graph_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/paulmach/orb"
)

// ladder has a street of 0.01 degrees from west to east every 0.001 degrees,
// 110.7 m, north of the first. The third is drawn from east to west.
func ladder(t *testing.T, streets int) *graph.Graph {
	t.Helper()
	var b graph.Builder
	for i := range streets {
		y := 19.43 + 0.001*float64(i)
		west, east := b.AddNode(graph.PointOf(orb.Point{-99.13, y})), b.AddNode(graph.PointOf(orb.Point{-99.12, y}))
		if i == 2 {
			west, east = east, west
		}
		b.AddSegment(graph.Segment{From: west, To: east})
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestNear(t *testing.T) {
	g := ladder(t, 6)
	snapper := graph.NewSnapper(g, everywhere)
	for _, test := range []struct {
		name   string
		meters float64
		most   int
		y      float64 // of a point in the middle of the first street
		want   []graph.SegmentID
	}{
		{"beyond the limit", 100, 10, 19.429, nil},
		{"within it", 120, 10, 19.429, []graph.SegmentID{0}},
		{"two, the nearest first", 250, 10, 19.429, []graph.SegmentID{0, 1}},
		{"from inside", 130, 10, 19.4321, []graph.SegmentID{2, 3, 1}},
		{"all", 10_000, 10, 19.429, []graph.SegmentID{0, 1, 2, 3, 4, 5}},
		{"no more than so many", 10_000, 3, 19.429, []graph.SegmentID{0, 1, 2}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := orb.Point{-99.125, test.y}
			before := graph.NearPlace{BearingDegrees: 7}
			places := snapper.Near(test.meters, test.most).Append([]graph.NearPlace{before}, p)
			if places[0] != before {
				t.Errorf("what was there became %+v", places[0])
			}
			var got []graph.SegmentID
			for _, place := range places[1:] {
				got = append(got, place.Segment)
				checkPlace(t, g, place.Place, p)
				want := 90.0
				if place.Segment == 2 {
					want = 270
				}
				if math.Abs(place.BearingDegrees-want) > 1e-9 {
					t.Errorf("segment %d has bearing %v, want %v", place.Segment, place.BearingDegrees, want)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("near are %v, want %v", got, test.want)
			}
		})
	}
}

func TestNearNothing(t *testing.T) {
	nowhere := func(graph.SegmentID) bool { return false }
	if got := graph.NewSnapper(ladder(t, 3), nowhere).Near(1e6, 10).Append(nil, orb.Point{-99.125, 19.43}); got != nil {
		t.Errorf("found %+v on no segment", got)
	}
}

// Every edge within the limit is found, and none beyond, but for what sphere and
// ellipsoid differ by.
func TestNearAgreesWithBruteForce(t *testing.T) {
	const limit = 2000.0
	rng := rand.New(rand.NewPCG(12, 0))
	g := randomRoads(t, rng, 60)
	near := graph.NewSnapper(g, everywhere).Near(limit, 10_000)
	for range 8 {
		p := orb.Point{-99.2 + 0.2*rng.Float64(), 19.3 + 0.2*rng.Float64()}
		surely, perhaps := make(map[graph.SegmentID]int), make(map[graph.SegmentID]int)
		for s := range graph.SegmentID(g.SegmentCount()) {
			shape := g.Shape(s)
			for i := 1; i < len(shape); i++ {
				meters := edgeMeters(shape[i-1].Orb(), shape[i].Orb(), p)
				if meters < limit*(1-sphereRelative)-edgeBow {
					surely[s]++
				}
				if meters < limit*(1+sphereRelative)+edgeBow {
					perhaps[s]++
				}
			}
		}
		found := make(map[graph.SegmentID]int)
		for _, place := range near.Append(nil, p) {
			found[place.Segment]++
			checkPlace(t, g, place.Place, p)
		}
		for s := range graph.SegmentID(g.SegmentCount()) {
			if found[s] < surely[s] || found[s] > perhaps[s] {
				t.Errorf("%v: %d edges of segment %d, want %d to %d", p, found[s], s, surely[s], perhaps[s])
			}
		}
	}
}

// The azimuths are from geod -I of PROJ 9.1.1, between points 1 km apart.
func TestBearing(t *testing.T) {
	// A sphere has north and east of one scale; on the ellipsoid they differ by
	// e² cos² of the latitude, which turns a direction by half of that at most.
	const sphereDegrees = 0.5 * 0.0067 * 180 / math.Pi
	for _, test := range []struct {
		a, b orb.Point
		want float64
	}{
		{orb.Point{-99.2, 20.1}, orb.Point{-99.1947919, 20.1075756}, 33},
		{orb.Point{-99.2, 20.1}, orb.Point{-99.1915575, 20.0957591}, 118},
		{orb.Point{-99.2, 20.1}, orb.Point{-99.2040409, 20.0918133}, 205},
		{orb.Point{-99.2, 20.1}, orb.Point{-99.2078330, 20.1051809}, 305},
		{orb.Point{-116.9, 32.5}, orb.Point{-116.8906051, 32.4957662}, 118},
		{orb.Point{-116.9, 32.5}, orb.Point{-116.9087170, 32.5051719}, 305},
		{orb.Point{8.5, 47.3}, orb.Point{8.5072025, 47.3075434}, 33},
		{orb.Point{8.5, 47.3}, orb.Point{8.4944128, 47.2918479}, 205},
		{orb.Point{25, 60}, orb.Point{25.0158214, 59.9957852}, 118},
		{orb.Point{25, 60}, orb.Point{24.9853176, 60.0051474}, 305},
		{orb.Point{18.4, -33.9}, orb.Point{18.4058879, -33.8924389}, 33},
		{orb.Point{18.4, -33.9}, orb.Point{18.3954304, -33.9081707}, 205},
		{orb.Point{-68.3, -54.8}, orb.Point{-68.2862695, -54.8042165}, 118},
		{orb.Point{-68.3, -54.8}, orb.Point{-68.3127355, -54.7948468}, 305},
	} {
		if got := graph.Bearing(test.a, test.b); math.Abs(got-test.want) > sphereDegrees {
			t.Errorf("bearing from %v to %v is %v, geod says %v", test.a, test.b, got, test.want)
		}
	}
}
