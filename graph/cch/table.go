package cch

import (
	"sync"
	"sync/atomic"

	"github.com/corredor-geo/corredor/graph"
)

// Table answers distances and paths between any place and a fixed set of places,
// its columns. The climb from every column to the root is done once and kept,
// distances by depth. A row is one more climb, and a cell the least sum of two
// short arrays: the part of the way to the root that row and column share.
//
// A Table is immutable and safe for any number of goroutines, each with its own
// [Row]. It takes one distance and 4 bytes per column and level of its node.
type Table[W Weight] struct {
	m       *Metric[W]
	columns int
	way     int32 // 0: columns are targets; 1: they are sources
	label   []label[W]
	first   []int32 // labels of column c are label[first[c]:first[c+1]]
}

// label is the finished climb from one group of seeds of a column.
type label[W Weight] struct {
	bottom int32
	climb[W]
}

// PinTargets prepares a table whose columns are targets.
func (m *Metric[W]) PinTargets(targets [][]Seed[W]) *Table[W] { return m.pin(targets, 0) }

// PinSources prepares a table whose columns are sources.
func (m *Metric[W]) PinSources(sources [][]Seed[W]) *Table[W] { return m.pin(sources, 1) }

// Places makes a place of one seed without cost from every node.
func Places[W Weight](nodes []graph.NodeID) [][]Seed[W] {
	seeds, places := make([]Seed[W], len(nodes)), make([][]Seed[W], len(nodes))
	for i, n := range nodes {
		seeds[i].Node = n
		places[i] = seeds[i : i+1 : i+1]
	}
	return places
}

func (m *Metric[W]) pin(places [][]Seed[W], way int32) *Table[W] {
	t := &Table[W]{m: m, columns: len(places), way: way, first: make([]int32, 1, len(places)+1)}
	work := newClimb(m)
	half := t.half(1)
	for _, seeds := range places {
		work.arrange(m.ix, seeds)
		for group, bottom := range work.bottom {
			work.begin(m, seeds, int32(group))
			work.ascend(half, m, bottom)
			t.label = append(t.label, label[W]{bottom, work.upTo(m.ix.level[bottom] + 1)})
		}
		t.first = append(t.first, int32(len(t.label)))
	}
	return t
}

// half returns what rows (0) or columns (1) climb.
func (t *Table[W]) half(of int32) *half[W] {
	if of == t.way {
		return &t.m.upward
	}
	return &t.m.downward
}

// ascend relaxes all nodes from the bottom of a group to the root.
func (c *climb[W]) ascend(h *half[W], m *Metric[W], bottom int32) {
	for v := bottom; v != none; v = m.ix.parent[v] {
		if d := m.ix.level[v]; c.dist[d] < m.closed {
			c.relax(h, v, d)
		}
	}
}

// upTo returns a copy of the first levels of a climb.
func (c *climb[W]) upTo(levels int32) climb[W] {
	return climb[W]{
		dist:  append([]W(nil), c.dist[:levels]...),
		entry: append([]int32(nil), c.entry[:levels]...),
		seed:  append([]int32(nil), c.seed[:levels]...),
	}
}

// Each computes the row of every place on several goroutines (0 means one per
// core) and calls visit with its number and the row, which is valid during the
// call. Calls come in no order, and at the same time.
func (t *Table[W]) Each(places [][]Seed[W], workers int, visit func(i int, row *Row[W])) {
	const batch = 16 // rows taken at a time
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(workersOr(workers), len(places)/batch+1) {
		group.Go(func() {
			row := t.NewRow()
			for {
				end := int(next.Add(batch))
				for i := end - batch; i < min(end, len(places)); i++ {
					row.RunSeeds(places[i])
					visit(i, row)
				}
				if end >= len(places) {
					return
				}
			}
		})
	}
	group.Wait()
}

// Matrix returns the distances between nodes, as rows, and the columns:
// len(nodes) rows of one distance per column, in one slice.
func (t *Table[W]) Matrix(nodes []graph.NodeID, workers int) []W {
	matrix := make([]W, len(nodes)*t.columns)
	t.Each(Places[W](nodes), workers, func(i int, row *Row[W]) {
		row.appendDistances(matrix[i*t.columns : i*t.columns])
	})
	return matrix
}
