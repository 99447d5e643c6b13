package cch_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/graphtest"
)

// sweepRouter and tableRouter put sweeps and tables through the same suite.
type sweepRouter struct {
	sweep   *cch.Sweep[float64]
	reverse bool
}

func (r sweepRouter) run(s, t graph.NodeID) graph.NodeID {
	if r.reverse {
		r.sweep.Run(t)
		return s
	}
	r.sweep.Run(s)
	return t
}

func (r sweepRouter) Distance(s, t graph.NodeID) float64 { return r.sweep.Distance(r.run(s, t)) }

func (r sweepRouter) AppendPath(path []graph.ArcID, s, t graph.NodeID) []graph.ArcID {
	return r.sweep.AppendPath(path, r.run(s, t))
}

type tableRouter struct {
	row     *cch.Row[float64]
	reverse bool
}

func (r tableRouter) Distance(s, t graph.NodeID) float64 {
	if r.reverse {
		s, t = t, s
	}
	r.row.Run(s)
	return r.row.Distance(int(t))
}

func (r tableRouter) AppendPath(path []graph.ArcID, s, t graph.NodeID) []graph.ArcID {
	r.Distance(s, t)
	if r.reverse {
		t = s
	}
	return r.row.AppendPath(path, int(t))
}

func allNodes(g *graph.Graph) [][]cch.Seed[float64] {
	nodes := make([]graph.NodeID, g.NodeCount())
	for i := range nodes {
		nodes[i] = graph.NodeID(i)
	}
	return cch.Places[float64](nodes)
}

func TestSweepConformance(t *testing.T) {
	for _, o := range []cch.SweepOptions{{}, {Reverse: true}, {Workers: 2}, {Workers: 3, Reverse: true}} {
		graphtest.Run(t, func(g *graph.Graph, m graph.Metric) graphtest.Router {
			metric := cch.Customize(prepare(t, g), m, cch.CustomizeOptions{Perfect: o.Workers == 3})
			return sweepRouter{metric.NewSweep(o), o.Reverse}
		})
	}
}

func TestTableConformance(t *testing.T) {
	for _, reverse := range []bool{false, true} {
		graphtest.Run(t, func(g *graph.Graph, m graph.Metric) graphtest.Router {
			metric := cch.Customize(prepare(t, g), m, cch.CustomizeOptions{Perfect: reverse})
			if reverse {
				return tableRouter{metric.PinSources(allNodes(g)).NewRow(), true}
			}
			return tableRouter{metric.PinTargets(allNodes(g)).NewRow(), false}
		})
	}
}

// seeds returns one to four seeds, some at the same node.
func seeds(r *rand.Rand, g *graph.Graph) []cch.Seed[float64] {
	list := make([]cch.Seed[float64], 1+r.IntN(4))
	for i := range list {
		list[i] = cch.Seed[float64]{Node: graph.NodeID(r.IntN(g.NodeCount())), Cost: float64(r.IntN(5))}
	}
	return list
}

func TestSeeds(t *testing.T) {
	for seed := range uint64(300) {
		g, weights := graphtest.Random(seed, 40)
		r := rand.New(rand.NewPCG(seed, 9))
		m := cch.Customize(prepare(t, g), weights, cch.CustomizeOptions{Perfect: seed%2 == 0})
		from, to := seeds(r, g), seeds(r, g)
		dijkstra, want := graph.NewDijkstra(g), cch.Unreachable[float64]()
		for _, s := range from {
			dijkstra.Run(weights, s.Node)
			for _, e := range to {
				want = min(want, s.Cost+dijkstra.Distance(e.Node)+e.Cost)
			}
		}
		check := func(name string, got float64, path []graph.ArcID, s, e int, ok bool) {
			t.Helper()
			if got != want || ok == (want == cch.Unreachable[float64]()) {
				t.Fatalf("seed %d, %s: distance %v, want %v", seed, name, got, want)
			}
			if !ok {
				return
			}
			err := graphtest.CheckPath(g, weights, path, want-from[s].Cost-to[e].Cost, from[s].Node, to[e].Node)
			if err != nil {
				t.Fatalf("seed %d, %s: %v", seed, name, err)
			}
		}
		q := m.NewQuery()
		got := q.RunSeeds(from, to)
		s, e, ok := q.Ends()
		check("query", got, q.AppendPath(nil), s, e, ok)

		row := m.PinTargets([][]cch.Seed[float64]{to}).NewRow()
		row.RunSeeds(from)
		s, e, ok = row.Ends(0)
		check("table", row.Distance(0), row.AppendPath(nil, 0), s, e, ok)

		sweep := m.NewSweep(cch.SweepOptions{})
		sweep.RunSeeds(from)
		e = 0
		for i := range to {
			if sweep.Distance(to[i].Node)+to[i].Cost < sweep.Distance(to[e].Node)+to[e].Cost {
				e = i
			}
		}
		s, ok = sweep.SeedOf(to[e].Node)
		check("sweep", sweep.Distance(to[e].Node)+to[e].Cost, sweep.AppendPath(nil, to[e].Node), s, e, ok)
	}
}

