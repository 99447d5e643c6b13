package graph

import (
	"math"
	"slices"
)

// Dijkstra computes shortest paths from a source. It is the project's
// reference: short, exact, and what every other router must agree with.
//
// The object holds the answer of its last run and reuses its memory; keep one
// per goroutine. A run takes O((n + m) log n), and undoing it as much as it saw.
//
// Among equally short paths, a node is reached by the lowest arc whose tail was
// settled before it; of the nodes reached at the same distance, the lowest
// settles first.
type Dijkstra struct {
	g       *Graph
	dist    []float64
	via     []ArcID // the arc that reached the node; None at a source
	settled []bool
	target  []bool // only during a run
	touched []NodeID
	heap    nodeHeap
}

// NewDijkstra prepares searches on g. It takes 18 bytes a node,
// and up to 20 more for the nodes that a search sees.
func NewDijkstra(g *Graph) *Dijkstra {
	n := g.NodeCount()
	d := &Dijkstra{g: g, dist: make([]float64, n), via: make([]ArcID, n), settled: make([]bool, n), target: make([]bool, n), heap: newNodeHeap(n)}
	for i := range d.dist {
		d.dist[i] = math.Inf(1)
		d.via[i] = None
	}
	return d
}

// Run finds the shortest paths from source to every node, or, when targets are
// given, at least to those.
func (d *Dijkstra) Run(m Metric, source NodeID, targets ...NodeID) {
	d.reset()
	d.reach(source, 0, None)
	wanted := d.mark(targets)
	for len(d.heap.items) > 0 {
		top := d.heap.pop()
		d.settled[top.node] = true
		if d.target[top.node] {
			if wanted--; wanted == 0 {
				break
			}
		}
		d.relax(m, top.node)
	}
	for _, t := range targets {
		d.target[t] = false
	}
}

// mark notes the targets, and returns how many different ones there are.
func (d *Dijkstra) mark(targets []NodeID) int {
	count := 0
	for _, t := range targets {
		if !d.target[t] {
			d.target[t] = true
			count++
		}
	}
	return count
}

func (d *Dijkstra) relax(m Metric, tail NodeID) {
	first, end := d.g.OutArcs(tail)
	base := d.dist[tail]
	for a := first; a < end; a++ {
		head := d.g.head[a]
		if d.settled[head] {
			continue
		}
		cost := base + m[a]
		if cost < d.dist[head] {
			d.reach(head, cost, a)
		} else if cost == d.dist[head] && a < d.via[head] {
			d.via[head] = a
		}
	}
}

func (d *Dijkstra) reach(n NodeID, cost float64, via ArcID) {
	if math.IsInf(d.dist[n], 1) {
		d.touched = append(d.touched, n)
	}
	d.dist[n], d.via[n] = cost, via
	d.heap.set(n, cost)
}

func (d *Dijkstra) reset() {
	for _, n := range d.touched {
		d.dist[n], d.via[n], d.settled[n] = math.Inf(1), None, false
	}
	d.touched = d.touched[:0]
	d.heap.clear()
}

// Distance returns the cost from the source of the last run, +Inf for a node
// that it cannot reach, or had not settled when the last target was found.
func (d *Dijkstra) Distance(target NodeID) float64 {
	if !d.settled[target] {
		return math.Inf(1)
	}
	return d.dist[target]
}

// AppendPath appends the arcs of the shortest path to target, in order of
// travel, and returns the extended slice. It appends nothing when the target is
// the source or cannot be reached; tell these apart by Distance.
func (d *Dijkstra) AppendPath(path []ArcID, target NodeID) []ArcID {
	start := len(path)
	for d.settled[target] && d.via[target] != None {
		path = append(path, d.via[target])
		target = d.g.Tail(d.via[target])
	}
	slices.Reverse(path[start:])
	return path
}
