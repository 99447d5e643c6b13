package hotspot_test

import (
	"context"
	"fmt"
	"log"
	"testing/fstest"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/hotspot"
)

func ExampleReadTable() {
	fsys := fstest.MapFS{"eradication.csv": {Data: []byte(`crop,cvegeo,name,area_km2
marijuana,8029,Guadalupe y Calvo,236.2
marijuana,25003,Badiraguato,227.9
marijuana,25006,Culiacán,63.2
poppy,10034,Tamazula,129.4
`)}}
	spots, _, err := hotspot.ReadTable(context.Background(), hotspot.Source{
		FS: fsys, Path: "eradication.csv", Code: "cvegeo", Name: "name", Weight: "area_km2",
		Where: map[string]string{"crop": "marijuana"},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range hotspot.Rank(spots, hotspot.Selection{Top: 2}) {
		fmt.Println(s.Code, s.Name, s.Weight)
	}
	// Output:
	// 08029 Guadalupe y Calvo 236.2
	// 25003 Badiraguato 227.9
}

func ExampleGrid_Reduce() {
	grid := hotspot.Grid{Cells: []hotspot.Cell{
		{At: orb.Point{-107.4, 24.8}, Density: 3.1},
		{At: orb.Point{-107.3, 24.8}, Density: 3.6},
		{At: orb.Point{-110, 24}, Density: 1.2}, // at sea
	}}
	culiacan := orb.Bound{Min: orb.Point{-108, 24}, Max: orb.Point{-107, 25}}
	spots, outside := grid.Reduce(func(p orb.Point) (hotspot.Spot, bool) {
		return hotspot.Spot{Code: "25006"}, culiacan.Contains(p)
	})
	fmt.Println(spots, outside)
	// Output: [{25006  3.6}] 1
}

func ExampleKDE() {
	labs := []orb.Point{{-107.4, 24.8}, {-107.3, 24.9}, {-107.5, 24.7}, {-105.5, 24.1}}
	density, err := hotspot.KDE(context.Background(), labs, nil, hotspot.KDEOptions{
		Bandwidth: hotspot.Bandwidth{Sigma: [2]float64{0.3, 0.3}}, // degrees; the h of R's kde2d is 1.2
		Margin:    4,
	})
	if err != nil {
		log.Fatal(err)
	}
	culiacan := orb.MultiPolygon{orb.Bound{Min: orb.Point{-108, 24}, Max: orb.Point{-107, 25}}.ToPolygon()}
	fmt.Printf("%.3f per square degree, %.0f %% of the mass\n", density.At(orb.Point{-107.4, 24.8}), 100*density.Mass(culiacan))
	regions, err := density.HighestDensity(0.5, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range regions {
		fmt.Printf("%.0f %%: %d polygons\n", 100*r.Share, len(r.Area))
	}
	// Output:
	// 1.230 per square degree, 48 % of the mass
	// 50 %: 2 polygons
	// 95 %: 2 polygons
}
