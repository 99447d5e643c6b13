package assign_test

import (
	"context"
	"fmt"
	"log"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
)

// links builds a network of one-way segments, numbered as its arcs when they are
// sorted by tail.
func links(nodes int, ends ...[2]graph.NodeID) *graph.Graph {
	var b graph.Builder
	b.AddNodes(nodes)
	for _, e := range ends {
		b.AddSegment(graph.Segment{From: e[0], To: e[1], LengthMeters: 1, Direction: graph.Forward})
	}
	g, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	return g
}

// Two roads lead from one town to the other: a motorway of 10 minutes that fills up,
// and a byroad of 20 minutes on which there is always room. In equilibrium both take
// 20 minutes: 10 * (1 + 100 * (x/1000)^2) = 20 at x = 100.
func ExampleSolve() {
	g := links(2, [2]graph.NodeID{0, 1}, [2]graph.NodeID{0, 1})
	problem := assign.Problem{
		Graph: g,
		Cost: &assign.BPR{
			FreeFlow: []float64{10, 20}, Capacity: []float64{1000, 1000},
			B: []float64{100, 0}, Power: []float64{2, 2},
		},
		Demand: []assign.Demand{{From: 0, To: 1, Flow: 150}},
	}
	solution, err := assign.Solve(context.Background(), problem, assign.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("motorway %.3f at %.3f minutes, byroad %.3f at %.3f\n",
		solution.Flow[0], solution.Cost[0], solution.Flow[1], solution.Cost[1])
	// Output: motorway 100.000 at 20.000 minutes, byroad 50.000 at 20.000
}

// Braess (1968, doi:10.1007/BF01918335): a new road makes everyone worse off. Six
// travellers go from 0 to 3.
//
//	    1
//	 / | \      0-1 and 2-3 cost 10 x, 0-2 and 1-3 cost 50 + x,
//	0  |  3     the new road 1-2 costs 10 + x.
//	 \ v /
//	   2
func ExampleProblem_closed() {
	g := links(4, [2]graph.NodeID{0, 1}, [2]graph.NodeID{0, 2}, [2]graph.NodeID{1, 2}, [2]graph.NodeID{1, 3}, [2]graph.NodeID{2, 3})
	ones := []float64{1, 1, 1, 1, 1}
	problem := assign.Problem{
		Graph:  g,
		Cost:   &assign.Power{Base: []float64{0, 50, 10, 50, 0}, Factor: []float64{10, 1, 1, 1, 10}, Capacity: ones, Exponent: 1},
		Demand: []assign.Demand{{From: 0, To: 3, Flow: 6}},
	}
	for _, closed := range []bool{true, false} {
		problem.Closed = []bool{false, false, closed, false, false}
		solution, err := assign.Solve(context.Background(), problem, assign.Options{})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("closed %-5v  each pays %.3f, flows %.3f\n", closed, solution.TotalCost/6, solution.Flow)
	}
	// Output:
	// closed true   each pays 83.000, flows [3.000 3.000 0.000 3.000 3.000]
	// closed false  each pays 92.000, flows [4.000 2.000 2.000 2.000 4.000]
}

// Two origins, 0 and 1, choose between the same two roads from 2 to 3, arcs 2 and 3. Whatever the
// flows of the roads, the most likely path flows split both origins alike.
func ExamplePaths_Through() {
	g := links(4, [2]graph.NodeID{0, 2}, [2]graph.NodeID{1, 2}, [2]graph.NodeID{2, 3}, [2]graph.NodeID{2, 3})
	problem := assign.Problem{
		Graph:  g,
		Cost:   &assign.Power{Base: []float64{1, 1, 1, 2}, Factor: []float64{0, 0, 1, 1}, Capacity: []float64{1, 1, 10, 10}, Exponent: 1},
		Demand: []assign.Demand{{From: 0, To: 3, Flow: 30}, {From: 1, To: 3, Flow: 20}},
	}
	solution, err := assign.Solve(context.Background(), problem, assign.Options{})
	if err != nil {
		log.Fatal(err)
	}
	paths, err := solution.ProportionalPaths(context.Background(), problem, assign.PathOptions{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("flows %.2f, shares of road 2: %.2f\n", solution.Flow, paths.Through(2).Share)
	// Output: flows [30.00 20.00 30.00 20.00], shares of road 2: [0.60 0.60]
}
