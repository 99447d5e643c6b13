package cch

// porter carries labels down the tree and flow up. It is the memory of one worker. All
// nodes that a node depends on lie on its way to the root, so rows are kept by level.
type porter[W Weight] struct {
	ix      *Index
	row     [][]W       // per level of the way at hand: the label of the node
	load    [][]float64 // per level of the way at hand: flow from the node to each level
	ownRow  [][]W       // memory
	ownLoad [][]float64
	chain   []int32
	space   []wanted[W] // per level
}

func newPorter[W Weight](ix *Index) *porter[W] {
	p := &porter[W]{ix: ix, space: make([]wanted[W], ix.height)}
	p.row, p.ownRow = make([][]W, ix.height), make([][]W, ix.height)
	p.load, p.ownLoad = make([][]float64, ix.height), make([][]float64, ix.height)
	return p
}

// own readies rows of the porter for node v, the load empty.
func (p *porter[W]) own(s *side[W], v int32) {
	level, size := p.ix.level[v], int(s.need[v])+1
	if cap(p.ownRow[level]) < size {
		p.ownRow[level], p.ownLoad[level] = make([]W, size), make([]float64, size)
	}
	p.row[level], p.load[level] = p.ownRow[level][:size], p.ownLoad[level][:size]
	clear(p.load[level])
}

// via is the label of an upper neighbour, and the cost of getting there.
type via[W Weight] struct {
	row  []W
	cost W
}

// label makes the label of v of those of its upper neighbours, two at a time.
func (p *porter[W]) label(s *side[W], v int32, closed W) {
	level, need := p.ix.level[v], s.need[v]
	row := p.row[level]
	for i := range row {
		row[i] = closed
	}
	if need == level {
		row[need] = 0
	}
	first, end := s.half.first[v], s.half.first[v+1]
	depth, weight := s.half.depth[first:end], s.half.weight[first:end]
	over := func(i int) via[W] { return via[W]{p.row[depth[i]][:min(depth[i], need)+1], weight[i]} }
	i := 0
	for ; i+1 < len(depth); i += 2 {
		far, near := over(i), over(i+1) // depths fall along a row
		lowerBoth(row, far, near)
		far.row = far.row[len(near.row):]
		lower(row[len(near.row):], far)
	}
	if i < len(depth) {
		lower(row, over(i))
	}
}

// lower lowers a row to what it costs by way of an upper neighbour.
func lower[W Weight](row []W, a via[W]) {
	row = row[:len(a.row)]
	for i, w := range a.row {
		row[i] = min(row[i], a.cost+w)
	}
}

// lowerBoth does so by way of two, as far as b is known.
func lowerBoth[W Weight](row []W, a, b via[W]) {
	row, other := row[:len(b.row)], a.row[:len(b.row)]
	for i, w := range b.row {
		row[i] = min(row[i], min(a.cost+other[i], b.cost+w))
	}
}

// push carries the flow of v on to its upper neighbours, and notes it on the arcs.
func (p *porter[W]) push(s *side[W], v int32) {
	level := p.ix.level[v]
	row, load := p.row[level], p.load[level]
	first, end := s.half.first[v], s.half.first[v+1]
	depth, weight := s.half.depth[first:end], s.half.weight[first:end]
	for d, x := range load[:min(len(load), int(level))] {
		if x == 0 {
			continue
		}
		for i, up := range depth {
			if int(up) >= d && weight[i]+p.row[up][d] == row[d] {
				s.flow[s.half.arcOf(first+int32(i))] += x
				p.load[up][d] += x
				break
			}
		}
	}
}

// tour enters every node of a subtree, labelled, before those below it, and leaves
// it after them, its flow complete.
func (p *porter[W]) tour(s *side[W], t *task, closed W, enter func(v int32)) {
	ix := p.ix
	for v := t.lo; v < t.hi; v++ {
		p.chain = p.chain[:0]
		for x := v; x < t.hi && x != none && ix.least[x] == v; x = ix.parent[x] {
			if s.need[x] != none {
				p.chain = append(p.chain, x)
			}
		}
		for i := len(p.chain) - 1; i >= 0; i-- {
			x := p.chain[i]
			p.own(s, x)
			p.label(s, x, closed)
			enter(x)
		}
		if s.need[v] != none {
			p.push(s, v)
		}
	}
}
