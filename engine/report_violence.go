package engine

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/engine/report"
	"github.com/corredor-geo/corredor/engine/violence"
)

// mostCorridorRows is how many roads the report ranks.
const mostCorridorRows = 20

// rateCap is the highest rate that a profile draws, as on Valle-Jones' map.
const rateCap = 130

func (r *Result) reportViolence() report.Section {
	s := report.Section{ID: "violence", Title: "Violence on the way"}
	if len(r.Violence) == 0 {
		return s
	}
	m := r.Violence[0]
	if corridors := r.corridors(); len(corridors) > 0 {
		table := report.Table{Caption: fmt.Sprintf("Roads with the highest rate of %s, %v, per 100,000 a year", m.Series, m.Period),
			Columns: []report.Column{{Name: "road"}, {Name: "km used", Numeric: true}, {Name: "routes at most", Numeric: true}, {Name: "rate", Numeric: true}, {Name: "worst municipality"}, {Name: "rate there", Numeric: true}}}
		for _, c := range corridors[:min(len(corridors), mostCorridorRows)] {
			table.Rows = append(table.Rows, []string{c.Ref, decimals(c.KM, 0), strconv.Itoa(c.MaxRoutes), decimals(float64(c.Rate), 1), c.WorstCode + " " + c.WorstName, decimals(float64(c.WorstRate), 1)})
		}
		s.Blocks = append(s.Blocks, table)
	}
	for _, spec := range r.Study.Origins {
		if profile, ok := r.profile(spec.Layer, m); ok {
			s.Blocks = append(s.Blocks, profile)
		}
	}
	if lines, ok := r.onAndOff(); ok {
		s.Blocks = append(s.Blocks, lines)
	}
	return s
}

// profile follows the route of the heaviest origin of a layer.
func (r *Result) profile(layer string, m *violence.Measure) (report.Steps, bool) {
	for i, o := range r.Origins {
		if o.Layer != layer || r.Routes[i].Port < 0 {
			continue
		}
		port := r.Ports[r.Routes[i].Port].Name
		p := report.Steps{Title: fmt.Sprintf("%s: from %s to %s", layer, o.Name, port), Unit: "rate", LengthUnit: "km", Cap: rateCap,
			Description: fmt.Sprintf("Rate of %s in the municipalities along the %.0f km of the route of the heaviest origin, per 100,000 a year, drawn up to %d; grey where it is unknown.", m.Series, r.Routes[i].Meters/1000, rateCap)}
		var pieces []region.Piece
		for _, span := range r.Routes[i].Spans {
			pieces = r.Overlay.AppendSpan(pieces, span)
		}
		for _, piece := range pieces {
			step := report.Step{Length: pieceMeters(piece) / 1000, Value: math.NaN()}
			if piece.Region >= 0 {
				step.Value, step.Name = m.RatePer100k[piece.Region], r.regionName(int(piece.Region))
			}
			p.Steps = append(p.Steps, step)
		}
		return p, true
	}
	return report.Steps{}, false
}

// onAndOff compares the rate of the municipalities on some route with that of the
// others through the periods of the table.
func (r *Result) onAndOff() (report.Lines, bool) {
	table, series := r.ViolenceTable, r.Violence[0].Series
	timeline := table.Timeline()
	months, err := table.CoveredMonths(series)
	if err != nil || timeline.Steps < 2 {
		return report.Lines{}, false
	}
	var events, people [2][]float64
	for side := range events {
		events[side], people[side] = make([]float64, timeline.Steps), make([]float64, timeline.Steps)
	}
	var counts []float64
	for i, reg := range r.Regions.Regions {
		side := 1
		if r.Municipalities[i].Routes > 0 {
			side = 0
		}
		if counts, err = table.AppendEvents(counts[:0], series, reg.Code); err != nil {
			return report.Lines{}, false
		}
		population := r.Violence[0].Population[i]
		for step, n := range counts {
			if !math.IsNaN(n) && population > 0 {
				events[side][step] += n
				people[side][step] += population
			}
		}
	}
	l := report.Lines{Title: "Rate of " + series + " on routes and elsewhere, per 100,000 a year", Unit: "rate",
		Description: "Municipalities that some route crosses against all others, with the population of the study's period."}
	for side, name := range []string{"on a route", "elsewhere"} {
		line := report.Line{Name: name}
		for step := range timeline.Steps {
			line.Values = append(line.Values, events[side][step]*12/float64(months[step])/people[side][step]*100_000)
		}
		l.Lines = append(l.Lines, line)
	}
	for step := range timeline.Steps {
		label := ""
		if from := timeline.Step(step).From; int(from)%12 == 0 || timeline.StepMonths == 12 {
			label = strconv.Itoa(from.Year())
		}
		l.Steps = append(l.Steps, label)
	}
	l.Marks = r.eventMarks(timeline)
	return l, true
}

// eventMarks puts the events in municipalities on a route, or in their states, on
// the periods of the table: one mark for all of a period.
func (r *Result) eventMarks(timeline violence.Timeline) []report.Mark {
	var crossed []string
	for i, reg := range r.Regions.Regions {
		if r.Municipalities[i].Routes > 0 {
			crossed = append(crossed, reg.Code)
		}
	}
	var marks []report.Mark
	for _, e := range r.Events {
		step := int(e.Month()-timeline.First) / timeline.StepMonths
		if e.Month() < timeline.First || step >= timeline.Steps || !e.In(crossed) {
			continue
		}
		label := e.Date.Format(time.DateOnly) + " " + e.Text
		if last := len(marks) - 1; last >= 0 && marks[last].Step == step {
			marks[last].Label += "; " + label
			continue
		}
		marks = append(marks, report.Mark{Step: step, Label: label})
	}
	return marks
}
