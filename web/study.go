package web

import (
	_ "embed"
	"net/http"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/web/internal/atlas"
)

//go:embed openapi.yaml
var openAPIText []byte

func (s *Server) openAPI(*http.Request) (*document, error) {
	return s.fixed.openAPI.get(func() (*document, error) {
		return newDocument("application/yaml; charset=utf-8", openAPIText), nil
	})
}

// studyAnswer is what a client needs to know before anything else.
type studyAnswer struct {
	Program    string            `json:"program"`
	Version    string            `json:"version"`
	Title      string            `json:"title"`
	Study      string            `json:"study"`
	Data       string            `json:"data"` // changes when the data do
	Method     string            `json:"municipality_method"`
	Written    bool              `json:"written"`     // the study was read from what a run has written
	DrawnCells bool              `json:"drawn_cells"` // municipalities are drawn as cells of their seats
	Can        capabilities      `json:"can"`
	Vintages   []vintageAnswer   `json:"vintages"` // whose API is under /api/v1/vintages/NAME/
	Bounds     [4]float64        `json:"bounds"`
	Layers     []atlas.Layer     `json:"layers"`
	Series     []string          `json:"series"`
	Recorded   map[string]string `json:"recorded"` // series -> its name before the adjustments
	Adjusted   []adjustedAnswer  `json:"adjustments"`
	Timeline   timelineAnswer    `json:"timeline"`
	Coverage   map[string][]int  `json:"coverage"` // per series and step: months with data
	Period     *periodAnswer     `json:"period"`   // of the study
	Counts     engine.Counts     `json:"counts"`
	Inputs     []engine.Input    `json:"inputs"`
	Warnings   []engine.Warning  `json:"warnings"`
}

// capabilities say what the server can be asked.
type capabilities struct {
	Route  bool `json:"route"`
	WhatIf bool `json:"whatif"`
	Series bool `json:"series"`
	// Congestion tells whether /congestion has anything.
	Congestion bool `json:"congestion"`
	Densities  bool `json:"densities"` // likewise
}

// adjustedAnswer is an adjustment of the counts, and what it added and moved in all.
type adjustedAnswer struct {
	Name  string `json:"name"`
	What  string `json:"what"`
	Added known  `json:"added"`
	Moved known  `json:"moved"`
}

type timelineAnswer struct {
	First      string `json:"first"` // month
	StepMonths int    `json:"step_months"`
	Steps      int    `json:"steps"`
}

type periodAnswer struct {
	From string `json:"from"`
	To   string `json:"to"`
}

func (s *Server) study(*http.Request) (*document, error) {
	return s.fixed.study.get(func() (*document, error) { return jsonDocument(s.studyAnswer()) })
}

func (s *Server) studyAnswer() studyAnswer {
	a := s.atlas
	out := studyAnswer{
		Program: "corredor", Version: a.Version, Title: a.Title, Study: a.Study, Method: a.Method, Written: a.Written, Data: s.tag,
		Can: capabilities{Route: s.planner != nil, WhatIf: s.planner != nil, Series: len(a.Series) > 0, Congestion: a.Congestion != nil, Densities: len(a.Dense) > 0}, Vintages: s.vintageAnswers(), Bounds: s.bounds(),
		Layers: emptied(a.Layers), Series: []string{}, Recorded: map[string]string{}, Adjusted: []adjustedAnswer{}, Coverage: map[string][]int{}, Counts: a.Counts,
		Inputs: emptied(a.Inputs), Warnings: emptied(a.Warnings),
	}
	for _, r := range a.Regions {
		out.DrawnCells = out.DrawnCells || r.Drawn
	}
	if len(a.Series) > 0 {
		out.Timeline = timelineAnswer{a.Timeline.First.String(), a.Timeline.StepMonths, a.Timeline.Steps}
		out.Period = &periodAnswer{a.Period.From.String(), a.Period.To.String()}
	}
	for _, series := range a.Series {
		out.Series = append(out.Series, series.Name)
		out.Coverage[series.Name] = series.Months
		if series.Of != "" {
			out.Recorded[series.Of] = series.Name
		}
	}
	for _, c := range a.Adjusted {
		out.Adjusted = append(out.Adjusted, adjustedAnswer{c.Name, c.What, known(c.Added()), known(c.Moved())})
	}
	return out
}

func dataTag(a *atlas.Atlas) string {
	text := a.Version + a.Title + a.Method
	for _, in := range a.Inputs {
		text += in.SHA256
	}
	tag := tagOf([]byte(text))
	return tag[len(`W/"`) : len(tag)-1]
}

// bounds is the box of municipalities and roads: west, south, east, north.
func (s *Server) bounds() [4]float64 {
	box, any := s.atlas.Bound()
	if !any {
		return [4]float64{-180, -85, 180, 85}
	}
	return [4]float64{box.Min[0], box.Min[1], box.Max[0], box.Max[1]}
}

// emptied writes no list as [] and not as null.
func emptied[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
