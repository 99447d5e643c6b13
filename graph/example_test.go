package graph_test

import (
	"fmt"
	"log"

	"github.com/corredor-geo/corredor/graph"
	"github.com/paulmach/orb"
)

// Four cities around Mexico City, and the straight roads between them.
var (
	cities = []string{"México", "Toluca", "Puebla", "Cuernavaca"}
	places = []orb.Point{{-99.1332, 19.4326}, {-99.6557, 19.2826}, {-98.2063, 19.0414}, {-99.2216, 18.9242}}
	roads  = []struct {
		from, to graph.NodeID
		ref      string
	}{{0, 1, "MEX-15"}, {0, 2, "MEX-150D"}, {0, 3, "MEX-95D"}, {3, 2, "MEX-438"}}
)

func cityRoads() *graph.Graph {
	var b graph.Builder
	b.AddColumn("ref")
	for _, p := range places {
		b.AddNode(graph.PointOf(p))
	}
	for _, r := range roads {
		b.AddSegment(graph.Segment{From: r.from, To: r.to, Values: []string{r.ref}})
	}
	g, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	return g
}

func ExampleBuilder() {
	var b graph.Builder
	b.AddColumn("ref")
	mexico := b.AddNode(graph.PointOf(orb.Point{-99.1332, 19.4326}))
	toluca := b.AddNode(graph.PointOf(orb.Point{-99.6557, 19.2826}))
	b.AddSegment(graph.Segment{From: mexico, To: toluca, Values: []string{"MEX-15"}})
	g, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(g.NodeCount(), "nodes,", g.ArcCount(), "arcs")
	fmt.Printf("%s: %.1f km\n", g.Column("ref").Text(0), g.LengthMeters(0)/1000)
	// Output:
	// 2 nodes, 2 arcs
	// MEX-15: 57.4 km
}

func ExampleDijkstra() {
	g := cityRoads()
	d := graph.NewDijkstra(g)
	d.Run(graph.LengthMetric(g), 1) // from Toluca
	fmt.Printf("%s: %.1f km\n", cities[2], d.Distance(2)/1000)
	for _, a := range d.AppendPath(nil, 2) {
		s, _ := g.Segment(a)
		fmt.Printf("%s by %s\n", cities[g.Head(a)], g.Column("ref").Text(s))
	}
	// Output:
	// Puebla: 164.0 km
	// México by MEX-15
	// Puebla by MEX-150D
}

func ExampleSnapper() {
	g := cityRoads()
	q := graph.NewSnapper(g, nil).Query() // one for each goroutine
	cholula := orb.Point{-98.3036, 19.0634}
	place, ok := q.Nearest(cholula)
	if !ok {
		log.Fatal("no roads")
	}
	fmt.Printf("%s, %.1f km from México, %.1f km away\n",
		g.Column("ref").Text(place.Segment), place.OffsetMeters/1000, place.AccessMeters/1000)
	for exit := range g.Departures(g.Proportional(graph.LengthMetric(g)), place) {
		fmt.Printf("%s in %.1f km\n", cities[exit.Node], exit.Cost/1000)
	}
	// Output:
	// MEX-150D, 96.3 km from México, 1.9 km away
	// México in 96.3 km
	// Puebla in 10.3 km
}
