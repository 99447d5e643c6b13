package cch_test

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/graphtest"
	"github.com/corredor-geo/corredor/internal/outside"
)

func TestCustomizeAgainstReference(t *testing.T) {
	networks := uint64(200)
	if testing.Short() {
		networks = 30
	}
	for seed := range networks {
		g, m := graphtest.Random(seed, 80)
		compareWithReference(t, prepare(t, g), m)
		compareWithReference(t, prepare(t, g), narrow[uint32](m))
	}
	g, ix := loadNewYorkIndex(t)
	compareWithReference(t, ix, graph.LengthMetric(g))
}

func compareWithReference[W cch.Weight](t *testing.T, ix *cch.Index, weights []W) {
	t.Helper()
	wantUp, wantDown := cch.ReferenceCustomize(ix, weights)
	for _, workers := range []int{1, 2, 5} {
		up, down := cch.Arcs(cch.Customize(ix, weights, cch.CustomizeOptions{Workers: workers}))
		if !slices.Equal(up, wantUp) || !slices.Equal(down, wantDown) {
			t.Fatalf("customization on %d goroutines differs from the reference", workers)
		}
	}
}

func TestPerfectSameOnAnyCores(t *testing.T) {
	g, ix := loadNewYorkIndex(t)
	length := graph.LengthMetric(g)
	one := cch.Customize(ix, length, cch.CustomizeOptions{Workers: 1, Perfect: true})
	for _, workers := range []int{2, 5} {
		if !cch.Same(one, cch.Customize(ix, length, cch.CustomizeOptions{Workers: workers, Perfect: true})) {
			t.Errorf("perfect customization on %d goroutines differs", workers)
		}
	}
}

// TestNewYork compares all kinds of queries with Dijkstra from a few sources.
func TestNewYork(t *testing.T) {
	g, ix := loadNewYorkIndex(t)
	length := graph.LengthMetric(g)
	for _, perfect := range []bool{false, true} {
		m := cch.Customize(ix, length, cch.CustomizeOptions{Perfect: perfect})
		m32 := cch.Customize(ix, narrow[uint32](length), cch.CustomizeOptions{Perfect: perfect})
		agreeWithDijkstra(t, g, length, m, 3)
		agreeWithDijkstra(t, g, length, m32, 1)
	}
}

