package cch_test

import (
	"context"
	"errors"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/graphtest"
)

// TestArraysOfAnotherLength lengthens and shortens every array of the hierarchy.
func TestArraysOfAnotherLength(t *testing.T) {
	g, ix := sample(t)
	var names []string
	err := cch.Together(g, ix, func(arrays map[string]*[]int32) {
		for name := range arrays {
			names = append(names, name)
		}
	})
	if err != nil || len(names) != 14 {
		t.Fatalf("%d arrays, error %v", len(names), err)
	}
	for _, name := range names {
		for what, harm := range map[string]func(a []int32) []int32{
			"longer":  func(a []int32) []int32 { return append(a, a[len(a)-1]) },
			"shorter": func(a []int32) []int32 { return a[:len(a)-1] },
			"empty":   func([]int32) []int32 { return nil },
		} {
			err := cch.Together(g, ix, func(arrays map[string]*[]int32) { *arrays[name] = harm(*arrays[name]) })
			if !errors.Is(err, cch.ErrCorrupt) {
				t.Errorf("%s %s: error %v", name, what, err)
			}
		}
	}
}

// TestHierarchyOfAnother puts hierarchies together with networks that they are not of.
func TestHierarchyOfAnother(t *testing.T) {
	road := func(n int, list ...[2]graph.NodeID) *graph.Graph { return edges(t, n, list) }
	g := road(4, [2]graph.NodeID{0, 1}, [2]graph.NodeID{1, 2}, [2]graph.NodeID{2, 3})
	ix := prepare(t, g)
	for _, test := range []struct {
		name string
		g    *graph.Graph
		want string
	}{
		{"another node", road(5, [2]graph.NodeID{0, 1}, [2]graph.NodeID{1, 2}, [2]graph.NodeID{2, 3}), "of another network"},
		{"another road", road(4, [2]graph.NodeID{0, 1}, [2]graph.NodeID{1, 2}, [2]graph.NodeID{2, 3}, [2]graph.NodeID{0, 1}), "of another network"},
		{"the other way about", road(4, [2]graph.NodeID{3, 0}, [2]graph.NodeID{1, 2}, [2]graph.NodeID{2, 3}), "wrong place"},
		{"a loop instead", road(4, [2]graph.NodeID{0, 1}, [2]graph.NodeID{1, 1}, [2]graph.NodeID{2, 3}), "wrong place"},
	} {
		if err := cch.Together(test.g, ix, func(map[string]*[]int32) {}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %q", test.name, err, test.want)
		}
	}
	err := cch.Together(g, ix, func(arrays map[string]*[]int32) { // the last arc of the network is in no arc
		input, first := arrays["cch.input"], *arrays["cch.firstInput"]
		*input = (*input)[:len(*input)-1]
		for i := range first {
			first[i] = min(first[i], int32(len(*input)))
		}
	})
	if err == nil || !strings.Contains(err.Error(), "lacks arcs of the network") {
		t.Errorf("one arc less: error %v", err)
	}
}

// TestReplace changes all weights and compares with a customization.
func TestReplace(t *testing.T) {
	for seed := range uint64(60) {
		g, weights := graphtest.Random(seed, 60)
		ix, o := prepare(t, g), cch.CustomizeOptions{Perfect: seed%2 == 0}
		m := cch.Customize(ix, weights, o)
		for step := range uint64(2) {
			other := graphtest.RandomMetric(g, 1000*seed+step)
			m.Replace(other)
			if !cch.Same(m, cch.Customize(ix, other, o)) {
				t.Fatalf("seed %d: replaced weights differ from a customization", seed)
			}
			dijkstra, q := graph.NewDijkstra(g), router[float64]{m.NewQuery()}
			for n := range graph.NodeID(g.NodeCount()) {
				dijkstra.Run(other, 0)
				if err := graphtest.Check(g, other, q, dijkstra, 0, n); err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
			}
		}
	}
}

