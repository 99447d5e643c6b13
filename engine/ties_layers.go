package engine

import (
	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/graph"
)

// TieLayers returns the layers ties, tied_municipalities and tied_segments: the origins
// with a route, and what has a flow that depends on the choice. Only the last has lines.
func (r *Result) TieLayers(t *Ties) []export.Layer {
	return []export.Layer{r.tiesLayer(t), r.tiedMunicipalitiesLayer(t), r.tiedSegmentsLayer(t)}
}

// tiesLayer returns one row per origin with a route: how many routes of least cost it
// has, and how far they differ.
func (r *Result) tiesLayer(t *Ties) export.Layer {
	s := &sheet{Layer: export.Layer{Name: "ties"}}
	origin := func(f func(Origin) any) func(int) any { return func(i int) any { return f(r.Origins[i]) } }
	tie := func(f func(OriginTies) any) func(int) any { return func(i int) any { return f(t.Origins[i]) } }
	s.column(text("crop", "layer of origins"), origin(func(o Origin) any { return o.Layer }))
	s.column(text("origin_code", "municipality of origin (CVEGEO)"), origin(func(o Origin) any { return textOrNothing(o.Code) }))
	s.column(text("origin_name", "its name"), origin(func(o Origin) any { return o.Name }))
	s.column(r.costColumn(), func(i int) any { return r.cost(r.Routes[i].Cost) })
	s.column(text("routes", "number of routes of least cost, to whichever port; exact, as text, for it may be longer than a number"), tie(func(o OriginTies) any { return o.Routes.String() }))
	s.column(integer("ports", "ports", "that these routes end at"), tie(func(o OriginTies) any { return len(o.Ports) }))
	s.column(integer("segments", "segments", "on some of these routes"), tie(func(o OriginTies) any { return o.SomeSegments }))
	s.column(integer("segments_all", "segments", "on all of them"), tie(func(o OriginTies) any { return o.AllSegments }))
	s.column(integer("municipalities", "municipalities", "crossed by some of them"), tie(func(o OriginTies) any { return o.SomeMunicipalities }))
	s.column(integer("municipalities_all", "municipalities", "crossed by all of them"), tie(func(o OriginTies) any { return o.AllMunicipalities }))
	for k, m := range r.Violence {
		s.column(export.Column{Name: m.Series + "_rate_low", Kind: export.Real, Decimals: decimalsRate, Unit: "per 100,000 a year", Meaning: "lowest mean rate along one of them"}, tie(func(o OriginTies) any { return o.RateLow[k] }))
		s.column(export.Column{Name: m.Series + "_rate_high", Kind: export.Real, Decimals: decimalsRate, Unit: "per 100,000 a year", Meaning: "highest mean rate along one of them"}, tie(func(o OriginTies) any { return o.RateHigh[k] }))
	}
	return s.layer(len(t.Origins), func(i int) bool { return t.Origins[i].Routes != nil }, nil)
}

// tiedMunicipalitiesLayer returns the municipalities whose flow depends on the choice
// among routes of least cost.
func (r *Result) tiedMunicipalitiesLayer(t *Ties) export.Layer {
	s := &sheet{Layer: export.Layer{Name: "tied_municipalities"}}
	s.column(text("code", "municipality (CVEGEO)"), func(i int) any { return r.Regions.Regions[i].Code })
	s.column(text("name", "its name"), func(i int) any { return r.regionName(i) })
	boundColumns(s, t.Municipalities)
	return s.layer(len(t.Municipalities), func(i int) bool { return t.Municipalities[i].Wide() }, nil)
}

// tiedSegmentsLayer returns the segments whose flow depends on the choice, as lines.
func (r *Result) tiedSegmentsLayer(t *Ties) export.Layer {
	g := r.Roads.Graph
	s := &sheet{Layer: export.Layer{Name: "tied_segments", Style: flowStyle()}}
	s.column(integer("segment", "", "number of the segment in the network"), func(i int) any { return i })
	boundColumns(s, t.Segments)
	return s.layer(len(t.Segments), func(i int) bool { return t.Segments[i].Wide() }, func(i int) orb.Geometry {
		id := graph.SegmentID(i)
		return g.AppendLine(nil, graph.Span{Segment: id, ToMeters: g.LengthMeters(id)})
	})
}

func boundColumns(s *sheet, bounds []TieBounds) {
	s.column(integer("routes", "routes", "origins whose route passes"), func(i int) any { return bounds[i].Routes })
	s.column(integer("routes_low", "routes", "the fewest, over all choices of routes of least cost"), func(i int) any { return bounds[i].LowRoutes })
	s.column(integer("routes_high", "routes", "the most"), func(i int) any { return bounds[i].HighRoutes })
	s.column(share("flow", "sum of the shares of those origins; each layer sends 1"), func(i int) any { return bounds[i].Share })
	s.column(share("flow_low", "the least, over all choices"), func(i int) any { return bounds[i].LowShare })
	s.column(share("flow_high", "the most"), func(i int) any { return bounds[i].HighShare })
}
