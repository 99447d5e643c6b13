package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine/replicate"
)

// tableFlags say which regressions replicate table7 runs.
type tableFlags struct {
	archiveFlags
	given              givenFlags
	homicides          replicate.HomicideFile
	producers, model   string
	panel              string
	robust             bool
	lead, permutations int
	seed               uint64
}

func newReplicateTable7(f *flags) *cobra.Command {
	var t tableFlags
	c := &cobra.Command{
		Use:   "table7 --archive DIR --homicides FILE --producers FILE",
		Short: "Regress drug-war homicides on the predicted flows: the paper's Table 7",
		Long: `Table7 joins the flows that the archive publishes with homicides by municipality and
month, leaves out producers and the municipalities of close elections, and regresses
any homicide, more than one, and the annual rate per 100,000 (weighted by population)
on the flow: any, the count, and one route against more. There are effects of
municipality and of state x month; errors are clustered both ways.

--robustness adds the sample without the neighbors of close elections, the route as it
will be --lead months later, and routes shuffled within states. --permutations gives the
share of shuffled routes that do as well as the predicted ones.

--origins adds the same regression on flows from origins of your own, and --multipliers
repeats it with roads that become dearer after a close election instead of closing.`,
		Example: `  corredor replicate table7 --archive dell2015 --homicides homicides.csv.bz2 --producers eradication.csv
  corredor replicate table7 --archive dell2015 --homicides h.csv --producers codes.txt --flows shortest --panel panel.csv --json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return t.run(c, f) },
	}
	t.register(c)
	t.given.register(c)
	c.Flags().StringVar(&t.homicides.Path, "homicides", "", "`file` of homicides by municipality and month")
	c.Flags().StringVar(&t.producers, "producers", "", "`file` of municipalities to leave out: codes, one a line, or a table with the column cvegeo")
	must(c.MarkFlagRequired("homicides"))
	must(c.MarkFlagRequired("producers"))
	c.Flags().StringVar(&t.model, "flows", "", "shortest or congestion (default: both)")
	c.Flags().StringVar(&t.panel, "panel", "", "`file` to write the panel to, as CSV")
	c.Flags().BoolVar(&t.robust, "robustness", false, "add the other samples and the placebos")
	c.Flags().IntVar(&t.lead, "lead", 3, "`months` that the route leads by, with --robustness")
	c.Flags().IntVar(&t.permutations, "permutations", 0, "shuffle the routes within states `N` times, for a p-value (default: none)")
	c.Flags().Uint64Var(&t.seed, "seed", 1, "seed of the shuffles")
	c.Flags().StringVar(&t.homicides.Code, "code-column", "id", "`column` of the municipality")
	c.Flags().StringVar(&t.homicides.Date, "date-column", "date", "`column` of the month")
	c.Flags().StringVar(&t.homicides.Count, "count-column", "Total", "`column` of the homicides")
	c.Flags().StringVar(&t.homicides.Population, "population-column", "Population", "`column` of the inhabitants")
	return c
}

// options checks the flags.
func (t *tableFlags) options(c *cobra.Command) (replicate.Table7Options, error) {
	opts := replicate.Table7Options{LeadMonths: t.lead, Draws: t.permutations, Seed: t.seed}
	if t.model != "" {
		m, err := replicate.ParseModel(t.model)
		if err != nil {
			return opts, err
		}
		opts.Models = []replicate.Model{m}
	}
	if t.lead < 1 || t.permutations < 0 {
		return opts, fmt.Errorf("--lead is at least 1 month and --permutations not negative")
	}
	if t.robust {
		opts.Variants = []replicate.Variant{replicate.WithoutNeighbors, replicate.Leads, replicate.Shuffled}
	}
	return opts, t.given.check(c)
}

func (t *tableFlags) run(c *cobra.Command, f *flags) error {
	opts, err := t.options(c)
	if err != nil {
		return usageError{err}
	}
	from := replicate.Options{Dir: t.dir}
	if t.given.origins == "" {
		from.Period = new(int) // the networks of later periods are not needed
	}
	archive, err := replicate.Open(c.Context(), from)
	if err != nil {
		return err
	}
	p, err := archive.Panel(c.Context(), replicate.PanelOptions{Homicides: t.homicides, Producers: t.producers})
	if err != nil {
		return err
	}
	if !f.quiet {
		warnAlone(c.ErrOrStderr(), p)
	}
	if opts.Given, err = t.given.flows(c, f, givenTask{archive, p, opts.Models}); err != nil {
		return err
	}
	if t.panel != "" {
		if err := writeFile(c, t.panel, func(w io.Writer) error { return p.WriteCSV(w, opts.Given...) }); err != nil {
			return err
		}
	}
	table, err := p.Table7(c.Context(), opts)
	if err != nil {
		return err
	}
	if f.json {
		out := json.NewEncoder(c.OutOrStdout())
		out.SetIndent("", "  ")
		return out.Encode(table)
	}
	printTable7(c.OutOrStdout(), p, table)
	return nil
}

// warnAlone tells of clusters of a single row.
func warnAlone(w io.Writer, p *replicate.Panel) {
	if alone := p.Alone(); len(alone) > 0 {
		fmt.Fprintf(w, "warning: %d municipalities are alone in their state, so that their %d state-months are clusters of one row, which effects explain fully; the first is %s\n",
			len(alone), len(alone)*p.Months, alone[0])
	}
}

// columnNames are the outcomes as the table heads them.
var columnNames = []struct{ key, name string }{{"any", "any homicide"}, {"gt1", "more than one"}, {"rate", "rate, weighted"}}

var rowNames = map[string]string{"dummy": "predicted route", "count": "number of routes", "one": "one route", "many": "more than one", "lead": "route later"}

var variantNames = map[string]string{"": "", "no-neighbors": ", without neighbors of close elections",
	"lead": ", with the route as it will be", "shuffled": ", routes shuffled within states (placebo)"}

// printTable7 prints estimates with errors in parentheses below, as the paper does.
func printTable7(w io.Writer, p *replicate.Panel, table []replicate.Estimate) {
	fmt.Fprintf(w, "Drug-war homicides on predicted flows, %s to %s\n", p.First, p.Last())
	fmt.Fprintf(w, "%s municipalities; left out are %s producers (%s more have no road) and %s close elections\n",
		thousands(float64(len(p.Municipalities))), thousands(float64(p.Producers)), thousands(float64(p.Absent)), thousands(float64(p.CloseElections)))
	cells := map[string]replicate.Estimate{}
	var panels, rows []string
	seen := map[string]bool{}
	given := slices.IndexFunc(table, func(e replicate.Estimate) bool { return e.Variant == string(replicate.Given) })
	if given < 0 {
		given = len(table)
	}
	for _, e := range table[:given] {
		panel := e.Flows + "|" + e.Variant
		if row := panel + "|" + e.Regressor; !seen[row] {
			seen[row] = true
			rows = append(rows, row)
		}
		if !seen[panel] {
			seen[panel] = true
			panels = append(panels, panel)
		}
		cells[panel+"|"+e.Regressor+"|"+e.Outcome] = e
	}
	for _, panel := range panels {
		model, variant, _ := strings.Cut(panel, "|")
		fmt.Fprintf(w, "\n%-22s", "")
		for _, column := range columnNames {
			fmt.Fprintf(w, "%18s", column.name)
		}
		fmt.Fprintf(w, "\n%s flows%s\n", model, variantNames[variant])
		for _, row := range rows {
			if regressor, ok := strings.CutPrefix(row, panel+"|"); ok {
				printRow(w, regressor, func(outcome string) replicate.Estimate { return cells[row+"|"+outcome] })
			}
		}
	}
	printGiven(w, table[given:])
	fmt.Fprintln(w, "\nEffects of municipality and state x month; errors clustered by both. *** p < 0.01, ** p < 0.05, * p < 0.1")
}

// printRow prints one regressor: estimates, then errors, and what goes with the dummy.
func printRow(w io.Writer, regressor string, cell func(outcome string) replicate.Estimate) {
	lines := []struct {
		name string
		text func(replicate.Estimate) string
	}{
		{"  " + rowNames[regressor], func(e replicate.Estimate) string { return orDash(e, fmt.Sprintf("%.4f%-3s", e.Estimate, stars(e.P))) }},
		{"", func(e replicate.Estimate) string { return orDash(e, fmt.Sprintf("(%.4f)   ", e.SE)) }},
	}
	first := cell(columnNames[0].key)
	if first.PRandomization != nil {
		lines = append(lines, struct {
			name string
			text func(replicate.Estimate) string
		}{"  p, shuffled routes", func(e replicate.Estimate) string { return fmt.Sprintf("%.4f   ", *e.PRandomization) }})
	}
	for _, line := range lines {
		fmt.Fprintf(w, "%-22s", line.name)
		for _, column := range columnNames {
			fmt.Fprintf(w, "%18s", line.text(cell(column.key)))
		}
		fmt.Fprintln(w)
	}
	if regressor == "dummy" {
		fmt.Fprintf(w, "%-22s", "  mean of the outcome")
		for _, column := range columnNames {
			fmt.Fprintf(w, "%15.4f   ", cell(column.key).Mean)
		}
		fmt.Fprintf(w, "\n%-22s%15s\n", "  observations", thousands(float64(first.Observations)))
		fmt.Fprintf(w, "%-22s%15s\n", "  municipalities", thousands(float64(first.Municipalities)))
		fmt.Fprintf(w, "%-22s%15s\n", "  state-months", thousands(float64(first.StateMonths)))
	}
}

// orDash is a text about an estimate, or a dash where effects absorb it.
func orDash(e replicate.Estimate, text string) string {
	if math.IsNaN(e.Estimate) {
		return "-   "
	}
	return text
}

// stars marks how unlikely an estimate is.
func stars(p float64) string {
	for i, level := range []float64{0.01, 0.05, 0.1} {
		if p < level {
			return strings.Repeat("*", 3-i)
		}
	}
	return ""
}
