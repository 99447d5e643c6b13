package feature

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// Geometry types of well-known binary; ISO 13249-3 adds 1000 with Z, 2000 with
// M and 3000 with both.
const (
	wkbPoint = 1 + iota
	wkbLine
	wkbPolygon
	wkbMultiPoint
	wkbMultiLine
	wkbMultiPolygon
	wkbCollection
	wkbLastCurved = 17 // curves, surfaces, triangles
)

// Bits by which PostGIS' EWKB marks dimensions and a system.
const (
	ewkbZ    = 0x8000_0000
	ewkbM    = 0x4000_0000
	ewkbSRID = 0x2000_0000
)

var (
	errWKBShort = errors.New("its geometry is cut short")
	errCurved   = errors.New("a curve or surface cannot be read")
)

// wkbReader decodes well-known binary of OGC 06-103, ISO 13249-3 and EWKB in
// either byte order. It takes 2D, as orb has it: Z and M are passed over, and
// what is empty becomes nil or is left out of its collection. (orb/encoding/wkb
// has no Z; the tests compare with it.)
type wkbReader struct {
	b     []byte // what is left
	big   bool   // most significant byte first
	width int    // bytes of a position
}

// parseWKB decodes a geometry; bytes behind it are not looked at.
func parseWKB(b []byte) (orb.Geometry, error) {
	w := wkbReader{b: b}
	return w.geometry(maxDepth, 0)
}

// header reads byte order and type.
func (w *wkbReader) header() (kind uint32, err error) {
	if len(w.b) < 5 {
		return 0, errWKBShort
	}
	if w.b[0] > 1 {
		return 0, fmt.Errorf("its geometry has the byte order %d, not 0 or 1", w.b[0])
	}
	w.big, w.b = w.b[0] == 0, w.b[1:]
	code, err := w.uint32()
	w.width = 16
	for _, bit := range []uint32{ewkbZ, ewkbM} {
		if code&bit != 0 {
			w.width += 8
		}
	}
	if code&ewkbSRID != 0 {
		if _, err = w.uint32(); err != nil {
			return 0, err
		}
	}
	code &^= ewkbZ | ewkbM | ewkbSRID
	switch code / 1000 {
	case 0:
	case 1, 2:
		w.width += 8
	case 3:
		w.width += 16
	default:
		return 0, fmt.Errorf("unknown geometry type %d", code)
	}
	return code % 1000, err
}

func (w *wkbReader) uint32() (uint32, error) {
	if len(w.b) < 4 {
		return 0, errWKBShort
	}
	v := binary.LittleEndian.Uint32(w.b)
	if w.big {
		v = binary.BigEndian.Uint32(w.b)
	}
	w.b = w.b[4:]
	return v, nil
}

// count reads a number of parts that take at least size bytes each.
func (w *wkbReader) count(size int) (int, error) {
	n, err := w.uint32()
	if err == nil && int64(n) > int64(len(w.b)/size) {
		return 0, fmt.Errorf("its geometry claims %d parts and has room for %d", n, len(w.b)/size)
	}
	return int(n), err
}

// geometry reads a geometry; want is the type it must have, 0 for any.
func (w *wkbReader) geometry(depth int, want uint32) (orb.Geometry, error) {
	if depth == 0 {
		return nil, errDepth
	}
	kind, err := w.header()
	if err != nil {
		return nil, err
	}
	if want != 0 && kind != want {
		return nil, fmt.Errorf("its geometry has a part of type %d among those of type %d", kind, want)
	}
	switch kind {
	case wkbPoint:
		return w.point()
	case wkbLine:
		line, err := w.line()
		if len(line) == 0 {
			return nil, err
		}
		return orb.LineString(line), err
	case wkbPolygon:
		polygon, err := w.polygon()
		if len(polygon) == 0 {
			return nil, err
		}
		return polygon, err
	case wkbMultiPoint, wkbMultiLine, wkbMultiPolygon, wkbCollection:
		return w.many(depth, kind)
	}
	if kind > wkbCollection && kind <= wkbLastCurved {
		return nil, errCurved
	}
	return nil, fmt.Errorf("unknown geometry type %d", kind)
}

// many reads the parts of a collection.
func (w *wkbReader) many(depth int, kind uint32) (orb.Geometry, error) {
	const least = 5 // byte order and type
	n, err := w.count(least)
	if err != nil {
		return nil, err
	}
	want := uint32(0)
	if kind != wkbCollection {
		want = kind - wkbMultiPoint + wkbPoint
	}
	parts := make(orb.Collection, 0, n)
	for range n {
		part, err := w.geometry(depth-1, want)
		if err != nil {
			return nil, err
		}
		if part != nil {
			parts = append(parts, part)
		}
	}
	switch {
	case len(parts) == 0:
		return nil, nil
	case kind == wkbMultiPoint:
		return gather[orb.MultiPoint, orb.Point](parts), nil
	case kind == wkbMultiLine:
		return gather[orb.MultiLineString, orb.LineString](parts), nil
	case kind == wkbMultiPolygon:
		return gather[orb.MultiPolygon, orb.Polygon](parts), nil
	}
	return parts, nil
}

// gather makes one slice of parts that are all of type T.
func gather[S ~[]T, T orb.Geometry](parts orb.Collection) S {
	out := make(S, len(parts))
	for i, p := range parts {
		out[i] = p.(T)
	}
	return out
}

// position reads x and y, for which there must be room.
func (w *wkbReader) position() orb.Point {
	x, y := binary.LittleEndian.Uint64(w.b), binary.LittleEndian.Uint64(w.b[8:])
	if w.big {
		x, y = binary.BigEndian.Uint64(w.b), binary.BigEndian.Uint64(w.b[8:])
	}
	w.b = w.b[w.width:]
	return orb.Point{math.Float64frombits(x), math.Float64frombits(y)}
}

// point is nil for one of NaN, which is how an empty one is written.
func (w *wkbReader) point() (orb.Geometry, error) {
	if len(w.b) < w.width {
		return nil, errWKBShort
	}
	p := w.position()
	if math.IsNaN(p[0]) && math.IsNaN(p[1]) {
		return nil, nil
	}
	return p, finite(p)
}

// finite refuses NaN and the infinities, whose difference with itself is NaN.
func finite(p orb.Point) error {
	if p[0]-p[0] != 0 || p[1]-p[1] != 0 {
		return fmt.Errorf("%w: %v, %v", ErrCoordinate, p[0], p[1])
	}
	return nil
}

func (w *wkbReader) line() ([]orb.Point, error) {
	n, err := w.count(w.width)
	if err != nil {
		return nil, err
	}
	out := make([]orb.Point, n)
	for i := range out {
		out[i] = w.position()
		if err := finite(out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (w *wkbReader) polygon() (orb.Polygon, error) {
	const least = 4 // the count of a ring
	n, err := w.count(least)
	if err != nil {
		return nil, err
	}
	out := make(orb.Polygon, 0, n)
	for range n {
		ring, err := w.line()
		if err != nil {
			return nil, err
		}
		if len(ring) > 0 {
			out = append(out, ring)
		}
	}
	return out, nil
}
