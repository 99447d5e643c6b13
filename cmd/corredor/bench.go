package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/internal/bench"
)

func newBench(f *flags) *cobra.Command {
	var network networkFlags
	var queries string
	c := &cobra.Command{
		Use:   "bench GRAPH --queries FILE",
		Short: "Time the hierarchy on a network, for comparison with other engines",
		Long: `Bench prepares a network and times every operation on it: ordering, building,
customizing on one core and on all, changing 1,000 weights, queries with and
without path, a table of 200 x 50, and one-to-all. The queries are lines of two node
numbers, source and target, from 0; the table takes the first 200 sources and
the first 50 targets. The sum of all distances lets engines be compared.

Weights are whole numbers when those of the file are, else floating point.`,
		Example: "  corredor bench USA-road-d.NY.gr.gz --coords USA-road-d.NY.co.gz --queries ny.txt",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			pairs, err := readPairs(queries)
			if err != nil {
				return err
			}
			n, err := network.read(c, f, args[0])
			if err != nil {
				return err
			}
			m, err := n.Metric(network.formula)
			if err != nil {
				return err
			}
			result, err := bench.Run(c.Context(), n, m, pairs)
			if err != nil {
				return err
			}
			if f.json {
				return json.NewEncoder(c.OutOrStdout()).Encode(result)
			}
			return printBench(c.OutOrStdout(), result)
		},
	}
	network.register(c)
	c.Flags().StringVar(&queries, "queries", "", "`file` of source and target node numbers, from 0, two a line")
	must(c.MarkFlagRequired("queries"))
	return c
}

func readPairs(path string) ([][2]graph.NodeID, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, &feature.Error{File: path, Err: errors.Unwrap(err), Hint: "queries are lines such as: 17 4211"}
	}
	defer file.Close()
	var pairs [][2]graph.NodeID
	lines := bufio.NewScanner(file)
	for number := 1; lines.Scan(); number++ {
		if lines.Text() == "" {
			continue
		}
		var pair [2]graph.NodeID
		if _, err := fmt.Sscan(lines.Text(), &pair[0], &pair[1]); err != nil {
			return nil, &feature.Error{File: path, Line: number, Err: fmt.Errorf("%q is not a source and a target", lines.Text()), Hint: "write two node numbers"}
		}
		pairs = append(pairs, pair)
	}
	if err := lines.Err(); err != nil {
		return nil, &feature.Error{File: path, Err: err}
	}
	return pairs, nil
}

func printBench(w io.Writer, r *bench.Result) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range []struct {
		name, format string
		value        any
	}{
		{"nodes", "%d", r.Nodes}, {"arcs", "%d", r.Arcs}, {"weights", "%s", r.Weights},
		{"order", "%.2f s", r.OrderSeconds}, {"arcs of the hierarchy", "%d", r.CCHArcs},
		{"height", "%d", r.Height}, {"mean search space", "%.0f nodes", r.MeanNodes},
		{"build", "%.3f s", r.BuildSeconds},
		{"customize, one core", "%.1f ms", r.Customize1}, {"customize, all cores", "%.1f ms", r.CustomizeAll},
		{"perfect, all cores", "%.1f ms", r.PerfectAll},
		{"change 1,000 weights", "%.2f ms", r.Partial1000},
		{"query", "%.1f us", r.Query}, {"query with path", "%.1f us", r.QueryPath},
		{"table 200 x 50", "%.2f ms", r.Table}, {"one to all", "%.2f ms", r.OneToAll},
		{"peak memory", "%.0f MB", r.PeakMB},
		{"queries", "%d", r.Queries}, {"without a way", "%d", r.Unreachable}, {"sum of distances", "%.6g", r.Sum},
	} {
		fmt.Fprintf(table, "%s\t"+row.format+"\n", row.name, row.value)
	}
	return table.Flush()
}
