package graph_test

import (
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/paulmach/orb"
)

// everywhere lets a Snapper use all segments.
func everywhere(graph.SegmentID) bool { return true }

// nearestMeters returns the distance from p to the nearest segment in use, by
// trying every edge of every shape.
func nearestMeters(g *graph.Graph, use func(graph.SegmentID) bool, p orb.Point) float64 {
	best := math.Inf(1)
	for s := range graph.SegmentID(g.SegmentCount()) {
		if !use(s) {
			continue
		}
		shape := g.Shape(s)
		for i := 1; i < len(shape); i++ {
			a, b := shape[i-1].Orb(), shape[i].Orb()
			if graph.Distance(p, a)-graph.Distance(a, b) < best { // else no point of it is nearer
				best = min(best, edgeMeters(a, b, p))
			}
		}
	}
	return best
}

// edgeMeters samples an edge at 9 points and again, seven times, between the
// neighbours of the best: to 1/(8*4^7) of its length, 4 cm on 5 km, where the
// distance is flat.
func edgeMeters(a, b, p orb.Point) float64 {
	const samples, rounds = 8, 8
	best, middle, low, high := math.Inf(1), 0.0, 0.0, 1.0
	for range rounds {
		width := (high - low) / samples
		for i := range samples + 1 {
			share := low + float64(i)*width
			meters := graph.Distance(p, orb.Point{a[0] + share*(b[0]-a[0]), a[1] + share*(b[1]-a[1])})
			if meters < best {
				best, middle = meters, share
			}
		}
		low, high = max(0, middle-width), min(1, middle+width)
	}
	return best
}

const (
	// s2 finds the nearest on a sphere, where north and east are of one scale;
	// on the ellipsoid in Mexico they differ by e² cos² of the latitude, 0.6 %.
	sphereRelative = 0.007
	// An edge is an arc of a great circle in s2 and straight in degrees here:
	// L²/8R tan(latitude) apart, 0.4 m on the 7 km that are the longest here.
	edgeBow = 0.4
	// A place is drawn at a stored point, at most 8 mm from where it is.
	storedMeters = 0.008
)

func TestNearestAgreesWithBruteForce(t *testing.T) {
	for seed := range uint64(5) {
		rng := rand.New(rand.NewPCG(seed, 7))
		g := randomRoads(t, rng, 60)
		odd := func(s graph.SegmentID) bool { return s%2 == 1 }
		for _, use := range []func(graph.SegmentID) bool{everywhere, odd} {
			q := graph.NewSnapper(g, use).Query()
			for range 60 {
				p := orb.Point{-99.25 + 0.3*rng.Float64(), 19.25 + 0.3*rng.Float64()}
				place, ok := q.Nearest(p)
				if !ok || !use(place.Segment) {
					t.Fatalf("seed %d: Nearest(%v) = %+v, %v", seed, p, place, ok)
				}
				want := nearestMeters(g, use, p)
				if place.AccessMeters < want-storedMeters || place.AccessMeters > want*(1+sphereRelative)+edgeBow {
					t.Errorf("seed %d: %v is %v m from the network, brute force says %v", seed, p, place.AccessMeters, want)
				}
				checkPlace(t, g, place, p)
			}
		}
	}
}

// checkPlace reports an offset that is off the segment or its grid, or that is
// not where AccessMeters says.
func checkPlace(t *testing.T, g *graph.Graph, place graph.Place, p orb.Point) {
	t.Helper()
	offset := place.OffsetMeters
	if offset < 0 || offset > g.LengthMeters(place.Segment) || offset != graph.Quantize(offset) {
		t.Errorf("%v: %+v on a segment of %v m", p, place, g.LengthMeters(place.Segment))
	}
	at := g.AppendLine(nil, graph.Span{Segment: place.Segment, FromMeters: offset, ToMeters: offset})
	if got := graph.Distance(p, at[0]); got != place.AccessMeters {
		t.Errorf("%v: %+v is %v m away", p, place, got)
	}
}

