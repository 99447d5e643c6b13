package osrm

import (
	"strconv"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
)

// waypoints describes places on the network.
func (s *Server) waypoints(places []graph.Place) []waypoint {
	list := make([]waypoint, len(places))
	for i, p := range places {
		list[i] = waypoint{Name: s.refs.Text(p.Segment), Location: round6(s.position(p)), Distance: decimals1(p.AccessMeters)}
	}
	return list
}

func (s *Server) position(p graph.Place) orb.Point {
	line := s.network.Graph.AppendLine(nil, graph.Span{Segment: p.Segment, FromMeters: p.OffsetMeters, ToMeters: p.OffsetMeters})
	return line[0]
}

// mostNear bounds "number" of nearest, and nearMeters how far those beyond the first may be.
const (
	mostNear   = 100
	nearMeters = 100_000
)

// nearest finds the nearest place, or the nearest on each of several roads.
func (s *Server) nearest(r *request) (any, *problem) {
	if len(r.at) != 1 {
		return nil, problemf("InvalidOptions", "Only one input coordinate is supported")
	}
	number := 1
	if text := r.options.Get("number"); text != "" {
		var err error
		if number, err = strconv.Atoi(text); err != nil || number < 1 {
			return nil, problemf("InvalidOptions", "Number of results needs to be at least 1")
		}
		if number > mostNear {
			return nil, problemf("TooBig", "Number of results %d is higher than current maximum (%d)", number, mostNear)
		}
	}
	places, p := s.snap(r)
	if p != nil {
		return nil, p
	}
	if number > 1 {
		places = s.further(r, places[0], number)
	}
	list := s.waypoints(places)
	for i, place := range places {
		from, to := s.network.Graph.Ends(place.Segment)
		list[i].Nodes = []int64{int64(from), int64(to)}
	}
	return nearestAnswer{Code: "Ok", Waypoints: list, Notes: r.notes}, nil
}

// further adds the nearest places on other segments.
func (s *Server) further(r *request, first graph.Place, number int) []graph.Place {
	places, seen := []graph.Place{first}, map[graph.SegmentID]bool{first.Segment: true}
	const edgesPerSegment = 16
	for _, near := range s.snapper.Near(min(nearMeters, r.radiuses[0]), number*edgesPerSegment).Append(nil, r.at[0]) {
		if len(places) < number && !seen[near.Segment] {
			seen[near.Segment] = true
			places = append(places, near.Place)
		}
	}
	return places
}
