package osrm

import (
	"context"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/route"
)

// annotationNames are those that an edge can have here; OSRM also knows nodes and datasources.
var annotationNames = [...]string{"distance", "duration", "weight", "speed"}

// drawing is how a route is to be shown.
type drawing struct {
	geometries, overview string
	steps                bool
	annotations          []string
}

func (r *request) drawing() (d drawing, p *problem) {
	if d.geometries, p = r.choice("geometries", geometryFormats...); p != nil {
		return d, p
	}
	if d.overview, p = r.choice("overview", "simplified", "full", "false"); p != nil {
		return d, p
	}
	steps, p := r.choice("steps", "false", "true")
	if p != nil {
		return d, p
	}
	d.steps = steps == "true"
	switch text := r.options.Get("annotations"); text {
	case "", "false":
	case "true":
		d.annotations = annotationNames[:]
	default:
		d.annotations = strings.Split(text, ",")
		for _, name := range d.annotations {
			if !slices.Contains(annotationNames[:], name) && name != "nodes" && name != "datasources" {
				return d, problemf("InvalidQuery", "Query string malformed close to position %d", strings.Index(text, name))
			}
		}
	}
	return d, nil
}

// route answers the way through all coordinates in their order.
func (s *Server) route(ctx context.Context, r *request) (any, *problem) {
	switch n := len(r.at); {
	case n < 2:
		return nil, problemf("InvalidOptions", "Number of coordinates needs to be at least two.")
	case n > s.opts.MaxStops:
		return nil, problemf("TooBig", "Number of entries %d is higher than current maximum (%d)", n, s.opts.MaxStops)
	}
	d, p := r.drawing()
	if p != nil {
		return nil, p
	}
	places, p := s.snap(r)
	if p != nil {
		return nil, p
	}
	ways, p := s.ways(ctx, r, places)
	if p != nil {
		return nil, p
	}
	answer := routeAnswer{Code: "Ok", Notes: r.notes}
	for _, legs := range ways {
		answer.Routes = append(answer.Routes, s.entry(legs, d))
	}
	if r.options.Get("skip_waypoints") != "true" {
		answer.Waypoints = s.waypoints(places)
	}
	return answer, nil
}

// entry describes a route of one or more legs.
func (s *Server) entry(legs [][]graph.Span, d drawing) routeEntry {
	entry := routeEntry{WeightName: s.weightName()}
	var whole orb.LineString
	for _, spans := range legs {
		l := s.leg(spans, d)
		entry.Distance += l.Distance
		entry.Duration += l.Duration
		entry.Weight += l.Weight
		entry.Legs = append(entry.Legs, l)
		for _, span := range spans {
			whole = s.network.Graph.AppendLine(whole, span)
		}
	}
	entry.Distance, entry.Duration, entry.Weight = decimals1(entry.Distance), decimals1(entry.Duration), decimals1(entry.Weight)
	switch d.overview {
	case "full":
		entry.Geometry = draw(whole, d.geometries)
	case "simplified":
		entry.Geometry = draw(overview(whole), d.geometries)
	}
	return entry
}

// way is the least-cost way from one place to another, empty without one.
func (s *Server) way(from, to graph.Place) (spans []graph.Span) {
	s.router.Table([]route.Stop{route.At(to)}).Each([]route.Stop{route.At(from)}, 1, func(_ int, row *route.Row) {
		spans = row.AppendSpans(nil, 0)
	})
	return spans
}

func (s *Server) leg(spans []graph.Span, d drawing) leg {
	l := leg{Steps: []step{}, Summary: s.summary(spans)}
	seconds, meters := s.measure(spans)
	l.Distance, l.Duration, l.Weight = decimals1(meters), decimals1(seconds), decimals1(s.weight(spans))
	if d.steps {
		l.Steps = s.steps(spans, d.geometries)
	}
	if len(d.annotations) > 0 {
		l.Annotation = s.annotate(spans, d.annotations)
	}
	return l
}

func (s *Server) weight(spans []graph.Span) (weight float64) {
	for _, span := range spans {
		weight += s.network.Graph.PartialCost(s.metric, span)
	}
	return weight
}

// summary names the two roads that a leg follows longest, in order of travel.
func (s *Server) summary(spans []graph.Span) string {
	meters := map[string]float64{}
	var names []string
	for _, span := range spans {
		name := s.refs.Text(span.Segment)
		if name == "" {
			continue
		}
		if _, seen := meters[name]; !seen {
			names = append(names, name)
		}
		meters[name] += span.LengthMeters()
	}
	longest := slices.Clone(names)
	slices.SortStableFunc(longest, func(a, b string) int {
		switch {
		case meters[a] > meters[b]:
			return -1
		case meters[a] < meters[b]:
			return 1
		}
		return 0
	})
	const most = 2
	kept := longest[:min(most, len(longest))]
	names = slices.DeleteFunc(names, func(n string) bool { return !slices.Contains(kept, n) })
	return strings.Join(names, ", ")
}

// annotate measures every edge of the line. A span's seconds and weight fall on its
// edges by their length.
func (s *Server) annotate(spans []graph.Span, wanted []string) *annotation {
	a := &annotation{}
	for _, span := range spans {
		line := s.network.Graph.AppendLine(nil, span)
		length := span.LengthMeters()
		if length == 0 {
			continue
		}
		seconds, weight := s.network.Graph.PartialCost(s.seconds, span), s.network.Graph.PartialCost(s.metric, span)
		for i := range line[1:] {
			meters := graph.Distance(line[i], line[i+1])
			part := meters / length
			a.Distance = append(a.Distance, meters)
			a.Duration = append(a.Duration, decimals1(seconds*part))
			a.Weight = append(a.Weight, decimals1(weight*part))
			a.Speed = append(a.Speed, decimals1(length/max(seconds, graph.Step)))
		}
	}
	for name, list := range map[string]*[]float64{"distance": &a.Distance, "duration": &a.Duration, "weight": &a.Weight, "speed": &a.Speed} {
		if !slices.Contains(wanted, name) {
			*list = nil
		}
	}
	return a
}
