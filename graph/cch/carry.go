package cch

import "bytes"

// carrier is the memory of one worker of an update.
type carrier[W Weight] struct {
	*updater[W]
	top     int32          // rows above belong to later tasks
	notes   []note[W]      // what concerns them
	changes [2][]change[W] // of the row at hand, upwards and downwards
	space   []prices[W]    // per depth: those of the row at hand
	over    []int32        // per node: the arc from it up to last, or none
	last    int32          // the node recomputed last, or none
}

// prices are what one way to travel an arc cost before, and costs now.
type prices[W Weight] struct{ was, is W }

// note is a change of price that concerns a row of a later task: arc<<1 | 1 if
// it is travelled downwards.
type note[W Weight] struct {
	slot int32
	prices[W]
}

// change is an arc of the row at hand that has another weight.
type change[W Weight] struct {
	arc, depth int32
	prices[W]
}

func newCarrier[W Weight](u *updater[W]) *carrier[W] {
	shut := prices[W]{u.m.closed, u.m.closed}
	return &carrier[W]{
		updater: u, last: none,
		space: filled([]prices[W](nil), int(u.m.ix.height), shut),
		over:  filled([]int32(nil), len(u.pending), int32(none)),
	}
}

// run finishes the rows of a task.
func (c *carrier[W]) run(t *task) {
	c.top = t.top()
	if !t.subtree {
		for _, v := range t.node {
			if c.pending[v] != 0 {
				c.row(v)
			}
		}
		return
	}
	for v := t.lo; v < t.hi; v++ {
		skip := bytes.IndexByte(c.pending[v:t.hi], 1)
		if skip < 0 {
			return
		}
		v += int32(skip)
		c.row(v)
	}
}

// row finishes the arcs up from v and carries their changes on. Let p < q be two
// of them. What joins their heads is travelled upwards, by way of v, as p
// downwards and q upwards; and downwards as q downwards and p upwards.
func (c *carrier[W]) row(v int32) {
	c.pending[v] = 0
	c.collect(v)
	c.carry(v, legs[W]{c.m.down, c.m.up, 0}, c.changes[1], c.changes[0])
	c.carry(v, legs[W]{c.m.up, c.m.down, 1}, c.changes[0], c.changes[1])
}

// legs are the weights that make up those of third arcs in one way: of p, and of
// q as of the third itself.
type legs[W Weight] struct {
	p, q []W
	way  int32
}

// collect finishes the arcs up from v and finds which have changed.
func (c *carrier[W]) collect(v int32) {
	m, ix := c.m, c.m.ix
	c.changes[0], c.changes[1] = c.changes[0][:0], c.changes[1][:0]
	first, end := ix.first[v], ix.first[v+1]
	for i, state := range c.state[first:end] {
		if state == 0 {
			continue
		}
		a := first + int32(i)
		c.state[a] = 0
		if state&dirtyUp != 0 {
			m.up[a] = c.recompute(a, legs[W]{m.down, m.up, 0})
		}
		if state&dirtyDown != 0 {
			m.down[a] = c.recompute(a, legs[W]{m.up, m.down, 1})
		}
		was, is, depth := c.old[a], pair[W]{m.up[a], m.down[a]}, ix.depth[a]
		if was.up != is.up {
			c.changes[0] = append(c.changes[0], change[W]{a, depth, prices[W]{was.up, is.up}})
		}
		if was.down != is.down {
			c.changes[1] = append(c.changes[1], change[W]{a, depth, prices[W]{was.down, is.down}})
		}
	}
}

// carry takes the triangles of v whose first or second leg has changed.
func (c *carrier[W]) carry(v int32, w legs[W], ofP, ofQ []change[W]) {
	if len(ofP)+len(ofQ) == 0 {
		return
	}
	ix := c.m.ix
	first, end := ix.first[v], ix.first[v+1]
	spread := len(ofP) > 0
	if spread {
		c.spread(first, end, w.q, ofQ)
	}
	for p := first; p < end-1 && len(ofP)+len(ofQ) > 0; p++ {
		if len(ofQ) > 0 && ofQ[0].arc == p {
			ofQ = ofQ[1:]
		}
		if len(ofP) > 0 && ofP[0].arc == p {
			c.withAll(ofP[0].prices, w, ix.head[p], ix.depth[end-1])
			ofP = ofP[1:]
		} else {
			c.withSome(w.p[p], w, ix.first[ix.head[p]], ofQ)
		}
	}
	if spread {
		for _, d := range ix.depth[first:end] {
			c.space[d] = prices[W]{c.m.closed, c.m.closed}
		}
	}
}

// spread puts the prices of a row into the space.
func (c *carrier[W]) spread(first, end int32, weight []W, changes []change[W]) {
	for i, d := range c.m.ix.depth[first:end] {
		w := weight[first+int32(i)]
		c.space[d] = prices[W]{w, w}
	}
	for _, x := range changes {
		c.space[x.depth] = x.prices
	}
}

// withAll takes the triangles of an arc to x that has changed, as first leg.
// Arcs up from x that are in no triangle find a closed one.
func (c *carrier[W]) withAll(leg prices[W], w legs[W], x, last int32) {
	ix := c.m.ix
	first := ix.first[x]
	depth := ix.depth[first:ix.first[x+1]]
	third := w.q[first:]
	third = third[:len(depth)]
	for i, d := range depth {
		p := c.space[d]
		p.was += leg.was
		p.is += leg.is
		if p.concern(third[i]) {
			c.pay((first+int32(i))<<1|w.way, p)
		}
		if d == last {
			return
		}
	}
}

// withSome takes the triangles of an unchanged first leg and changed second
// ones. The third arcs are among those from the given one on.
func (c *carrier[W]) withSome(leg W, w legs[W], third int32, changes []change[W]) {
	depth := c.m.ix.depth
	for i := range changes {
		x := &changes[i]
		for depth[third] != x.depth {
			third++
		}
		p := prices[W]{leg + x.was, leg + x.is}
		if p.concern(w.q[third]) {
			c.pay(third<<1|w.way, p)
		}
	}
}

// concern reports whether an arc depends on this way to travel it.
func (p prices[W]) concern(weight W) bool {
	return (p.is < weight || p.was == weight) && p.was != p.is
}

// pay notes a change of price, here or for a later task.
func (c *carrier[W]) pay(slot int32, p prices[W]) {
	if c.m.ix.tail[slot>>1] > c.top {
		c.notes = append(c.notes, note[W]{slot, p})
	} else {
		c.replace(slot, p)
	}
}