// Misuse panics, and says why.
func TestPanics(t *testing.T) {
	g := edges(t, 3, [][2]graph.NodeID{{0, 1}, {1, 2}})
	ix := prepare(t, g)
	other := prepare(t, g)
	weights := func(w float64) []float64 { return []float64{1, 2, 3, w} }
	customize := func(w ...float64) *cch.Metric[float64] { return cch.Customize(ix, w, cch.CustomizeOptions{Workers: 1}) }
	m := customize(weights(0)...)
	load := cch.NewLoading[float64](ix, nil, 1)
	smaller := edges(t, 2, [][2]graph.NodeID{{0, 1}})
	for _, test := range []struct {
		name, want string
		misuse     func()
	}{
		{"too short an order", "not one of this graph", func() { cch.New(g, cch.Order{0, 1}) }},
		{"too long an order", "not one of this graph", func() { cch.New(g, cch.Order{0, 1, 2, 2}) }},
		{"a node twice", "names a node twice", func() { cch.New(g, cch.Order{0, 1, 0}) }},
		{"too few weights", "not one weight per arc", func() { customize(1, 2, 3) }},
		{"too many weights", "not one weight per arc", func() { customize(1, 2, 3, 4, 5) }},
		{"too few to replace", "not one weight per arc", func() { m.Replace([]float64{1, 2, 3}) }},
		{"too few to update", "not one weight per changed arc", func() { m.Update([]graph.ArcID{0, 1}, []float64{1}) }},
		{"loading another index", "another index", func() {
			load.Run(cch.Customize(other, weights(0), cch.CustomizeOptions{}), make([]float64, 4))
		}},
		{"too few flows", "one flow per arc", func() { load.Run(m, make([]float64, 3)) }},
		{"another graph", "not of this graph", func() { cch.Save(filepath.Join(t.TempDir(), "x"), smaller, ix) }},
		{"update to less than nothing", "0 or more", func() { m.Update([]graph.ArcID{1}, []float64{-1}) }},
		{"update to NaN", "0 or more", func() { m.Update([]graph.ArcID{1}, []float64{math.NaN()}) }},
		{"a seed of NaN", "0 or more", func() {
			m.NewQuery().RunSeeds([]cch.Seed[float64]{{Cost: math.NaN()}}, []cch.Seed[float64]{{}})
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			defer func() {
				if said, _ := recover().(string); !strings.Contains(said, test.want) {
					t.Errorf("panic %q, want %q", said, test.want)
				}
			}()
			test.misuse()
		})
	}
}

// TestOrderOfACompleteNetwork has no separator, and more nodes than are small.
func TestOrderOfACompleteNetwork(t *testing.T) {
	for _, n := range []int{5, 33, 60, 140} {
		var list [][2]graph.NodeID
		for v := range graph.NodeID(n) {
			for w := range v {
				list = append(list, [2]graph.NodeID{v, w})
			}
		}
		g := edges(t, n, list)
		done := 0
		order, err := cch.NewOrder(context.Background(), g, cch.OrderOptions{Workers: 1, Progress: func(d, _ int) { done = d }})
		if err != nil || done != n {
			t.Fatalf("%d nodes: %d done, error %v", n, done, err)
		}
		if q := cch.New(g, order).Quality(); q.Arcs != n*(n-1)/2 || q.Height != n || q.Triangles != n*(n-1)*(n-2)/6 {
			t.Errorf("%d nodes: %+v", n, q)
		}
	}
}

// TestPerfectKeepsNoClosedArc wants room in the search graphs for what they hold alone.
func TestPerfectKeepsNoClosedArc(t *testing.T) {
	for seed := range uint64(40) {
		g, weights := graphtest.Random(seed, 60)
		m := cch.Customize(prepare(t, g), weights, cch.CustomizeOptions{Perfect: true})
		kept, held := cch.Kept(m)
		if len(kept) != held {
			t.Fatalf("seed %d: room for %d arcs, of which %d are held", seed, len(kept), held)
		}
		for _, w := range kept {
			if math.IsInf(w, 1) {
				t.Fatalf("seed %d: a closed arc was kept", seed)
			}
		}
	}
}
