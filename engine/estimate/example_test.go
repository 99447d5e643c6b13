package estimate_test

import (
	"context"
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/engine/estimate"
)

// decay is what is left of some quantities at times 1, 2 and 3, when it decays at an unknown
// rate.
type decay struct{ left [][]float64 }

func (d decay) MomentNames() []string { return []string{"at 1", "at 2", "at 3"} }

func (d decay) Observations(p []float64) ([][]float64, error) {
	rows := make([][]float64, len(d.left))
	for i, left := range d.left {
		for t, x := range left {
			rows[i] = append(rows[i], p[0]*math.Exp(-p[1]*float64(t+1))-x)
		}
	}
	return rows, nil
}

func (d decay) Moments(means, p []float64) error {
	rows, err := d.Observations(p)
	clear(means)
	for _, row := range rows {
		for j, x := range row {
			means[j] += x / float64(len(rows))
		}
	}
	return err
}

func ExampleTwoStep() {
	model := decay{[][]float64{{5.1, 2.6, 1.1}, {4.4, 2.2, 1.2}, {5.3, 2.4, 1.4}, {4.6, 2.8, 1.2}, {5.2, 2.3, 1.3}, {4.9, 2.6, 1.0}}}
	result, err := estimate.TwoStep(context.Background(), model, []estimate.Parameter{
		{Name: "at 0", High: math.Inf(1), Start: 1, Reach: 20},
		{Name: "rate", High: 10, Start: 1, Reach: 2},
	}, estimate.Options{Method: estimate.MultiStart})
	if err != nil {
		panic(err)
	}
	for i, step := range result.Steps {
		fmt.Printf("step %d: %.2f (%.2f) at 0, rate %.3f (%.3f)\n", i+1, step.Parameters[0], step.Errors[0], step.Parameters[1], step.Errors[1])
	}
	fmt.Printf("J = %.2f with %d degree of freedom\n", result.J, result.DF)
	// Output:
	// step 1: 9.86 (0.43) at 0, rate 0.695 (0.021)
	// step 2: 9.95 (0.38) at 0, rate 0.700 (0.018)
	// J = 0.18 with 1 degree of freedom
}
