package web

import (
	"math"
	"net/http"

	"github.com/corredor-geo/corredor/web/internal/atlas"
)

// flowsAnswer is what passes over the segments that some route uses, as columns
// that belong together by position.
type flowsAnswer struct {
	Segments []int                `json:"segments"`
	At       []degrees            `json:"at"`      // middle of the segment
	Bearing  []known              `json:"bearing"` // of its line there
	Layers   map[string]layerFlow `json:"layers"`
}

type layerFlow struct {
	Routes  []int   `json:"routes"`
	Against []int   `json:"against"` // of them, against the direction of the segment's line
	Share   []known `json:"share"`
}

func (s *Server) flows(*http.Request) (*document, error) {
	return s.fixed.flows.get(func() (*document, error) { return jsonDocument(s.flowsAnswer(s.atlas.Flows)) })
}

func (s *Server) flowsAnswer(flows []atlas.Flow) flowsAnswer {
	out := flowsAnswer{Segments: []int{}, At: []degrees{}, Bearing: []known{}, Layers: map[string]layerFlow{}}
	for _, f := range flows {
		segment := s.atlas.Segments[f.Segment]
		at, bearing := segment.Middle()
		out.Segments, out.At, out.Bearing = append(out.Segments, segment.ID), append(out.At, degrees(at)), append(out.Bearing, known(math.Round(bearing)))
	}
	for k, layer := range s.atlas.Layers {
		l := layerFlow{Routes: []int{}, Against: []int{}, Share: []known{}}
		for _, f := range flows {
			l.Routes, l.Against, l.Share = append(l.Routes, f.Routes[k]), append(l.Against, f.Against[k]), append(l.Share, known(f.Share[k]))
		}
		out.Layers[layer.Name] = l
	}
	return out
}

// portAnswer is a port with the routes that end there.
type portAnswer struct {
	ID     string           `json:"id"`
	Name   string           `json:"name"`
	Kind   string           `json:"kind"`
	At     degrees          `json:"at"`
	Routes map[string]int   `json:"routes"` // by layer
	Share  map[string]known `json:"share"`  // of the weight of each layer
	MeanKM known            `json:"mean_km"`
}

func (s *Server) ports(*http.Request) (*document, error) {
	return s.fixed.ports.get(func() (*document, error) {
		return jsonDocument(map[string]any{"ports": s.portAnswers(s.atlas.Routes)})
	})
}

func (s *Server) portAnswers(routes []atlas.Route) []portAnswer {
	list := []portAnswer{}
	for i, p := range s.atlas.Ports {
		a := portAnswer{ID: p.ID, Name: p.Name, Kind: p.Kind, At: degrees(p.At), Routes: map[string]int{}, Share: map[string]known{}}
		km, count := 0.0, 0
		for _, l := range s.atlas.Layers {
			a.Routes[l.Name], a.Share[l.Name] = 0, 0
		}
		for _, r := range routes {
			if r.Port == i {
				name := s.atlas.Layers[r.Layer].Name
				a.Routes[name]++
				a.Share[name] += known(r.Share)
				km += r.KM
				count++
			}
		}
		a.MeanKM = known(km / float64(count))
		list = append(list, a)
	}
	return list
}

func (s *Server) events(*http.Request) (*document, error) {
	return s.fixed.events.get(func() (*document, error) {
		return jsonDocument(map[string]any{"events": emptied(s.atlas.Events)})
	})
}
