package graphtest

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph"
)

// Router is what the suite tests: paths under one metric of one network.
type Router interface {
	// Distance returns the cost of the shortest path, +Inf without one.
	Distance(source, target graph.NodeID) float64
	// AppendPath appends the arcs of one shortest path, in order of travel.
	AppendPath(path []graph.ArcID, source, target graph.NodeID) []graph.ArcID
}

// Maker returns a router for a network and a metric.
type Maker func(g *graph.Graph, m graph.Metric) Router

// Run takes a router through the whole suite.
func Run(t *testing.T, newRouter Maker) {
	t.Run("maps", func(t *testing.T) { runMaps(t, newRouter) })
	t.Run("random", func(t *testing.T) { runRandom(t, newRouter) })
}

// runRandom compares all pairs of nodes on many small networks, and some pairs
// on a few larger ones.
func runRandom(t *testing.T, newRouter Maker) {
	for seed := range uint64(400) {
		size := 24
		if seed%20 == 0 {
			size = 400
		}
		g, m := Random(seed, size)
		router, reference := newRouter(g, m), graph.NewDijkstra(g)
		step := max(1, g.NodeCount()/24)
		for s := 0; s < g.NodeCount(); s += step {
			reference.Run(m, graph.NodeID(s))
			for target := 0; target < g.NodeCount(); target += step {
				err := Check(g, m, router, reference, graph.NodeID(s), graph.NodeID(target))
				if err != nil {
					t.Fatalf("seed %d, network of %d nodes: %v", seed, size, err)
				}
			}
		}
	}
}

// Check compares one answer of a router with the reference, whose last run was
// from the source.
func Check(g *graph.Graph, m graph.Metric, router Router, reference *graph.Dijkstra, source, target graph.NodeID) error {
	want := reference.Distance(target)
	if got := router.Distance(source, target); got != want {
		return fmt.Errorf("distance from %d to %d is %v; Dijkstra says %v", source, target, got, want)
	}
	begun := []graph.ArcID{-7} // AppendPath must leave what is there
	path := router.AppendPath(slices.Clone(begun), source, target)
	if len(path) == 0 || path[0] != begun[0] {
		return fmt.Errorf("path from %d to %d does not extend the buffer", source, target)
	}
	return CheckPath(g, m, path[1:], want, source, target)
}

// CheckPath reports what is wrong with a path that should cost want.
func CheckPath(g *graph.Graph, m graph.Metric, path []graph.ArcID, want float64, source, target graph.NodeID) error {
	if math.IsInf(want, 1) {
		if len(path) > 0 {
			return fmt.Errorf("a path of %d arcs from %d to %d, which cannot be reached", len(path), source, target)
		}
		return nil
	}
	at := source
	for i, a := range path {
		if g.Tail(a) != at {
			return fmt.Errorf("path from %d to %d: arc %d begins at node %d, not %d", source, target, i, g.Tail(a), at)
		}
		at = g.Head(a)
	}
	if at != target {
		return fmt.Errorf("path from %d to %d ends at %d", source, target, at)
	}
	if got := m.Cost(path); got != want {
		return fmt.Errorf("path from %d to %d costs %v, its distance is %v", source, target, got, want)
	}
	return nil
}
