package alternative

import (
	"math"
	"math/big"
)

// counter counts paths from the end backwards, over the strongly connected components
// of the network of steps: R. Tarjan, 1972, finds those at the end first. A component
// of more than one node is a circle without cost.
type counter struct {
	o         *Optimal
	index     []int32 // per node: when it was met, and 1
	low       []int32
	component []int32 // per node; -1 before it is known
	paths     []*big.Int
	open      []int32 // nodes of components that are not known yet
	met       int32
}

func newCounter(o *Optimal) *counter {
	n := len(o.first) - 1
	c := &counter{o: o, index: make([]int32, n), low: make([]int32, n), component: make([]int32, n)}
	for i := range c.component {
		c.component[i] = -1
	}
	c.visit(0)
	return c
}

// frame is a node being visited, and its next step.
type frame struct{ node, next int32 }

// visit is the depth-first search, with a stack of its own: paths are long.
func (c *counter) visit(root int32) {
	stack := []frame{c.meet(root)}
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		if top.next < c.o.first[top.node+1] {
			head := c.o.Steps[top.next].head
			top.next++
			if c.index[head] == 0 {
				stack = append(stack, c.meet(head))
			} else if c.component[head] < 0 {
				c.low[top.node] = min(c.low[top.node], c.index[head])
			}
			continue
		}
		node := top.node
		stack = stack[:len(stack)-1]
		if len(stack) > 0 {
			below := stack[len(stack)-1].node
			c.low[below] = min(c.low[below], c.low[node])
		}
		if c.low[node] == c.index[node] {
			c.close(node)
		}
	}
}

func (c *counter) meet(node int32) frame {
	c.met++
	c.index[node], c.low[node] = c.met, c.met
	c.open = append(c.open, node)
	return frame{node, c.o.first[node]}
}

// close finishes the component of a node: the paths from it are those over each step
// out of it.
func (c *counter) close(node int32) {
	id := int32(len(c.paths))
	var members []int32
	for member := int32(-1); member != node; {
		member = c.open[len(c.open)-1]
		c.open = c.open[:len(c.open)-1]
		c.component[member] = id
		members = append(members, member)
	}
	sum := new(big.Int)
	for _, member := range members {
		if member == c.o.end {
			sum.SetInt64(1)
		}
		for _, s := range c.o.from(member) {
			if other := c.component[s.head]; other != id {
				sum.Add(sum, c.paths[other])
			}
		}
	}
	c.paths = append(c.paths, sum)
}

// Greatest returns the path of least cost whose steps have the greatest sum of values,
// by their number; false where there is none, or where moves without cost close a circle, so
// that sums have no end. Of equals it is the one of the lowest steps. Time is linear in the steps.
func (o *Optimal) Greatest(value func(step int) float64) (path []int, ok bool) {
	if o.end < 0 {
		return nil, false
	}
	c := newCounter(o)
	if len(c.paths) < len(c.component) {
		return nil, false
	}
	node := make([]int32, len(c.component)) // by component: those nearer to the end are first
	for n, component := range c.component {
		node[component] = int32(n)
	}
	sum, next := make([]float64, len(node)), make([]int32, len(node))
	for _, n := range node {
		if n == o.end {
			continue
		}
		sum[n] = math.Inf(-1)
		for s := o.first[n]; s < o.first[n+1]; s++ {
			if x := value(int(s)) + sum[o.Steps[s].head]; x > sum[n] {
				sum[n], next[n] = x, s
			}
		}
	}
	for n := int32(0); n != o.end; n = o.Steps[next[n]].head {
		path = append(path, int(next[n]))
	}
	return path, true
}
