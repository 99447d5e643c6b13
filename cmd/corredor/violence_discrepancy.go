package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/violence"
)

// significant is the adjusted p value below which an excess is marked.
const significant = 0.05

// discrepancyFlags are those of violence discrepancy.
type discrepancyFlags struct {
	countFlags
	total, part string
}

func newViolenceDiscrepancy(f *flags) *cobra.Command {
	var d discrepancyFlags
	c := &cobra.Command{
		Use:   "discrepancy",
		Short: "Find places and times with more drug-war homicides than homicides",
		Long: `Discrepancy looks for places and times in which a series exceeds another that it is
part of, such as drug-war homicides and all homicides. Then at least the excess is
missing from the total.

A single year is compared by an exact binomial test of both sources counting the same
events. Runs are the stretches of months (years, in a table by year) with the largest
excess; as they were searched for, their p value is multiplied by the number of
stretches that could have been one.`,
		Example: `  corredor violence discrepancy
  corredor violence discrepancy --homicides homicides.csv.bz2 --by-place municipality
  corredor violence discrepancy --homicides inegi.csv.bz2 --homicides drug-homicides.csv.bz2 --part drug_war`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return d.run(c, f) },
	}
	d.register(c)
	d.registerBy(c, "state")
	c.Flags().StringVar(&d.total, "total", "", "`series` that holds the other (default: the first)")
	c.Flags().StringVar(&d.part, "part", "", "`series` that is part of it (default: drug_war, else the second)")
	return c
}

func (d *discrepancyFlags) run(c *cobra.Command, f *flags) error {
	x, err := d.open(c, f)
	if err != nil {
		return err
	}
	names := x.table.SeriesNames()
	if len(names) < 2 {
		return errors.New("the table has one series; a discrepancy is between two")
	}
	contrast := violence.Contrast{Total: cmp.Or(d.total, names[0]), Part: cmp.Or(d.part, names[1]), Period: x.period, ByYear: d.by == "year"}
	if d.part == "" && slices.Contains(names, "drug_war") {
		contrast.Part = "drug_war"
	}
	cells, err := x.table.Discrepancies(x.groups, contrast)
	if err != nil {
		return err
	}
	runs := cells
	if contrast.ByYear && !x.table.ByYear() {
		contrast.ByYear = false
		if runs, err = x.table.Discrepancies(x.groups, contrast); err != nil {
			return err
		}
	}
	out := &discrepancyOutput{counted: x, by: d.by, cells: cells, runs: runs}
	if d.csv != "" {
		if err := writeFile(c, d.csv, func(w io.Writer) error { return export.WriteCSV(w, out.layer()) }); err != nil {
			return err
		}
	}
	if f.json {
		return out.writeJSON(c.OutOrStdout())
	}
	out.print(c.OutOrStdout(), d.top)
	return nil
}

// discrepancyOutput is what violence discrepancy shows: single years or months,
// and runs of the finest steps that the table has.
type discrepancyOutput struct {
	*counted
	by          string
	cells, runs *violence.Discrepancy
}

func (o *discrepancyOutput) print(w io.Writer, top int) {
	c := o.cells.Contrast
	fmt.Fprintf(w, "%s among %s, by %v, %v\n", c.Part, c.Total, o.level, o.period)
	step := "months"
	if o.table.ByYear() {
		step = "years"
	}
	fmt.Fprintf(w, "\nRuns of %s in which %s exceeds %s (p: exact binomial; adjusted for %s stretches)\n", step, c.Part, c.Total, thousands(float64(o.runs.Windows)))
	o.list(w, o.runs.Runs, excessTable{top, step == "years"})
	fmt.Fprintf(w, "\nSingle %ss, %s of %s (adjusted for as many)\n", o.by, thousands(float64(len(o.cells.Cells))), thousands(float64(o.cells.Compared)))
	o.list(w, o.cells.Cells, excessTable{top, o.by == "year"})
	fmt.Fprintf(w, "\n* adjusted p < %g: chance and wrong dates do not explain it; the excess is missing from %s, at the least\n", significant, c.Total)
	printChanges(w, o.changes)
}

// excessTable says how many rows are printed, and whether times are years.
type excessTable struct {
	top   int
	years bool
}

func (o *discrepancyOutput) list(w io.Writer, excesses []violence.Excess, as excessTable) {
	if len(excesses) == 0 {
		fmt.Fprintln(w, "  none")
		return
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "place\tfrom\tto\t%s\t%s\texcess\tp\tadjusted\t\t\n", o.cells.Contrast.Total, o.cells.Contrast.Part)
	for i, e := range excesses {
		if as.top > 0 && i == as.top {
			fmt.Fprintf(table, "and %d more\t\t\t\t\t\t\t\t\t\n", len(excesses)-as.top)
			break
		}
		mark := ""
		if e.PAdjusted < significant {
			mark = "*"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%.2g\t%.2g\t%s\t\n", e.Group.Name, monthText(e.From, as.years), monthText(e.To, as.years),
			countText(e.Total), countText(e.Part), countText(e.Excess()), e.P, e.PAdjusted, mark)
	}
	table.Flush()
}

func monthText(m violence.Month, year bool) string {
	if year {
		return strconv.Itoa(m.Year())
	}
	return m.String()
}

func (o *discrepancyOutput) layer() export.Layer {
	real := func(name string, decimals int) export.Column {
		return export.Column{Name: name, Kind: export.Real, Decimals: decimals}
	}
	l := export.Layer{Name: "discrepancy", Columns: []export.Column{{Name: "kind"}, {Name: "place"}, {Name: "name"}, {Name: "from"}, {Name: "to"},
		real("total", 6), real("part", 6), real("excess", 6), real("p", 12), real("p_adjusted", 12)}}
	for _, kind := range []struct {
		name string
		list []violence.Excess
	}{{"run", o.runs.Runs}, {"single", o.cells.Cells}} {
		for _, e := range kind.list {
			l.Rows = append(l.Rows, export.Row{Values: []any{kind.name, e.Group.ID, e.Group.Name, e.From.String(), e.To.String(), e.Total, e.Part, e.Excess(), e.P, e.PAdjusted}})
		}
	}
	return l
}

type excessJSON struct {
	Place     string  `json:"place"`
	Name      string  `json:"name"`
	From      string  `json:"from"`
	To        string  `json:"to"`
	Total     maybe   `json:"total"`
	Part      maybe   `json:"part"`
	Excess    maybe   `json:"excess"`
	P         float64 `json:"p"`
	PAdjusted float64 `json:"p_adjusted"`
}

func excessList(list []violence.Excess) []excessJSON {
	out := make([]excessJSON, len(list))
	for i, e := range list {
		out[i] = excessJSON{e.Group.ID, e.Group.Name, e.From.String(), e.To.String(), maybe(e.Total), maybe(e.Part), maybe(e.Excess()), e.P, e.PAdjusted}
	}
	return out
}

func (o *discrepancyOutput) writeJSON(w io.Writer) error {
	c := o.cells.Contrast
	return encode(w, struct {
		Total       string            `json:"total"`
		Part        string            `json:"part"`
		Period      string            `json:"period"`
		By          string            `json:"by"`
		Place       string            `json:"by_place"`
		Compared    int               `json:"compared"`
		Windows     int               `json:"windows"`
		Adjustments []violence.Change `json:"adjustments"`
		Runs        []excessJSON      `json:"runs"`
		Single      []excessJSON      `json:"single"`
	}{c.Total, c.Part, o.period.String(), o.by, o.level.String(), o.cells.Compared, o.runs.Windows, o.changes, excessList(o.runs.Runs), excessList(o.cells.Cells)})
}
