package web

import (
	"net/http"
	"strings"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/web/internal/atlas"
)

// roadAnswer is a segment that some route, or some unit of the equilibrium, uses.
type roadAnswer struct {
	Segment int              `json:"segment"` // its number
	Ref     string           `json:"ref"`
	Class   string           `json:"class"`
	Toll    string           `json:"toll"`
	KM      known            `json:"length_km"`
	Regions []string         `json:"regions"` // codes of the municipalities along it
	Routes  map[string]int   `json:"routes"`  // by layer
	Share   map[string]known `json:"share"`   // of the weight of each layer
}

// roads lists the segments that are used, in the order of their numbers.
func (s *Server) roads(r *http.Request) (*document, error) {
	format, err := formatOf(r, "json", "csv")
	if err != nil {
		return nil, err
	}
	if format == "csv" {
		return csvDocument(s.roadsTable())
	}
	return s.fixed.roads.get(func() (*document, error) {
		return jsonDocument(map[string]any{"roads": emptied(s.roadAnswers())})
	})
}

func (s *Server) roadAnswers() (list []roadAnswer) {
	flows := map[int]atlas.Flow{}
	for _, f := range s.atlas.Flows {
		flows[f.Segment] = f
	}
	for _, i := range s.atlas.Used() {
		seg := s.atlas.Segments[i]
		a := roadAnswer{Segment: seg.ID, Ref: seg.Ref, Class: seg.Class, Toll: seg.Toll, KM: known(seg.KM), Regions: []string{}, Routes: map[string]int{}, Share: map[string]known{}}
		for _, place := range seg.Places {
			a.Regions = append(a.Regions, s.atlas.Regions[place].Code)
		}
		for k, l := range s.atlas.Layers {
			a.Routes[l.Name], a.Share[l.Name] = 0, 0
			if f, met := flows[i]; met {
				a.Routes[l.Name], a.Share[l.Name] = f.Routes[k], known(f.Share[k])
			}
		}
		list = append(list, a)
	}
	return list
}

func (s *Server) roadsTable() export.Layer {
	l := export.Layer{Name: "roads", Columns: []export.Column{{Name: "segment", Kind: export.Integer}, {Name: "ref"}, {Name: "class"}, {Name: "toll"},
		{Name: "length_km", Kind: export.Real, Unit: "km", Decimals: 6}, {Name: "regions"}}}
	for _, layer := range s.atlas.Layers {
		l.Columns = append(l.Columns, export.Column{Name: "routes_" + layer.Name, Kind: export.Integer}, export.Column{Name: "share_" + layer.Name, Kind: export.Real, Decimals: 6})
	}
	for _, a := range s.roadAnswers() {
		row := export.Row{Values: []any{a.Segment, a.Ref, a.Class, a.Toll, float64(a.KM), strings.Join(a.Regions, " ")}}
		for _, layer := range s.atlas.Layers {
			row.Values = append(row.Values, a.Routes[layer.Name], float64(a.Share[layer.Name]))
		}
		l.Rows = append(l.Rows, row)
	}
	return l
}
