// Assign times traffic assignment on the networks of Transportation Networks for Research, and
// on a road network, and prints a table of ratios to the best published figures:
//
//	go run ./benchmarks/assign -tntp DIR -graph USA-road-d.NY.gr.gz -coords USA-road-d.NY.co.gz > benchmarks/assign.md
//
// DIR holds a folder per network, as the collection does.
package main

import (
	"context"
	"flag"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	dir := flag.String("tntp", "", "folder of the TNTP networks")
	path := flag.String("graph", "", "DIMACS network (default: none)")
	coords := flag.String("coords", "", "its coordinates")
	flag.Parse()
	if *dir == "" {
		flag.Usage()
		os.Exit(2)
	}
	if err := compare(*dir, *path, *coords); err != nil {
		log.Fatal(err)
	}
}

func compare(dir, path, coords string) error {
	ctx := context.Background()
	r := &report{}
	for _, c := range cases {
		n, err := c.read(ctx, dir)
		if err != nil {
			return err
		}
		if err := r.measure(ctx, n); err != nil {
			return err
		}
	}
	if path != "" {
		if err := r.measureRoads(ctx, path, coords); err != nil {
			return err
		}
	}
	return r.print(os.Stdout)
}
