package main

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"text/tabwriter"

	"github.com/corredor-geo/corredor/engine"
)

// mostPeriods keeps the table of periods to a screen.
const mostPeriods = 14

// printShocks prints the periods of the table's own shocks and the estimates of every
// version, and names the files that tell more; nothing for a study without shocks.
func printShocks(w io.Writer, s *engine.ShockSummary) (files string) {
	if s == nil {
		return ""
	}
	fmt.Fprintf(w, "\nShocks to %d municipalities, %s to %s\n", s.Municipalities, s.From, s.To)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "months\tshocked\tkm of routes\tchanged\tcut off\tmost routes to\t")
	for i, p := range s.Periods {
		if p.Multiplier != engine.TableMultiplier {
			break
		}
		if i == mostPeriods {
			fmt.Fprintln(table, "more in periods.csv\t\t\t\t\t\t")
			break
		}
		fmt.Fprintf(table, "%s..%s\t%d\t%s\t%d\t%d\t%s\t\n", p.From, p.To, p.Shocked, thousands(p.RouteKM), p.Changed, p.CutOff, mainPort(p))
	}
	table.Flush()
	files = "periods.csv, flows.csv, panel.csv, "
	if len(s.Estimates) > 0 {
		printEstimates(w, s)
		files += "robustness.csv, "
	}
	return files
}

// printEstimates prints a row per multiplier and a column per series and outcome.
func printEstimates(w io.Writer, s *engine.ShockSummary) {
	fmt.Fprintf(w, "\nHomicides where a route comes to run, by multiplier of the shocks: change (standard error)\n")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	columns := 0
	for _, e := range s.Estimates {
		if e.Multiplier == s.Estimates[0].Multiplier {
			columns++
		}
	}
	fmt.Fprint(table, "multiplier\tmost routes changed or lost\t")
	for i, e := range s.Estimates {
		if i < columns {
			fmt.Fprintf(table, "%s %s\t", e.Series, e.Outcome)
		}
	}
	for i, e := range s.Estimates {
		if i%columns == 0 {
			fmt.Fprintf(table, "\n%s\t%d\t", e.Multiplier, mostChanged(s, e.Multiplier))
		}
		fmt.Fprintf(table, "%s\t", coefficient(e))
	}
	fmt.Fprintln(table)
	table.Flush()
}

func mainPort(p engine.PeriodSummary) string {
	if p.MainPort == "" {
		return "-"
	}
	return fmt.Sprintf("%s %.0f %%", p.MainPort, 100*p.MainShare)
}

func mostChanged(s *engine.ShockSummary, multiplier string) (most int) {
	for _, p := range s.Periods {
		if p.Multiplier == multiplier {
			most = max(most, p.Changed+p.CutOff)
		}
	}
	return most
}

func coefficient(e engine.ShockEstimate) string {
	if math.IsNaN(float64(e.Estimate)) {
		return "-"
	}
	decimals := 4
	if e.Outcome == "rate" {
		decimals = 2
	}
	number := func(x engine.Unrounded) string { return strconv.FormatFloat(float64(x), 'f', decimals, 64) }
	return number(e.Estimate) + " (" + number(e.SE) + ")"
}
