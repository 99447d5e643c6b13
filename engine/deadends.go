package engine

import (
	"math"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/graph"
)

// gapMeters is how far from a dead end another road is looked for.
const gapMeters = 500

// DeadEnds returns a layer of the nodes where only one road ends, to look at on
// a map: those with a short gap to another road are mostly mistakes of the data,
// which snapping or noding mends. The layer is empty without coordinates.
func (n *Network) DeadEnds() export.Layer {
	layer := export.Layer{Name: "dead_ends", Columns: []export.Column{
		{Name: "node", Kind: export.Integer, Meaning: "number of the node"},
		{Name: "gap_m", Kind: export.Real, Decimals: 2, Unit: "m", Meaning: "distance to the nearest other road; empty beyond 500 m"},
	}}
	if !n.Graph.HasCoordinates() {
		return layer
	}
	near := graph.NewSnapper(n.Graph, func(graph.SegmentID) bool { return true }).Near(gapMeters, mostNearEdges)
	var places []graph.NearPlace
	for node, segment := range n.onlySegment() {
		if segment == graph.None {
			continue
		}
		at := n.Graph.Node(graph.NodeID(node)).Orb()
		places = near.Append(places[:0], at)
		layer.Rows = append(layer.Rows, export.Row{Geometry: at, Values: []any{node, gapTo(places, segment)}})
	}
	return layer
}

// mostNearEdges is more than meet in one junction.
const mostNearEdges = 32

// gapTo returns the distance to the nearest place that is not on own, or NaN.
func gapTo(places []graph.NearPlace, own graph.SegmentID) float64 {
	gap := math.NaN()
	for _, p := range places {
		if p.Segment != own && !(p.AccessMeters >= gap) {
			gap = p.AccessMeters
		}
	}
	return gap
}

// onlySegment returns, per node, the one segment that ends there, or None where
// none or several do.
func (n *Network) onlySegment() []graph.SegmentID {
	only := make([]graph.SegmentID, n.Graph.NodeCount())
	ends := make([]int, n.Graph.NodeCount())
	for s := range graph.SegmentID(n.Graph.SegmentCount()) {
		from, to := n.Graph.Ends(s)
		for _, node := range []graph.NodeID{from, to} {
			ends[node]++
			only[node] = s
		}
	}
	for node, count := range ends {
		if count != 1 {
			only[node] = graph.None
		}
	}
	return only
}
