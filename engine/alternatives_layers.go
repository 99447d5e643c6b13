package engine

import (
	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/export"
)

// AlternativeLayers returns the layer alternatives, whose ways are lines, and the layer
// choice of municipalities when the alternatives were asked for with a Theta.
func (r *Result) AlternativeLayers(a *Alternatives) []export.Layer {
	layers := []export.Layer{r.alternativesLayer(a)}
	if a.Spec.Theta != nil {
		layers = append(layers, r.choiceLayer(a))
	}
	return layers
}

// alternativesLayer returns one row per way, set by set, the best first.
func (r *Result) alternativesLayer(a *Alternatives) export.Layer {
	type row struct {
		set AlternativeSet
		way int
	}
	var rows []row
	for _, set := range a.Sets {
		for i := range set.Ways {
			rows = append(rows, row{set, i})
		}
	}
	s := &sheet{Layer: export.Layer{Name: "alternatives", Style: r.originStyle()}}
	origin := func(f func(Origin) any) func(int) any {
		return func(i int) any { return f(r.Origins[rows[i].set.Origin]) }
	}
	way := func(f func(Alternative) any) func(int) any {
		return func(i int) any { return f(rows[i].set.Ways[rows[i].way]) }
	}
	s.column(text("crop", "layer of origins"), origin(func(o Origin) any { return o.Layer }))
	s.column(text("origin_code", "municipality of origin (CVEGEO)"), origin(func(o Origin) any { return textOrNothing(o.Code) }))
	s.column(text("origin_name", "its name"), origin(func(o Origin) any { return o.Name }))
	s.column(integer("way", "", "rank of the way among those of the origin; 1 is the best"), func(i int) any { return rows[i].way + 1 })
	s.column(text("port", "port of entry that it ends at"), way(func(w Alternative) any { return r.Ports[w.Port].ID }))
	s.column(text("port_name", "its name"), way(func(w Alternative) any { return r.Ports[w.Port].Name }))
	s.column(r.costColumn(), way(func(w Alternative) any { return r.cost(w.Cost) }))
	s.column(km("length_km", "length of the way on the network"), way(func(w Alternative) any { return w.LengthMeters() / 1000 }))
	s.column(share("stretch", "how much more it costs than the best, as a part of that"), func(i int) any { return rows[i].set.Stretch(rows[i].way) })
	s.column(share("shared", "part of its length on roads of the best way"), way(func(w Alternative) any { return w.Shared }))
	s.column(integer("municipalities", "municipalities", "that it crosses"), way(func(w Alternative) any { return len(r.Crossed(Route{Spans: w.Spans})) }))
	if a.Spec.Theta != nil {
		s.column(share("path_size", "1 for a way that shares no road with the others of the origin, 1/n for each of n that are the same"), way(func(w Alternative) any { return w.Choice.PathSize }))
		s.column(share("probability", "of the way, by path-size logit"), way(func(w Alternative) any { return w.Choice.Probability }))
	}
	for k, m := range r.Violence {
		s.column(export.Column{Name: m.Series + "_rate", Kind: export.Real, Decimals: decimalsRate, Unit: "per 100,000 a year", Meaning: "mean rate of " + m.Series + " in the municipalities crossed, by length, " + m.Period.String()},
			way(func(w Alternative) any { return w.Exposures[k].MeanRatePer100k }))
	}
	return s.layer(len(rows), nil, func(i int) orb.Geometry {
		line := drawSpans(r.Roads.Graph, rows[i].set.Ways[rows[i].way].Spans)
		if len(line) == 1 {
			line = append(line, line[0])
		}
		return line
	})
}

// choiceLayer returns the municipalities that some way crosses, with the flow of best
// ways and that of choice.
func (r *Result) choiceLayer(a *Alternatives) export.Layer {
	best, spread := r.Choice(a)
	s := &sheet{Layer: export.Layer{Name: "choice"}}
	s.column(text("code", "municipality (CVEGEO)"), func(i int) any { return r.Regions.Regions[i].Code })
	s.column(text("name", "its name"), func(i int) any { return r.regionName(i) })
	s.column(share("flow", "sum of the shares of the origins whose best way passes; each layer sends 1"), func(i int) any { return best[i] })
	s.column(share("flow_choice", "the same, with every way at its probability"), func(i int) any { return spread[i] })
	return s.layer(len(best), func(i int) bool { return best[i] > 0 || spread[i] > 0 }, nil)
}
