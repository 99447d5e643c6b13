package benchmarks

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/corredor-geo/corredor/engine/replicate"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/internal/outside"
)

// BenchmarkReplicate times the paper's network part as a user runs it, process and
// files and all, with 200 origins. cpu-ms is the time of all cores together, which other
// work on the machine disturbs less than the wall clock.
func BenchmarkReplicate(b *testing.B) {
	archive := outside.ReferenceData(b, "dell2015")
	dir := b.TempDir()
	program := filepath.Join(dir, "corredor")
	if out, err := exec.Command("go", "build", "-o", program, "../cmd/corredor").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	origins := filepath.Join(dir, "origins.txt")
	writeOrigins(b, archive, origins)
	for _, run := range []struct{ name, args string }{
		{"version", "version"},
		{"12 periods, shortest path", "replicate flows --quiet"},
		{"1 period, congestion to 0.001", "replicate flows --quiet --period 0 --model congestion --compat"},
		{"1 period, congestion to 1e-10", "replicate flows --quiet --period 0 --model congestion"},
		{"centrality", "replicate centrality --quiet"},
	} {
		args := strings.Fields(run.args)
		if len(args) > 1 {
			args = append(args, "--archive", archive, "--origins", origins, "-o", filepath.Join(dir, "out.csv"))
		}
		b.Run(run.name, func(b *testing.B) {
			var cpu time.Duration
			for b.Loop() {
				c := exec.Command(program, args...)
				c.Stderr = os.Stderr
				if err := c.Run(); err != nil {
					b.Fatal(err)
				}
				cpu += c.ProcessState.UserTime() + c.ProcessState.SystemTime()
			}
			b.ReportMetric(float64(cpu.Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
}

// writeOrigins writes 200 nodes that reach the United States in every period, spread
// over their numbers.
func writeOrigins(b *testing.B, archive, name string) {
	const want, step = 200, 53
	a, err := replicate.Open(context.Background(), replicate.Options{Dir: archive})
	if err != nil {
		b.Fatal(err)
	}
	search := graph.NewDijkstra(a.Graph)
	search.Run(a.Metric(replicate.Periods-1), a.Sink)
	list, count := "node\n", 0
	for n := graph.NodeID(0); n < a.Sink && count < want; n += step {
		if search.Distance(n) < 1e9 { // metres: a way
			list += fmt.Sprintln(n + 1)
			count++
		}
	}
	if count < want {
		b.Fatalf("only %d origins", count)
	}
	if err := os.WriteFile(name, []byte(list), 0o600); err != nil {
		b.Fatal(err)
	}
}
