package osm_test

import (
	"bytes"
	"context"
	"os"
	"runtime"
	"testing"
	"testing/fstest"
	"time"

	other "github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"

	"github.com/corredor-geo/corredor/graph/load/osm"
	"github.com/corredor-geo/corredor/internal/outside"
)

// BenchmarkRead is a whole reading: two passes, joining, the graph.
func BenchmarkRead(b *testing.B) {
	for _, name := range []string{andorra, monaco} {
		data, err := os.ReadFile(outside.ReferenceData(b, name))
		if err != nil {
			b.Fatal(err)
		}
		files := fstest.MapFS{"x.osm.pbf": {Data: data}}
		for _, profile := range []struct {
			name string
			*osm.Profile
		}{{"highways", osm.Highways()}, {"car", osm.Car()}} {
			b.Run(name[4:10]+"/"+profile.name, func(b *testing.B) {
				b.SetBytes(int64(len(data)))
				b.ReportAllocs()
				for b.Loop() {
					if _, err := osm.Read(context.Background(), "x.osm.pbf", osm.Options{FS: files, Profile: profile.Profile}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkOther makes two bare passes with paulmach/osm, ways and then nodes,
// and keeps nothing.
func BenchmarkOther(b *testing.B) {
	for _, name := range []string{andorra, monaco} {
		data, err := os.ReadFile(outside.ReferenceData(b, name))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name[4:10], func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				pass(b, bytes.NewReader(data), func(s *osmpbf.Scanner) {
					s.SkipNodes, s.SkipRelations = true, true
					s.FilterWay = func(w *other.Way) bool { return w.Tags.Find("highway") == "primary" }
				}, func(other.Object) {})
				pass(b, bytes.NewReader(data), func(s *osmpbf.Scanner) {
					s.SkipWays, s.SkipRelations = true, true
					s.FilterNode = func(*other.Node) bool { return false }
				}, func(other.Object) {})
			}
		})
	}
}

// TestMemory reads a file of 2 million nodes, all of them on roads, and looks
// at the heap meanwhile: less than three graphs and 200 MB.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	files := fstest.MapFS{"x.osm.pbf": {Data: big(2_000_000)}}
	before := heap(true)
	done, most := make(chan struct{}), make(chan uint64)
	go func() {
		peak := uint64(0)
		for {
			select {
			case <-done:
				most <- peak
				return
			case <-time.After(2 * time.Millisecond):
				peak = max(peak, heap(false))
			}
		}
	}()
	n, err := osm.Read(context.Background(), "x.osm.pbf", osm.Options{FS: files})
	close(done)
	peak := <-most - before
	if err != nil {
		t.Fatal(err)
	}
	size := heap(true) - before
	t.Logf("peak %d MB, the network %d MB, %d segments", peak>>20, size>>20, n.Graph.SegmentCount())
	if peak > 3*size+200<<20 {
		t.Errorf("peak %d MB for a network of %d MB", peak>>20, size>>20)
	}
	runtime.KeepAlive(n)
}

func heap(collect bool) uint64 {
	if collect {
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
