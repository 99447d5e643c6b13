package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/violence"
)

// seriesFlags are those of violence series.
type seriesFlags struct {
	countFlags
	confidence float64
	shrink     string
	show       []string
	events     string
	window     int
}

func newViolenceSeries(f *flags) *cobra.Command {
	var s seriesFlags
	c := &cobra.Command{
		Use:   "series",
		Short: "Print counts and rates by month or year, of places or sets of them",
		Long: `Series adds counts up by month or year and by place, with rates per 100,000 a year,
their exact Poisson intervals and, on request, rates shrunken toward those of all
(Marshall 1991), which keeps places of few people from leading every list by chance.
Municipalities that are picked without --by-place are added up to one.

--events marks what happened in the places; with --by month it also compares the rate
in the months after with that in the months before. A difference is not yet an effect.`,
		Example: `  corredor violence series
  corredor violence series --metro Culiacán-Navolato --events
  corredor violence series --homicides homicides.csv.bz2 --by month --municipality 08037 --period 2007..2010 --events
  corredor violence series --by-place municipality --period 2010 --shrink state --csv rates.csv`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return s.run(c, f) },
	}
	s.register(c)
	s.registerBy(c, "national")
	c.Flags().Float64Var(&s.confidence, "intervals", 0.95, "`confidence` of the intervals of the rates, 0 to 1")
	c.Flags().StringVar(&s.shrink, "shrink", "", "also print rates shrunken toward those of all at this `level`, national or state (default: none)")
	c.Flags().StringSliceVar(&s.show, "show", nil, "`series` to show, such as homicides,drug_war (default: all)")
	c.Flags().StringVar(&s.events, "events", "", "mark events; --events=FILE takes a table of them (date, places, text_en, text_es, source)")
	c.Flags().Lookup("events").NoOptDefVal = engine.EventsTable
	c.Flags().IntVar(&s.window, "window", 12, "`months` before and after an event that are compared")
	return c
}

func (s *seriesFlags) run(c *cobra.Command, f *flags) error {
	if err := s.valid(); err != nil {
		return usageError{err}
	}
	x, err := s.open(c, f)
	if err != nil {
		return err
	}
	if s.by == "month" && x.table.ByYear() {
		return errors.New("the table is by year; --by month needs --homicides with a table by month")
	}
	if s.shrink != "" && x.level == violence.National {
		return usageError{errors.New("--shrink compares places; give --by-place state, metro or municipality")}
	}
	out, err := s.lines(c, x)
	if err != nil {
		return err
	}
	if s.csv != "" {
		if err := writeFile(c, s.csv, func(w io.Writer) error { return export.WriteCSV(w, out.layer()) }); err != nil {
			return err
		}
	}
	if f.json {
		return out.writeJSON(c.OutOrStdout())
	}
	out.print(c.OutOrStdout(), s.top)
	return nil
}

func (s *seriesFlags) valid() error {
	switch {
	case !(s.confidence > 0 && s.confidence < 1):
		return fmt.Errorf("--intervals is %g; write a part of 1, such as 0.95", s.confidence)
	case s.shrink != "" && s.shrink != "national" && s.shrink != "state":
		return fmt.Errorf("--shrink is %q; write national or state", s.shrink)
	case s.window < 1:
		return fmt.Errorf("--window is %d; write months, 1 or more", s.window)
	}
	return nil
}

// seriesOutput is what violence series shows.
type seriesOutput struct {
	*counted
	by, shrink string
	confidence float64
	window     int
	lines      []*violence.Line
	shrunk     [][][]float64 // per line, point and series; nil without
	events     [][]markedEvent
}

// markedEvent is an event of a group, with the shift of each series around it.
type markedEvent struct {
	violence.Event
	shifts []*violence.Shift // nil where there are not data on both sides
}

