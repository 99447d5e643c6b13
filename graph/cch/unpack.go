package cch

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/corredor-geo/corredor/graph"
)

// unpackings remembers what arcs stand for: an arc of the graph, or two lower
// arcs. It is filled as paths ask, by any goroutine, and what is found depends
// on the metric alone, so that it does not matter who comes first.
type unpackings struct {
	size int
	once sync.Once
	memo []atomic.Uint64 // per arc<<1 | downwards; 0 is not known yet
}

// original marks an entry of the memo that is an arc of the graph; the others
// are two arcs up from the middle node, to the lower end and to the upper.
const original = 1 << 63

func (u *unpackings) all() []atomic.Uint64 {
	u.once.Do(func() { u.memo = make([]atomic.Uint64, u.size) })
	return u.memo
}

// unpacker replaces arcs of the hierarchy by arcs of the graph. It takes a whole
// path at a time and replaces all of its arcs at once, again and again: unlike
// going down one arc after the other, that does not wait for memory at each step.
type unpacker[W Weight] struct {
	m        *Metric[W]
	memo     []atomic.Uint64
	in, next []int32  // arc<<1 | downwards, or the complement of a graph arc
	entry    []uint64 // per item of in
}

// begin starts a path.
func (u *unpacker[W]) begin() {
	u.memo = u.m.unpack.all()
	u.in = u.in[:0]
}

// add adds an arc of the hierarchy, travelled upwards (0) or downwards (1), to
// the end of the path.
func (u *unpacker[W]) add(arc, way int32) { u.in = append(u.in, arc<<1|way) }

// appendTo appends the arcs of the graph that make up the path.
func (u *unpacker[W]) appendTo(path []graph.ArcID) []graph.ArcID {
	for open := len(u.in); open*4 > len(u.in); {
		open = u.expand()
		u.in, u.next = u.next, u.in
	}
	for _, at := range u.in {
		if at < 0 {
			path = append(path, graph.ArcID(^at))
		} else {
			path = u.descend(path, at)
		}
	}
	return path
}

// descend appends what one arc stands for: the deepest few of a path are not
// worth another turn over all of it.
func (u *unpacker[W]) descend(path []graph.ArcID, at int32) []graph.ArcID {
	stack := append(u.next[:0], at)
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		entry := u.memo[at].Load()
		if entry == 0 {
			entry = u.m.resolve(at>>1, at&1)
			u.memo[at].Store(entry)
		}
		if entry&original != 0 {
			path = append(path, graph.ArcID(entry&0x7fffffff))
			continue
		}
		first, second := halves(entry, at)
		stack = append(stack, second, first)
	}
	u.next = stack
	return path
}

// halves returns the two arcs that an entry holds, in order of travel.
func halves(entry uint64, at int32) (first, second int32) {
	lower, upper := int32(entry>>32), int32(entry)
	if at&1 == 1 {
		lower, upper = upper, lower
	}
	return lower<<1 | 1, upper << 1
}

// expand replaces every arc of the hierarchy in the path by what it stands for,
// into next, and returns how many that leaves.
func (u *unpacker[W]) expand() int {
	u.recall()
	if cap(u.next) < 2*len(u.in) {
		u.next = make([]int32, 4*len(u.in))
	}
	out, n, open := u.next[:2*len(u.in)], 0, 0
	for i, at := range u.in {
		entry := u.entry[i]
		if entry&original != 0 {
			out[n] = ^int32(entry & 0x7fffffff)
			n++
			continue
		}
		out[n], out[n+1] = halves(entry, at)
		n += 2
		open += 2
	}
	u.next = out[:n]
	return open
}

// recall fetches the entries of all arcs of the path. Nothing in this loop waits
// for what it fetches.
func (u *unpacker[W]) recall() {
	if cap(u.entry) < len(u.in) {
		u.entry = make([]uint64, 2*len(u.in))
	}
	u.entry = u.entry[:len(u.in)]
	known := uint64(1)
	for i, at := range u.in {
		if at < 0 {
			u.entry[i] = original | uint64(^at)
			continue
		}
		entry := u.memo[at].Load()
		u.entry[i] = entry
		known = min(known, entry)
	}
	if known != 0 {
		return
	}
	for i, at := range u.in {
		if u.entry[i] == 0 {
			u.entry[i] = u.m.resolve(at>>1, at&1)
			u.memo[at].Store(u.entry[i])
		}
	}
}

// resolve finds what an arc stands for: the lowest graph arc of its weight, or
// else the triangle with the lowest middle node.
func (m *Metric[W]) resolve(arc, way int32) uint64 {
	ix := m.ix
	want := m.up[arc]
	if way == 1 {
		want = m.down[arc]
	}
	for i := ix.firstInput[arc]; i < ix.firstInput[arc+1]; i++ {
		if ix.input[i]&1 == way && m.weight[i] == want {
			return original | uint64(ix.input[i]>>1)
		}
	}
	found := uint64(0)
	ix.lowerTriangles(arc, func(p, q int32) bool {
		cost := m.down[p] + m.up[q]
		if way == 1 {
			cost = m.down[q] + m.up[p]
		}
		if cost != want {
			return true
		}
		found = uint64(p)<<32 | uint64(q)
		return false
	})
	if found == 0 {
		panic("cch: an arc has no unpacking; were weights changed during a query?")
	}
	return found
}

// lowerTriangles visits the arcs p, q from every common lower neighbour of the
// ends of an arc, to its lower end and to its upper, by ascending neighbour,
// until visit returns false.
func (ix *Index) lowerTriangles(arc int32, visit func(p, q int32) bool) {
	x, y := ix.tail[arc], ix.head[arc]
	toX := ix.down[ix.firstDown[x]:ix.firstDown[x+1]]
	toY := ix.down[ix.firstDown[y]:ix.firstDown[y+1]]
	begin, _ := slices.BinarySearch(toY, ix.first[ix.least[x]])
	toY = toY[begin:]
	for len(toX) > 0 && len(toY) > 0 {
		p, q := toX[0], toY[0]
		v, w := ix.tail[p], ix.tail[q]
		switch {
		case v < w:
			toX = toX[1:]
		case v > w:
			toY = toY[1:]
		default:
			if !visit(p, q) {
				return
			}
			toX, toY = toX[1:], toY[1:]
		}
	}
}
