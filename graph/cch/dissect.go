package cch

import (
	"context"
	"sync"

	"github.com/corredor-geo/corredor/graph"
)

// smallPiece is where dissection gives way to minimum degree. Larger ones, up to
// 64, save 0.5 % of the arcs and cost no less time.
const smallPiece = 32

// dissection assigns the places of an order by recursive separation: the
// separator of a piece comes last in the piece's range, its sides before it.
// Every piece has its range from the start, so that the order is the same
// whoever does the work.
type dissection struct {
	ctx      context.Context
	order    Order
	progress func(done, total int)
	around   func(node int32) []int32 // neighbours in the whole core
	idle     chan struct{}            // tokens for further goroutines
	group    sync.WaitGroup
	cutters  sync.Pool

	lock sync.Mutex
	done int
}

func newDissection(ctx context.Context, order Order, o OrderOptions) *dissection {
	d := &dissection{ctx: ctx, order: order, progress: o.Progress, idle: make(chan struct{}, o.Workers-1)}
	d.cutters.New = func() any { return new(cutter) }
	return d
}

func (d *dissection) run(root *piece, at int) error {
	d.split(root, at)
	d.group.Wait()
	return d.ctx.Err()
}

func (d *dissection) report(nodes int) {
	if d.progress == nil {
		return
	}
	d.lock.Lock()
	defer d.lock.Unlock()
	d.done += nodes
	d.progress(d.done, len(d.order))
}

// split orders the parts of p that hang together into order[at:], one by one.
func (d *dissection) split(p *piece, at int) {
	label, parts := p.components()
	if parts == 1 {
		d.dissect(p, at)
		return
	}
	for _, part := range p.divide(label, parts) {
		d.spawn(part, at, d.dissect)
		at += part.count()
	}
}

// largePiece is where a piece is worth another goroutine.
const largePiece = 500

// hire reports whether another goroutine may be started for a piece; it gives
// its token back.
func (d *dissection) hire(p *piece) bool {
	if p.count() <= largePiece {
		return false
	}
	select {
	case d.idle <- struct{}{}:
		return true
	default:
		return false
	}
}

// spawn runs f in another goroutine if one may be had, else here.
func (d *dissection) spawn(p *piece, at int, f func(*piece, int)) {
	if !d.hire(p) {
		f(p, at)
		return
	}
	d.group.Go(func() {
		f(p, at)
		<-d.idle
	})
}

// separate looks for a cut in all directions, half of them in another goroutine
// if one may be had. What is found does not depend on that: of cuts, the first
// that none is better than.
func (d *dissection) separate(p *piece) *cutter {
	c, keys := d.cutters.Get().(*cutter), p.keys()
	if len(keys) < 4 || !d.hire(p) {
		c.search(p, keys)
		return c
	}
	other := d.cutters.Get().(*cutter)
	var group sync.WaitGroup
	group.Go(func() { other.search(p, keys[2:]) })
	c.search(p, keys[:2])
	group.Wait()
	<-d.idle
	if o := &other.best; c.best.better(o.size, o.smaller, o.balanced) {
		c, other = other, c
	}
	d.cutters.Put(other)
	return c
}

// dissect orders a connected piece into order[at:].
func (d *dissection) dissect(p *piece, at int) {
	if d.ctx.Err() != nil {
		return
	}
	if p.count() <= smallPiece {
		d.finish(p, at)
		return
	}
	c := d.separate(p)
	if c.best.smaller == 0 { // no cut leaves nodes on both sides
		d.cutters.Put(c)
		d.finish(p, at)
		return
	}
	parts := p.divide(c.best.label, 3)
	d.cutters.Put(c)
	a, b, last := parts[sideA], parts[sideB], parts[inSeparator]
	for i, v := range last.node { // nearly a clique by then, in any order
		d.order[at+a.count()+b.count()+i] = graph.NodeID(v)
	}
	d.report(last.count())
	d.spawn(a, at, d.split)
	d.split(b, at+a.count())
}

// finish orders a whole piece by minimum degree.
func (d *dissection) finish(p *piece, at int) {
	for i, v := range minimumDegree(p, d.around) {
		d.order[at+i] = graph.NodeID(p.node[v])
	}
	d.report(p.count())
}
