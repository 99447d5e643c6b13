package cch_test

import (
	"context"
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
)

// A block of four crossings; the direct road 0-3 is long.
//
//	0--1
//	|  |
//	2--3
func block() *graph.Graph {
	var b graph.Builder
	b.AddNodes(4)
	for _, s := range []graph.Segment{
		{From: 0, To: 1, LengthMeters: 100},
		{From: 1, To: 3, LengthMeters: 100},
		{From: 0, To: 2, LengthMeters: 150},
		{From: 2, To: 3, LengthMeters: 100},
		{From: 0, To: 3, LengthMeters: 400},
	} {
		b.AddSegment(s)
	}
	g, err := b.Build()
	if err != nil {
		panic(err)
	}
	return g
}

func Example() {
	g := block()
	order, err := cch.NewOrder(context.Background(), g, cch.OrderOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	index := cch.New(g, order)
	metric := cch.Customize(index, graph.LengthMetric(g), cch.CustomizeOptions{})

	query := metric.NewQuery()
	fmt.Println("0 to 3:", query.Run(0, 3), "m")
	for _, arc := range query.AppendPath(nil) {
		fmt.Println("  by", g.Tail(arc), "-", g.Head(arc))
	}

	// Close the segment 0-1 both ways, on a copy.
	closed := metric.Clone()
	closed.Update([]graph.ArcID{g.ArcOf(0, false), g.ArcOf(0, true)}, []float64{math.Inf(1), math.Inf(1)})
	fmt.Println("without 0-1:", closed.NewQuery().Distance(0, 3), "m")

	// Output:
	// 0 to 3: 200 m
	//   by 0 - 1
	//   by 1 - 3
	// without 0-1: 250 m
}

func ExampleTable() {
	g := block()
	order, _ := cch.NewOrder(context.Background(), g, cch.OrderOptions{})
	metric := cch.Customize(cch.New(g, order), graph.LengthMetric(g), cch.CustomizeOptions{})

	ports := metric.PinTargets(cch.Places[float64]([]graph.NodeID{2, 3}))
	matrix := ports.Matrix([]graph.NodeID{0, 1}, 0)
	fmt.Println("from 0:", matrix[:2])
	fmt.Println("from 1:", matrix[2:])
	// Output:
	// from 0: [150 200]
	// from 1: [200 100]
}

func ExampleSweep() {
	g := block()
	order, _ := cch.NewOrder(context.Background(), g, cch.OrderOptions{})
	metric := cch.Customize(cch.New(g, order), graph.LengthMetric(g), cch.CustomizeOptions{})

	sweep := metric.NewSweep(cch.SweepOptions{})
	sweep.Run(0)
	fmt.Println(sweep.AppendDistances(nil))
	// Output: [0 100 150 200]
}