// twoStreets returns, at the latitude of Mexico City, 0.01 degrees = 1050 m apart,
//
//	0 === 1 --> 2
//
// of which the one-way is a dead end: not of the largest strong component.
func twoStreets(t *testing.T, given float64) *graph.Graph {
	t.Helper()
	var b graph.Builder
	for i := range 3 {
		b.AddNode(graph.PointOf(orb.Point{-99.13 + 0.01*float64(i), 19.43}))
	}
	b.AddSegment(graph.Segment{From: 0, To: 1, LengthMeters: given})
	b.AddSegment(graph.Segment{From: 1, To: 2, Direction: graph.Forward})
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestSnapperUsesTheLargestStrongComponent(t *testing.T) {
	g := twoStreets(t, 0)
	p := orb.Point{-99.115, 19.431} // in the middle of the dead end
	if place, ok := graph.NewSnapper(g, everywhere).Query().Nearest(p); !ok || place.Segment != 1 {
		t.Errorf("of all segments, nearest is %+v, %v", place, ok)
	}
	place, ok := graph.NewSnapper(g, nil).Query().Nearest(p)
	end := g.Node(1).Orb()
	if !ok || place.Segment != 0 || place.OffsetMeters != g.LengthMeters(0) {
		t.Errorf("nearest is %+v, %v; want the end of segment 0", place, ok)
	}
	if want := graph.Distance(p, end); math.Abs(place.AccessMeters-want) > 1e-6 { // a micrometre
		t.Errorf("access %v m, want %v", place.AccessMeters, want)
	}
}

func TestNearestScalesTheOffset(t *testing.T) {
	p := orb.Point{-99.13 + 0.0025, 19.43} // a quarter of the way
	for _, given := range []float64{0, 5000} {
		g := twoStreets(t, given)
		place, ok := graph.NewSnapper(g, nil).Query().Nearest(p)
		want := g.LengthMeters(0) / 4
		if !ok || place.Segment != 0 || math.Abs(place.OffsetMeters-want) > 0.01 { // a stored unit is 11 mm
			t.Errorf("length given as %v: offset %v, want %v", given, place.OffsetMeters, want)
		}
		if place.AccessMeters > storedMeters { // access is measured on the ground, whatever the scale
			t.Errorf("length given as %v: access %v m", given, place.AccessMeters)
		}
	}
}

// A place at a crossing belongs to all of its segments; the lowest has it.
func TestNearestBreaksTiesByTheLowestSegment(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 0))
	g := randomRoads(t, rng, 200) // enough edges for s2 to use its index
	q := graph.NewSnapper(g, everywhere).Query()
	for n := range graph.NodeID(g.NodeCount()) {
		place, ok := q.Nearest(g.Node(n).Orb())
		if want := lowestAt(g, n); !ok || place.AccessMeters != 0 || place.Segment != want {
			t.Errorf("node %d snaps to %+v, %v; want segment %d", n, place, ok, want)
		}
	}
}

