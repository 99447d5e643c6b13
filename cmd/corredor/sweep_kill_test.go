package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// killed is a sweep of a made-up network, small enough to be run many times.
type killed struct {
	program, sweep string
	want           map[string][]byte // the files of an undisturbed run
	takes          time.Duration
	hits           atomic.Int64 // processes that were at work when they were killed
}

const (
	killRows, killColumns = 8, 10 // towns of a grid
	killScenarios         = 600
)

// writeKillStudy writes towns on a grid, each its own municipality.
func writeKillStudy(t *testing.T, dir string) {
	t.Helper()
	files := map[string]*bytes.Buffer{"places.csv": bytes.NewBufferString("place,lon,lat\n"), "links.csv": bytes.NewBufferString("from,to,km\n"),
		"seats.csv": bytes.NewBufferString("code,lon,lat\n"), "origins.csv": bytes.NewBufferString("code,ha\n"), "ports.csv": bytes.NewBufferString("id,lon,lat\n")}
	for i := range killRows * killColumns {
		row, column := i/killColumns, i%killColumns
		lon, lat := -100+0.1*float64(column), 20+0.1*float64(row)
		fmt.Fprintf(files["places.csv"], "t%d,%g,%g\n", i, lon, lat)
		fmt.Fprintf(files["seats.csv"], "%05d,%g,%g\n", i+1001, lon, lat)
		if column > 0 {
			fmt.Fprintf(files["links.csv"], "t%d,t%d,%d\n", i-1, i, 11+i%3)
		}
		if row > 0 {
			fmt.Fprintf(files["links.csv"], "t%d,t%d,%d\n", i-killColumns, i, 11+i%5)
		}
		switch {
		case row == 0:
			fmt.Fprintf(files["origins.csv"], "%05d,%d\n", i+1001, column+1)
		case row == killRows-1 && column%3 == 0:
			fmt.Fprintf(files["ports.csv"], "p%d,%g,%g\n", i, lon, lat)
		}
	}
	files["study.yaml"] = bytes.NewBufferString(`title: grid
roads: {places: places.csv, links: links.csv, columns: {length_km: km}}
origins: [{layer: a, table: origins.csv, columns: {code: code, weight: ha}}]
destinations: {table: ports.csv, columns: {id: id}}
regions: {file: seats.csv, columns: {code: code, lon: lon, lat: lat}}
`)
	files["sweep.yaml"] = bytes.NewBufferString(fmt.Sprintf(`title: killed
study: study.yaml
repeat: %d
vary:
  - municipalities: {among: all, draw: 6, multipliers: [2, inf]}
  - origins: bootstrap
layers:
  - {largest: cost_change, count: 2}
  - {scenarios: [%d], write: [segments]}
`, killScenarios, killScenarios-1))
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), text.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestKill kills what takes part in a sweep at random times, as kill -9 does, until it lets it
// finish: the run, its parts, the merge, workers, and the server with its coordinator. Every time
// the files are those of a run that nothing disturbed.
func TestKill(t *testing.T) {
	rounds := 50
	if testing.Short() {
		rounds = 5
	}
	const seed = 10
	k := newKilled(t)
	t.Cleanup(func() { // after the rounds
		if hits := int(k.hits.Load()); hits < rounds && !t.Failed() {
			t.Errorf("only %d processes were at work when they were killed, in %d rounds: the test says little", hits, rounds)
		}
	})
	kinds := []struct {
		name string
		run  func(*testing.T, *rand.Rand, string)
	}{{"run", k.killRun}, {"parts", k.killParts}, {"merge", k.killMerge}, {"workers", k.killWorkers}, {"server", k.killServer}}
	for round := range rounds {
		kind := kinds[round%len(kinds)]
		t.Run(fmt.Sprintf("%s %d", kind.name, round), func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "out")
			kind.run(t, rand.New(rand.NewPCG(seed, uint64(round))), dir)
			for name, want := range k.want {
				if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Equal(got, want) {
					t.Errorf("seed %d, round %d: %s differs from that of an undisturbed run, %v", seed, round, name, err)
				}
			}
		})
	}
}

