package tile_test

import (
	"bytes"
	"math"
	"sync"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"

	"github.com/corredor-geo/corredor/web/internal/tile"
)

// square is a box of d degrees with its lower left corner at lon, lat.
func square(lon, lat, d float64) orb.Polygon {
	return orb.Polygon{{{lon, lat}, {lon + d, lat}, {lon + d, lat + d}, {lon, lat + d}, {lon, lat}}}
}

// Two neighbours, a road through both, and a feature far away.
func set() *tile.Set {
	return tile.New(
		tile.Layer{Name: "regions", Features: []tile.Feature{
			{ID: 0, Geometry: square(-101, 20, 1), Properties: map[string]any{"code": "01001"}},
			{ID: 1, Geometry: orb.MultiPolygon{square(-100, 20, 1)}, Properties: map[string]any{"code": "01002"}},
			{ID: 2, Geometry: square(10, 50, 1)},
			{ID: 3, Geometry: nil},
		}},
		tile.Layer{Name: "roads", Features: []tile.Feature{{ID: 7, Geometry: orb.LineString{{-100.9, 20.5}, {-99.1, 20.5}}}}},
	)
}

func decode(t *testing.T, s *tile.Set, at maptile.Tile) mvt.Layers {
	t.Helper()
	data, err := s.Tile(at)
	if err != nil {
		t.Fatal(err)
	}
	layers, err := mvt.UnmarshalGzipped(data)
	if err != nil {
		t.Fatal(err)
	}
	layers.ProjectToWGS84(at)
	return layers
}

func TestTile(t *testing.T) {
	at := maptile.At(orb.Point{-100, 20.5}, 6)
	layers := decode(t, set(), at)
	if len(layers) != 2 || layers[0].Name != "regions" || layers[0].Version != 2 || layers[0].Extent != 4096 {
		t.Fatalf("%d layers", len(layers))
	}
	regions := layers[0].Features
	if len(regions) != 2 || regions[0].ID != float64(0) || regions[1].ID != float64(1) || regions[1].Properties["code"] != "01002" {
		t.Fatalf("%d regions: %v", len(regions), regions)
	}
	// A unit of the grid at zoom 6 is 0.0014 degrees; the tile holds both squares whole.
	for i, want := range []float64{-101, -100} {
		b := regions[i].Geometry.Bound()
		if math.Abs(b.Min[0]-want) > 0.003 || math.Abs(planar.Area(regions[i].Geometry)-1) > 0.01 {
			t.Errorf("region %d lies in %v", i, b)
		}
	}
	if roads := layers[1].Features; len(roads) != 1 || roads[0].ID != float64(7) || math.Abs(planar.Length(roads[0].Geometry)-1.8) > 0.01 {
		t.Errorf("roads %v", layers[1].Features)
	}
}

// A feature is cut at the tile and its margin, and whole again over all tiles.
func TestTilesTogetherAreTheFeature(t *testing.T) {
	s := set()
	sum := 0.0
	for _, at := range maptile.At(orb.Point{-100.5, 20.5}, 5).Children() {
		for _, deeper := range at.Children() {
			for _, l := range decode(t, s, deeper) {
				for _, f := range l.Features {
					box := deeper.Bound(65.0 / 4096)
					if !box.Union(f.Geometry.Bound()).Equal(box) {
						t.Errorf("%v reaches out of %v", f.ID, deeper)
					}
					if l.Name == "regions" && f.ID == float64(0) {
						sum += planar.Area(clipTo(deeper, f.Geometry))
					}
				}
			}
		}
	}
	if math.Abs(sum-1) > 0.02 {
		t.Errorf("the pieces of the square have an area of %v", sum)
	}
}

func clipTo(at maptile.Tile, g orb.Geometry) orb.Geometry {
	b, box := g.Bound(), at.Bound()
	lo := orb.Point{max(b.Min[0], box.Min[0]), max(b.Min[1], box.Min[1])}
	hi := orb.Point{min(b.Max[0], box.Max[0]), min(b.Max[1], box.Max[1])}
	return orb.Bound{Min: lo, Max: hi}.ToPolygon()
}

// The same tile has the same bytes, for many who ask at once, and the features
// are not changed by making it.
func TestTileIsStable(t *testing.T) {
	shape := square(-101, 20, 1)
	s := tile.New(tile.Layer{Name: "x", Features: []tile.Feature{{ID: 1, Geometry: shape}}})
	first, err := tile.New(tile.Layer{Name: "x", Features: []tile.Feature{{ID: 1, Geometry: square(-101, 20, 1)}}}).Tile(maptile.New(3, 6, 4))
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			for z := range maptile.Zoom(8) {
				if _, err := s.Tile(maptile.At(orb.Point{-100.5, 20.5}, z)); err != nil {
					t.Error(err)
				}
			}
			if again, err := s.Tile(maptile.New(3, 6, 4)); err != nil || !bytes.Equal(again, first) {
				t.Errorf("other bytes, %v", err)
			}
		})
	}
	wait.Wait()
	if !orb.Equal(shape, square(-101, 20, 1)) {
		t.Errorf("the shape has become %v", shape)
	}
}

func TestValid(t *testing.T) {
	for at, want := range map[maptile.Tile]bool{
		maptile.New(0, 0, 0): true, maptile.New(1, 0, 0): false, maptile.New(2047, 2047, 11): true, maptile.New(2048, 0, 11): false, maptile.New(0, 0, 12): false,
	} {
		if tile.Valid(at) != want {
			t.Errorf("%v: %v", at, !want)
		}
	}
	if layers := decode(t, set(), maptile.New(0, 0, 5)); len(layers) != 0 {
		t.Errorf("an empty tile has %d layers", len(layers))
	}
}

func BenchmarkTileKept(b *testing.B) {
	s := set()
	for b.Loop() {
		if _, err := s.Tile(maptile.New(14, 28, 6)); err != nil {
			b.Fatal(err)
		}
	}
}

// Parts of a municipality keep their areas whichever way their rings are drawn: a
// part that runs against the first is no hole, and a hole that runs with it is one.
func TestRingsOfAnyDirection(t *testing.T) {
	reversed := func(p orb.Polygon) orb.Polygon {
		for _, ring := range p {
			ring.Reverse()
		}
		return p
	}
	holed := orb.Polygon{square(-101, 20, 1)[0], square(-100.75, 20.25, 0.5)[0]}
	for name, shape := range map[string]orb.MultiPolygon{
		"with the clock":     {reversed(square(-103, 20, 1)), reversed(square(-99, 20, 1))},
		"against each other": {square(-103, 20, 1), reversed(square(-99, 20, 1))},
		"the first against":  {reversed(square(-103, 20, 1)), square(-99, 20, 1)},
		"a hole":             {holed, reversed(square(-99, 20, 1))},
	} {
		want := 2.0
		if name == "a hole" {
			want -= 0.25
		}
		s := tile.New(tile.Layer{Name: "regions", Features: []tile.Feature{{Geometry: shape}}})
		got := decode(t, s, maptile.At(orb.Point{-100.5, 20.5}, 4))[0].Features[0].Geometry
		if area := math.Abs(planar.Area(got)); math.Abs(area/want-1) > 0.02 { // the grid at zoom 4 is 0.0055 degrees
			t.Errorf("%s: the area is %v, want %v", name, area, want)
		}
	}
}
