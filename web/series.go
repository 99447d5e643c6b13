package web

import (
	"net/http"
	"net/url"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/violence"
)

// seriesQuestion is the body of a POST, for polygons too long for an address.
type seriesQuestion struct {
	Polygon []degreesIn `json:"polygon"`
	From    string      `json:"from"`
	To      string      `json:"to"`
}

type degreesIn [2]float64

// seriesAnswer is the counts of a selection, step by step and summed up.
type seriesAnswer struct {
	Selection struct {
		Kind    string   `json:"kind"`
		Name    string   `json:"name,omitempty"`
		Count   int      `json:"count"`
		Regions []string `json:"regions,omitempty"` // not for the country
	} `json:"selection"`
	Steps  []stepAnswer            `json:"steps"`
	Series map[string]seriesFigure `json:"series"`
}

type stepAnswer struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type seriesFigure struct {
	Months     []int       `json:"months"` // with data
	Events     []known     `json:"events"`
	Population []known     `json:"population"`
	Rate       []known     `json:"rate"` // per 100,000 a year
	Total      totalAnswer `json:"total"`
}

type totalAnswer struct {
	Months     int   `json:"months"`
	Events     known `json:"events"`
	Population known `json:"population"`
	Rate       known `json:"rate"`
}

// series answers the counts of a selection of municipalities. Those of the whole
// country take milliseconds to add up, so the latest answers are kept.
func (s *Server) series(r *http.Request) (*document, error) {
	if len(s.atlas.Series) == 0 {
		return nil, notFound("the study has no violence")
	}
	q := r.URL.Query()
	if r.Method == http.MethodPost {
		sel, err := s.postedSelection(r, q)
		if err != nil {
			return nil, err
		}
		return s.seriesOf(sel, r, q)
	}
	key := q.Encode()
	if d, ok := s.asked.Get(key); ok {
		return d, nil
	}
	sel, err := s.selectionOf(q)
	if err != nil {
		return nil, err
	}
	d, err := s.seriesOf(sel, r, q)
	if err == nil {
		s.asked.Add(key, d)
	}
	return d, err
}

func (s *Server) seriesOf(sel selection, r *http.Request, q url.Values) (*document, error) {
	from, to, err := s.stepsOf(q.Get("from"), q.Get("to"))
	if err != nil {
		return nil, err
	}
	format, err := formatOf(r, "json", "csv")
	if err != nil {
		return nil, err
	}
	if format == "csv" {
		return csvDocument(s.seriesTable(sel, from, to))
	}
	return jsonDocument(s.seriesAnswer(sel, from, to))
}

func (s *Server) postedSelection(r *http.Request, q url.Values) (selection, error) {
	var body seriesQuestion
	if err := readJSON(r, &body); err != nil {
		return selection{}, err
	}
	if body.From != "" {
		q.Set("from", body.From)
	}
	if body.To != "" {
		q.Set("to", body.To)
	}
	ring := make(orb.Ring, len(body.Polygon))
	for i, p := range body.Polygon {
		ring[i] = orb.Point(p)
	}
	return s.byPolygon(ring)
}

// stepsOf turns months into steps from <= step < to; empty ones are the first
// and last of the timeline.
func (s *Server) stepsOf(from, to string) (first, end int, err error) {
	line := s.atlas.Timeline
	first, end = 0, line.Steps
	if from != "" {
		month, err := violence.ParseMonth(from)
		if err != nil {
			return 0, 0, badRequest("from: %v", err)
		}
		first = floorDiv(int(month-line.First), line.StepMonths)
		if first*line.StepMonths != int(month-line.First) {
			return 0, 0, badRequest("from: the counts are for %d months at a time, so a period begins with %v", line.StepMonths, line.Step(max(first, 0)).From)
		}
	}
	if to != "" {
		month, err := violence.ParseMonth(to)
		if err != nil {
			return 0, 0, badRequest("to: %v", err)
		}
		if len(to) == len("2010") {
			month += 11
		}
		end = floorDiv(int(month-line.First), line.StepMonths) + 1
		if end*line.StepMonths != int(month-line.First)+1 {
			return 0, 0, badRequest("to: the counts are for %d months at a time, so a period ends with %v", line.StepMonths, line.Step(max(end-1, 0)).To)
		}
	}
	if first >= end {
		return 0, 0, badRequest("the period %s..%s is empty", from, to)
	}
	first, end = max(first, 0), min(end, line.Steps)
	if first >= end {
		return 0, 0, notFound("the period is outside the counts, which cover %v..%v", line.First, line.Step(line.Steps-1).To)
	}
	return first, end, nil
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func (s *Server) seriesAnswer(sel selection, from, to int) seriesAnswer {
	var out seriesAnswer
	out.Selection.Kind, out.Selection.Name, out.Selection.Count = sel.kind, sel.name, len(sel.regions)
	if sel.kind != "country" {
		for _, i := range sel.regions {
			out.Selection.Regions = append(out.Selection.Regions, s.atlas.Regions[i].Code)
		}
	}
	for step := from; step < to; step++ {
		p := s.atlas.Timeline.Step(step)
		out.Steps = append(out.Steps, stepAnswer{p.From.String(), p.To.String()})
	}
	out.Series = map[string]seriesFigure{}
	for k := range s.atlas.Series {
		series := &s.atlas.Series[k]
		var f seriesFigure
		for step := from; step < to; step++ {
			t := s.atlas.Total(series, sel.regions, step, step+1)
			f.Months = append(f.Months, t.Months)
			f.Events = append(f.Events, known(t.Events))
			f.Population = append(f.Population, known(t.Population))
			f.Rate = append(f.Rate, known(t.RatePer100k))
		}
		t := s.atlas.Total(series, sel.regions, from, to)
		f.Total = totalAnswer{t.Months, known(t.Events), known(t.Population), known(t.RatePer100k)}
		out.Series[series.Name] = f
	}
	return out
}

func (s *Server) seriesTable(sel selection, from, to int) export.Layer {
	l := export.Layer{Name: "series", Columns: []export.Column{{Name: "from"}, {Name: "to"}}}
	for _, series := range s.atlas.Series {
		l.Columns = append(l.Columns,
			export.Column{Name: series.Name, Kind: export.Real, Unit: "events"},
			export.Column{Name: series.Name + "_months", Kind: export.Integer},
			export.Column{Name: series.Name + "_population", Kind: export.Real, Unit: "persons"},
			export.Column{Name: series.Name + "_rate", Kind: export.Real, Decimals: 3, Unit: "per 100,000 a year"})
	}
	for step := from; step < to; step++ {
		p := s.atlas.Timeline.Step(step)
		row := export.Row{Values: []any{p.From.String(), p.To.String()}}
		for k := range s.atlas.Series {
			t := s.atlas.Total(&s.atlas.Series[k], sel.regions, step, step+1)
			row.Values = append(row.Values, t.Events, t.Months, t.Population, t.RatePer100k)
		}
		l.Rows = append(l.Rows, row)
	}
	return l
}
