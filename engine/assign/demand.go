package assign

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// root is a node with all demand from it, or to it when the network is reversed.
type root struct {
	node    int32
	trips   []trip  // ascending by node, each node once
	demands []int32 // in Problem.Demand
}

// trip is the demand between a root and another node.
type trip struct {
	node int32
	flow float64
}

// NoWayError is demand between nodes that no path joins.
type NoWayError struct {
	From, To graph.NodeID
	Flow     float64
	// Stuck is the node that has no way out or in at all, or [graph.None] when each has
	// some, but not to the other.
	Stuck graph.NodeID
}

// Error implements error; nodes are counted from 0.
func (e *NoWayError) Error() string {
	switch e.Stuck {
	case e.From:
		return fmt.Sprintf("no way out of node %d, from which %g trips go to node %d (nodes count from 0)", e.From, e.Flow, e.To)
	case e.To:
		return fmt.Sprintf("no way into node %d, to which %g trips go from node %d (nodes count from 0)", e.To, e.Flow, e.From)
	}
	return fmt.Sprintf("no way from node %d to node %d, between which are %g trips (nodes count from 0)", e.From, e.To, e.Flow)
}

// Unwrap returns [ErrNoWay].
func (e *NoWayError) Unwrap() error { return ErrNoWay }

// addDemand groups the demand by origin, or by destination when those are fewer.
func (n *network) addDemand(p Problem) error {
	var used []int32
	from, to := map[graph.NodeID]bool{}, map[graph.NodeID]bool{}
	for i, d := range p.Demand {
		if err := checkDemand(p, i); err != nil {
			return err
		}
		if d.From == d.To {
			n.within += d.Flow
		} else if d.Flow > 0 {
			used = append(used, int32(i))
			from[d.From], to[d.To] = true, true
			n.demand += d.Flow
		}
	}
	n.reversed = len(to) < len(from)
	slices.SortStableFunc(used, func(a, b int32) int {
		return cmp.Compare(n.rootOf(p.Demand[a]), n.rootOf(p.Demand[b]))
	})
	for _, i := range used {
		d := p.Demand[i]
		if v := n.rootOf(d); len(n.roots) == 0 || n.roots[len(n.roots)-1].node != v {
			n.roots = append(n.roots, root{node: v})
		}
		r := &n.roots[len(n.roots)-1]
		r.demands = append(r.demands, i)
		r.trips = append(r.trips, trip{n.farOf(d), d.Flow})
	}
	for i := range n.roots {
		n.roots[i].merge()
	}
	return nil
}

func checkDemand(p Problem, i int) error {
	d, nodes := p.Demand[i], graph.NodeID(p.Graph.NodeCount())
	switch {
	case d.From < 0 || d.To < 0 || d.From >= nodes || d.To >= nodes:
		return fmt.Errorf("%w: number %d is from node %d to node %d; the graph has nodes 0 to %d", ErrDemand, i, d.From, d.To, nodes-1)
	case !(d.Flow >= 0) || math.IsInf(d.Flow, 1):
		return fmt.Errorf("%w: number %d, from node %d to node %d, is %g; it must be 0 or more", ErrDemand, i, d.From, d.To, d.Flow)
	}
	return nil
}

func (n *network) rootOf(d Demand) int32 {
	if n.reversed {
		return int32(d.To)
	}
	return int32(d.From)
}

func (n *network) farOf(d Demand) int32 {
	if n.reversed {
		return int32(d.From)
	}
	return int32(d.To)
}

// merge sorts the trips by node and adds up those of one node.
func (r *root) merge() {
	slices.SortStableFunc(r.trips, func(a, b trip) int { return cmp.Compare(a.node, b.node) })
	merged := r.trips[:0]
	for _, t := range r.trips {
		if last := len(merged) - 1; last >= 0 && merged[last].node == t.node {
			merged[last].flow += t.flow
			continue
		}
		merged = append(merged, t)
	}
	r.trips = merged
}

// noWay describes a trip that found none.
func (n *network) noWay(r *root, t trip) error {
	e := &NoWayError{From: graph.NodeID(r.node), To: graph.NodeID(t.node), Flow: t.flow, Stuck: graph.None}
	if n.first[r.node] == n.first[r.node+1] {
		e.Stuck = graph.NodeID(r.node)
	} else if !slices.Contains(n.head, t.node) {
		e.Stuck = graph.NodeID(t.node)
	}
	if n.reversed {
		e.From, e.To = e.To, e.From
	}
	return e
}
