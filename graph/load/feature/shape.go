package feature

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// Shape types; 10 more with Z, 20 more with M. ESRI Shapefile Technical
// Description, July 1998, page 4.
const (
	shapeNull       = 0
	shapePoint      = 1
	shapeLine       = 3
	shapePolygon    = 5
	shapeMultiPoint = 8
	shapeMultiPatch = 31
)

func float(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }

// parseShape decodes the content of a record; Z and M are passed over. A null
// or empty shape gives nil. orphans counts the holes that became polygons.
func parseShape(b []byte) (g orb.Geometry, orphans int, err error) {
	if len(b) == 0 {
		return nil, 0, nil
	}
	if len(b) < 4 {
		return nil, 0, errors.New("its record is too short for a shape")
	}
	kind := binary.LittleEndian.Uint32(b)
	if kind == shapeMultiPatch {
		return nil, 0, errors.New("a MultiPatch (3D surface) cannot be read")
	}
	if kind > 28 {
		return nil, 0, fmt.Errorf("unknown shape type %d", kind)
	}
	b = b[4:]
	switch {
	case kind == shapeNull:
		return nil, 0, nil
	case kind%10 == shapePoint && len(b) < 16:
		return nil, 0, errors.New("its record is too short for a point")
	case kind%10 == shapePoint:
		g, err = point(b)
		return g, 0, err
	case kind%10 == shapeMultiPoint:
		g, err = multiPoint(b)
		return g, 0, err
	case kind%10 == shapeLine, kind%10 == shapePolygon:
		parts, err := parts(b)
		if err != nil || len(parts) == 0 {
			return nil, 0, err
		}
		if kind%10 == shapePolygon {
			g, orphans = polygons(parts)
			return g, orphans, nil
		}
		return lines(parts), 0, nil
	}
	return nil, 0, fmt.Errorf("unknown shape type %d", kind)
}

func point(b []byte) (orb.Point, error) {
	p := orb.Point{float(b), float(b[8:])}
	return p, finite(p)
}

const boxSize = 32

func multiPoint(b []byte) (orb.Geometry, error) {
	if len(b) < boxSize+4 {
		return nil, errors.New("its record is too short for its points")
	}
	n := int64(binary.LittleEndian.Uint32(b[boxSize:]))
	all, err := points(b[boxSize+4:], n)
	if len(all) == 0 {
		return nil, err
	}
	return orb.MultiPoint(all), err
}

// points decodes n points, which b must hold.
func points(b []byte, n int64) ([]orb.Point, error) {
	if n > int64(len(b)/16) {
		return nil, fmt.Errorf("its record claims %d points and has room for %d", n, len(b)/16)
	}
	out := make([]orb.Point, n)
	for i := range out {
		p, err := point(b[16*i:])
		if err != nil {
			return nil, err
		}
		out[i] = p
	}
	return out, nil
}

// parts decodes the parts of a line or polygon, leaving out empty ones.
func parts(b []byte) ([][]orb.Point, error) {
	if len(b) < boxSize+8 {
		return nil, errors.New("its record is too short for its parts")
	}
	numParts := int64(binary.LittleEndian.Uint32(b[boxSize:]))
	numPoints := int64(binary.LittleEndian.Uint32(b[boxSize+4:]))
	b = b[boxSize+8:]
	if numParts > int64(len(b)/4) {
		return nil, fmt.Errorf("its record claims %d parts and has room for %d", numParts, len(b)/4)
	}
	all, err := points(b[4*numParts:], numPoints)
	if err != nil {
		return nil, err
	}
	if numParts == 0 && numPoints > 0 {
		return nil, errors.New("its record has points but no parts")
	}
	out := make([][]orb.Point, 0, numParts)
	begin := int64(0)
	for i := range numParts {
		if first := int64(binary.LittleEndian.Uint32(b[4*i:])); first != begin {
			return nil, fmt.Errorf("part %d begins at point %d, not at %d", i+1, first, begin)
		}
		end := numPoints
		if i+1 < numParts {
			end = int64(binary.LittleEndian.Uint32(b[4*(i+1):]))
		}
		if end < begin || end > numPoints {
			return nil, fmt.Errorf("part %d ends at point %d of %d", i+1, end, numPoints)
		}
		if end > begin {
			out = append(out, all[begin:end:end])
		}
		begin = end
	}
	return out, nil
}

func lines(parts [][]orb.Point) orb.Geometry {
	if len(parts) == 1 {
		return orb.LineString(parts[0])
	}
	out := make(orb.MultiLineString, len(parts))
	for i, p := range parts {
		out[i] = p
	}
	return out
}
