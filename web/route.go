package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/web/internal/atlas"
	"github.com/corredor-geo/corredor/web/plan"
)

// plannedAnswer is a route between two places chosen by hand.
type plannedAnswer struct {
	From placeAnswer  `json:"from"`
	To   placeAnswer  `json:"to"`
	Ways []plannedWay `json:"ways"` // the best first
}

type placeAnswer struct {
	At       degrees `json:"at"` // on the road
	AccessKM known   `json:"access_km"`
	Port     string  `json:"port,omitempty"`
	PortName string  `json:"port_name,omitempty"`
}

type plannedWay struct {
	KM        known           `json:"length_km"`
	Cost      known           `json:"cost"`
	CostUnit  string          `json:"cost_unit"`
	Roads     []string        `json:"roads"` // their numbers, in order
	Line      []degrees       `json:"line"`
	Stretches []stretchAnswer `json:"stretches"`
}

// route answers the way from a place to a place or port, with alternatives.
func (s *Server) route(r *http.Request) (*document, error) {
	if s.planner == nil {
		return nil, notFound("written outputs have no network; serve the study itself to route")
	}
	q := r.URL.Query()
	question := plan.Question{}
	if text := q.Get("alternatives"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > plan.MaxAlternatives {
			return nil, badRequest("alternatives: give 0 to %d", plan.MaxAlternatives)
		}
		question.Alternatives = n
	}
	from, _, err := s.placeOf("from", q.Get("from"))
	if err != nil {
		return nil, err
	}
	question.From = from
	if text := q.Get("to"); text != "" {
		to, _, err := s.placeOf("to", text)
		if err != nil {
			return nil, err
		}
		question.To = &to
	}
	leave, err := s.occupy(r.Context())
	if err != nil {
		return nil, err
	}
	defer leave()
	answer, err := s.planner.Route(r.Context(), question)
	if errors.Is(err, plan.ErrNoRoute) {
		return nil, notFound("%v", err)
	}
	if err != nil {
		return nil, err
	}
	return jsonDocument(s.plannedAnswer(question, answer, q.Get("to")))
}

// placeOf reads lon,lat, the code of a municipality, or the id of a port.
func (s *Server) placeOf(what, text string) (place graph.Place, port int, err error) {
	if text == "" {
		return place, -1, badRequest("%s: give lon,lat, the code of a municipality, or a port", what)
	}
	if port := s.findPort(text); port >= 0 {
		if !s.planner.Result().PortReached(port) {
			return place, port, notFound("%s: no road of the study comes near port %s", what, text)
		}
		return s.planner.Result().Ports[port].Place, port, nil
	}
	at, err := parsePoint(text)
	if i, ok := s.atlas.Index(text); ok && s.atlas.Regions[i].HasSeat {
		at, err = s.atlas.Regions[i].Seat, nil
	}
	if err != nil {
		return place, -1, badRequest("%s: %.40q is not lon,lat, nor a municipality, nor a port", what, text)
	}
	place, err = s.planner.Near(at)
	if err != nil {
		return place, -1, notFound("%s: there is no road near %.40s", what, text)
	}
	return place, -1, nil
}

func (s *Server) plannedAnswer(q plan.Question, answer plan.Answer, to string) plannedAnswer {
	result := s.planner.Result()
	out := plannedAnswer{From: s.placeAnswer(q.From)}
	port := answer.Port
	if port < 0 {
		port = s.findPort(to)
	}
	if port >= 0 {
		out.To = s.placeAnswer(result.Ports[port].Place)
		out.To.Port, out.To.PortName = result.Ports[port].ID, result.Ports[port].Name
	} else {
		out.To = s.placeAnswer(*q.To)
	}
	for _, way := range answer.Ways {
		out.Ways = append(out.Ways, s.plannedWay(way))
	}
	return out
}

func (s *Server) placeAnswer(p graph.Place) placeAnswer {
	line := s.planner.Result().Roads.Graph.AppendLine(nil, graph.Span{Segment: p.Segment, FromMeters: p.OffsetMeters, ToMeters: p.OffsetMeters})
	return placeAnswer{At: degrees(line[0]), AccessKM: known(p.AccessMeters / 1000)}
}

func (s *Server) plannedWay(way plan.Way) plannedWay {
	route := s.planner.Drawn(way)
	out := plannedWay{KM: known(route.KM), Cost: known(route.Cost), CostUnit: route.CostUnit, Roads: []string{},
		Line: lineAnswer(route.Line), Stretches: s.stretchAnswers(atlas.StretchesOf(s.planner.Result().Overlay, way.Spans))}
	for _, span := range way.Spans {
		ref := s.atlas.Segments[span.Segment].Ref
		if n := len(out.Roads); ref != "" && (n == 0 || out.Roads[n-1] != ref) {
			out.Roads = append(out.Roads, ref)
		}
	}
	return out
}
