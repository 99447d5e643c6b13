package atlas

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// FromResult makes the atlas of a study that has been run. It takes memory for
// every segment of the roads and every count.
func FromResult(r *engine.Result) *Atlas {
	a := &Atlas{
		Title: r.Study.Title, Study: r.StudyName(), Version: engine.Version, Method: r.Overlay.Method(),
		Counts: r.Counts(), Inputs: r.Inputs, Warnings: r.Warnings,
	}
	a.takeRegions(r)
	for _, spec := range r.Study.Origins {
		a.Layers = append(a.Layers, Layer{spec.Layer, r.LayerUnit(spec.Layer)})
	}
	for _, p := range r.Ports {
		a.Ports = append(a.Ports, Port{p.ID, p.Name, p.Kind, p.At})
	}
	a.takeSegments(r)
	a.takeRoutes(r)
	a.Flows = FlowsOf(a.Routes, len(a.Segments), len(a.Layers))
	a.Congestion, a.Dense, a.Vintages = congestionOf(r), denseOf(r), vintagesOf(r)
	a.namePlaces(r.Overlay)
	a.takeCounts(r)
	a.finish(r.Events)
	return a
}

func (a *Atlas) takeRegions(r *engine.Result) {
	for i, reg := range r.Regions.Regions {
		seat, ok := r.RegionSeat(i)
		a.Regions = append(a.Regions, Region{
			Code: reg.Code, Name: r.RegionName(i), State: r.RegionState(i),
			Seat: seat, HasSeat: ok, AreaKM2: reg.AreaKM2, Population: r.RegionPopulation(i), Shape: reg.Area,
		})
	}
}

func (a *Atlas) takeSegments(r *engine.Result) {
	g := r.Roads.Graph
	ref, class, toll := g.Column(load.ColumnRef), g.Column(load.ColumnClass), g.Column(load.ColumnToll)
	a.Segments = make([]Segment, g.SegmentCount())
	for i := range a.Segments {
		id := graph.SegmentID(i)
		shape := g.Shape(id)
		line := make(orb.LineString, len(shape))
		for k, p := range shape {
			line[k] = p.Orb()
		}
		a.Segments[i] = Segment{ID: i, Ref: ref.Text(id), Class: class.Text(id), Toll: toll.Text(id), KM: g.LengthMeters(id) / 1000, Line: line}
	}
}

func (a *Atlas) takeRoutes(r *engine.Result) {
	layers := map[string]int{}
	for i, l := range a.Layers {
		layers[l.Name] = i
	}
	for i, o := range r.Origins {
		way := r.Routes[i]
		route := Route{
			Layer: layers[o.Layer], Rank: o.Rank, Code: o.Code, Name: o.Name, State: o.State, At: o.At,
			Weight: o.Weight, Share: o.Share, AccessKM: o.Place.AccessMeters / 1000, Status: string(way.Status), Port: way.Port,
			Cost: math.NaN(), KM: math.NaN(),
		}
		if way.Status == engine.Routed {
			route.Cost, route.CostUnit = r.RouteCost(way)
			route.KM, route.Line = way.Meters/1000, r.Line(way)
			route.Segments, route.Stretches = StepsOf(way.Spans), StretchesOf(r.Overlay, way.Spans)
		}
		a.Routes = append(a.Routes, route)
	}
}

// StepsOf returns the segments that a route travels, each once in a row.
func StepsOf(spans []graph.Span) []Step {
	steps := make([]Step, 0, len(spans))
	for _, s := range spans {
		steps = append(steps, Step{int(s.Segment), s.FromMeters > s.ToMeters})
	}
	return steps
}

// StretchesOf cuts a route at the borders of municipalities; neighbours in one
// municipality are joined.
func StretchesOf(overlay *region.Overlay, spans []graph.Span) []Stretch {
	var list []Stretch
	var pieces []region.Piece
	at := 0.0
	for _, span := range spans {
		pieces = overlay.AppendSpan(pieces[:0], span)
		for _, p := range pieces {
			km := math.Abs(p.ToMeters-p.FromMeters) / 1000
			if km == 0 {
				continue
			}
			if n := len(list); n > 0 && list[n-1].Region == int(p.Region) {
				list[n-1].ToKM = at + km
			} else {
				list = append(list, Stretch{int(p.Region), at, at + km})
			}
			at += km
		}
	}
	return list
}

func (a *Atlas) takeCounts(r *engine.Result) {
	table := r.ViolenceTable
	if table == nil || len(r.Violence) == 0 {
		return
	}
	a.Timeline, a.Period = table.Timeline(), r.Violence[0].Period
	for _, reg := range a.Regions {
		a.Population = table.AppendPopulation(a.Population, reg.Code)
	}
	for _, m := range r.Violence {
		a.Series = append(a.Series, a.readSeries(table, m.Series))
	}
	a.Adjusted = r.Adjustments
	if r.Recorded == nil || r.Recorded.Timeline() != table.Timeline() {
		return // a step that joins months to years leaves nothing to set beside
	}
	for _, m := range r.Violence {
		s := a.readSeries(r.Recorded, m.Series)
		s.Name, s.Of = m.Series+recordedSuffix, m.Series
		a.Series = append(a.Series, s)
	}
}

// recordedSuffix ends the name of a series before its adjustments.
const recordedSuffix = "_recorded"

func (a *Atlas) readSeries(table *violence.Table, name string) Series {
	s := Series{Name: name}
	s.Months, _ = table.CoveredMonths(name) // the study has measured it
	for _, reg := range a.Regions {
		s.Events, _ = table.AppendEvents(s.Events, name, reg.Code)
	}
	return s
}
