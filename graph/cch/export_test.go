package cch

import (
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// Same reports whether two metrics are equal to the bit.
func Same[W Weight](a, b *Metric[W]) bool {
	same := func(a, b half[W]) bool {
		return slices.Equal(a.first, b.first) && slices.Equal(a.depth, b.depth) &&
			slices.Equal(a.weight, b.weight) && slices.Equal(a.arc, b.arc)
	}
	return slices.Equal(a.weight, b.weight) && slices.Equal(a.up, b.up) && slices.Equal(a.down, b.down) &&
		same(a.upward, b.upward) && same(a.downward, b.downward)
}

// ReferenceCustomize computes the weights of all arcs, upwards and downwards, as
// plainly as can be: triangle by triangle, each third arc looked up.
func ReferenceCustomize[W Weight](ix *Index, weights []W) (up, down []W) {
	up, down = filled[W](nil, len(ix.head), closed[W]()), filled[W](nil, len(ix.head), closed[W]())
	for a, slot := range ix.slot {
		if slot == none {
			continue
		}
		w := min(weights[a], closed[W]())
		if slot&1 == 0 {
			up[slot>>1] = min(up[slot>>1], w)
		} else {
			down[slot>>1] = min(down[slot>>1], w)
		}
	}
	for v := range ix.node {
		for p := ix.first[v]; p < ix.first[v+1]; p++ {
			for q := p + 1; q < ix.first[v+1]; q++ {
				third := ix.arc(ix.head[p], ix.head[q])
				up[third] = min(up[third], down[p]+up[q])
				down[third] = min(down[third], down[q]+up[p])
			}
		}
	}
	return up, down
}

// Arcs returns the customized weights of a metric.
func Arcs[W Weight](m *Metric[W]) (up, down []W) { return m.up, m.down }

// Index returns the topology under the metric.
func (m *Metric[W]) Index() *Index { return m.ix }

// Verify checks the bytes of a file as [Open] and [File.Load] do.
func Verify(file []byte) error {
	sections, err := parse(file)
	if err != nil {
		return err
	}
	_, _, err = verified(sections)
	return err
}

// Reduce returns the nodes that the reduction eliminates, in order, and the
// edges of what is left, each from either end.
func Reduce(g *graph.Graph) (removed []int32, core [][2]int32) {
	r := reduce(undirected(g))
	adj, nodes := r.core()
	for v := range adj.count() {
		for _, w := range adj.neighbours(v) {
			core = append(core, [2]int32{nodes[v], nodes[w]})
		}
	}
	return r.removed, core
}

// Cut is what [Separate] found: the side of every node, 0 or 1, or 2 for the
// separator, its size, and the nodes on the smaller side.
type Cut struct {
	Label         []int32
	Size, Smaller int32
	Balanced      bool
}

func whole(g *graph.Graph) *piece {
	p := &piece{adj: undirected(g), node: make([]int32, g.NodeCount())}
	for v := range p.node {
		p.node[v] = int32(v)
	}
	if g.HasCoordinates() {
		p.place(g)
	}
	return p
}

// Separate returns the best cut of a whole network.
func Separate(g *graph.Graph) Cut {
	p, c := whole(g), new(cutter)
	c.search(p, p.keys())
	return Cut{c.best.label, c.best.size, c.best.smaller, c.best.balanced}
}

// MinimumDegree orders the nodes for which inside is true, between the others.
func MinimumDegree(g *graph.Graph, inside func(v int32) bool) (order []int32) {
	p := whole(g)
	label := make([]int32, p.count())
	for v := range label {
		if !inside(int32(v)) {
			label[v] = 1
		}
	}
	part := p.divide(label, 2)[0]
	for _, v := range minimumDegree(part, p.adj.neighbours) {
		order = append(order, part.node[v])
	}
	return order
}

// Embed places the nodes of a network without coordinates.
func Embed(g *graph.Graph) (x, y []int32) { return whole(g).embed() }

// Task is a task of the plan: its nodes, ascending, and the task above, or -1.
type Task struct {
	Subtree bool
	Nodes   []int32
	Parent  int32
	Below   []int32
}

// Tasks returns the plan of an index.
func Tasks(ix *Index) (tasks []Task) {
	for _, t := range ix.tasks().tasks {
		task := Task{Subtree: t.subtree, Parent: t.parent, Below: t.below}
		t.each(func(v int32) { task.Nodes = append(task.Nodes, v) })
		tasks = append(tasks, task)
	}
	return tasks
}

// Tree returns the parent of every node, or -1, and its number of upper neighbours.
func Tree(ix *Index) (parent, degree []int32) {
	for v := range ix.node {
		degree = append(degree, ix.first[v+1]-ix.first[v])
	}
	return ix.parent, degree
}

// Together verifies a network with a hierarchy whose arrays were tampered with.
func Together(g *graph.Graph, ix *Index, harm func(arrays map[string]*[]int32)) error {
	other, arrays := &Index{height: ix.height}, make(map[string]*[]int32)
	for i, a := range other.arrays() {
		*a.array = slices.Clone(*ix.arrays()[i].array)
		arrays[a.name] = a.array
	}
	harm(arrays)
	sections := make(map[string]section)
	for _, s := range append(graphSections(g.Raw()), indexSections(other)...) {
		sections[s.name] = s
	}
	_, _, err := verified(sections)
	return err
}

// Kept returns the weights of both search graphs, and how many their rows hold.
func Kept[W Weight](m *Metric[W]) (weights []W, held int) {
	for _, h := range []half[W]{m.upward, m.downward} {
		weights = append(weights, h.weight...)
		held += int(h.first[len(h.first)-1])
	}
	return weights, held
}
