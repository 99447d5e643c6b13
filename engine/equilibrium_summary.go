package engine

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// EquilibriumSummary is the short of an equilibrium, as in the summary and the manifest.
type EquilibriumSummary struct {
	Model             string      `json:"model"`
	Algorithm         string      `json:"algorithm"`
	RelativeGap       Rounded     `json:"relative_gap"`
	AverageExcessCost Rounded     `json:"average_excess_cost"`
	Objective         Rounded     `json:"objective"`
	Iterations        int         `json:"iterations"`
	Converged         bool        `json:"converged"`
	PathError         Rounded     `json:"path_error"` // units
	Units             Rounded     `json:"units"`
	Unrouted          Rounded     `json:"units_unrouted"`
	CostUnit          string      `json:"cost_unit"`
	MeanShortest      Rounded     `json:"mean_cost_shortest"`      // of shortest paths, without congestion
	MeanCost          Rounded     `json:"mean_cost_equilibrium"`   // per unit
	Elsewhere         Rounded     `json:"units_elsewhere"`         // net, against shortest paths
	Apart             Rounded     `json:"units_extreme_elsewhere"` // net, all-or-nothing against the equilibrium
	Ports             []PortShift `json:"ports"`                   // most used first
}

// PortShift is how the share of a port moves from shortest paths to the equilibrium.
type PortShift struct {
	ID          string  `json:"port"`
	Name        string  `json:"name"`
	Capacity    Rounded `json:"capacity"`
	Units       Rounded `json:"units_equilibrium"`
	Shortest    Rounded `json:"share_shortest"`
	Equilibrium Rounded `json:"share_equilibrium"`
	Extreme     Rounded `json:"share_extreme"`
	Wait        Rounded `json:"wait_equilibrium"`
}

// Rounded is a number that is written to JSON with 9 significant digits, unless it is NaN or
// infinite: null.
type Rounded float64

const significantDigits = 9

// MarshalJSON implements json.Marshaler.
func (x Rounded) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, float64(x), 'g', significantDigits, 64), nil
}

// coarse keeps two digits: what is left over at the end of a search is mostly rounding.
func coarse(x float64) Rounded {
	short, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 2, 64), 64)
	if err != nil { // never: FormatFloat wrote it
		return Rounded(x)
	}
	return Rounded(short)
}

// equilibriumSummary returns the short of the equilibrium; nil without one.
func (r *Result) equilibriumSummary() *EquilibriumSummary {
	e := r.Equilibrium
	if e == nil {
		return nil
	}
	s := &EquilibriumSummary{Model: e.Model, Algorithm: e.Algorithm, RelativeGap: coarse(e.RelativeGap), AverageExcessCost: coarse(e.AverageExcessCost),
		Objective: Rounded(e.Objective), Iterations: e.Iterations, Converged: e.Converged, PathError: coarse(e.PathError),
		Units: Rounded(e.Units), Unrouted: Rounded(e.Unrouted), CostUnit: r.costColumn().Unit,
		MeanCost: Rounded(e.TotalCost / e.Units), Elsewhere: Rounded(e.Elsewhere), Apart: Rounded(e.Apart)}
	shortest := 0.0
	for i, o := range e.Origins {
		if o.Units > 0 {
			shortest += float64(o.Units * r.cost(r.Routes[i].Cost))
		}
	}
	s.MeanShortest = Rounded(shortest / e.Units)
	for i, p := range e.Ports {
		part := func(x float64) Rounded { return Rounded(x / e.Units) }
		s.Ports = append(s.Ports, PortShift{r.Ports[i].ID, r.Ports[i].Name, Rounded(p.Capacity), Rounded(p.Equilibrium),
			part(p.Shortest), part(p.Equilibrium), part(p.Extreme), Rounded(p.Wait)})
	}
	slices.SortStableFunc(s.Ports, func(a, b PortShift) int {
		return cmp.Or(cmp.Compare(b.Units, a.Units), cmp.Compare(b.Shortest, a.Shortest), cmp.Compare(a.ID, b.ID))
	})
	return s
}
