package engine

import (
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/report"
	"github.com/corredor-geo/corredor/graph"
)

// mostMarked is how many closures have a triangle on the map.
const mostMarked = 10

// WriteVital writes the closures as one HTML file that stands alone: a map and the tables.
func (r *Result) WriteVital(w io.Writer, v *Vital) error {
	d := report.Document{Title: r.Study.Title + ": which closures lengthen routes most", Subtitle: r.reportLead()}
	if r.Roads.Graph.HasCoordinates() {
		d.Sections = append(d.Sections, report.Section{ID: "map", Title: "Map", Blocks: []report.Block{r.vitalMap(v)}})
	}
	blocks := []report.Block{tableOf(r.vitalLayer(v), "Each closed alone, worth most first"), tableOf(r.closuresLayer(v), "Closed together")}
	if v.Spec.Objective != ByFlow {
		_, unit := r.RouteCost(Route{})
		blocks = append(blocks, report.Note(fmt.Sprintf("An origin that is left without a way counts as a route of %.0f %s, and none counts more. A closed municipality stays open to the origins inside it.", v.CutOff, unit)))
	}
	d.Sections = append(d.Sections, report.Section{ID: "closures", Title: "Closures", Blocks: blocks})
	return d.Write(w)
}

// Classes of closures on the map.
const (
	lengthens = iota
	cutsOff
	little
)

// vitalMap marks every closure where it is.
func (r *Result) vitalMap(v *Vital) report.Map {
	m := report.Map{Title: "What each closure does", Description: "Roads that routes use in red, wider with more routes; a dot for each municipality or segment on them; triangles on the closures that are worth most.",
		Classes: []string{lengthens: "lengthens routes", cutsOff: "leaves some origin without a way", little: "adds less than a hundredth of the most"}}
	r.drawRoads(&m)
	for i, c := range v.Singles {
		at, ok := r.vitalPoint(v, c.Items[0])
		if !ok {
			continue
		}
		spot := report.Spot{At: at}
		switch {
		case c.Worth < v.Singles[0].Worth/100:
			spot.Class = little
		case c.CutOff > 0:
			spot.Class = cutsOff
		}
		m.Spots = append(m.Spots, spot)
		if i < mostMarked {
			mark := report.Spot{At: at, Name: r.VitalName(v, c.Items[0])}
			if slices.ContainsFunc(m.Ports, func(other report.Spot) bool { return other.Name != "" && overlap(other.At, at) }) {
				mark.Name = ""
			}
			m.Ports = append(m.Ports, mark)
		}
	}
	return m
}

// overlap reports whether names at two points would lie over each other on a map of a
// country: they are as many degrees wide and high.
func overlap(a, b orb.Point) bool {
	const wide, high = 4, 0.5
	return math.Abs(a[0]-b[0]) < wide && math.Abs(a[1]-b[1]) < high
}

// vitalPoint is where a closure is marked: the seat of a municipality, the middle of a
// segment.
func (r *Result) vitalPoint(v *Vital, item int) (orb.Point, bool) {
	if v.Spec.By != BySegment {
		return r.RegionSeat(item)
	}
	id := graph.SegmentID(item)
	half := r.Roads.Graph.LengthMeters(id) / 2
	line := r.Roads.Graph.AppendLine(nil, graph.Span{Segment: id, FromMeters: half, ToMeters: half})
	return line[0], true
}

// VitalName is the name of a municipality that was closed, or the road of a segment.
func (r *Result) VitalName(v *Vital, item int) string {
	if v.Spec.By == BySegment {
		return r.segmentRef(item)
	}
	return r.regionName(item)
}
