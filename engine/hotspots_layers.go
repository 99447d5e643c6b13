package engine

import (
	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/region"
)

// decimalsDensity suits densities and shares of them, which may be small.
const decimalsDensity = 12

// RankingLayer returns the municipalities of a layer, heaviest first.
func (h *Hotspots) RankingLayer() export.Layer {
	s := &sheet{Layer: export.Layer{Name: "hotspots"}}
	s.column(text("crop", "layer of origins"), func(int) any { return h.Layer })
	s.column(integer("rank", "", "rank in the layer, by weight"), func(i int) any { return h.Ranking[i].Rank })
	s.column(text("code", "municipality (CVEGEO)"), func(i int) any { return h.Ranking[i].Code })
	s.column(text("name", "its name"), func(i int) any { return h.Ranking[i].Name })
	s.column(text("state", "its state"), func(i int) any { return h.Ranking[i].State })
	s.column(export.Column{Name: "weight", Kind: export.Real, Decimals: decimalsDensity, Unit: "of the layer", Meaning: "what it is ranked by"}, func(i int) any { return h.Ranking[i].Weight })
	s.column(text("weight_unit", "unit of the weight"), func(int) any { return h.Unit })
	s.column(text("by", "what of a density the weight is: seat, mean, mass or peak"), func(int) any { return h.By })
	// A sum of densities is no total that anything could be a share of.
	shares := h.By == "" || h.By == "mass"
	of := func(share func(RankedMunicipality) float64) func(int) any {
		return func(i int) any {
			if !shares {
				return nil
			}
			return share(h.Ranking[i])
		}
	}
	s.column(share("total_share", "share of the total"), of(func(m RankedMunicipality) float64 { return m.Share }))
	s.column(share("cumulated_share", "share of the total of this and all heavier municipalities"), of(func(m RankedMunicipality) float64 { return m.Cumulated }))
	return s.layer(len(h.Ranking), nil, nil)
}

// RegionsLayer returns the highest-density regions as polygons, the order is
// that of the study.
func (h *Hotspots) RegionsLayer() export.Layer {
	s := &sheet{Layer: export.Layer{Name: "hotspot_regions"}}
	s.column(text("crop", "layer of origins"), func(int) any { return h.Layer })
	s.column(export.Column{Name: "percent", Kind: export.Real, Decimals: 3, Unit: "%", Meaning: "part of the density that the region holds"}, func(i int) any { return 100 * h.Regions[i].Share })
	s.column(export.Column{Name: "level", Kind: export.Real, Decimals: decimalsDensity, Unit: h.densityUnit(), Meaning: "least density in the region"}, func(i int) any { return h.Regions[i].Level })
	s.column(export.Column{Name: "area_km2", Kind: export.Real, Decimals: 2, Unit: "km2", Meaning: "area on the ellipsoid"}, func(i int) any { return region.AreaKM2(h.Regions[i].Area) })
	return s.layer(len(h.Regions), nil, func(i int) orb.Geometry {
		if len(h.Regions[i].Area) == 1 {
			return h.Regions[i].Area[0]
		}
		return h.Regions[i].Area
	})
}

// DensityLayer returns the nodes of the density, row by row from the south-west,
// none without one.
func (h *Hotspots) DensityLayer() export.Layer {
	s := &sheet{Layer: export.Layer{Name: "density"}}
	if h.Density == nil {
		return s.Layer
	}
	columns, rows := h.Density.Size()
	s.column(export.Column{Name: "lon", Kind: export.Real, Decimals: 7, Unit: "degrees"}, func(i int) any { return h.Density.Node(i%columns, i/columns)[0] })
	s.column(export.Column{Name: "lat", Kind: export.Real, Decimals: 7, Unit: "degrees"}, func(i int) any { return h.Density.Node(i%columns, i/columns)[1] })
	s.column(export.Column{Name: "density", Kind: export.Real, Decimals: decimalsDensity, Unit: h.densityUnit(), Meaning: "kernel density at the node"}, func(i int) any { return h.Density.Value(i%columns, i/columns) })
	return s.layer(columns*rows, nil, nil)
}

func (h *Hotspots) densityUnit() string { return unitOf(h.Density, 0) }

// joined appends the rows of a layer of every density of the study.
func (r *Result) joined(layer func(*Hotspots) export.Layer) export.Layer {
	var all export.Layer
	for _, h := range r.Hotspots {
		if h.Density != nil {
			one := layer(h)
			all.Name, all.Columns = one.Name, one.Columns
			all.Rows = append(all.Rows, one.Rows...)
		}
	}
	return all
}
