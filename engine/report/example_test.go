package report_test

import (
	"log"
	"os"

	"github.com/corredor-geo/corredor/engine/report"
)

func ExampleDocument_Write() {
	file, err := os.CreateTemp("", "report-*.html")
	if err != nil {
		log.Fatal(err)
	}
	defer os.Remove(file.Name())
	d := report.Document{Title: "Ports", Sections: []report.Section{{ID: "shares", Title: "Shares", Blocks: []report.Block{
		report.Text("Most routes end at Brownsville."),
		report.Bars{Title: "Share of routes", Description: "Brownsville 70 %, Roma 30 %.", Unit: " %",
			Bars: []report.Bar{{Label: "Brownsville", Values: []float64{70}}, {Label: "Roma", Values: []float64{30}}}},
	}}}}
	if err := d.Write(file); err != nil {
		log.Fatal(err)
	}
	// Output:
}
