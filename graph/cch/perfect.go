package cch

import "sync"

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
	halves := [2]func(){
		func() { m.upward = keep(m.ix, m.up, perfect.up, m.closed) },
		func() { m.downward = keep(m.ix, m.down, perfect.down, m.closed) },
	}
	if m.workers == 1 {
		halves[0]()
		halves[1]()
		return
	}
	var group sync.WaitGroup
	group.Go(halves[0])
	group.Go(halves[1])
	group.Wait()
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
	depth, up, down := m.ix.depth[p+1:end], m.up[p+1:end], m.down[p+1:end]
	up, down = up[:len(depth)], down[:len(depth)]
	yDepth, yUp, yDown := m.ix.depth[upper:], m.up[upper:], m.down[upper:]
	toY, fromY := m.up[p], m.down[p]
	at := 0
	for i, d := range depth {
		for yDepth[at] != d {
			at++
		}
		toZ, fromZ := min(up[i], toY+yUp[at]), min(down[i], fromY+yDown[at])
		toY, fromY = min(toY, toZ+yDown[at]), min(fromY, fromZ+yUp[at])
		up[i], down[i] = toZ, fromZ
		at++
	}
	m.up[p], m.down[p] = toY, fromY
}

// keep returns the search graph of the arcs whose weight is already perfect.
func keep[W Weight](ix *Index, weight, perfect []W, closed W) half[W] {
	n := len(ix.node)
	perfect = perfect[:len(weight)]
	count := 0
	for a, w := range weight {
		if w == perfect[a] && w < closed {
			count++
		}
	}
	kept := half[W]{
		first: make([]int32, n+1),
		depth: make([]int32, count), weight: make([]W, count), arc: make([]int32, count),
	}
	at := int32(0)
	for v := range n {
		for a := ix.first[v]; a < ix.first[v+1]; a++ {
			if w := weight[a]; w == perfect[a] && w < closed {
				kept.depth[at], kept.weight[at], kept.arc[at] = ix.depth[a], w, a
				at++
			}
		}
		kept.first[v+1] = at
	}
	return kept
}
