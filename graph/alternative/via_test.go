package alternative_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/alternative"
)

// streets is a grid whose weights are so different that no two paths tie, with some
// one-way streets.
func streets(t testing.TB, rng *rand.Rand, side int) *graph.Graph {
	t.Helper()
	var b graph.Builder
	b.AddNodes(side * side)
	for i := range side * side {
		for _, to := range []struct {
			node int
			ok   bool
		}{{i + 1, i%side < side-1}, {i + side, i < side*(side-1)}} {
			if to.ok {
				b.AddSegment(graph.Segment{From: graph.NodeID(i), To: graph.NodeID(to.node),
					LengthMeters: float64(500_000 + rng.IntN(1_000_000)), Direction: graph.Direction(rng.IntN(12) / 11)})
			}
		}
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// judge knows all distances of a network, and applies the definitions of Abraham et
// al. to paths, subpath by subpath.
type judge struct {
	g        *graph.Graph
	m        graph.Metric
	distance [][]float64
	search   []*graph.Dijkstra // per source
}

func newJudge(g *graph.Graph, m graph.Metric) *judge {
	j := &judge{g: g, m: m}
	for s := range graph.NodeID(g.NodeCount()) {
		d := graph.NewDijkstra(g)
		d.Run(m, s)
		row := make([]float64, g.NodeCount())
		for n := range row {
			row[n] = d.Distance(graph.NodeID(n))
		}
		j.distance, j.search = append(j.distance, row), append(j.search, d)
	}
	return j
}

// inadmissible says which rule an alternative to the paths before it breaks.
func (j *judge) inadmissible(arcs []graph.ArcID, before [][]graph.ArcID) error {
	best := j.m.Cost(before[0])
	shared := 0.0
	for _, a := range arcs {
		if slices.ContainsFunc(before, func(p []graph.ArcID) bool { return slices.Contains(p, a) }) {
			shared += j.m[a]
		}
	}
	if shared > alternative.DefaultMostShared*best {
		return fmt.Errorf("it shares %v of %v", shared, best)
	}
	seen := map[graph.NodeID]bool{j.g.Tail(arcs[0]): true}
	for _, a := range arcs {
		if seen[j.g.Head(a)] {
			return fmt.Errorf("it is not simple")
		}
		seen[j.g.Head(a)] = true
	}
	for i := range arcs {
		length := 0.0
		for k := i; k < len(arcs); k++ {
			length += j.m[arcs[k]]
			least := j.distance[j.g.Tail(arcs[i])][j.g.Head(arcs[k])]
			inner := length - j.m[arcs[i]] - j.m[arcs[k]]
			if inner < alternative.DefaultLocal*best && length > least {
				return fmt.Errorf("the stretch %d to %d of %v m is no shortest path", i, k, length)
			}
			if length > (1+alternative.DefaultMostStretch)*least {
				return fmt.Errorf("the stretch %d to %d is %v times the shortest", i, k, length/least)
			}
		}
	}
	return nil
}

// TestViaIsAdmissible holds every alternative against the definitions. Where none is
// found, none of the paths over a node may be admissible by the T-test, which
// is stricter than local optimality by at most a factor of 2.
func TestViaIsAdmissible(t *testing.T) {
	found, none := 0, 0
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 13))
		g := streets(t, rng, 9)
		m := graph.LengthMetric(g)
		j, f := newJudge(g, m), finder(t, g, m)
		from, to := graph.NodeID(rng.IntN(9)), graph.NodeID(g.NodeCount()-1-rng.IntN(9))
		paths, err := f.Via(context.Background(), alternative.BetweenNodes(from, to), alternative.Options{Count: 3})
		if err != nil {
			t.Fatal(err)
		}
		var before [][]graph.ArcID
		for i, p := range paths {
			if i == 0 && p.Cost != j.distance[from][to] || m.Cost(p.Arcs) != p.Cost {
				t.Fatalf("seed %d: path %d costs %v", seed, i, p.Cost)
			}
			if i > 0 {
				if err := j.inadmissible(p.Arcs, before); err != nil {
					t.Errorf("seed %d: alternative %d: %v", seed, i, err)
				}
			}
			before = append(before, p.Arcs)
		}
		found += len(paths) - 1
		if len(paths) == 1 {
			none++
			j.wantNone(t, fmt.Sprintf("seed %d", seed), paths[0].Arcs)
		}
	}
	if found < 60 || none < 3 {
		t.Errorf("%d alternatives, and %d trips without: the comparison says little", found, none)
	}
}

