package graph

// nodeHeap is a 4-ary min-heap of nodes by key, the lower node first among
// equal keys, with decrease-key. Four children fit a cache line, and make the
// heap half as deep as a binary one.
type nodeHeap struct {
	items []heapItem
	pos   []int32 // per node: its index in items, or None
}

type heapItem struct {
	key  float64
	node NodeID
}

const arity = 4

func newNodeHeap(nodes int) nodeHeap {
	h := nodeHeap{pos: make([]int32, nodes)}
	for i := range h.pos {
		h.pos[i] = None
	}
	return h
}

func (a heapItem) before(b heapItem) bool {
	return a.key < b.key || (a.key == b.key && a.node < b.node)
}

// set inserts the node, or lowers its key.
func (h *nodeHeap) set(node NodeID, key float64) {
	i := h.pos[node]
	if i == None {
		i = int32(len(h.items))
		h.items = append(h.items, heapItem{})
	}
	h.up(i, heapItem{key, node})
}

func (h *nodeHeap) up(i int32, item heapItem) {
	for i > 0 {
		parent := (i - 1) / arity
		if !item.before(h.items[parent]) {
			break
		}
		h.place(i, h.items[parent])
		i = parent
	}
	h.place(i, item)
}

func (h *nodeHeap) pop() heapItem {
	top := h.items[0]
	h.pos[top.node] = None
	last := h.items[len(h.items)-1]
	h.items = h.items[:len(h.items)-1]
	if len(h.items) > 0 {
		h.down(last)
	}
	return top
}

func (h *nodeHeap) down(item heapItem) {
	i, n := int32(0), int32(len(h.items))
	for {
		first := i*arity + 1
		if first >= n {
			break
		}
		best := first
		for c := first + 1; c < min(first+arity, n); c++ {
			if h.items[c].before(h.items[best]) {
				best = c
			}
		}
		if !h.items[best].before(item) {
			break
		}
		h.place(i, h.items[best])
		i = best
	}
	h.place(i, item)
}

func (h *nodeHeap) place(i int32, item heapItem) {
	h.items[i] = item
	h.pos[item.node] = i
}

func (h *nodeHeap) clear() {
	for _, item := range h.items {
		h.pos[item.node] = None
	}
	h.items = h.items[:0]
}
