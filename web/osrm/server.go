package osrm

import (
	"encoding/json"
	"net/http"
	"sync"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cost"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/route"
)

// Options for [New]. The zero value minimises travel time at 80 km/h where the
// roads have no speed of their own.
type Options struct {
	// Formula is the price that routes make least, see package graph/cost; "" for travel time.
	Formula string
	// SpeedKMH is the speed of roads without one of their own; 0 is 80.
	SpeedKMH float64
	// MaxStops bounds the coordinates of a route, MaxCells the cells of a table;
	// 0 is 500 and 1,000,000.
	MaxStops, MaxCells int
	Workers            int // goroutines of one table; 0 is one a core
}

const (
	usualSpeedKMH = 80
	usualMaxStops = 500
	usualMaxCells = 1_000_000
)

// Server answers OSRM's requests. Immutable, and safe for concurrent use.
type Server struct {
	network *engine.Network
	router  *route.Router
	metric  graph.Metric
	seconds graph.Metric
	refs    *graph.Column
	snapper *graph.Snapper
	queries sync.Pool // of *graph.SnapQuery
	opts    Options
}

// New prepares a network, which must have coordinates, for requests.
func New(n *engine.Network, opts Options) (*Server, error) {
	if opts.SpeedKMH == 0 {
		opts.SpeedKMH = usualSpeedKMH
	}
	if opts.MaxStops == 0 {
		opts.MaxStops = usualMaxStops
	}
	if opts.MaxCells == 0 {
		opts.MaxCells = usualMaxCells
	}
	s := &Server{network: n, opts: opts, refs: n.Graph.Column(load.ColumnRef)}
	var err error
	if s.seconds, err = cost.TravelTime(n.Graph, cost.Speeds{Default: opts.SpeedKMH}); err != nil {
		return nil, err
	}
	s.metric = s.seconds
	if opts.Formula != "" {
		if s.metric, err = n.Metric(opts.Formula); err != nil {
			return nil, err
		}
	}
	s.router = route.New(n.Graph, n.Index, s.metric, opts.Workers)
	s.snapper = graph.NewSnapper(n.Graph, nil)
	s.queries.New = func() any { return s.snapper.Query() }
	return s, nil
}

// weightName is what a client sees of the metric.
func (s *Server) weightName() string {
	if s.opts.Formula == "" {
		return "duration"
	}
	return "formula"
}

// ServeHTTP answers route, table and nearest. Every other answer is a 400 with
// OSRM's code and a message.
func (s *Server) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.Header().Set("Access-Control-Allow-Origin", "*") // as OSRM does
	status := http.StatusOK
	answer, p := s.answer(q)
	if p != nil {
		answer, status = p, http.StatusBadRequest
	}
	text, err := json.Marshal(answer)
	if err != nil {
		panic(err) // numbers are finite
	}
	w.WriteHeader(status)
	w.Write(text) // a client that went away is no matter
}

func (s *Server) answer(q *http.Request) (any, *problem) {
	r, p := parse(q.URL)
	if p != nil {
		return nil, p
	}
	switch r.service {
	case "route":
		return s.route(q.Context(), r)
	case "table":
		return s.table(q.Context(), r)
	}
	return s.nearest(r)
}

// snap puts every coordinate on the nearest road.
func (s *Server) snap(r *request) ([]graph.Place, *problem) {
	query := s.queries.Get().(*graph.SnapQuery)
	defer s.queries.Put(query)
	places := make([]graph.Place, len(r.at))
	for i, at := range r.at {
		place, ok := query.Nearest(at)
		if !ok || place.AccessMeters > r.radiuses[i] {
			return nil, problemf("NoSegment", "Could not find a matching segment for coordinate %d", i)
		}
		places[i] = place
	}
	return places, nil
}
