package alternative_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/alternative"
	"github.com/corredor-geo/corredor/graph/graphtest"
)

// positive raises weights of zero, so that paths of least cost are simple.
func positive(m graph.Metric) graph.Metric {
	for a := range m {
		m[a] = max(m[a], 1)
	}
	return m
}

// TestOptimalAgreesWithEnumeration compares the count of optimal paths and the arcs
// on all and on some of them with those of all simple paths.
func TestOptimalAgreesWithEnumeration(t *testing.T) {
	tied := 0
	for seed := range uint64(700) {
		g, m := graphtest.Random(seed, 14)
		m = positive(m)
		f := finder(t, g, m)
		rng := rand.New(rand.NewPCG(seed, 11))
		for range 6 {
			from, to := graph.NodeID(rng.IntN(g.NodeCount())), graph.NodeID(rng.IntN(g.NodeCount()))
			paths := simplePaths(g, m, from, map[graph.NodeID]int{to: 0})
			best := slices.IndexFunc(paths, func(p alternative.Path) bool { return p.Cost > paths[0].Cost })
			if best >= 0 {
				paths = paths[:best]
			}
			if len(paths) > 1 {
				tied++
			}
			if err := checkOptimal(g, f.Optimal(alternative.BetweenNodes(from, to)), paths); err != nil {
				t.Fatalf("seed %d, %d to %d: %v", seed, from, to, err)
			}
		}
	}
	if tied < 100 {
		t.Errorf("only %d trips had a tie", tied)
	}
}

func checkOptimal(g *graph.Graph, o *alternative.Optimal, paths []alternative.Path) error {
	if got := o.Count(); !got.IsInt64() || got.Int64() != int64(len(paths)) {
		return fmt.Errorf("%v paths, want %d", got, len(paths))
	}
	if len(paths) == 0 {
		if !math.IsInf(o.Cost, 1) || len(o.Steps) > 0 {
			return fmt.Errorf("cost %v where there is no way", o.Cost)
		}
		return nil
	}
	uses := map[graph.Span]int{}
	for _, p := range paths {
		for _, a := range p.Arcs {
			uses[g.ArcSpan(a)]++
		}
	}
	some := map[graph.Span]bool{}
	all := o.OnAll()
	for i, s := range o.Steps {
		if s.Span.Segment == graph.None {
			continue
		}
		some[s.Span] = true
		if want := uses[s.Span] == len(paths); all[i] != want {
			return fmt.Errorf("%v on all: %v, want %v", s.Span, all[i], want)
		}
		if avoidable := o.Possible(func(k int) bool { return k != i }); avoidable == all[i] {
			return fmt.Errorf("%v on all, and avoidable: %v", s.Span, avoidable)
		}
	}
	if err := checkGreatest(g, o, paths); err != nil {
		return err
	}
	if len(some) != len(uses) || o.Cost != paths[0].Cost {
		return fmt.Errorf("%d arcs on some path at cost %v, want %d at %v", len(some), o.Cost, len(uses), paths[0].Cost)
	}
	return nil
}

// checkGreatest gives every segment a value of its own, some below zero.
func checkGreatest(g *graph.Graph, o *alternative.Optimal, paths []alternative.Path) error {
	value := func(span graph.Span) float64 {
		if span.Segment == graph.None {
			return 0
		}
		return float64(span.Segment*37%11) - 4
	}
	want := math.Inf(-1)
	for _, p := range paths {
		sum := 0.0
		for _, a := range p.Arcs {
			sum += value(g.ArcSpan(a))
		}
		want = max(want, sum)
	}
	path, ok := o.Greatest(func(step int) float64 { return value(o.Steps[step].Span) })
	sum := 0.0
	for _, step := range path {
		sum += value(o.Steps[step].Span)
	}
	if !ok || sum != want || o.Steps[path[len(path)-1]].Place != 0 {
		return fmt.Errorf("the greatest sum is %v, %v; want %v", sum, ok, want)
	}
	return nil
}

// TestOptimalBetweenPlaces counts on networks cut at the places.
func TestOptimalBetweenPlaces(t *testing.T) {
	tied := 0
	for seed := range uint64(1500) {
		rng := rand.New(rand.NewPCG(seed, 12))
		n := newCutNetwork(t, rng, 3+rng.IntN(4), 4+rng.IntN(8), 2+rng.IntN(3))
		m := graph.LengthMetric(n.g)
		final := map[graph.NodeID]int{}
		for i, node := range n.nodes[1:] {
			final[node] = i
		}
		if _, at := final[n.nodes[0]]; at || len(final) < len(n.nodes)-1 {
			continue // two places at one point
		}
		want := 0
		paths := simplePaths(n.cut, graph.LengthMetric(n.cut), n.nodes[0], final)
		for _, p := range paths {
			if p.Cost == paths[0].Cost {
				want++
			}
		}
		if want > 1 {
			tied++
		}
		o := finder(t, n.g, m).Optimal(alternative.Between(n.g, n.g.Proportional(m), n.places[0], n.places[1:]...))
		if got := o.Count(); got.Int64() != int64(want) {
			t.Fatalf("seed %d: %v paths, want %d", seed, got, want)
		}
	}
	if tied < 100 {
		t.Errorf("only %d trips had a tie", tied)
	}
}

// The paths along the streets of a grid, from corner to corner, are a binomial: 30
// out of 60 is more than 2^53.
func TestCountOfAGrid(t *testing.T) {
	const side = 31
	var b graph.Builder
	b.AddNodes(side * side)
	for i := range side * side {
		if i%side < side-1 {
			b.AddSegment(graph.Segment{From: graph.NodeID(i), To: graph.NodeID(i + 1), LengthMeters: 1})
		}
		if i < side*(side-1) {
			b.AddSegment(graph.Segment{From: graph.NodeID(i), To: graph.NodeID(i + side), LengthMeters: 1})
		}
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	o := finder(t, g, graph.LengthMetric(g)).Optimal(alternative.BetweenNodes(0, side*side-1))
	if got := o.Count().String(); got != "118264581564861424" { // 60! / 30!²
		t.Errorf("%s paths", got)
	}
}

// Moves to and fro over a bridge without cost are no further paths:
//
//	A-0-B-1-C
//	|   |   |
//	D-0-E-1-F    lengths of the upright roads: 1
func TestCountWithoutCost(t *testing.T) {
	drawing := graphtest.Map{Lines: []string{"A-0-B---C", "|   |   |", "D-0-E---F"}}
	g, m, node := drawing.Graph()
	o := finder(t, g, m).Optimal(alternative.BetweenNodes(node['A'], node['F']))
	if got := o.Count().String(); got != "3" || o.Cost != 2 { // down at A, B or C
		t.Errorf("%s paths at %v", got, o.Cost)
	}
	if _, ok := o.Greatest(func(int) float64 { return 1 }); ok {
		t.Error("a longest path round a circle")
	}
}