// wantNone tries every node of the network.
func (j *judge) wantNone(t *testing.T, where string, best []graph.ArcID) {
	t.Helper()
	from, to := j.g.Tail(best[0]), j.g.Head(best[len(best)-1])
	cost := j.m.Cost(best)
	for v := range graph.NodeID(j.g.NodeCount()) {
		first := j.search[from].AppendPath(nil, v)
		arcs := j.search[v].AppendPath(slices.Clone(first), to)
		if j.distance[from][v]+j.distance[v][to] > 2*cost || len(arcs) == 0 || v == from || v == to {
			continue
		}
		if j.inadmissible(arcs, [][]graph.ArcID{best}) == nil && j.passesTTest(arcs, len(first), cost) {
			t.Errorf("%s: the path over node %d is admissible", where, v)
		}
	}
}

func (j *judge) passesTTest(arcs []graph.ArcID, at int, best float64) bool {
	from, to := at, at
	reach := 0.0
	for ; from > 0 && reach < alternative.DefaultLocal*best; from-- {
		reach += j.m[arcs[from-1]]
	}
	for beyond := 0.0; to < len(arcs) && beyond < alternative.DefaultLocal*best; to++ {
		beyond += j.m[arcs[to]]
		reach += j.m[arcs[to]]
	}
	return reach == j.distance[j.g.Tail(arcs[from])][j.g.Head(arcs[to-1])]
}

// Two motorways of like length join A and D, far apart, with a street between them:
//
//	A---9--9---B---9--9---D
//	|                     |
//	3                     3
//	C---9--9---E---9--9---F
func TestViaOnTwoMotorways(t *testing.T) {
	var b graph.Builder
	b.AddNodes(6)
	const a, middle, d, c, e, f = 0, 1, 2, 3, 4, 5
	for _, s := range []graph.Segment{{From: a, To: middle, LengthMeters: 18}, {From: middle, To: d, LengthMeters: 18},
		{From: a, To: c, LengthMeters: 3}, {From: c, To: e, LengthMeters: 18}, {From: e, To: f, LengthMeters: 18}, {From: f, To: d, LengthMeters: 3}} {
		b.AddSegment(s)
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	m := graph.LengthMetric(g)
	for _, method := range []func(context.Context, alternative.Trip, alternative.Options) ([]alternative.Path, error){finder(t, g, m).Via, finder(t, g, m).Penalty} {
		paths, err := method(context.Background(), alternative.BetweenNodes(a, d), alternative.Options{})
		if err != nil || len(paths) != 2 || paths[0].Cost != 36 || paths[1].Cost != 42 {
			t.Errorf("%v, %v", paths, err)
		}
		// A stretch of 42/36 is more than a tenth.
		paths, err = method(context.Background(), alternative.BetweenNodes(a, d), alternative.Options{MostStretch: 0.1})
		if err != nil || len(paths) != 1 {
			t.Errorf("%v, %v", paths, err)
		}
	}
}

// TestPenaltyDiffers holds alternatives by penalties against their rules, and the
// network of the finder unchanged by them.
func TestPenaltyDiffers(t *testing.T) {
	found := 0
	for seed := range uint64(30) {
		rng := rand.New(rand.NewPCG(seed, 14))
		n := newCutNetwork(t, rng, 40, 100, 2)
		m := graph.LengthMetric(n.g)
		f := finder(t, n.g, m)
		trip := alternative.Between(n.g, n.g.Proportional(m), n.places[0], n.places[1])
		o := alternative.Options{Count: 4, MostShared: 0.5, MostStretch: 0.6}
		paths, err := f.Penalty(context.Background(), trip, o)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range paths {
			if p.LengthMeters() != p.Cost || p.Cost < paths[0].Cost || p.Cost > 1.6*paths[0].Cost {
				t.Errorf("seed %d: path %d costs %v and is %v m long; the best costs %v", seed, i, p.Cost, p.LengthMeters(), paths[0].Cost)
			}
			for _, other := range paths[:i] {
				shared := 0.0
				for _, s := range p.Spans {
					if slices.Contains(other.Spans, s) {
						shared += s.LengthMeters()
					}
				}
				if shared > 0.5*max(p.Cost, other.Cost) {
					t.Errorf("seed %d: path %d shares %v m with one of %v", seed, i, shared, other.Cost)
				}
			}
		}
		again, err := f.Shortest(context.Background(), trip, 1)
		if err != nil || len(again) > 0 && again[0].Cost != paths[0].Cost {
			t.Errorf("seed %d: the best is %v afterwards, %v", seed, again, err)
		}
		found += max(0, len(paths)-1)
	}
	if found < 15 {
		t.Errorf("only %d alternatives", found)
	}
}
