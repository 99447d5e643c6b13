package main

import (
	"cmp"
	"context"
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
	flag.StringArrayVar(&n.homicides, "homicides", nil, "table of counts, or INEGI's cross table of deaths; repeated, sources stand side by side (default: the embedded table)")
	flag.StringVar(&n.columns.Code, "code-column", "", "column of the municipality, of the first table (default: guessed, as are the others)")
	flag.StringVar(&n.columns.Date, "date-column", "", "column of the month")
	flag.StringVar(&n.columns.Year, "year-column", "", "column of the year, in a table by year")
	flag.StringVar(&n.columns.Population, "population-column", "", "column of the inhabitants")
	flag.StringVar(&n.columns.State, "state-column", "", "column of the state, for rows whose municipality is not known")
	flag.StringVar(&n.columns.Registered, "registered-column", "", "column of the month or year in which a death was registered")
	flag.StringArrayVar(&n.series, "series", nil, "a count, as NAME=COLUMN; may be repeated, all homicides first")
	flag.StringVar(&n.columns.Encoding, "encoding", "", "encoding of text, such as latin1 (default: by the file)")
	flag.StringVar(&n.layout, "layout", "", "table, or inegi for INEGI's cross table (default: by the file)")
	flag.StringVar(&n.absent, "absent", "unknown", "what a municipality without a row has: unknown or zero")
	flag.StringVar(&n.adjust, "adjust", "", "adjustments in their order, such as undated,late:by=state,metro; see 'corredor violence adjust --help'")
	flag.StringVar(&n.period, "period", "", "months or years to look at, such as 2007..2008 or 2006-12..2010-12 (default: the whole table)")
	flag.StringSliceVar(&n.municipalities, "municipality", nil, "municipalities to look at, by code or name")
	flag.StringSliceVar(&n.states, "state", nil, "states to look at, by two digits or name")
	flag.StringSliceVar(&n.metros, "metro", nil, "metropolitan areas to look at, by id or name")
	flag.StringVar(&n.places, "places", engine.MunicipalitiesTable, "table of municipalities: cvegeo, name, state, area_km2, population")
	flag.StringVar(&n.areas, "metro-table", engine.MetroTable, "table of metropolitan areas: area, name, cvegeo")
	flag.StringVar(&n.csv, "csv", "", "file to write everything to, as CSV")
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
	steps, err := engine.Steps(c.Context(), adjustments)
	if err != nil {
		return nil, err
	}
	if x.table, x.changes, err = x.table.Adjust(steps...); err != nil {
		return nil, err
	}
	if !f.quiet && !f.json {
		for _, warning := range x.table.Warnings {
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

// read reads the tables and puts them side by side.
func (n *countFlags) read(ctx context.Context, adjustments []engine.Adjustment, progress func(bytes int64)) (*violence.Table, error) {
	if len(n.homicides) == 0 {
		study, err := engine.Embedded()
		if err != nil {
			return nil, err
		}
		return study.ReadCounts(ctx)
	}
	var table *violence.Table
	for i, name := range n.homicides {
		next, err := n.readOne(ctx, name, i, adjustments, progress)
		if err != nil {
			return nil, err
		}
		if table == nil {
			table = next
			continue
		}
		if table, err = violence.Join(table, next); err != nil {
			return nil, err
		}
	}
	return table, nil
}

func (n *countFlags) readOne(ctx context.Context, name string, order int, adjustments []engine.Adjustment, progress func(bytes int64)) (*violence.Table, error) {
	fsys, path := engine.Locate(name)
	layout, err := violence.GuessLayout(path, fsys)
	if err != nil {
		return nil, err
	}
	layout.AbsentIsZero, layout.Progress = n.absent == "zero", progress
	if order == 0 {
		n.override(&layout)
	}
	useFactor(&layout, adjustments)
	if err := layout.Check(); err != nil {
		return nil, fmt.Errorf("%s: %w; say so with --code-column, --date-column or --year-column, --series NAME=COLUMN", name, err)
	}
	if layout.Cross {
		return violence.ReadCross(ctx, path, layout.Options)
	}
	return violence.Read(ctx, path, layout.Options)
}

// override puts what the user says in the place of what was guessed.
func (n *countFlags) override(l *violence.Layout) {
	o := n.columns
	l.Code = cmp.Or(o.Code, l.Code)
	l.Population = cmp.Or(o.Population, l.Population)
	l.State = cmp.Or(o.State, l.State)
	l.Registered = cmp.Or(o.Registered, l.Registered)
	l.Encoding = o.Encoding
	if o.Date != "" || o.Year != "" {
		l.Date, l.Year = o.Date, o.Year
	}
	if len(o.Series) > 0 {
		l.Series = o.Series
	}
	if n.layout != "" {
		l.Cross = n.layout == "inegi"
	}
}

// useFactor takes the column of factors that late names, or the one in the table
// when late says nothing else.
func useFactor(l *violence.Layout, adjustments []engine.Adjustment) {
	guessed := l.Factor
	l.Factor = ""
	for i := range adjustments {
		a := &adjustments[i]
		if a.Name != "late" {
			continue
		}
		if a.Share == 0 && a.Registry == "" && a.Factor == "" && l.Registered == "" && !l.Cross {
			a.Factor = guessed
		}
		l.Factor = cmp.Or(l.Factor, a.Factor)
	}
}

// find sorts the chosen municipalities into groups.
func (n *countFlags) find(c *cobra.Command, x *counted) error {
	fsys, path := engine.Locate(n.places)
	var err error
	if x.gazetteer, err = violence.ReadGazetteer(c.Context(), path, fsys); err != nil {
		return err
	}
	fsys, path = engine.Locate(n.areas)
	if x.gazetteer.Areas, err = violence.ReadAreas(c.Context(), path, fsys); err != nil {
		return err
	}
	if n.level == "" {
		return nil
	}
	if x.level, err = violence.ParseLevel(n.level); err != nil {
		return usageError{err}
	}
	codes := x.table.Codes()
	if x.table.AbsentIsZero() { // those without a row are places too
		codes = append(codes, x.gazetteer.Codes()...)
		slices.Sort(codes)
		codes = slices.Compact(codes)
	}
	x.codes = codes
	picked, err := n.pick(x)
	switch {
	case err != nil:
		return usageError{err}
	case picked == nil:
		x.groups = x.gazetteer.Groups(x.level, codes)
	case c.Flags().Changed("by-place") && x.level != violence.National:
		x.groups = x.gazetteer.Groups(x.level, together(picked).Codes)
	default:
		x.groups = []violence.Group{together(picked)}
	}
	return nil
}

// pick returns what the flags name, nil when they name nothing.
func (n *countFlags) pick(x *counted) (picked []violence.Group, err error) {
	for _, by := range []struct {
		level violence.Level
		names []string
	}{{violence.Municipality, n.municipalities}, {violence.State, n.states}, {violence.Area, n.metros}} {
		groups, err := x.gazetteer.Select(by.level, by.names, x.codes)
		if err != nil {
			return nil, err
		}
		picked = append(picked, groups...)
	}
	return picked, nil
}

// together is one group of several.
func together(groups []violence.Group) violence.Group {
	if len(groups) == 1 {
		return groups[0]
	}
	all := violence.Group{ID: "selection"}
	var names []string
	for _, g := range groups {
		all.Codes = append(all.Codes, g.Codes...)
		names = append(names, g.Name)
	}
	slices.Sort(all.Codes)
	all.Codes, all.Name = slices.Compact(all.Codes), strings.Join(names, " + ")
	return all
}

// parsePeriod reads 2007..2008, 2006-12..2010-12 or 2008; "" is the whole.
func parsePeriod(text string, whole violence.Period) (violence.Period, error) {
	if text == "" {
		return whole, nil
	}
	from, to, both := strings.Cut(text, "..")
	if !both {
		to = from
	}
	p, err := engine.PeriodSpec{From: from, To: to}.Period()
	if err == nil && p.Months() == 0 {
		err = fmt.Errorf("the period %v is empty", p)
	}
	return p, err
}
