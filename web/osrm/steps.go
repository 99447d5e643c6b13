package osrm

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
)

// steps parts a leg where the number of the road changes: depart, new name at each
// change, arrive.
func (s *Server) steps(spans []graph.Span, geometries string) []step {
	var list []step
	bearing := 0
	for first := 0; first < len(spans); {
		name := s.refs.Text(spans[first].Segment)
		end := first + 1
		for end < len(spans) && s.refs.Text(spans[end].Segment) == name {
			end++
		}
		var line orb.LineString
		for _, span := range spans[first:end] {
			line = s.network.Graph.AppendLine(line, span)
		}
		seconds, meters := s.measure(spans[first:end])
		kind := "new name"
		if first == 0 {
			kind = "depart"
		}
		st := newStep(kind, line[0], bearing, headingAt(line, true))
		st.Name, st.Ref, st.Geometry = name, name, draw(line, geometries)
		st.Distance, st.Duration, st.Weight = decimals1(meters), decimals1(seconds), decimals1(s.weight(spans[first:end]))
		list = append(list, st)
		bearing = headingAt(line, false)
		first = end
		if first == len(spans) {
			last := newStep("arrive", line[len(line)-1], bearing, 0)
			last.Name, last.Ref, last.Geometry = name, name, draw(line[len(line)-1:], geometries)
			list = append(list, last)
		}
	}
	return list
}

func newStep(kind string, at orb.Point, before, after int) step {
	at = round6(at)
	out, in := 0, 0
	crossing := intersection{Location: at, Bearings: []int{after}, Entry: []bool{true}, Out: &out}
	if kind == "arrive" {
		crossing = intersection{Location: at, Bearings: []int{(before + 180) % 360}, Entry: []bool{true}, In: &in}
	}
	m := maneuver{Type: kind, Location: at, BearingBefore: before, BearingAfter: after}
	if kind == "new name" {
		m.Modifier = "straight"
	}
	return step{Mode: "driving", DrivingSide: "right", Maneuver: m, Intersections: []intersection{crossing}}
}

// headingAt is the direction at the beginning or the end of a line, in whole degrees from north.
func headingAt(line orb.LineString, beginning bool) int {
	if len(line) < 2 {
		return 0
	}
	a, b := line[0], line[1]
	if !beginning {
		a, b = line[len(line)-2], line[len(line)-1]
	}
	return int(math.Round(graph.Bearing(a, b))) % 360
}
