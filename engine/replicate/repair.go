package replicate

import (
	"container/heap"
	"math"

	"github.com/corredor-geo/corredor/graph"
)

// repair finds the distances of a tree again after links are closed. It keeps its
// memory; one goroutine may use it.
type repair struct {
	t        *tree
	children children
	turn     int
	closed   []int     // per segment: the turn that closed it
	moved    []int     // per node: the turn in which its way was cut
	dist     []float64 // per moved node
	nodes    []graph.NodeID
	queue    nodeQueue
}

func newRepair(t *tree, c children) *repair {
	return &repair{t: t, children: c, closed: make([]int, t.g.SegmentCount()),
		moved: make([]int, len(t.dist)), dist: make([]float64, len(t.dist))}
}

// distance returns the distance of a node to the sink with the links closed.
func (r *repair) distance(n graph.NodeID) float64 {
	if r.moved[n] == r.turn {
		return r.dist[n]
	}
	return r.t.dist[n]
}

// close closes some links of the whole tree, and opens those closed before.
func (r *repair) close(links []graph.SegmentID) {
	r.turn++
	for _, s := range links {
		r.closed[s] = r.turn
	}
	r.cut(links)
	r.queue = r.queue[:0]
	for _, n := range r.nodes {
		r.dist[n] = math.Inf(1)
		r.relax(n, func(head graph.NodeID) bool { return r.moved[head] != r.turn })
		if !math.IsInf(r.dist[n], 1) {
			r.queue = append(r.queue, queued{n, r.dist[n]})
		}
	}
	heap.Init(&r.queue)
	r.settle()
}

// cut collects the nodes whose way in the tree uses a closed link.
func (r *repair) cut(links []graph.SegmentID) {
	r.nodes = r.nodes[:0]
	mark := func(n graph.NodeID) {
		if r.moved[n] != r.turn {
			r.moved[n] = r.turn
			r.nodes = append(r.nodes, n)
		}
	}
	for _, s := range links {
		from, to := r.t.g.Ends(s)
		for _, n := range []graph.NodeID{from, to} {
			if arc := r.t.next[n]; arc != graph.None {
				if used, _ := r.t.g.Segment(arc); used == s {
					mark(n)
				}
			}
		}
	}
	for i := 0; i < len(r.nodes); i++ {
		n := r.nodes[i]
		for _, child := range r.children.nodes[r.children.first[n]:r.children.first[n+1]] {
			mark(child)
		}
	}
}

// relax lowers the distance of a node by its arcs to nodes that from lets in.
func (r *repair) relax(n graph.NodeID, from func(graph.NodeID) bool) {
	first, end := r.t.g.OutArcs(n)
	for arc := first; arc < end; arc++ {
		s, _ := r.t.g.Segment(arc)
		if head := r.t.g.Head(arc); r.closed[s] != r.turn && from(head) {
			r.dist[n] = min(r.dist[n], r.t.m[arc]+r.distance(head))
		}
	}
}

// settle is Dijkstra's algorithm among the nodes that moved.
func (r *repair) settle() {
	for len(r.queue) > 0 {
		top := heap.Pop(&r.queue).(queued)
		if top.dist > r.dist[top.node] {
			continue
		}
		first, end := r.t.g.OutArcs(top.node)
		for arc := first; arc < end; arc++ {
			head := r.t.g.Head(arc)
			s, _ := r.t.g.Segment(arc)
			if r.closed[s] == r.turn || r.moved[head] != r.turn {
				continue
			}
			if d := r.t.m[arc] + top.dist; d < r.dist[head] {
				r.dist[head] = d
				heap.Push(&r.queue, queued{head, d})
			}
		}
	}
}

// queued is a node with the distance at which it stands in the queue.
type queued struct {
	node graph.NodeID
	dist float64
}

// nodeQueue is a heap by distance, then node.
type nodeQueue []queued

func (q nodeQueue) Len() int { return len(q) }
func (q nodeQueue) Less(i, j int) bool {
	return q[i].dist < q[j].dist || q[i].dist == q[j].dist && q[i].node < q[j].node
}
func (q nodeQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *nodeQueue) Push(x any)   { *q = append(*q, x.(queued)) }
func (q *nodeQueue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
