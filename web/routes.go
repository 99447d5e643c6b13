package web

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/web/internal/atlas"
)

// routeAnswer is a route without its line.
type routeAnswer struct {
	Number   int     `json:"number"` // position in the list, for /routes/{number}
	Layer    string  `json:"layer"`
	Rank     int     `json:"rank"`
	Code     string  `json:"code"` // municipality of origin
	Name     string  `json:"name"`
	State    string  `json:"state"`
	At       degrees `json:"at"`
	Weight   known   `json:"weight"`
	Share    known   `json:"share"`
	Status   string  `json:"status"`
	Port     *string `json:"port"`
	PortName string  `json:"port_name,omitempty"`
	KM       known   `json:"length_km"`
	Cost     known   `json:"cost"`
	CostUnit string  `json:"cost_unit,omitempty"`
	AccessKM known   `json:"access_km"`
	Segments []int   `json:"segments"` // in order of travel; null when the study was not run here
}

func (s *Server) routeAnswer(number int, r atlas.Route) routeAnswer {
	a := routeAnswer{
		Number: number, Layer: s.atlas.Layers[r.Layer].Name, Rank: r.Rank, Code: r.Code, Name: r.Name, State: r.State, At: degrees(r.At),
		Weight: known(r.Weight), Share: known(r.Share), Status: r.Status,
		KM: known(r.KM), Cost: known(r.Cost), CostUnit: r.CostUnit, AccessKM: known(r.AccessKM),
	}
	if r.Port >= 0 {
		port := s.atlas.Ports[r.Port]
		a.Port, a.PortName = &port.ID, port.Name
	}
	a.Segments = s.segmentIDs(r.Segments)
	return a
}

// segmentIDs are the numbers of the segments of a route; nil when it has none.
func (s *Server) segmentIDs(steps []atlas.Step) []int {
	var ids []int
	for _, step := range steps {
		ids = append(ids, s.atlas.Segments[step.Segment].ID)
	}
	return ids
}

// routes lists the routes of the study, or those of a layer, a port, a segment
// or an origin.
func (s *Server) routes(r *http.Request) (*document, error) {
	format, err := formatOf(r, "json", "geojson", "csv")
	if err != nil {
		return nil, err
	}
	q := r.URL.Query()
	if format == "json" && !filtered(q) {
		return s.fixed.routes.get(func() (*document, error) { return s.routesJSON(s.allRoutes()) })
	}
	list, err := s.routesWhere(q)
	if err != nil {
		return nil, err
	}
	switch format {
	case "geojson":
		return geoJSONDocument(s.routesLayer(list, true), true)
	case "csv":
		return csvDocument(s.routesLayer(list, false))
	}
	return s.routesJSON(list)
}

func filtered(q url.Values) bool {
	return q.Has("layer") || q.Has("port") || q.Has("segment") || q.Has("origin")
}

func (s *Server) allRoutes() []int {
	list := make([]int, len(s.atlas.Routes))
	for i := range list {
		list[i] = i
	}
	return list
}

func (s *Server) routesJSON(numbers []int) (*document, error) {
	list := make([]routeAnswer, len(numbers))
	for i, k := range numbers {
		list[i] = s.routeAnswer(k, s.atlas.Routes[k])
	}
	return jsonDocument(map[string]any{"routes": list})
}

// routesWhere lists the routes that fit every filter of a request.
func (s *Server) routesWhere(q url.Values) ([]int, error) {
	segment := -1
	if text := q.Get("segment"); text != "" {
		id, err := strconv.Atoi(text)
		if err != nil {
			return nil, badRequest("%.20q is no number of a segment", text)
		}
		index, ok := s.segment[id]
		if !ok {
			return nil, notFound("there is no segment %d", id)
		}
		segment = index
	}
	layer, port, origin := q.Get("layer"), q.Get("port"), q.Get("origin")
	if layer != "" && !slices.ContainsFunc(s.atlas.Layers, func(l atlas.Layer) bool { return l.Name == layer }) {
		return nil, notFound("there is no layer %.40q", layer)
	}
	if port != "" && s.findPort(port) < 0 {
		return nil, notFound("there is no port %.40q", port)
	}
	if _, ok := s.atlas.Index(origin); origin != "" && !ok {
		return nil, notFound("there is no municipality %.20q", origin)
	}
	return slices.DeleteFunc(s.allRoutes(), func(i int) bool {
		r := s.atlas.Routes[i]
		return layer != "" && s.atlas.Layers[r.Layer].Name != layer ||
			port != "" && (r.Port < 0 || s.atlas.Ports[r.Port].ID != port) ||
			origin != "" && r.Code != origin ||
			segment >= 0 && !slices.ContainsFunc(r.Segments, func(step atlas.Step) bool { return step.Segment == segment })
	}), nil
}

func (s *Server) findPort(id string) int {
	return slices.IndexFunc(s.atlas.Ports, func(p atlas.Port) bool { return p.ID == id })
}

