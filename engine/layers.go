package engine

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// Decimals of the outputs: kilometres to the metre, degrees to the resolution
// of the graph, rates to what a count of one supports.
const (
	decimalsKM     = 3
	decimalsRate   = 3
	decimalsHours  = 4
	decimalsPerKM2 = 6
	decimalsShare  = 6
	decimalsWeight = 6
)

func text(name, meaning string) export.Column {
	return export.Column{Name: name, Kind: export.Text, Meaning: meaning}
}

func integer(name, unit, meaning string) export.Column {
	return export.Column{Name: name, Kind: export.Integer, Unit: unit, Meaning: meaning}
}

func km(name, meaning string) export.Column {
	return export.Column{Name: name, Kind: export.Real, Decimals: decimalsKM, Unit: "km", Meaning: meaning}
}

func share(name, meaning string) export.Column {
	return export.Column{Name: name, Kind: export.Real, Decimals: decimalsShare, Meaning: meaning}
}

// sheet is a layer under construction: each column with what fills it.
type sheet struct {
	export.Layer
	fill []func(row int) any
}

func (s *sheet) column(c export.Column, fill func(row int) any) {
	s.Columns = append(s.Columns, c)
	s.fill = append(s.fill, fill)
}

// layer evaluates the rows that keep allows; nil allows all.
func (s *sheet) layer(rows int, keep func(row int) bool, geometry func(row int) orb.Geometry) export.Layer {
	for i := range rows {
		if keep != nil && !keep(i) {
			continue
		}
		row := export.Row{Values: make([]any, len(s.fill))}
		for k, fill := range s.fill {
			row.Values[k] = fill(i)
		}
		if geometry != nil {
			row.Geometry = geometry(i)
		}
		s.Rows = append(s.Rows, row)
	}
	return s.Layer
}

// routesLayer returns one row per origin, in the order of Origins.
func (r *Result) routesLayer() export.Layer {
	s := &sheet{Layer: export.Layer{Name: "routes", Style: r.originStyle()}}
	origin := func(f func(Origin) any) func(int) any { return func(i int) any { return f(r.Origins[i]) } }
	routed := func(f func(int) any) func(int) any {
		return func(i int) any {
			if r.Routes[i].Port < 0 {
				return nil
			}
			return f(i)
		}
	}
	s.column(text("crop", "layer of origins"), origin(func(o Origin) any { return o.Layer }))
	s.column(integer("rank", "", "rank of the origin in its layer, by weight"), origin(func(o Origin) any { return o.Rank }))
	if slices.ContainsFunc(r.Origins, func(o Origin) bool { return o.ID != "" }) {
		s.column(text("origin_id", "place of origin, as in its table; empty for a municipality"), origin(func(o Origin) any { return textOrNothing(o.ID) }))
	}
	s.column(text("origin_code", "municipality of origin (CVEGEO)"), origin(func(o Origin) any { return textOrNothing(o.Code) }))
	s.column(text("origin_name", "its name"), origin(func(o Origin) any { return o.Name }))
	s.column(text("origin_state", "its state"), origin(func(o Origin) any { return o.State }))
	s.column(text("origin_point", "what the route begins at: seat or centroid of the municipality, or a place"), origin(func(o Origin) any { return o.Located }))
	s.column(export.Column{Name: "weight", Kind: export.Real, Decimals: decimalsWeight, Unit: "of the layer", Meaning: "weight of the origin, as in the source"}, origin(func(o Origin) any { return o.Weight }))
	s.column(text("weight_unit", "unit of the weight"), origin(func(o Origin) any { return r.unit(o.Layer) }))
	s.column(share("share", "share of the weight of its layer"), origin(func(o Origin) any { return o.Share }))
	s.column(text("status", "routed, or why there is no route"), func(i int) any { return string(r.Routes[i].Status) })
	s.column(text("port", "port of entry reached at least cost"), routed(func(i int) any { return r.Ports[r.Routes[i].Port].ID }))
	s.column(text("port_name", "its name"), routed(func(i int) any { return r.Ports[r.Routes[i].Port].Name }))
	s.column(text("port_kind", "land or sea"), routed(func(i int) any { return r.Ports[r.Routes[i].Port].Kind }))
	s.column(r.costColumn(), routed(func(i int) any { return r.cost(r.Routes[i].Cost) }))
	s.column(km("length_km", "length of the route on the network"), routed(func(i int) any { return r.Routes[i].Meters / 1000 }))
	s.column(km("access_km", "straight line from the origin's point to the road where the route begins; not in the cost"), origin(func(o Origin) any { return o.Place.AccessMeters / 1000 }))
	s.column(km("port_access_km", "straight line from the end of the route to the port; not in the cost"), routed(func(i int) any { return r.Ports[r.Routes[i].Port].Place.AccessMeters / 1000 }))
	r.exposureColumns(s, routed)
	r.equilibriumOfRoutes(s)
	r.exposedRouteColumns(s, routed)
	s.column(text("municipality_method", "how the route is divided among municipalities: polygon or nearest-seat"), func(int) any { return r.Overlay.Method() })
	return s.layer(len(r.Origins), nil, func(i int) orb.Geometry {
		if r.Routes[i].Port < 0 {
			return nil
		}
		line := r.Line(r.Routes[i])
		if len(line) == 1 { // the origin is at the port
			line = append(line, line[0])
		}
		return line
	})
}

