package feature

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// geometryReader decodes GeoJSON geometries; points is scratch that is reused.
type geometryReader struct {
	cursor
	points []orb.Point
}

// geometry reads a geometry object or null.
func (g *geometryReader) geometry() (out orb.Geometry, err error) {
	if g.isNull() {
		return nil, nil
	}
	kind, late := "", -1 // late: where coordinates stand that precede the type
	err = g.each(func(key span) (err error) {
		switch string(g.bytes(key)) {
		case "type":
			var raw span
			raw, err = g.stringRaw()
			kind = string(g.bytes(raw))
		case "coordinates":
			if kind == "" {
				late = g.i
				return g.value()
			}
			out, err = g.coordinates(kind)
		case "geometries":
			out, err = g.collection()
		default:
			err = g.value()
		}
		return err
	})
	if err == nil && late >= 0 && kind != "" {
		end := g.i
		g.i = late
		if out, err = g.coordinates(kind); err == nil {
			g.i = end
		}
	}
	if err == nil {
		err = g.complete(out, kind)
	}
	return out, err
}

// complete checks that a geometry has what its type asks for.
func (g *geometryReader) complete(out orb.Geometry, kind string) error {
	_, many := out.(orb.Collection)
	switch kind {
	case "":
		return errors.New(`a geometry without "type"`)
	case "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon":
		if out == nil || many {
			return fmt.Errorf("a geometry of type %s without \"coordinates\"", quote(kind))
		}
	case "GeometryCollection":
		if !many {
			return errors.New(`a GeometryCollection without "geometries"`)
		}
	default:
		return g.unknown(kind)
	}
	return nil
}

func (g *geometryReader) collection() (orb.Collection, error) {
	out := orb.Collection{}
	err := g.items(func() error {
		part, err := g.geometry()
		if part != nil {
			out = append(out, part)
		}
		return err
	})
	return out, err
}

func (g *geometryReader) coordinates(kind string) (orb.Geometry, error) {
	switch kind {
	case "Point":
		p, err := g.position()
		return p, err
	case "MultiPoint":
		line, err := g.line()
		return orb.MultiPoint(line), err
	case "LineString":
		line, err := g.line()
		return orb.LineString(line), err
	case "MultiLineString":
		out := orb.MultiLineString{}
		err := g.items(func() error {
			line, err := g.line()
			out = append(out, line)
			return err
		})
		return out, err
	case "Polygon":
		out, err := g.polygon()
		return out, err
	case "MultiPolygon":
		out := orb.MultiPolygon{}
		err := g.items(func() error {
			part, err := g.polygon()
			out = append(out, part)
			return err
		})
		return out, err
	}
	return nil, g.unknown(kind)
}

func (g *geometryReader) unknown(kind string) error {
	g.hint = "the types are Point, LineString, Polygon, their Multi forms and GeometryCollection"
	return fmt.Errorf("unknown geometry type %s", quote(kind))
}

func (g *geometryReader) polygon() (orb.Polygon, error) {
	out := orb.Polygon{}
	err := g.items(func() error {
		line, err := g.line()
		out = append(out, line)
		return err
	})
	return out, err
}

// line reads an array of positions into a slice of its own, of exact length.
func (g *geometryReader) line() ([]orb.Point, error) {
	if err := g.take('['); err != nil {
		return nil, err
	}
	g.points = g.points[:0]
	for first := true; !g.took(']'); first = false {
		if !first {
			if err := g.take(','); err != nil {
				return nil, err
			}
		}
		p, err := g.position()
		if err != nil {
			return nil, err
		}
		g.points = append(g.points, p)
	}
	out := make([]orb.Point, len(g.points))
	copy(out, g.points)
	return out, nil
}

// position reads [lon, lat, ...]; what follows the first two numbers is
// dropped. This is where most of the bytes of a layer go: the position stays
// in a local variable.
func (g *geometryReader) position() (p orb.Point, err error) {
	b, i := g.b, blank(g.b, g.i)
	if i == len(b) || b[i] != '[' {
		g.i = i
		return p, g.expected("'['")
	}
	i = blank(b, i+1)
	n := 0
	for i == len(b) || b[i] != ']' {
		if n > 0 {
			if i == len(b) || b[i] != ',' {
				g.i = i
				return p, g.expected("','")
			}
			i = blank(b, i+1)
		}
		v, length := scanFloat(b[i:])
		if length == 0 || math.IsInf(v, 0) {
			g.i = i
			return p, g.badCoordinate(length)
		}
		if n < 2 {
			p[n] = v
		}
		n++
		i = blank(b, i+length)
	}
	g.i = i + 1
	if n < 2 {
		g.hint = "a position is [longitude, latitude]"
		return p, fmt.Errorf("%w: a position of %d numbers", ErrCoordinate, n)
	}
	return p, nil
}

func (g *geometryReader) badCoordinate(length int) error {
	if length == 0 {
		err := g.badNumber()
		if err == errCut {
			return err
		}
		return fmt.Errorf("%w: %w", ErrCoordinate, err)
	}
	return fmt.Errorf("%w: %s is beyond every number", ErrCoordinate, quote(string(g.b[g.i:g.i+length])))
}
