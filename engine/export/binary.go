package export

import (
	"fmt"
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// value returns a value as the binary formats hold it: the number that its text
// says, so that every format says the same. It is nil when the value is unknown,
// and panics as Format does.
func (c Column) value(value any) any {
	text, known := c.Format(value)
	if !known {
		return nil
	}
	if c.Kind != Real {
		return value
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic(err) // Format writes numbers
	}
	return x
}

// tidy returns a geometry as the binary formats hold it: to the decimals of the
// text formats, exterior rings counterclockwise. The geometry of the row stays as it is.
func tidy(g orb.Geometry) orb.Geometry {
	g = orb.Clone(g)
	switch g := g.(type) {
	case nil:
		return nil
	case orb.Point:
		return roundPoint(g)
	case orb.MultiPoint:
		roundPoints(g)
	case orb.LineString:
		roundPoints(g)
	case orb.MultiLineString:
		for _, line := range g {
			roundPoints(line)
		}
	case orb.Polygon:
		tidyPolygon(g)
	case orb.MultiPolygon:
		for _, polygon := range g {
			tidyPolygon(polygon)
		}
	default:
		panic(fmt.Sprintf("export: geometry %T", g))
	}
	return g
}

func tidyPolygon(polygon orb.Polygon) {
	for i, ring := range polygon {
		want := orb.CCW
		if i > 0 {
			want = orb.CW
		}
		if len(ring) > 0 && ring.Orientation() == -want {
			ring.Reverse()
		}
		roundPoints(ring)
	}
}

func roundPoints[L ~[]orb.Point](points L) {
	for i, p := range points {
		points[i] = roundPoint(p)
	}
}

func roundPoint(p orb.Point) orb.Point {
	const scale = 1e7 // coordinateDecimals
	return orb.Point{math.Round(p[0]*scale) / scale, math.Round(p[1]*scale) / scale}
}

// shapes are the kinds of geometry, by the number that both WKB and FlatGeobuf
// have for them. A layer that mixes kinds which nothing unites is "GEOMETRY".
type shape uint8

const (
	anyShape shape = iota
	pointShape
	lineShape
	polygonShape
	multiPointShape
	multiLineShape
	multiPolygonShape
)

const toMulti = multiPointShape - pointShape

func (s shape) String() string {
	return [...]string{"GEOMETRY", "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON"}[s]
}

func shapeOf(g orb.Geometry) shape {
	switch g.(type) {
	case orb.Point:
		return pointShape
	case orb.LineString:
		return lineShape
	case orb.Polygon:
		return polygonShape
	case orb.MultiPoint:
		return multiPointShape
	case orb.MultiLineString:
		return multiLineShape
	case orb.MultiPolygon:
		return multiPolygonShape
	}
	panic(fmt.Sprintf("export: geometry %T", g))
}

// shape returns the one kind of a layer's geometries, and whether it has any. A
// kind and its multiple are both the multiple.
func (l Layer) shape() (s shape, any bool) {
	for _, row := range l.Rows {
		if row.Geometry == nil {
			continue
		}
		mine := shapeOf(row.Geometry)
		switch {
		case !any:
			s, any = mine, true
		case mine == s:
		case mine+toMulti == s || mine == s+toMulti:
			s = max(mine, s)
		default:
			return anyShape, true
		}
	}
	return s, any
}

// promote turns a geometry into the multiple that its layer has.
func (s shape) promote(g orb.Geometry) orb.Geometry {
	if g == nil || s < multiPointShape {
		return g
	}
	switch g := g.(type) {
	case orb.Point:
		return orb.MultiPoint{g}
	case orb.LineString:
		return orb.MultiLineString{g}
	case orb.Polygon:
		return orb.MultiPolygon{g}
	}
	return g
}
