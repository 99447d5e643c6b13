package main

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"text/tabwriter"

	"github.com/corredor-geo/corredor/engine"
)

// mostShifts keeps the table of ports to a screen.
const mostShifts = 12

// printEquilibrium prints how the shares of ports move from the shortest paths to the
// equilibrium of a study with congestion.
func printEquilibrium(w io.Writer, e *engine.EquilibriumSummary) {
	if e == nil {
		return
	}
	fmt.Fprintf(w, "\nCongestion: model %s, %.6g units, relative gap %.1e after %d iterations\n", e.Model, float64(e.Units), float64(e.RelativeGap), e.Iterations)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "port\t\tcapacity\t%% by shortest path\t%% in equilibrium\tshift\twait, %s\t\n", e.CostUnit)
	for i, p := range e.Ports {
		if i == mostShifts {
			fmt.Fprintf(table, "\tand %d more\t\t\t\t\t\t\n", len(e.Ports)-mostShifts)
			break
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%.1f\t%.1f\t%+.1f\t%s\t\n", p.ID, p.Name, known(p.Capacity),
			100*p.Shortest, 100*p.Equilibrium, 100*(p.Equilibrium-p.Shortest), known(p.Wait))
	}
	table.Flush()
	fmt.Fprintf(w, "%.1f %% of the units cross at another port than by shortest path; a unit pays %.4g %s in the mean, %.4g without congestion\n",
		100*float64(e.Elsewhere/e.Units), float64(e.MeanCost), e.CostUnit, float64(e.MeanShortest))
	fmt.Fprintf(w, "All-or-nothing at these prices, with ties broken anyhow, puts %.1f %% of the units at other ports again.\nports.csv has every port, by layer of origins\n", 100*float64(e.Apart/e.Units))
}

func known(x engine.Rounded) string {
	if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
		return "-"
	}
	return strconv.FormatFloat(float64(x), 'g', 4, 64)
}
