package export

import (
	"bufio"
	"encoding/binary"
	"io"
	"math"

	flatbuffers "github.com/google/flatbuffers/go"
	"github.com/paulmach/orb"
)

// The format is described at https://flatgeobuf.org; the numbers of the slots
// below are those of its schemas header.fbs and feature.fbs, version 3.
const fgbMagic = "fgb\x03fgb\x00"

// fgbTypes are the ColumnTypes of header.fbs, by kind.
var fgbTypes = [...]byte{Text: 11, Integer: 7, Real: 10, Boolean: 2}

// WriteFlatGeobuf writes a layer as FlatGeobuf with its spatial index. Rows stand
// in the order of a Hilbert curve, as the index wants it; rows without geometry stand last, and where
// there are any, or nothing is left to index, the file has no index.
func WriteFlatGeobuf(w io.Writer, l Layer) error {
	f := fgbLayer{Layer: l}
	f.kind, _ = l.shape()
	f.gather()
	out := bufio.NewWriterSize(w, 1<<16)
	out.WriteString(fgbMagic) // errors of a bufio.Writer stay until Flush
	out.Write(f.header())
	if f.indexed {
		writePackedTree(out, f.items)
	}
	for _, item := range f.items {
		out.Write(f.features[item.feature])
	}
	return out.Flush()
}

// fgbLayer is a layer on its way into FlatGeobuf.
type fgbLayer struct {
	Layer
	kind     shape
	features [][]byte // by row, each with its length before it
	items    []treeItem
	indexed  bool
}

// gather encodes the features, puts them in order, and says where each will stand.
func (f *fgbLayer) gather() {
	b := flatbuffers.NewBuilder(1 << 12)
	f.indexed = len(f.Rows) > 0
	var properties []byte
	for i, row := range f.Rows {
		g := f.kind.promote(tidy(row.Geometry))
		item := treeItem{feature: i, empty: g == nil || g.Bound().IsEmpty()}
		if item.empty {
			f.indexed = false
		} else {
			item.box = g.Bound()
		}
		f.items = append(f.items, item)
		properties = f.appendProperties(properties[:0], row)
		b.Reset()
		f.features = append(f.features, f.feature(b, g, properties))
	}
	sortHilbert(f.items)
	offset := uint64(0)
	for i := range f.items {
		f.items[i].offset = offset
		offset += uint64(len(f.features[f.items[i].feature]))
	}
}

// appendProperties writes each known value with the number of its column.
func (f *fgbLayer) appendProperties(dst []byte, row Row) []byte {
	for i, c := range f.Columns {
		value := c.value(row.Values[i])
		if value == nil {
			continue
		}
		dst = binary.LittleEndian.AppendUint16(dst, uint16(i))
		switch v := value.(type) {
		case string:
			dst = binary.LittleEndian.AppendUint32(dst, uint32(len(v)))
			dst = append(dst, v...)
		case int:
			dst = binary.LittleEndian.AppendUint64(dst, uint64(v))
		case float64:
			dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(v))
		case bool:
			bit := byte(0)
			if v {
				bit = 1
			}
			dst = append(dst, bit)
		}
	}
	return dst
}

func (f *fgbLayer) header() []byte {
	b := flatbuffers.NewBuilder(1 << 10)
	columns := make([]flatbuffers.UOffsetT, len(f.Columns))
	for i, c := range f.Columns {
		columns[i] = fgbColumn(b, c)
	}
	list := offsets(b, columns)
	name := b.CreateString(f.Name)
	var envelope flatbuffers.UOffsetT
	bound, bounded := layerBound(f.Layer)
	if bounded {
		lo, hi := roundPoint(bound.Min), roundPoint(bound.Max)
		envelope = doubles(b, []float64{lo[0], lo[1], hi[0], hi[1]})
	}
	org := b.CreateString("EPSG")
	b.StartObject(6)                  // Crs
	b.PrependUOffsetTSlot(0, org, 0)  // org
	b.PrependInt32Slot(1, wgs84, 0)   // code
	crs := b.EndObject()              //
	b.StartObject(14)                 // Header
	b.PrependUOffsetTSlot(0, name, 0) // name
	if bounded {
		b.PrependUOffsetTSlot(1, envelope, 0) // envelope
	}
	b.PrependByteSlot(2, byte(f.kind), 0)          // geometry_type
	b.PrependUOffsetTSlot(7, list, 0)              // columns
	b.PrependUint64Slot(8, uint64(len(f.Rows)), 0) // features_count
	b.PrependUint16Slot(9, f.nodeSize(), treeNode) // index_node_size, 0 for no index
	b.PrependUOffsetTSlot(10, crs, 0)              // crs
	b.FinishSizePrefixed(b.EndObject())
	return b.FinishedBytes()
}

