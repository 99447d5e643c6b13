package main

import (
	"fmt"
	"io"
	"math/big"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
)

func newTies(f *flags) *cobra.Command {
	var a answer
	c := &cobra.Command{
		Use:   "ties [STUDY.yaml]",
		Short: "Count the routes of least cost, and say how far the study depends on the choice",
		Long: `Ties counts, for every origin of a study, the routes that cost exactly the least, to
whichever port. Where there are several, the study has taken one by a fixed rule; ties says
which municipalities and segments have another flow under another choice, and between which
bounds the flow and the rate along the routes lie. Costs are exact sums, so that routes
tie only when they truly tie. The study is the embedded one where none is named.`,
		Example: `  corredor ties
  corredor ties study.yaml --csv
  corredor ties study.yaml --out out/ties`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			result, err := askStudy(c, f, args)
			if err != nil {
				return err
			}
			ties, err := result.Ties(c.Context())
			if err != nil {
				return err
			}
			a.tables = result.TieLayers(ties)
			a.maps = a.tables[2:] // the segments
			return a.write(c, f, func(w io.Writer) { printTies(w, result, ties) })
		},
	}
	c.Flags().BoolVar(&a.csv, "csv", false, "print the origins as CSV")
	c.Flags().StringVarP(&a.out, "out", "o", "", "folder for ties.csv, tied_municipalities.csv, tied_segments (.geojson, .csv), columns.csv")
	return c
}

func printTies(w io.Writer, r *engine.Result, t *engine.Ties) {
	routed := 0
	for _, o := range t.Origins {
		if o.Routes != nil {
			routed++
		}
	}
	wide, used := countBounds(t.Municipalities)
	wideSegments, segments := countBounds(t.Segments)
	fmt.Fprintf(w, "%d of %d routes are not the only one of least cost\n", t.Tied, routed)
	fmt.Fprintf(w, "The choice among them moves the flow of %d of %d municipalities and %d of %d segments\n", wide, used, wideSegments, segments)
	if t.Tied > 0 {
		printTiedOrigins(w, r, t)
	}
	if wide > 0 {
		printTiedMunicipalities(w, r, t)
	}
}

// countBounds counts the flows that depend on the choice, and those that some route uses.
func countBounds(bounds []engine.TieBounds) (wide, used int) {
	for _, b := range bounds {
		if b.HighRoutes > 0 {
			used++
		}
		if b.Wide() {
			wide++
		}
	}
	return wide, used
}

func printTiedMunicipalities(w io.Writer, r *engine.Result, t *engine.Ties) {
	low, high := make([]float64, len(t.Municipalities)), make([]float64, len(t.Municipalities))
	for i, b := range t.Municipalities {
		low[i], high[i] = b.LowShare, b.HighShare
	}
	fmt.Fprint(w, "\nMunicipalities whose flow depends most on the choice; each layer sends 1\n")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "code\tmunicipality\troutes\tfrom\tto\tflow\tfrom\tto\t")
	for _, i := range widest(low, high) {
		b := t.Municipalities[i]
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\t%.3f\t%.3f\t%.3f\t\n", r.Regions.Regions[i].Code, r.RegionName(i), b.Routes, b.LowRoutes, b.HighRoutes, b.Share, b.LowShare, b.HighShare)
	}
	table.Flush()
}

func printTiedOrigins(w io.Writer, r *engine.Result, t *engine.Ties) {
	fmt.Fprintln(w)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "crop\torigin\troutes\tports\tmunicipalities\ton all\trate from\tto\t")
	shown := 0
	for i, o := range t.Origins {
		if o.Routes == nil || o.Routes.Cmp(big.NewInt(1)) <= 0 {
			continue
		}
		if shown++; shown > mostRows {
			fmt.Fprintf(table, "\tand %d more (--csv prints all)\t\t\t\t\t\t\t\n", t.Tied-mostRows)
			break
		}
		low, high := "-", "-"
		if len(o.RateLow) > 0 {
			low, high = rate(engine.Known(o.RateLow[0])), rate(engine.Known(o.RateHigh[0]))
		}
		origin := r.Origins[i]
		fmt.Fprintf(table, "%s\t%s %s\t%v\t%d\t%d\t%d\t%s\t%s\t\n", origin.Layer, origin.Code, origin.Name, o.Routes, len(o.Ports),
			o.SomeMunicipalities, o.AllMunicipalities, low, high)
	}
	table.Flush()
}
