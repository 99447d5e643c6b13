package cch

import (
	"slices"
	"sync"

	"github.com/corredor-geo/corredor/graph"
)

// Index is the weightless part of a hierarchy: the chordal supergraph of a
// network under an order, and its elimination tree. It is immutable and safe
// for any number of goroutines.
//
// Nodes are numbered by their place in the order, rearranged, without changing
// the hierarchy, so that every subtree of the elimination tree is a range that
// ends with its root. An arc runs from a node up to a later one, and stands for
// both directions of travel.
type Index struct {
	node []int32 // per place: the node of the graph
	rank []int32 // per node of the graph: its place

	first  []int32 // arcs of v are first[v] .. first[v+1]-1, by ascending head
	head   []int32 // per arc: upper end
	tail   []int32 // per arc: lower end
	depth  []int32 // per arc: depth of its head in the elimination tree
	parent []int32 // per node: its lowest upper neighbour, or none
	level  []int32 // per node: depth in the elimination tree; roots have 0
	least  []int32 // per node: the first node of its subtree

	firstDown []int32 // arcs down from v are down[firstDown[v]:firstDown[v+1]]
	down      []int32 // arcs by head, then by tail

	firstInput []int32 // graph arcs of arc a are input[firstInput[a]:firstInput[a+1]]
	input      []int32 // graph arc<<1 | 1 if it runs down
	slot       []int32 // per graph arc: arc<<1 | 1 if it runs down; none for loops

	height int32 // nodes on the longest way to a root

	planOnce sync.Once
	plan     *plan
}

// NodeCount returns the number of nodes, that of the graph.
func (ix *Index) NodeCount() int { return len(ix.node) }

// ArcCount returns the number of arcs of the graph.
func (ix *Index) ArcCount() int { return len(ix.slot) }

// tasks returns the division of the tree for parallel work, made on first use.
func (ix *Index) tasks() *plan {
	ix.planOnce.Do(func() { ix.plan = newPlan(ix) })
	return ix.plan
}

// New builds the hierarchy of g under an order. It panics when the order is not
// a permutation of the nodes.
func New(g *graph.Graph, order Order) *Index {
	n := g.NodeCount()
	if len(order) != n {
		panic("cch: the order is not one of this graph")
	}
	ix := &Index{node: make([]int32, n), rank: filled([]int32(nil), n, none)}
	for i, v := range order {
		if ix.rank[v] != none {
			panic("cch: the order names a node twice")
		}
		ix.rank[v] = int32(i)
	}
	adj := undirected(g)
	ix.eliminationTree(adj)
	ix.factor(adj)
	var group sync.WaitGroup
	group.Go(ix.indexEnds)
	group.Go(ix.indexDown)
	ix.indexInput(g)
	group.Wait()
	return ix
}

// eliminationTree finds the parents by union of paths, then renumbers the nodes
// in postorder. J. W. H. Liu, "The role of elimination trees in sparse
// factorization", SIAM J. Matrix Anal. Appl. 11(1), 1990, doi:10.1137/0611010.
func (ix *Index) eliminationTree(adj adjacency) {
	n := len(ix.rank)
	byRank := make([]int32, n)
	for v, r := range ix.rank {
		byRank[r] = int32(v)
	}
	parent, root := filled([]int32(nil), n, none), filled([]int32(nil), n, none)
	for r, v := range byRank {
		for _, w := range adj.neighbours(v) {
			below := ix.rank[w]
			for below < int32(r) {
				up := root[below]
				root[below] = int32(r) // shortcut
				if up == none {
					parent[below] = int32(r)
					break
				}
				if up == int32(r) {
					break
				}
				below = up
			}
		}
	}
	ix.postorder(parent, byRank)
}

