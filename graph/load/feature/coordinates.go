package feature

import (
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
func (g *geometryReader) geometry() (orb.Geometry, error) {
	if g.isNull() {
		return nil, nil
	}
	var kind []byte
	var out orb.Geometry
	late, decoded := -1, false
	begin := g.i
	err := g.each(func(key []byte) (err error) {
		switch string(key) {
		case "type":
			kind, err = g.stringRaw()
		case "coordinates":
			if kind == nil {
				g.next()
				late = g.i
				return g.value()
			}
			decoded = true
			out, err = g.coordinates(string(kind))
		case "geometries":
			decoded = true
			out, err = g.collection()
		default:
			err = g.value()
		}
		return err
	})
	if _, many := out.(orb.Collection); err == nil && many && string(kind) != "GeometryCollection" {
		g.i = begin
		return nil, fmt.Errorf("\"geometries\" in a geometry of type %s", quote(string(kind)))
	}
	if err != nil || decoded {
		return out, err
	}
	end := g.i
	if late >= 0 && kind != nil {
		g.i = late
		out, err = g.coordinates(string(kind))
		if err == nil {
			g.i = end
		}
		return out, err
	}
	g.i = begin
	if kind == nil {
		return nil, fmt.Errorf("a geometry without \"type\"")
	}
	switch string(kind) {
	case "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection":
		return nil, fmt.Errorf("a geometry of type %s without \"coordinates\"", quote(string(kind)))
	}
	return nil, g.unknown(string(kind))
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

// position reads [lon, lat, ...]; what follows the first two numbers is dropped.
func (g *geometryReader) position() (p orb.Point, err error) {
	if err := g.take('['); err != nil {
		return p, err
	}
	n := 0
	for ; !g.took(']'); n++ {
		if n > 0 {
			if err := g.take(','); err != nil {
				return p, err
			}
		}
		g.next()
		v, length := scanFloat(g.b[g.i:])
		if length == 0 {
			return p, fmt.Errorf("%w: %w", ErrCoordinate, g.expected("a number"))
		}
		if math.IsInf(v, 0) {
			return p, fmt.Errorf("%w: %s is beyond every number", ErrCoordinate, quote(string(g.b[g.i:g.i+length])))
		}
		g.i += length
		if n < 2 {
			p[n] = v
		}
	}
	if n < 2 {
		g.hint = "a position is [longitude, latitude]"
		return p, fmt.Errorf("%w: a position of %d numbers", ErrCoordinate, n)
	}
	return p, nil
}
