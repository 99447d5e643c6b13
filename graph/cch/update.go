package cch

import (
	"math/bits"
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// Clone returns a copy of a metric, to change by [Metric.Update] while others
// query the first.
func (m *Metric[W]) Clone() *Metric[W] {
	c := &Metric[W]{
		ix: m.ix, closed: m.closed, perfect: m.perfect, workers: m.workers,
		weight: slices.Clone(m.weight), up: slices.Clone(m.up), down: slices.Clone(m.down),
		upward: m.upward, downward: m.downward,
	}
	c.unpack.size = m.unpack.size
	if !m.perfect {
		c.finish()
	}
	return c
}

// Update gives the named arcs of the graph new weights, weights[i] to arcs[i],
// and brings the metric to what [Customize] would make of them, exactly. It
// visits only triangles of arcs that change, so that a thousand arcs cost a
// fraction of a customization; a perfect metric is made perfect anew.
//
// No query may run meanwhile, and queries, sweeps, rows and tables made before
// must be run, or made, again.
func (m *Metric[W]) Update(arcs []graph.ArcID, weights []W) {
	if len(arcs) != len(weights) {
		panic("cch: not one weight per changed arc")
	}
	u := m.update
	if u == nil {
		u = &updater[W]{
			m: m, state: make([]uint8, len(m.up)), old: make([]pair[W], len(m.up)),
			pending: make([]uint64, len(m.ix.node)/64+1), customizer: newCustomizer(m),
		}
		m.update = u
	}
	for i, a := range arcs {
		u.input(int32(a), m.private(weights[i]))
	}
	u.run()
	m.unpack = unpackings{size: m.unpack.size}
	if m.perfect {
		m.finish()
	}
}

// updater carries changes up the tree, node by node. An arc that a change makes
// cheaper is lowered at once; one that depended on an arc grown dearer is
// computed again when its node's turn comes.
type updater[W Weight] struct {
	m          *Metric[W]
	state      []uint8   // per arc: bits below
	old        []pair[W] // per arc with the saved bit: its weights before
	touched    []int32   // arcs with a state
	pending    []uint64  // a bit per node whose row has a state
	customizer *customizer[W]
}

// Bits of updater.state.
const (
	saved     = 1
	dirtyUp   = 2
	dirtyDown = 4
)

// touch saves the weights of an arc before it changes.
func (u *updater[W]) touch(arc int32, bit uint8) {
	if u.state[arc] == 0 {
		u.old[arc] = pair[W]{u.m.up[arc], u.m.down[arc]}
		u.touched = append(u.touched, arc)
		v := u.m.ix.tail[arc]
		u.pending[v>>6] |= 1 << (v & 63)
	}
	u.state[arc] |= saved | bit
}

// before returns the weights of an arc before the update.
func (u *updater[W]) before(arc int32) pair[W] {
	if u.state[arc] != 0 {
		return u.old[arc]
	}
	return pair[W]{u.m.up[arc], u.m.down[arc]}
}

// input changes the weight of one arc of the graph.
func (u *updater[W]) input(a int32, weight W) {
	m, slot := u.m, u.m.ix.slot[a]
	if slot == none {
		return
	}
	arc := slot >> 1
	first, end := m.ix.firstInput[arc], m.ix.firstInput[arc+1]
	in := first + int32(slices.IndexFunc(m.ix.input[first:end], func(in int32) bool { return in>>1 == a }))
	was := m.weight[in]
	m.weight[in] = weight
	if slot&1 == 0 {
		u.replaceUp(arc, was, weight)
	} else {
		u.replaceDown(arc, was, weight)
	}
}

// replaceUp notes that one way of paying for an arc upwards changes its price.
func (u *updater[W]) replaceUp(arc int32, was, is W) {
	if is < u.m.up[arc] {
		u.touch(arc, 0)
		u.m.up[arc] = is
	} else if is > was && (was == u.m.up[arc] || was == u.before(arc).up) {
		u.touch(arc, dirtyUp)
	}
}

func (u *updater[W]) replaceDown(arc int32, was, is W) {
	if is < u.m.down[arc] {
		u.touch(arc, 0)
		u.m.down[arc] = is
	} else if is > was && (was == u.m.down[arc] || was == u.before(arc).down) {
		u.touch(arc, dirtyDown)
	}
}

func (u *updater[W]) run() {
	for i := range u.pending {
		for u.pending[i] != 0 { // a row may touch rows of the same word
			v := int32(i<<6 + bits.TrailingZeros64(u.pending[i]))
			u.pending[i] &= u.pending[i] - 1
			u.row(v)
		}
	}
	for _, arc := range u.touched {
		u.state[arc] = 0
	}
	u.touched = u.touched[:0]
}

// row finishes the arcs up from v and carries their changes on.
func (u *updater[W]) row(v int32) {
	ix := u.m.ix
	first, end := ix.first[v], ix.first[v+1]
	changed := false
	for a := first; a < end; a++ {
		if u.state[a]&(dirtyUp|dirtyDown) != 0 {
			u.recompute(a)
		}
		changed = changed || u.differs(a)
	}
	if !changed {
		return
	}
	for p := first; p < end; p++ {
		u.carry(p, end, ix.first[ix.head[p]])
	}
}

func (u *updater[W]) differs(arc int32) bool {
	return u.state[arc] != 0 && u.old[arc] != pair[W]{u.m.up[arc], u.m.down[arc]}
}

// carry takes the triangles of arc p with the arcs p+1 .. end-1 after it, whose
// third arcs begin at third.
func (u *updater[W]) carry(p, end, third int32) {
	m, depth := u.m, u.m.ix.depth
	moved := u.differs(p)
	is, was := pair[W]{m.up[p], m.down[p]}, u.before(p)
	for q := p + 1; q < end; q++ {
		if !moved && (u.state[q] == 0 || !u.differs(q)) {
			continue
		}
		for depth[third] != depth[q] {
			third++
		}
		now, before := pair[W]{is.down + m.up[q], m.down[q] + is.up}, u.before(q)
		before = pair[W]{was.down + before.up, before.down + was.up}
		if before.up <= m.up[third] || now.up < m.up[third] || u.state[third] != 0 {
			u.replaceUp(third, before.up, now.up)
		}
		if before.down <= m.down[third] || now.down < m.down[third] || u.state[third] != 0 {
			u.replaceDown(third, before.down, now.down)
		}
	}
}

// recompute finds the weights of an arc from scratch.
func (u *updater[W]) recompute(arc int32) {
	m, ix := u.m, u.m.ix
	up, down := m.closed, m.closed
	for in := ix.firstInput[arc]; in < ix.firstInput[arc+1]; in++ {
		if ix.input[in]&1 == 0 {
			up = min(up, m.weight[in])
		} else {
			down = min(down, m.weight[in])
		}
	}
	ix.lowerTriangles(arc, func(p, q int32) bool {
		up = min(up, m.down[p]+m.up[q])
		down = min(down, m.down[q]+m.up[p])
		return true
	})
	m.up[arc], m.down[arc] = up, down
}
