package panel_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/corredor-geo/corredor/engine/panel"
)

// table7 has the size of Dell's Table 7: 2,044 municipalities over 37 months,
// 75,628 rows, in 31 states of very unequal size; weights are populations that
// grow unevenly, which keeps one round of projections from being exact.
func table7() panel.Regression {
	const units, months, states = 2044, 37, 31
	r := rand.New(rand.NewPCG(7, 7))
	g := panel.Regression{FixedEffects: make([][]int32, 2), X: make([][]float64, 1), Names: []string{"route"}, Weights: []float64{}}
	for u := range units {
		state := int(states * math.Pow(r.Float64(), 2))
		people := math.Exp(9.5 + 1.3*r.NormFloat64())
		from := r.IntN(3 * months)
		own := r.NormFloat64()
		for m := range months {
			route := 0.0
			if m >= from {
				route = 1
			}
			people *= 1 + 0.01*r.NormFloat64()
			g.X[0] = append(g.X[0], route)
			g.Y = append(g.Y, own+route*0.2+math.Sin(float64(state*m))+r.NormFloat64())
			g.Weights = append(g.Weights, people)
			g.FixedEffects[0] = append(g.FixedEffects[0], int32(u))
			g.FixedEffects[1] = append(g.FixedEffects[1], int32(state*months+m))
		}
	}
	g.Clusters = g.FixedEffects
	return g
}

func BenchmarkTable7(b *testing.B) {
	g := table7()
	var r *panel.Result
	for b.Loop() {
		var err error
		if r, err = panel.Fit(context.Background(), g, panel.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(r.Observations), "rows")
	b.ReportMetric(float64(r.Groups[1]), "state-months")
	b.ReportMetric(float64(r.Rounds[0]), "rounds")
	b.ReportMetric(-math.Log10(r.Change), "digits")
}

// BenchmarkHard is the case that defeats plain alternating projections: workers
// who seldom change firms.
func BenchmarkHard(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 3))
	const workers, years = 10_000, 8
	g := panel.Regression{FixedEffects: make([][]int32, 2), X: make([][]float64, 1)}
	for w := range workers {
		firm := w / 10
		for range years {
			if r.IntN(200) == 0 {
				firm++
			}
			x := r.NormFloat64()
			g.X[0] = append(g.X[0], x)
			g.Y = append(g.Y, x+r.NormFloat64()+float64(firm)/100)
			g.FixedEffects[0] = append(g.FixedEffects[0], int32(w))
			g.FixedEffects[1] = append(g.FixedEffects[1], int32(firm))
		}
	}
	var res *panel.Result
	for b.Loop() {
		var err error
		if res, err = panel.Fit(context.Background(), g, panel.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(res.Rounds[0]), "rounds")
	b.ReportMetric(-math.Log10(res.Change), "digits")
}
