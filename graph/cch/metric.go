package cch

import (
	"fmt"
	"math"
)

// Weight is the type of arc weights and distances. With float64, +Inf closes an
// arc. With uint32, MaxUint32 does, every finite distance must stay below
// 2^31-1, and weights from there on count as closed.
type Weight interface{ uint32 | float64 }

// Unreachable is the distance where there is no path: +Inf or MaxUint32.
func Unreachable[W Weight]() W {
	var w W
	switch w := any(&w).(type) {
	case *float64:
		*w = math.Inf(1)
	case *uint32:
		*w = math.MaxUint32
	}
	return w
}

// closed is Unreachable inside the package: two of them can be added.
func closed[W Weight]() W {
	if w := Unreachable[W](); w > math.MaxUint32 {
		return w
	}
	return math.MaxInt32
}

// Metric is an [Index] with the weights of one metric of its graph. Any number
// of goroutines may query it, each with its own [Query]; none may while it is
// being changed by [Metric.Update].
type Metric[W Weight] struct {
	ix       *Index
	closed   W
	weight   []W     // per input of the index
	up, down []W     // per arc: cost of travelling it upwards and downwards
	upward   half[W] // what queries climb from a source
	downward half[W] // what they climb from a target, against the travel
	perfect  bool
	workers  int
	update   *updater[W] // made by the first Update
	unpack   unpackings
}

// half is the search graph of one direction. Rows are as in the index, or
// shorter in a perfect metric.
type half[W Weight] struct {
	first  []int32
	depth  []int32 // per entry: depth of the upper node
	weight []W
	arc    []int32 // per entry: the arc of the index; nil when it is the entry
}

func (h *half[W]) arcOf(entry int32) int32 {
	if h.arc == nil {
		return entry
	}
	return h.arc[entry]
}

// Replace gives every arc of the graph a new weight, as [Customize] does, in the
// memory of the metric. What [Metric.Update] says of queries holds.
func (m *Metric[W]) Replace(weights []W) {
	if len(weights) != len(m.ix.slot) {
		panic("cch: not one weight per arc of the graph")
	}
	m.customize(weights)
	m.unpack = unpackings{size: m.unpack.size}
	m.finish()
}

// public turns a distance of the package into one for callers.
func (m *Metric[W]) public(w W) W {
	if w >= m.closed {
		return Unreachable[W]()
	}
	return w
}

// private checks a caller's weight and makes it one of the package.
func (m *Metric[W]) private(w W) W {
	if w >= 0 {
		return min(w+0, m.closed) // + 0 turns -0 into 0
	}
	panic(fmt.Sprintf("cch: weight %v; weights must be 0 or more", w))
}
