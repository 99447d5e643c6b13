package cch

import "slices"

// reduction eliminates the nodes of degree 0, 1 and 2 before the dissection:
// dead ends and the shape of a road, more than half of a road network. None of
// them can be ordered better elsewhere, and the separators of what is left, the
// core, separate the whole.
type reduction struct {
	adj     adjacency // rows shrink in place as neighbours are eliminated
	degree  []int32
	round   []int32 // the round that eliminated the node; 0 while it stays
	removed []int32 // eliminated nodes, in order
}

// reduce works in rounds, each on an independent set, so that a chain of k
// nodes becomes log k levels of the elimination tree and not k. It destroys adj.
func reduce(adj adjacency) *reduction {
	n := adj.count()
	r := &reduction{adj: adj, degree: make([]int32, n), round: make([]int32, n)}
	var queue []int32
	for v := range n {
		r.degree[v] = int32(len(adj.neighbours(v)))
		if r.degree[v] <= 2 {
			queue = append(queue, v)
		}
	}
	for round := int32(1); len(queue) > 0; round++ {
		queue = r.pass(queue, round)
	}
	return r
}

// pass eliminates what it may of the queue, which holds nodes of degree 2 at most,
// each once, and returns the queue of the next round. Degrees never grow.
func (r *reduction) pass(queue []int32, round int32) []int32 {
	var later []int32
	var touched []int32
	for _, v := range queue {
		if r.round[v] == -round {
			later = append(later, v)
			continue
		}
		for _, w := range r.row(v) {
			r.round[w] = -round // a neighbour has gone in this round
			touched = append(touched, w)
		}
		r.eliminate(v, round)
	}
	for _, w := range touched {
		if r.round[w] < 0 {
			r.round[w] = 0
			if r.degree[w] <= 2 {
				later = append(later, w)
			}
		}
	}
	slices.Sort(later)
	return slices.Compact(later)
}

func (r *reduction) row(v int32) []int32 {
	return r.adj.to[r.adj.first[v]:][:r.degree[v]]
}

// eliminate joins the neighbours of v, at most two, and removes it.
func (r *reduction) eliminate(v, round int32) {
	row := r.row(v)
	switch len(row) {
	case 1:
		r.drop(row[0], v)
	case 2:
		a, b := row[0], row[1]
		if slices.Contains(r.row(a), b) {
			r.drop(a, v)
			r.drop(b, v)
		} else {
			r.replace(a, v, b)
			r.replace(b, v, a)
		}
	}
	r.round[v] = round
	r.removed = append(r.removed, v)
}

func (r *reduction) drop(at, gone int32) {
	row := r.row(at)
	row[slices.Index(row, gone)] = row[len(row)-1]
	r.degree[at]--
}

func (r *reduction) replace(at, gone, by int32) {
	row := r.row(at)
	row[slices.Index(row, gone)] = by
}

// core returns what is left, with the original number of each of its nodes.
func (r *reduction) core() (adjacency, []int32) {
	local := make([]int32, len(r.degree))
	var nodes []int32
	for v := range r.degree {
		if r.round[v] == 0 {
			local[v] = int32(len(nodes))
			nodes = append(nodes, int32(v))
		}
	}
	core := adjacency{first: make([]int32, 1, len(nodes)+1)}
	for _, v := range nodes {
		for _, w := range r.row(v) {
			core.to = append(core.to, local[w])
		}
		slices.Sort(core.to[core.first[len(core.first)-1]:])
		core.first = append(core.first, int32(len(core.to)))
	}
	return core, nodes
}
