package replicate

import (
	"math"

	"github.com/corredor-geo/corredor/graph"
)

var unknown = math.NaN()

// Ties says how far counts depend on the choice among equal paths.
type Ties struct {
	// Paths is the number of origins with more than one shortest path.
	Paths int
	// Low and High bound the count of each municipality over all choices; both are
	// the count itself where no tie reaches.
	Low, High []int
	// Municipalities is the number whose bounds differ, Most the widest difference.
	Municipalities, Most int
}

// ties measures Ties, and holds what that needs.
type ties struct {
	Ties
	seen []int // per node: the last search that met it
	turn int
}

// measure bounds the counts of flows over every choice of shortest paths.
func (x *ties) measure(a *Archive, t *tree, origins Origins, f *Flows) {
	x.Low = append([]int(nil), f.Municipalities...)
	x.High = append([]int(nil), f.Municipalities...)
	x.seen = make([]int, len(t.dist))
	counts := t.pathCounts(origins.Nodes)
	for _, n := range origins.Nodes {
		if counts[n] > 1 {
			x.Paths++
			x.bound(a, t, n)
		}
	}
	for m := range x.Low {
		if d := x.High[m] - x.Low[m]; d > 0 {
			x.Municipalities++
			x.Most = max(x.Most, d)
		}
	}
}

// bound lowers the count of municipalities that one origin can avoid, and raises
// that of those it can use instead.
func (x *ties) bound(a *Archive, t *tree, origin graph.NodeID) {
	chosen := map[int32]bool{}
	for _, s := range t.appendPath(nil, origin) {
		for _, m := range a.Municipalities(s) {
			chosen[m] = true
		}
	}
	could := map[int32]bool{}
	x.search(t, origin, func(s graph.SegmentID) bool {
		for _, m := range a.Municipalities(s) {
			could[m] = true
		}
		return true
	})
	for m := range could {
		switch {
		case !chosen[m]:
			x.High[m]++
		case x.search(t, origin, func(s graph.SegmentID) bool { return !a.runsThrough(s, m) }):
			x.Low[m]--
		}
	}
}

// search walks the shortest paths from a node along links that use allows, and
// reports whether the sink was met.
func (x *ties) search(t *tree, from graph.NodeID, use func(graph.SegmentID) bool) bool {
	x.turn++
	stack := []graph.NodeID{from}
	x.seen[from] = x.turn
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		t.tight(n, func(s graph.SegmentID, head graph.NodeID) {
			if use(s) && x.seen[head] != x.turn {
				x.seen[head] = x.turn
				stack = append(stack, head)
			}
		})
	}
	return x.seen[t.sink] == x.turn
}

// runsThrough reports whether a link runs through a municipality.
func (a *Archive) runsThrough(s graph.SegmentID, m int32) bool {
	for _, other := range a.Municipalities(s) {
		if other == m {
			return true
		}
	}
	return false
}
