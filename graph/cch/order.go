package cch

import (
	"context"
	"runtime"

	"github.com/corredor-geo/corredor/graph"
)

// Order is the sequence in which a hierarchy contracts the nodes of a graph.
// Any permutation gives correct answers; a good one gives a small hierarchy.
type Order []graph.NodeID

// OrderOptions adjusts [NewOrder]. The zero value is right for road networks.
type OrderOptions struct {
	// Workers is the number of goroutines; 0 means one per core. The order does
	// not depend on it.
	Workers int
	// Progress, when not nil, is told how many nodes of how many have their
	// place. It is called from several goroutines, one at a time.
	Progress func(done, total int)
	// IgnoreCoordinates orders by the shape of the network alone, as is done
	// for networks without coordinates.
	IgnoreCoordinates bool
}

// NewOrder computes a nested dissection order. The order is a function of the
// graph alone. It returns the context's error when interrupted.
func NewOrder(ctx context.Context, g *graph.Graph, o OrderOptions) (Order, error) {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	r := reduce(undirected(g))
	order := make(Order, 0, g.NodeCount())
	for _, v := range r.removed {
		order = append(order, graph.NodeID(v))
	}
	adj, nodes := r.core()
	root := &piece{adj: adj, node: nodes}
	if g.HasCoordinates() && !o.IgnoreCoordinates {
		root.place(g)
	}
	order = order[:cap(order)]
	d := newDissection(ctx, order, o)
	d.around = r.row
	d.report(len(r.removed))
	if err := d.run(root, len(r.removed)); err != nil {
		return nil, err
	}
	return order, nil
}
