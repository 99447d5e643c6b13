// Loaders measures how fast road data of each format becomes a network, and in how
// much memory, each in a process of its own, beside programs that only decode the
// same file. It prints a table in Markdown.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	data := flag.String("data", os.Getenv("CORREDOR_DATA"), "folder of the reference data; without it only the made-up network is read")
	rounds := flag.Int("rounds", 5, "readings of each file; the table has the fastest")
	child := flag.String("child", "", "reader to run in this process, on the file that follows")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	if *child != "" {
		err = read(ctx, *child, flag.Arg(0), os.Stdout)
	} else {
		err = run(ctx, *data, *rounds)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "loaders:", err)
		os.Exit(1)
	}
}

// trial is a file and who reads it besides this engine.
type trial struct {
	name, path string
	peers      []string
}

func run(ctx context.Context, data string, rounds int) error {
	folder, err := os.MkdirTemp("", "loaders")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	trials, err := madeUp(ctx, folder)
	if err != nil {
		return err
	}
	if data != "" {
		trials = append(trials, reference(data)...)
	}
	r := report{rounds: rounds}
	for _, t := range trials {
		for _, reader := range append([]string{ours}, t.peers...) {
			fmt.Fprintln(os.Stderr, t.name, "by", reader)
			best, err := measure(ctx, reader, t.path, rounds)
			if err != nil {
				return fmt.Errorf("%s by %s: %w", t.name, reader, err)
			}
			r.add(t, reader, best)
		}
	}
	return r.print(os.Stdout)
}

func reference(data string) []trial {
	file := func(parts ...string) string { return filepath.Join(append([]string{data}, parts...)...) }
	return []trial{
		{"OSM PBF, Andorra 2025", file("osm", "andorra-2025.osm.pbf"), []string{decodeOnce, decodeTwice}},
		{"OSM PBF, Monaco", file("osm", "osrm-monaco.osm.pbf"), []string{decodeOnce, decodeTwice}},
		{"GeoJSON, Mexico's highways", file("roads", "mexico_highways.geojson"), []string{gdal}},
		{"Shapefile, Mexico's roads 1992", file("roads", "MEX_roads.shp"), nil},
		{"DIMACS, New York", file("benchmarks", "dimacs", "USA-road-d.NY.gr.gz"), nil},
	}
}
