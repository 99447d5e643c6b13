package benchmarks

import (
	"context"
	"testing"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/scenario/shard"
)

// BenchmarkSweep runs scenarios of the embedded study one after the other: five
// municipalities shocked at random, origins drawn anew.
func BenchmarkSweep(b *testing.B) {
	w := prepared(b)
	i := 0
	for b.Loop() {
		if _, err := w.Work(context.Background(), i%w.Scenarios()); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// BenchmarkSweepShards runs all of examples/sweep.yaml on all cores, files and all.
func BenchmarkSweepShards(b *testing.B) {
	w := prepared(b)
	for b.Loop() {
		dir, err := shard.Create(b.TempDir(), w.Job(0))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := shard.Run(context.Background(), dir, w.Work, shard.Options{}); err != nil {
			b.Fatal(err)
		}
		if _, err := engine.MergeSweep(dir); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*w.Scenarios())/b.Elapsed().Seconds(), "scenarios/s")
}

// prepared is the sweep of the examples, ready to run.
func prepared(b *testing.B) *engine.Sweeping {
	b.Helper()
	sweep, err := engine.ReadSweep("../examples/sweep.yaml")
	if err != nil {
		b.Fatal(err)
	}
	w, err := sweep.Prepare(context.Background(), engine.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return w
}