func (s *seriesFlags) lines(c *cobra.Command, x *counted) (*seriesOutput, error) {
	out := &seriesOutput{counted: x, by: s.by, shrink: s.shrink, confidence: s.confidence, window: s.window}
	opts := violence.Lines{Series: s.show, Period: x.period, ByYear: s.by == "year", Confidence: violence.Confidence(s.confidence), Places: x.gazetteer}
	for _, group := range x.groups {
		line, err := x.table.Line(group, opts)
		if err != nil {
			return nil, err
		}
		out.lines = append(out.lines, line)
	}
	if s.shrink != "" {
		if err := out.shrinkRates(opts); err != nil {
			return nil, err
		}
	}
	if s.events == "" {
		return out, nil
	}
	fsys, path := engine.Locate(s.events)
	events, _, err := violence.ReadEvents(c.Context(), path, fsys)
	if err != nil {
		return nil, err
	}
	opts.Period = violence.Period{} // before and after may lie outside the period
	return out, out.mark(events, opts)
}

// shrinkRates compares each line with all places of its level, not only with
// those that were picked.
func (o *seriesOutput) shrinkRates(opts violence.Lines) error {
	var all []*violence.Line
	at := map[string]int{}
	for _, group := range o.gazetteer.Groups(o.level, o.codes) {
		line, err := o.table.Line(group, opts)
		if err != nil {
			return err
		}
		at[group.ID] = len(all)
		all = append(all, line)
	}
	o.shrunk = make([][][]float64, len(o.lines))
	for point := range all[0].Points {
		for k := range all[0].Series {
			rates := o.shrinkOne(all, point, k)
			for i, line := range o.lines {
				if k == 0 {
					o.shrunk[i] = append(o.shrunk[i], nil)
				}
				o.shrunk[i][point] = append(o.shrunk[i][point], rates[at[line.Group.ID]])
			}
		}
	}
	return nil
}

func (o *seriesOutput) shrinkOne(all []*violence.Line, point, k int) []float64 {
	groups := map[string][]int{}
	var order []string
	for i, line := range all {
		key := ""
		if o.shrink == "state" && o.level != violence.State {
			key = line.Group.Codes[0][:2]
		}
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], i)
	}
	rates := make([]float64, len(all))
	for _, key := range order {
		members := groups[key]
		exposed := make([]violence.Exposed, len(members))
		for j, i := range members {
			p := all[i].Points[point]
			exposed[j] = violence.Exposed{Count: p.Values[k].Count, Time: p.Population * float64(p.Values[k].Months) / 12}
		}
		for j, rate := range violence.Shrink(exposed) {
			rates[members[j]] = rate * 100_000
		}
	}
	return rates
}

// mark finds the events of each line within its time.
func (o *seriesOutput) mark(events []violence.Event, whole violence.Lines) error {
	o.events = make([][]markedEvent, len(o.lines))
	for i, line := range o.lines {
		var around *violence.Line
		for _, e := range events {
			if !o.period.Contains(e.Month()) || !e.In(line.Group.Codes) {
				continue
			}
			if around == nil {
				var err error
				if around, err = o.table.Line(line.Group, whole); err != nil {
					return err
				}
			}
			marked := markedEvent{Event: e, shifts: make([]*violence.Shift, len(line.Series))}
			for k, name := range line.Series {
				if shift, err := around.Shift(name, e.Month(), o.window); err == nil {
					marked.shifts[k] = &shift
				}
			}
			o.events[i] = append(o.events[i], marked)
		}
	}
	return nil
}

// ranked returns the lines with the most events of the first series, at most so
// many, in the order of their places.
func (o *seriesOutput) ranked(most int) []int {
	order := make([]int, len(o.lines))
	total := make([]float64, len(o.lines))
	for i, line := range o.lines {
		order[i] = i
		for _, p := range line.Points {
			if !math.IsNaN(p.Values[0].Count) {
				total[i] += p.Values[0].Count
			}
		}
	}
	if most == 0 || most >= len(order) {
		return order
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case total[a] > total[b]:
			return -1
		case total[a] < total[b]:
			return 1
		}
		return a - b
	})
	order = order[:most]
	slices.Sort(order)
	return order
}
