package osm

import (
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// vertices are the nodes that roads use, sorted by id.
type vertices struct {
	ids      []int64
	at       []graph.Point
	state    []byte // per vertex
	dropped  tally
	warnings tally
}

// The bits of vertices.state.
const (
	vertexPlaced  = 1 << iota // it is in the file
	vertexUsed                // a road comes by
	vertexNode                // an end, or two roads or more
	vertexBlocked             // a barrier
)

// index replaces the ids of nodes by their place among the vertices.
func index(refs []int64) (*vertices, []int32) {
	ids := slices.Clone(refs)
	slices.Sort(ids)
	ids = slices.Clip(slices.Compact(ids))
	places := make([]int32, len(refs))
	find := finder{ids: ids}
	for i, id := range refs {
		places[i] = int32(find.place(id))
	}
	return &vertices{ids: ids, at: make([]graph.Point, len(ids)), state: make([]byte, len(ids))}, places
}

// finder looks ids up in a sorted list. It begins where it last was, because
// ids come in runs.
type finder struct {
	ids  []int64
	last int
}

// place returns where id is in the list, or -1.
func (f *finder) place(id int64) int {
	low, high := f.last, f.last // ids[low] <= id wanted, ids[high] >= id
	if len(f.ids) == 0 {
		return -1
	}
	for step := 1; low > 0 && f.ids[low] > id; step *= 2 {
		high, low = low, max(low-step, 0)
	}
	for step := 1; high < len(f.ids)-1 && f.ids[high] < id; step *= 2 {
		low, high = high, min(high+step, len(f.ids)-1)
	}
	i, found := slices.BinarySearch(f.ids[low:high+1], id)
	f.last = min(low+i, len(f.ids)-1)
	if !found {
		return -1
	}
	return low + i
}

// blockedAt reports whether the vertex is a barrier.
func (v *vertices) blockedAt(vertex int32) bool { return v.state[vertex]&vertexBlocked != 0 }

// missing returns how many vertices of a list are not in the file.
func (v *vertices) missing(list []int32) int {
	n := 0
	for _, vertex := range list {
		if v.state[vertex]&vertexPlaced == 0 {
			n++
		}
	}
	return n
}

// samePlace reports whether all vertices of a run lie on one point.
func (v *vertices) samePlace(run []int32) bool {
	return !slices.ContainsFunc(run, func(vertex int32) bool { return v.at[vertex] != v.at[run[0]] })
}
