package web

import (
	"net/http"
	"strings"

	"github.com/corredor-geo/corredor/engine"
)

// vintageAnswer is another network of roads, on which the study was run as well.
type vintageAnswer struct {
	Name    string               `json:"name"`
	Summary []engine.Sensitivity `json:"summary"`
}

func (s *Server) vintageAnswers() []vintageAnswer {
	list := []vintageAnswer{}
	for _, v := range s.atlas.Vintages {
		list = append(list, vintageAnswer{v.Name, emptied(v.Summary)})
	}
	return list
}

// mountVintages answers the whole API for each vintage, under its own path: what is at
// /api/v1/routes is at /api/v1/vintages/NAME/routes on its roads.
func (s *Server) mountVintages(mux *http.ServeMux) {
	for _, v := range s.atlas.Vintages {
		at := api + "vintages/" + v.Name + "/"
		inner := newServer(v.Atlas, nil, s.log).api()
		mux.HandleFunc(at, func(w http.ResponseWriter, r *http.Request) {
			there := r.Clone(r.Context())
			there.URL.Path, there.URL.RawPath = api+strings.TrimPrefix(r.URL.Path, at), ""
			inner.ServeHTTP(w, there)
		})
	}
}

const api = "/api/v1/"
