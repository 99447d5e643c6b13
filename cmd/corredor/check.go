package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// findings is what graph check prints.
type findings struct {
	OK             bool           `json:"ok"` // nine tenths of the kilometres are in one piece
	Components     int            `json:"components"`
	LargestShare   float64        `json:"largest_share_of_km"`
	Pieces         []part         `json:"pieces"` // largest first, the first mostPieces
	OneWayTraps    int            `json:"one_way_traps"`
	DeadEnds       int            `json:"dead_ends"`
	DroppedReasons []load.Dropped `json:"dropped_reasons"`
	Warnings       []string       `json:"warnings"`
}

const (
	mostPieces    = 10
	connectedness = 0.9
)

func printCheck(w io.Writer, asJSON bool, n *engine.Network) error {
	found := check(n)
	if asJSON {
		return json.NewEncoder(w).Encode(found)
	}
	if found.OK {
		fmt.Fprintf(w, "ok: %.1f %% of the kilometres are connected\n", 100*found.LargestShare)
	} else {
		fmt.Fprintf(w, "in pieces: only %.1f %% of the kilometres are connected; try --snap 20, or look at the largest pieces\n", 100*found.LargestShare)
	}
	fmt.Fprintf(w, "%d pieces, %d dead ends, %d nodes in one-way traps\n", found.Components, found.DeadEnds, found.OneWayTraps)
	for _, p := range found.Pieces {
		fmt.Fprintf(w, "  %d nodes, %.1f km, %s\n", p.Nodes, p.KM, p.where())
	}
	for _, d := range found.DroppedReasons {
		fmt.Fprintf(w, "dropped: %s: %d, first at %s\n", d.Reason, d.Count, d.First)
	}
	for _, warning := range found.Warnings {
		fmt.Fprintf(w, "warning: %s\n", warning)
	}
	return nil
}

func (p part) where() string {
	if p.At == nil {
		return fmt.Sprintf("node:%d", p.Node)
	}
	return fmt.Sprintf("at %.5f %.5f", p.At[0], p.At[1])
}

func check(n *engine.Network) findings {
	components := graph.ConnectedComponents(n.Graph)
	parts := partsOf(n, components)
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(b.KM, a.KM) })
	strong := graph.StrongComponents(n.Graph)
	found := findings{
		Components: len(parts), LargestShare: n.Report.LargestKM / n.Report.KM,
		Pieces: parts[:min(len(parts), mostPieces)], DroppedReasons: append([]load.Dropped{}, n.Report.Dropped...), Warnings: append([]string{}, n.Report.Warnings...),
	}
	found.OK = found.LargestShare >= connectedness
	degree := make([]int, n.Graph.NodeCount())
	for s := range graph.SegmentID(n.Graph.SegmentCount()) {
		from, to := n.Graph.Ends(s)
		degree[from]++
		degree[to]++
	}
	for node, d := range degree {
		if d == 1 {
			found.DeadEnds++
		}
		if components.InLargest(graph.NodeID(node)) && !strong.InLargest(graph.NodeID(node)) {
			found.OneWayTraps++
		}
	}
	return found
}
