package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/violence"
)

// when writes the time of a point: a year, or a month.
func (o *seriesOutput) when(p violence.Point) string {
	if o.by == "year" {
		return strconv.Itoa(p.From.Year())
	}
	return p.From.String()
}

func (o *seriesOutput) print(w io.Writer, top int) {
	chosen := o.ranked(top)
	part := false
	for n, i := range chosen {
		line := o.lines[i]
		if n > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s, by %s; rates per 100,000 a year, %g %% Poisson intervals\n", line.Group.Name, o.by, 100*o.confidence)
		table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
		fmt.Fprintf(table, "%s\t", o.by)
		for _, name := range line.Series {
			fmt.Fprintf(table, "%s\trate\tinterval\t", name)
			if o.shrunk != nil {
				fmt.Fprint(table, "shrunken\t")
			}
		}
		fmt.Fprintln(table, "population\t")
		for k, p := range line.Points {
			fmt.Fprintf(table, "%s\t", o.when(p))
			for s, v := range p.Values {
				mark := ""
				if v.Months > 0 && (v.Months < p.Months || o.by == "year" && v.Months < 12) {
					mark, part = "*", true
				}
				fmt.Fprintf(table, "%s%s\t%s\t%s\t", countText(v.Count), mark, rateText(v.RatePer100k), intervalText(v.Low, v.High))
				if o.shrunk != nil {
					fmt.Fprintf(table, "%s\t", rateText(o.shrunk[i][k][s]))
				}
			}
			fmt.Fprintf(table, "%s\t\n", countText(math.Round(p.Population)))
		}
		table.Flush()
		if o.events != nil {
			o.printEvents(w, i)
		}
	}
	if part {
		fmt.Fprintln(w, "* a part of the time is covered; the rate is annualised")
	}
	if left := len(o.lines) - len(chosen); left > 0 {
		fmt.Fprintf(w, "%d more places with fewer homicides; --top 0 prints all, --csv writes all\n", left)
	}
	if !o.table.HasPopulation() {
		fmt.Fprintln(w, "the table has no inhabitants: those of one year, in --places, stand for all years")
	}
	printChanges(w, o.changes)
}

func (o *seriesOutput) printEvents(w io.Writer, i int) {
	if len(o.events[i]) == 0 {
		fmt.Fprintln(w, "no events in the list")
		return
	}
	for _, e := range o.events[i] {
		fmt.Fprintf(w, "  %s  %s\n", e.Date.Format("2006-01-02"), e.Text)
		for k, shift := range e.shifts {
			if shift != nil {
				fmt.Fprintf(w, "              %s: %s in %d months before, %s in %d after; rate x %s (%s)\n", o.lines[i].Series[k],
					countText(shift.Before.Count), shift.MonthsBefore, countText(shift.After.Count), shift.MonthsAfter,
					ratioText(shift.Ratio.Ratio), ratioText(shift.Low)+"-"+ratioText(shift.High))
			}
		}
	}
}

// countText writes a count that is not negative, with a decimal where an adjustment
// made it fractional.
func countText(x float64) string {
	if math.IsNaN(x) {
		return "-"
	}
	tenths := math.Round(10 * math.Abs(x))
	text := thousands(math.Floor(tenths / 10))
	if rest := math.Mod(tenths, 10); rest > 0 {
		text += "." + strconv.Itoa(int(rest))
	}
	return text
}

func rateText(x float64) string {
	if math.IsNaN(x) {
		return "-"
	}
	return strconv.FormatFloat(x, 'f', 1, 64)
}

func intervalText(low, high float64) string {
	if math.IsNaN(low) {
		return "-"
	}
	return rateText(low) + "-" + rateText(high)
}

func ratioText(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "-"
	}
	return strconv.FormatFloat(x, 'f', 2, 64)
}

// layer has a row per place and time.
func (o *seriesOutput) layer() export.Layer {
	real := func(name string, decimals int) export.Column {
		return export.Column{Name: name, Kind: export.Real, Decimals: decimals}
	}
	l := export.Layer{Name: "series", Columns: []export.Column{{Name: "place"}, {Name: "name"}, {Name: o.by}, real("population", 0)}}
	for _, name := range o.lines[0].Series {
		l.Columns = append(l.Columns, real(name, 6), export.Column{Name: name + "_months", Kind: export.Integer}, real(name+"_rate", 6), real(name+"_rate_low", 6), real(name+"_rate_high", 6), real(name+"_per_km2", 9))
		if o.shrunk != nil {
			l.Columns = append(l.Columns, real(name+"_rate_shrunk", 6))
		}
	}
	if o.events != nil {
		l.Columns = append(l.Columns, export.Column{Name: "events"})
	}
	for i, line := range o.lines {
		for k, p := range line.Points {
			values := []any{line.Group.ID, line.Group.Name, o.when(p), p.Population}
			for s, v := range p.Values {
				values = append(values, v.Count, v.Months, v.RatePer100k, v.Low, v.High, v.PerKM2)
				if o.shrunk != nil {
					values = append(values, o.shrunk[i][k][s])
				}
			}
			if o.events != nil {
				values = append(values, o.eventText(i, p))
			}
			l.Rows = append(l.Rows, export.Row{Values: values})
		}
	}
	return l
}

