package graph

// Components says which part of a network each node belongs to. Parts are
// numbered by their lowest node.
type Components struct {
	Of      []int32 // per node
	Size    []int32 // nodes per part
	Largest int32   // the part with most nodes, the first of equals; None without nodes
}

// Count returns the number of parts.
func (c Components) Count() int { return len(c.Size) }

// InLargest reports whether node n is in the largest part.
func (c Components) InLargest(n NodeID) bool { return c.Of[n] == c.Largest }

// ConnectedComponents returns the weakly connected components: parts joined by
// segments whatever their direction. Near-linear time.
func ConnectedComponents(g *Graph) Components {
	parent := make([]int32, g.NodeCount())
	for n := range parent {
		parent[n] = int32(n)
	}
	find := func(n int32) int32 {
		for parent[n] != n {
			parent[n] = parent[parent[n]]
			n = parent[n]
		}
		return n
	}
	for _, ends := range g.ends {
		a, b := find(int32(ends[0])), find(int32(ends[1]))
		parent[max(a, b)] = min(a, b) // the root is the lowest node
	}
	for n := range parent {
		parent[n] = find(int32(n))
	}
	return number(parent)
}

// StrongComponents returns the strongly connected components: parts in which
// every node can reach every other along one-way arcs. Linear time.
func StrongComponents(g *Graph) Components {
	t := tarjan{g: g, index: make([]int32, g.NodeCount()), low: make([]int32, g.NodeCount()), root: make([]int32, g.NodeCount())}
	for n := range t.root {
		t.root[n] = None
	}
	for n := range t.root {
		if t.index[n] == 0 {
			t.visit(NodeID(n))
		}
	}
	return number(t.root)
}

// tarjan is the state of the algorithm, with an explicit call stack because a
// road network is deeper than a goroutine's stack should be.
type tarjan struct {
	g       *Graph
	counter int32
	index   []int32 // order of discovery from 1; 0 is unseen
	low     []int32
	root    []int32 // a node of the finished component, or None
	open    []NodeID
	calls   []call
}

type call struct {
	node      NodeID
	next, end ArcID
}

func (t *tarjan) enter(n NodeID) {
	t.counter++
	t.index[n], t.low[n] = t.counter, t.counter
	t.open = append(t.open, n)
	first, end := t.g.OutArcs(n)
	t.calls = append(t.calls, call{n, first, end})
}

func (t *tarjan) visit(start NodeID) {
	t.enter(start)
	for len(t.calls) > 0 {
		top := &t.calls[len(t.calls)-1]
		if top.next < top.end {
			head := t.g.head[top.next]
			top.next++
			if t.index[head] == 0 {
				t.enter(head)
			} else if t.root[head] == None {
				t.low[top.node] = min(t.low[top.node], t.index[head])
			}
			continue
		}
		n := top.node
		t.calls = t.calls[:len(t.calls)-1]
		if len(t.calls) > 0 {
			caller := t.calls[len(t.calls)-1].node
			t.low[caller] = min(t.low[caller], t.low[n])
		}
		if t.low[n] == t.index[n] {
			t.close(n)
		}
	}
}

func (t *tarjan) close(n NodeID) {
	for {
		last := t.open[len(t.open)-1]
		t.open = t.open[:len(t.open)-1]
		t.root[last] = int32(n)
		if last == n {
			return
		}
	}
}

// number turns a representative per node into consecutive part numbers.
func number(representative []int32) Components {
	c := Components{Of: make([]int32, len(representative)), Largest: None}
	part := make([]int32, len(representative))
	for i := range part {
		part[i] = None
	}
	for n, r := range representative {
		if part[r] == None {
			part[r] = int32(len(c.Size))
			c.Size = append(c.Size, 0)
		}
		c.Of[n] = part[r]
		c.Size[part[r]]++
	}
	for i, size := range c.Size {
		if c.Largest == None || size > c.Size[c.Largest] {
			c.Largest = int32(i)
		}
	}
	return c
}
