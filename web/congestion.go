package web

import (
	"net/http"

	"github.com/corredor-geo/corredor/web/internal/atlas"
)

// congestionAnswer is the equilibrium of a study with congestion, as columns that
// belong together by position; without it the model is empty and so are they.
type congestionAnswer struct {
	Model       string      `json:"model"`
	CostUnit    string      `json:"cost_unit"`
	RelativeGap known       `json:"relative_gap"`
	Units       known       `json:"units"`
	Elsewhere   known       `json:"elsewhere"`
	Segments    loadColumns `json:"segments"`
	Ports       loadColumns `json:"ports"` // in the order of /ports
}

// loadColumns are the loads of segments, by their number, or of ports.
type loadColumns struct {
	Numbers     []int   `json:"numbers,omitempty"`
	Shortest    []known `json:"shortest"`
	Equilibrium []known `json:"equilibrium"`
	Capacity    []known `json:"capacity"`
	FreeCost    []known `json:"free_cost"`
	Cost        []known `json:"cost"`
}

func (s *Server) congestion(*http.Request) (*document, error) {
	return s.fixed.congestion.get(func() (*document, error) {
		c := s.atlas.Congestion
		if c == nil {
			c = &atlas.Congestion{}
		}
		return jsonDocument(congestionAnswer{Model: c.Model, CostUnit: c.CostUnit, RelativeGap: known(c.RelativeGap), Units: known(c.Units), Elsewhere: known(c.Elsewhere),
			Segments: s.loadColumns(c.Segments), Ports: s.loadColumns(c.Ports)})
	})
}

func (s *Server) loadColumns(loads []atlas.Load) loadColumns {
	c := loadColumns{Shortest: []known{}, Equilibrium: []known{}, Capacity: []known{}, FreeCost: []known{}, Cost: []known{}}
	for _, l := range loads {
		if l.Segment >= 0 {
			c.Numbers = append(c.Numbers, s.atlas.Segments[l.Segment].ID)
		}
		c.Shortest, c.Equilibrium = append(c.Shortest, known(l.Shortest)), append(c.Equilibrium, known(l.Equilibrium))
		c.Capacity = append(c.Capacity, known(l.Capacity))
		c.FreeCost, c.Cost = append(c.FreeCost, known(l.FreeCost)), append(c.Cost, known(l.Cost))
	}
	return c
}
