package cch

import (
	"errors"
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/graph"
)

// check verifies that the arrays of an index make a hierarchy, all but what
// concerns the arcs of the graph, in linear time.
func (ix *Index) check() error {
	for _, check := range []func() error{ix.checkSizes, ix.checkNodes, ix.checkTree, ix.checkArcs, ix.checkChords, ix.checkDown} {
		if err := check(); err != nil {
			return fmt.Errorf("hierarchy: %w", err)
		}
	}
	return nil
}

func (ix *Index) checkSizes() error {
	n, m := len(ix.node), len(ix.head)
	if n >= math.MaxInt32 || m > math.MaxInt32/2 || len(ix.slot) > math.MaxInt32/2 {
		return errors.New("too large")
	}
	for _, a := range []struct {
		array []int32
		want  int
	}{
		{ix.rank, n}, {ix.first, n + 1}, {ix.tail, m}, {ix.depth, m}, {ix.parent, n}, {ix.level, n},
		{ix.least, n}, {ix.firstDown, n + 1}, {ix.down, m}, {ix.firstInput, m + 1},
	} {
		if len(a.array) != a.want {
			return errors.New("arrays differ in length")
		}
	}
	for _, rows := range []struct {
		first []int32
		items int
	}{{ix.first, m}, {ix.firstDown, m}, {ix.firstInput, len(ix.input)}} {
		if !spans(rows.first, rows.items) {
			return errors.New("offsets are out of order")
		}
	}
	return nil
}

// spans reports whether offsets rise from 0 to a number of items.
func spans(first []int32, items int) bool {
	last := int32(0)
	for _, at := range first {
		if at < last {
			return false
		}
		last = at
	}
	return first[0] == 0 && int(last) == items
}

// checkNodes verifies that node and rank are inverse permutations.
func (ix *Index) checkNodes() error {
	for r, v := range ix.node {
		if uint32(v) >= uint32(len(ix.rank)) || ix.rank[v] != int32(r) {
			return fmt.Errorf("place %d of the order is damaged", r)
		}
	}
	return nil
}

// checkTree verifies that the parents make a forest in postorder, with its
// levels and subtrees.
func (ix *Index) checkTree() error {
	n := int32(len(ix.node))
	way := make([]int32, 0, 1024) // from a root to the node at hand
	height := int32(0)
	for v := n - 1; v >= 0; v-- {
		level := ix.level[v]
		if level < 0 || int(level) > len(way) {
			return fmt.Errorf("node %d is at the wrong level", v)
		}
		for _, done := range way[level:] {
			if ix.least[done] != v+1 {
				return fmt.Errorf("node %d has the wrong subtree", done)
			}
		}
		way = way[:level]
		parent := int32(none)
		if level > 0 {
			parent = way[level-1]
		}
		if ix.parent[v] != parent {
			return fmt.Errorf("node %d has the wrong parent", v)
		}
		way = append(way, v)
		height = max(height, level+1)
	}
	for _, done := range way {
		if ix.least[done] != 0 {
			return fmt.Errorf("node %d has the wrong subtree", done)
		}
	}
	if ix.height != height {
		return errors.New("wrong height")
	}
	return nil
}

// checkArcs verifies the rows: heads ascending, the first of them the parent.
func (ix *Index) checkArcs() error {
	n := int32(len(ix.node))
	for v := range n {
		first, end := ix.first[v], ix.first[v+1]
		last := v
		for a := first; a < end; a++ {
			w := ix.head[a]
			if w <= last || w >= n || ix.tail[a] != v || ix.depth[a] != ix.level[w] {
				return fmt.Errorf("arc %d is damaged", a)
			}
			last = w
		}
		if (first == end) != (ix.parent[v] == none) || first < end && ix.head[first] != ix.parent[v] {
			return fmt.Errorf("node %d has the wrong parent", v)
		}
	}
	return nil
}

// checkChords verifies that the upper neighbours of a node are, but for its
// parent, upper neighbours of its parent. All triangles follow.
func (ix *Index) checkChords() error {
	for v, p := range ix.parent {
		if p == none {
			continue
		}
		above := ix.head[ix.first[p]:ix.first[p+1]]
		for _, w := range ix.head[ix.first[v]+1 : ix.first[v+1]] {
			for len(above) > 0 && above[0] < w {
				above = above[1:]
			}
			if len(above) == 0 || above[0] != w {
				return fmt.Errorf("node %d lacks an arc", p)
			}
		}
	}
	return nil
}

// checkDown verifies that every arc is in the list of its head, by tail.
func (ix *Index) checkDown() error {
	for v := range ix.node {
		last := int32(none)
		for _, a := range ix.down[ix.firstDown[v]:ix.firstDown[v+1]] {
			if a <= last || int(a) >= len(ix.head) || ix.head[a] != int32(v) {
				return fmt.Errorf("arcs down from node %d are damaged", v)
			}
			last = a
		}
	}
	return nil
}

// checkInput verifies which arc of the graph belongs to which of the hierarchy.
func (ix *Index) checkInput(g *graph.Graph) error {
	if g.NodeCount() != len(ix.node) || g.ArcCount() != len(ix.slot) {
		return errors.New("the hierarchy is of another network")
	}
	for a := range ix.head {
		last := int32(none)
		for _, in := range ix.input[ix.firstInput[a]:ix.firstInput[a+1]] {
			if in <= last || int(in>>1) >= len(ix.slot) || ix.slot[in>>1] != int32(a)<<1|in&1 {
				return fmt.Errorf("arc %d stands for the wrong arcs of the network", a)
			}
			last = in
		}
	}
	used := 0
	for v := range graph.NodeID(g.NodeCount()) {
		a, end := g.OutArcs(v)
		for ; a < end; a++ {
			from, to := ix.rank[v], ix.rank[g.Head(a)]
			if !ix.holds(ix.slot[a], from, to) {
				return fmt.Errorf("arc %d of the network is at the wrong place in the hierarchy", a)
			}
			if from != to {
				used++
			}
		}
	}
	if used != len(ix.input) {
		return errors.New("the hierarchy lacks arcs of the network")
	}
	return nil
}

// holds reports whether a slot is that of an arc between two places.
func (ix *Index) holds(slot, from, to int32) bool {
	if from == to {
		return slot == none
	}
	if slot < 0 || int(slot>>1) >= len(ix.head) {
		return false
	}
	tail, head := ix.tail[slot>>1], ix.head[slot>>1]
	if slot&1 == 1 {
		tail, head = head, tail
	}
	return tail == from && head == to
}
