package engine

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/corredor-geo/corredor/engine/scenario"
	"github.com/corredor-geo/corredor/graph"
)

// Shocks is what dated shocks to municipalities do to the routes of a study, and
// to the homicides where routes come and go.
type Shocks struct {
	Months scenario.Months
	Places []int // municipalities shocked within Months, as ascending indices of Regions.Regions
	// Runs are the shocks as the table has them, then with each multiplier of the
	// study in place of the table's.
	Runs []ShockRun
	// Estimates are those of the runs in turn.
	Estimates []ShockEstimate

	panel *shockPanel
}

// TableMultiplier stands for the multipliers of the table itself.
const TableMultiplier = "table"

// ShockRun is one version of the shocks.
type ShockRun struct {
	Multiplier string // TableMultiplier, or one for all shocks, such as 1.5 or inf
	Periods    []ShockPeriod
}

// ShockPeriod is the answer of a study for the months in which the same shocks hold.
type ShockPeriod struct {
	scenario.Period
	ClosedMeters, DearerMeters float64 // of segments that shocks close, or give another weight
	Routes                     []Route // per origin
	// Crossed counts, per municipality, the origins whose route crosses it, and Share
	// sums their shares of the weight of their layer.
	Crossed []int
	Share   []float64
	// Changed routes run otherwise than without shocks; CutOff origins have lost theirs.
	// The metres are those of all routes, and of those added to origins that keep one.
	Changed, CutOff, Routed int
	Meters, ExtraMeters     float64
	PortShare               []float64 // of the routes, per port
}

// shock routes every origin anew in each period of each version of the shocks.
func (r *run) shock(ctx context.Context) error {
	if r.Study.Shocks.Table == "" {
		return nil
	}
	shocks, err := r.readShocks(ctx)
	if err != nil {
		return err
	}
	s := r.Shocks
	q := newRerouter(&r.Result, r.router)
	q.Workers = r.Workers
	w := q.Begin()
	versions := [][]scenario.Shock{shocks}
	s.Runs = []ShockRun{{Multiplier: TableMultiplier}}
	for _, text := range r.Study.Shocks.Multipliers {
		x, err := scenario.ParseMultiplier(text)
		if err != nil {
			return err // was checked
		}
		versions = append(versions, scenario.Replace(shocks, x))
		s.Runs = append(s.Runs, ShockRun{Multiplier: scenario.FormatMultiplier(x)})
	}
	for i, version := range versions {
		for _, p := range scenario.Split(version, s.Months) {
			period, err := r.shockPeriod(ctx, w, p)
			if err != nil {
				return err
			}
			s.Runs[i].Periods = append(s.Runs[i].Periods, period)
		}
		r.Progress("shocks", int64(i+1), int64(len(versions)))
	}
	return r.estimateShocks(ctx)
}

// readShocks reads the table and counts what has no effect.
func (r *run) readShocks(ctx context.Context) ([]scenario.Shock, error) {
	spec := r.Study.Shocks
	in, err := r.resolve(spec.Table)
	if err != nil {
		return nil, err
	}
	months, err := r.Study.shockMonths()
	if err != nil {
		return nil, err // was checked
	}
	table, err := scenario.Read(ctx, in.path, scenario.Options{FS: in.fsys, Encoding: spec.Encoding, Code: spec.Columns.Code, From: spec.Columns.From,
		Kind: spec.Columns.Kind, To: spec.Columns.To, Multiplier: spec.Columns.Multiplier, Recode: r.Study.Regions.Recode})
	if err != nil {
		return nil, err
	}
	r.noteFiles(table.Files)
	for _, text := range table.Warnings {
		r.warn(Warning{Stage: "shocks", Message: text, Count: 1})
	}
	r.Shocks = &Shocks{Months: months}
	return r.keepShocks(table.Shocks, in.path)
}

// keepShocks notes the municipalities shocked, and counts what is left out.
func (r *run) keepShocks(shocks []scenario.Shock, file string) (kept []scenario.Shock, err error) {
	months := r.Shocks.Months
	var lost, others, outside tally
	for _, shock := range shocks {
		known, err := r.shocksSomething(shock, file)
		switch {
		case err != nil:
			return nil, err
		case !known && shock.Kind == scenario.Municipality:
			lost.add(shock.Code)
		case !known:
			others.add(shock.Kind.String() + " " + shock.Code)
		case shock.To < months.From || shock.From > months.To:
			outside.add(shock.String())
		default:
			kept = append(kept, shock)
			if place, ok := r.Regions.Index(shock.Code); ok && shock.Kind == scenario.Municipality {
				r.Shocks.Places = append(r.Shocks.Places, place)
			}
		}
	}
	r.warnTally("shocks", "shocks to codes that are no municipality of the layer, left out", lost)
	r.warnTally("shocks", "shocks to segments, roads or ports that the study does not have, left out", others)
	r.warnTally("shocks", fmt.Sprintf("shocks outside %v, without effect", months), outside)
	slices.Sort(r.Shocks.Places)
	r.Shocks.Places = slices.Compact(r.Shocks.Places)
	return kept, nil
}

// stretches is the row of the overlay of a segment, as package scenario wants it.
func (r *Result) stretches(s graph.SegmentID) iter.Seq[scenario.Stretch] {
	return func(yield func(scenario.Stretch) bool) {
		for _, p := range r.Overlay.Pieces(s) {
			if !yield(scenario.Stretch{Place: int(p.Region), FromMeters: p.FromMeters, ToMeters: p.ToMeters}) {
				return
			}
		}
	}
}

// shockPeriod routes every origin under the shocks of one period.
func (r *run) shockPeriod(ctx context.Context, w *Rerouting, p scenario.Period) (ShockPeriod, error) {
	times := map[int]float64{}
	for _, f := range p.Of(scenario.Municipality) {
		place, _ := r.Regions.Index(f.Code)
		times[place] = f.Multiplier
	}
	out := ShockPeriod{Period: p, Routes: r.Routes}
	if len(p.Factors) > 0 {
		segments, err := r.shockedSegments(p)
		if err != nil {
			return out, err
		}
		routes, network, err := w.Route(ctx, Change{Change: scenario.Change{Places: times, Segments: segments}, Fees: r.shockedPorts(p)})
		if err != nil {
			return out, err
		}
		out.Routes = routes
		for _, s := range network.Closed {
			out.ClosedMeters += r.Roads.Graph.LengthMeters(s)
		}
		for _, s := range network.Repriced {
			out.DearerMeters += r.Roads.Graph.LengthMeters(s)
		}
	}
	out.sum(&r.Result)
	return out, nil
}

// sum adds up the routes of a period.
func (p *ShockPeriod) sum(r *Result) {
	p.Crossed, p.Share = make([]int, len(r.Regions.Regions)), make([]float64, len(r.Regions.Regions))
	p.PortShare = make([]float64, len(r.Ports))
	for i, route := range p.Routes {
		before := r.Routes[i]
		if route.Status != Routed {
			if before.Status == Routed {
				p.CutOff++
			}
			continue
		}
		p.Routed++
		p.Meters += route.Meters
		p.ExtraMeters += route.Meters - before.Meters
		p.PortShare[route.Port]++
		if route.Port != before.Port || !slices.Equal(route.Spans, before.Spans) {
			p.Changed++
		}
		for _, place := range r.Crossed(route) {
			p.Crossed[place]++
			p.Share[place] += r.Origins[i].Share
		}
	}
	for port := range p.PortShare {
		p.PortShare[port] /= float64(max(p.Routed, 1))
	}
}
