package cch

// labelTargets labels the nodes of a subtree and keeps the labels of targets.
func (l *Loading[W]) labelTargets(p *porter[W], subtree int) {
	s, t := &l.down, &l.crown.subtrees[subtree]
	l.stand(p, s, l.crown.above[subtree])
	for v := t.hi - 1; v >= t.lo; v-- {
		if s.need[v] == none {
			continue
		}
		p.own(s, v)
		p.label(s, v, l.closed)
		copy(l.label[l.at[v]:l.at[v+1]], p.row[l.ix.level[v]])
	}
}

// fromOrigins finds where the trips that begin in a subtree turn, and brings them there.
func (l *Loading[W]) fromOrigins(p *porter[W], subtree int) {
	l.cost[subtree], l.lost[subtree] = 0, none
	l.handOn(p, &l.up, subtree)
	p.tour(&l.up, &l.crown.subtrees[subtree], l.closed, func(v int32) {
		level := l.ix.level[v]
		l.depart(v, origin[W]{p.row[level], p.load[level], subtree})
	})
}

// toTargets brings the trips that end in a subtree to where they turn.
func (l *Loading[W]) toTargets(p *porter[W], subtree int) {
	l.handOn(p, &l.down, subtree)
	p.tour(&l.down, &l.crown.subtrees[subtree], l.closed, func(v int32) { l.arrive(v, p.load[l.ix.level[v]]) })
}

// handOn has p load the crown with what a subtree hands on, apart from the others.
func (l *Loading[W]) handOn(p *porter[W], s *side[W], subtree int) {
	l.stand(p, s, l.crown.above[subtree])
	for level, row := range s.below[subtree] {
		clear(row)
		p.load[level] = row
	}
}

// origin is a node where trips begin.
type origin[W Weight] struct {
	row  []W
	load []float64
	at   int // subtree, for the sums
}

// depart finds the level at which the trips from v turn: where the sum of the two labels
// is least.
func (l *Loading[W]) depart(v int32, o origin[W]) {
	for i := l.up.first[v]; i < l.up.first[v+1]; i++ {
		t := &l.trips[i]
		row, label := o.row[:t.level+1], l.label[l.at[t.to]:]
		best := leastSum(row, label, l.closed)
		if best >= l.closed {
			l.lost[o.at] = t.number
			return
		}
		t.meet = meeting(row, label[:len(row)], best)
		o.load[t.meet] += t.flow
		l.cost[o.at] += float64(t.flow * float64(best))
	}
}

// arrive loads the trips to v.
func (l *Loading[W]) arrive(v int32, load []float64) {
	for _, i := range l.byTarget[l.down.first[v]:l.down.first[v+1]] {
		load[l.trips[i].meet] += l.trips[i].flow
	}
}