func (o *seriesOutput) eventText(i int, p violence.Point) string {
	var texts []string
	for _, e := range o.events[i] {
		if m := e.Month(); p.From <= m && m < p.From+violence.Month(p.Months) {
			texts = append(texts, e.Date.Format("2006-01-02")+" "+e.Text)
		}
	}
	return strings.Join(texts, "; ")
}

// maybe is a number that may be unknown: null in JSON.
type maybe float64

func (k maybe) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(k)) || math.IsInf(float64(k), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(round(float64(k)))
}

type lineJSON struct {
	Place   string      `json:"place"`
	Name    string      `json:"name"`
	AreaKM2 maybe       `json:"area_km2"`
	Points  []pointJSON `json:"points"`
	Events  []eventJSON `json:"events,omitempty"`
}

type pointJSON struct {
	When       string      `json:"when"`
	Population maybe       `json:"population"`
	Series     []valueJSON `json:"series"`
}

type valueJSON struct {
	Name   string `json:"name"`
	Count  maybe  `json:"count"`
	Months int    `json:"months"`
	Rate   maybe  `json:"rate_per_100k"`
	Low    maybe  `json:"rate_low"`
	High   maybe  `json:"rate_high"`
	PerKM2 maybe  `json:"per_km2"`
	Shrunk *maybe `json:"rate_shrunk,omitempty"`
}

type eventJSON struct {
	Date   string      `json:"date"`
	Places []string    `json:"places"`
	Text   string      `json:"text_en"`
	TextES string      `json:"text_es"`
	Source string      `json:"source"`
	Shifts []shiftJSON `json:"shifts,omitempty"`
}

type shiftJSON struct {
	Series       string  `json:"series"`
	Before       maybe   `json:"before"`
	After        maybe   `json:"after"`
	MonthsBefore int     `json:"months_before"`
	MonthsAfter  int     `json:"months_after"`
	Ratio        maybe   `json:"rate_ratio"`
	Low          maybe   `json:"ratio_low"`
	High         maybe   `json:"ratio_high"`
	P            float64 `json:"p"`
}

func (o *seriesOutput) writeJSON(w io.Writer) error {
	lines := make([]lineJSON, len(o.lines))
	for i, line := range o.lines {
		lines[i] = lineJSON{Place: line.Group.ID, Name: line.Group.Name, AreaKM2: maybe(line.AreaKM2)}
		for k, p := range line.Points {
			point := pointJSON{When: o.when(p), Population: maybe(p.Population)}
			for s, v := range p.Values {
				value := valueJSON{line.Series[s], maybe(v.Count), v.Months, maybe(v.RatePer100k), maybe(v.Low), maybe(v.High), maybe(v.PerKM2), nil}
				if o.shrunk != nil {
					value.Shrunk = (*maybe)(&o.shrunk[i][k][s])
				}
				point.Series = append(point.Series, value)
			}
			lines[i].Points = append(lines[i].Points, point)
		}
		if o.events != nil {
			lines[i].Events = o.eventsJSON(i)
		}
	}
	return encode(w, struct {
		By          string            `json:"by"`
		Place       string            `json:"by_place"`
		Confidence  float64           `json:"confidence"`
		Adjustments []violence.Change `json:"adjustments"`
		Lines       []lineJSON        `json:"lines"`
	}{o.by, o.level.String(), o.confidence, o.changes, lines})
}

func (o *seriesOutput) eventsJSON(i int) []eventJSON {
	list := []eventJSON{}
	for _, e := range o.events[i] {
		event := eventJSON{e.Date.Format("2006-01-02"), append([]string{}, e.Places...), e.Text, e.TextES, e.Source, nil}
		for k, s := range e.shifts {
			if s != nil {
				event.Shifts = append(event.Shifts, shiftJSON{o.lines[i].Series[k], maybe(s.Before.Count), maybe(s.After.Count), s.MonthsBefore, s.MonthsAfter,
					maybe(s.Ratio.Ratio), maybe(s.Low), maybe(s.High), s.P})
			}
		}
		list = append(list, event)
	}
	return list
}

func encode(w io.Writer, value any) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(value)
}
