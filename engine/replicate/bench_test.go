package replicate_test

import (
	"context"
	"testing"

	"github.com/corredor-geo/corredor/engine/replicate"
	"github.com/corredor-geo/corredor/graph"
)

// someOrigins returns 200 nodes spread over the numbers, as many as the paper's order.
func someOrigins(b *testing.B, a *replicate.Archive) replicate.Origins {
	b.Helper()
	const want = 200
	search := graph.NewDijkstra(a.Graph)
	search.Run(a.Metric(replicate.Periods-1), a.Sink)
	var o replicate.Origins
	step := a.Graph.NodeCount() / (want + 60) // as some nodes are cut off at the end
	for n := 0; n < int(a.Sink) && len(o.Nodes) < want; n += step {
		if d := search.Distance(graph.NodeID(n)); d < 1e9 {
			o.Nodes, o.Codes = append(o.Nodes, graph.NodeID(n)), append(o.Codes, "")
		}
	}
	if len(o.Nodes) < want {
		b.Fatalf("only %d origins", len(o.Nodes))
	}
	return o
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		openArchive(b)
	}
}

func BenchmarkShortestAllPeriods(b *testing.B) {
	a := openArchive(b)
	o := someOrigins(b, a)
	for b.Loop() {
		for p := range replicate.Periods {
			if _, err := a.Shortest(o, p); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkCongested(b *testing.B) {
	a := openArchive(b)
	o := someOrigins(b, a)
	for name, compat := range map[string]bool{"compat": true, "tight": false} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := a.Congested(context.Background(), o, 0, replicate.Congestion{Params: replicate.PublishedParams, Compat: compat}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCentrality(b *testing.B) {
	a := openArchive(b)
	o := someOrigins(b, a)
	for b.Loop() {
		if _, err := a.Centrality(context.Background(), o, 0); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTable7Column(b *testing.B) {
	p := openPanel(b)
	for b.Loop() {
		if _, err := p.Table7(context.Background(), replicate.Table7Options{Models: []replicate.Model{replicate.ShortestPath}}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMoments is one evaluation of the estimation: an equilibrium and its moments.
func BenchmarkMoments(b *testing.B) {
	a := openArchive(b)
	e, err := a.Estimator(context.Background(), someOrigins(b, a), 0)
	if err != nil {
		b.Fatal(err)
	}
	c, err := e.Simulate(replicate.PublishedParams, replicate.Noise{SD: 1})
	if err != nil {
		b.Fatal(err)
	}
	for name, p := range map[string]replicate.Params{"published": replicate.PublishedParams, "start": {Delta10: 25, PhiTruck: 25, PhiPort: 50, Kappa100: 95}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := e.MomentsAt(c, replicate.NineMoments, p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