func (r *Result) exposureColumns(s *sheet, routed func(func(int) any) func(int) any) {
	for k, m := range r.Violence {
		of := func(f func(i int) any) func(int) any { return routed(f) }
		s.column(export.Column{Name: m.Series + "_rate", Kind: export.Real, Decimals: decimalsRate, Unit: "per 100,000 a year", Meaning: "mean rate of " + m.Series + " in the municipalities crossed, by length, " + m.Period.String()},
			of(func(i int) any { return r.Exposures[k][i].MeanRatePer100k }))
		s.column(export.Column{Name: m.Series + "_per_km2", Kind: export.Real, Decimals: decimalsPerKM2, Unit: "per km2 a year", Meaning: "mean density of " + m.Series + " in the municipalities crossed, by length"},
			of(func(i int) any { return r.Exposures[k][i].MeanPerKM2 }))
		s.column(export.Column{Name: m.Series + "_events", Kind: export.Real, Decimals: 0, Unit: "events in the period", Meaning: m.Series + " in the municipalities crossed, each once"},
			of(func(i int) any { return r.Exposures[k][i].Events }))
		s.column(text(m.Series+"_worst_code", "municipality crossed with the highest rate"),
			of(func(i int) any { return r.worst(k, i, func(w int) any { return r.Regions.Regions[w].Code }) }))
		s.column(text(m.Series+"_worst_name", "its name"),
			of(func(i int) any { return r.worst(k, i, func(w int) any { return r.regionName(w) }) }))
		s.column(export.Column{Name: m.Series + "_worst_rate", Kind: export.Real, Decimals: decimalsRate, Unit: "per 100,000 a year", Meaning: "its rate"},
			of(func(i int) any { return r.worst(k, i, func(w int) any { return m.RatePer100k[w] }) }))
		s.column(km(m.Series+"_unknown_km", "part of the route in municipalities without a rate"),
			of(func(i int) any { return r.Exposures[k][i].UnknownMeters / 1000 }))
	}
}

