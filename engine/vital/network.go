package vital

import (
	"context"
	"slices"
)

// Way is what one traveller pays, and the items on its route, ascending: those that
// may change the route by being closed. Cost is +Inf, and there are no items, without a way.
type Way struct {
	Cost  float64
	Items []int
}

// Network finds routes while some items are closed.
type Network interface {
	// Ways returns the ways of some travellers, in their order, while items are closed,
	// ascending. A way uses no closed item but those that do not stop it. It must be
	// safe for concurrent use.
	Ways(ctx context.Context, closed, travellers []int) ([]Way, error)
}

// Met is a network in which a closure costs a traveller 1 if it lies on its route, and
// nothing more can be done: worth is the flow that is met. Routes are the items of each traveller.
type Met struct{ Routes [][]int }

// Ways is [Network.Ways].
func (m Met) Ways(_ context.Context, closed, travellers []int) ([]Way, error) {
	ways := make([]Way, len(travellers))
	for k, i := range travellers {
		if slices.ContainsFunc(closed, func(item int) bool { return slices.Contains(m.Routes[i], item) }) {
			ways[k].Cost = 1
		} else {
			ways[k].Items = m.Routes[i]
		}
	}
	return ways, nil
}
