package cch_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
)

func low(name string, n int, f func(i int)) {
	var t []float64
	i := 0
	for end := time.Now().Add(1500 * time.Millisecond); time.Now().Before(end) || len(t) < 5; {
		b := time.Now()
		for range n {
			f(i)
			i++
		}
		t = append(t, float64(time.Since(b).Nanoseconds())/float64(n)/1000)
	}
	slices.Sort(t)
	fmt.Printf("%-34s min %10.2f us  p10 %10.2f  p50 %10.2f\n", name, t[0], t[len(t)/10], t[len(t)/2])
}

func TestZZ(t *testing.T) {
	path := "/tmp/ny.corredor"
	if _, err := os.Stat(path); err != nil || os.Getenv("ZZNEW") != "" {
		g := loadNewYork(t)
		cch.Save(path, g, prepare(t, g))
	}
	f, err := cch.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	b := time.Now()
	g, ix, err := f.Load()
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("load", time.Since(b), fmt.Sprintf("%+v", ix.Quality()))
	l64 := graph.LengthMetric(g)
	zz(g, ix, narrow[uint32](l64))
	zz(g, ix, l64)
}

func zz[W cch.Weight](g *graph.Graph, ix *cch.Index, l []W) {
	what := os.Getenv("ZZ")
	has := func(s string) bool { return what == "" || slices.Contains([]string{what}, s) }
	fmt.Printf("%T\n", l)
	list := pairs(g.NodeCount())
	if has("cust") {
		low("customize 1", 1, func(int) { cch.Customize(ix, l, cch.CustomizeOptions{Workers: 1}) })
		low("customize 2", 1, func(int) { cch.Customize(ix, l, cch.CustomizeOptions{Workers: 2}) })
		low("perfect 1", 1, func(int) { cch.Customize(ix, l, cch.CustomizeOptions{Workers: 1, Perfect: true}) })
		low("perfect 2", 1, func(int) { cch.Customize(ix, l, cch.CustomizeOptions{Workers: 2, Perfect: true}) })
	}
	if has("update") {
		m := cch.Customize(ix, l, cch.CustomizeOptions{})
		var arcs []graph.ArcID
		var old, new []W
		for i := range 1000 {
			a := graph.ArcID(int(list[i][0]) * 7919 % g.ArcCount())
			arcs, old, new = append(arcs, a), append(old, l[a]), append(new, W(float64(l[a])*(0.5+float64(i%100)*0.015)))
		}
		low("update 1000", 1, func(i int) { m.Update(arcs, [][]W{new, old}[i%2]) })
	}
	for _, perfect := range []bool{false, true} {
		m := cch.Customize(ix, l, cch.CustomizeOptions{Perfect: perfect})
		q := m.NewQuery()
		fmt.Println("perfect", perfect)
		if has("query") {
			low("distance", 256, func(i int) { q.Distance(list[i&16383][0], list[i&16383][1]) })
			low("run", 256, func(i int) { q.Run(list[i&16383][0], list[i&16383][1]) })
			for i := range list {
				q.Run(list[i][0], list[i][1])
				q.AppendPath(nil)
			}
			path := make([]graph.ArcID, 0, 5000)
			low("path warm", 256, func(i int) { q.Run(list[i&16383][0], list[i&16383][1]); path = q.AppendPath(path[:0]) })
		}
		if has("sweep") {
			s := m.NewSweep(cch.SweepOptions{})
			low("sweep 1", 1, func(i int) { s.Run(list[i&16383][0]) })
			var out []W
			low("sweep 1 by number", 1, func(i int) { s.Run(list[i&16383][0]); out = s.AppendDistances(out[:0]) })
			s = m.NewSweep(cch.SweepOptions{Workers: 2})
			low("sweep 2", 1, func(i int) { s.Run(list[i&16383][0]) })
		}
		if has("table") {
			var src, dst []graph.NodeID
			for i := range 200 {
				src = append(src, list[i][0])
			}
			for i := range 50 {
				dst = append(dst, list[i][1])
			}
			low("table 1", 1, func(i int) { m.PinTargets(cch.Places[W](dst)).Matrix(src, 1) })
			low("table 2", 1, func(i int) { m.PinTargets(cch.Places[W](dst)).Matrix(src, 2) })
			low("table paths 1", 1, func(i int) {
				m.PinTargets(cch.Places[W](dst)).Each(cch.Places[W](src), 1, func(i int, row *cch.Row[W]) {
					var path []graph.ArcID
					for c := range dst {
						path = row.AppendPath(path[:0], c)
					}
				})
			})
		}
	}
}
