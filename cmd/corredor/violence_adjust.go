package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/violence"
)

func newViolenceAdjust(f *flags) *cobra.Command {
	var n countFlags
	c := &cobra.Command{
		Use:   "adjust --adjust LIST",
		Short: "Correct counts, and account for every homicide that moves",
		Long: `Adjust corrects a table step by step and says of each step how many homicides it
added or moved, by series and year. --csv writes the corrected table, which can be
read again with --homicides. Steps are separated by commas, their parameters by colons:

  recode                 later municipalities back to those they were split from;
                         recode:codes=23010>23004+23009>23008
  undated                deaths without a date count when they were registered
  intent:unknown=S:known=S1+S2+S3
                         firearm deaths of unknown intent, in the proportion of
                         those known (homicides first); :into=S :by=state
  late                   deaths registered after the year was closed. From the
                         table's column of factors or of registration, or
                         :share=0.03, :factor=COLUMN, :registry=FILE of INEGI;
                         :year=2010 :reference=2009 :by=national|state|municipality
                         :months (a factor for each month) :min=20 (deaths)
                         :series=NAME
  annualise              years that are covered in part, brought to twelve months
  metro                  municipalities take the rate of their metropolitan area;
                         metro:table=FILE`,
		Example: `  corredor violence adjust --homicides homicides.csv.bz2 --adjust late:factor=per
  corredor violence adjust --homicides inegi-1990-2008.csv.bz2 --adjust undated,late:by=state --csv adjusted.csv`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if n.adjust == "" {
				return usageError{fmt.Errorf("--adjust is missing; the adjustments are %s", strings.Join(engine.AdjustmentNames, ", "))}
			}
			return n.runAdjust(c, f)
		},
	}
	n.register(c)
	for _, name := range []string{"period", "municipality", "state", "metro"} { // an adjustment is of the whole table
		must(c.Flags().MarkHidden(name))
	}
	return c
}

func (n *countFlags) runAdjust(c *cobra.Command, f *flags) error {
	if n.period != "" || len(n.municipalities)+len(n.states)+len(n.metros) > 0 {
		return usageError{errors.New("an adjustment is of the whole table; choose places and times in violence series")}
	}
	x, err := n.open(c, f)
	if err != nil {
		return err
	}
	if n.csv != "" {
		if err := writeFile(c, n.csv, func(w io.Writer) error { return export.WriteCSV(w, tableLayer(x.table)) }); err != nil {
			return err
		}
	}
	if f.json {
		return encode(c.OutOrStdout(), struct {
			Adjustments []violence.Change `json:"adjustments"`
		}{x.changes})
	}
	printChanges(c.OutOrStdout(), x.changes)
	return nil
}

// printChanges says what each step did, year by year.
func printChanges(w io.Writer, changes []violence.Change) {
	for i, change := range changes {
		fmt.Fprintf(w, "\nAdjustment %d, %s: %s\n", i+1, change.Name, change.What)
		for _, note := range change.Notes {
			fmt.Fprintf(w, "  %s\n", note)
		}
		if len(change.Years) == 0 {
			fmt.Fprintln(w, "  no count changed")
			continue
		}
		table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
		fmt.Fprintln(table, "series\tyear\tbefore\tadded\tmoved\tafter\t")
		for _, y := range change.Years {
			fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%s\t%s\t\n", y.Series, y.Year, countText(y.Before), signed(y.Added), countText(y.Moved), countText(y.After))
		}
		table.Flush()
	}
}

func signed(x float64) string {
	switch {
	case x > 0:
		return "+" + countText(x)
	case x < 0:
		return "-" + countText(-x)
	}
	return "0"
}

// tableLayer is a table of counts as it can be read again.
func tableLayer(t *violence.Table) export.Layer {
	when := "date"
	if t.ByYear() {
		when = "year"
	}
	l := export.Layer{Name: "homicides", Columns: []export.Column{{Name: "cvegeo"}, {Name: when}}}
	for _, name := range t.SeriesNames() {
		l.Columns = append(l.Columns, export.Column{Name: name, Kind: export.Real, Decimals: 9})
	}
	l.Columns = append(l.Columns, export.Column{Name: "population", Kind: export.Real, Decimals: 3})
	for cell := range t.Cells() {
		values := []any{cell.Code, monthText(cell.From, t.ByYear())}
		for _, x := range cell.Counts {
			values = append(values, x)
		}
		l.Rows = append(l.Rows, export.Row{Values: append(values, cell.Population)})
	}
	return l
}
