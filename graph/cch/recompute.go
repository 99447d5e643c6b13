package cch

import "slices"

// recompute finds the weight of an arc in one way from scratch. It is no more
// than what it is set to.
func (c *carrier[W]) recompute(arc int32, w legs[W]) W {
	ix := c.m.ix
	x, y := ix.tail[arc], ix.head[arc]
	best := w.q[arc]
	for in := ix.firstInput[arc]; in < ix.firstInput[arc+1]; in++ {
		if ix.input[in]&1 == w.way {
			best = min(best, c.m.weight[in])
		}
	}
	c.lookBelow(x)
	toY := ix.down[ix.firstDown[y]:ix.firstDown[y+1]]
	begin, _ := slices.BinarySearch(toY, ix.first[ix.least[x]])
	for _, q := range toY[begin:] {
		if q >= ix.first[x] {
			break
		}
		if p := c.over[ix.tail[q]]; p != none {
			best = min(best, w.p[p]+w.q[q])
		}
	}
	return best
}

// lookBelow readies the arcs down from x, to be found by their lower ends.
func (c *carrier[W]) lookBelow(x int32) {
	if c.last == x {
		return
	}
	ix := c.m.ix
	if c.last != none {
		for _, p := range ix.down[ix.firstDown[c.last]:ix.firstDown[c.last+1]] {
			c.over[ix.tail[p]] = none
		}
	}
	for _, p := range ix.down[ix.firstDown[x]:ix.firstDown[x+1]] {
		c.over[ix.tail[p]] = p
	}
	c.last = x
}
