package cch

// makePerfect lowers every arc to the true distance between its ends, and keeps
// for queries only the arcs that were that already: the others are no shortest
// path, and some detour over kept arcs is. Dibbelt et al., section 6.3.
//
// Let x be a node, y and z upper neighbours of it, and the arc y-z be perfect.
// The path from x to y either stays below y, and is the customized arc, or goes
// first over the customized arc to some z. So rows are done from the roots down.
func (m *Metric[W]) makePerfect() {
	perfect := &Metric[W]{ix: m.ix, closed: m.closed}
	perfect.up, perfect.down = make([]W, len(m.up)), make([]W, len(m.down))
	m.ix.tasks().downwards(m.workers, func(_ int, t *task) {
		t.eachDown(func(x int32) { perfect.perfectRow(m, x) })
	})
	m.upward = keep(m.ix, m.up, perfect.up, m.closed)
	m.downward = keep(m.ix, m.down, perfect.down, m.closed)
}

// perfectRow takes the triangles of x with two upper neighbours y < z.
func (m *Metric[W]) perfectRow(customized *Metric[W], x int32) {
	ix := m.ix
	first, end := ix.first[x], ix.first[x+1]
	copy(m.up[first:end], customized.up[first:end])
	copy(m.down[first:end], customized.down[first:end])
	for p := first; p < end-1; p++ {
		y := ix.head[p]
		m.aroundPair(p, end, ix.first[y])
	}
}

// aroundPair relaxes the arc p, to y, and the arcs p+1 .. end-1, to higher nodes
// z, with each other over the arcs y-z, which begin at upper.
func (m *Metric[W]) aroundPair(p, end, upper int32) {
	depth := m.ix.depth
	up, down := m.up[p], m.down[p]
	for q := p + 1; q < end; q++ {
		for depth[upper] != depth[q] {
			upper++
		}
		zUp, zDown := m.up[q], m.down[q]
		yzUp, yzDown := m.up[upper], m.down[upper]
		if w := up + yzUp; w < zUp {
			zUp = w
			m.up[q] = w
		}
		if w := down + yzDown; w < zDown {
			zDown = w
			m.down[q] = w
		}
		up = min(up, zUp+yzDown)
		down = min(down, zDown+yzUp)
		upper++
	}
	m.up[p], m.down[p] = up, down
}

// keep returns the search graph of the arcs whose weight is already perfect.
func keep[W Weight](ix *Index, weight, perfect []W, closed W) half[W] {
	n := len(ix.node)
	kept := half[W]{first: make([]int32, n+1)}
	count := 0
	for a, w := range weight {
		if w == perfect[a] && w < closed {
			count++
		}
	}
	kept.depth, kept.weight, kept.arc = make([]int32, 0, count), make([]W, 0, count), make([]int32, 0, count)
	for v := range n {
		for a := ix.first[v]; a < ix.first[v+1]; a++ {
			if w := weight[a]; w == perfect[a] && w < closed {
				kept.depth = append(kept.depth, ix.depth[a])
				kept.weight = append(kept.weight, w)
				kept.arc = append(kept.arc, a)
			}
		}
		kept.first[v+1] = int32(len(kept.arc))
	}
	return kept
}
