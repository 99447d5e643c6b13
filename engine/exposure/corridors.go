package exposure

import (
	"context"
	"encoding/binary"
	"runtime"
	"slices"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"
)

// Corridors are the surroundings of routes that share lines: of roads, each line
// is a segment, and most routes pass over the same.
type Corridors struct {
	Lines   []orb.LineString
	Routes  [][]int // the lines of each, by index
	Workers int     // 0 is one a core
}

// WithinEach returns what [Lands.Within] returns for the lines of each route. A
// municipality that several routes pass by on the same lines is cut once for all
// of them. It stops with the cause of ctx's end.
func (l *Lands) WithinEach(ctx context.Context, c Corridors, meters []float64) ([][][]Share, error) {
	index := newEdgeIndex(c.Lines)
	users := make([][]int32, len(c.Lines)) // the routes over each line
	for route, lines := range c.Routes {
		for _, line := range distinct(lines) {
			users[line] = append(users[line], int32(route))
		}
	}
	if c.Workers <= 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	found := make([][]passing, len(l.lands))
	var group errgroup.Group
	group.SetLimit(c.Workers)
	const batch = 16 // lands
	for lo := 0; lo < len(l.lands) && ctx.Err() == nil; lo += batch {
		group.Go(func() error {
			s := surveyor{index: index, users: users, near: make([][]int32, len(c.Routes))}
			for i := lo; i < min(lo+batch, len(l.lands)) && ctx.Err() == nil; i++ {
				if l.lands[i].known {
					found[i] = s.survey(&l.lands[i], meters)
				}
			}
			return nil
		})
	}
	_ = group.Wait() // no batch returns an error
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	out := make([][][]Share, len(c.Routes))
	for route := range out {
		out[route] = make([][]Share, len(meters))
	}
	for place, list := range found {
		for _, p := range list {
			out[p.route][p.distance] = append(out[p.route][p.distance], Share{place, p.share})
		}
	}
	return out, nil
}

// passing is a route, the number of a distance, and the share within it.
type passing struct {
	route    int32
	distance int
	share    float64
}

// surveyor looks at one municipality after the other. It is for one goroutine.
type surveyor struct {
	index  *edgeIndex
	users  [][]int32
	near   [][]int32 // lines near the municipality, of each route; else empty
	edges  []edge
	chosen []edge
	work   scratch
}

// survey cuts a municipality with every route near it.
func (s *surveyor) survey(land *prepared, meters []float64) (found []passing) {
	for k, distance := range meters {
		s.edges = s.index.near(s.edges[:0], land.box, distance)
		slices.SortStableFunc(s.edges, func(a, b edge) int { return int(a.line - b.line) })
		shares := map[string]float64{}
		var key []byte
		for _, route := range s.gather() {
			key = key[:0]
			for _, line := range s.near[route] {
				key = binary.LittleEndian.AppendUint32(key, uint32(line))
			}
			share, known := shares[string(key)]
			if !known {
				share = land.within(s.choose(s.near[route]), distance, &s.work)
				shares[string(key)] = share
			}
			s.near[route] = s.near[route][:0]
			if share > 0 {
				found = append(found, passing{route, k, share})
			}
		}
	}
	return found
}

// gather lists the lines near the municipality of each route, ascending, and
// returns the routes that have any.
func (s *surveyor) gather() (routes []int32) {
	for i, e := range s.edges {
		if i > 0 && e.line == s.edges[i-1].line {
			continue
		}
		for _, route := range s.users[e.line] {
			if len(s.near[route]) == 0 {
				routes = append(routes, route)
			}
			s.near[route] = append(s.near[route], e.line)
		}
	}
	return routes
}

// choose returns the edges of some lines, both in ascending order.
func (s *surveyor) choose(lines []int32) []edge {
	s.chosen = s.chosen[:0]
	at := 0
	for _, e := range s.edges {
		for at < len(lines) && lines[at] < e.line {
			at++
		}
		if at < len(lines) && lines[at] == e.line {
			s.chosen = append(s.chosen, e)
		}
	}
	return s.chosen
}
