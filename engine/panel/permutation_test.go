package panel_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/engine/panel"
)

// difference of means between treated units and others.
func difference(y []float64) panel.Statistic {
	return func(_ context.Context, treated []float64) (float64, error) {
		var sum, count [2]float64
		for i, d := range treated {
			sum[int(d)] += y[i]
			count[int(d)]++
		}
		return sum[1]/count[1] - sum[0]/count[0], nil
	}
}

func TestPermutation(t *testing.T) {
	// Of the 20 ways to treat 3 of 6, only one has a difference as great as
	// 3 treated at the top; by size, the opposite one too.
	p := panel.Permutation{Treated: []bool{true, true, true, false, false, false}, Draws: 40_000, Seed: 1}
	r, err := p.Run(context.Background(), difference([]float64{6, 5, 4, 3, 2, 1}))
	if err != nil {
		t.Fatal(err)
	}
	const tolerance = 0.006 // about five standard errors: sqrt(0.1 x 0.9 / 40000) = 0.0015
	if r.Observed != 3 || math.Abs(r.P-0.1) > tolerance || math.Abs(r.Above-0.05) > tolerance || r.Below != 1 {
		t.Errorf("observed %g, P %g, above %g, below %g", r.Observed, r.P, r.Above, r.Below)
	}
	for _, workers := range []int{1, 3, 16} {
		p.Workers = workers
		again, err := p.Run(context.Background(), difference([]float64{6, 5, 4, 3, 2, 1}))
		if err != nil || !slices.Equal(again.Draws, r.Draws) {
			t.Errorf("%d workers: %v, other draws", workers, err)
		}
	}
	p.Draws = 10
	if few, err := p.Run(context.Background(), difference([]float64{6, 5, 4, 3, 2, 1})); err != nil || !slices.Equal(few.Draws, r.Draws[:10]) {
		t.Errorf("%v: the first ten draws depend on how many follow", err)
	}
}

func TestPermutationWithinGroups(t *testing.T) {
	p := panel.Permutation{
		Treated: []bool{true, false, false, true, true, false, false, false},
		Groups:  []int32{4, 4, 4, 9, 9, 9, 7, 7},
		Draws:   500,
	}
	seen := map[string]bool{}
	statistic := func(_ context.Context, treated []float64) (float64, error) {
		var perGroup [10]float64
		for i, d := range treated {
			perGroup[p.Groups[i]] += d
		}
		if perGroup[4] != 1 || perGroup[9] != 2 || perGroup[7] != 0 {
			return 0, fmt.Errorf("treated by group: %v", perGroup)
		}
		seen[fmt.Sprint(treated)] = true
		return 0, nil
	}
	p.Workers = 1
	r, err := p.Run(context.Background(), statistic)
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) != 9 || r.P != 1 { // 3 choices of 1 in 3, times 3 choices of 2 in 3
		t.Errorf("%d assignments, want 9; P %g", len(seen), r.P)
	}
}

func TestPermutationUndefined(t *testing.T) {
	p := panel.Permutation{Treated: []bool{true, false}, Draws: 3}
	calls := 0
	p.Workers = 1
	r, err := p.Run(context.Background(), func(context.Context, []float64) (float64, error) {
		if calls++; calls > 1 {
			return math.NaN(), nil
		}
		return 5, nil
	})
	if err != nil || r.Undefined != 3 || r.P != 1 || r.Above != 1 || r.Below != 1 {
		t.Errorf("%+v, %v", r, err)
	}
	bad := errors.New("no value")
	if _, err := p.Run(context.Background(), func(context.Context, []float64) (float64, error) { return 0, bad }); !errors.Is(err, bad) {
		t.Error(err)
	}
	if _, err := (panel.Permutation{}).Run(context.Background(), nil); !errors.Is(err, panel.ErrShape) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := p.Run(ctx, difference([]float64{1, 2})); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func ExamplePermutation() {
	// Violence in eight municipalities; routes cross the first three. That is the
	// greatest difference of the 56 ways to choose three.
	violence := []float64{9, 7, 8, 2, 1, 3, 2, 4}
	p := panel.Permutation{Treated: []bool{0: true, 1: true, 2: true, 7: false}, Draws: 999, Seed: 2015}
	r, err := p.Run(context.Background(), difference(violence))
	if err != nil {
		panic(err)
	}
	fmt.Printf("difference %.1f, P = %.3f\n", r.Observed, r.P)
	// Output:
	// difference 5.6, P = 0.018
}
