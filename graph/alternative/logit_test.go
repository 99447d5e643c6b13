package alternative_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/alternative"
)

// overlap is the network on which path sizes are usually explained: one road of 10 from
// A to B, and two more that share their first x of 10.
func overlap(t testing.TB, shared float64) []alternative.Path {
	t.Helper()
	var b graph.Builder
	b.AddNodes(3)
	b.AddSegment(graph.Segment{From: 0, To: 1, LengthMeters: 10})
	if shared > 0 {
		b.AddSegment(graph.Segment{From: 0, To: 2, LengthMeters: shared})
		b.AddSegment(graph.Segment{From: 2, To: 1, LengthMeters: 10 - shared})
		b.AddSegment(graph.Segment{From: 2, To: 1, LengthMeters: 10 - shared})
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	m := graph.LengthMetric(g)
	paths, err := finder(t, g, m).Shortest(context.Background(), alternative.BetweenNodes(0, 1), all)
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// By hand: the pair that shares x of 10 has path sizes x/20 + (10-x)/10 each. Without
// overlap all three have a third; the nearer the pair comes to being one
// road, the nearer the other comes to a half.
func TestLogitOfOverlappingPaths(t *testing.T) {
	for shared, want := range map[float64]float64{2: 0.9, 5: 0.75, 9: 0.55} {
		shares := alternative.Logit(overlap(t, shared), 0.3)
		for i, size := range []float64{1, want, want} {
			if math.Abs(shares[i].PathSize-size) > 1e-12 || math.Abs(shares[i].Probability-size/(1+2*want)) > 1e-12 {
				t.Errorf("shared %v: path %d has %+v, want size %v", shared, i, shares[i], size)
			}
		}
	}
}

// Two paths without overlap are a logit: odds of exp(theta x difference).
func TestLogitOfCosts(t *testing.T) {
	paths := overlap(t, 5)[:2]
	paths[1].Cost += 7
	paths[1].Spans = []graph.Span{{Segment: 3, ToMeters: 17}}
	for _, theta := range []float64{0, 0.1, 2, 1000} {
		shares := alternative.Logit(paths, theta)
		want := 1 / (1 + math.Exp(-7*theta))
		if got := shares[0].Probability; math.Abs(got-want) > 1e-12 || math.Abs(got+shares[1].Probability-1) > 1e-12 {
			t.Errorf("theta %v: %+v, want %v", theta, shares, want)
		}
	}
	if got := alternative.Logit(nil, 1); len(got) != 0 {
		t.Errorf("shares of nothing: %v", got)
	}
}

func ExampleLogit() {
	for _, s := range alternative.Logit(overlap(&testing.T{}, 5), 0.1) {
		fmt.Printf("%.2f %.2f\n", s.PathSize, s.Probability)
	}
	// Output:
	// 1.00 0.40
	// 0.75 0.30
	// 0.75 0.30
}
