package cch_test

import (
	"encoding/json"
	"fmt"
	"os"
	"sync/atomic"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/internal/outside"
)

// loadHighways reads Mexico's highways. Lines join where they share a vertex;
// with all, every vertex is a node, else only the ends and those shared.
func loadHighways(tb testing.TB, all bool) *graph.Graph {
	tb.Helper()
	text, err := os.ReadFile(outside.ReferenceData(tb, "roads/mexico_highways.geojson"))
	if err != nil {
		tb.Fatal(err)
	}
	var file struct {
		Features []struct {
			Geometry struct{ Coordinates []orb.Point }
		}
	}
	if err := json.Unmarshal(text, &file); err != nil {
		tb.Fatal(err)
	}
	uses := map[graph.Point]int{}
	for _, f := range file.Features {
		line := graph.PointsOf(f.Geometry.Coordinates)
		for i, p := range line {
			uses[p]++
			if all || i == 0 || i == len(line)-1 {
				uses[p] += 2
			}
		}
	}
	var b graph.Builder
	node := map[graph.Point]graph.NodeID{}
	at := func(p graph.Point) graph.NodeID {
		if _, ok := node[p]; !ok {
			node[p] = b.AddNode(p)
		}
		return node[p]
	}
	var pieces [][]graph.Point // nodes come before segments
	for _, f := range file.Features {
		line := graph.PointsOf(f.Geometry.Coordinates)
		from := 0
		for i := 1; i < len(line); i++ {
			if uses[line[i]] > 1 {
				pieces = append(pieces, line[from:i+1])
				at(line[from])
				at(line[i])
				from = i
			}
		}
	}
	for _, piece := range pieces {
		last := len(piece) - 1
		b.AddSegment(graph.Segment{From: at(piece[0]), To: at(piece[last]), Via: piece[1:last]})
	}
	g, err := b.Build()
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

// BenchmarkHighways computes 2,454 sources x 45 targets with every path, the
// size of the default study: one source per municipality, one target per port.
func BenchmarkHighways(b *testing.B) {
	for _, all := range []bool{false, true} {
		g := loadHighways(b, all)
		parts := graph.StrongComponents(g)
		var inside []graph.NodeID
		for n := range graph.NodeID(g.NodeCount()) {
			if parts.InLargest(n) {
				inside = append(inside, n)
			}
		}
		sources, targets := make([]graph.NodeID, 2454), make([]graph.NodeID, 45)
		for i := range sources {
			sources[i] = inside[i*7919%len(inside)]
		}
		for i := range targets {
			targets[i] = inside[i*104729%len(inside)]
		}
		m := cch.Customize(prepare(b, g), graph.LengthMetric(g), cch.CustomizeOptions{})
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("%dnodes/%dcores", g.NodeCount(), workers), func(b *testing.B) {
				var arcs atomic.Int64
				for b.Loop() {
					arcs.Store(0)
					table := m.PinTargets(cch.Places[float64](targets))
					table.Each(cch.Places[float64](sources), workers, func(_ int, row *cch.Row[float64]) {
						count := 0
						path := make([]graph.ArcID, 0, 4096)
						for c := range targets {
							path = row.AppendPath(path[:0], c)
							count += len(path)
						}
						arcs.Add(int64(count))
					})
				}
				b.ReportMetric(float64(arcs.Load()), "arcs/op")
			})
		}
	}
}
