package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
)

func newGraphBuild(f *flags) *cobra.Command {
	var network networkFlags
	var out string
	c := &cobra.Command{
		Use:   "build FILE -o NAME.corredor",
		Short: "Prepare a road network once, to open it in milliseconds afterwards",
		Long: `Build reads road data, orders and builds the hierarchy, and writes both to one
file. Every command that takes a road file takes a prepared one. Name the
columns that formulas will need with --keep.`,
		Example: "  corredor graph build roads.geojson --keep ref,toll -o roads.corredor",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if !strings.HasSuffix(out, engine.PreparedSuffix) {
				return usageError{fmt.Errorf("%q should end with %s", out, engine.PreparedSuffix)}
			}
			n, err := network.open(c, f, args[0])
			if err != nil {
				return err
			}
			defer n.Close()
			if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
				return fmt.Errorf("cannot write to %s: %w", filepath.Dir(out), err)
			}
			if err := n.Save(out); err != nil {
				return err
			}
			return printBuilt(c.OutOrStdout(), f.json, out, n)
		},
	}
	network.register(c)
	c.Flags().StringVarP(&out, "output", "o", "", "`file` to write, NAME"+engine.PreparedSuffix)
	must(c.MarkFlagRequired("output"))
	return c
}

// built is what graph build --json prints.
type built struct {
	File string `json:"file"`
	graphInfo
	CCHArcs int     `json:"cch_arcs"`
	Height  int     `json:"height"`
	Mean    float64 `json:"mean_search_nodes"`
}

func printBuilt(w io.Writer, asJSON bool, out string, n *engine.Network) error {
	quality := n.Index.Quality()
	b := built{File: out, graphInfo: infoOf(out, n), CCHArcs: quality.Arcs, Height: quality.Height, Mean: quality.MeanNodes}
	if asJSON {
		return json.NewEncoder(w).Encode(b)
	}
	printInfo(w, b.graphInfo)
	_, err := fmt.Fprintf(w, "hierarchy of %d arcs, height %d, mean search space %.0f nodes\nWritten to %s\n", b.CCHArcs, b.Height, b.Mean, out)
	return err
}
