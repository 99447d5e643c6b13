package engine

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// Summary is the readable short of a result, one part per layer of origins.
type Summary struct {
	Layers    []LayerSummary `json:"layers"`
	Corridors []Corridor     `json:"corridors"` // most violent first
	// Equilibrium is nil unless the study has congestion.
	Equilibrium *EquilibriumSummary `json:"equilibrium,omitempty"`
	// Exposure is nil without exposure: in the study.
	Exposure *ExposureSummary `json:"exposure,omitempty"`
	Shocks   *ShockSummary    `json:"shocks,omitempty"`
}

// LayerSummary says where the routes of one layer end.
type LayerSummary struct {
	Layer   string      `json:"crop"`
	Origins int         `json:"origins"`
	Routed  int         `json:"routed"`
	MeanKM  float64     `json:"mean_km"`
	Ports   []PortShare `json:"ports"` // most routes first
}

// PortShare is the routes of a layer that end at one port.
type PortShare struct {
	ID          string  `json:"port"`
	Name        string  `json:"name"`
	Routes      int     `json:"routes"`
	RouteShare  float64 `json:"route_share"`
	WeightShare float64 `json:"weight_share"`
	MeanKM      float64 `json:"mean_km"`
	MeanRate    Known   `json:"mean_rate"` // of the first violence series along the routes; NaN unknown
}

// Corridor is a numbered road as routes use it, with the violence along it.
type Corridor struct {
	Ref       string  `json:"ref"`
	KM        float64 `json:"km"`         // used by some route
	MaxRoutes int     `json:"max_routes"` // on its busiest segment
	Rate      Known   `json:"rate"`       // first series, mean by length and routes
	WorstCode string  `json:"worst_code"`
	WorstName string  `json:"worst_name"`
	WorstRate Known   `json:"worst_rate"`
}

// Known is a number that may be unknown: NaN, written to JSON as null.
type Known float64

// MarshalJSON writes the number with three decimals, or null.
func (k Known) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(k)) {
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, float64(k), 'f', decimalsRate, 64), nil
}

// Summary computes the short of the result.
func (r *Result) Summary() Summary {
	var s Summary
	for _, spec := range r.Study.Origins {
		s.Layers = append(s.Layers, r.summarizeLayer(spec.Layer))
	}
	s.Corridors = r.corridors()
	s.Exposure = r.exposureSummary()
	s.Equilibrium = r.equilibriumSummary()
	s.Shocks = r.Shocks.summary()
	return s
}

func (r *Result) summarizeLayer(layer string) LayerSummary {
	sum := LayerSummary{Layer: layer}
	ports := map[int]*PortShare{}
	var rates = map[int]*mean{}
	meters, weight := 0.0, 0.0
	for i, o := range r.Origins {
		if o.Layer != layer {
			continue
		}
		sum.Origins++
		route := r.Routes[i]
		if route.Status != Routed {
			continue
		}
		sum.Routed++
		meters += route.Meters
		weight += o.Share
		if ports[route.Port] == nil {
			p := r.Ports[route.Port]
			ports[route.Port], rates[route.Port] = &PortShare{ID: p.ID, Name: p.Name}, &mean{}
		}
		p := ports[route.Port]
		p.Routes++
		p.WeightShare += o.Share
		p.MeanKM += route.Meters / 1000
		if len(r.Exposures) > 0 {
			rates[route.Port].add(r.Exposures[0][i].MeanRatePer100k, 1)
		}
	}
	sum.MeanKM = meters / 1000 / float64(max(1, sum.Routed))
	for port, p := range ports {
		p.RouteShare = float64(p.Routes) / float64(sum.Routed)
		p.WeightShare /= weight
		p.MeanKM /= float64(p.Routes)
		p.MeanRate = Known(rates[port].value())
		sum.Ports = append(sum.Ports, *p)
	}
	slices.SortFunc(sum.Ports, func(a, b PortShare) int {
		return cmp.Or(cmp.Compare(b.Routes, a.Routes), cmp.Compare(a.ID, b.ID))
	})
	return sum
}

type mean struct{ sum, weight float64 }

func (m *mean) add(x, weight float64) {
	if !math.IsNaN(x) {
		m.sum += float64(x * weight)
		m.weight += weight
	}
}

func (m *mean) value() float64 { return m.sum / m.weight }

// corridors adds the used segments up by road number, most violent first. The
// rate of a corridor weighs each kilometre with the routes on it.
func (r *Result) corridors() []Corridor {
	ref := r.Roads.Graph.Column(load.ColumnRef)
	if ref == nil || len(r.Violence) == 0 {
		return nil
	}
	m := r.Violence[0]
	found := map[string]*Corridor{}
	rates := map[string]*mean{}
	for i, flow := range r.Segments {
		id := graph.SegmentID(i)
		if name := ref.Text(id); name != "" && flow.Routes > 0 {
			if found[name] == nil {
				found[name], rates[name] = &Corridor{Ref: name, WorstRate: Known(math.NaN())}, &mean{}
			}
			c := found[name]
			c.KM += r.Roads.Graph.LengthMeters(id) / 1000
			c.MaxRoutes = max(c.MaxRoutes, flow.Routes)
			for _, p := range r.Overlay.Pieces(id) {
				if p.Region < 0 {
					continue
				}
				rate := m.RatePer100k[p.Region]
				rates[name].add(rate, float64(pieceMeters(p)*float64(flow.Routes)))
				if rate > float64(c.WorstRate) || math.IsNaN(float64(c.WorstRate)) && !math.IsNaN(rate) {
					c.WorstRate, c.WorstCode, c.WorstName = Known(rate), r.Regions.Regions[p.Region].Code, r.regionName(int(p.Region))
				}
			}
		}
	}
	var list []Corridor
	for name, c := range found {
		if c.Rate = Known(rates[name].value()); !math.IsNaN(float64(c.Rate)) {
			list = append(list, *c)
		}
	}
	slices.SortFunc(list, func(a, b Corridor) int {
		return cmp.Or(cmp.Compare(b.Rate, a.Rate), cmp.Compare(a.Ref, b.Ref))
	})
	return list
}

func roundKM(meters float64) float64 { return math.Round(meters) / 1000 }
