package cch

import (
	"runtime"
	"slices"
	"sync"

	"github.com/corredor-geo/corredor/graph"
)

// indexEnds notes the lower end of every arc and the depth of the upper.
func (ix *Index) indexEnds() {
	ix.tail, ix.depth = make([]int32, len(ix.head)), make([]int32, len(ix.head))
	for v := range int32(len(ix.node)) {
		for a := ix.first[v]; a < ix.first[v+1]; a++ {
			ix.tail[a], ix.depth[a] = v, ix.level[ix.head[a]]
		}
	}
}

func (ix *Index) indexDown() {
	n := len(ix.node)
	ix.firstDown, ix.down = make([]int32, n+1), make([]int32, len(ix.head))
	for _, w := range ix.head {
		ix.firstDown[w+1]++
	}
	for v := range n {
		ix.firstDown[v+1] += ix.firstDown[v]
	}
	next := slices.Clone(ix.firstDown[:n])
	for a, w := range ix.head {
		ix.down[next[w]] = int32(a)
		next[w]++
	}
}

// indexInput finds the arc that each arc of the graph belongs to.
func (ix *Index) indexInput(g *graph.Graph) {
	ix.slot = make([]int32, g.ArcCount())
	inParts(g.NodeCount(), func(lo, hi int) { ix.findSlots(g, graph.NodeID(lo), graph.NodeID(hi)) })
	ix.firstInput = make([]int32, len(ix.head)+1)
	for _, slot := range ix.slot {
		if slot != none {
			ix.firstInput[slot>>1+1]++
		}
	}
	for a := range ix.head {
		ix.firstInput[a+1] += ix.firstInput[a]
	}
	ix.input = make([]int32, ix.firstInput[len(ix.head)])
	next := slices.Clone(ix.firstInput[:len(ix.head)])
	for a, slot := range ix.slot {
		if slot != none {
			ix.input[next[slot>>1]] = int32(a)<<1 | slot&1
			next[slot>>1]++
		}
	}
}

// findSlots finds the arcs that the arcs out of the nodes lo <= v < hi belong to.
func (ix *Index) findSlots(g *graph.Graph, lo, hi graph.NodeID) {
	for v := lo; v < hi; v++ {
		from := ix.rank[v]
		for a, end := g.OutArcs(v); a < end; a++ {
			switch to := ix.rank[g.Head(a)]; {
			case from < to:
				ix.slot[a] = ix.arc(from, to) << 1
			case from > to:
				ix.slot[a] = ix.arc(to, from)<<1 | 1
			default:
				ix.slot[a] = none
			}
		}
	}
}

// inParts divides 0 <= i < n into a range per core, all worked on at once.
func inParts(n int, work func(lo, hi int)) {
	var group sync.WaitGroup
	parts := runtime.GOMAXPROCS(0)
	for i := range parts {
		group.Go(func() { work(i*n/parts, (i+1)*n/parts) })
	}
	group.Wait()
}

// arc returns the arc from v up to w, or none.
func (ix *Index) arc(v, w int32) int32 {
	first, end := ix.first[v], ix.first[v+1]
	if end-first > 16 {
		if i, ok := slices.BinarySearch(ix.head[first:end], w); ok {
			return first + int32(i)
		}
		return none
	}
	for a := first; a < end; a++ { // faster in short rows, and most are
		if ix.head[a] == w {
			return a
		}
	}
	return none
}
