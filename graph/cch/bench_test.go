package cch_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
)

var newYorkIndex struct {
	once sync.Once
	ix   *cch.Index
}

func loadNewYorkIndex(tb testing.TB) (*graph.Graph, *cch.Index) {
	g := loadNewYork(tb)
	newYorkIndex.once.Do(func() { newYorkIndex.ix = prepare(tb, g) })
	return g, newYorkIndex.ix
}

// variants runs a benchmark for both weight types, customized and perfect.
func variants(b *testing.B, narrow func(*testing.B, *cch.Metric[uint32]), wide func(*testing.B, *cch.Metric[float64])) {
	g, ix := loadNewYorkIndex(b)
	length := graph.LengthMetric(g)
	for _, perfect := range []bool{false, true} {
		name := map[bool]string{true: "/perfect"}[perfect]
		o := cch.CustomizeOptions{Perfect: perfect}
		m32, m64 := cch.Customize(ix, weights32(length), o), cch.Customize(ix, length, o)
		b.Run("uint32"+name, func(b *testing.B) { narrow(b, m32) })
		b.Run("float64"+name, func(b *testing.B) { wide(b, m64) })
	}
}

func weights32(m graph.Metric) []uint32 {
	return narrow[uint32](m)
}

// pairs are the same random pairs of nodes in every benchmark.
func pairs(nodes int) [][2]graph.NodeID {
	r := rand.New(rand.NewPCG(1, 2))
	list := make([][2]graph.NodeID, 1<<14)
	for i := range list {
		list[i] = [2]graph.NodeID{graph.NodeID(r.IntN(nodes)), graph.NodeID(r.IntN(nodes))}
	}
	return list
}

func BenchmarkOrder(b *testing.B) {
	g := loadNewYork(b)
	for _, workers := range []int{1, 2} {
		b.Run(map[int]string{1: "1core", 2: "2cores"}[workers], func(b *testing.B) {
			for b.Loop() {
				if _, err := cch.NewOrder(context.Background(), g, cch.OrderOptions{Workers: workers}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkTopology(b *testing.B) {
	g := loadNewYork(b)
	order, err := cch.NewOrder(context.Background(), g, cch.OrderOptions{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		cch.New(g, order)
	}
}

func BenchmarkCustomize(b *testing.B) {
	g, ix := loadNewYorkIndex(b)
	length := graph.LengthMetric(g)
	short := weights32(length)
	for _, o := range []struct {
		name string
		cch.CustomizeOptions
	}{
		{"/1core", cch.CustomizeOptions{Workers: 1}},
		{"/2cores", cch.CustomizeOptions{Workers: 2}},
		{"/perfect/1core", cch.CustomizeOptions{Workers: 1, Perfect: true}},
		{"/perfect/2cores", cch.CustomizeOptions{Workers: 2, Perfect: true}},
	} {
		b.Run("uint32"+o.name, func(b *testing.B) {
			for b.Loop() {
				cch.Customize(ix, short, o.CustomizeOptions)
			}
		})
		b.Run("float64"+o.name, func(b *testing.B) {
			for b.Loop() {
				cch.Customize(ix, length, o.CustomizeOptions)
			}
		})
	}
}

func BenchmarkDistance(b *testing.B) { variants(b, benchDistance[uint32], benchDistance[float64]) }

func benchDistance[W cch.Weight](b *testing.B, m *cch.Metric[W]) {
	q, list, i := m.NewQuery(), pairs(m.Index().NodeCount()), 0
	for b.Loop() {
		q.Distance(list[i][0], list[i][1])
		i = (i + 1) % len(list)
	}
}

func BenchmarkPath(b *testing.B) { variants(b, benchPath[uint32], benchPath[float64]) }

func benchPath[W cch.Weight](b *testing.B, m *cch.Metric[W]) {
	q, list, i := m.NewQuery(), pairs(m.Index().NodeCount()), 0
	var path []graph.ArcID
	arcs := 0
	for b.Loop() {
		q.Run(list[i][0], list[i][1])
		path = q.AppendPath(path[:0])
		arcs += len(path)
		i = (i + 1) % len(list)
	}
	b.ReportMetric(float64(arcs)/float64(b.N), "arcs/op")
}

func BenchmarkSweep(b *testing.B) { variants(b, benchSweep[uint32], benchSweep[float64]) }

func benchSweep[W cch.Weight](b *testing.B, m *cch.Metric[W]) {
	list := pairs(m.Index().NodeCount())
	var distances []W
	for _, workers := range []int{1, 2} {
		s, i := m.NewSweep(cch.SweepOptions{Workers: workers}), 0
		b.Run(map[int]string{1: "1core", 2: "2cores"}[workers], func(b *testing.B) {
			for b.Loop() {
				s.Run(list[i][0])
				i = (i + 1) % len(list)
			}
		})
		b.Run(map[int]string{1: "1core", 2: "2cores"}[workers]+"/bynumber", func(b *testing.B) {
			for b.Loop() {
				s.Run(list[i][0])
				distances = s.AppendDistances(distances[:0])
				i = (i + 1) % len(list)
			}
		})
	}
}

func BenchmarkTable200x50(b *testing.B) { variants(b, benchTable[uint32], benchTable[float64]) }

func benchTable[W cch.Weight](b *testing.B, m *cch.Metric[W]) {
	list := pairs(m.Index().NodeCount())
	var sources, targets []graph.NodeID
	for i := range 200 {
		sources = append(sources, list[i][0])
	}
	for i := range 50 {
		targets = append(targets, list[i][1])
	}
	for _, workers := range []int{1, 2} {
		name := map[int]string{1: "1core", 2: "2cores"}[workers]
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				m.PinTargets(cch.Places[W](targets)).Matrix(sources, workers)
			}
		})
		b.Run(name+"/paths", func(b *testing.B) {
			for b.Loop() {
				m.PinTargets(cch.Places[W](targets)).Each(cch.Places[W](sources), workers, func(i int, row *cch.Row[W]) {
					var path []graph.ArcID
					for c := range targets {
						path = row.AppendPath(path[:0], c)
					}
				})
			}
		})
	}
}

// BenchmarkUpdate gives 1,000 random arcs new weights, and then their old ones.
func BenchmarkUpdate1000(b *testing.B) {
	g, ix := loadNewYorkIndex(b)
	length := graph.LengthMetric(g)
	r := rand.New(rand.NewPCG(5, 6))
	arcs := make([]graph.ArcID, 1000)
	var old, new32 []uint32
	var old64, new64 []float64
	for i := range arcs {
		arcs[i] = graph.ArcID(r.IntN(g.ArcCount()))
		w := length[arcs[i]]
		x := float64(int(w * (0.5 + 1.5*r.Float64())))
		old, new32 = append(old, uint32(w)), append(new32, uint32(x))
		old64, new64 = append(old64, w), append(new64, x)
	}
	m32 := cch.Customize(ix, weights32(length), cch.CustomizeOptions{})
	b.Run("uint32", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			m32.Update(arcs, [][]uint32{new32, old}[i%2])
		}
	})
	m64 := cch.Customize(ix, length, cch.CustomizeOptions{})
	b.Run("float64", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			m64.Update(arcs, [][]float64{new64, old64}[i%2])
		}
	})
}
