package violence_test

import (
	"context"
	"fmt"
	"log"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine/violence"
)

func ExampleTable_Measure() {
	fsys := fstest.MapFS{"homicides.csv": {Data: []byte(`id,month,homicides,population
8037,2010-01,240,1300000
8037,2010-02,200,1300000
25006,2010-01,60,860000
25006,2010-02,55,860000
`)}}
	table, err := violence.Read(context.Background(), "homicides.csv", violence.Options{
		FS: fsys, Code: "id", Date: "month", Population: "population",
		Series: []violence.SeriesColumn{{Name: "homicides", Column: "homicides"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	places := []violence.Place{{Code: "08037", AreaKM2: 3561}, {Code: "25006", AreaKM2: 6261}}
	period := violence.Period{From: violence.MonthOf(2010, 1), To: violence.MonthOf(2010, 12)}
	m, err := table.Measure("homicides", period, places)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m.Months, "months with data")
	for i, place := range places {
		fmt.Printf("%s %.0f homicides, %.1f per 100,000 a year\n", place.Code, m.Events[i], m.RatePer100k[i])
	}
	// 30 km in the first, 10 km in the second.
	e := m.Along([]violence.Stretch{{Place: 0, Meters: 30_000}, {Place: 1, Meters: 10_000}})
	fmt.Printf("%.1f along the route, worst in %s\n", e.MeanRatePer100k, places[e.Worst].Code)
	// Output:
	// 2 months with data
	// 08037 440 homicides, 203.1 per 100,000 a year
	// 25006 115 homicides, 80.2 per 100,000 a year
	// 172.4 along the route, worst in 08037
}
