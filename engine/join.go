package engine

import (
	"context"
	"fmt"

	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Flow is what passes over a segment or through a municipality.
type Flow struct {
	Routes  int       // origins whose route uses it
	Share   float64   // sum of their shares; each layer of origins sends 1
	ByLayer []int     // Routes per layer of the study
	Weight  []float64 // sum of weights per layer, in the unit of the layer
}

// MunicipalityFlow is the flow through a municipality. A route counts once,
// however often it enters.
type MunicipalityFlow struct {
	Flow
	NetworkMeters float64 // of all roads in it
	RouteMeters   float64 // of roads that some route uses, each once
	TravelMeters  float64 // of all routes in it, summed
}

// join sums routes over segments and municipalities, and reads the violence
// along each.
func (r *run) join(ctx context.Context) error {
	if err := r.measure(); err != nil {
		return err
	}
	r.flows()
	r.ratesPerRoad()
	r.exposures()
	return context.Cause(ctx)
}

// exposures reads the violence along every route.
func (r *run) exposures() {
	r.Exposures = make([][]violence.Exposure, len(r.Violence))
	for i := range r.Routes {
		for k, e := range r.along(r.Routes[i].Spans) {
			r.Exposures[k] = append(r.Exposures[k], e)
		}
	}
}

// along reads the violence along a way, per series.
func (r *Result) along(spans []graph.Span) (list []violence.Exposure) {
	stretches := r.stretchesOf(spans)
	for _, m := range r.Violence {
		list = append(list, m.Along(stretches))
	}
	return list
}

// stretchesOf are the parts of a way in each municipality, in order of travel.
func (r *Result) stretchesOf(spans []graph.Span) []violence.Stretch {
	var pieces []region.Piece
	for _, span := range spans {
		pieces = r.Overlay.AppendSpan(pieces, span)
	}
	stretches := make([]violence.Stretch, len(pieces))
	for k, p := range pieces {
		stretches[k] = violence.Stretch{Place: int(p.Region), Meters: pieceMeters(p)}
	}
	return stretches
}

func pieceMeters(p region.Piece) float64 {
	return graph.Span{FromMeters: p.FromMeters, ToMeters: p.ToMeters}.LengthMeters()
}

// measure adds up the violence series over the study's period.
func (r *run) measure() error {
	if r.ViolenceTable == nil {
		return nil
	}
	period, err := r.Study.Violence.Period.period()
	if err != nil {
		return err
	}
	places := r.places()
	for _, s := range r.Study.Violence.Series {
		m, err := r.ViolenceTable.Measure(s.Name, period, places)
		if err != nil {
			return &feature.Error{File: r.Study.source.label, Err: err}
		}
		if m.Months < period.Months() {
			r.warn(Warning{Stage: "homicides", Message: fmt.Sprintf("%s covers %d of the %d months; rates are annualised over those", s.Name, m.Months, period.Months()), Count: 1})
		}
		r.Violence = append(r.Violence, m)
	}
	r.rates(places)
	if lost := r.Violence[0].Unmatched; len(lost) > 0 && r.Study.Violence.Absent != "zero" {
		r.warn(Warning{"homicides", "municipalities that the homicide table does not know", len(lost), lost[0]})
	}
	r.warnUnknownCodes()
	return nil
}

// places are the municipalities as the table of counts is asked for them.
func (r *run) places() []violence.Place {
	places := make([]violence.Place, len(r.Regions.Regions))
	for i, reg := range r.Regions.Regions {
		places[i] = violence.Place{Code: reg.Code, AreaKM2: reg.AreaKM2, Population: reg.Population}
		if r.seats != nil {
			if k, ok := r.seats.Index(reg.Code); ok && !(reg.Population > 0) {
				places[i].Population = r.seats.Regions[k].Population
			}
		}
	}
	return places
}

// warnUnknownCodes counts what the homicide table has outside the layer.
func (r *run) warnUnknownCodes() {
	var lost tally
	for _, code := range r.ViolenceTable.Codes() {
		if _, ok := r.Regions.Index(code); !ok {
			lost.add(code)
		}
	}
	r.warnTally("homicides", "codes of the homicide table that are no municipality of the layer, left out", lost)
}

// flows adds up the routes.
func (r *run) flows() {
	g := r.Roads.Graph
	layers := map[string]int{}
	for i, spec := range r.Study.Origins {
		layers[spec.Layer] = i
	}
	newFlow := func() Flow { return Flow{ByLayer: make([]int, len(layers)), Weight: make([]float64, len(layers))} }
	r.Segments = make([]Flow, g.SegmentCount())
	for i := range r.Segments {
		r.Segments[i] = newFlow()
	}
	r.Municipalities = make([]MunicipalityFlow, len(r.Regions.Regions))
	for i := range r.Municipalities {
		r.Municipalities[i].Flow = newFlow()
	}
	used := make([]coverage, g.SegmentCount())
	seen := onceEach{segments: make([]int, g.SegmentCount()), municipalities: make([]int, len(r.Municipalities))}
	var pieces []region.Piece
	for i, route := range r.Routes {
		o := r.Origins[i]
		for _, span := range route.Spans {
			used[span.Segment].add(span)
			if seen.segments[span.Segment] != i+1 {
				seen.segments[span.Segment] = i + 1
				r.Segments[span.Segment].add(o, layers[o.Layer])
			}
			pieces = r.Overlay.AppendSpan(pieces[:0], span)
			for _, p := range pieces {
				if p.Region < 0 || pieceMeters(p) == 0 {
					continue
				}
				m := &r.Municipalities[p.Region]
				m.TravelMeters += pieceMeters(p)
				if seen.municipalities[p.Region] != i+1 {
					seen.municipalities[p.Region] = i + 1
					m.add(o, layers[o.Layer])
				}
			}
		}
	}
	r.networkMeters(used)
}

// onceEach remembers the last route, from 1, that was counted.
type onceEach struct{ segments, municipalities []int }

func (f *Flow) add(o Origin, layer int) {
	f.Routes++
	f.Share += o.Share
	f.ByLayer[layer]++
	f.Weight[layer] += o.Weight
}

// networkMeters adds up the roads of each municipality, all and used.
func (r *run) networkMeters(used []coverage) {
	for s := range graph.SegmentID(r.Roads.Graph.SegmentCount()) {
		for _, p := range r.Overlay.Pieces(s) {
			if p.Region >= 0 {
				r.Municipalities[p.Region].NetworkMeters += pieceMeters(p)
				r.Municipalities[p.Region].RouteMeters += used[s].within(p)
			}
		}
	}
}

// coverage is the part of a segment that routes have used, as disjoint spans.
type coverage []graph.Span

func (c *coverage) add(span graph.Span) {
	low, high := min(span.FromMeters, span.ToMeters), max(span.FromMeters, span.ToMeters)
	merged := (*c)[:0:0]
	for _, old := range *c {
		if old.ToMeters < low || old.FromMeters > high {
			merged = append(merged, old)
			continue
		}
		low, high = min(low, old.FromMeters), max(high, old.ToMeters)
	}
	*c = append(merged, graph.Span{Segment: span.Segment, FromMeters: low, ToMeters: high})
}

func (c coverage) within(p region.Piece) float64 {
	sum := 0.0
	for _, span := range c {
		sum += max(0, min(span.ToMeters, p.ToMeters)-max(span.FromMeters, p.FromMeters))
	}
	return sum
}
