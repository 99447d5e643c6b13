package cch

import (
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// adjacency is an undirected simple graph: the neighbours of v, ascending, are
// to[first[v]:first[v+1]].
type adjacency struct {
	first, to []int32
}

func (a adjacency) count() int32               { return int32(len(a.first) - 1) }
func (a adjacency) neighbours(v int32) []int32 { return a.to[a.first[v]:a.first[v+1]] }

// undirected forgets direction, loops and parallel arcs. Linear but for sorting
// each node's few neighbours.
func undirected(g *graph.Graph) adjacency {
	n := int32(g.NodeCount())
	first := make([]int32, n+1)
	eachEdge(g, func(tail, _ int32) { first[tail+1]++ })
	for v := range n {
		first[v+1] += first[v]
	}
	to := make([]int32, first[n])
	next := slices.Clone(first[:n])
	eachEdge(g, func(tail, head int32) {
		to[next[tail]] = head
		next[tail]++
	})
	return adjacency{first, to}.simplify()
}

// eachEdge visits every arc that is no loop, in both directions.
func eachEdge(g *graph.Graph, visit func(tail, head int32)) {
	for v := range int32(g.NodeCount()) {
		a, end := g.OutArcs(graph.NodeID(v))
		for ; a < end; a++ {
			if head := int32(g.Head(a)); head != v {
				visit(v, head)
				visit(head, v)
			}
		}
	}
}

// simplify sorts every row and drops repeated neighbours, in place.
func (a adjacency) simplify() adjacency {
	inParts(int(a.count()), func(lo, hi int) {
		for v := lo; v < hi; v++ {
			slices.Sort(a.neighbours(int32(v)))
		}
	})
	kept := int32(0)
	begin := int32(0)
	for v := range a.count() {
		row := a.to[begin:a.first[v+1]]
		begin = a.first[v+1]
		a.first[v] = kept
		for i, w := range row {
			if i == 0 || w != row[i-1] {
				a.to[kept] = w
				kept++
			}
		}
	}
	a.first[a.count()] = kept
	return adjacency{a.first, a.to[:kept]}
}
