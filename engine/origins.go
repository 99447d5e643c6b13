package engine

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"github.com/corredor-geo/corredor/engine/hotspot"
	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph"
)

// Origin is a municipality or a place from which one layer of origins sends a route.
type Origin struct {
	Layer  string
	ID     string // of a place; "" for a municipality
	Code   string // of the municipality; "" for a place that lies in none
	Name   string
	State  string
	Weight float64 // in the unit of the source
	Share  float64 // of the weight of its layer
	Rank   int     // in its layer, from 1
	At     orb.Point
	// Located says what At is: "seat", "centroid", "place" or "" when there is no
	// position.
	Located string
	Place   graph.Place
}

// readOrigins appends one layer of origins, heaviest first.
func (r *run) readOrigins(ctx context.Context, spec Origins) error {
	if spec.Places != "" {
		return r.readPlaces(ctx, spec)
	}
	h, err := r.hotspots(ctx, spec)
	if err != nil {
		return err
	}
	r.Hotspots = append(r.Hotspots, h)
	total := 0.0
	for _, s := range h.Ranking {
		total += s.Weight
	}
	for _, s := range h.Ranking {
		o := Origin{Layer: spec.Layer, Code: s.Code, Name: s.Name, Weight: s.Weight, Share: s.Weight / total, Rank: s.Rank}
		r.locate(&o)
		r.Origins = append(r.Origins, o)
	}
	return nil
}

// readPlaces appends a layer of origins that are places themselves.
func (r *run) readPlaces(ctx context.Context, spec Origins) error {
	in, err := r.resolve(spec.Places)
	if err != nil {
		return err
	}
	places, note, err := hotspot.ReadPlaces(ctx, spec.from(in), spec.Columns.ID)
	if err != nil {
		return err
	}
	r.noteOrigins(spec.Layer, note)
	byID, spots := map[string]hotspot.Place{}, make([]hotspot.Spot, len(places))
	for i, p := range places {
		byID[p.ID], spots[i] = p, hotspot.Spot{Code: p.ID, Weight: p.Weight}
	}
	kept := hotspot.Rank(spots, hotspot.Selection{Top: spec.Top, Min: spec.Min, Share: spec.Share})
	if len(kept) == 0 {
		return r.Study.mistake(r.layerPath(spec, "min"), fmt.Errorf("layer %q keeps no place", spec.Layer), "lower its min:")
	}
	total := 0.0
	for _, s := range kept {
		total += s.Weight
	}
	var outside tally
	for _, s := range kept {
		p := byID[s.Code]
		o := Origin{Layer: spec.Layer, ID: p.ID, Name: p.Name, Weight: s.Weight, Share: s.Weight / total, Rank: s.Rank, At: p.At, Located: "place"}
		if o.Code = r.municipalityOf(p); o.Code == "" {
			outside.add(p.ID + " " + p.Name)
		}
		r.locate(&o)
		r.Origins = append(r.Origins, o)
	}
	r.warnTally("origins", spec.Layer+": places in no municipality", outside)
	return nil
}

// municipalityOf returns the code of a place: as its table gives it, else that of
// the municipality around it.
func (r *run) municipalityOf(p hotspot.Place) string {
	if p.Code == "" {
		spot, _ := r.spotAt(p.At)
		return spot.Code
	}
	if to, ok := r.Study.Regions.Recode[p.Code]; ok {
		return to
	}
	return p.Code
}

// recode gives spots the codes of the study's frame; spots that become one are added up.
func (r *run) recode(spots []hotspot.Spot) []hotspot.Spot {
	out := make([]hotspot.Spot, 0, len(spots))
	index := map[string]int{}
	for _, s := range spots {
		if to, ok := r.Study.Regions.Recode[s.Code]; ok {
			s.Code = to
		}
		if i, seen := index[s.Code]; seen {
			out[i].Weight += s.Weight
			continue
		}
		index[s.Code] = len(out)
		out = append(out, s)
	}
	return out
}

// locate finds the point where an origin's routes begin, and its names.
func (r *run) locate(o *Origin) {
	if r.seats != nil {
		if i, ok := r.seats.Index(o.Code); ok && r.seats.Regions[i].HasSeat {
			o.take(r.seats.Regions[i])
		}
	}
	if i, ok := r.Regions.Index(o.Code); ok {
		reg := r.Regions.Regions[i]
		o.take(reg)
		if o.Located == "" && len(reg.Area) > 0 {
			o.At, _ = planar.CentroidArea(reg.Area)
			o.Located = "centroid"
		}
	}
}

func (o *Origin) take(reg region.Region) {
	if o.Name == "" {
		o.Name = reg.Name
	}
	if o.State == "" {
		o.State = reg.State
	}
	if o.Located == "" && reg.HasSeat {
		o.At, o.Located = reg.Seat, "seat"
	}
}

// kmBetween is the geodesic distance in kilometres.
func kmBetween(a, b orb.Point) float64 { return graph.Distance(a, b) / 1000 }