func newKilled(t *testing.T) *killed {
	t.Helper()
	test, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	writeKillStudy(t, dir)
	k := &killed{program: filepath.Join(dir, "corredor"), sweep: filepath.Join(dir, "sweep.yaml"), want: map[string][]byte{}}
	if err := os.Symlink(test, k.program); err != nil { // testscript takes the name for the command
		t.Skip(err)
	}
	begin := time.Now()
	out := filepath.Join(dir, "undisturbed")
	k.finish(t, "run", k.sweep, "--out", out)
	k.takes = time.Since(begin)
	for pattern, count := range map[string]int{"*.csv": 3, "scenarios.parquet": 1, "*.json": 3, "report.html": 1, "layers/*/*.geojson": 7} {
		names, err := filepath.Glob(filepath.Join(out, pattern))
		if err != nil || len(names) != count {
			t.Fatalf("%d files %s, want %d, %v", len(names), pattern, count, err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			k.want[strings.TrimPrefix(name, out)] = text
		}
	}
	return k
}

func (k *killed) start(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(context.Background(), k.program, append([]string{"sweep"}, append(args, "--quiet")...)...)
	c.Stderr = new(bytes.Buffer)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Process.Kill() })
	return c
}

// finish runs a command to its end.
func (k *killed) finish(t *testing.T, args ...string) {
	t.Helper()
	c := k.start(t, args...)
	if err := c.Wait(); err != nil {
		t.Fatalf("%s: %v: %s", strings.Join(args, " "), err, c.Stderr)
	}
}

// kill ends a process at a random time of those that a run takes.
func (k *killed) kill(rng *rand.Rand, c *exec.Cmd) { k.killWithin(k.takes, rng, c) }

func (k *killed) killWithin(most time.Duration, rng *rand.Rand, c *exec.Cmd) {
	time.Sleep(time.Duration(rng.Int64N(int64(most))))
	c.Process.Kill()
	if err := c.Wait(); err != nil && !c.ProcessState.Exited() {
		k.hits.Add(1)
	}
}

func (k *killed) killRun(t *testing.T, rng *rand.Rand, out string) {
	for range 1 + rng.IntN(4) {
		k.kill(rng, k.start(t, "run", k.sweep, "--out", out))
	}
	k.finish(t, "run", k.sweep, "--out", out)
}

func (k *killed) killParts(t *testing.T, rng *rand.Rand, out string) {
	part := func(i int) []string { return []string{"run", k.sweep, "--out", out, "--shard", fmt.Sprintf("%d/3", i)} }
	var parts []*exec.Cmd
	for i := range 3 {
		parts = append(parts, k.start(t, part(i+1)...))
	}
	for range 2 {
		k.kill(rng, parts[rng.IntN(3)])
	}
	for _, c := range parts {
		c.Wait()
	}
	for i := range 3 {
		k.finish(t, part(i+1)...)
	}
	k.finish(t, "merge", out, "--sweep", k.sweep)
}

func (k *killed) killMerge(t *testing.T, rng *rand.Rand, out string) {
	k.finish(t, "run", k.sweep, "--out", out, "--shard", "1/1")
	for range 1 + rng.IntN(4) {
		k.killWithin(k.takes/4, rng, k.start(t, "merge", out, "--sweep", k.sweep))
	}
	k.finish(t, "merge", out, "--sweep", k.sweep)
}

// serve starts a coordinator with a server for workers elsewhere.
func (k *killed) serve(t *testing.T, out, address string) *exec.Cmd {
	return k.start(t, "run", k.sweep, "--out", out, "--nats", "embedded", "--listen", address, "--no-work", "--silence", "500ms")
}

func (k *killed) worker(t *testing.T, address string) *exec.Cmd {
	return k.start(t, "worker", k.sweep, "--nats", "nats://"+address)
}

func (k *killed) killWorkers(t *testing.T, rng *rand.Rand, out string) {
	address := freeAddress(t)
	coordinator := k.serve(t, out, address)
	awaitPort(t, address)
	for range 3 {
		k.kill(rng, k.worker(t, address))
	}
	k.worker(t, address)
	if err := coordinator.Wait(); err != nil {
		t.Fatalf("%v: %s", err, coordinator.Stderr)
	}
}

func (k *killed) killServer(t *testing.T, rng *rand.Rand, out string) {
	address := freeAddress(t)
	coordinator := k.serve(t, out, address)
	awaitPort(t, address)
	k.worker(t, address)
	k.worker(t, address)
	for range 1 + rng.IntN(3) {
		k.kill(rng, coordinator)
		coordinator = k.serve(t, out, address)
	}
	awaitPort(t, address)
	k.worker(t, address) // should the others be done
	if err := coordinator.Wait(); err != nil {
		t.Fatalf("%v: %s", err, coordinator.Stderr)
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// awaitPort waits until a server listens, or has been and gone.
func awaitPort(t *testing.T, address string) {
	t.Helper()
	for range 300 {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}
