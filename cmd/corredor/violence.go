package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/violence"
)

func newViolence(f *flags) *cobra.Command {
	c := &cobra.Command{
		Use:   "violence",
		Short: "Look at counts of homicides: series, sources that disagree, adjustments",
		Long: `Violence reads counts of homicides by municipality and month or year. Without
--homicides it takes the embedded table of Mexico: all homicides 2004-2010 and
drug-war homicides from December 2006 to September 2011, by year.`,
		Example: `  corredor violence series --state 25
  corredor violence discrepancy
  corredor violence adjust --adjust late:share=0.03`,
	}
	c.AddCommand(newViolenceSeries(f), newViolenceDiscrepancy(f), newViolenceAdjust(f))
	return c
}

// countFlags say which counts are read, how they are adjusted, and which places
// are looked at.
type countFlags struct {
	homicides []string
	columns   violence.Options
	series    []string
	layout    string
	absent    string
	adjust    string
	period    string
	by        string
	level     string

	municipalities, states, metros []string
	places, areas                  string
	csv                            string
	top                            int
}

func (n *countFlags) register(c *cobra.Command) {
	flag := c.Flags()
	flag.StringArrayVar(&n.homicides, "homicides", nil, "`file` of counts, or INEGI's cross table of deaths; repeated, sources stand side by side (default: the embedded table)")
	flag.StringVar(&n.columns.Code, "code-column", "", "`column` of the municipality, of the first table (default: guessed, as are the others)")
	flag.StringVar(&n.columns.Date, "date-column", "", "`column` of the month")
	flag.StringVar(&n.columns.Year, "year-column", "", "`column` of the year, in a table by year")
	flag.StringVar(&n.columns.Population, "population-column", "", "`column` of the inhabitants")
	flag.StringVar(&n.columns.State, "state-column", "", "`column` of the state, for rows whose municipality is not known")
	flag.StringVar(&n.columns.Registered, "registered-column", "", "`column` of the month or year in which a death was registered")
	flag.StringArrayVar(&n.series, "series", nil, "a count, as `NAME=COLUMN`; may be repeated, all homicides first")
	flag.StringVar(&n.columns.Encoding, "encoding", "", "encoding of text, such as latin1 (default: by the file)")
	flag.StringVar(&n.layout, "layout", "", "table, or inegi for INEGI's cross table (default: by the file)")
	flag.StringVar(&n.absent, "absent", "unknown", "what a municipality without a row has: unknown or zero")
	flag.StringVar(&n.adjust, "adjust", "", "`steps` in their order, such as undated,late:by=state,metro; see 'corredor violence adjust --help'")
	flag.StringVar(&n.period, "period", "", "months or years to look at, `from..to`, such as 2007..2008 or 2006-12..2010-12 (default: the whole table)")
	flag.StringSliceVar(&n.municipalities, "municipality", nil, "`municipalities` to look at, by code or name, with commas between")
	flag.StringSliceVar(&n.states, "state", nil, "`states` to look at, by two digits or name, with commas between")
	flag.StringSliceVar(&n.metros, "metro", nil, "metropolitan `areas` to look at, by id or name, with commas between")
	flag.StringVar(&n.places, "places", engine.MunicipalitiesTable, "table of municipalities: cvegeo, name, state, area_km2, population")
	flag.StringVar(&n.areas, "metro-table", engine.MetroTable, "table of metropolitan areas: area, name, cvegeo")
	flag.StringVar(&n.csv, "csv", "", "`file` to write everything to, as CSV")
	flag.IntVar(&n.top, "top", 20, "places or rows to print; 0 is all")
}

// registerBy adds the flags of how counts are added up.
func (n *countFlags) registerBy(c *cobra.Command, level string) {
	c.Flags().StringVar(&n.by, "by", "year", "month or year")
	c.Flags().StringVar(&n.level, "by-place", level, "national, state, metro or municipality")
}

// counted is what the flags lead to.
type counted struct {
	table     *violence.Table
	changes   []violence.Change
	gazetteer *violence.Gazetteer
	codes     []string // all municipalities, in the table or with zero events
	groups    []violence.Group
	level     violence.Level
	period    violence.Period
}

// open reads and adjusts the counts and finds the places.
func (n *countFlags) open(c *cobra.Command, f *flags) (*counted, error) {
	adjustments, err := n.check()
	if err != nil {
		return nil, usageError{err}
	}
	x := &counted{}
	bars := newProgress(c.ErrOrStderr(), f.quiet || f.json)
	x.table, err = n.read(c.Context(), adjustments, func(bytes int64) { bars.update("homicides", bytes, 0) })
	bars.finish()
	if err != nil {
		return nil, err
	}
	steps, warnings, err := engine.Steps(c.Context(), adjustments)
	if err != nil {
		return nil, err
	}
	if x.table, x.changes, err = x.table.Adjust(steps...); err != nil {
		return nil, err
	}
	if !f.quiet && !f.json {
		for _, warning := range slices.Concat(x.table.Warnings, warnings) {
			fmt.Fprintf(c.ErrOrStderr(), "warning: %s\n", warning)
		}
	}
	if err := n.find(c, x); err != nil {
		return nil, err
	}
	x.period, err = parsePeriod(n.period, x.table.Span())
	if err != nil {
		return nil, usageError{err}
	}
	return x, nil
}

// check looks at what can be told without reading anything.
func (n *countFlags) check() ([]engine.Adjustment, error) {
	switch {
	case n.by != "" && n.by != "month" && n.by != "year":
		return nil, fmt.Errorf("--by is %q; write month or year", n.by)
	case n.absent != "unknown" && n.absent != "zero":
		return nil, fmt.Errorf("--absent is %q; write unknown or zero", n.absent)
	case n.layout != "" && n.layout != "table" && n.layout != "inegi":
		return nil, fmt.Errorf("--layout is %q; write table or inegi", n.layout)
	case n.columns.Date != "" && n.columns.Year != "":
		return nil, errors.New("--date-column and --year-column exclude each other")
	case n.top < 0:
		return nil, fmt.Errorf("--top is %d; write how many to print, or 0 for all", n.top)
	}
	for _, s := range n.series {
		name, column, ok := strings.Cut(s, "=")
		if !ok || name == "" || column == "" {
			return nil, fmt.Errorf("--series is %q; write NAME=COLUMN", s)
		}
		n.columns.Series = append(n.columns.Series, violence.SeriesColumn{Name: name, Column: column})
	}
	return engine.ParseAdjustments(n.adjust)
}
