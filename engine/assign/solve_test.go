package assign_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
)

// twoRoads is the network of the first example.
func twoRoads() assign.Problem {
	return assign.Problem{
		Graph: links(3, [2]graph.NodeID{0, 1}, [2]graph.NodeID{0, 1}),
		Cost: &assign.BPR{FreeFlow: []float64{10, 20}, Capacity: []float64{1000, 1000},
			B: []float64{100, 0}, Power: []float64{2, 2}},
		Demand: []assign.Demand{{From: 0, To: 1, Flow: 150}},
	}
}

func TestBadInput(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*assign.Problem, *assign.Options)
		is     error
		want   string
	}{
		{"negative demand", func(p *assign.Problem, _ *assign.Options) { p.Demand[0].Flow = -1 }, assign.ErrDemand, "number 0, from node 0 to node 1, is -1"},
		{"NaN demand", func(p *assign.Problem, _ *assign.Options) { p.Demand[0].Flow = math.NaN() }, assign.ErrDemand, "NaN"},
		{"no such node", func(p *assign.Problem, _ *assign.Options) { p.Demand[0].To = 3 }, assign.ErrDemand, "nodes 0 to 2"},
		{"negative time", func(p *assign.Problem, _ *assign.Options) { p.Cost.(*assign.BPR).FreeFlow[1] = -1 }, assign.ErrCost, "arc 1 (segment 1)"},
		{"negative capacity", func(p *assign.Problem, _ *assign.Options) { p.Cost.(*assign.BPR).Capacity[0] = -1 }, assign.ErrCost, "1/capacity -1"},
		{"negative power", func(p *assign.Problem, _ *assign.Options) { p.Cost.(*assign.BPR).Power[0] = -2 }, assign.ErrCost, "power -2"},
		{"NaN", func(p *assign.Problem, _ *assign.Options) { p.Cost.(*assign.BPR).B[0] = math.NaN() }, assign.ErrCost, "rise NaN"},
		{"short array", func(p *assign.Problem, _ *assign.Options) { p.Cost.(*assign.BPR).B = []float64{1} }, assign.ErrCost, "1 values for 2 arcs"},
		{"short closed", func(p *assign.Problem, _ *assign.Options) { p.Closed = []bool{true} }, assign.ErrCost, "Closed has 1 values"},
		{"all closed", func(p *assign.Problem, _ *assign.Options) { p.Closed = []bool{true, true} }, assign.ErrNoWay, "no way out of node 0"},
		{"no way out", func(p *assign.Problem, _ *assign.Options) { p.Demand[0].From, p.Demand[0].To = 2, 1 }, assign.ErrNoWay, "no way out of node 2"},
		{"no way in", func(p *assign.Problem, _ *assign.Options) { p.Demand[0].To = 2 }, assign.ErrNoWay, "no way into node 2"},
		{"algorithm", func(_ *assign.Problem, o *assign.Options) { o.Algorithm = 9 }, assign.ErrOptions, "Algorithm(9)"},
		{"short start", func(_ *assign.Problem, o *assign.Options) { o.Start = []float64{1} }, assign.ErrOptions, "1 flows for 2 arcs"},
		{"start of another demand", func(_ *assign.Problem, o *assign.Options) {
			o.Start, o.Algorithm = []float64{1, 2}, assign.FrankWolfe
		}, assign.ErrOptions, "off by -147"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, o := twoRoads(), assign.Options{}
			test.change(&p, &o)
			_, err := assign.Solve(context.Background(), p, o)
			if !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %v with %q", err, test.is, test.want)
			}
		})
	}
}

