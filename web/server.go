package web

import (
	"log"
	"net/http"
	"runtime"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/corredor-geo/corredor/web/atlas"
	"github.com/corredor-geo/corredor/web/plan"
	"github.com/corredor-geo/corredor/web/tile"
)

// Config says what a server shows. The zero value shows an empty map.
type Config struct {
	Atlas *atlas.Atlas
	// Planner answers routes by hand and what-if; nil when there is no network.
	Planner *plan.Planner
	// Log gets a line for every failure inside the server; nil is silent.
	Log *log.Logger
}

// Server answers requests for one study. It is safe for any number of goroutines.
type Server struct {
	atlas   *atlas.Atlas
	planner *plan.Planner
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

// New prepares a server: it indexes what the tiles are made of. Documents and
// tiles are made when first asked for.
func New(c Config) *Server {
	if c.Atlas == nil {
		c.Atlas = &atlas.Atlas{}
	}
	s := &Server{atlas: c.Atlas, planner: c.Planner, log: c.Log, busy: make(chan struct{}, 2*runtime.GOMAXPROCS(0)), segment: map[int]int{}}
	for i, seg := range c.Atlas.Segments {
		s.segment[seg.ID] = i
	}
	s.tag = dataTag(c.Atlas)
	var err error
	if s.asked, err = lru.New[string, *document](rememberedSeries); err != nil {
		panic(err) // the size is a constant above 0
	}
	s.tiles = tile.New(s.tileLayers()...)
	s.handler = s.routesOfMux()
	return s
}

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
