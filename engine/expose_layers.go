package engine

import (
	"strconv"
	"strings"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/exposure"
)

const (
	perYear         = "per 100,000 a year"
	decimalsPersons = 0
	decimalsP       = 6
)

// bufferName is a buffer in the name of a column: 5km, 2_5km.
func bufferName(km float64) string {
	return strings.ReplaceAll(strconv.FormatFloat(km, 'f', -1, 64), ".", "_") + "km"
}

func decimal(name, unit, meaning string, decimals int) export.Column {
	return export.Column{Name: name, Kind: export.Real, Decimals: decimals, Unit: unit, Meaning: meaning}
}

// exposedRouteColumns adds to the layer of routes what the exposure: asks for.
func (r *Result) exposedRouteColumns(s *sheet, routed func(func(int) any) func(int) any) {
	x := r.Exposed
	if x == nil {
		return
	}
	for k, series := range r.Violence {
		of := func(f func(RouteExposure) float64) func(int) any {
			return routed(func(i int) any { return f(x.Routes[k][i]) })
		}
		if k == 0 {
			s.column(decimal("population_crossed", "persons", "in the municipalities crossed", decimalsPersons), of(func(e RouteExposure) float64 { return e.ByPopulation.Population }))
			for b, km := range x.Spec.BuffersKM {
				s.column(decimal("population_"+bufferName(km), "persons", "within the distance of the route, "+x.shareMeaning(), decimalsPersons),
					of(func(e RouteExposure) float64 { return e.Buffers[b].Population }))
			}
		}
		if x.HasTime {
			s.column(decimal(series.Series+"_rate_time", perYear, "mean rate in the municipalities crossed, by time", decimalsRate), of(func(e RouteExposure) float64 { return e.ByTime.RatePer100k }))
		}
		s.column(decimal(series.Series+"_rate_people", perYear, "of all who live in the municipalities crossed", decimalsRate), of(func(e RouteExposure) float64 { return e.ByPopulation.RatePer100k }))
		for b, km := range x.Spec.BuffersKM {
			s.column(decimal(series.Series+"_rate_"+bufferName(km), perYear, "of all who live within the distance of the route, "+x.shareMeaning(), decimalsRate),
				of(func(e RouteExposure) float64 { return e.Buffers[b].RatePer100k }))
		}
	}
}

func (x *Exposed) shareMeaning() string {
	if x.BufferMethod == "area" {
		return "people spread evenly over each municipality"
	}
	return "a municipality with its seat, wholly or not at all"
}

// exposedMunicipalityColumns adds to the layer of municipalities.
func (r *Result) exposedMunicipalityColumns(s *sheet) {
	x := r.Exposed
	if x == nil {
		return
	}
	s.column(km("port_km", "straight line from the seat to the nearest port of the study"), func(i int) any { return x.Municipalities[i].PortKM })
	for b, width := range x.Spec.BuffersKM {
		s.column(share("within_"+bufferName(width), "share of the municipality ("+x.BufferMethod+") within the distance of a route"), func(i int) any { return x.Municipalities[i].Within[b] })
	}
}

// exposureLayer returns a row for each route, series and thing counted; it has no
// rows without exposure: in the study.
func (r *Result) exposureLayer() export.Layer {
	l := export.Layer{Name: "exposure", Columns: []export.Column{
		text("crop", "layer of origins"), text("origin_code", "municipality of origin (CVEGEO)"), text("origin_name", "its name"),
		text("port", "port of entry"), text("series", "violence series"),
		text("basis", "what is counted: length, time, population of the municipalities crossed, or buffer"),
		decimal("buffer_km", "km", "width to each side of the route", 3), decimal("rate", perYear, "mean over what is counted", decimalsRate),
		decimal("amount", "by amount_unit", "what is counted and has a rate", 3), text("amount_unit", "km, h or persons"),
		decimal("unknown_share", "", "part of what is counted that has no rate", decimalsShare),
		decimal("events", "events in the period", "of the people counted", 2),
	}}
	if r.Exposed == nil {
		return l
	}
	for i, o := range r.Origins {
		if r.Routes[i].Port < 0 {
			continue
		}
		for k, m := range r.Violence {
			row := func(basis string, km any, rate, amount float64, unit string, unknown float64, events any) {
				l.Rows = append(l.Rows, export.Row{Values: []any{o.Layer, textOrNothing(o.Code), o.Name, r.Ports[r.Routes[i].Port].ID, m.Series,
					basis, km, rate, amount, unit, unknown / (amount + unknown), events}})
			}
			e := r.Exposed.Routes[k][i]
			row("length", nil, e.ByLength.RatePer100k, e.ByLength.Known/1000, "km", e.ByLength.Unknown/1000, nil)
			if r.Exposed.HasTime {
				row("time", nil, e.ByTime.RatePer100k, e.ByTime.Known/3600, "h", e.ByTime.Unknown/3600, nil)
			}
			pool := func(basis string, km any, p exposure.Pool) {
				row(basis, km, p.RatePer100k, p.Population, "persons", p.Unknown, p.Events)
			}
			pool("population", nil, e.ByPopulation)
			for b, km := range r.Exposed.Spec.BuffersKM {
				pool("buffer", km, e.Buffers[b])
			}
		}
	}
	return l
}
