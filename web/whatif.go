package web

import (
	"math"
	"net/http"
	"slices"
	"time"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/web/internal/atlas"
	"github.com/corredor-geo/corredor/web/plan"
)

// whatIfQuestion closes roads, or makes them dearer.
type whatIfQuestion struct {
	Regions  []string `json:"regions"`  // municipalities: the roads in them, as package scenario tells them
	Segments []int    `json:"segments"` // single pieces of road
	// Factor multiplies the cost of the roads; absent or null, they are closed.
	Factor *float64 `json:"factor"`
}

// whatIfAnswer is the flows under the change, and the routes that differ.
type whatIfAnswer struct {
	Segments []int           `json:"closed_segments"`
	Millis   known           `json:"millis"` // of the server, for routing
	Flows    flowsAnswer     `json:"flows"`
	Ports    []portAnswer    `json:"ports"`
	Changed  []changedAnswer `json:"changed"`
	Summary  changedSummary  `json:"summary"`
}

type changedAnswer struct {
	Number int     `json:"number"`
	Status string  `json:"status"`
	Port   *string `json:"port"`
	KM     known   `json:"length_km"`
	WasKM  known   `json:"was_length_km"`
	Was    *string `json:"was_port"`
	// Segments of the new way, in order of travel.
	Segments []int `json:"segments"`
}

type changedSummary struct {
	Changed int   `json:"changed"`  // another way or port, or none
	Ports   int   `json:"ports"`    // another port
	NoRoute int   `json:"no_route"` // that had one
	MeanKM  known `json:"mean_km"`  // of the routes that are left
	WasKM   known `json:"was_mean_km"`
}

// whatIf answers the routes of the study on changed roads.
func (s *Server) whatIf(r *http.Request) (*document, error) {
	if s.planner == nil {
		return nil, notFound("written outputs have no network; serve the study itself")
	}
	var q whatIfQuestion
	if err := readJSON(r, &q); err != nil {
		return nil, err
	}
	change, err := s.changeOf(q)
	if err != nil {
		return nil, err
	}
	leave, err := s.occupy(r.Context())
	if err != nil {
		return nil, err
	}
	defer leave()
	start := time.Now()
	outcome, err := s.planner.WhatIf(r.Context(), change)
	if err != nil {
		return nil, err
	}
	out := s.whatIfAnswer(outcome)
	out.Millis = known(float64(time.Since(start).Microseconds()) / 1000)
	return jsonDocument(out)
}

func (s *Server) changeOf(q whatIfQuestion) (plan.Change, error) {
	change := plan.Change{Factor: math.Inf(1)}
	if len(q.Regions) > maxWhatIfRegions || len(q.Segments) > maxWhatIfSegments {
		return change, badRequest("at most %d municipalities and %d segments", maxWhatIfRegions, maxWhatIfSegments)
	}
	if q.Factor != nil {
		const least, most = 0.1, 1000
		if !(*q.Factor >= least && *q.Factor <= most) {
			return change, badRequest("factor: give %g to %g, or leave it out to close the roads", least, float64(most))
		}
		change.Factor = *q.Factor
	}
	for _, code := range q.Regions {
		i, ok := s.atlas.Index(code)
		if !ok {
			return change, notFound("there is no municipality %.20q", code)
		}
		change.Regions = append(change.Regions, i)
	}
	for _, id := range q.Segments {
		i, ok := s.segment[id]
		if !ok {
			return change, notFound("there is no segment %d", id)
		}
		change.Segments = append(change.Segments, graph.SegmentID(i))
	}
	return change, nil
}

func (s *Server) whatIfAnswer(o *plan.Outcome) whatIfAnswer {
	out := whatIfAnswer{Segments: []int{}, Changed: []changedAnswer{}}
	for _, id := range o.Segments {
		out.Segments = append(out.Segments, int(id))
	}
	routes := make([]atlas.Route, len(s.atlas.Routes))
	km, wasKM, count, wasCount := 0.0, 0.0, 0, 0
	for i, was := range s.atlas.Routes {
		now := rerouted(was, o.Routes[i])
		routes[i] = now
		if was.Port >= 0 {
			wasKM += was.KM
			wasCount++
		}
		if now.Port >= 0 {
			km += now.KM
			count++
		}
		if now.Port == was.Port && (now.Port < 0 || slices.Equal(now.Segments, was.Segments)) {
			continue
		}
		out.Summary.Changed++
		if now.Port < 0 {
			out.Summary.NoRoute++
		} else if now.Port != was.Port {
			out.Summary.Ports++
		}
		out.Changed = append(out.Changed, changedAnswer{i, now.Status, s.portID(now.Port), known(now.KM), known(was.KM), s.portID(was.Port), s.segmentIDs(now.Segments)})
	}
	out.Summary.MeanKM, out.Summary.WasKM = known(km/float64(count)), known(wasKM/float64(wasCount))
	out.Flows = s.flowsAnswer(atlas.FlowsOf(routes, len(s.atlas.Segments), len(s.atlas.Layers)))
	out.Ports = s.portAnswers(routes)
	return out
}

// rerouted is a route of the study as it runs under a change.
func rerouted(was atlas.Route, now engine.Route) atlas.Route {
	was.Status, was.Port, was.KM, was.Segments = string(now.Status), now.Port, now.Meters/1000, atlas.StepsOf(now.Spans)
	if now.Port < 0 {
		was.KM, was.Segments = math.NaN(), nil
	}
	return was
}

func (s *Server) portID(port int) *string {
	if port < 0 {
		return nil
	}
	return &s.atlas.Ports[port].ID
}
