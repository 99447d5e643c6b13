package exposure_test

import (
	"context"
	"fmt"
	"log"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/exposure"
)

func ExampleLands_Within() {
	// Two municipalities of 0.2 x 0.2 degrees, and a road between them.
	square := func(west, south float64) orb.MultiPolygon {
		return orb.MultiPolygon{orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{west + 0.2, south + 0.2}}.ToPolygon()}
	}
	lands := exposure.NewLands([]exposure.Land{{Area: square(-100, 20)}, {Area: square(-100, 20.3)}})
	road := orb.LineString{{-101, 20.15}, {-99, 20.25}}
	for k, shares := range lands.Within([]orb.LineString{road}, []float64{5000, 20000}) {
		fmt.Printf("%d km:", []int{5, 20}[k])
		for _, s := range shares {
			fmt.Printf(" municipality %d %.2f", s.Place, s.Share)
		}
		fmt.Println()
	}
	// Output:
	// 5 km: municipality 0 0.20
	// 20 km: municipality 0 0.88 municipality 1 0.43
}

func ExamplePermutation() {
	// Eight municipalities in a row: a route runs from each to the last. The ninth has
	// no road. Homicides are many in the last of the row.
	const n = 9
	o := exposure.Outcome{Name: "homicides", Events: []float64{1, 0, 2, 1, 1, 9, 8, 12, 3}}
	routes := make([]exposure.Set, n)
	for i := range n {
		o.PersonYears = append(o.PersonYears, 50_000)
		if i == n-1 {
			break
		}
		routes[i] = exposure.NewSet(n)
		for k := i; k < n-1; k++ {
			routes[i].Add(k)
		}
	}
	shuffle, _ := exposure.NewShuffle(routes, make([]int, n), [][]int{{5}}) // all in one stratum
	tests, err := exposure.Permutation{
		Observed:  routes[5],
		Contrasts: []*exposure.Contrast{exposure.NewContrast(o, nil)},
		Placement: shuffle,
		Draws:     exposure.Draws{Count: 999, Seed: 1},
	}.Test(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	t := tests[0]
	fmt.Printf("%.1f on the route, %.1f off it; p %.2f\n", t.OnPooled, t.OffPooled, t.PooledTest.Greater)
	// Output: 19.3 on the route, 2.7 off it; p 0.25
}
