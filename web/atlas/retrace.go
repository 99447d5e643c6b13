package atlas

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
)

// tracks finds the segment that an edge of a line runs on.
type tracks struct {
	along map[edge]Step          // of edges as [edgeOf] keys them; of several segments the first
	ends  map[graph.Point][]edge // the edges that meet at a point
}

func (a *Atlas) tracks() *tracks {
	t := &tracks{map[edge]Step{}, map[graph.Point][]edge{}}
	for i, s := range a.Segments {
		for k := range len(s.Line) - 1 {
			key := edgeOf(s.Line[k], s.Line[k+1])
			if _, met := t.along[key]; met {
				continue
			}
			t.along[key] = Step{i, key != directed(s.Line[k], s.Line[k+1])}
			for _, end := range key {
				t.ends[end] = append(t.ends[end], key)
			}
		}
	}
	return t
}

// step returns the segment that runs from p to q, and its direction. Where a line
// begins or ends in mid-road, p or q is not a corner of it but lies on an edge at the other.
func (t *tracks) step(p, q orb.Point) (Step, bool) {
	d := directed(p, q)
	if d[0] == d[1] {
		return Step{}, false
	}
	if at, met := t.along[edgeOf(p, q)]; met {
		at.Against = at.Against != (edgeOf(p, q) != d)
		return at, true
	}
	for side, corner := range d {
		for _, key := range t.ends[corner] {
			if !onEdge(d[1-side], key) {
				continue
			}
			at := t.along[key]
			leaves := side == 0                                       // the line leaves the corner
			at.Against = at.Against != (leaves != (key[0] == corner)) // and the edge, as keyed, does or does not
			return at, true
		}
	}
	return Step{}, false
}

// onEdge reports whether a point lies on an edge, to the rounding of coordinates.
func onEdge(p graph.Point, e edge) bool {
	const rounding = 4 // units of 1e-7 degree
	dx, dy := float64(e[1].Lon)-float64(e[0].Lon), float64(e[1].Lat)-float64(e[0].Lat)
	px, py := float64(p.Lon)-float64(e[0].Lon), float64(p.Lat)-float64(e[0].Lat)
	length := math.Hypot(dx, dy)
	along := (px*dx + py*dy) / length
	return along >= -rounding && along <= length+rounding && math.Abs(px*dy-py*dx)/length <= rounding
}

// retrace finds the segments of routes that were read as lines, and counts the
// routes that travel against a segment.
func (a *Atlas) retrace() {
	t := a.tracks()
	flows := map[int]*Flow{}
	for i := range a.Flows {
		flows[a.Flows[i].Segment] = &a.Flows[i]
	}
	for i := range a.Routes {
		r := &a.Routes[i]
		for k := range len(r.Line) - 1 {
			step, met := t.step(r.Line[k], r.Line[k+1])
			if !met || len(r.Segments) > 0 && r.Segments[len(r.Segments)-1] == step {
				continue
			}
			r.Segments = append(r.Segments, step)
			if f := flows[step.Segment]; f != nil && step.Against && f.Against[r.Layer] < f.Routes[r.Layer] {
				f.Against[r.Layer]++
			}
		}
	}
}
