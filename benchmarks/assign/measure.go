package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/internal/machine"
)

func arcID(a int) graph.ArcID { return graph.ArcID(a) }

// How often each figure is taken, of which the best is kept: on a machine with others,
// what is above it is theirs.
const (
	leastRuns = 5
	mostRuns  = 25
	enough    = 3 * time.Second
)

// timing is how long an algorithm took to a gap.
type timing struct {
	algorithm  assign.Algorithm
	gap        float64
	iterations int
	processor  float64 // seconds of processor time with one worker
	one, two   float64 // seconds by the clock with one worker and with two
}

// result is what was measured of one network.
type result struct {
	*network
	timings   []timing
	solutions map[float64]*assign.Solution // of Algorithm B, by gap
}

// runs are what is timed on each network.
var runs = []struct {
	algorithm assign.Algorithm
	gap       float64
}{
	{assign.AlgorithmB, 1e-4}, {assign.AlgorithmB, 1e-6}, {assign.AlgorithmB, 1e-10}, {assign.AlgorithmB, 1e-12},
	{assign.BiconjugateFrankWolfe, 1e-4}, {assign.BiconjugateFrankWolfe, 1e-6}, {assign.FrankWolfe, 1e-4},
}

func (r *report) measure(ctx context.Context, n *network) error {
	out := result{network: n, solutions: map[float64]*assign.Solution{}}
	for _, run := range runs {
		t := timing{algorithm: run.algorithm, gap: run.gap, processor: math.Inf(1), one: math.Inf(1), two: math.Inf(1)}
		o := assign.Options{Algorithm: run.algorithm, Gap: run.gap}
		var first *assign.Solution
		begun := time.Now()
		for i := 0; i < mostRuns && (i < leastRuns || time.Since(begun) < enough); i++ {
			for o.Workers = 1; o.Workers <= 2; o.Workers++ {
				before, start := machine.ProcessorSeconds(), time.Now()
				s, err := assign.Solve(ctx, n.problem, o)
				wall := time.Since(start).Seconds()
				if err != nil {
					return err
				}
				if !s.Converged {
					return fmt.Errorf("%s: %v ends at a gap of %g, above %g", n.name, run.algorithm, s.RelativeGap, run.gap)
				}
				if first == nil {
					first = s
				}
				if !slices.Equal(s.Flow, first.Flow) || s.Objective != first.Objective {
					return fmt.Errorf("%s: %v on %d cores gives other flows", n.name, run.algorithm, o.Workers)
				}
				if o.Workers == 1 {
					t.processor, t.one = min(t.processor, machine.ProcessorSeconds()-before), min(t.one, wall)
				} else {
					t.two = min(t.two, wall)
				}
			}
		}
		t.iterations = first.Iterations
		out.timings = append(out.timings, t)
		if run.algorithm == assign.AlgorithmB {
			out.solutions[run.gap] = first
		}
	}
	r.results = append(r.results, out)
	return nil
}

func (r *result) timing(a assign.Algorithm, gap float64) timing {
	for _, t := range r.timings {
		if t.algorithm == a && t.gap == gap {
			return t
		}
	}
	return timing{}
}
