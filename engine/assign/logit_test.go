package assign_test

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
)

// TestLogit has prices that do not depend on the flow, 10 and 12: the cheaper road
// gets 1 / (1 + exp(-theta * 2)).
func TestLogit(t *testing.T) {
	p := twoRoads()
	p.Cost = &assign.BPR{FreeFlow: []float64{10, 12}}
	for _, theta := range []float64{0, 0.1, 1, 5} {
		s, err := assign.Solve(context.Background(), p, assign.Options{Objective: assign.StochasticEquilibrium, Theta: theta})
		want := 150 / (1 + math.Exp(-theta*2))
		if err != nil || !near(s.Flow[0], want, 1e-12) || !s.Converged {
			t.Errorf("theta %g: flow %g, want %g, %v", theta, s.Flow[0], want, err)
		}
	}
}

// TestLogitWaysLeadAway: of two towns equally far from the origin, with free roads between them,
// neither is on the way to the other.
func TestLogitWaysLeadAway(t *testing.T) {
	p := assign.Problem{
		Graph:  links(4, [2]graph.NodeID{0, 1}, [2]graph.NodeID{0, 2}, [2]graph.NodeID{1, 2}, [2]graph.NodeID{2, 1}, [2]graph.NodeID{1, 3}, [2]graph.NodeID{2, 3}),
		Cost:   &assign.BPR{FreeFlow: []float64{1, 1, 0, 1, 0, 1}},
		Demand: []assign.Demand{{From: 0, To: 3, Flow: 8}},
	}
	s, err := assign.Solve(context.Background(), p, assign.Options{Objective: assign.StochasticEquilibrium, Theta: 1})
	if err != nil {
		t.Fatal(err)
	}
	c, err := assign.SolveChoice(context.Background(), p, assign.ChoiceOptions{LogitOptions: assign.LogitOptions{Theta: 1}, LogitWays: true})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{4, 4, 0, 4, 0, 4} { // arcs go by their tails
		if !near(s.Flow[i], want, 1e-12) || !near(c.Flow[i], want, 1e-12) {
			t.Errorf("road %d has %v, in a choice %v; want %v", i, s.Flow[i], c.Flow[i], want)
		}
	}
}

// TestLogitCongested finds the fixed point of two roads by bisection too.
func TestLogitCongested(t *testing.T) {
	p := twoRoads()
	const theta = 0.3
	s, err := assign.Solve(context.Background(), p, assign.Options{Objective: assign.StochasticEquilibrium, Theta: theta, Gap: 1e-10})
	if err != nil {
		t.Fatal(err)
	}
	low, high := 0.0, 150.0
	for range 100 {
		x := (low + high) / 2
		if 150/(1+math.Exp(theta*(p.Cost.At(0, x)-p.Cost.At(1, 150-x)))) > x {
			low = x
		} else {
			high = x
		}
	}
	if !near(s.Flow[0], low, 1e-7) || !s.Converged {
		t.Errorf("flow %.12g, want %.12g; %d iterations", s.Flow[0], low, s.Iterations)
	}
}

// TestReferenceLogit: the larger theta, the nearer to the user equilibrium, which has paths
// that logit is not given here.
func TestReferenceLogit(t *testing.T) {
	p := open(t, "SiouxFalls")
	ue := solve(t, p, assign.Options{})
	before := math.Inf(1)
	for _, theta := range []float64{0.5, 1, 2} {
		one, err := assign.Solve(context.Background(), p, assign.Options{Objective: assign.StochasticEquilibrium, Theta: theta, Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		two, err := assign.Solve(context.Background(), p, assign.Options{Objective: assign.StochasticEquilibrium, Theta: theta, Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		same(t, one, two)
		off := one.Objective/ue.Objective - 1
		if !one.Converged || off < 0 || off >= before {
			t.Errorf("theta %g: objective %g above the equilibrium's, change %g after %d iterations", theta, off, one.RelativeGap, one.Iterations)
		}
		t.Logf("theta %g: %d iterations, objective +%.2g", theta, one.Iterations, off)
		before = off
	}
}

// TestLogitByOptions wants the same of Solve, from a start as well, and paths that split
// as the flows do.
func TestLogitByOptions(t *testing.T) {
	p := twoRoads()
	o := assign.Options{Objective: assign.StochasticEquilibrium, Theta: 0.3, Gap: 1e-12}
	s := solve(t, p, o)
	if s.Algorithm != assign.Logit || s.Minimized != assign.StochasticEquilibrium || !s.Converged {
		t.Errorf("%+v", s)
	}
	o.Start = s.Flow
	if again := solve(t, p, o); again.Iterations >= s.Iterations || !near(again.Flow[0], s.Flow[0], 1e-9) {
		t.Errorf("%d iterations to %v from the start, %d to %v without", again.Iterations, again.Flow, s.Iterations, s.Flow)
	}
	paths, err := s.ProportionalPaths(context.Background(), p, assign.PathOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if share := paths.Through(0).Share[0]; !near(share*150, s.Flow[0], 1e-9) || paths.MaxError > 1e-8 {
		t.Errorf("share %v of 150, flow %v, error %v", share, s.Flow[0], paths.MaxError)
	}
	if _, err := assign.Solve(context.Background(), p, assign.Options{Algorithm: assign.Logit}); !errors.Is(err, assign.ErrOptions) {
		t.Errorf("logit in a user equilibrium: %v", err)
	}
}
