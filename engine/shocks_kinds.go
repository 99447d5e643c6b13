package engine

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/corredor-geo/corredor/engine/scenario"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cost"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// shocksSomething reports whether the study has what a shock befalls. A formula that
// cannot be evaluated is an error.
func (r *run) shocksSomething(s scenario.Shock, file string) (bool, error) {
	switch s.Kind {
	case scenario.Segment:
		n, err := strconv.Atoi(s.Code)
		return err == nil && n >= 0 && n < r.Roads.Graph.SegmentCount(), nil
	case scenario.Port:
		return slices.ContainsFunc(r.Ports, func(p Port) bool { return p.ID == s.Code }), nil
	case scenario.RoadsWhere:
		roads, err := r.roadsWhere(s.Code)
		if err != nil {
			return false, &feature.Error{File: file, Column: r.Study.Shocks.Columns.Code, Err: fmt.Errorf("the roads where %s: %w", s.Code, err)}
		}
		return len(roads) > 0, nil
	}
	_, ok := r.Regions.Index(s.Code)
	return ok, nil
}

// roadsWhere lists the segments for which a condition over their columns holds.
func (r *run) roadsWhere(condition string) (list []graph.SegmentID, err error) {
	formula, err := cost.ParseFormula(r.Roads.Graph, "("+condition+") ? 1 : 0")
	if err != nil {
		return nil, err
	}
	holds, err := formula.Metric(r.Roads.Graph)
	if err != nil {
		return nil, err
	}
	for a, value := range holds {
		if s, _ := r.Roads.Graph.Segment(graph.ArcID(a)); value > 0 {
			list = append(list, s)
		}
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

// shockedSegments are the multipliers of single segments in a period: the largest, where
// several conditions hold.
func (r *run) shockedSegments(p scenario.Period) (map[graph.SegmentID]float64, error) {
	times := map[graph.SegmentID]float64{}
	for _, f := range p.Of(scenario.Segment) {
		n, err := strconv.Atoi(f.Code)
		if err != nil {
			return nil, err // was checked
		}
		times[graph.SegmentID(n)] = f.Multiplier
	}
	for _, f := range p.Of(scenario.RoadsWhere) {
		roads, err := r.roadsWhere(f.Code)
		if err != nil {
			return nil, err // was checked
		}
		for _, s := range roads {
			times[s] = max(times[s], f.Multiplier)
		}
	}
	return times, nil
}

// shockedPorts are the prices of the ports in a period, in the metric's own unit; nil where
// none has one.
func (r *run) shockedPorts(p scenario.Period) (prices []float64) {
	for _, f := range p.Of(scenario.Port) {
		if prices == nil {
			prices = make([]float64, len(r.Ports))
		}
		i := slices.IndexFunc(r.Ports, func(port Port) bool { return port.ID == f.Code })
		prices[i] = f.Multiplier
		if !math.IsInf(f.Multiplier, 1) {
			prices[i] = graph.Quantize(f.Multiplier / r.cost(1))
		}
	}
	return prices
}
