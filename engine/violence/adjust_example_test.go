package violence_test

import (
	"context"
	"fmt"
	"log"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine/violence"
)

// Two of twenty deaths of 2009 were registered in 2010, so about as many of 2010 are
// still to come; one death of 2010 has no date.
func ExampleTable_Adjust() {
	fsys := fstest.MapFS{"deaths.csv": {Data: []byte(`cvegeo,year,registered,deaths
08037,2009,2009,18
08037,2009,2010,2
08037,2010,2010,35
08037,,2010,1
`)}}
	table, err := violence.Read(context.Background(), "deaths.csv", violence.Options{
		FS: fsys, Code: "cvegeo", Year: "year", Registered: "registered",
		Series: []violence.SeriesColumn{{Name: "homicides", Column: "deaths"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	_, changes, err := table.Adjust(violence.Undated{}, violence.Late{Year: 2010})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range changes {
		for _, y := range c.Years {
			fmt.Printf("%s: %s of %d from %.0f to %.0f\n", c.Name, y.Series, y.Year, y.Before, y.After)
		}
	}
	// Output:
	// undated: homicides of 2010 from 35 to 36
	// late: homicides of 2010 from 36 to 40
}

// Sinaloa, all homicides (INEGI) and those of the drug war (Presidencia).
func ExampleTable_Discrepancies() {
	fsys := fstest.MapFS{"sinaloa.csv": {Data: []byte(`cvegeo,year,homicides,drug_war
25999,2007,388,414
25999,2008,871,1084
25999,2009,1422,1059
25999,2010,2278,1813
`)}}
	table, err := violence.Read(context.Background(), "sinaloa.csv", violence.Options{
		FS: fsys, Code: "cvegeo", Year: "year",
		Series: []violence.SeriesColumn{{Name: "homicides", Column: "homicides"}, {Name: "drug_war", Column: "drug_war"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	groups := []violence.Group{{ID: "25", Name: "Sinaloa", Codes: []string{"25999"}}}
	d, err := table.Discrepancies(groups, violence.Contrast{Total: "homicides", Part: "drug_war"})
	if err != nil {
		log.Fatal(err)
	}
	for _, run := range d.Runs {
		fmt.Printf("%s, %v to %v: %.0f more than there can be, p = %.0e\n", run.Group.Name, run.From, run.To, run.Excess(), run.PAdjusted)
	}
	// Output:
	// Sinaloa, 2007-01 to 2008-12: 239 more than there can be, p = 3e-05
}

func ExamplePoissonInterval() {
	low, high := violence.PoissonInterval(3, 0.95)
	fmt.Printf("3 homicides: between %.2f and %.2f\n", low, high)
	// Output:
	// 3 homicides: between 0.62 and 8.77
}
