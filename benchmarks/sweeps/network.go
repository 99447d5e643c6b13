package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/scenario/queue"
	"github.com/corredor-geo/corredor/engine/scenario/shard"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/route"
	"github.com/corredor-geo/corredor/internal/machine"
)

const (
	networkScenarios = 1000
	networkStops     = 50 // origins, and as many ports
	networkChanged   = 1000
	networkSeed      = 20100101
)

// roads is a network whose scenarios are drawn from their number.
type roads struct {
	base           *route.Router
	metric         graph.Metric
	origins, ports []route.Stop
	idle           sync.Pool // of *route.Changing
}

func network(ctx context.Context, w io.Writer, path, coords string) error {
	if path == "" {
		return nil
	}
	n, err := engine.OpenNetwork(ctx, path, engine.NetworkOptions{Options: load.Options{Nodes: coords}})
	if err != nil {
		return err
	}
	defer n.Close()
	r := &roads{metric: graph.LengthMetric(n.Graph)}
	r.base = route.New(n.Graph, n.Index, r.metric, 1)
	r.idle.New = func() any { return r.base.Changing() }
	rng := rand.New(rand.NewPCG(networkSeed, 0))
	for range networkStops {
		r.origins = append(r.origins, route.AtNode(graph.NodeID(rng.IntN(n.Graph.NodeCount()))))
		r.ports = append(r.ports, route.AtNode(graph.NodeID(rng.IntN(n.Graph.NodeCount()))))
	}
	job := shard.Job{Format: shard.Format, Scenarios: networkScenarios, ShardSize: shard.DefaultSize(networkScenarios)}
	began, used := time.Now(), machine.ProcessorSeconds()
	if err := runJob(ctx, job, r.work); err != nil {
		return err
	}
	seconds, used := time.Since(began).Seconds(), machine.ProcessorSeconds()-used
	for _, scenario := range []int{0, networkScenarios - 1} {
		if err := r.check(ctx, n, scenario); err != nil {
			return err
		}
	}
	fmt.Fprintf(w, "\n## A road network\n\n%d nodes, %d arcs. %d scenarios of %d changed arcs each, closed or ten times as dear, and a table of %d x %d under each, in float64: **%.1f s** on %d cores, %.1f s of processor, %.1f ms of it a scenario. "+
		"The first and the last scenario were compared with a hierarchy customized anew: equal to the bit.\n", n.Graph.NodeCount(), n.Graph.ArcCount(), networkScenarios, networkChanged, networkStops, networkStops,
		seconds, runtime.GOMAXPROCS(0), used, 1000*used/networkScenarios)
	return nil
}

// runJob runs a job in a folder that is removed.
func runJob(ctx context.Context, job shard.Job, work shard.Work) error {
	dir, err := os.MkdirTemp("", "sweeps-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	d, err := shard.Create(dir, job)
	if err != nil {
		return err
	}
	_, err = shard.Run(ctx, d, work, shard.Options{})
	return err
}

// change draws the arcs of a scenario and their weights.
func (r *roads) change(scenario int) ([]graph.ArcID, graph.Metric) {
	rng := rand.New(rand.NewPCG(networkSeed, uint64(scenario)+1))
	m := slices.Clone(r.metric)
	arcs := make([]graph.ArcID, networkChanged)
	for i := range arcs {
		arcs[i] = graph.ArcID(rng.IntN(len(m)))
		m[arcs[i]] *= 10
		if rng.IntN(2) == 0 {
			m[arcs[i]] = math.Inf(1)
		}
	}
	return arcs, m
}

// work sums the table of a scenario up.
func (r *roads) work(_ context.Context, scenario int) ([]byte, error) {
	changing := r.idle.Get().(*route.Changing)
	defer r.idle.Put(changing)
	return r.row(changing.To(r.change(scenario))), nil
}

func (r *roads) row(router *route.Router) []byte {
	sum, unreachable := 0.0, 0
	router.Table(r.ports).Each(r.origins, 1, func(_ int, row *route.Row) {
		for k := range r.ports {
			if d := row.Cost(k); math.IsInf(d, 1) {
				unreachable++
			} else {
				sum += d
			}
		}
	})
	return fmt.Appendf(nil, "%v\t%d", sum, unreachable)
}

// check compares a scenario with a hierarchy that is customized anew.
func (r *roads) check(ctx context.Context, n *engine.Network, scenario int) error {
	got, err := r.work(ctx, scenario)
	if err != nil {
		return err
	}
	_, m := r.change(scenario)
	if want := r.row(route.New(n.Graph, n.Index, m, 1)); string(got) != string(want) {
		return fmt.Errorf("scenario %d gives %s, want %s", scenario, got, want)
	}
	return nil
}

// overhead measures what executors add to scenarios of 10 ms, which sleep, so that no
// other program on the machine counts.
func overhead(ctx context.Context, w io.Writer) error {
	const (
		scenarios = 1000
		sleep     = 10 * time.Millisecond
		workers   = 2
	)
	fmt.Fprintf(w, "\n## What an executor adds\n\n%d scenarios that sleep for 10 ms, two at a time: the time beyond that of the scenarios themselves. Default shards.\n\n| executor | seconds | of scenarios | overhead |\n|---|---|---|---|\n", scenarios)
	var mu sync.Mutex
	var slept time.Duration
	work := func(context.Context, int) ([]byte, error) {
		begin := time.Now()
		time.Sleep(sleep)
		mu.Lock()
		defer mu.Unlock()
		slept += time.Since(begin)
		return []byte("0"), nil
	}
	for _, executor := range []struct {
		name string
		run  func(*shard.Dir) error
	}{
		{"cores of this machine", func(d *shard.Dir) error {
			_, err := shard.Run(ctx, d, work, shard.Options{Workers: workers})
			return err
		}},
		{"NATS inside the program", func(d *shard.Dir) error { return queued(ctx, d, work, workers) }},
	} {
		dir, err := os.MkdirTemp("", "sweeps-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		d, err := shard.Create(dir, shard.Job{Format: shard.Format, Scenarios: scenarios, ShardSize: shard.DefaultSize(scenarios)})
		if err != nil {
			return err
		}
		slept = 0
		begin := time.Now()
		if err := executor.run(d); err != nil {
			return err
		}
		seconds, ideal := time.Since(begin).Seconds(), slept.Seconds()/workers
		fmt.Fprintf(w, "| %s | %.2f | %.2f | %.1f %% |\n", executor.name, seconds, ideal, 100*(seconds/ideal-1))
	}
	return nil
}

func queued(ctx context.Context, d *shard.Dir, work shard.Work, workers int) error {
	server, err := queue.Start(d.Path, "")
	if err != nil {
		return err
	}
	defer server.Close()
	serving, err := server.Connect()
	if err != nil {
		return err
	}
	defer serving.Close()
	working, err := server.Connect()
	if err != nil {
		return err
	}
	defer working.Close()
	ended := make(chan error)
	go func() {
		_, err := queue.Work(ctx, working, d.Job, work, queue.Options{Workers: workers})
		ended <- err
	}()
	if _, err := queue.Serve(ctx, serving, d, queue.Options{Memory: true}); err != nil {
		return err
	}
	return <-ended
}
