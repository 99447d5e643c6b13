package main

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/export"
)

// mostPorts and mostCorridors keep the table to a screen.
const (
	mostPorts     = 6
	mostCorridors = 8
)

// printSummary prints the short of a study: ports per crop, and the corridors
// with the most violence along them.
func printSummary(w io.Writer, result *engine.Result, out outputs) {
	summary, counts := result.Summary(), result.Counts()
	fmt.Fprintf(w, "%s\n", result.Study.Title)
	fmt.Fprintf(w, "%d of %d origins routed over %s km of roads to %d ports; %d municipalities (%s)\n\n",
		counts.Routed, counts.Origins, thousands(counts.NetworkKM), counts.Ports, counts.Municipalities, counts.MunicipalityMethod)

	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "crop\troutes\tport\t\t% of routes\t% of weight\tmean km\trate on the way\t")
	for _, layer := range summary.Layers {
		for i, port := range layer.Ports {
			crop, routes := layer.Layer, strconv.Itoa(layer.Routed)
			if i > 0 {
				crop, routes = "", ""
			}
			if i == mostPorts {
				fmt.Fprintf(table, "\t\t\tand %d more\t\t\t\t\t\n", len(layer.Ports)-mostPorts)
				break
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%.0f\t%.0f\t%.0f\t%s\t\n", crop, routes, port.ID, port.Name,
				100*port.RouteShare, 100*port.WeightShare, port.MeanKM, rate(port.MeanRate))
		}
	}
	table.Flush()
	if len(summary.Corridors) > 0 {
		m := result.Violence[0]
		fmt.Fprintf(w, "\nCorridors with the highest rate of %s, %v, per 100,000 a year\n", m.Series, m.Period)
		table = tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
		fmt.Fprintln(table, "road\tkm used\tbusiest\trate\tworst municipality\trate there\t")
		for i, c := range summary.Corridors {
			if i == mostCorridors {
				break
			}
			fmt.Fprintf(table, "%s\t%.0f\t%d\t%s\t%s %s\t%s\t\n", c.Ref, c.KM, c.MaxRoutes, rate(c.Rate), c.WorstCode, c.WorstName, rate(c.WorstRate))
		}
		table.Flush()
	}
	printEquilibrium(w, summary.Equilibrium)
	printExposure(w, summary.Exposure)
	printVintages(w, result)
	more := printShocks(w, summary.Shocks)
	fmt.Fprintf(w, "\nWritten to %s: routes, segments, municipalities, ports (%s, .csv), %scolumns.csv, report.html, manifest.json\n", out.dir, suffixes(out.formats), more)
}

// suffixes lists the endings of files in formats.
func suffixes(formats []export.Format) string {
	var list []string
	for _, f := range formats {
		list = append(list, "."+string(f))
	}
	return strings.Join(list, ", ")
}

func rate(x engine.Known) string {
	if math.IsNaN(float64(x)) {
		return "-"
	}
	return strconv.FormatFloat(float64(x), 'f', 1, 64)
}

// thousands writes a whole number with commas.
func thousands(x float64) string {
	text := strconv.FormatFloat(x, 'f', 0, 64)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// printWarnings prints each kind of warning on one line, with its count.
func printWarnings(w io.Writer, warnings []engine.Warning) {
	for _, warning := range warnings {
		fmt.Fprintf(w, "warning: %s: %s", warning.Stage, warning.Message)
		if warning.Count > 1 {
			fmt.Fprintf(w, " (%d times)", warning.Count)
		}
		if warning.First != "" {
			fmt.Fprintf(w, ", e.g. %s", warning.First)
		}
		fmt.Fprintln(w)
	}
}