func agreeWithDijkstra[W cch.Weight](t *testing.T, g *graph.Graph, weights graph.Metric, m *cch.Metric[W], sources int) {
	t.Helper()
	const seed = 11
	r := rand.New(rand.NewPCG(seed, 0))
	dijkstra, q := graph.NewDijkstra(g), router[W]{m.NewQuery()}
	sweep := m.NewSweep(cch.SweepOptions{Workers: 2})
	targets := make([]graph.NodeID, 100)
	for i := range targets {
		targets[i] = graph.NodeID(r.IntN(g.NodeCount()))
	}
	row := m.PinTargets(cch.Places[W](targets)).NewRow()
	for range sources {
		s := graph.NodeID(r.IntN(g.NodeCount()))
		dijkstra.Run(weights, s)
		sweep.Run(s)
		row.Run(s)
		for n := range graph.NodeID(g.NodeCount()) {
			if wide(sweep.Distance(n)) != dijkstra.Distance(n) {
				t.Fatalf("sweep from %d to %d: %v, want %v", s, n, sweep.Distance(n), dijkstra.Distance(n))
			}
		}
		for i, n := range targets {
			if err := graphtest.Check(g, weights, q, dijkstra, s, n); err != nil {
				t.Fatal(err)
			}
			want := dijkstra.Distance(n)
			if wide(row.Distance(i)) != want {
				t.Fatalf("table from %d to %d: %v, want %v", s, n, row.Distance(i), want)
			}
			for _, path := range [][]graph.ArcID{row.AppendPath(nil, i), sweep.AppendPath(nil, n)} {
				if err := graphtest.CheckPath(g, weights, path, want, s, n); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func TestNewYorkUpdate(t *testing.T) {
	g, ix := loadNewYorkIndex(t)
	weights := graph.LengthMetric(g)
	m := cch.Customize(ix, weights, cch.CustomizeOptions{})
	const seed = 12
	r := rand.New(rand.NewPCG(seed, 0))
	for _, count := range []int{1, 10, 1000, 20000} {
		arcs, values := make([]graph.ArcID, count), make([]float64, count)
		for i := range arcs {
			arcs[i] = graph.ArcID(r.IntN(g.ArcCount()))
			values[i] = graph.Quantize(weights[arcs[i]] * 2 * r.Float64())
			weights[arcs[i]] = values[i]
		}
		m.Update(arcs, values)
		if !cch.Same(m, cch.Customize(ix, weights, cch.CustomizeOptions{})) {
			t.Fatalf("seed %d: the update of %d arcs differs from a customization", seed, count)
		}
	}
}

// TestWashington takes the TIGER network of Washington DC with its two costs:
// the header "sp min nodes arcs", origin-destination pairs, then arcs "tail head
// cost1 cost2". Arcs of cost 10000/10000 close cycles artificially, and go.
func TestWashington(t *testing.T) {
	pairs, arcs := readWashington(t)
	nodes := 0
	for _, a := range arcs {
		nodes = max(nodes, a[0], a[1])
	}
	for cost := range 2 {
		var b graph.Builder
		b.AddNodes(nodes)
		for _, a := range arcs {
			b.AddSegment(graph.Segment{
				From: graph.NodeID(a[0] - 1), To: graph.NodeID(a[1] - 1),
				LengthMeters: float64(a[2+cost]), LengthKnown: true, Direction: graph.Forward,
			})
		}
		g, err := b.Build()
		if err != nil {
			t.Fatal(err)
		}
		length, dijkstra := graph.LengthMetric(g), graph.NewDijkstra(g)
		m := cch.Customize(prepare(t, g), length, cch.CustomizeOptions{})
		q := router[float64]{m.NewQuery()}
		for _, pair := range pairs {
			s, e := graph.NodeID(pair[0]-1), graph.NodeID(pair[1]-1)
			dijkstra.Run(length, s, e)
			if err := graphtest.Check(g, length, q, dijkstra, s, e); err != nil {
				t.Errorf("cost %d: %v", cost+1, err)
			}
		}
		agreeWithDijkstra(t, g, length, m, 5)
	}
}

func readWashington(t *testing.T) (pairs [][2]int, arcs [][4]int) {
	t.Helper()
	text, err := os.ReadFile(outside.ReferenceData(t, "benchmarks/dimacs/erb-DC_ODpairs.txt"))
	if err != nil {
		t.Fatal(err)
	}
	source := 0
	for line := range strings.Lines(string(text)) {
		var a, b int
		fields := strings.Fields(line)
		if len(fields) != 2 {
			continue
		}
		scan(t, fields[0], &a)
		scan(t, fields[1], &b)
		if b == 1 { // "origin 1", then a line "destination -1"
			source = a
		} else {
			pairs = append(pairs, [2]int{source, a})
		}
	}
	file, err := os.Open(outside.ReferenceData(t, "benchmarks/dimacs/erb-DC1.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	archive := tar.NewReader(unpacked)
	if _, err := archive.Next(); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(archive)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) != 4 || fields[0] == "sp" {
			continue
		}
		var a [4]int
		for i, field := range fields {
			scan(t, field, &a[i])
		}
		if a[2] != 10000 || a[3] != 10000 {
			arcs = append(arcs, a)
		}
	}
	return pairs, arcs
}

func TestQueriesDoNotAllocate(t *testing.T) {
	g := grid(t, 40, 40)
	m := cch.Customize(prepare(t, g), graph.LengthMetric(g), cch.CustomizeOptions{})
	q, row := m.NewQuery(), m.PinTargets(cch.Places[float64]([]graph.NodeID{3, 1000})).NewRow()
	path := make([]graph.ArcID, 0, 1000)
	work := func() {
		q.Distance(0, 1599)
		q.Run(0, 1599)
		path = q.AppendPath(path[:0])
		row.Run(77)
		path = row.AppendPath(path[:0], 1)
	}
	work()
	if n := testing.AllocsPerRun(100, work); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestConcurrentPaths unpacks the same arcs from several goroutines.
func TestConcurrentPaths(t *testing.T) {
	g, weights := graphtest.Random(20, 400)
	m := cch.Customize(prepare(t, g), weights, cch.CustomizeOptions{Workers: 4})
	nodes := make([]graph.NodeID, g.NodeCount())
	for i := range nodes {
		nodes[i] = graph.NodeID(i)
	}
	want, q := make([]graph.ArcID, 0), m.Clone().NewQuery()
	lengths := make([]int, len(nodes))
	for i, n := range nodes {
		q.Run(n, 0)
		want = q.AppendPath(want[:0])
		lengths[i] = len(want)
	}
	got := make([]int, len(nodes))
	m.PinTargets(cch.Places[float64](nodes[:1])).Each(cch.Places[float64](nodes), 4, func(i int, row *cch.Row[float64]) {
		got[i] = len(row.AppendPath(nil, 0))
	})
	if !slices.Equal(got, lengths) {
		t.Error("paths differ")
	}
}

func BenchmarkOpen(b *testing.B) {
	g, ix := loadNewYorkIndex(b)
	path := saved(b, g, ix)
	for _, mode := range []string{"open", "trust", "load"} {
		b.Run(mode, func(b *testing.B) {
			for b.Loop() {
				f, err := cch.Open(path)
				if err == nil && mode == "trust" {
					_, _, err = f.Trust()
				}
				if err == nil && mode == "load" {
					_, _, err = f.Load()
				}
				if err != nil {
					b.Fatal(err)
				}
				f.Close()
			}
		})
	}
}

func TestUpdatesDoNotAllocate(t *testing.T) {
	g := grid(t, 40, 40)
	weights := graph.LengthMetric(g)
	m := cch.Customize(prepare(t, g), weights, cch.CustomizeOptions{Workers: 1})
	arcs := []graph.ArcID{7, 1234, 3456}
	q := m.NewQuery()
	factor := 1.0
	work := func() {
		factor = 3 - factor
		m.Update(arcs, []float64{factor * weights[7], factor * weights[1234], factor * weights[3456]})
		q.Run(0, 1599)
	}
	work()
	if n := testing.AllocsPerRun(100, work); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
