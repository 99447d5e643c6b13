package shard

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Options for [Run]. The zero value uses all cores for all shards.
type Options struct {
	Workers int // goroutines; 0 is one a core
	Part    Part
	// Progress is told how many scenarios of all those to run are done, from several
	// goroutines.
	Progress func(done, total int64)
}

// Tries is how often a shard is run before it counts as failed.
const Tries = 2

// Report says what a run has done.
type Report struct {
	Ran    int // shards that were missing and are finished now
	Kept   int // that were finished before
	Failed []Failure
}

// Run finishes the missing shards of a part on the cores of this machine, in order as far as there
// are cores. A shard that fails is reported, in the folder too, and the rest goes on. It
// stops with the cause when ctx ends, and when a result cannot be written; what is
// finished stays.
func Run(ctx context.Context, d *Dir, work Work, opts Options) (Report, error) {
	missing, err := d.Missing(opts.Part)
	if err != nil {
		return Report{}, err
	}
	r := &local{dir: d, work: work, missing: missing, progress: opts.Progress}
	for shard := range d.Job.Shards() {
		if opts.Part.has(shard) {
			r.report.Kept++
		}
	}
	r.report.Kept -= len(missing)
	for _, shard := range missing {
		from, to := d.Job.Range(shard)
		r.total += int64(to - from)
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	workers := opts.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var group sync.WaitGroup
	for range min(workers, len(missing)) {
		group.Go(func() {
			if err := r.take(ctx); err != nil {
				stop(err)
			}
		})
	}
	group.Wait()
	slices.SortFunc(r.report.Failed, func(a, b Failure) int { return a.Shard - b.Shard })
	return r.report, context.Cause(ctx)
}

// local is a run on this machine.
type local struct {
	dir      *Dir
	work     Work
	missing  []int
	progress func(done, total int64)
	total    int64 // scenarios to run
	next     atomic.Int64
	done     atomic.Int64

	mu     sync.Mutex
	report Report
}

// take runs shards until none is left.
func (r *local) take(ctx context.Context) error {
	for {
		i := int(r.next.Add(1)) - 1
		if i >= len(r.missing) {
			return nil
		}
		if err := r.run(ctx, r.missing[i]); err != nil {
			return err
		}
	}
}

// run tries a shard. An error is one that ends the whole run.
func (r *local) run(ctx context.Context, shard int) error {
	var result []byte
	var err error
	for range Tries {
		if result, err = r.try(ctx, shard); err == nil || ctx.Err() != nil {
			break
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		failure := r.dir.Job.FailureOf(shard, err)
		r.mu.Lock()
		r.report.Failed = append(r.report.Failed, failure)
		r.mu.Unlock()
		return r.dir.Fail(failure)
	}
	if err := r.dir.Put(shard, result); err != nil {
		return err
	}
	r.mu.Lock()
	r.report.Ran++
	r.mu.Unlock()
	return nil
}

func (r *local) try(ctx context.Context, shard int) ([]byte, error) {
	ran := int64(0)
	result, err := r.dir.Job.Do(ctx, shard, r.work, func() {
		ran++
		if done := r.done.Add(1); r.progress != nil {
			r.progress(done, r.total)
		}
	})
	if err != nil {
		r.done.Add(-ran)
	}
	return result, err
}
