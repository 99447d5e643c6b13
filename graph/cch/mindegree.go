package cch

import "math/bits"

// minimumDegree returns the nodes of a small graph in the order of elimination
// by least degree, the lowest number first among equals. Beyond 64 nodes, where
// only separators and graphs without separators come here, it is the order of
// the numbers.
func minimumDegree(adj adjacency) []int32 {
	n := adj.count()
	order := make([]int32, 0, n)
	if n > 64 {
		for v := range n {
			order = append(order, v)
		}
		return order
	}
	var row [64]uint64
	for v := range n {
		for _, w := range adj.neighbours(v) {
			row[v] |= 1 << w
		}
	}
	for left := uint64(1)<<n - 1; left != 0; {
		v := leastDegree(&row, left)
		order = append(order, int32(v))
		left &^= 1 << v
		for rest := row[v]; rest != 0; rest &= rest - 1 {
			w := bits.TrailingZeros64(rest)
			row[w] = (row[w] | row[v]) &^ (1<<v | 1<<w)
		}
	}
	return order
}

func leastDegree(row *[64]uint64, left uint64) int {
	best, least := 0, 65
	for ; left != 0; left &= left - 1 {
		v := bits.TrailingZeros64(left)
		if degree := bits.OnesCount64(row[v]); degree < least {
			best, least = v, degree
		}
	}
	return best
}
