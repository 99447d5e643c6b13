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

func ExampleNewPanel() {
	// Homicides in two municipalities of Sinaloa and two of Chihuahua.
	const january2008 = 12 * 2008
	var rows []panel.Observation
	for i, code := range []string{"25006", "25018", "08037", "08019"} {
		for m, events := range []float64{2, 0, 5, 9} {
			rows = append(rows, panel.Observation{Code: code, Month: january2008 + m,
				Events: events * float64((i*m+1)%3), Population: 100_000 * float64(i+1)})
		}
	}
	p, err := panel.NewPanel(rows, panel.PanelOptions{})
	if err != nil {
		log.Fatal(err)
	}
	route := p.Column(func(code string, month int) float64 {
		if code == "25018" && month >= january2008+2 {
			return 1
		}
		return 0
	})
	r, err := panel.Fit(context.Background(), panel.Regression{
		Y: p.RatePer100k(), X: [][]float64{route}, Names: []string{"route"}, Weights: p.Population,
		FixedEffects: [][]int32{p.Unit, p.StateMonth},
		Clusters:     [][]int32{p.Unit, p.StateMonth},
	}, panel.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(p.Len(), "rows,", r.Groups, "effects,", r.Clusters, "clusters,", r.DF, "degrees of freedom")
	fmt.Printf("%s %.2f\n", r.Coefficients[0].Name, r.Coefficients[0].Estimate)
	// Output:
	// 16 rows, [4 8] effects, [4 8] clusters, 3 degrees of freedom
	// route -51.00
}
