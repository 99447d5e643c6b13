package feature

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// writer writes well-known binary with more dimensions than orb knows.
type writer struct {
	order      binary.AppendByteOrder
	flag       byte
	code       uint32 // added to the type
	dimensions int
	srid       bool
}

func (w writer) head(b []byte, kind uint32) []byte {
	b = w.order.AppendUint32(append(b, w.flag), kind+w.code)
	if w.srid {
		b = w.order.AppendUint32(b, 4326)
	}
	return b
}

func (w writer) points(b []byte, points []orb.Point) []byte {
	for _, p := range points {
		for i := range w.dimensions {
			v := math.NaN() // Z and M are not to be looked at
			if i < 2 {
				v = p[i]
			}
			b = w.order.AppendUint64(b, math.Float64bits(v))
		}
	}
	return b
}

func (w writer) many(b []byte, points []orb.Point) []byte {
	return w.points(w.order.AppendUint32(b, uint32(len(points))), points)
}

func (w writer) geometry(b []byte, g orb.Geometry) []byte {
	each := func(kind uint32, n int, part func(i int) orb.Geometry) []byte {
		b = w.order.AppendUint32(w.head(b, kind), uint32(n))
		for i := range n {
			b = w.geometry(b, part(i))
		}
		return b
	}
	switch g := g.(type) {
	case orb.Point:
		return w.points(w.head(b, 1), []orb.Point{g})
	case orb.LineString:
		return w.many(w.head(b, 2), g)
	case orb.Polygon:
		b = w.order.AppendUint32(w.head(b, 3), uint32(len(g)))
		for _, r := range g {
			b = w.many(b, r)
		}
		return b
	case orb.MultiPoint:
		return each(4, len(g), func(i int) orb.Geometry { return g[i] })
	case orb.MultiLineString:
		return each(5, len(g), func(i int) orb.Geometry { return g[i] })
	case orb.MultiPolygon:
		return each(6, len(g), func(i int) orb.Geometry { return g[i] })
	case orb.Collection:
		return each(7, len(g), func(i int) orb.Geometry { return g[i] })
	}
	panic(g)
}

// randomGeometry is never empty.
func randomGeometry(r *rand.Rand, depth int) orb.Geometry {
	points := func() []orb.Point {
		out := make([]orb.Point, 1+r.IntN(4))
		for i := range out {
			out[i] = orb.Point{r.NormFloat64(), r.NormFloat64()}
		}
		return out
	}
	polygon := func() (p orb.Polygon) {
		for range 1 + r.IntN(3) {
			p = append(p, points())
		}
		return p
	}
	switch n := 1 + r.IntN(3); r.IntN(7 - min(1, depth/3)) {
	case 0:
		return points()[0]
	case 1:
		return orb.LineString(points())
	case 2:
		return polygon()
	case 3:
		return orb.MultiPoint(points())
	case 4:
		out := make(orb.MultiLineString, n)
		for i := range out {
			out[i] = points()
		}
		return out
	case 5:
		out := make(orb.MultiPolygon, n)
		for i := range out {
			out[i] = polygon()
		}
		return out
	default:
		out := make(orb.Collection, n)
		for i := range out {
			out[i] = randomGeometry(r, depth+1)
		}
		return out
	}
}

// TestWKB compares with orb in two dimensions and with the writer above in
// more, in both byte orders, ISO's and PostGIS' codes.
func TestWKB(t *testing.T) {
	const seed, n = 3, 2000
	r := rand.New(rand.NewPCG(seed, seed))
	codes := []struct {
		code       uint32
		dimensions int
	}{{0, 2}, {1000, 3}, {2000, 3}, {3000, 4}, {ewkbZ, 3}, {ewkbM, 3}, {ewkbZ | ewkbM, 4}, {ewkbSRID, 2}, {ewkbSRID | ewkbZ, 3}}
	for i := range n {
		want := randomGeometry(r, 0)
		for _, c := range codes {
			w := writer{binary.LittleEndian, 1, c.code, c.dimensions, c.code&ewkbSRID != 0}
			if i%2 == 1 {
				w.order, w.flag = binary.BigEndian, 0
			}
			b := w.geometry(nil, want)
			got, err := parseWKB(b)
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d, code %d: %v, %v, want %v", seed, c.code, got, err, want)
			}
			if c.code != 0 {
				continue
			}
			theirs, err := wkb.Unmarshal(b)
			if err != nil || !reflect.DeepEqual(got, theirs) {
				t.Fatalf("seed %d: %v, orb has %v, %v", seed, got, theirs, err)
			}
			for cut := range b {
				if g, err := parseWKB(b[:cut]); err == nil {
					t.Fatalf("seed %d: %d of %d bytes give %v", seed, cut, len(b), g)
				}
			}
		}
	}
}

func TestEmptyWKB(t *testing.T) {
	w := writer{binary.LittleEndian, 1, 0, 2, false}
	nowhere := orb.Point{math.NaN(), math.NaN()}
	for _, empty := range []orb.Geometry{nowhere, orb.LineString{}, orb.Polygon{}, orb.Polygon{{}}, orb.MultiPoint{}, orb.MultiPoint{nowhere},
		orb.MultiLineString{{}}, orb.MultiPolygon{{}}, orb.Collection{}, orb.Collection{orb.LineString{}}} {
		if g, err := parseWKB(w.geometry(nil, empty)); g != nil || err != nil {
			t.Errorf("%T %v: %v, %v", empty, empty, g, err)
		}
	}
	deep := orb.Geometry(orb.Point{1, 2})
	for range maxDepth {
		deep = orb.Collection{deep}
	}
	if _, err := parseWKB(w.geometry(nil, deep)); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}

// FuzzGPKG wants one-line errors, coordinates that are finite, and no more of
// them than there are bytes.
func FuzzGPKG(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 20 {
		body, err := wkb.Marshal(randomGeometry(r, 0))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(append([]byte{'G', 'P', 0, 1, 0xe6, 0x10, 0, 0}, body...))
		f.Add(append(append([]byte{'G', 'P', 0, 3, 0xe6, 0x10, 0, 0}, make([]byte, 32)...), body...))
	}
	f.Add([]byte("GP\x00\x11\xe6\x10\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		g, _, err := parseGPKG(b)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\r\n") {
				t.Errorf("error %q is not one line", err)
			}
			return
		}
		if g == nil {
			return
		}
		text := fmt.Sprint(g)
		if strings.Contains(text, "NaN") || strings.Contains(text, "Inf") {
			t.Errorf("%v is not finite", g)
		}
		if n := strings.Count(text, " ") + 1; n > len(b) {
			t.Errorf("%d bytes give %d numbers", len(b), n)
		}
	})
}
