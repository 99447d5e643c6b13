package engine

import (
	"fmt"
	"strconv"

	"github.com/corredor-geo/corredor/engine/report"
)

func (r *Result) reportTests() report.Section {
	s := report.Section{ID: "tests", Title: "On routes against elsewhere"}
	if r.Exposed != nil {
		s.Blocks = append(s.Blocks, tableOf(r.testsLayer(), "Comparisons, with what chance gives"), tableOf(r.balanceLayer(), "How alike the matched municipalities are"))
	}
	return s
}

func (r *Result) reportShocks() report.Section {
	s := report.Section{ID: "shocks", Title: "Shocks"}
	if r.Shocks == nil {
		return s
	}
	for _, l := range r.Shocks.layers() {
		if l.Name == "periods" || l.Name == "robustness" {
			s.Blocks = append(s.Blocks, tableOf(l, l.Name))
		}
	}
	return s
}

func (r *Result) reportAdjustments() report.Section {
	s := report.Section{ID: "adjustments", Title: "Adjustments of the counts"}
	for _, c := range r.Adjustments {
		t := report.Table{Caption: c.Name + ": " + c.What, Columns: []report.Column{{Name: "series"}, {Name: "year", Numeric: true}, {Name: "before", Numeric: true}, {Name: "after", Numeric: true}, {Name: "added", Numeric: true}, {Name: "moved", Numeric: true}}}
		for _, y := range c.Years {
			t.Rows = append(t.Rows, []string{y.Series, strconv.Itoa(y.Year), decimals(y.Before, 1), decimals(y.After, 1), decimals(y.Added, 1), decimals(y.Moved, 1)})
		}
		s.Blocks = append(s.Blocks, t)
		for _, note := range c.Notes {
			s.Blocks = append(s.Blocks, report.Note(note))
		}
	}
	return s
}

func (r *Result) reportWarnings() report.Section {
	s := report.Section{ID: "warnings", Title: "What was mended or left out"}
	t := report.Table{Caption: "Warnings", Columns: []report.Column{{Name: "stage"}, {Name: "what"}, {Name: "times", Numeric: true}, {Name: "for example"}}}
	for _, w := range r.Warnings {
		t.Rows = append(t.Rows, []string{w.Stage, w.Message, strconv.Itoa(w.Count), w.First})
	}
	if len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, t)
	}
	return s
}

func (r *Result) reportInputs() report.Section {
	t := report.Table{Caption: "Inputs", Columns: []report.Column{{Name: "file"}, {Name: "bytes", Numeric: true}, {Name: "SHA-256"}}}
	for _, in := range r.Inputs {
		t.Rows = append(t.Rows, []string{in.File, strconv.FormatInt(in.Bytes, 10), in.SHA256})
	}
	return report.Section{ID: "inputs", Title: "Where it comes from", Blocks: []report.Block{
		report.Text(fmt.Sprintf("Made by corredor %s from the study %s. The same inputs give the same bytes.", Version, r.Study.source.base())), t}}
}
