// Routers compares this engine with its own reference Dijkstra, gonum and, where
// installed, igraph for Python, on one network and the same queries, and
// prints a table of ratios:
//
//	go run ./benchmarks/routers -graph USA-road-d.NY.gr.gz -coords USA-road-d.NY.co.gz > benchmarks/routers.md
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/internal/bench"
)

func main() {
	log.SetFlags(0)
	path := flag.String("graph", "", "DIMACS network")
	coords := flag.String("coords", "", "its coordinates")
	flag.Parse()
	if *path == "" {
		flag.Usage()
		os.Exit(2)
	}
	if err := compare(*path, *coords); err != nil {
		log.Fatal(err)
	}
}

func compare(path, coords string) error {
	ctx := context.Background()
	n, err := engine.ReadNetwork(ctx, path, engine.NetworkOptions{Options: load.Options{Nodes: coords}})
	if err != nil {
		return err
	}
	m := graph.LengthMetric(n.Graph)
	pairs := randomPairs(n.Graph.NodeCount())
	ours, err := bench.Run(ctx, n, m, pairs)
	if err != nil {
		return err
	}
	report := report{network: n, ours: ours}
	report.add(referencePeer(n.Graph, m, pairs))
	report.add(gonumPeer(n.Graph, m, pairs))
	igraph, err := igraphPeer(n.Graph, m, pairs)
	if err != nil {
		report.notes = append(report.notes, fmt.Sprintf("igraph was not run: %v.", err))
	} else {
		report.add(igraph)
	}
	return report.print(os.Stdout)
}

// queries and seed make the same queries on every machine.
const (
	queries = 1000
	seed    = 20100101
	few     = 20 // queries of the peers that take a tenth of a second each
	rows    = 200
	columns = 50
)

func randomPairs(nodes int) [][2]graph.NodeID {
	rng := rand.New(rand.NewPCG(seed, 0))
	pairs := make([][2]graph.NodeID, queries)
	for i := range pairs {
		pairs[i] = [2]graph.NodeID{graph.NodeID(rng.IntN(nodes)), graph.NodeID(rng.IntN(nodes))}
	}
	return pairs
}
