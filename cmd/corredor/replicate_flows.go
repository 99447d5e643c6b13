package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine/replicate"
	"github.com/corredor-geo/corredor/graph"
)

// flowFlags say what replicate flows computes and where it writes.
type flowFlags struct {
	archiveFlags
	model       string
	params      []float64
	compat      bool
	equilibrium bool
	out, links  string
}

func newReplicateFlows(f *flags) *cobra.Command {
	var flow flowFlags
	c := &cobra.Command{
		Use:   "flows --archive DIR --origins FILE",
		Short: "Predict the flow through every municipality",
		Long: `Flows sends one unit from every origin to the United States and counts, for each of
the archive's 2,259 municipalities, the origins whose path uses one of its links. It
writes the table code,flow in the archive's order, with the column period in front
when all twelve periods are computed, which is so without --period.

--model congestion adds the price of crowding at the border. It is solved to a relative
gap of 1e-10; --compat stops where the published program does (Frank-Wolfe, 0.001).
The counts are all-or-nothing at the prices of the equilibrium, as the paper's are;
--equilibrium adds the column equilibrium, the units of the equilibrium itself, and the
summary says how far the two are apart.

A municipality sends from its node with most links (then most road, then lowest number).`,
		Example: `  corredor replicate flows --archive dell2015 --origins eradication.csv --skip-roadless -o flows.csv
  corredor replicate flows --archive dell2015 --origins nodes.txt --period 0 --model congestion --links links.csv`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return flow.run(c, f) },
	}
	flow.register(c)
	flow.registerOrigins(c, 0)
	c.Flags().Lookup("period").DefValue = "all"
	p := replicate.PublishedParams
	c.Flags().StringVar(&flow.model, "model", "shortest", "shortest or congestion")
	c.Flags().Float64SliceVar(&flow.params, "params", []float64{p.Delta10, p.PhiTruck, p.PhiPort, p.Kappa100}, "parameters of the congestion price: 10 delta, phi of trucks, phi of ports, 100 kappa")
	c.Flags().BoolVar(&flow.compat, "compat", false, "stop the congestion model where the published program stops")
	c.Flags().BoolVar(&flow.equilibrium, "equilibrium", false, "add the column equilibrium, for --model congestion")
	c.Flags().StringVarP(&flow.out, "output", "o", "", "file to write (default: the standard output)")
	c.Flags().StringVar(&flow.links, "links", "", "file to write the flow of every link to")
	return c
}

// periodFlow is the answer of one period, by either model.
type periodFlow struct {
	*replicate.Flows
	equilibrium *replicate.Equilibrium // nil for shortest paths
}

func (o *flowFlags) run(c *cobra.Command, f *flags) error {
	model, err := replicate.ParseModel(o.model)
	if err != nil {
		return usageError{err}
	}
	if len(o.params) != 4 {
		return usageError{fmt.Errorf("--params has %d numbers; it takes four: 10 delta, phi of trucks, phi of ports, 100 kappa", len(o.params))}
	}
	if model != replicate.CongestionModel && (o.compat || o.equilibrium) {
		return usageError{fmt.Errorf("--compat and --equilibrium are for --model congestion")}
	}
	one := c.Flags().Changed("period")
	archive, err := o.open(c, one)
	if err != nil {
		return err
	}
	origins, err := o.read(c, f, archive)
	if err != nil {
		return err
	}
	periods := []int{o.period}
	if !one {
		periods = periods[:0]
		for p := range replicate.Periods {
			periods = append(periods, p)
		}
	}
	var flows []periodFlow
	for _, p := range periods {
		flow, err := o.period1(c, archive, flowTask{origins, p, model})
		if err != nil {
			return err
		}
		flows = append(flows, flow)
	}
	return o.write(c, f, flowOutput{archive, flows, !one})
}

// flowTask is what one period needs.
type flowTask struct {
	origins replicate.Origins
	period  int
	model   replicate.Model
}

func (o *flowFlags) period1(c *cobra.Command, a *replicate.Archive, t flowTask) (periodFlow, error) {
	if t.model == replicate.ShortestPath {
		flows, err := a.Shortest(t.origins, t.period)
		return periodFlow{Flows: flows}, err
	}
	how := replicate.Congestion{Compat: o.compat,
		Params: replicate.Params{Delta10: o.params[0], PhiTruck: o.params[1], PhiPort: o.params[2], Kappa100: o.params[3]}}
	e, err := a.Congested(c.Context(), t.origins, t.period, how)
	if err != nil {
		return periodFlow{}, err
	}
	return periodFlow{&e.Flows, e}, nil
}

// flowOutput is what is written.
type flowOutput struct {
	archive *replicate.Archive
	flows   []periodFlow
	all     bool // periods, in a column
}

func (o *flowFlags) write(c *cobra.Command, f *flags, x flowOutput) error {
	if o.links != "" {
		if err := writeFile(c, o.links, func(w io.Writer) error { return x.writeLinks(w) }); err != nil {
			return err
		}
	}
	if o.out != "" || !f.json {
		if err := writeFile(c, o.out, func(w io.Writer) error { return x.writeFlows(w, o.equilibrium) }); err != nil {
			return err
		}
	}
	if f.json {
		return x.writeJSON(c.OutOrStdout(), o.out == "")
	}
	if !f.quiet {
		for _, flow := range x.flows {
			fmt.Fprintln(c.ErrOrStderr(), flow.describe())
		}
	}
	return nil
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
		text += fmt.Sprintf("; gap %.1e (of the bound %.1e) in %d iterations; all-or-nothing sends %.1f units over other crossings than the equilibrium, at most %.1f over one; %d municipalities differ, by %.1f at most",
			e.Gap, e.BoundGap, e.Iterations, e.Apart.Units, e.Apart.Crossing, e.Apart.Municipalities, e.Apart.MostMunicipality)
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
