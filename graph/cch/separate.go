package cch

import (
	"cmp"
	"slices"
)

// Inertial flow begins with this share of the nodes on either side, and wants
// the smaller side of the cut to have at least the second share. Shares between
// 0.05 and 0.2, and 0.2 and 0.3, were tried on NY and differ by less than 1 %.
const (
	startShare   = 0.1
	balanceShare = 0.2
)

// Sides of a node under a separator.
const (
	sideA = iota
	sideB
	inSeparator
)

// cutter looks for separators. It holds the memory of one worker.
type cutter struct {
	flow  flow
	order []uint64 // key<<32 | node, sorted
	place []int32  // per node: its place in order
	best  cut
}

// cut is a separator: its nodes, and the nodes of the smaller of both sides.
type cut struct {
	label    []int32 // per node
	size     int32
	smaller  int32
	balanced bool
}

// better prefers balance, then few separator nodes for each node cut off, then
// the larger smaller side.
func (c *cut) better(size, smaller int32, balanced bool) bool {
	if balanced != c.balanced {
		return balanced
	}
	here, there := int64(size)*int64(c.smaller), int64(c.size)*int64(smaller)
	return cmp.Or(cmp.Compare(here, there), cmp.Compare(c.smaller, smaller)) < 0
}

// search looks for the best cut of a piece along some directions. Its labels
// are valid until the next search.
func (c *cutter) search(p *piece, keys []func(v int32) int32) {
	n := p.adj.count()
	c.best = cut{label: filled(c.best.label, int(n), int32(sideA))}
	for _, key := range keys {
		c.sort(n, key)
		c.advance(p, n)
	}
}

func (c *cutter) sort(n int32, key func(v int32) int32) {
	c.order = c.order[:0]
	for v := range n {
		c.order = append(c.order, uint64(uint32(key(v))^1<<31)<<32|uint64(v))
	}
	slices.Sort(c.order)
	c.place = filled(c.place, int(n), 0)
	for i, packed := range c.order {
		c.place[uint32(packed)] = int32(i)
	}
}

// advance runs one direction: a minimum cut between the first and the last
// nodes, then ever more balanced ones, until none better can follow.
func (c *cutter) advance(p *piece, n int32) {
	k := max(1, int(startShare*float64(n)))
	var ends [2][]int32
	for i := range k {
		ends[0] = append(ends[0], int32(uint32(c.order[i])))
		ends[1] = append(ends[1], int32(uint32(c.order[int(n)-1-i])))
	}
	f := &c.flow
	f.reset(p.adj, ends)
	for {
		c.judge(n, 0)
		c.judge(n, 1)
		side := int32(0)
		if f.side[1].nodes < f.side[0].nodes {
			side = 1
		}
		if c.best.balanced && !c.best.better(f.value, n/2, true) {
			return
		}
		v := c.choose(side)
		if v == none {
			return
		}
		f.pierce(side, v)
	}
}

// judge keeps the cut at the rim of a side if it is the best so far.
func (c *cutter) judge(n, side int32) {
	f := &c.flow
	here := f.side[side].nodes
	smaller := min(here, n-f.value-here)
	balanced := float64(smaller) >= balanceShare*float64(n)
	if smaller <= 0 || !c.best.better(f.value, smaller, balanced) {
		return
	}
	c.best.size, c.best.smaller, c.best.balanced = f.value, smaller, balanced
	for v := range n {
		switch {
		case f.inside(side, v):
			c.best.label[v] = side
		case *f.mark(near(side, v))&(reached<<side) != 0:
			c.best.label[v] = inSeparator
		default:
			c.best.label[v] = 1 - side
		}
	}
}

// choose returns the node of a rim at which to pierce it: one that needs no
// more flow if there is one, then the one nearest to where the side began.
func (c *cutter) choose(side int32) int32 {
	f := &c.flow
	best, bestCost := int32(none), int32(0)
	for _, v := range f.side[side].rim {
		if f.inside(side, v) || f.touches(1-side, v) {
			continue
		}
		cost := c.place[v]
		if side == 1 {
			cost = int32(len(c.order)) - 1 - cost
		}
		if *f.mark(far(side, v))&(reached<<(1-side)) != 0 {
			cost += int32(len(c.order))
		}
		if best == none || cost < bestCost {
			best, bestCost = v, cost
		}
	}
	return best
}