// TestConventions: a capacity of 0 closes a road whose price rises, and no other.
func TestConventions(t *testing.T) {
	p := twoRoads()
	cost := p.Cost.(*assign.BPR)
	cost.Capacity = []float64{0, 0} // the byroad's is not looked at
	p.Demand = append(p.Demand, assign.Demand{From: 0, To: 0, Flow: 7}, assign.Demand{From: 2, To: 0, Flow: 0})
	for _, algorithm := range []assign.Algorithm{assign.AlgorithmB, assign.FrankWolfe, assign.BiconjugateFrankWolfe} {
		s := solve(t, p, assign.Options{Algorithm: algorithm})
		if s.Flow[0] != 0 || s.Flow[1] != 150 || s.Cost[1] != 20 || s.Intrazonal != 7 || !s.Converged {
			t.Errorf("%+v", s)
		}
	}
	p = twoRoads()
	p.Cost.(*assign.BPR).Power[0] = 0 // 10 * (1 + 100): dearer than the byroad
	if s := solve(t, p, assign.Options{}); s.Flow[1] != 150 || s.Cost[0] != 1010 {
		t.Errorf("%+v", s)
	}
	p.Demand = nil
	if s := solve(t, p, assign.Options{}); s.Objective != 0 || !s.Converged {
		t.Errorf("%+v", s)
	}
}

// TestRoot has prices that rise as the root of the flow, infinitely fast at 0:
// 10 * (1 + 100 * (x/1000)^0.5) = 40 at x = 0.9.
func TestRoot(t *testing.T) {
	p := twoRoads()
	p.Cost = &assign.BPR{FreeFlow: []float64{10, 40}, Capacity: []float64{1000, 1}, B: []float64{100, 0}, Power: []float64{0.5, 1}}
	for _, cost := range []assign.Cost{p.Cost, plain{p.Cost}} {
		p.Cost = cost
		for _, algorithm := range []assign.Algorithm{assign.AlgorithmB, assign.FrankWolfe, assign.BiconjugateFrankWolfe} {
			if s := solve(t, p, assign.Options{Algorithm: algorithm, MaxIterations: 1000}); math.Abs(s.Flow[0]-0.9) > 1e-6 {
				t.Errorf("%v: flow %v after %d iterations, want 0.9", algorithm, s.Flow[0], s.Iterations)
			}
		}
	}
}

// TestFirstThru has a short way over zone 1, which no path may cross.
func TestFirstThru(t *testing.T) {
	g := links(4, [2]graph.NodeID{0, 1}, [2]graph.NodeID{0, 3}, [2]graph.NodeID{1, 2}, [2]graph.NodeID{3, 2})
	p := assign.Problem{Graph: g, Cost: &assign.BPR{FreeFlow: []float64{1, 5, 1, 5}},
		Demand: []assign.Demand{{From: 0, To: 2, Flow: 1}, {From: 0, To: 1, Flow: 1}, {From: 1, To: 2, Flow: 1}}}
	for first, want := range map[graph.NodeID]float64{0: 1*2 + 1 + 1, 3: 10 + 1 + 1} {
		p.FirstThru = first
		for _, algorithm := range []assign.Algorithm{assign.AlgorithmB, assign.FrankWolfe, assign.BiconjugateFrankWolfe} {
			if s := solve(t, p, assign.Options{Algorithm: algorithm}); s.TotalCost != want || !s.Converged {
				t.Errorf("first thru node %d, %v: total cost %v, want %v", first, algorithm, s.TotalCost, want)
			}
		}
	}
}

func TestInterrupted(t *testing.T) {
	p := twoRoads()
	for _, algorithm := range []assign.Algorithm{assign.AlgorithmB, assign.FrankWolfe, assign.BiconjugateFrankWolfe} {
		ctx, cancel := context.WithCancel(context.Background())
		o := assign.Options{Algorithm: algorithm, Gap: -1, Trace: func(it assign.Iteration) {
			if it.Number == 2 {
				cancel()
			}
		}}
		s, err := assign.Solve(ctx, p, o)
		if err != nil || !s.Interrupted || s.Converged || math.Abs(s.Flow[0]+s.Flow[1]-150) > 1e-9 {
			t.Errorf("%v: %+v, %v", algorithm, s, err)
		}
		if _, err := assign.Solve(ctx, p, o); !errors.Is(err, context.Canceled) {
			t.Errorf("%v, cancelled before: %v", algorithm, err)
		}
	}
}

// TestStart continues where another run ended.
func TestStart(t *testing.T) {
	p := twoRoads()
	first := solve(t, p, assign.Options{})
	for _, algorithm := range []assign.Algorithm{assign.AlgorithmB, assign.FrankWolfe, assign.BiconjugateFrankWolfe} {
		s := solve(t, p, assign.Options{Algorithm: algorithm, Start: first.Flow, Gap: 1e-9})
		if !s.Converged || algorithm != assign.AlgorithmB && s.Iterations != 1 {
			t.Errorf("%v: %d iterations to a gap of %g", algorithm, s.Iterations, s.RelativeGap)
		}
	}
}

