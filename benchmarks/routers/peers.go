package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"gonum.org/v1/gonum/graph/path"
	"gonum.org/v1/gonum/graph/simple"

	"github.com/corredor-geo/corredor/graph"
)

// peer is what another router took, in milliseconds; 0 is "not measured". sum
// adds up the distances of the first queries, as many as it was asked.
type peer struct {
	Name                   string
	Query, Table, OneToAll float64
	Asked                  int
	Sum                    float64
}

func since(start time.Time) float64 { return float64(time.Since(start).Nanoseconds()) / 1e6 }

// referencePeer is the Dijkstra of package graph, which stops at its target.
func referencePeer(g *graph.Graph, m graph.Metric, pairs [][2]graph.NodeID) peer {
	p := peer{Name: "reference Dijkstra", Asked: few}
	d := graph.NewDijkstra(g)
	start := time.Now()
	for _, pair := range pairs[:few] {
		d.Run(m, pair[0], pair[1])
		p.Sum += d.Distance(pair[1])
	}
	p.Query = since(start) / few
	start = time.Now()
	d.Run(m, pairs[0][0])
	p.OneToAll = since(start)
	start = time.Now()
	for _, pair := range pairs[:rows] {
		d.Run(m, pair[0])
	}
	p.Table = since(start)
	return p
}

// gonumPeer is path.DijkstraFrom, which always reaches every node.
func gonumPeer(g *graph.Graph, m graph.Metric, pairs [][2]graph.NodeID) peer {
	w := simple.NewWeightedDirectedGraph(0, 0)
	for n := range graph.NodeID(g.NodeCount()) {
		w.AddNode(simple.Node(n))
	}
	for a := range graph.ArcID(g.ArcCount()) {
		tail, head := g.Tail(a), g.Head(a)
		if old, ok := w.Weight(int64(tail), int64(head)); tail == head || ok && old <= m[a] {
			continue // no loops and no parallel arcs there
		}
		w.SetWeightedEdge(simple.WeightedEdge{F: simple.Node(tail), T: simple.Node(head), W: m[a]})
	}
	p := peer{Name: "gonum", Asked: few}
	start := time.Now()
	for _, pair := range pairs[:few] {
		p.Sum += path.DijkstraFrom(simple.Node(pair[0]), w).WeightTo(int64(pair[1]))
	}
	p.OneToAll = since(start) / few
	p.Query = p.OneToAll
	p.Table = p.OneToAll * rows
	return p
}

// igraphPeer runs igraph's C core through Python, as most of its users do.
func igraphPeer(g *graph.Graph, m graph.Metric, pairs [][2]graph.NodeID) (p peer, err error) {
	dir, err := os.MkdirTemp("", "routers")
	if err != nil {
		return p, err
	}
	defer os.RemoveAll(dir)
	arcs := filepath.Join(dir, "arcs.txt")
	if err := writeArcs(arcs, g, m); err != nil {
		return p, err
	}
	input, err := json.Marshal(pairs[:rows])
	if err != nil {
		return p, err
	}
	command := exec.Command("/usr/bin/python3", "-c", igraphScript, arcs, fmt.Sprint(few), fmt.Sprint(columns), string(input))
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		return p, fmt.Errorf("python3-igraph: %w", err)
	}
	p = peer{Name: "igraph (Python)", Asked: few}
	return p, json.Unmarshal(output, &p)
}

func writeArcs(name string, g *graph.Graph, m graph.Metric) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(file)
	for a := range graph.ArcID(g.ArcCount()) {
		fmt.Fprintln(out, g.Tail(a), g.Head(a), m[a])
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return file.Close()
}

const igraphScript = `
import json, sys, time
import igraph
edges, weights = [], []
for line in open(sys.argv[1]):
    a, b, w = line.split()
    edges.append((int(a), int(b))); weights.append(float(w))
g = igraph.Graph(n=max(max(e) for e in edges) + 1, edges=edges, directed=True)
few, columns, pairs = int(sys.argv[2]), int(sys.argv[3]), json.loads(sys.argv[4])
t = time.time()
total = sum(g.distances(a, b, weights=weights)[0][0] for a, b in pairs[:few])
query = (time.time() - t) * 1000 / few
t = time.time(); g.distances([p[0] for p in pairs], [p[1] for p in pairs[:columns]], weights=weights)
table = (time.time() - t) * 1000
t = time.time(); g.distances(pairs[0][0], weights=weights)
print(json.dumps({"Query": query, "Table": table, "OneToAll": (time.time() - t) * 1000, "Sum": total}))
`
