package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/paulmach/orb"
)

// WriteGeoJSON writes a layer as an RFC 7946 FeatureCollection, one feature a
// line. Polygon rings are wound as the RFC asks, whatever their order.
func WriteGeoJSON(w io.Writer, l Layer) error {
	out := bufio.NewWriterSize(w, 1<<16)
	keys := make([][]byte, len(l.Columns))
	for i, c := range l.Columns {
		keys[i] = quoted(c.Name)
	}
	line := append([]byte(`{"type":"FeatureCollection","name":`), quoted(l.Name)...)
	if bound, ok := layerBound(l); ok {
		line = appendBound(append(line, ",\"bbox\":"...), bound)
	}
	line = append(line, ",\"features\":["...)
	for i, row := range l.Rows {
		if i > 0 {
			line = append(line, ',')
		}
		line = appendFeature(append(line, '\n'), row, l.Columns, keys)
		if _, err := out.Write(line); err != nil {
			return err
		}
		line = line[:0]
	}
	if _, err := out.Write(append(line, "\n]}\n"...)); err != nil {
		return err
	}
	return out.Flush()
}

// quoted returns a text as JSON, with & < > as they are.
func quoted(text string) []byte {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	if err := out.Encode(text); err != nil {
		panic(err) // a string always encodes
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func appendFeature(dst []byte, row Row, columns []Column, keys [][]byte) []byte {
	dst = append(dst, `{"type":"Feature",`...)
	if row.Geometry != nil && !row.Geometry.Bound().IsEmpty() {
		dst = appendBound(append(dst, `"bbox":`...), row.Geometry.Bound())
		dst = append(dst, ',')
	}
	dst = append(dst, `"properties":{`...)
	for i, c := range columns {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(append(dst, keys[i]...), ':')
		text, known := c.Format(row.Values[i])
		switch {
		case !known:
			dst = append(dst, "null"...)
		case c.Kind == Text:
			dst = append(dst, quoted(text)...)
		default:
			dst = append(dst, text...)
		}
	}
	dst = append(dst, `},"geometry":`...)
	return append(appendGeometry(dst, row.Geometry), '}')
}

func appendGeometry(dst []byte, g orb.Geometry) []byte {
	if g == nil {
		return append(dst, "null"...)
	}
	dst = fmt.Appendf(dst, `{"type":%q,"coordinates":`, g.GeoJSONType())
	switch g := g.(type) {
	case orb.Point:
		dst = appendPosition(dst, g)
	case orb.MultiPoint:
		dst = appendPositions(dst, g)
	case orb.LineString:
		dst = appendPositions(dst, g)
	case orb.MultiLineString:
		dst = appendList(dst, g, func(dst []byte, line orb.LineString) []byte { return appendPositions(dst, line) })
	case orb.Polygon:
		dst = appendPolygon(dst, g)
	case orb.MultiPolygon:
		dst = appendList(dst, g, appendPolygon)
	default:
		panic(fmt.Sprintf("export: geometry %T", g))
	}
	return append(dst, '}')
}

func appendList[T any](dst []byte, items []T, write func([]byte, T) []byte) []byte {
	dst = append(dst, '[')
	for i, item := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = write(dst, item)
	}
	return append(dst, ']')
}

func appendPositions[L ~[]orb.Point](dst []byte, line L) []byte {
	return appendList(dst, line, appendPosition)
}

func appendPosition(dst []byte, p orb.Point) []byte {
	dst = appendFloat(append(dst, '['), p[0], coordinateDecimals)
	return append(appendFloat(append(dst, ','), p[1], coordinateDecimals), ']')
}

// appendPolygon winds the exterior counterclockwise and the holes clockwise. A
// ring without area stays as it is.
func appendPolygon(dst []byte, polygon orb.Polygon) []byte {
	dst = append(dst, '[')
	for i, ring := range polygon {
		want := orb.CCW
		if i > 0 {
			dst = append(dst, ',')
			want = orb.CW
		}
		if len(ring) > 0 && ring.Orientation() == -want {
			ring = ring.Clone()
			ring.Reverse()
		}
		dst = appendPositions(dst, ring)
	}
	return append(dst, ']')
}

func layerBound(l Layer) (bound orb.Bound, ok bool) {
	for _, row := range l.Rows {
		if row.Geometry == nil || row.Geometry.Bound().IsEmpty() {
			continue
		}
		if !ok {
			bound, ok = row.Geometry.Bound(), true
			continue
		}
		bound = bound.Union(row.Geometry.Bound())
	}
	return bound, ok
}

func appendBound(dst []byte, b orb.Bound) []byte {
	return appendList(dst, []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]},
		func(dst []byte, x float64) []byte { return appendFloat(dst, x, coordinateDecimals) })
}
