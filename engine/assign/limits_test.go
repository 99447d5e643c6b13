package assign_test

import (
	"context"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/engine/assign"
)

// TestSumCarriesErrors holds sums to those of exact numbers: what one addition loses comes back,
// whichever of the two is larger.
func TestSumCarriesErrors(t *testing.T) {
	for _, test := range []struct {
		name   string
		values []float64
	}{
		{"small first", []float64{1, 1e100, 1, -1e100}},
		{"large first", []float64{1e100, 1, 1, -1e100}},
		{"thirds", []float64{1e16, 1.0 / 3, 1.0 / 3, 1.0 / 3, -1e16}},
		{"negative", []float64{-1e16, -1, -1, -1, 1e16}},
	} {
		t.Run(test.name, func(t *testing.T) { wantExactSum(t, test.values) })
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		values := make([]float64, 50)
		for i := range values {
			values[i] = math.Ldexp(r.Float64(), r.IntN(40))
		}
		wantExactSum(t, values)
	}
}

// wantExactSum allows an error of the last digit.
func wantExactSum(t *testing.T, values []float64) {
	t.Helper()
	exact := new(big.Float).SetPrec(2000)
	for _, x := range values {
		exact.Add(exact, new(big.Float).SetFloat64(x))
	}
	want, _ := exact.Float64()
	if got := assign.Sum(values...); math.Abs(got-want) > math.Abs(want)*0x1p-52 {
		t.Errorf("%v: %.17g, exactly %.17g", values, got, want)
	}
}

// TestMaxIterations: no method goes on beyond the limit, and each that the limit ended had used it up.
func TestMaxIterations(t *testing.T) {
	const networks = 20
	cut := map[string]int{}
	for seed := range uint64(networks) {
		p := randomProblem(rand.New(rand.NewPCG(seed, 4)))
		for name, o := range map[string]assign.Options{
			"b":     {Algorithm: assign.AlgorithmB, Gap: -1},
			"fw":    {Algorithm: assign.FrankWolfe, Gap: -1},
			"bfw":   {Algorithm: assign.BiconjugateFrankWolfe, Gap: -1},
			"logit": {Objective: assign.StochasticEquilibrium, Theta: 0.5, Gap: 1e-300},
		} {
			most, seen := 1+int(seed%3), 0
			o.MaxIterations = most
			o.Trace = func(i assign.Iteration) {
				if seen++; i.Number != seen {
					t.Errorf("%s: iteration %d comes as number %d", name, seen, i.Number)
				}
			}
			s, err := assign.Solve(context.Background(), p, o)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if s.Iterations != seen || seen > most || seen < most && !s.Converged {
				t.Errorf("%s: %d iterations, %d seen, of at most %d, converged %v", name, s.Iterations, seen, most, s.Converged)
			}
			if !s.Converged {
				cut[name]++
			}
		}
	}
	if len(cut) != 4 {
		t.Errorf("the limit ended only %v", cut)
	}
	c, err := assign.SolveChoice(context.Background(), randomGates(rand.New(rand.NewPCG(3, 4))), assign.ChoiceOptions{
		LogitOptions: assign.LogitOptions{Theta: 0.5, Gap: 1e-300, MaxIterations: 3}, LogitWays: true})
	if err != nil || c.Iterations != 3 || c.Converged {
		t.Errorf("choice: %d iterations of 3, converged %v, %v", c.Iterations, c.Converged, err)
	}
}

// TestUnitsDoNotMatter: trips and capacities in other units, here of 2^40 trips or a millionth of
// a millionth, give the same flows in these units.
func TestUnitsDoNotMatter(t *testing.T) {
	for seed := range uint64(40) {
		p := randomProblem(rand.New(rand.NewPCG(seed, 5)))
		want, err := assign.Solve(context.Background(), p, assign.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, unit := range []float64{0x1p-40, 0x1p40} {
			q, c := p, *p.Cost.(*assign.BPR)
			c.Capacity, q.Demand = slices.Clone(c.Capacity), slices.Clone(p.Demand)
			for a := range c.Capacity {
				c.Capacity[a] *= unit
			}
			for d := range q.Demand {
				q.Demand[d].Flow *= unit
			}
			q.Cost = &c
			s, err := assign.Solve(context.Background(), q, assign.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for a, flow := range want.Flow {
				if s.Flow[a] != flow*unit {
					t.Fatalf("seed %d, unit %g, arc %d: flow %g, want %g", seed, unit, a, s.Flow[a], flow*unit)
				}
			}
		}
	}
}
