package replicate

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

var errRoadless = errors.New("has no road in the archive's network")

// seats finds the node from which a municipality sends.
type seats struct {
	a     *Archive
	first []int32 // per municipality, into order
	order []int32 // rows of MunLinks by municipality
	reach *tree
	links []int     // per node, scratch
	road  []float64 // per node, scratch: metres
}

func (a *Archive) newSeats() *seats {
	s := &seats{a: a, first: make([]int32, len(a.Codes)+1), order: make([]int32, len(a.rows)),
		links: make([]int, a.Graph.NodeCount()), road: make([]float64, a.Graph.NodeCount())}
	for _, r := range a.rows {
		s.first[r.municipality+1]++
	}
	for m := range a.Codes {
		s.first[m+1] += s.first[m]
	}
	at := append([]int32(nil), s.first...)
	for i, r := range a.rows {
		s.order[at[r.municipality]] = int32(i)
		at[r.municipality]++
	}
	s.reach = a.newTree(a.Metric(0))
	return s
}

// node reads a number of a node, from 1.
func (s *seats) node(text string) (graph.NodeID, error) {
	n, err := strconv.Atoi(text)
	last := s.a.Graph.NodeCount()
	switch {
	case err != nil:
		return graph.None, fmt.Errorf("%q is no node; nodes are numbers from 1 to %d", text, last-1)
	case n < 1 || n > last:
		return graph.None, fmt.Errorf("there is no node %d in the network; it has 1 to %d", n, last)
	case graph.NodeID(n-1) == s.a.Sink:
		return graph.None, fmt.Errorf("node %d is the sink beyond the border, no origin", n)
	case !s.reach.reaches(graph.NodeID(n - 1)):
		return graph.None, fmt.Errorf("node %d is in a small component: no road leads from it to the United States", n)
	}
	return graph.NodeID(n - 1), nil
}

// municipality reads a code, and finds the node from which the municipality sends:
// of the nodes that reach the United States, the one with most links of the
// municipality, of equals the one with most metres of them within it, then the lowest
// number. The archive has no coordinates and no seats, so this is the busiest junction.
func (s *seats) municipality(text string) (graph.NodeID, string, error) {
	code, state := feature.ParseCode(text)
	if state != feature.CodeAsWritten && state != feature.CodeMended {
		return graph.None, "", fmt.Errorf("%q is no municipality code; codes have five digits", text)
	}
	m, ok := s.a.Index(code)
	if !ok {
		return graph.None, "", fmt.Errorf("municipality %s %w", code, errRoadless)
	}
	rows := s.order[s.first[m]:s.first[m+1]]
	for _, i := range rows {
		s.each(s.a.rows[i].segment, func(n graph.NodeID) { s.road[n] += s.a.rows[i].meters })
	}
	for _, link := range s.a.Links(m) {
		s.each(link, func(n graph.NodeID) { s.links[n]++ })
	}
	best := graph.NodeID(graph.None)
	for _, link := range s.a.Links(m) {
		s.each(link, func(n graph.NodeID) {
			if n != s.a.Sink && s.reach.reaches(n) && s.better(n, best) {
				best = n
			}
		})
	}
	for _, link := range s.a.Links(m) {
		s.each(link, func(n graph.NodeID) { s.links[n], s.road[n] = 0, 0 })
	}
	if best == graph.None {
		return graph.None, "", fmt.Errorf("municipality %s is in a small component: no road leads from it to the United States", code)
	}
	return best, code, nil
}

// each calls visit for both ends of a link.
func (s *seats) each(link graph.SegmentID, visit func(graph.NodeID)) {
	from, to := s.a.Graph.Ends(link)
	visit(from)
	visit(to)
}

func (s *seats) better(n, best graph.NodeID) bool {
	switch {
	case best == graph.None:
		return true
	case s.links[n] != s.links[best]:
		return s.links[n] > s.links[best]
	case s.road[n] != s.road[best]:
		return s.road[n] > s.road[best]
	}
	return n < best
}
