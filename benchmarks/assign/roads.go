package main

import (
	"context"
	"math"
	"math/rand/v2"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/internal/machine"
)

// The road network gets trips between random nodes, one each, and this capacity everywhere.
const (
	roadPairs      = 100_000
	roadCapacity   = 100
	roadIterations = 12
	roadSeed       = 20190101
)

// roads is what was measured of the road network: seconds an iteration of bi-conjugate
// Frank-Wolfe, the best of a run.
type roads struct {
	nodes, arcs         int
	processor, one, two float64
	same                bool
	prepare             float64 // seconds to the first iteration, on two cores
	gap                 float64
}

func (r *report) measureRoads(ctx context.Context, path, coords string) error {
	n, err := load.DIMACS(ctx, load.DIMACSFiles{Arcs: path, Coords: coords}, load.Options{})
	if err != nil {
		return err
	}
	p := roadProblem(n.Graph)
	out := &roads{nodes: n.Graph.NodeCount(), arcs: n.Graph.ArcCount(), processor: math.Inf(1), one: math.Inf(1), two: math.Inf(1)}
	var first *assign.Solution
	for workers := 1; workers <= 2; workers++ {
		wall, processor := math.Inf(1), math.Inf(1)
		last, used := 0.0, 0.0
		o := assign.Options{Algorithm: assign.BiconjugateFrankWolfe, Gap: -1, MaxIterations: roadIterations, Workers: workers}
		o.Trace = func(it assign.Iteration) {
			now := machine.ProcessorSeconds()
			if it.Number > 1 {
				wall, processor = min(wall, it.Seconds-last), min(processor, now-used)
			} else {
				out.prepare = it.Seconds
			}
			last, used = it.Seconds, now
		}
		s, err := assign.Solve(ctx, p, o)
		if err != nil {
			return err
		}
		if workers == 1 {
			first, out.one, out.processor = s, wall, processor
			continue
		}
		out.two, out.gap, out.same = wall, s.RelativeGap, equalFlows(first, s)
	}
	r.roads = out
	return nil
}

func equalFlows(a, b *assign.Solution) bool {
	for i, x := range a.Flow {
		if math.Float64bits(x) != math.Float64bits(b.Flow[i]) {
			return false
		}
	}
	return true
}

func roadProblem(g *graph.Graph) assign.Problem {
	c := &assign.BPR{}
	for a := range graph.ArcID(g.ArcCount()) {
		s, _ := g.Segment(a)
		c.FreeFlow, c.Capacity = append(c.FreeFlow, g.LengthMeters(s)), append(c.Capacity, roadCapacity)
		c.B, c.Power = append(c.B, 0.15), append(c.Power, 4)
	}
	p := assign.Problem{Graph: g, Cost: c}
	rng := rand.New(rand.NewPCG(roadSeed, 0))
	node := func() graph.NodeID { return graph.NodeID(rng.IntN(g.NodeCount())) }
	for range roadPairs {
		p.Demand = append(p.Demand, assign.Demand{From: node(), To: node(), Flow: 1})
	}
	return p
}