func (f *fgbLayer) nodeSize() uint16 {
	if f.indexed {
		return treeNode
	}
	return 0
}

func fgbColumn(b *flatbuffers.Builder, c Column) flatbuffers.UOffsetT {
	name, meaning := b.CreateString(c.Name), b.CreateString(c.Meaning)
	b.StartObject(11)                         // Column
	b.PrependUOffsetTSlot(0, name, 0)         // name
	b.PrependByteSlot(1, fgbTypes[c.Kind], 0) // type
	b.PrependUOffsetTSlot(3, meaning, 0)      // description
	return b.EndObject()
}

// feature encodes one feature, with its length before it.
func (f *fgbLayer) feature(b *flatbuffers.Builder, g orb.Geometry, properties []byte) []byte {
	var geometry flatbuffers.UOffsetT
	if g != nil {
		geometry = fgbGeometry(b, g)
	}
	values := b.CreateByteVector(properties)
	b.StartObject(3) // Feature
	if g != nil {
		b.PrependUOffsetTSlot(0, geometry, 0) // geometry
	}
	b.PrependUOffsetTSlot(1, values, 0) // properties
	b.FinishSizePrefixed(b.EndObject())
	return append([]byte(nil), b.FinishedBytes()...)
}

// fgbGeometry encodes a geometry; the polygons of a multipolygon are parts of their own.
func fgbGeometry(b *flatbuffers.Builder, g orb.Geometry) flatbuffers.UOffsetT {
	polygons, ok := g.(orb.MultiPolygon)
	if !ok {
		return fgbLines(b, g)
	}
	var parts []flatbuffers.UOffsetT
	for _, polygon := range polygons {
		parts = append(parts, fgbLines(b, polygon))
	}
	list := offsets(b, parts)
	b.StartObject(8)                                 // Geometry
	b.PrependByteSlot(6, byte(multiPolygonShape), 0) // type
	b.PrependUOffsetTSlot(7, list, 0)                // parts
	return b.EndObject()
}

// linesOf are the lists of points that a geometry is made of.
func linesOf(g orb.Geometry) [][]orb.Point {
	var lines [][]orb.Point
	switch g := g.(type) {
	case orb.Point:
		lines = [][]orb.Point{{g}}
	case orb.MultiPoint:
		lines = [][]orb.Point{g}
	case orb.LineString:
		lines = [][]orb.Point{g}
	case orb.MultiLineString:
		for _, line := range g {
			lines = append(lines, line)
		}
	case orb.Polygon:
		for _, ring := range g {
			lines = append(lines, ring)
		}
	}
	return lines
}

// fgbLines encodes a geometry of lists of points: flat coordinates, and where there
// is more than one list, the ends of each.
func fgbLines(b *flatbuffers.Builder, g orb.Geometry) flatbuffers.UOffsetT {
	var xy []float64
	var ends []uint32
	for _, line := range linesOf(g) {
		for _, p := range line {
			xy = append(xy, p[0], p[1])
		}
		ends = append(ends, uint32(len(xy)/2))
	}
	coordinates := doubles(b, xy)
	var breaks flatbuffers.UOffsetT
	if len(ends) > 1 {
		b.StartVector(4, len(ends), 4)
		for i := len(ends) - 1; i >= 0; i-- {
			b.PrependUint32(ends[i])
		}
		breaks = b.EndVector(len(ends))
	}
	b.StartObject(8) // Geometry
	if len(ends) > 1 {
		b.PrependUOffsetTSlot(0, breaks, 0) // ends
	}
	b.PrependUOffsetTSlot(1, coordinates, 0)  // xy
	b.PrependByteSlot(6, byte(shapeOf(g)), 0) // type
	return b.EndObject()
}

func doubles(b *flatbuffers.Builder, values []float64) flatbuffers.UOffsetT {
	b.StartVector(8, len(values), 8)
	for i := len(values) - 1; i >= 0; i-- {
		b.PrependFloat64(values[i])
	}
	return b.EndVector(len(values))
}

func offsets(b *flatbuffers.Builder, list []flatbuffers.UOffsetT) flatbuffers.UOffsetT {
	b.StartVector(4, len(list), 4)
	for i := len(list) - 1; i >= 0; i-- {
		b.PrependUOffsetT(list[i])
	}
	return b.EndVector(len(list))
}
