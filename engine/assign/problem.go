package assign

import (
	"errors"

	"github.com/corredor-geo/corredor/graph"
)

// Sentinels of this package; errors wrap them with the place and the number.
var (
	// ErrCost is a price that no assignment can use: negative, NaN, not finite, or
	// falling with the flow.
	ErrCost = errors.New("price cannot be used")
	// ErrDemand is a demand that is negative, not finite, or at no node of the graph.
	ErrDemand = errors.New("demand cannot be used")
	// ErrNoWay is demand between nodes that no path joins.
	ErrNoWay = errors.New("no way")
	// ErrOptions is a setting that an algorithm does not have.
	ErrOptions = errors.New("option cannot be used")
)

// Demand is a flow from one node to another, in the unit of the capacities.
type Demand struct {
	From, To graph.NodeID
	Flow     float64
}

// Problem is what an assignment distributes, and over what. It is only read, and
// may be shared by goroutines.
type Problem struct {
	Graph *graph.Graph
	Cost  Cost
	// Demand may name a pair more than once. Demand from a node to itself uses no
	// arc: it is left out and counted in [Solution.Intrazonal].
	Demand []Demand
	// FirstThru is the first node that a path may pass through: those before it only
	// begin and end paths. 0 lets paths pass everywhere.
	FirstThru graph.NodeID
	// Closed takes arcs out of the network, as a price of +Inf does; nil closes none.
	Closed []bool
}
