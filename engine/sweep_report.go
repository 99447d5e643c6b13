package engine

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/corredor-geo/corredor/engine/report"
)

// writeReport writes the summary as one HTML file that stands alone.
func (s *SweepSummary) writeReport(w io.Writer) error {
	d := report.Document{Title: s.Title, Subtitle: fmt.Sprintf("%d scenarios of the study %q. What least cost predicts under each, not what anyone did.", s.Scenarios, s.Study)}
	for _, part := range []report.Section{s.reportMost(), s.reportPictures(), s.reportPorts(), s.reportQuantiles()} {
		if len(part.Blocks) > 0 {
			d.Sections = append(d.Sections, part)
		}
	}
	return d.Write(w)
}

// pictured are the results that the report draws, where they vary.
var pictured = []string{"cost_change_percent", "km_change", "rerouted", "unreachable", "mean_km"}

func (s *SweepSummary) reportPictures() report.Section {
	section := report.Section{ID: "distributions", Title: "Distributions"}
	for _, c := range s.Columns {
		if !slices.Contains(pictured, c.Column) && !strings.HasSuffix(c.Column, "_rate") || !(c.Max > c.Min) {
			continue
		}
		unit := c.Unit
		if unit == "" {
			unit = "percent"
		}
		section.Blocks = append(section.Blocks, report.Histogram{
			Title:       c.Column + ": " + c.Meaning,
			Description: fmt.Sprintf("Histogram over scenarios; median %.4g, 5 %% at most %.4g, 95 %% at most %.4g.", c.Median, c.Q05, c.Q95),
			Unit:        unit, From: c.from, To: c.to, Counts: c.counts,
			Marks: []report.Quantile{{Value: float64(c.Q05), Label: "5 %"}, {Value: float64(c.Median), Label: "median"}, {Value: float64(c.Q95), Label: "95 %"}},
		})
	}
	return section
}

func (s *SweepSummary) reportPorts() report.Section {
	bars := report.Bars{Title: "Share of the routes that end at a port", Description: "Mean over scenarios, and the 5 % and 95 % quantiles.", Unit: " %", Series: []string{"mean", "5 %", "95 %"}}
	percent := func(x Unrounded) float64 { return math.Round(1000*float64(x)) / 10 }
	for _, c := range s.Columns {
		if strings.HasPrefix(c.Column, "port_") && c.Max > 0 {
			bars.Bars = append(bars.Bars, report.Bar{Label: c.Column, Values: []float64{percent(c.Mean), percent(c.Q05), percent(c.Q95)}})
		}
	}
	if len(bars.Bars) == 0 {
		return report.Section{}
	}
	return report.Section{ID: "ports", Title: "Ports of entry", Blocks: []report.Block{bars}}
}

func (s *SweepSummary) reportMost() report.Section {
	if len(s.Most) == 0 {
		return report.Section{}
	}
	unit := ""
	for _, c := range s.Columns {
		if c.Column == s.By {
			unit = " " + c.Unit
		}
	}
	bars := report.Bars{Title: "Scenarios with the largest " + s.By, Description: "The table below has the figures.", Unit: unit}
	table := report.Table{Caption: "What they are, and what comes of them", Columns: []report.Column{{Name: "scenario", Numeric: true}}}
	results := []string{s.By, "km_change", "rerouted", "other_port", "unreachable"}
	if s.By == "km_change" {
		results = results[1:]
	}
	for _, c := range s.designed[2:] {
		table.Columns = append(table.Columns, report.Column{Name: c.Name})
	}
	for _, name := range results {
		table.Columns = append(table.Columns, report.Column{Name: name, Numeric: true})
	}
	for _, m := range s.Most {
		bars.Bars = append(bars.Bars, report.Bar{Label: shorten(m.label), Values: []float64{math.Round(100*float64(m.Value)) / 100}})
		cells := []string{strconv.Itoa(m.Scenario)}
		for _, c := range s.designed[2:] {
			cells = append(cells, m.Design[c.Name])
		}
		for _, name := range results {
			cells = append(cells, m.Results[name])
		}
		table.Rows = append(table.Rows, cells)
	}
	return report.Section{ID: "most", Title: "Largest changes", Blocks: []report.Block{bars, table}}
}

// shorten keeps a label within the margin of a chart.
func shorten(label string) string {
	const most = 22
	if runes := []rune(label); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return label
}

func (s *SweepSummary) reportQuantiles() report.Section {
	note := "Quantiles are those of R's type 7. scenarios.csv and scenarios.parquet have a row per scenario, columns.csv what each column means."
	if len(s.Layers) > 0 {
		note += fmt.Sprintf(" The folder layers has maps of the scenarios %s.", joinNumbers(s.Layers))
	}
	return report.Section{ID: "quantiles", Title: "Quantiles", Blocks: []report.Block{tableOf(s.layer(), "Results over scenarios"), report.Note(note)}}
}

// joinNumbers writes numbers with commas between.
func joinNumbers(list []int) string {
	var texts []string
	for _, n := range list {
		texts = append(texts, strconv.Itoa(n))
	}
	return strings.Join(texts, ", ")
}