// Of few edges s2 tries all, in the order of a map, which is none.
func TestNearestOfFewBreaksTiesToo(t *testing.T) {
	var b graph.Builder
	middle := b.AddNode(graph.PointOf(orb.Point{-99, 19}))
	for i := range 5 {
		end := b.AddNode(graph.PointOf(orb.Point{-99 + 0.01*float64(i), 19.1}))
		b.AddSegment(graph.Segment{From: end, To: middle})
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	q := graph.NewSnapper(g, everywhere).Query()
	for range 20 {
		if place, ok := q.Nearest(orb.Point{-99, 18.9}); !ok || place.Segment != 0 {
			t.Fatalf("the crossing is on segment %d", place.Segment)
		}
	}
}

func lowestAt(g *graph.Graph, n graph.NodeID) graph.SegmentID {
	for s := graph.SegmentID(0); ; s++ {
		if from, to := g.Ends(s); from == n || to == n {
			return s
		}
	}
}

func TestNearestOnNothing(t *testing.T) {
	nowhere := func(graph.SegmentID) bool { return false }
	if place, ok := graph.NewSnapper(twoStreets(t, 0), nowhere).Query().Nearest(orb.Point{-99, 19}); ok {
		t.Errorf("found %+v on no segment", place)
	}
	q := graph.NewSnapper(twoStreets(t, 0), nil).Query()
	for _, p := range []orb.Point{{math.NaN(), 19}, {-99, math.NaN()}} {
		if place, ok := q.Nearest(p); ok {
			t.Errorf("found %+v near %v", place, p)
		}
	}
}

// A loop that stays at one point is a single place, whatever length it is given.
// Roads of no length are not snapped to.
func TestNearestOnAPoint(t *testing.T) {
	var b graph.Builder
	center := graph.PointOf(orb.Point{-99.13, 19.43})
	b.AddNode(center)
	b.AddSegment(graph.Segment{From: 0, To: 0})
	b.AddSegment(graph.Segment{From: 0, To: 0, Via: []graph.Point{center}, LengthMeters: 30})
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	p := orb.Point{-99.12, 19.43}
	for s := range graph.SegmentID(2) {
		only := func(other graph.SegmentID) bool { return other == s }
		place, ok := graph.NewSnapper(g, only).Query().Nearest(p)
		if s == 0 {
			if ok {
				t.Errorf("segment 0 has no length, yet %+v was found on it", place)
			}
			continue
		}
		if want := graph.Distance(p, center.Orb()); !ok || math.Abs(place.AccessMeters-want) > 1e-6 || math.IsNaN(place.OffsetMeters) {
			t.Errorf("segment %d: %+v, %v; want %v m away", s, place, ok, want)
		}
	}
}

func TestSnapperServesManyGoroutines(t *testing.T) {
	g := randomRoads(t, rand.New(rand.NewPCG(9, 0)), 100)
	snapper := graph.NewSnapper(g, nil)
	var answers [4][]graph.Place
	var wait sync.WaitGroup
	for i := range answers {
		wait.Go(func() {
			rng := rand.New(rand.NewPCG(10, 0)) // the same questions
			q := snapper.Query()
			for range 200 {
				place, _ := q.Nearest(orb.Point{-99.2 + 0.2*rng.Float64(), 19.3 + 0.2*rng.Float64()})
				answers[i] = append(answers[i], place)
			}
		})
	}
	wait.Wait()
	for i := range answers {
		for j, place := range answers[i] {
			if place != answers[0][j] {
				t.Fatalf("goroutine %d, question %d: %+v, the first says %+v", i, j, place, answers[0][j])
			}
		}
	}
}

// A stretch that three segments draw, one the other way round, belongs to the lowest of them.
func TestNearestOnAStretchDrawnTwice(t *testing.T) {
	var b graph.Builder
	at := func(x, y float64) graph.NodeID { return b.AddNode(graph.PointOf(orb.Point{-99 + x, 19 + y})) }
	shared := []orb.Point{{-98.99, 19}, {-98.98, 19.001}, {-98.97, 19}}
	line := func(points ...orb.Point) (shape []graph.Point) {
		for _, p := range points {
			shape = append(shape, graph.PointOf(p))
		}
		return shape
	}
	apart := b.AddSegment(graph.Segment{From: at(0, 0.1), To: at(0.1, 0.1)})
	first := b.AddSegment(graph.Segment{From: at(0, 0), To: at(0.05, 0), Via: line(shared...)})
	b.AddSegment(graph.Segment{From: at(0.05, 0.01), To: at(0, 0.01), Via: line(shared[2], shared[1], shared[0])})
	b.AddSegment(graph.Segment{From: at(0, -0.01), To: at(0.05, -0.01), Via: line(shared...)})
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	q := graph.NewSnapper(g, everywhere).Query()
	for i := range 100 { // around the middle, away from where the three part
		p := orb.Point{-98.985 + 0.0001*float64(i), 19.0007 + 0.000005*float64(i)}
		if place, ok := q.Nearest(p); !ok || place.Segment != first {
			t.Fatalf("%v snaps to segment %d, want %d", p, place.Segment, first)
		}
	}
	if place, _ := q.Nearest(orb.Point{-98.95, 19.09}); place.Segment != apart {
		t.Errorf("snaps to segment %d, want %d", place.Segment, apart)
	}
}
