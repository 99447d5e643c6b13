package assign_test

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/internal/outside"
)

// TestBoundedMinimumAsR holds every point that the search looks at to R's optimize, which is
// Brent's own procedure; R asks once more for the value at the end. The tolerance is one at
// which rounding decides nothing.
func TestBoundedMinimumAsR(t *testing.T) {
	const waves = 40
	const script = `for (f in c(list(function(x) (x-0.3)^2 + 0.1*x^4, function(x) exp(x) - 2*x, function(x) abs(x-0.7)^1.5 + sin(20*x)/20,
  function(x) -x, function(x) -1/(1 + 1000*(x-0.123)^2), function(x) abs(x-0.9), function(x) floor(4*x)/4 - x/8),
  lapply(1:40, function(k) { force(k); function(x) cos(k*x + k/3) + x/5 }))) {
  p <- c(); optimize(function(x) { p <<- c(p, x); f(x) }, c(0, 1), tol = 1e-4); cat(sprintf("%.17g", p), "\n") }`
	printed := outside.Output(t, "", outside.Program(t, "Rscript"), "-e", script)
	lines := strings.Split(strings.TrimSpace(printed), "\n")
	functions := []func(float64) float64{
		func(x float64) float64 { return (x-0.3)*(x-0.3) + 0.1*x*x*x*x },
		func(x float64) float64 { return math.Exp(x) - 2*x },
		func(x float64) float64 { return math.Pow(math.Abs(x-0.7), 1.5) + math.Sin(20*x)/20 },
		func(x float64) float64 { return -x },
		func(x float64) float64 { return -1 / (1 + 1000*(x-0.123)*(x-0.123)) },
		func(x float64) float64 { return math.Abs(x - 0.9) },
		func(x float64) float64 { return math.Floor(4*x)/4 - x/8 },
	}
	for k := 1.0; k <= waves; k++ {
		functions = append(functions, func(x float64) float64 { return math.Cos(k*x+k/3) + x/5 })
	}
	for i, f := range functions {
		var got []float64
		end := assign.BoundedMinimum(func(x float64) float64 { got = append(got, x); return f(x) }, 1e-4)
		got = append(got, end)
		want := strings.Fields(lines[i])
		if len(got) != len(want) {
			t.Fatalf("function %d: %d points, R takes %d", i, len(got), len(want))
		}
		for k, x := range got {
			if r, err := strconv.ParseFloat(want[k], 64); err != nil || math.Abs(x-r) > 1e-9 {
				t.Errorf("function %d, point %d: %.17g, R has %s", i, k, x, want[k])
			}
		}
	}
}
