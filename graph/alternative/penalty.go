package alternative

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

const (
	penalty = 1.4 // on the roads of every path found
	tries   = 4   // searches per alternative asked for
)

// Penalty returns the best path and alternatives to it, cheapest first. The roads of
// every path found are made dearer by 2/5, in both directions, and the search is run
// again: J. Chen, M. Bell, K. Bogenberger, "Reliable Pretrip Multipath Planning and
// Dynamic Adaptation for a Centralized Road Navigation System", IEEE T. Intell. Transp.
// 8(1), 2007, doi:10.1109/TITS.2006.889437. Each search changes a copy of the
// hierarchy where weights change. It stops with the cause when ctx ends.
func (f *Finder) Penalty(ctx context.Context, t Trip, o Options) ([]Path, error) {
	o = o.orDefaults()
	paths, err := f.Shortest(ctx, t, 1)
	if err != nil || len(paths) == 0 {
		return paths, err
	}
	dear := New(f.graph, slices.Clone(f.metric), f.hierarchy.Clone())
	last := paths[0]
	for try := 0; try < o.Count*tries && len(paths) <= o.Count; try++ {
		dear.penalise(last)
		again, err := dear.Shortest(ctx, t, 1)
		if err != nil {
			return nil, err
		}
		last = again[0]
		last.Cost += f.metric.Cost(last.Arcs) - dear.metric.Cost(last.Arcs)
		if last.Cost <= (1+o.MostStretch)*paths[0].Cost && differs(last, paths, o.MostShared) {
			paths = append(paths, last)
		}
	}
	slices.SortStableFunc(paths[1:], func(a, b Path) int { return cmp.Compare(a.Cost, b.Cost) })
	return paths, nil
}

// penalise makes the whole arcs of a path dearer. What is travelled of the segments at
// its ends keeps its price.
func (f *Finder) penalise(p Path) {
	var arcs []graph.ArcID
	var weights []float64
	for _, along := range p.Arcs {
		s, _ := f.graph.Segment(along)
		for _, against := range []bool{false, true} {
			if a := f.graph.ArcOf(s, against); a != graph.None && !math.IsInf(f.metric[a], 1) {
				f.metric[a] = graph.Quantize(f.metric[a] * penalty)
				arcs, weights = append(arcs, a), append(weights, f.metric[a])
			}
		}
	}
	f.hierarchy.Update(arcs, weights)
}

// differs reports whether a path shares little with each of some others.
func differs(p Path, others []Path, most float64) bool {
	return !slices.ContainsFunc(others, func(other Path) bool { return p.SharedMeters(other) > most*p.LengthMeters() })
}
