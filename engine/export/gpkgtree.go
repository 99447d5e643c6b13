package export

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// An R*-tree of SQLite is a table of nodes, each a blob of entries, and two tables
// that lead from a row or a node to the node above it (sqlite.org/rtree.html, and
// the head of ext/rtree/rtree.c). Inserting rows one by one takes most of the time of a
// GeoPackage; here the tree is packed from the leaves up, in the order of a Hilbert curve.
const (
	rtreeEntryBytes = 8 + 4*4
	rtreeNodeMost   = 51                                    // entries, of pages of 4096 bytes
	rtreeNodeBytes  = 2 + 2 + rtreeNodeMost*rtreeEntryBytes // depth, number of entries, entries
	rtreeRoot       = 1
)

// rtreeEntry is a row or a node, with its box: west, east, south, north.
type rtreeEntry struct {
	id  int64
	box [4]float32
}

// packRTree fills the new and empty R*-tree of a layer.
func (g *gpkgLayer) packRTree(name string) error {
	level := g.rtreeLeaves()
	if len(level) == 0 {
		return nil
	}
	last := int64(rtreeRoot) // node that was numbered last
	up := &linker{layer: g, table: name + "_rowid"}
	for depth := 0; ; depth++ {
		var above []rtreeEntry
		root := len(level) <= rtreeNodeMost
		for entries := range slices.Chunk(level, rtreeNodeMost) {
			node := rtreeEntry{id: rtreeRoot, box: entries[0].box}
			if !root {
				last++
				node.id = last
			}
			for _, e := range entries {
				node.box = unite(node.box, e.box)
				up.add(e.id, node.id)
			}
			if err := g.exec("INSERT OR REPLACE INTO "+identifier(name+"_node")+" VALUES (?, ?)", node.id, rtreeBlob(depth, root, entries)); err != nil {
				return err
			}
			above = append(above, node)
		}
		if err := up.write(); err != nil || root {
			return err
		}
		level, up = above, &linker{layer: g, table: name + "_parent"}
	}
}

// rtreeLeaves are the rows that have a box, near ones near each other.
func (g *gpkgLayer) rtreeLeaves() []rtreeEntry {
	items := make([]treeItem, len(g.Rows))
	for i, row := range g.Rows {
		items[i] = treeItem{feature: i, empty: row.Geometry == nil || row.Geometry.Bound().IsEmpty()}
		if !items[i].empty {
			items[i].box = orb.Bound{Min: roundPoint(row.Geometry.Bound().Min), Max: roundPoint(row.Geometry.Bound().Max)}
		}
	}
	sortHilbert(items)
	var leaves []rtreeEntry
	for _, item := range items {
		if !item.empty {
			b := item.box
			leaves = append(leaves, rtreeEntry{int64(item.feature + 1), [4]float32{below(b.Min[0]), above(b.Max[0]), below(b.Min[1]), above(b.Max[1])}})
		}
	}
	return leaves
}

// below and above are the nearest numbers of 32 bits on that side.
func below(x float64) float32 {
	if f := float32(x); float64(f) <= x {
		return f
	}
	return math.Nextafter32(float32(x), float32(math.Inf(-1)))
}

func above(x float64) float32 { return -below(-x) }

func unite(a, b [4]float32) [4]float32 {
	return [4]float32{min(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), max(a[3], b[3])}
}

// rtreeBlob is a node; the root says how many levels are below it.
func rtreeBlob(depth int, root bool, entries []rtreeEntry) []byte {
	if !root {
		depth = 0
	}
	blob := make([]byte, 0, rtreeNodeBytes)
	blob = binary.BigEndian.AppendUint16(blob, uint16(depth))
	blob = binary.BigEndian.AppendUint16(blob, uint16(len(entries)))
	for _, e := range entries {
		blob = binary.BigEndian.AppendUint64(blob, uint64(e.id))
		for _, x := range e.box {
			blob = binary.BigEndian.AppendUint32(blob, math.Float32bits(x))
		}
	}
	return blob[:rtreeNodeBytes]
}

// linker collects which node each row or node is in.
type linker struct {
	layer *gpkgLayer
	table string
	links [][2]int64
}

func (l *linker) add(id, node int64) { l.links = append(l.links, [2]int64{id, node}) }

// write appends the links in the order of their key, which is quickest.
func (l *linker) write() error {
	slices.SortFunc(l.links, func(a, b [2]int64) int { return int(a[0] - b[0]) })
	insert, err := l.layer.tx.Prepare("INSERT INTO " + identifier(l.table) + " VALUES (?, ?)")
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, link := range l.links {
		if _, err := insert.Exec(link[0], link[1]); err != nil {
			return err
		}
	}
	return nil
}