func textOrNothing(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (r *Result) worst(series, route int, value func(region int) any) any {
	if w := r.Exposures[series][route].Worst; w >= 0 {
		return value(w)
	}
	return nil
}

// segmentsLayer returns the road segments that some route uses, or the equilibrium.
func (r *Result) segmentsLayer() export.Layer {
	g := r.Roads.Graph
	s := &sheet{Layer: export.Layer{Name: "segments", Style: flowStyle()}}
	s.column(integer("segment", "", "number of the segment in the network"), func(i int) any { return i })
	for _, name := range []string{load.ColumnRef, load.ColumnClass, load.ColumnToll} {
		if c := g.Column(name); c != nil {
			s.column(text(name, "as in the road data"), func(i int) any { return c.Text(graph.SegmentID(i)) })
		}
	}
	s.column(km("length_km", "length of the segment"), func(i int) any { return g.LengthMeters(graph.SegmentID(i)) / 1000 })
	r.flowColumns(s, func(i int) *Flow { return &r.Segments[i] })
	r.equilibriumOfSegments(s)
	used := func(i int) bool { return r.Segments[i].Routes > 0 || r.carries(i) }
	return s.layer(g.SegmentCount(), used, func(i int) orb.Geometry {
		id := graph.SegmentID(i)
		return g.AppendLine(nil, graph.Span{Segment: id, ToMeters: g.LengthMeters(id)})
	})
}

func (r *Result) flowColumns(s *sheet, flow func(i int) *Flow) {
	s.column(integer("routes", "routes", "origins whose route passes, each once"), func(i int) any { return flow(i).Routes })
	s.column(share("flow", "sum of the shares of those origins; each layer sends 1"), func(i int) any { return flow(i).Share })
	for k, spec := range r.Study.Origins {
		s.column(integer("routes_"+spec.Layer, "routes", "routes of layer "+spec.Layer), func(i int) any { return flow(i).ByLayer[k] })
		s.column(export.Column{Name: "weight_" + spec.Layer, Kind: export.Real, Decimals: decimalsWeight, Unit: r.unit(spec.Layer), Meaning: "sum of the weights of those origins"},
			func(i int) any { return flow(i).Weight[k] })
	}
}

// municipalitiesLayer returns every municipality, in the order of their codes.
func (r *Result) municipalitiesLayer() export.Layer {
	s := &sheet{Layer: export.Layer{Name: "municipalities", Style: r.rateStyle()}}
	s.column(text("code", "municipality (CVEGEO)"), func(i int) any { return r.Regions.Regions[i].Code })
	s.column(text("name", "its name"), func(i int) any { return r.regionName(i) })
	s.column(text("state", "its state"), func(i int) any { return r.regionState(i) })
	s.column(export.Column{Name: "area_km2", Kind: export.Real, Decimals: 2, Unit: "km2", Meaning: "area on the ellipsoid"}, func(i int) any { return r.Regions.Regions[i].AreaKM2 })
	r.flowColumns(s, func(i int) *Flow { return &r.Municipalities[i].Flow })
	r.equilibriumOfMunicipalities(s)
	s.column(km("route_km", "roads in it that some route uses, each once"), func(i int) any { return r.Municipalities[i].RouteMeters / 1000 })
	s.column(km("travel_km", "kilometres of all routes in it, summed"), func(i int) any { return r.Municipalities[i].TravelMeters / 1000 })
	s.column(km("road_km", "all roads of the network in it"), func(i int) any { return r.Municipalities[i].NetworkMeters / 1000 })
	if len(r.Comparisons) > 0 {
		agreement := r.Agreement()
		s.column(share("agreement", "share of the road networks compared on which some route passes"), func(i int) any { return agreement[i] })
	}
	for k, m := range r.Violence {
		if k == 0 {
			s.column(export.Column{Name: "population", Kind: export.Real, Decimals: 0, Unit: "persons", Meaning: "mean of the period"}, func(i int) any { return m.Population[i] })
		}
		s.column(export.Column{Name: m.Series, Kind: export.Real, Decimals: 0, Unit: "events in the period", Meaning: m.Series + ", " + m.Period.String() + fmt.Sprintf(" (%d months with data)", m.Months)}, func(i int) any { return m.Events[i] })
		s.column(export.Column{Name: m.Series + "_rate", Kind: export.Real, Decimals: decimalsRate, Unit: "per 100,000 a year", Meaning: "annualised"}, func(i int) any { return m.RatePer100k[i] })
		s.column(export.Column{Name: m.Series + "_per_km2", Kind: export.Real, Decimals: decimalsPerKM2, Unit: "per km2 a year", Meaning: "annualised"}, func(i int) any { return m.PerKM2[i] })
		r.rateColumns(s, k)
	}
	r.exposedMunicipalityColumns(s)
	s.column(text("municipality_method", "how roads are divided among municipalities: polygon or nearest-seat"), func(int) any { return r.Overlay.Method() })
	return s.layer(len(r.Regions.Regions), nil, r.regionGeometry)
}

// regionGeometry is the area of a municipality, or its seat.
func (r *Result) regionGeometry(i int) orb.Geometry {
	reg := r.Regions.Regions[i]
	switch {
	case len(reg.Area) == 1:
		return reg.Area[0]
	case len(reg.Area) > 1:
		return reg.Area
	case reg.HasSeat:
		return reg.Seat
	}
	return nil
}

func (r *Result) regionName(i int) string {
	return cmp.Or(r.Regions.Regions[i].Name, r.seatOf(i).Name)
}

func (r *Result) regionState(i int) string {
	return cmp.Or(r.Regions.Regions[i].State, r.seatOf(i).State)
}

// seatOf returns what the table of seats knows of a municipality of the layer.
func (r *Result) seatOf(i int) region.Region {
	if r.seats != nil {
		if k, ok := r.seats.Index(r.Regions.Regions[i].Code); ok {
			return r.seats.Regions[k]
		}
	}
	return region.Region{}
}

func (r *Result) unit(layer string) string {
	for _, h := range r.Hotspots {
		if h.Layer == layer {
			return h.Unit
		}
	}
	for _, o := range r.Study.Origins {
		if o.Layer == layer {
			return o.Unit
		}
	}
	return ""
}

func (r *Result) costColumn() export.Column {
	c := export.Column{Name: "cost", Kind: export.Real, Decimals: decimalsKM, Unit: "km", Meaning: "least length on the network"}
	switch r.Study.Metric.Kind {
	case "time":
		c.Decimals, c.Unit, c.Meaning = decimalsHours, "h", "least travel time on the network"
	case "formula":
		c.Unit, c.Meaning = r.Study.Metric.Unit, "least price on the network: "+r.Study.Metric.Formula
	}
	return c
}

// cost turns metres into kilometres and seconds into hours.
func (r *Result) cost(c float64) float64 {
	switch r.Study.Metric.Kind {
	case "time":
		return c / 3600
	case "formula":
		return c
	}
	return c / 1000
}
