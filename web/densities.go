package web

import (
	"net/http"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/web/internal/atlas"
)

// denseAnswer is a region of highest density as GeoJSON.
type denseAnswer struct {
	Type       string `json:"type"`
	Properties struct {
		Layer string `json:"layer"`
		Share known  `json:"share"`
		// Level may be tiny, so it keeps all its digits.
		Level float64 `json:"level"`
	} `json:"properties"`
	Geometry struct {
		Type        string        `json:"type"`
		Coordinates [][][]degrees `json:"coordinates"`
	} `json:"geometry"`
}

func (s *Server) densities(*http.Request) (*document, error) {
	return s.fixed.densities.get(func() (*document, error) {
		list := []denseAnswer{}
		for _, d := range s.atlas.Dense {
			list = append(list, s.denseAnswer(d))
		}
		d, err := jsonDocument(map[string]any{"type": "FeatureCollection", "features": list})
		if err == nil {
			d.kind = "application/geo+json"
		}
		return d, err
	})
}

func (s *Server) denseAnswer(d atlas.Dense) denseAnswer {
	a := denseAnswer{Type: "Feature"}
	a.Properties.Layer, a.Properties.Share, a.Properties.Level = s.atlas.Layers[d.Layer].Name, known(d.Share), d.Level
	a.Geometry.Type, a.Geometry.Coordinates = "MultiPolygon", [][][]degrees{}
	for _, polygon := range d.Area {
		var rings [][]degrees
		for _, ring := range polygon {
			rings = append(rings, corners(ring))
		}
		a.Geometry.Coordinates = append(a.Geometry.Coordinates, rings)
	}
	return a
}

func corners(ring orb.Ring) []degrees {
	list := make([]degrees, len(ring))
	for i, p := range ring {
		list[i] = degrees(p)
	}
	return list
}
