package alternative

import (
	"math"
	"math/big"
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// Optimal is all paths of least cost of a trip at once: the steps that lie on some of
// them, as a network from one start to one end. It is immutable and safe for any
// number of goroutines.
type Optimal struct {
	Cost  float64 // +Inf, and no steps, where there is no way
	Steps []OptimalStep

	first []int32 // steps from node n are Steps[first[n]:first[n+1]]; node 0 is the start
	end   int32
}

// OptimalStep is a part of some path of least cost.
type OptimalStep struct {
	Span  graph.Span // Segment is [graph.None] where a path begins or ends at a node
	Place int        // the end of the trip that it comes to, -1 within the network
	head  int32
}

// Optimal finds the paths of least cost of a trip, in time linear in the arcs that
// leave their nodes.
func (f *Finder) Optimal(t Trip) *Optimal {
	f.begin(t)
	o := &Optimal{Cost: f.left(source), first: []int32{0}, end: -1}
	if math.IsInf(o.Cost, 1) {
		return o
	}
	number := map[graph.NodeID]int32{source: 0}
	queue := []graph.NodeID{source}
	for i := 0; i < len(queue); i++ {
		left := f.left(queue[i])
		for s := range f.steps(queue[i]) {
			head, cost := f.head(s)
			if cost+f.left(head) != left {
				continue
			}
			if _, known := number[head]; !known {
				number[head] = int32(len(queue))
				queue = append(queue, head)
			}
			step := OptimalStep{Span: f.span(s), Place: -1, head: number[head]}
			if e, ok := f.end(s); ok {
				step.Place = e.Place
			}
			o.Steps = append(o.Steps, step)
		}
		o.first = append(o.first, int32(len(o.Steps)))
	}
	o.end = number[sink]
	return o
}

func (o *Optimal) from(node int32) []OptimalStep { return o.Steps[o.first[node]:o.first[node+1]] }

// Path returns the numbers of the steps of one path of least cost; none without one.
func (o *Optimal) Path() (steps []int) {
	if o.end < 0 {
		return nil
	}
	by := make([]int32, len(o.first)) // the step that reached a node, and 1
	tail := make([]int32, len(o.first))
	o.explore(0, func(step, from int32) bool {
		head := o.Steps[step].head
		if head == 0 || by[head] != 0 {
			return false
		}
		by[head], tail[head] = step+1, from
		return true
	})
	for at := o.end; at != 0; at = tail[at] {
		steps = append(steps, int(by[at]-1))
	}
	slices.Reverse(steps)
	return steps
}

// explore visits the steps from a node on, and goes on from the heads of those that
// take says yes to.
func (o *Optimal) explore(node int32, take func(step, from int32) bool) {
	stack := []int32{node}
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for s := o.first[at]; s < o.first[at+1]; s++ {
			if take(s, at) {
				stack = append(stack, o.Steps[s].head)
			}
		}
	}
}

// Possible reports whether some path of least cost has only steps that allowed says
// yes to, by their number.
func (o *Optimal) Possible(allowed func(step int) bool) bool {
	if o.end < 0 {
		return false
	}
	seen := make([]bool, len(o.first))
	seen[0] = true
	o.explore(0, func(step, _ int32) bool {
		head := o.Steps[step].head
		if seen[head] || !allowed(int(step)) {
			return false
		}
		seen[head] = true
		return true
	})
	return seen[o.end]
}

// OnAll reports for each step whether every path of least cost takes it.
//
// It walks along one path. The step from its i-th node on is on all when, without it,
// nothing reached so far leads beyond that node.
func (o *Optimal) OnAll() []bool {
	all := make([]bool, len(o.Steps))
	path := o.Path()
	position, onPath := make([]int, len(o.first)), map[int32]bool{}
	for i, s := range path {
		position[o.Steps[s].head] = i + 1
		onPath[int32(s)] = true
	}
	seen := make([]bool, len(o.first))
	farthest, at := 0, int32(0)
	for i, s := range path {
		seen[at] = true
		o.explore(at, func(step, _ int32) bool {
			head := o.Steps[step].head
			if onPath[step] || seen[head] {
				return false
			}
			seen[head] = true
			farthest = max(farthest, position[head])
			return true
		})
		all[s] = farthest <= i
		at = o.Steps[s].head
		farthest = max(farthest, i+1)
	}
	return all
}

// Count returns how many paths of least cost there are, exactly. Paths that differ
// only by moves without cost between nodes that can all be reached from each other
// without cost are counted once; so are those that differ in nothing.
func (o *Optimal) Count() *big.Int {
	if o.end < 0 {
		return new(big.Int)
	}
	c := newCounter(o)
	return c.paths[c.component[0]]
}
