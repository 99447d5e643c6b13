package atlas

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph"
)

// tracks finds the segments that an edge of a line runs on.
type tracks struct {
	segments []Segment
	along    map[edge][]Step        // of edges as [edgeOf] keys them, in the order of the segments
	ends     map[graph.Point][]edge // the edges that meet at a point
}

func (a *Atlas) tracks() *tracks {
	t := &tracks{a.Segments, map[edge][]Step{}, map[graph.Point][]edge{}}
	for i, s := range a.Segments {
		for k := range len(s.Line) - 1 {
			key := edgeOf(s.Line[k], s.Line[k+1])
			if _, met := t.along[key]; !met {
				for _, end := range key {
					t.ends[end] = append(t.ends[end], key)
				}
			}
			t.along[key] = append(t.along[key], Step{i, key != directed(s.Line[k], s.Line[k+1])})
		}
	}
	return t
}

// steps returns the segments that run from p to q, with their direction. Where a line
// begins or ends in mid-road, p or q is not a corner of it but lies on an edge at the other.
func (t *tracks) steps(p, q orb.Point) []Step {
	d := directed(p, q)
	if d[0] == d[1] {
		return nil
	}
	if key := edgeOf(p, q); len(t.along[key]) > 0 {
		return turned(t.along[key], key != d)
	}
	for side, corner := range d {
		for _, key := range t.ends[corner] {
			if onEdge(d[1-side], key) {
				leaves := side == 0                                       // the line leaves the corner
				return turned(t.along[key], leaves != (key[0] == corner)) // and the edge, as keyed, does or does not
			}
		}
	}
	return nil
}

// inside returns the segments with an edge that two places lie on, neither at a corner.
func (t *tracks) inside(p, q orb.Point) []Step {
	for i, s := range t.segments {
		for k := range len(s.Line) - 1 {
			key := edgeOf(s.Line[k], s.Line[k+1])
			d := directed(p, q)
			if d[0] == d[1] || !onEdge(d[0], key) || !onEdge(d[1], key) {
				continue
			}
			dLon, dLat := s.Line[k+1][0]-s.Line[k][0], s.Line[k+1][1]-s.Line[k][1]
			return []Step{{i, float64((q[0]-p[0])*dLon)+float64((q[1]-p[1])*dLat) < 0}}
		}
	}
	return nil
}

// turned is the same steps, the other way if so.
func turned(steps []Step, so bool) []Step {
	out := slices.Clone(steps)
	for i := range out {
		out[i].Against = out[i].Against != so
	}
	return out
}

// onEdge reports whether a point lies on an edge, to the rounding of coordinates.
func onEdge(p graph.Point, e edge) bool {
	const rounding = 4 // units of 1e-7 degree
	dx, dy := float64(e[1].Lon)-float64(e[0].Lon), float64(e[1].Lat)-float64(e[0].Lat)
	px, py := float64(p.Lon)-float64(e[0].Lon), float64(p.Lat)-float64(e[0].Lat)
	length := math.Hypot(dx, dy)
	along := (float64(px*dx) + float64(py*dy)) / length
	return along >= -rounding && along <= length+rounding && math.Abs(float64(px*dy)-float64(py*dx))/length <= rounding
}

// follow returns the steps of a line with the metres that it runs on each, and whether
// all of it runs on some segment.
func (t *tracks) follow(line orb.LineString) (steps []Step, drawn []float64, whole bool) {
	whole = len(line) > 0
	for k := 0; k < len(line)-1; {
		step, edges := t.choose(line, k)
		meters := drawnMeters(line[k : k+max(edges, 1)+1])
		if edges > 0 {
			steps, drawn = append(steps, step), append(drawn, meters)
		} else {
			whole = whole && meters == 0
		}
		k += max(edges, 1)
	}
	return steps, drawn, whole
}

// choose returns the segment on which a line goes on from its corner k, and for how many
// edges; 0 when there is none. Several may share their first edges: it is the shortest of those
// that the line runs to an end, or the one that it follows farthest.
func (t *tracks) choose(line orb.LineString, k int) (best Step, edges int) {
	fits := false
	candidates := t.steps(line[k], line[k+1])
	if len(candidates) == 0 && len(line) == 2 {
		candidates = t.inside(line[0], line[1])
	}
	for _, step := range candidates {
		n := 1
		for k+n < len(line)-1 && slices.Contains(t.steps(line[k+n], line[k+n+1]), step) {
			n++
		}
		s := t.segments[step.Segment]
		from, to := s.Line[0], s.Line[len(s.Line)-1]
		if step.Against {
			from, to = to, from
		}
		fit := (k == 0 || line[k] == from) && (k+n == len(line)-1 || line[k+n] == to)
		if edges == 0 || fit && (!fits || s.KM < t.segments[best.Segment].KM) || !fit && !fits && n > edges {
			best, edges, fits = step, n, fit
		}
	}
	return best, edges
}

// writtenKM is how far a length in the written outputs may be off, by rounding. Where a route's is off
// by more than its segments' may add up to, it runs on other segments than those found.
const writtenKM = 0.0005

// retrace finds the segments of routes that were read as lines, counts the routes that
// travel against a segment, and finds the municipalities on the way where the overlay is known.
func (a *Atlas) retrace(overlay *region.Overlay) {
	t := a.tracks()
	flows := map[int]*Flow{}
	for i := range a.Flows {
		flows[a.Flows[i].Segment] = &a.Flows[i]
	}
	for i := range a.Routes {
		r := &a.Routes[i]
		steps, drawn, whole := t.follow(r.Line)
		r.Segments = steps
		for _, step := range steps {
			if f := flows[step.Segment]; f != nil && step.Against && f.Against[r.Layer] < f.Routes[r.Layer] {
				f.Against[r.Layer]++
			}
		}
		if overlay == nil || !whole {
			continue
		}
		if list := StretchesOf(overlay, a.spans(r.Line, steps, drawn)); len(list) > 0 && math.Abs(list[len(list)-1].ToKM-r.KM) <= writtenKM*float64(1+len(steps)) {
			r.Stretches = list
		}
	}
}
