package cch

// CustomizeOptions adjusts [Customize]. The zero value uses every core.
type CustomizeOptions struct {
	// Workers is the number of goroutines; 0 means one per core. The result is
	// the same, bit for bit, whatever it is.
	Workers int
	// Perfect also finds the true distance between the ends of every arc and
	// leaves out of queries the arcs that are no shortest path. It takes about
	// as long again, and makes every query faster.
	Perfect bool
}

// Customize computes the metric of an index from the weight of every arc of the
// graph. It panics when there is not one weight per arc, or one is negative or
// NaN: check metrics from elsewhere with [graph.Metric.Check].
//
// It takes time in the number of lower triangles, [Quality].Triangles. The
// weights are copied.
func Customize[W Weight](ix *Index, weights []W, o CustomizeOptions) *Metric[W] {
	if len(weights) != len(ix.slot) {
		panic("cch: not one weight per arc of the graph")
	}
	m := &Metric[W]{
		ix: ix, closed: closed[W](), perfect: o.Perfect, workers: workersOr(o.Workers),
		weight: make([]W, len(ix.input)),
		up:     make([]W, len(ix.head)), down: make([]W, len(ix.head)),
	}
	m.unpack.size = 2 * len(ix.head)
	m.customize(weights)
	m.finish()
	return m
}

// customize computes the weights of all arcs from those of the graph's, or, when
// they are nil, from those that the metric has.
func (m *Metric[W]) customize(weights []W) {
	state := make([]*customizer[W], m.workers)
	for i := range state {
		state[i] = newCustomizer(m)
	}
	plan := m.ix.tasks()
	plan.upwards(m.workers, func(worker int, i int32) {
		c := state[worker]
		plan.tasks[i].each(func(v int32) {
			c.load(v, weights)
			c.relax(v)
		})
	})
}

// finish derives the search graphs from the arcs.
func (m *Metric[W]) finish() {
	if m.perfect {
		m.makePerfect()
		return
	}
	m.upward = half[W]{first: m.ix.first, depth: m.ix.depth, weight: m.up}
	m.downward = half[W]{first: m.ix.first, depth: m.ix.depth, weight: m.down}
}

// pair is the cost of an arc both ways.
type pair[W Weight] struct{ up, down W }

// customizer is the memory of one worker: the row of the node at hand, spread
// out by depth. The upper neighbours of a node lie on one way to the root, so
// their depths differ.
type customizer[W Weight] struct {
	m     *Metric[W]
	space []pair[W] // per depth
}

func newCustomizer[W Weight](m *Metric[W]) *customizer[W] {
	return &customizer[W]{m, make([]pair[W], m.ix.height)}
}

// load sets the arcs up from v to the least of the graph arcs they stand for.
func (c *customizer[W]) load(v int32, weights []W) {
	m, ix := c.m, c.m.ix
	first, end := ix.first[v], ix.first[v+1]
	in := ix.firstInput[first]
	for a := first; a < end; a++ {
		up, down := m.closed, m.closed
		for last := ix.firstInput[a+1]; in < last; in++ {
			w := m.weight[in]
			if weights != nil {
				w = m.private(weights[ix.input[in]>>1])
				m.weight[in] = w
			}
			if ix.input[in]&1 == 0 {
				up = min(up, w)
			} else {
				down = min(down, w)
			}
		}
		m.up[a], m.down[a] = up, down
	}
}

// relax lowers the arcs up from x to what they cost through a lower node v, for
// every triangle of v, x and a higher node. All arcs up from v are done.
func (c *customizer[W]) relax(x int32) {
	m, ix, space := c.m, c.m.ix, c.space
	below := ix.down[ix.firstDown[x]:ix.firstDown[x+1]]
	first, end := ix.first[x], ix.first[x+1]
	if len(below) == 0 || first == end {
		return
	}
	row := ix.depth[first:end]
	up, down := m.up[first:end], m.down[first:end]
	for i, d := range row {
		space[d] = pair[W]{up[i], down[i]}
	}
	for _, p := range below {
		last := ix.first[ix.tail[p]+1]
		c.through(pair[W]{m.down[p], m.up[p]}, p+1, last)
	}
	for i, d := range row {
		up[i], down[i] = space[d].up, space[d].down
	}
}

// through relaxes with the arcs first..last-1 of a lower node, which is reached
// from the node at hand at cost.up and reaches it at cost.down.
func (c *customizer[W]) through(cost pair[W], first, last int32) {
	m, space := c.m, c.space
	depth := m.ix.depth[first:last]
	up, down := m.up[first:last], m.down[first:last]
	for i, d := range depth {
		at := &space[d]
		at.up = min(at.up, cost.up+up[i])
		at.down = min(at.down, cost.down+down[i])
	}
}
