package cch

import (
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
// fraction of a customization; very many are customized anew, and a perfect
// metric is made perfect anew.
//
// No query may run meanwhile, and queries, sweeps, rows and tables made before
// must be run, or made, again.
func (m *Metric[W]) Update(arcs []graph.ArcID, weights []W) {
	if len(arcs) != len(weights) {
		panic("cch: not one weight per changed arc")
	}
	if len(arcs) > max(manyArcs, m.ix.ArcCount()/manyShare) {
		for i, a := range arcs {
			if in := m.ix.inputOf(a); in != none {
				m.weight[in] = m.private(weights[i])
			}
		}
		m.customize(nil)
	} else {
		if m.update == nil {
			m.update = newUpdater(m)
		}
		for i, a := range arcs {
			m.update.input(a, m.private(weights[i]))
		}
		m.update.run(len(arcs))
	}
	m.unpack = unpackings{size: m.unpack.size}
	if m.perfect {
		m.finish()
	}
}

// With more changes than manyArcs and than one arc in manyShare, the metric is
// customized anew. Where the two take equally long differs between machines; on
// NY it was estimated at 5,000 to 10,000 arcs.
const (
	manyArcs  = 1000
	manyShare = 100
)

// alone is the number of changes up to which one goroutine is enough.
const alone = 50

// updater carries changes up the tree, row by row, a row being the arcs up from
// a node. An arc that a change makes cheaper is lowered at once; one that
// depended on an arc grown dearer is computed again at its row's turn.
type updater[W Weight] struct {
	m       *Metric[W]
	state   []uint8       // per arc: bits below
	old     []pair[W]     // per arc with a state: its weights before
	pending []byte        // per node: 1 if an arc of its row has a state
	carrier []*carrier[W] // per worker
	notes   [][]note[W]   // per task: what it leaves to those above
}

// Bits of updater.state.
const (
	touched   = 1
	dirtyUp   = 2
	dirtyDown = 4
)

func newUpdater[W Weight](m *Metric[W]) *updater[W] {
	return &updater[W]{
		m: m, state: make([]uint8, len(m.up)), old: make([]pair[W], len(m.up)),
		pending: make([]byte, len(m.ix.node)),
	}
}

// input changes the weight of one arc of the graph.
func (u *updater[W]) input(a graph.ArcID, weight W) {
	if in := u.m.ix.inputOf(a); in != none {
		u.replace(u.m.ix.slot[a], prices[W]{u.m.weight[in], weight})
		u.m.weight[in] = weight
	}
}

// inputOf returns the place of a graph arc among the inputs, none for loops.
func (ix *Index) inputOf(a graph.ArcID) int32 {
	slot := ix.slot[a]
	if slot == none {
		return none
	}
	first, end := ix.firstInput[slot>>1], ix.firstInput[slot>>1+1]
	return first + int32(slices.Index(ix.input[first:end], int32(a)<<1|slot&1))
}

// replace notes that one of the ways to travel an arc changes its price. A dirty
// arc is set to the new price of some way, and so to no less than its weight.
func (u *updater[W]) replace(slot int32, p prices[W]) {
	arc, weight, dirty := slot>>1, u.m.up, uint8(dirtyUp)
	if slot&1 == 1 {
		weight, dirty = u.m.down, dirtyDown
	}
	switch now := weight[arc]; {
	case p.is < now:
		u.touch(arc, touched)
	case p.was == now && p.is > now:
		u.touch(arc, dirty)
	default:
		return
	}
	weight[arc] = min(p.is, u.m.closed)
}

// touch saves the weights of an arc before it changes.
func (u *updater[W]) touch(arc int32, bit uint8) {
	if u.state[arc] == 0 {
		u.old[arc] = pair[W]{u.m.up[arc], u.m.down[arc]}
		u.pending[u.m.ix.tail[arc]] = 1
	}
	u.state[arc] |= bit
}

// run carries the changes of the inputs up, each task by one goroutine. A task
// may not touch rows above it, which others concern too, and leaves notes.
func (u *updater[W]) run(changes int) {
	workers := u.m.workers
	if changes <= alone {
		workers = 1
	}
	for len(u.carrier) < workers {
		u.carrier = append(u.carrier, newCarrier(u))
	}
	if workers == 1 {
		u.carrier[0].run(&task{subtree: true, hi: int32(len(u.pending))})
		return
	}
	plan := u.m.ix.tasks()
	if u.notes == nil {
		u.notes = make([][]note[W], len(plan.tasks))
	}
	plan.upwards(workers, func(worker int, i int32) {
		c, t := u.carrier[worker], &plan.tasks[i]
		c.top, c.notes = t.top(), u.notes[i][:0]
		for _, below := range t.below {
			for _, n := range u.notes[below] {
				c.pay(n.slot, n.prices)
			}
		}
		c.run(t)
		u.notes[i] = c.notes
	})
}
