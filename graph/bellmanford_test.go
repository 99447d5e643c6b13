package graph_test

import (
	"math"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph"
)

// bellmanFord returns the distance from source to every node, by relaxing all
// arcs until nothing changes: the slow algorithm that cannot be wrong.
func bellmanFord(g *graph.Graph, m graph.Metric, source graph.NodeID) []float64 {
	dist := make([]float64, g.NodeCount())
	for n := range dist {
		dist[n] = math.Inf(1)
	}
	dist[source] = 0
	for changed := true; changed; {
		changed = false
		for a := range graph.ArcID(g.ArcCount()) {
			if cost := dist[g.Tail(a)] + m[a]; cost < dist[g.Head(a)] {
				dist[g.Head(a)] = cost
				changed = true
			}
		}
	}
	return dist
}

// lowestVia returns the arc by which the documented tie rule reaches each node,
// given the distances: nodes settle by distance, then number, as soon as a
// shortest path through settled nodes reaches them, by the lowest arc.
func lowestVia(g *graph.Graph, m graph.Metric, source graph.NodeID, dist []float64) []graph.ArcID {
	via := make([]graph.ArcID, len(dist))
	settled := make([]bool, len(dist))
	for n := range via {
		via[n] = graph.None
	}
	for next := source; next != graph.None; {
		settled[next] = true
		next = graph.None
		for n := range graph.NodeID(len(dist)) {
			if settled[n] || math.IsInf(dist[n], 1) {
				continue
			}
			tight := func(a graph.ArcID) bool { return settled[g.Tail(a)] && dist[g.Tail(a)]+m[a] == dist[n] }
			if i := slices.IndexFunc(g.InArcs(n), tight); i >= 0 { // InArcs ascend
				via[n] = g.InArcs(n)[i]
				if next == graph.None || dist[n] < dist[next] {
					next = n
				}
			}
		}
	}
	return via
}

// checkPath reports a path that does not lead from source to target, that has a
// gap, or that does not cost what it should.
func checkPath(t testing.TB, g *graph.Graph, m graph.Metric, path []graph.ArcID, source, target graph.NodeID, want float64) {
	t.Helper()
	at := source
	for _, a := range path {
		if g.Tail(a) != at {
			t.Errorf("path %v from %d to %d has a gap before arc %d", path, source, target, a)
		}
		at = g.Head(a)
	}
	if math.IsInf(want, 1) || source == target {
		if len(path) != 0 {
			t.Errorf("path %v from %d to %d, want none", path, source, target)
		}
		return
	}
	if at != target || m.Cost(path) != want {
		t.Errorf("path %v ends at %d and costs %v; want %d, %v", path, at, m.Cost(path), target, want)
	}
}

// checkDijkstra compares the last run, from source to everywhere, with
// Bellman-Ford, and its trees with the tie rule.
func checkDijkstra(t testing.TB, d *graph.Dijkstra, g *graph.Graph, m graph.Metric, source graph.NodeID) {
	t.Helper()
	want := bellmanFord(g, m, source)
	via := lowestVia(g, m, source, want)
	for n := range graph.NodeID(g.NodeCount()) {
		if got := d.Distance(n); got != want[n] {
			t.Errorf("distance from %d to %d is %v, Bellman-Ford says %v", source, n, got, want[n])
		}
		path := d.AppendPath(nil, n)
		checkPath(t, g, m, path, source, n, want[n])
		if len(path) > 0 && path[len(path)-1] != via[n] {
			t.Errorf("node %d is reached by arc %d, the tie rule says %d", n, path[len(path)-1], via[n])
		}
	}
}
