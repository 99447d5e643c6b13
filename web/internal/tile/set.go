package tile

import (
	"bytes"
	"fmt"
	"slices"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/klauspost/compress/gzip"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/simplify"
	"github.com/tidwall/rtree"
	"golang.org/x/sync/singleflight"
)

// MaxZoom is the deepest zoom of tiles: a unit of their grid is then 5 metres at
// the equator.
const MaxZoom = 11

// Drawing constants. A tile has 4096 units a side; a pixel of a tile shown at
// 512 pixels is 8 units.
const (
	bufferShare     = 64.0 / 4096 // drawn beyond the tile, so that outlines have no seam
	toleranceUnits  = 3           // of simplification
	smallestUnits   = 2           // lines and rings below this are left out
	rememberedTiles = 2048
)

// Feature is one thing to draw.
type Feature struct {
	ID         uint64
	Geometry   orb.Geometry // degrees, lon lat; not modified
	Properties map[string]any
}

// Layer is a named list of features.
type Layer struct {
	Name     string
	Features []Feature
}

// Set makes tiles of some layers. It is safe for any number of goroutines. Make
// one with [New].
type Set struct {
	layers []indexed
	made   *lru.Cache[maptile.Tile, []byte]
	flight singleflight.Group
}

type indexed struct {
	Layer
	boxes rtree.RTreeG[int]
}

// New indexes the layers. It keeps the geometries and takes a box a feature.
func New(layers ...Layer) *Set {
	made, err := lru.New[maptile.Tile, []byte](rememberedTiles)
	if err != nil {
		panic(err) // the size is a constant above 0
	}
	s := &Set{made: made, layers: make([]indexed, len(layers))}
	for i, l := range layers {
		s.layers[i].Layer = l
		for k, f := range l.Features {
			if f.Geometry != nil {
				b := f.Geometry.Bound()
				s.layers[i].boxes.Insert(b.Min, b.Max, k)
			}
		}
	}
	return s
}

// Valid reports whether there is a tile of that number.
func Valid(t maptile.Tile) bool { return t.Z <= MaxZoom && t.Valid() }

// Tile returns a tile as gzip, empty tiles too. The caller does not change the
// bytes. It fails only when the encoder does.
func (s *Set) Tile(t maptile.Tile) ([]byte, error) {
	if data, ok := s.made.Get(t); ok {
		return data, nil
	}
	data, err, _ := s.flight.Do(key(t), func() (any, error) {
		data, err := s.encode(t)
		if err == nil {
			s.made.Add(t, data)
		}
		return data, err
	})
	if err != nil {
		return nil, err
	}
	return data.([]byte), nil
}

func key(t maptile.Tile) string { return fmt.Sprint(t.Z, t.X, t.Y) }

func (s *Set) encode(t maptile.Tile) ([]byte, error) {
	layers := make(mvt.Layers, 0, len(s.layers))
	box := t.Bound(bufferShare)
	for i := range s.layers {
		if features := s.layers[i].within(box); len(features) > 0 {
			layers = append(layers, &mvt.Layer{Name: s.layers[i].Name, Version: 2, Extent: mvt.DefaultExtent, Features: features})
		}
	}
	layers.ProjectToTile(t)
	layers.Simplify(simplify.DouglasPeucker(toleranceUnits))
	layers.RemoveEmpty(smallestUnits, smallestUnits)
	plain, err := mvt.Marshal(layers)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	zip, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := zip.Write(plain); err != nil {
		return nil, err
	}
	if err := zip.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// within returns clipped copies of the features that reach into a box.
func (l *indexed) within(box orb.Bound) []*geojson.Feature {
	var numbers []int
	l.boxes.Search(box.Min, box.Max, func(_, _ [2]float64, k int) bool {
		numbers = append(numbers, k)
		return true
	})
	slices.Sort(numbers)
	var features []*geojson.Feature
	for _, k := range numbers {
		f := l.Features[k]
		geometry := clip.Geometry(box, orb.Clone(f.Geometry))
		if geometry == nil {
			continue
		}
		wind(geometry)
		features = append(features, &geojson.Feature{ID: f.ID, Geometry: geometry, Properties: f.Properties})
	}
	return features
}
