package export

import (
	"cmp"
	"encoding/binary"
	"io"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// treeNode is how many children a node of the index has, FlatGeobuf's default.
const treeNode = 16

// treeItem is a feature in the index: its box and the byte at which it stands,
// counted from the first feature.
type treeItem struct {
	box     orb.Bound
	feature int // its row
	offset  uint64
	empty   bool // it has no box
}

// sortHilbert puts items in the order of a Hilbert curve through the centres of
// their boxes; items without a box stand last. Equals keep their order.
func sortHilbert(items []treeItem) {
	var all orb.Bound
	first := true
	for _, item := range items {
		switch {
		case item.empty:
		case first:
			all, first = item.box, false
		default:
			all = all.Union(item.box)
		}
	}
	keys := make([]uint32, len(items))
	for i, item := range items {
		keys[item.feature] = math.MaxUint32
		if !item.empty {
			c := items[i].box.Center()
			keys[item.feature] = hilbert(cell(c[0], all.Min[0], all.Max[0]), cell(c[1], all.Min[1], all.Max[1]))
		}
	}
	slices.SortStableFunc(items, func(a, b treeItem) int { return cmp.Compare(keys[a.feature], keys[b.feature]) })
}

// hilbertSide is the number of cells along each side of the curve's square.
const hilbertSide = 1 << 15

func cell(x, from, to float64) uint32 {
	if to <= from {
		return 0
	}
	return uint32((hilbertSide - 1) * (x - from) / (to - from))
}

// hilbert returns the distance along the curve of a cell (the classic algorithm
// of D. Hilbert's curve by quadrants: turn the square, go one level down).
func hilbert(x, y uint32) uint32 {
	d := uint32(0)
	for s := uint32(hilbertSide / 2); s > 0; s /= 2 {
		var rx, ry uint32
		if x&s > 0 {
			rx = 1
		}
		if y&s > 0 {
			ry = 1
		}
		d += s * s * ((3 * rx) ^ ry)
		if ry == 0 {
			if rx == 1 {
				x, y = hilbertSide-1-x, hilbertSide-1-y
			}
			x, y = y, x
		}
	}
	return d
}

// treeEntry is a node of the packed tree: a box, and the number of its first
// child, or for a leaf the byte of its feature.
type treeEntry struct {
	box orb.Bound
	at  uint64
}

// writePackedTree writes the static R-tree of FlatGeobuf: 40 bytes an entry, the
// root first, the leaves last, each node 16 entries of the level below it.
func writePackedTree(w io.Writer, items []treeItem) {
	level := make([]treeEntry, len(items))
	for i, item := range items {
		level[i] = treeEntry{item.box, item.offset}
	}
	levels := [][]treeEntry{level} // from the leaves up
	for len(level) > 1 {
		var above []treeEntry
		for children := range slices.Chunk(level, treeNode) {
			box := children[0].box
			for _, c := range children[1:] {
				box = box.Union(c.box)
			}
			above = append(above, treeEntry{box: box})
		}
		levels = append(levels, above)
		level = above
	}
	first := uint64(0) // number of the first entry of the level below
	var line []byte
	for i := len(levels) - 1; i >= 0; i-- {
		first += uint64(len(levels[i]))
		for k, e := range levels[i] {
			if i > 0 {
				e.at = first + uint64(k*treeNode)
			}
			line = line[:0]
			for _, x := range [4]float64{e.box.Min[0], e.box.Min[1], e.box.Max[0], e.box.Max[1]} {
				line = binary.LittleEndian.AppendUint64(line, math.Float64bits(x))
			}
			w.Write(binary.LittleEndian.AppendUint64(line, e.at)) // a bufio.Writer keeps its error
		}
	}
}
