package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"

	"github.com/paulmach/orb"
	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

func newGraph(f *flags) *cobra.Command {
	c := &cobra.Command{
		Use:   "graph",
		Short: "Prepare road data and look at it",
		Example: `  corredor graph check roads.shp --snap 20
  corredor graph build roads.geojson --keep ref,toll -o roads.corredor`,
	}
	c.AddCommand(newGraphBuild(f), newGraphCompare(f), newGraphInfo(f), newGraphCheck(f))
	return c
}

// graphInfo is what graph info --json prints.
type graphInfo struct {
	File             string         `json:"file"`
	Features         *int           `json:"features"` // null for a prepared file, as are vertices and dropped
	Vertices         *int           `json:"vertices"`
	Nodes            int            `json:"nodes"`
	Arcs             int            `json:"arcs"`
	Segments         int            `json:"segments"`
	KM               float64        `json:"km"`
	Components       int            `json:"components"`
	LargestComponent int            `json:"largest_component"`
	LargestKM        float64        `json:"largest_component_km"`
	Bound            []float64      `json:"bbox"` // null without coordinates
	Dropped          *int           `json:"dropped"`
	DroppedReasons   []load.Dropped `json:"dropped_reasons"`
	Warnings         []string       `json:"warnings"`
}

func newGraphInfo(f *flags) *cobra.Command {
	var network networkFlags
	c := &cobra.Command{
		Use:     "info FILE",
		Short:   "Print the size of a road network",
		Example: "  corredor graph info roads.geojson\n  corredor graph info roads.shp --snap 20 --json",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			n, err := network.read(c, f, args[0])
			if err != nil {
				return err
			}
			info := infoOf(args[0], n)
			if f.json {
				return json.NewEncoder(c.OutOrStdout()).Encode(info)
			}
			printInfo(c.OutOrStdout(), info)
			return nil
		},
	}
	network.register(c)
	return c
}

func infoOf(file string, n *engine.Network) graphInfo {
	r := n.Report
	info := graphInfo{
		File: file, Nodes: r.Nodes, Arcs: r.Arcs, Segments: r.Segments, KM: r.KM,
		Components: r.Components, LargestComponent: r.LargestComponent, LargestKM: r.LargestKM,
		DroppedReasons: append([]load.Dropped{}, r.Dropped...), Warnings: append([]string{}, r.Warnings...),
	}
	if !n.Prepared() {
		dropped := r.DroppedCount()
		info.Features, info.Vertices, info.Dropped = &r.Features, &r.Vertices, &dropped
	}
	if n.Graph.HasCoordinates() {
		b := n.Graph.Bound()
		info.Bound = []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	return info
}

func printInfo(w io.Writer, info graphInfo) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range []struct {
		name  string
		value any
	}{
		{"features", count(info.Features)}, {"vertices", count(info.Vertices)}, {"nodes", info.Nodes}, {"arcs", info.Arcs}, {"segments", info.Segments},
		{"km", fmt.Sprintf("%.1f", info.KM)}, {"components", info.Components},
		{"largest component", fmt.Sprintf("%d nodes, %.1f km", info.LargestComponent, info.LargestKM)},
		{"box", boxText(info.Bound)},
		{"dropped", count(info.Dropped)},
	} {
		fmt.Fprintf(table, "%s\t%v\n", row.name, row.value)
	}
	table.Flush()
	for _, d := range info.DroppedReasons {
		fmt.Fprintf(w, "dropped: %s: %d, first at %s\n", d.Reason, d.Count, d.First)
	}
	for _, warning := range info.Warnings {
		fmt.Fprintf(w, "warning: %s\n", warning)
	}
}

// count prints a number, or that a prepared file does not keep it.
func count(x *int) string {
	if x == nil {
		return "-"
	}
	return strconv.Itoa(*x)
}

func boxText(bound []float64) string {
	if bound == nil {
		return "no coordinates"
	}
	return fmt.Sprintf("%.4f %.4f %.4f %.4f", bound[0], bound[1], bound[2], bound[3])
}

func newGraphCheck(f *flags) *cobra.Command {
	var network networkFlags
	var deadEnds string
	c := &cobra.Command{
		Use:   "check FILE",
		Short: "Say whether a road network can be routed on, and what stands in the way",
		Long: `Check reads a road network and prints its parts: a network in many pieces
mostly wants --snap, which joins line ends that nearly meet, or --node, which joins
lines that cross. --dead-ends writes the ends of single roads as GeoJSON, with the
gap to the next road, to look at in QGIS.`,
		Example: "  corredor graph check roads.shp --snap 20 --dead-ends dead-ends.geojson",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			n, err := network.read(c, f, args[0])
			if err != nil {
				return err
			}
			defer n.Close()
			if deadEnds != "" && !n.Graph.HasCoordinates() {
				return &load.Error{File: args[0], Err: errors.New("the network has no coordinates: dead ends cannot be drawn"), Hint: "give the file of nodes with --coords, or leave --dead-ends out"}
			}
			if deadEnds != "" {
				layer := n.DeadEnds()
				if err := writeFile(c, deadEnds, func(w io.Writer) error { return export.WriteGeoJSON(w, layer) }); err != nil {
					return err
				}
			}
			return printCheck(c.OutOrStdout(), f.json, n)
		},
	}
	network.register(c)
	c.Flags().StringVar(&deadEnds, "dead-ends", "", "file to write the dead ends to, as GeoJSON")
	return c
}

// part is one connected piece of a network.
type part struct {
	Nodes int        `json:"nodes"`
	KM    float64    `json:"km"`
	Node  int        `json:"node"` // its first
	At    *orb.Point `json:"at"`   // where that is; null without coordinates
}

func partsOf(n *engine.Network, components graph.Components) []part {
	parts := make([]part, components.Count())
	for i, size := range components.Size {
		parts[i].Nodes = int(size)
	}
	for node := n.Graph.NodeCount() - 1; node >= 0; node-- {
		parts[components.Of[node]].Node = node
	}
	for i := range parts {
		if n.Graph.HasCoordinates() {
			at := n.Graph.Node(graph.NodeID(parts[i].Node)).Orb()
			parts[i].At = &at
		}
	}
	for s := range graph.SegmentID(n.Graph.SegmentCount()) {
		from, _ := n.Graph.Ends(s)
		parts[components.Of[from]].KM += n.Graph.LengthMeters(s) / 1000
	}
	return parts
}
