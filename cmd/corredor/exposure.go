package main

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"text/tabwriter"

	"github.com/corredor-geo/corredor/engine"
)

// printExposure prints what a study with exposure: has found.
func printExposure(w io.Writer, e *engine.ExposureSummary) {
	if e == nil {
		return
	}
	fmt.Fprint(w, "\nRate along the routes, mean over routes, per 100,000 a year, by what is counted\n")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	timed := len(e.Layers) > 0 && !math.IsNaN(float64(e.Layers[0].Time))
	fmt.Fprint(table, "crop\tseries\tkm\t")
	if timed {
		fmt.Fprint(table, "hours\t")
	}
	fmt.Fprint(table, "people\t")
	for _, km := range e.BuffersKM {
		fmt.Fprintf(table, "people in %g km\t", km)
	}
	fmt.Fprintln(table)
	for _, l := range e.Layers {
		fmt.Fprintf(table, "%s\t%s\t%s\t", l.Layer, l.Series, rate(l.Length))
		if timed {
			fmt.Fprintf(table, "%s\t", rate(l.Time))
		}
		fmt.Fprintf(table, "%s\t", rate(l.Population))
		for _, b := range l.Buffers {
			fmt.Fprintf(table, "%s\t", rate(b))
		}
		fmt.Fprintln(table)
	}
	table.Flush()
	printTests(w, e.Tests)
}

func printTests(w io.Writer, tests []engine.SeriesComparison) {
	if len(tests) == 0 {
		return
	}
	fmt.Fprintf(w, "\nMunicipalities on routes (%d) and off them (%d), mean rate\n", tests[0].On, tests[0].Off)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "series\ton\toff\tdifference\tmatched (error)\torigins shuffled\tp\trandom routes\tp\tMoran's I\tp\t")
	for _, t := range tests {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s (%s)\t%s\t%s\t%s\t%s\t%s\t%s\t\n", t.Series, rate(t.OnRate), rate(t.OffRate), rate(t.OnRate-t.OffRate),
			rate(t.Matched), rate(t.StandardError), rate(t.Shuffled), chance(t.ShuffledP), rate(t.Random), chance(t.RandomP), twoDecimals(t.MoranI), chance(t.MoranP))
	}
	table.Flush()
	fmt.Fprintln(w, "p: two-sided, of the difference among draws; a small one says that these origins, or these routes, are unlike others")
}

func chance(p engine.Chance) string {
	const least = 0.001
	switch {
	case math.IsNaN(float64(p)):
		return "-"
	case p < least:
		return "<0.001"
	}
	return strconv.FormatFloat(float64(p), 'f', 3, 64)
}

func twoDecimals(x engine.Known) string {
	if math.IsNaN(float64(x)) {
		return "-"
	}
	return strconv.FormatFloat(float64(x), 'f', 2, 64)
}
