package osm_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/graph/load/osm"
)

// element is a node or a way of a file made for a test.
type element struct {
	way      bool
	id       int64
	lon, lat int64 // 1e-7 degree
	refs     []int64
	tags     []string // key=value
}

// node makes a node at a position in degrees.
func node(id int64, lon, lat float64, tags ...string) element {
	return element{id: id, lon: int64(lon * 1e7), lat: int64(lat * 1e7), tags: tags}
}

// way makes a way of the nodes "1 2 3".
func way(id int64, refs string, tags ...string) element {
	w := element{way: true, id: id, tags: tags}
	for _, ref := range strings.Fields(refs) {
		n, err := strconv.ParseInt(ref, 10, 64)
		if err != nil {
			panic(err)
		}
		w.refs = append(w.refs, n)
	}
	return w
}

// encoder writes PBF files. The zero value writes dense nodes and zlib.
type encoder struct {
	raw         bool // not compressed
	plainNodes  bool
	granularity int64 // 0 is 100
	needs       string
}

func varint(v uint64) []byte { return binary.AppendUvarint(nil, v) }

func zigzag(v int64) uint64 { return uint64(v<<1) ^ uint64(v>>63) }

// number and message are fields of a protobuf message.
func number(field int, v uint64) []byte { return append(varint(uint64(field)<<3), varint(v)...) }

func message(field int, parts ...[]byte) []byte {
	data := bytes.Join(parts, nil)
	return append(append(varint(uint64(field)<<3|2), varint(uint64(len(data)))...), data...)
}

// frame wraps the contents of a block.
func (e encoder) frame(kind string, contents []byte) []byte {
	data := message(1, contents)
	if !e.raw {
		var z bytes.Buffer
		w := zlib.NewWriter(&z)
		w.Write(contents)
		w.Close()
		data = append(number(2, uint64(len(contents))), message(3, z.Bytes())...)
	}
	return frameBlob(kind, data)
}

func frameBlob(kind string, data []byte) []byte {
	head := append(message(1, []byte(kind)), number(3, uint64(len(data)))...)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(head))), head...), data...)
}

func (e encoder) header() []byte {
	fields := [][]byte{message(4, []byte("OsmSchema-V0.6")), message(4, []byte("DenseNodes"))}
	if e.needs != "" {
		fields = append(fields, message(4, []byte(e.needs)))
	}
	return e.frame("OSMHeader", bytes.Join(fields, nil))
}

// file writes the elements in order, nodes and ways in blocks of their own.
func (e encoder) file(elements ...element) []byte {
	out := e.header()
	const perBlock = 8000 // as other writers do
	for start := 0; start < len(elements); {
		end := start
		for end < len(elements) && end-start < perBlock && elements[end].way == elements[start].way {
			end++
		}
		out = append(out, e.frame("OSMData", e.block(elements[start:end]))...)
		start = end
	}
	return out
}

// strings is the string table of a block. Entry 0 is not used.
type stringTable struct {
	list []string
	at   map[string]uint64
}

func (s *stringTable) add(text string) uint64 {
	if i, ok := s.at[text]; ok {
		return i
	}
	s.list = append(s.list, text)
	s.at[text] = uint64(len(s.list) - 1)
	return s.at[text]
}

func (e encoder) block(elements []element) []byte {
	table := &stringTable{list: []string{""}, at: map[string]uint64{}}
	var group []byte
	switch {
	case elements[0].way:
		for _, w := range elements {
			group = append(group, message(3, encodeWay(w, table))...)
		}
	case e.plainNodes:
		for _, n := range elements {
			keys, values := tagRuns(n, table)
			group = append(group, message(1, number(1, zigzag(n.id)), message(2, keys), message(3, values),
				number(8, zigzag(e.units(n.lat))), number(9, zigzag(e.units(n.lon))))...)
		}
	default:
		group = message(2, e.dense(elements, table))
	}
	var texts []byte
	for _, text := range table.list {
		texts = append(texts, message(1, []byte(text))...)
	}
	out := append(message(1, texts), message(2, group)...)
	if e.granularity != 0 {
		out = append(out, number(17, uint64(e.granularity))...)
	}
	return out
}

func (e encoder) units(x int64) int64 {
	if e.granularity == 0 {
		return x
	}
	return x * 100 / e.granularity
}

func (e encoder) dense(nodes []element, table *stringTable) []byte {
	var ids, lats, lons, tags []byte
	var before element
	for _, n := range nodes {
		ids = append(ids, varint(zigzag(n.id-before.id))...)
		lats = append(lats, varint(zigzag(e.units(n.lat)-e.units(before.lat)))...)
		lons = append(lons, varint(zigzag(e.units(n.lon)-e.units(before.lon)))...)
		for _, tag := range n.tags {
			key, value, _ := strings.Cut(tag, "=")
			tags = append(append(tags, varint(table.add(key))...), varint(table.add(value))...)
		}
		tags = append(tags, 0)
		before = n
	}
	return bytes.Join([][]byte{message(1, ids), message(8, lats), message(9, lons), message(10, tags)}, nil)
}

func tagRuns(e element, table *stringTable) (keys, values []byte) {
	for _, tag := range e.tags {
		key, value, _ := strings.Cut(tag, "=")
		keys = append(keys, varint(table.add(key))...)
		values = append(values, varint(table.add(value))...)
	}
	return keys, values
}

func encodeWay(w element, table *stringTable) []byte {
	keys, values := tagRuns(w, table)
	var refs []byte
	before := int64(0)
	for _, ref := range w.refs {
		refs = append(refs, varint(zigzag(ref-before))...)
		before = ref
	}
	return bytes.Join([][]byte{number(1, uint64(w.id)), message(2, keys), message(3, values), message(8, refs)}, nil)
}

// readBytes reads a file that is in memory, as x.osm.pbf.
func readBytes(data []byte, p *osm.Profile) (*osm.Network, error) {
	files := fstest.MapFS{"x.osm.pbf": {Data: data}}
	return osm.Read(context.Background(), "x.osm.pbf", osm.Options{FS: files, Profile: p})
}

// mustRead reads elements with a profile; nil is the default.
func mustRead(t testing.TB, p *osm.Profile, elements ...element) *osm.Network {
	t.Helper()
	n, err := readBytes(encoder{}.file(elements...), p)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// drawn lists the segments as "way: fromnode-tonode, points, direction".
func drawn(n *osm.Network) string {
	var b strings.Builder
	for s := range segments(n) {
		from, to := n.Graph.Ends(s)
		fmt.Fprintf(&b, "%s:%d-%d/%d ", n.Graph.Column(osm.ColumnWay).Text(s), from, to, len(n.Graph.Shape(s)))
	}
	return strings.TrimSpace(b.String())
}