// routesLayer is a table of routes, with their lines when drawn; routes without
// a line are then left out.
func (s *Server) routesLayer(numbers []int, drawn bool) export.Layer {
	real := func(name, unit string) export.Column {
		return export.Column{Name: name, Kind: export.Real, Unit: unit, Decimals: 6}
	}
	l := export.Layer{Name: "routes", Columns: []export.Column{{Name: "number", Kind: export.Integer}, {Name: "crop"},
		{Name: "rank", Kind: export.Integer}, {Name: "origin_code"}, {Name: "origin_name"}, {Name: "origin_state"}, real("weight", ""), real("share", ""),
		{Name: "status"}, {Name: "port"}, {Name: "port_name"}, real("cost", ""), {Name: "cost_unit"}, real("length_km", "km"), real("access_km", "km")}}
	for _, k := range numbers {
		r := s.atlas.Routes[k]
		row := export.Row{Values: []any{k, s.atlas.Layers[r.Layer].Name, r.Rank, r.Code, r.Name, r.State, r.Weight, r.Share,
			r.Status, nil, nil, r.Cost, r.CostUnit, r.KM, r.AccessKM}}
		if r.Port >= 0 {
			row.Values[9], row.Values[10] = s.atlas.Ports[r.Port].ID, s.atlas.Ports[r.Port].Name
		}
		if drawn {
			if len(r.Line) == 0 {
				continue
			}
			row.Geometry = drawable(r.Line)
		}
		l.Rows = append(l.Rows, row)
	}
	return l
}

// drawable gives a line of one point the second that GeoJSON wants.
func drawable(line orb.LineString) orb.LineString {
	if len(line) == 1 {
		return orb.LineString{line[0], line[0]}
	}
	return line
}

// numbered finds the route that a path names.
func (s *Server) numbered(r *http.Request) (int, error) {
	n, err := strconv.Atoi(r.PathValue("number"))
	if err != nil {
		return 0, badRequest("%.20q is no number of a route", r.PathValue("number"))
	}
	if n < 0 || n >= len(s.atlas.Routes) {
		return 0, notFound("there is no route %d; there are %d, from 0", n, len(s.atlas.Routes))
	}
	return n, nil
}

// wayAnswer is a route as it is drawn and followed.
type wayAnswer struct {
	routeAnswer
	Line      []degrees       `json:"line"`
	Stretches []stretchAnswer `json:"stretches"`
}

// stretchAnswer is the part of a route in one municipality; Code is empty outside all.
type stretchAnswer struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	FromKM known  `json:"from_km"`
	ToKM   known  `json:"to_km"`
}

func (s *Server) routeByNumber(r *http.Request) (*document, error) {
	n, err := s.numbered(r)
	if err != nil {
		return nil, err
	}
	format, err := formatOf(r, "json", "geojson")
	if err != nil {
		return nil, err
	}
	if format == "geojson" {
		return geoJSONDocument(s.routesLayer([]int{n}, true), true)
	}
	route := s.atlas.Routes[n]
	return jsonDocument(wayAnswer{s.routeAnswer(n, route), lineAnswer(route.Line), s.stretchAnswers(route.Stretches)})
}

func lineAnswer(line orb.LineString) []degrees {
	list := make([]degrees, len(line))
	for i, p := range line {
		list[i] = degrees(p)
	}
	return list
}

func (s *Server) stretchAnswers(stretches []atlas.Stretch) []stretchAnswer {
	list := make([]stretchAnswer, len(stretches))
	for i, st := range stretches {
		list[i] = stretchAnswer{FromKM: known(st.FromKM), ToKM: known(st.ToKM)}
		if st.Region >= 0 {
			list[i].Code, list[i].Name = s.atlas.Regions[st.Region].Code, s.atlas.Regions[st.Region].Name
		}
	}
	return list
}

// profileAnswer is the violence along a route, by municipality crossed.
type profileAnswer struct {
	Number    int              `json:"number"`
	From      string           `json:"from"`
	To        string           `json:"to"`
	Stretches []profileStretch `json:"stretches"`
}

type profileStretch struct {
	stretchAnswer
	Rate   map[string]known `json:"rate"`   // per 100,000 a year, by series
	Events map[string]known `json:"events"` // of the whole municipality
}

// profile answers the rate along the kilometres of a route.
func (s *Server) profile(r *http.Request) (*document, error) {
	n, err := s.numbered(r)
	if err != nil {
		return nil, err
	}
	route := s.atlas.Routes[n]
	if route.Stretches == nil {
		return nil, notFound("route %d has no profile here; serve the study itself", n)
	}
	if len(s.atlas.Series) == 0 {
		return nil, notFound("the study has no violence")
	}
	q := r.URL.Query()
	from, to, err := s.stepsOf(q.Get("from"), q.Get("to"))
	if err != nil {
		return nil, err
	}
	out := profileAnswer{Number: n, From: s.atlas.Timeline.Step(from).From.String(), To: s.atlas.Timeline.Step(to - 1).To.String()}
	for i, st := range s.stretchAnswers(route.Stretches) {
		p := profileStretch{st, map[string]known{}, map[string]known{}}
		for k := range s.atlas.Series {
			series := &s.atlas.Series[k]
			t := atlas.Total{Events: math.NaN(), RatePer100k: math.NaN()}
			if region := route.Stretches[i].Region; region >= 0 {
				t = s.atlas.Total(series, []int{region}, from, to)
			}
			p.Rate[series.Name], p.Events[series.Name] = known(t.RatePer100k), known(t.Events)
		}
		out.Stretches = append(out.Stretches, p)
	}
	return jsonDocument(out)
}
