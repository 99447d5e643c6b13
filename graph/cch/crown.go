package cch

import "slices"

// crown is the part of the tree above the subtrees that workers take one by one.
type crown struct {
	node     []int32 // ascending
	parent   []int32 // per node of the crown: its parent's place in node, or none
	subtrees []task
	above    []int32 // per subtree: the place in node of its root's parent, or none
}

func newCrown(ix *Index) crown {
	c := crown{}
	for _, t := range ix.tasks().tasks {
		if t.subtree {
			c.subtrees = append(c.subtrees, t)
		} else {
			c.node = append(c.node, t.node...)
		}
	}
	slices.Sort(c.node)
	place := func(v int32) int32 {
		i, found := slices.BinarySearch(c.node, ix.parent[v])
		if !found {
			return none
		}
		return int32(i)
	}
	for _, v := range c.node {
		c.parent = append(c.parent, place(v))
	}
	for _, t := range c.subtrees {
		c.above = append(c.above, place(t.hi-1))
	}
	return c
}

// each works on all subtrees, on all workers.
func (l *Loading[W]) each(work func(p *porter[W], subtree int)) {
	inTurn(len(l.crown.subtrees), len(l.porters), func(i, worker int) { work(l.porters[worker], i) })
}

// stand puts the rows of a node of the crown, and of those above it, at the hand of p.
func (l *Loading[W]) stand(p *porter[W], s *side[W], c int32) {
	for ; c != none; c = l.crown.parent[c] {
		level := l.ix.level[l.crown.node[c]]
		p.row[level], p.load[level] = s.row[c], s.load[c]
	}
}

// labelCrown labels the crown, from the root down, and clears its loads.
func (l *Loading[W]) labelCrown() {
	p := l.porters[0]
	for _, s := range []*side[W]{&l.up, &l.down} {
		clear(s.flow)
		for c := len(l.crown.node) - 1; c >= 0; c-- {
			l.stand(p, s, int32(c))
			clear(s.load[c])
			if v := l.crown.node[c]; s.need[v] != none {
				p.label(s, v, l.closed)
			}
		}
	}
	for c, v := range l.crown.node {
		copy(l.label[l.at[v]:l.at[v+1]], l.down.row[c])
	}
}

func (l *Loading[W]) crownOrigins() {
	at := len(l.crown.subtrees)
	l.cost[at], l.lost[at] = 0, none
	for c, v := range l.crown.node {
		l.depart(v, origin[W]{l.up.row[c], l.up.load[c], at})
	}
	l.gather(&l.up)
}

func (l *Loading[W]) crownTargets() {
	for c, v := range l.crown.node {
		l.arrive(v, l.down.load[c])
	}
	l.gather(&l.down)
}

// gather takes in what the subtrees load on the crown, in their order, and carries it
// up the crown.
func (l *Loading[W]) gather(s *side[W]) {
	for i, rows := range s.below {
		for c := l.crown.above[i]; c != none; c = l.crown.parent[c] {
			load := s.load[c]
			for d, x := range rows[l.ix.level[l.crown.node[c]]] {
				load[d] += x
			}
		}
	}
	p := l.porters[0]
	for c, v := range l.crown.node {
		l.stand(p, s, int32(c))
		if s.need[v] != none {
			p.push(s, v)
		}
	}
}
