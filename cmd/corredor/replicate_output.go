package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"github.com/corredor-geo/corredor/engine/replicate"
	"github.com/corredor-geo/corredor/graph"
)

// flowOutput is what is written.
type flowOutput struct {
	archive *replicate.Archive
	flows   []periodFlow
	all     bool // periods, in a column
}

func (x *flowOutput) writeFlows(w io.Writer, equilibrium bool) error {
	out := bufio.NewWriter(w)
	if x.all {
		out.WriteString("period,")
	}
	out.WriteString("code,flow")
	if equilibrium {
		out.WriteString(",equilibrium")
	}
	out.WriteByte('\n')
	for _, flow := range x.flows {
		for m, code := range x.archive.Codes {
			if x.all {
				fmt.Fprintf(out, "%d,", flow.Period)
			}
			fmt.Fprintf(out, "%s,%d", code, flow.Municipalities[m])
			if equilibrium {
				fmt.Fprintf(out, ",%s", number(round(flow.equilibrium.EquilibriumMunicipalities[m])))
			}
			out.WriteByte('\n')
		}
	}
	return out.Flush()
}

// writeLinks writes the links that have a flow, by the archive's numbers of nodes.
func (x *flowOutput) writeLinks(w io.Writer) error {
	out := bufio.NewWriter(w)
	congested := x.flows[0].equilibrium != nil
	if x.all {
		out.WriteString("period,")
	}
	out.WriteString("link,node1,node2,km,flow")
	if congested {
		out.WriteString(",equilibrium")
	}
	out.WriteByte('\n')
	g := x.archive.Graph
	for _, flow := range x.flows {
		for s := range graph.SegmentID(g.SegmentCount()) {
			if flow.Links[s] == 0 && (!congested || flow.equilibrium.EquilibriumLinks[s] == 0) {
				continue
			}
			if x.all {
				fmt.Fprintf(out, "%d,", flow.Period)
			}
			from, to := g.Ends(s)
			fmt.Fprintf(out, "%d,%d,%d,%s,%s", s+1, from+1, to+1, number(round(g.LengthMeters(s)/1000)), number(flow.Links[s]))
			if congested {
				fmt.Fprintf(out, ",%s", number(round(flow.equilibrium.EquilibriumLinks[s])))
			}
			out.WriteByte('\n')
		}
	}
	return out.Flush()
}

// describe says in one line what a period's flows are, and how sure.
func (p *periodFlow) describe() string {
	text := fmt.Sprintf("period %d: %d origins, %d municipalities on a route, %s km", p.Period, len(p.Lengths)-len(p.CutOff), p.used(), thousands(p.TotalKM))
	if n := len(p.CutOff); n > 0 {
		text += fmt.Sprintf("; %d origins are cut off and send nothing", n)
	}
	if e := p.equilibrium; e != nil {
		text += fmt.Sprintf("; gap %.1e (of the bound %.1e) in %d iterations", e.Gap, e.BoundGap, e.Iterations)
		text += fmt.Sprintf("; all-or-nothing sends %.1f units over other crossings than the equilibrium, at most %.1f over one", e.Apart.Units, e.Apart.Crossing)
		text += fmt.Sprintf("; %d municipalities differ, by %.1f at most", e.Apart.Municipalities, e.Apart.MostMunicipality)
	}
	if p.Ties.Paths == 0 {
		return text + "; every path is unique"
	}
	return text + fmt.Sprintf("; %d paths are not unique, which could move %d counts, by %d at most", p.Ties.Paths, p.Ties.Municipalities, p.Ties.Most)
}

func (p *periodFlow) used() int {
	used := 0
	for _, n := range p.Municipalities {
		if n > 0 {
			used++
		}
	}
	return used
}

// flowJSON is what --json prints of a period.
type flowJSON struct {
	Period         int             `json:"period"`
	Origins        int             `json:"origins"`
	CutOff         int             `json:"cut_off"`
	Municipalities int             `json:"municipalities"` // with a flow
	TotalKM        float64         `json:"total_km"`
	TiedPaths      int             `json:"tied_paths"`
	TiedCounts     int             `json:"tied_counts"`
	TiedMost       int             `json:"tied_most"`
	Congestion     *congestionJSON `json:"congestion,omitempty"`
	Flows          []codeFlow      `json:"flows,omitempty"`
}

type congestionJSON struct {
	Gap        float64 `json:"relative_gap"`
	BoundGap   float64 `json:"bound_gap"`
	Objective  float64 `json:"objective_km"`
	LowerBound float64 `json:"lower_bound_km"`
	Iterations int     `json:"iterations"`
	// The readings apart, as replicate.Apart.
	ApartUnits          float64 `json:"apart_units"`
	ApartCrossing       float64 `json:"apart_crossing"`
	ApartLinks          int     `json:"apart_links"`
	ApartMunicipalities int     `json:"apart_municipalities"`
	ApartMost           float64 `json:"apart_most"`
	ApartKM             float64 `json:"apart_cost_km"`
}

type codeFlow struct {
	Code string `json:"code"`
	Flow int    `json:"flow"`
}

func (x *flowOutput) writeJSON(w io.Writer, whole bool) error {
	list := make([]flowJSON, len(x.flows))
	for i, p := range x.flows {
		list[i] = flowJSON{Period: p.Period, Origins: len(p.Lengths), CutOff: len(p.CutOff), Municipalities: p.used(), TotalKM: round(p.TotalKM),
			TiedPaths: p.Ties.Paths, TiedCounts: p.Ties.Municipalities, TiedMost: p.Ties.Most}
		if e := p.equilibrium; e != nil {
			list[i].Congestion = &congestionJSON{e.Gap, e.BoundGap, e.Objective, e.LowerBound, e.Iterations, e.Apart.Units,
				e.Apart.Crossing, e.Apart.Links, e.Apart.Municipalities, e.Apart.MostMunicipality, e.Apart.CostKM}
		}
		for m := 0; whole && m < len(x.archive.Codes); m++ {
			list[i].Flows = append(list[i].Flows, codeFlow{x.archive.Codes[m], p.Municipalities[m]})
		}
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(list)
}