// postorder renumbers by depth-first search, a node's largest subtree last: the
// way up from most nodes then runs through neighbouring memory.
func (ix *Index) postorder(parent, byRank []int32) {
	n := int32(len(parent))
	end, size := ranges(parent)
	ix.parent, ix.level, ix.least = make([]int32, n), make([]int32, n), make([]int32, n)
	for v := n - 1; v >= 0; v-- {
		at := end[v] - 1
		ix.node[at] = byRank[v]
		ix.rank[byRank[v]] = at
		ix.least[at] = end[v] - size[v]
		ix.parent[at] = none
		if p := parent[v]; p != none {
			ix.parent[at] = end[p] - 1
			ix.level[at] = ix.level[end[p]-1] + 1
		}
		ix.height = max(ix.height, ix.level[at]+1)
	}
}

// ranges returns the end and the size of the range of every subtree. Children
// come before parents in the numbering, and a parent's range is divided among
// its children when they are visited from the top.
func ranges(parent []int32) (end, size []int32) {
	n := len(parent)
	size = filled([]int32(nil), n, int32(1))
	heavy := filled([]int32(nil), n, int32(none)) // the child with the largest subtree
	for v, p := range parent {
		if p == none {
			continue
		}
		size[p] += size[v]
		if heavy[p] == none || size[v] > size[heavy[p]] {
			heavy[p] = int32(v)
		}
	}
	end = make([]int32, n)
	free, roots := make([]int32, n), int32(0) // first free place of a range, and of all
	for v := n - 1; v >= 0; v-- {
		begin := &roots
		if p := parent[v]; p != none {
			begin = &free[p]
			if heavy[p] == int32(v) {
				last := end[p] - 1 - size[v]
				begin = &last
			}
		}
		free[v] = *begin
		*begin += size[v]
		end[v] = *begin
	}
	return end, size
}

// factor finds the upper neighbours of every node: those in the network and
// those of its children in the tree.
func (ix *Index) factor(adj adjacency) {
	n := int32(len(ix.node))
	ix.first, ix.head = make([]int32, n+1), make([]int32, 0, len(adj.to)/4*7)
	seen := filled([]int32(nil), int(n), none)
	child, sibling := filled([]int32(nil), int(n), none), make([]int32, n)
	for v := range n {
		begin := len(ix.head)
		add := func(w int32) {
			if w > v && seen[w] != v {
				seen[w] = v
				ix.head = append(ix.head, w)
			}
		}
		for _, w := range adj.neighbours(ix.node[v]) {
			add(ix.rank[w])
		}
		for c := child[v]; c != none; c = sibling[c] {
			for _, w := range ix.head[ix.first[c]:ix.first[c+1]] {
				add(w)
			}
		}
		slices.Sort(ix.head[begin:])
		ix.first[v+1] = int32(len(ix.head))
		if p := ix.parent[v]; p != none {
			sibling[v], child[p] = child[p], v
		}
	}
	ix.head = slices.Clip(ix.head)
}

// Quality measures a hierarchy: all of its costs follow from these.
type Quality struct {
	Arcs      int // of the chordal supergraph
	Height    int // of the elimination tree, in nodes
	Triangles int // lower triangles, the work of a customization
	// MeanNodes and MeanArcs are the mean search space of a query: nodes on
	// the way to the root, and arcs up from them.
	MeanNodes, MeanArcs float64
}

// Quality measures the index in linear time.
func (ix *Index) Quality() Quality {
	q := Quality{Arcs: len(ix.head), Height: int(ix.height)}
	n := len(ix.node)
	space := make([]int, n)
	nodes, arcs := 0, 0
	for v := n - 1; v >= 0; v-- {
		degree := int(ix.first[v+1] - ix.first[v])
		q.Triangles += degree * (degree - 1) / 2
		space[v] = degree
		if p := ix.parent[v]; p != none {
			space[v] += space[p]
		}
		nodes += int(ix.level[v]) + 1
		arcs += space[v]
	}
	if n > 0 {
		q.MeanNodes, q.MeanArcs = float64(nodes)/float64(n), float64(arcs)/float64(n)
	}
	return q
}
