package osrm

import (
	"context"
	"strconv"
	"strings"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/alternative"
)

// maxAlternatives is OSRM's own default limit.
const maxAlternatives = 3

// alternatives is how many routes are wanted besides the best; "true" is one, as in OSRM.
func (r *request) alternatives() (int, *problem) {
	switch text := r.options.Get("alternatives"); text {
	case "", "false":
		return 0, nil
	case "true":
		return 1, nil
	default:
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return 0, problemf("InvalidQuery", "Query string malformed close to position %d", strings.Index(r.options.Encode(), "alternatives"))
		}
		if n > maxAlternatives {
			return 0, problemf("TooBig", "Requested number of alternatives is higher than current maximum (%d)", maxAlternatives)
		}
		return n, nil
	}
}

// ways are the routes through the places, the best first, each a list of legs.
// Alternatives go between two places only; with more there is none, as in OSRM.
func (s *Server) ways(ctx context.Context, r *request, places []graph.Place) ([][][]graph.Span, *problem) {
	var best [][]graph.Span
	for i := range places[1:] {
		spans := s.way(places[i], places[i+1])
		if len(spans) == 0 {
			return nil, problemf("NoRoute", "Impossible route between points")
		}
		best = append(best, spans)
	}
	ways := [][][]graph.Span{best}
	wanted, p := r.alternatives()
	if p != nil || wanted == 0 || len(places) != 2 {
		return ways, p
	}
	g := s.network.Graph
	finder := alternative.New(g, s.metric, s.router.Hierarchy())
	// Not Via: junctions of a highway network are so far apart that its test of local
	// optimality looks at nearly the whole way.
	paths, err := finder.Penalty(ctx, alternative.Between(g, g.Proportional(s.metric), places[0], places[1]), alternative.Options{Count: wanted})
	if err != nil {
		return nil, problemf("NoRoute", "the request was cancelled")
	}
	for _, path := range paths[min(1, len(paths)):] {
		ways = append(ways, [][]graph.Span{path.Spans})
	}
	return ways, nil
}