// TestAppendDistances wants what Distance says of every node, also of those out
// of reach, behind what was there.
func TestAppendDistances(t *testing.T) {
	for seed := range uint64(60) {
		g, weights := graphtest.Random(seed, 40)
		appendDistances(t, g, weights, []float64(weights))
		appendDistances(t, g, weights, narrow[uint32](weights))
	}
}

func appendDistances[W cch.Weight](t *testing.T, g *graph.Graph, weights graph.Metric, narrowed []W) {
	t.Helper()
	sweep := cch.Customize(prepare(t, g), narrowed, cch.CustomizeOptions{}).NewSweep(cch.SweepOptions{})
	dijkstra := graph.NewDijkstra(g)
	for s := range graph.NodeID(min(3, g.NodeCount())) {
		sweep.Run(s)
		dijkstra.Run(weights, s)
		got := sweep.AppendDistances([]W{7})
		if len(got) != 1+g.NodeCount() || got[0] != 7 {
			t.Fatalf("%d distances, the first %v", len(got), got[0])
		}
		for n, d := range got[1:] {
			if want := dijkstra.Distance(graph.NodeID(n)); wide(d) != want || sweep.Distance(graph.NodeID(n)) != d {
				t.Fatalf("from %d to %d: %v, want %v", s, n, d, want)
			}
		}
	}
}

// TestUpdate changes weights step by step and compares with a customization
// from scratch: same distances of the hierarchy, same paths.
func TestUpdate(t *testing.T) {
	for seed := range uint64(300) {
		g, weights := graphtest.Random(seed, 60)
		if g.ArcCount() == 0 {
			continue
		}
		r := rand.New(rand.NewPCG(seed, 3))
		ix := prepare(t, g)
		o := cch.CustomizeOptions{Perfect: seed%5 == 0}
		first := cch.Customize(ix, weights, o)
		m := first.Clone()
		for step := range uint64(4) {
			other := graphtest.RandomMetric(g, seed*100+step)
			var arcs []graph.ArcID
			var values []float64
			for range 1 + r.IntN(8) {
				a := graph.ArcID(r.IntN(g.ArcCount()))
				arcs, values = append(arcs, a), append(values, other[a])
				weights[a] = other[a]
			}
			m.Update(arcs, values)
			fresh := cch.Customize(ix, weights, o)
			if !cch.Same(m, fresh) {
				t.Fatalf("seed %d step %d: the update differs from a customization", seed, step)
			}
			from, to := graph.NodeID(r.IntN(g.NodeCount())), graph.NodeID(r.IntN(g.NodeCount()))
			got, want := m.NewQuery(), fresh.NewQuery()
			if got.Run(from, to) != want.Run(from, to) || !slices.Equal(got.AppendPath(nil), want.AppendPath(nil)) {
				t.Fatalf("seed %d step %d: the paths differ", seed, step)
			}
		}
	}
}

// TestUpdateMany changes as many weights, some of them twice, as are shared out
// among goroutines, some of them closed, and compares with a customization.
func TestUpdateMany(t *testing.T) {
	g := grid(t, 60, 60)
	ix := prepare(t, g)
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 5))
		weights := graphtest.RandomMetric(g, seed)
		short := narrow[uint32](weights)
		o := cch.CustomizeOptions{Workers: 1 + int(seed%4), Perfect: seed%5 == 0}
		m, m32 := cch.Customize(ix, weights, o), cch.Customize(ix, short, o)
		for step, count := range []int{60, 400, 1000, 1100, 60} { // more than 1,000 are customized anew
			arcs, values, values32 := make([]graph.ArcID, count), make([]float64, count), make([]uint32, count)
			for i := range arcs {
				arcs[i] = graph.ArcID(r.IntN(g.ArcCount()))
				values[i] = float64(r.IntN(9))
				if r.IntN(20) == 0 {
					values[i] = cch.Unreachable[float64]()
				}
				values32[i] = narrow[uint32](values[i : i+1])[0]
				weights[arcs[i]], short[arcs[i]] = values[i], values32[i]
			}
			m.Update(arcs, values)
			m32.Update(arcs, values32)
			if !cch.Same(m, cch.Customize(ix, weights, o)) || !cch.Same(m32, cch.Customize(ix, short, o)) {
				t.Fatalf("seed %d step %d: the update differs from a customization", seed, step)
			}
		}
	}
}
