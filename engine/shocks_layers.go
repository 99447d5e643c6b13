package engine

import (
	"encoding/json"
	"math"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/scenario"
)

// Unrounded is a number that may be unknown: NaN, written to JSON as null.
type Unrounded float64

// MarshalJSON writes the fewest digits that read back the same, or null.
func (x Unrounded) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(x))
}

// layers returns the tables of the shocks: periods, flows, panel and, with homicides
// by month, robustness. None has a geometry.
func (s *Shocks) layers() []export.Layer {
	layers := []export.Layer{s.periodsLayer(), s.flowsLayer(), s.panelLayer()}
	if len(s.Estimates) > 0 {
		layers = append(layers, s.robustnessLayer())
	}
	return layers
}

// runPeriod is a row of the table of periods.
type runPeriod struct {
	run    ShockRun
	number int
}

func (x runPeriod) period() ShockPeriod { return x.run.Periods[x.number] }

func (s *Shocks) runPeriods() (all []runPeriod) {
	for _, run := range s.Runs {
		for k := range run.Periods {
			all = append(all, runPeriod{run, k})
		}
	}
	return all
}

func (s *Shocks) periodsLayer() export.Layer {
	rows := s.runPeriods()
	sh := &sheet{Layer: export.Layer{Name: "periods"}}
	of := func(f func(ShockPeriod) any) func(int) any { return func(i int) any { return f(rows[i].period()) } }
	sh.keys(rows)
	sh.column(text("from", "first month"), of(func(p ShockPeriod) any { return p.From.String() }))
	sh.column(text("to", "last month"), of(func(p ShockPeriod) any { return p.To.String() }))
	sh.column(integer("months", "months", "in which the same shocks hold"), of(func(p ShockPeriod) any { return p.Count() }))
	sh.column(integer("shocked", "municipalities", "under a shock"), of(func(p ShockPeriod) any { return len(p.Of(scenario.Municipality)) }))
	sh.column(integer("shocked_others", "", "segments, roads by a condition and ports under a shock"), of(func(p ShockPeriod) any { return len(p.Factors) - len(p.Of(scenario.Municipality)) }))
	sh.column(km("closed_km", "segments closed"), of(func(p ShockPeriod) any { return p.ClosedMeters / 1000 }))
	sh.column(km("dearer_km", "segments that cost otherwise than usual"), of(func(p ShockPeriod) any { return p.DearerMeters / 1000 }))
	sh.column(integer("routed", "routes", "origins with a route"), of(func(p ShockPeriod) any { return p.Routed }))
	sh.column(integer("cut_off", "origins", "whose route is lost"), of(func(p ShockPeriod) any { return p.CutOff }))
	sh.column(integer("changed", "routes", "that run otherwise than without shocks"), of(func(p ShockPeriod) any { return p.Changed }))
	sh.column(km("route_km", "all routes, summed"), of(func(p ShockPeriod) any { return p.Meters / 1000 }))
	sh.column(km("extra_km", "longer than without shocks, over the origins that keep a route"), of(func(p ShockPeriod) any { return p.ExtraMeters / 1000 }))
	for port, used := range s.usedPorts(rows) {
		if used {
			p := s.panel.result.Ports[port]
			sh.column(share("share_"+p.ID, "share of the routes that end at "+p.Name), of(func(x ShockPeriod) any { return x.PortShare[port] }))
		}
	}
	return sh.layer(len(rows), nil, nil)
}

// keys adds the columns that tell the rows of a period.
func (s *sheet) keys(rows []runPeriod) {
	s.column(text("multiplier", "of all shocks; "+TableMultiplier+" as the table of shocks has them"), func(i int) any { return rows[i].run.Multiplier })
	s.column(integer("period", "", "number from 0, ascending in time"), func(i int) any { return rows[i].number })
}

func (s *Shocks) usedPorts(rows []runPeriod) []bool {
	used := make([]bool, len(s.panel.result.Ports))
	for _, row := range rows {
		for port, x := range row.period().PortShare {
			used[port] = used[port] || x > 0
		}
	}
	return used
}

// flowsLayer has a row per municipality that some route crosses.
func (s *Shocks) flowsLayer() export.Layer {
	var rows []runPeriod
	var places []int
	for _, row := range s.runPeriods() {
		for place, n := range row.period().Crossed {
			if n > 0 {
				rows, places = append(rows, row), append(places, place)
			}
		}
	}
	r := s.panel.result
	sh := &sheet{Layer: export.Layer{Name: "flows"}}
	sh.keys(rows)
	sh.column(text("code", "municipality (CVEGEO) that some route crosses"), func(i int) any { return r.Regions.Regions[places[i]].Code })
	sh.column(text("name", "its name"), func(i int) any { return r.regionName(places[i]) })
	sh.column(integer("routes", "routes", "origins whose route crosses it"), func(i int) any { return rows[i].period().Crossed[places[i]] })
	sh.column(share("flow", "sum of the shares of those origins; each layer sends 1"), func(i int) any { return rows[i].period().Share[places[i]] })
	return sh.layer(len(rows), nil, nil)
}

// ShockSummary is the readable short of the shocks.
type ShockSummary struct {
	From           string          `json:"from"`
	To             string          `json:"to"`
	Municipalities int             `json:"municipalities"`
	Periods        []PeriodSummary `json:"periods"` // of every version
	Estimates      []ShockEstimate `json:"estimates"`
}

// PeriodSummary is a row of the table of periods.
type PeriodSummary struct {
	Multiplier string  `json:"multiplier"`
	From       string  `json:"from"`
	To         string  `json:"to"`
	Shocked    int     `json:"shocked"`
	Routed     int     `json:"routed"`
	CutOff     int     `json:"cut_off"`
	Changed    int     `json:"changed"`
	RouteKM    float64 `json:"route_km"`
	ExtraKM    float64 `json:"extra_km"`
	// MainPort is the port of most routes, and MainShare its share of them.
	MainPort  string  `json:"main_port"`
	MainShare float64 `json:"main_share"`
}

// summary sums the shocks up; nil for a study without.
func (s *Shocks) summary() *ShockSummary {
	if s == nil {
		return nil
	}
	out := &ShockSummary{From: s.Months.From.String(), To: s.Months.To.String(), Municipalities: len(s.Places), Estimates: s.Estimates}
	for _, row := range s.runPeriods() {
		p := row.period()
		sum := PeriodSummary{Multiplier: row.run.Multiplier, From: p.From.String(), To: p.To.String(), Shocked: len(p.Of(scenario.Municipality)),
			Routed: p.Routed, CutOff: p.CutOff, Changed: p.Changed, RouteKM: roundKM(p.Meters), ExtraKM: roundKM(p.ExtraMeters)}
		for port, x := range p.PortShare {
			if x > sum.MainShare {
				sum.MainPort, sum.MainShare = s.panel.result.Ports[port].ID, x
			}
		}
		out.Periods = append(out.Periods, sum)
	}
	return out
}
