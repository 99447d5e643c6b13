package cch_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/graphtest"
)

// FuzzCustomize takes a random network through customization, perfection and an
// update, under a random order, and compares with Dijkstra and the reference.
func FuzzCustomize(f *testing.F) {
	f.Add(uint64(1), uint64(2))
	f.Fuzz(func(t *testing.T, seed, orderSeed uint64) {
		g, m := graphtest.Random(seed, 40)
		r := rand.New(rand.NewPCG(orderSeed, 0))
		order := make(cch.Order, g.NodeCount())
		for i, v := range r.Perm(len(order)) {
			order[i] = graph.NodeID(v)
		}
		ix := cch.New(g, order)
		metric := cch.Customize(ix, m, cch.CustomizeOptions{Perfect: true, Workers: 2})
		wantUp, wantDown := cch.ReferenceCustomize(ix, m)
		if up, down := cch.Arcs(metric); !slices.Equal(up, wantUp) || !slices.Equal(down, wantDown) {
			t.Fatal("customization differs from the reference")
		}
		if g.ArcCount() > 0 {
			a := graph.ArcID(r.IntN(g.ArcCount()))
			m[a] = graphtest.RandomMetric(g, orderSeed)[a]
			metric.Update([]graph.ArcID{a}, []float64{m[a]})
		}
		q, dijkstra := router[float64]{metric.NewQuery()}, graph.NewDijkstra(g)
		for s := range graph.NodeID(g.NodeCount()) {
			dijkstra.Run(m, s)
			for e := range graph.NodeID(g.NodeCount()) {
				if err := graphtest.Check(g, m, q, dijkstra, s, e); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}
