package panel_test

import (
	"context"
	"fmt"
	"log"

	"github.com/corredor-geo/corredor/engine/panel"
)

func ExampleFit() {
	// Three municipalities over four months; a route crosses the second from
	// the third month on. Where it does, there is more violence.
	g := panel.Regression{
		Y:     []float64{1, 2, 1, 2, 3, 4, 8, 9.5, 0, 1.5, 0, 1},
		X:     [][]float64{{0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0}},
		Names: []string{"route"},
		FixedEffects: [][]int32{
			{0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2},
			{0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3},
		},
	}
	r, err := panel.Fit(context.Background(), g, panel.Options{})
	if err != nil {
		log.Fatal(err)
	}
	c := r.Coefficients[0]
	fmt.Printf("%s %.3f (%.3f), n = %d, %v effects, K = %d, %s\n", c.Name, c.Estimate, c.StdErr, r.Observations, r.Groups, r.Parameters, r.Kind)
	// Output:
	// route 5.375 (0.244), n = 12, [3 4] effects, K = 7, iid
}