// TestPaper stops by the lower bound, as the published program does.
func TestPaper(t *testing.T) {
	s := solve(t, twoRoads(), assign.Paper())
	excess := s.RelativeGap * s.TotalCost
	if !s.Converged || excess > 1e-3*s.LowerBound || math.Abs(s.Flow[0]-100) > 1 {
		t.Errorf("%+v", s)
	}
}

// TestBackward has many origins and one destination, so that searches run backward.
func TestBackward(t *testing.T) {
	p := assign.Problem{
		Graph:  links(4, [2]graph.NodeID{0, 2}, [2]graph.NodeID{1, 2}, [2]graph.NodeID{2, 3}, [2]graph.NodeID{2, 3}),
		Cost:   &assign.Power{Base: []float64{1, 1, 1, 2}, Factor: []float64{0, 0, 1, 1}, Capacity: []float64{1, 1, 10, 10}, Exponent: 1},
		Demand: []assign.Demand{{From: 0, To: 3, Flow: 30}, {From: 1, To: 3, Flow: 20}},
	}
	paths := map[int][]graph.ArcID{}
	flows, sptt, err := assign.AllOrNothing(context.Background(), p, graph.Metric{1, 1, 4, 2}, func(demand int, path []graph.ArcID) {
		paths[demand] = append([]graph.ArcID(nil), path...)
	})
	if err != nil || sptt != 150 || flows[3] != 50 || len(paths) != 2 || paths[1][0] != 1 || paths[1][1] != 3 {
		t.Errorf("%v cost %v on %v, %v", flows, sptt, paths, err)
	}
	again, cost, err := assign.AllOrNothing(context.Background(), p, graph.Metric{1, 1, 4, 2}, nil)
	if err != nil || cost != sptt || again[3] != flows[3] || again[0] != 30 {
		t.Errorf("%v cost %v, %v", again, cost, err)
	}
	if _, _, err := assign.AllOrNothing(context.Background(), p, graph.Metric{1, -1, 4, 2}, nil); !errors.Is(err, assign.ErrCost) {
		t.Error(err)
	}
}

func TestNames(t *testing.T) {
	for _, a := range []assign.Algorithm{assign.AlgorithmB, assign.FrankWolfe, assign.BiconjugateFrankWolfe} {
		if got, err := assign.ParseAlgorithm(a.String()); got != a || err != nil {
			t.Error(a, err)
		}
	}
	for _, o := range []assign.Objective{assign.UserEquilibrium, assign.SystemOptimum, assign.StochasticEquilibrium} {
		if got, err := assign.ParseObjective(o.String()); got != o || err != nil {
			t.Error(o, err)
		}
	}
	if _, err := assign.ParseAlgorithm("tapas"); !errors.Is(err, assign.ErrOptions) {
		t.Error(err)
	}
}

// TestBoundedMinimum knows the answers.
func TestBoundedMinimum(t *testing.T) {
	for _, test := range []struct {
		name string
		f    func(float64) float64
		want float64
	}{
		{"parabola", func(x float64) float64 { return (x - 0.3) * (x - 0.3) }, 0.3},
		{"left end", func(x float64) float64 { return x }, 0},
		{"right end", func(x float64) float64 { return -x }, 1},
		{"kink", func(x float64) float64 { return math.Abs(x - 0.7) }, 0.7},
		{"quartic", func(x float64) float64 { return math.Pow(x-0.5, 4) }, 0.5},
	} {
		calls := 0
		got := assign.BoundedMinimum(func(x float64) float64 {
			calls++
			if x <= 0 || x >= 1 {
				t.Errorf("%s: looked at %v", test.name, x)
			}
			return test.f(x)
		}, 1e-4)
		if math.Abs(got-test.want) > 1e-3 || calls > 40 { // the quartic is flat
			t.Errorf("%s: %v after %d calls, want %v", test.name, got, calls, test.want)
		}
	}
}
