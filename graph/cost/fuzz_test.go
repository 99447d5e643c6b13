package cost_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph/cost"
)

// FuzzFormula wants a price of every segment or one line, whatever is written.
func FuzzFormula(f *testing.F) {
	for _, seed := range []string{
		"length_km * (toll ? 1.2 : 1) + 5 * ferry", `class in ["federal"] ? closed : 3`, "3600 * length_km / (speed_kmh ?? 36)", "max(1, lanes) ** 2", "length_km *", "map(1..9, # + 1)", `toll == true`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		g := roads(t)
		formula, err := cost.ParseFormula(g, text)
		var metric []float64
		if err == nil {
			metric, err = formula.Metric(g)
		}
		if err != nil {
			var located *cost.FormulaError
			if !errors.As(err, &located) || strings.ContainsAny(err.Error(), "\r\n") {
				t.Errorf("%q is not one located line", err)
			}
			return
		}
		for a, x := range metric {
			if math.IsNaN(x) || x < 0 {
				t.Errorf("arc %d costs %v", a, x)
			}
		}
	})
}
