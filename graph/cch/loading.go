package cch

import (
	"cmp"
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// Trip is a flow from one node to another.
type Trip struct {
	From, To graph.NodeID
	Flow     float64
}

// Loading puts a set of trips on shortest paths, all at once: all-or-nothing
// assignment. What the trips need of the hierarchy is found once; every
// [Loading.Run] then takes another metric.
//
// No trip is searched for alone. The distances from a node to those above it, its
// label, follow from the labels of its upper neighbours, so that one pass down the
// tree makes them all; a trip is the least sum of two labels, down to where the two
// ways from the root part. Then flow runs the same way back: up the tree, gathered
// by node and depth of destination, onto the arcs of the hierarchy, and from these,
// the highest first, onto the arcs that they stand for. Nothing is unpacked twice.
//
// A Loading reuses its memory: one goroutine at a time may run it.
type Loading[W Weight] struct {
	ix       *Index
	closed   W
	apart    int32   // a trip between different trees, or none
	trips    []trip  // by place of origin
	byTarget []int32 // trips by place of target
	up, down side[W]
	label    []W   // of the targets
	at       []int // per place: where its label begins
	crown    crown
	porters  []*porter[W] // per worker
	cost     []float64    // per subtree, and of the crown
	lost     []int32      // per subtree, and of the crown: a trip without a path, or none
}

// trip is a Trip between places.
type trip struct {
	from, to int32
	level    int32 // of the lowest node above both, or none
	meet     int32 // level at which the last path turned
	number   int32 // as given
	flow     float64
}

// side is what there is once for the origins and once for the targets.
type side[W Weight] struct {
	half  *half[W]
	first []int32   // per place: the first trip that begins there, or ends
	need  []int32   // per place: the last level that its label must have, or none
	flow  []float64 // per arc of the index

	row   [][]W         // per node of the crown: its label
	load  [][]float64   // per node of the crown: flow from there to each level
	below [][][]float64 // per subtree and level: what it loads on the node there
}

// NewLoading prepares trips for any metric of ix. Run works on a number of
// goroutines, 0 means one per core, on which its result does not depend. Time is
// proportional to the trips and the height of the tree.
func NewLoading[W Weight](ix *Index, trips []Trip, workers int) *Loading[W] {
	l := &Loading[W]{ix: ix, apart: none, trips: make([]trip, len(trips)), byTarget: make([]int32, len(trips))}
	for i, t := range trips {
		from, to := ix.rank[t.From], ix.rank[t.To]
		l.trips[i] = trip{from: from, to: to, level: ix.fork(from, to), number: int32(i), flow: t.Flow}
		l.byTarget[i] = int32(i)
		if l.trips[i].level == none {
			l.apart = int32(i)
		}
	}
	slices.SortFunc(l.trips, func(a, b trip) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.number, b.number))
	})
	slices.SortStableFunc(l.byTarget, func(a, b int32) int { return cmp.Compare(l.trips[a].to, l.trips[b].to) })
	l.crown = newCrown(ix)
	l.up, l.down = l.newSide(func(t *trip) int32 { return t.from }), l.newSide(func(t *trip) int32 { return t.to })
	l.at = make([]int, len(ix.node)+1)
	for v := range ix.node {
		keep := int32(none)
		for _, i := range l.byTarget[l.down.first[v]:l.down.first[v+1]] {
			keep = max(keep, l.trips[i].level)
		}
		l.at[v+1] = l.at[v] + int(keep) + 1
	}
	l.label = make([]W, l.at[len(ix.node)])
	for range min(workersOr(workers), len(l.crown.subtrees)+1) {
		l.porters = append(l.porters, newPorter[W](ix))
	}
	l.cost, l.lost = make([]float64, len(l.crown.subtrees)+1), make([]int32, len(l.crown.subtrees)+1)
	return l
}

// fork returns the level of the lowest node above both, or none.
func (ix *Index) fork(a, b int32) int32 {
	for a != b {
		if a > b {
			a, b = b, a
		}
		if a = ix.parent[a]; a == none {
			return none
		}
	}
	return ix.level[a]
}

// newSide counts the trips at every node, and finds the levels that labels need: that
// of the upper neighbours of a node are made of those of its own.
func (l *Loading[W]) newSide(end func(*trip) int32) side[W] {
	ix := l.ix
	s := side[W]{first: make([]int32, len(ix.node)+1), need: filled([]int32(nil), len(ix.node), none), flow: make([]float64, len(ix.head))}
	for i := range l.trips {
		t := &l.trips[i]
		s.first[end(t)+1]++
		s.need[end(t)] = max(s.need[end(t)], t.level)
	}
	for v, up := range ix.parent {
		s.first[v+1] += s.first[v]
		if up != none {
			s.need[up] = max(s.need[up], min(s.need[v], ix.level[up]))
		}
	}
	for _, v := range l.crown.node {
		s.row, s.load = append(s.row, make([]W, s.need[v]+1)), append(s.load, make([]float64, s.need[v]+1))
	}
	for i := range l.crown.subtrees {
		var rows [][]float64
		for c := l.crown.above[i]; c != none; c = l.crown.parent[c] {
			rows = append(rows, make([]float64, s.need[l.crown.node[c]]+1))
		}
		slices.Reverse(rows)
		s.below = append(s.below, rows)
	}
	return s
}

// Run loads the trips onto the shortest paths of a metric of the same index. It fills
// flows, per arc of the graph, and returns what the trips cost together. Of equal
// paths each trip takes one. When some trip finds no path, ok is false and lost
// is the number of such a trip.
//
// The result is the same to the bit on any number of goroutines.
func (l *Loading[W]) Run(m *Metric[W], flows []float64) (cost float64, lost int, ok bool) {
	if m.ix != l.ix || len(flows) != len(l.ix.slot) {
		panic("cch: a metric of another index, or not one flow per arc of the graph")
	}
	if l.apart != none {
		return 0, int(l.apart), false
	}
	l.up.half, l.down.half, l.closed = &m.upward, &m.downward, m.closed
	l.labelCrown()
	l.each(l.labelTargets)
	l.each(l.fromOrigins)
	l.crownOrigins()
	for i, number := range l.lost {
		if number != none {
			return 0, int(number), false
		}
		cost += l.cost[i]
	}
	l.each(l.toTargets)
	l.crownTargets()
	l.open(m, flows)
	return cost, 0, true
}
