package assign_test

import (
	"fmt"
	"testing"

	"github.com/corredor-geo/corredor/engine/assign"
)

// BenchmarkSolve times the way to a gap on one core, reading not counted. The
// established program, tap-b (Algorithm B in C), takes on the machine where these were made
// 0.009 and 0.025 s (Sioux Falls, to 1e-6 and 1e-10), 0.012 and 0.036 s (Anaheim),
// 0.24 and 0.44 s (Barcelona).
func BenchmarkSolve(b *testing.B) {
	for _, name := range []string{"SiouxFalls", "Anaheim", "Barcelona", "Berlin"} {
		for _, test := range []struct {
			algorithm assign.Algorithm
			gap       float64
		}{
			{assign.AlgorithmB, 1e-6}, {assign.AlgorithmB, 1e-10}, {assign.AlgorithmB, 1e-12},
			{assign.BiconjugateFrankWolfe, 1e-4}, {assign.BiconjugateFrankWolfe, 1e-6},
			{assign.FrankWolfe, 1e-4},
		} {
			b.Run(fmt.Sprintf("%s/%v/%.0e", name, test.algorithm, test.gap), func(b *testing.B) {
				p := open(b, name)
				b.ReportAllocs()
				iterations := 0
				for b.Loop() {
					s := solve(b, p, assign.Options{Algorithm: test.algorithm, Gap: test.gap, Workers: 1})
					if !s.Converged {
						b.Fatalf("gap %g after %d iterations", s.RelativeGap, s.Iterations)
					}
					iterations = s.Iterations
				}
				b.ReportMetric(float64(iterations), "iterations")
			})
		}
	}
}
