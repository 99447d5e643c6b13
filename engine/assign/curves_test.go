package assign_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
)

// TestCurvesAndNumericAreBPR gives one problem three times: as BPR, as Curves of the same
// parameters, and as prices alone.
func TestCurvesAndNumericAreBPR(t *testing.T) {
	for seed := range uint64(20) {
		p := randomProblem(rand.New(rand.NewPCG(seed, 2)))
		bpr := p.Cost.(*assign.BPR)
		curves := &assign.Curves{Capacity: bpr.Capacity, Exponent: bpr.Power}
		for a := range bpr.FreeFlow {
			curves.Base = append(curves.Base, bpr.FreeFlow[a]+bpr.Constant[a])
			curves.Factor = append(curves.Factor, bpr.FreeFlow[a]*bpr.B[a])
		}
		want := solve(t, p, assign.Options{})
		p.Cost = curves
		same(t, want, solve(t, p, assign.Options{}))
		p.Cost = &assign.Numeric{Price: bpr.At}
		got := solve(t, p, assign.Options{})
		if !near(got.Objective, want.Objective, 1e-9) || !got.Converged {
			t.Errorf("seed %d: objective %.12g by prices alone, want %.12g", seed, got.Objective, want.Objective)
		}
		for a := range graph.ArcID(p.Graph.ArcCount()) {
			for _, x := range []float64{0, 0.3, 7} {
				if !near(p.Cost.Integral(a, x), bpr.Integral(a, x), 1e-11) {
					t.Errorf("seed %d: integral %v, want %v", seed, p.Cost.Integral(a, x), bpr.Integral(a, x))
				}
				// A difference is off by half the curvature times the step, and by
				// rounding of the prices, of about 1e2 * 2^-52, over the step.
				if off := math.Abs(p.Cost.Slope(a, x) - bpr.Slope(a, x)); off > 1e-6*max(1, x)*bpr.Curvature(a, x+1e-5)+1e-7 {
					t.Errorf("seed %d, flow %g: slope %v, want %v", seed, x, p.Cost.Slope(a, x), bpr.Slope(a, x))
				}
			}
		}
	}
}

func TestCurvesOfTheWrongLength(t *testing.T) {
	p := twoRoads()
	p.Cost = &assign.Curves{Base: []float64{1}}
	if _, err := assign.Solve(context.Background(), p, assign.Options{}); err == nil {
		t.Error("no error")
	}
}

// TestUsing compares the share of the demand that touches a set of arcs with the paths,
// listed one by one.
func TestUsing(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 3))
		p := randomProblem(r)
		s := solve(t, p, assign.Options{Gap: 1e-13})
		paths, err := s.ProportionalPaths(context.Background(), p, assign.PathOptions{Tolerance: 1e-3})
		if err != nil {
			t.Fatal(err)
		}
		var set []graph.ArcID
		marked := map[graph.ArcID]bool{}
		for a := range graph.ArcID(p.Graph.ArcCount()) {
			if r.IntN(4) == 0 {
				set, marked[a] = append(set, a), true
			}
		}
		got := paths.Using(set)
		for d := range p.Demand {
			want, total := 0.0, 0.0
			for path, flow := range paths.Of(d, 0) {
				total += flow
				for _, a := range path {
					if marked[a] {
						want += flow
						break
					}
				}
			}
			if total > 0 && math.Abs(got[d]-want/total) > 1e-12 || total == 0 && got[d] != 0 {
				t.Errorf("seed %d: demand %d uses the set with %v, by its paths %v", seed, d, got[d], want/total)
			}
		}
		one := graph.ArcID(r.IntN(p.Graph.ArcCount()))
		single, through := paths.Using([]graph.ArcID{one}), paths.Through(one).Share
		for d := range single {
			if math.Abs(single[d]-through[d]) > 1e-12 {
				t.Errorf("seed %d: arc %d alone: %v, by Through %v", seed, one, single[d], through[d])
			}
		}
	}
}
