package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine/replicate"
	"github.com/corredor-geo/corredor/engine/scenario"
)

// givenFlags add flows from the user's own origins to Table 7.
type givenFlags struct {
	origins     string
	skip        bool
	multipliers []string
	times       []float64 // multipliers, read
}

func (g *givenFlags) register(c *cobra.Command) {
	c.Flags().StringVar(&g.origins, "origins", "", "`file` of origins, as for replicate flows: adds the regression on their flows")
	c.Flags().BoolVar(&g.skip, "skip-roadless", false, "leave out origins that have no road in the archive")
	c.Flags().StringSliceVar(&g.multipliers, "multipliers", []string{"inf"}, "what roads after a close election cost, times their length, for the flows of --origins: such as 1.5,2,3,10,inf")
}

func (g *givenFlags) check(c *cobra.Command) error {
	if g.origins == "" && (c.Flags().Changed("multipliers") || g.skip) {
		return errors.New("--multipliers and --skip-roadless are for the flows of --origins: the flows that the archive publishes are of closed roads")
	}
	for _, text := range g.multipliers {
		x, err := scenario.ParseMultiplier(text)
		if err != nil {
			return fmt.Errorf("--multipliers %s: %w", text, err)
		}
		g.times = append(g.times, x)
	}
	return nil
}

// flows predicts the flows of the origins, by model and multiplier.
func (g *givenFlags) flows(c *cobra.Command, f *flags, x givenTask) ([]replicate.GivenFlows, error) {
	if g.origins == "" {
		return nil, nil
	}
	a := archiveFlags{origins: g.origins, skip: g.skip}
	origins, err := a.read(c, f, x.archive)
	if err != nil {
		return nil, err
	}
	models := x.models
	if models == nil {
		models = []replicate.Model{replicate.ShortestPath, replicate.CongestionModel}
	}
	var all []replicate.GivenFlows
	for _, model := range models {
		for _, times := range g.times {
			given, err := x.archive.Given(c.Context(), x.panel, replicate.Question{Origins: origins, Model: model, Multiplier: times})
			if err != nil {
				return nil, err
			}
			all = append(all, given)
		}
	}
	return all, nil
}

// givenTask is what flows are computed for.
type givenTask struct {
	archive *replicate.Archive
	panel   *replicate.Panel
	models  []replicate.Model
}

// printGiven prints a row per multiplier: estimates with errors in parentheses.
func printGiven(w io.Writer, table []replicate.Estimate) {
	last := ""
	for i := 0; i+len(columnNames) <= len(table); i += len(columnNames) {
		e := table[i]
		if e.Flows != last {
			last = e.Flows
			fmt.Fprintf(w, "\n%s flows of your origins: the route, by multiplier of roads after a close election\n%-12s", e.Flows, "")
			for _, column := range columnNames {
				fmt.Fprintf(w, "%21s   ", column.name) // stars below
			}
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%12s", e.Multiplier)
		for k := range columnNames {
			fmt.Fprintf(w, "%24s", givenCell(table[i+k]))
		}
		fmt.Fprintln(w)
	}
}

func givenCell(e replicate.Estimate) string {
	return orDash(e, fmt.Sprintf("%.4f (%.4f)%-3s", e.Estimate, e.SE, stars(e.P)))
}
