package assign_test

import (
	"context"
	"fmt"
	"github.com/corredor-geo/corredor/engine/assign"
	"testing"
)

func TestZ(t *testing.T) {
	for _, name := range []string{"SiouxFalls", "Anaheim", "Barcelona", "Berlin"} {
		p := open(t, name)
		for _, gap := range []float64{1e-6, 1e-10, 1e-12} {
			o := assign.Options{Gap: gap, Workers: 1}
			best := 1e9
			for range 7 {
				var last assign.Iteration
				o.Trace = func(it assign.Iteration) { last = it }
				s, err := assign.Solve(context.Background(), p, o)
				if err != nil || !s.Converged {
					t.Fatal(err, s.RelativeGap)
				}
				best = min(best, last.Seconds)
				if best == last.Seconds {
				}
				if last.Seconds == best {
					_ = s
				}
				o.Trace = nil
				it = s.Iterations
			}
			fmt.Printf("%s %.0e %d %.4f | ", name, gap, it, best)
		}
		fmt.Println()
	}
}

var it int
