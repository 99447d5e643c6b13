package web

import (
	"context"
	"log"
	"net/http"
	"runtime"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/web/internal/atlas"
	"github.com/corredor-geo/corredor/web/internal/tile"
	"github.com/corredor-geo/corredor/web/plan"
)

// Server answers requests for one study. It is safe for any number of goroutines.
type Server struct {
	atlas   *atlas.Atlas
	planner *plan.Planner // nil when there is no network
	tiles   *tile.Set
	log     *log.Logger
	busy    chan struct{} // one place per question that takes a core
	segment map[int]int   // number of a segment -> index
	tag     string        // short, changes with the data: for addresses that are cached for long
	fixed   documents
	asked   *lru.Cache[string, *document] // the latest series, by query
	handler http.Handler
}

// rememberedSeries bounds the memory of answers to about 20 MB.
const rememberedSeries = 512

// New prepares the server of a study that has been run: it indexes what the tiles
// are made of. Documents and tiles are made when first asked for. The log gets a line
// for every failure inside the server; nil is silent.
func New(r *engine.Result, log *log.Logger) *Server {
	return newServer(atlas.FromResult(r), plan.New(r), log)
}

// Open prepares the server of a folder that [engine.Result.Write] has written. It has
// counts of one period only, and no network for routes by hand and what-if. It fails
// when files of the folder are missing or cannot be read, or ctx ends.
func Open(ctx context.Context, dir string, log *log.Logger) (*Server, error) {
	a, err := atlas.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	return newServer(a, nil, log), nil
}

func newServer(a *atlas.Atlas, p *plan.Planner, log *log.Logger) *Server {
	s := &Server{atlas: a, planner: p, log: log, busy: make(chan struct{}, 2*runtime.GOMAXPROCS(0)), segment: map[int]int{}}
	for i, seg := range a.Segments {
		s.segment[seg.ID] = i
	}
	s.tag = dataTag(a)
	var err error
	if s.asked, err = lru.New[string, *document](rememberedSeries); err != nil {
		panic(err) // the size is a constant above 0
	}
	s.tiles = tile.New(s.tileLayers()...)
	s.handler = s.routesOfMux()
	return s
}

// Title returns the title of the study.
func (s *Server) Title() string { return s.atlas.Title }

// Handler returns the whole server: page and API.
func (s *Server) Handler() http.Handler { return s.handler }

// endpoint is one path of the API.
type endpoint struct {
	path    string // a pattern of http.ServeMux, without the method
	methods []string
	query   []string // parameters that it knows
	answer  func(*http.Request) (*document, error)
}

func (s *Server) endpoints() []endpoint {
	get, post := []string{http.MethodGet, http.MethodHead}, []string{http.MethodPost}
	return []endpoint{
		{"/api/v1/openapi.yaml", get, nil, s.openAPI},
		{"/api/v1/study", get, nil, s.study},
		{"/api/v1/regions", get, []string{"format"}, s.regions},
		{"/api/v1/counts", get, nil, s.counts},
		{"/api/v1/series", append(get, post...), []string{"region", "state", "metro", "polygon", "from", "to", "format"}, s.series},
		{"/api/v1/routes", get, []string{"layer", "port", "segment", "origin", "format"}, s.routes},
		{"/api/v1/routes/{number}", get, []string{"format"}, s.routeByNumber},
		{"/api/v1/routes/{number}/profile", get, []string{"from", "to"}, s.profile},
		{"/api/v1/flows", get, nil, s.flows},
		{"/api/v1/roads", get, []string{"format"}, s.roads},
		{"/api/v1/congestion", get, nil, s.congestion},
		{"/api/v1/densities", get, nil, s.densities},
		{"/api/v1/ports", get, nil, s.ports},
		{"/api/v1/events", get, nil, s.events},
		{"/api/v1/route", get, []string{"from", "to", "alternatives"}, s.route},
		{"/api/v1/whatif", post, nil, s.whatIf},
		{"/api/v1/tiles/{z}/{x}/{y}", get, nil, s.tile},
	}
}

// api is the mux of the API alone.
func (s *Server) api() *http.ServeMux {
	mux := http.NewServeMux()
	for _, e := range s.endpoints() {
		mux.Handle(e.path, s.guard(e))
	}
	mux.Handle("/api/", s.guard(endpoint{methods: nil, answer: func(*http.Request) (*document, error) {
		return nil, notFound("there is no such path; /api/v1/openapi.yaml lists them")
	}}))
	s.mountVintages(mux)
	return mux
}

func (s *Server) routesOfMux() http.Handler {
	mux := s.api()
	mux.Handle("/", newPage())
	return secure(http.NewCrossOriginProtection().Handler(mux))
}
