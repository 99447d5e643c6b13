// Matrix prints the least length from every source to every target over the roads
// of any country, such as an extract of OpenStreetMap:
//
//	go run ./examples/matrix andorra.osm.pbf sources.csv targets.csv > matrix.csv
//
// Sources and targets are tables with the columns id, lon and lat.
package main

import (
	"context"
	"encoding/csv"
	"log"
	"math"
	"os"
	"strconv"

	"github.com/corredor-geo/corredor/engine"
)

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: matrix ROADS SOURCES TARGETS")
	}
	ctx := context.Background()
	network, err := engine.OpenNetwork(ctx, os.Args[1], engine.NetworkOptions{})
	if err != nil {
		log.Fatal(err)
	}
	defer network.Close()
	var stops [2][]engine.Stop
	for i, name := range os.Args[2:] {
		if stops[i], err = network.ReadStops(ctx, name); err != nil {
			log.Fatal(err)
		}
	}
	metric, err := network.Metric("") // a formula, or the length
	if err != nil {
		log.Fatal(err)
	}
	out := csv.NewWriter(os.Stdout)
	out.Write([]string{"source", "target", "km"})
	for cell, err := range network.Matrix(ctx, stops[0], stops[1], engine.MatrixOptions{Metric: metric}) {
		if err != nil {
			log.Fatal(err)
		}
		km := "" // there is no way
		if !math.IsInf(cell.Cost, 1) {
			km = strconv.FormatFloat(cell.Meters/1000, 'f', 3, 64)
		}
		out.Write([]string{stops[0][cell.I].ID, stops[1][cell.J].ID, km})
	}
	if out.Flush(); out.Error() != nil {
		log.Fatal(out.Error())
	}
}
