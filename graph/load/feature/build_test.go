package feature_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"testing/fstest"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// shp writes the bytes of a .shp of the given records.
func shp(kind uint32, records ...[]byte) []byte {
	var b bytes.Buffer
	for i, r := range records {
		binary.Write(&b, binary.BigEndian, []uint32{uint32(i + 1), uint32(len(r) / 2)})
		b.Write(r)
	}
	return append(shpHeader(kind, 100+b.Len()), b.Bytes()...)
}

func shpHeader(kind uint32, size int) []byte {
	head := make([]byte, 100)
	binary.BigEndian.PutUint32(head, 9994)
	binary.BigEndian.PutUint32(head[24:], uint32(size/2))
	binary.LittleEndian.PutUint32(head[28:], 1000)
	binary.LittleEndian.PutUint32(head[32:], kind)
	return head
}

// shx writes an index of records at the given byte offsets.
func shx(offsets ...int) []byte {
	b := shpHeader(0, 100+8*len(offsets))
	for _, o := range offsets {
		b = binary.BigEndian.AppendUint32(b, uint32(o/2))
		b = binary.BigEndian.AppendUint32(b, 10)
	}
	return b
}

func words(values ...uint32) []byte {
	var b []byte
	for _, v := range values {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

func floats(values ...float64) []byte {
	var b []byte
	for _, v := range values {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	return b
}

// pointRecord writes a point; rest are its Z and M.
func pointRecord(kind uint32, x, y float64, rest ...float64) []byte {
	return append(append(words(kind), floats(x, y)...), floats(rest...)...)
}

// partsRecord writes a line or polygon; Z and M of its points are nonsense.
func partsRecord(kind uint32, parts ...[]orb.Point) []byte {
	b := append(words(kind), make([]byte, 32)...)
	n := uint32(0)
	var firsts []uint32
	var xy []byte
	for _, p := range parts {
		firsts = append(firsts, n)
		n += uint32(len(p))
		for _, q := range p {
			xy = append(xy, floats(q[0], q[1])...)
		}
	}
	b = append(b, words(uint32(len(parts)), n)...)
	b = append(append(b, words(firsts...)...), xy...)
	if kind > 10 {
		b = append(b, bytes.Repeat(floats(math.NaN()), int(2+n))...)
	}
	return b
}

type dbfColumn struct {
	name string
	kind byte
	size int
}

// dbf writes a table; a row begins with ' ' or '*' and is padded per column.
func dbf(columns []dbfColumn, promised int, rows ...[]string) []byte {
	width := 1
	for _, c := range columns {
		width += c.size
	}
	head := make([]byte, 32)
	head[0] = 3
	binary.LittleEndian.PutUint32(head[4:], uint32(promised))
	binary.LittleEndian.PutUint16(head[8:], uint16(32+32*len(columns)+1))
	binary.LittleEndian.PutUint16(head[10:], uint16(width))
	for _, c := range columns {
		d := make([]byte, 32)
		copy(d, c.name)
		d[11], d[16] = c.kind, byte(c.size)
		head = append(head, d...)
	}
	head = append(head, '\r')
	for _, row := range rows {
		head = append(head, row[0]...)
		for i, c := range columns {
			head = append(head, fmt.Sprintf("%-*s", c.size, row[i+1])[:c.size]...)
		}
	}
	return append(head, 0x1a)
}

const wgs84 = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`

// files makes a file system of name, content pairs.
func files(pairs ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return m
}

// read returns everything of the file, or the first error.
func read(path string, opts feature.Options) (all []feature.Feature, warnings []string, err error) {
	r, err := feature.Open(path, opts)
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	for f, err := range r.All() {
		if err != nil {
			return all, r.Warnings(), err
		}
		all = append(all, f)
	}
	return all, r.Warnings(), nil
}
