package cch

import (
	"math/bits"
	"slices"
)

// maxDense is the most nodes that elimination by bit rows can hold: those of a
// piece and the nodes around it.
const maxDense = 128

// dense is a small graph under elimination, a row of bits per node. Nodes from
// count on surround the piece: they are eliminated later, but joined to each
// other by what goes before, and so count towards degrees.
type dense struct {
	row   [maxDense][2]uint64
	count int
}

// minimumDegree returns the nodes of a piece in the order of elimination by
// least degree, the lowest number first among equals. Pieces too large for that
// have no separator, as cliques have none, and keep their order.
func minimumDegree(p *piece, around func(node int32) []int32) []int32 {
	order := make([]int32, 0, p.count())
	var d dense
	if !d.load(p, around) {
		for v := range int32(p.count()) {
			order = append(order, v)
		}
		return order
	}
	left := make([]int32, p.count())
	for v := range left {
		left[v] = int32(v)
	}
	for len(left) > 0 {
		best := 0
		for i := range left {
			if d.degree(left[i]) < d.degree(left[best]) {
				best = i
			}
		}
		v := left[best]
		left = slices.Delete(left, best, best+1)
		order = append(order, v)
		d.eliminate(v)
	}
	return order
}

// load fills the rows; it is false when there are too many nodes.
func (d *dense) load(p *piece, around func(node int32) []int32) bool {
	d.count = p.count()
	if d.count > maxDense {
		return false
	}
	var outside []int32
	for v, node := range p.node {
		for _, w := range around(node) {
			bit, ok := slices.BinarySearch(p.node, w)
			if !ok {
				if bit = slices.Index(outside, w); bit < 0 {
					bit = len(outside)
					outside = append(outside, w)
				}
				bit += d.count
			}
			if bit >= maxDense {
				return false
			}
			d.row[v][bit>>6] |= 1 << (bit & 63)
			d.row[bit][v>>6] |= 1 << (v & 63)
		}
	}
	return true
}

func (d *dense) degree(v int32) int {
	return bits.OnesCount64(d.row[v][0]) + bits.OnesCount64(d.row[v][1])
}

// eliminate joins all neighbours of v to each other and removes it.
func (d *dense) eliminate(v int32) {
	row := d.row[v]
	for word, rest := range row {
		for ; rest != 0; rest &= rest - 1 {
			w := word<<6 + bits.TrailingZeros64(rest)
			d.row[w][0] |= row[0]
			d.row[w][1] |= row[1]
			d.row[w][w>>6] &^= 1 << (w & 63)
			d.row[w][v>>6] &^= 1 << (v & 63)
		}
	}
}
