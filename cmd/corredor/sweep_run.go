package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine/scenario/shard"
)

func newSweepRun(f *flags) *cobra.Command {
	var s sweepRun
	c := &cobra.Command{
		Use:   "run SWEEP.yaml",
		Short: "Run the scenarios that are missing, and merge",
		Long: `Run finishes the shards that the folder lacks on all cores of this machine, then
merges them. With --shard i/N it runs every N-th shard only, beginning with the i-th,
and does not merge: that is for the tasks of a cluster.

With --nats it hands the shards out through a NATS server with JetStream, to the
cores of this machine and to every corredor sweep worker that is connected to it;
embedded is a server inside this program, for which --listen opens a port.`,
		Example: `  corredor sweep run examples/sweep.yaml --out out/sweep
  corredor sweep run examples/sweep.yaml --out out/sweep --nats nats://token@head:4222
  corredor sweep run examples/sweep.yaml --out out/sweep --nats embedded --listen token@0.0.0.0:4222`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return s.run(c, f, args[0]) },
	}
	s.register(c)
	s.queue.register(c)
	c.Flags().StringVar(&s.part, "shard", "", "run one part of the shards, `i/N`, such as 3/10, and do not merge")
	return c
}

// sweepRun is what corredor sweep run is asked for.
type sweepRun struct {
	sweepFlags
	queue queueFlags
	part  string
}

func (s *sweepRun) run(c *cobra.Command, f *flags, file string) error {
	opts, err := s.options()
	if err != nil {
		return usageError{err}
	}
	sweep, err := prepareSweep(c, f, file)
	if err != nil {
		return err
	}
	dir, err := shard.Create(s.dir(file), sweep.Job(s.size))
	if err != nil {
		return err
	}
	if !f.quiet {
		printWarnings(c.ErrOrStderr(), sweep.Warnings)
	}
	bars := newProgress(c.ErrOrStderr(), f.quiet || f.json)
	opts.Progress = func(done, total int64) { bars.update(stageScenarios, done, total) }
	report, err := s.queue.run(c.Context(), dir, sweep.Work, opts)
	bars.finish()
	if err := ended(c.Context(), dir, err); err != nil {
		return err
	}
	if err := failed(c, report.Failed); err != nil {
		return err
	}
	if s.part != "" {
		return printPart(c, f, dir, report)
	}
	return sweepMerge{dir, sweep}.run(c, f)
}

// options checks the flags.
func (s *sweepRun) options() (opts shard.Options, err error) {
	opts.Workers = s.workers
	if s.workers < 0 {
		return opts, usageError{fmt.Errorf("--workers is %d; write how many, or leave it out for one a core", s.workers)}
	}
	if s.part != "" {
		if opts.Part, err = shard.ParsePart(s.part); err != nil {
			return opts, err
		}
	}
	return opts, s.queue.check(s.part)
}

// ended says where an interrupted sweep stands.
func ended(ctx context.Context, d *shard.Dir, err error) error {
	if ctx.Err() == nil || !errors.Is(err, context.Canceled) {
		return err
	}
	missing, err := d.Missing(shard.Part{})
	if err != nil {
		return err
	}
	return fmt.Errorf("interrupted with %d of %d shards finished; the same command goes on from there", d.Job.Shards()-len(missing), d.Job.Shards())
}

// failed prints the shards that failed, and sums them up.
func failed(c *cobra.Command, list []shard.Failure) error {
	if len(list) == 0 {
		return nil
	}
	for _, f := range list {
		fmt.Fprintf(c.ErrOrStderr(), "%v\n", f)
	}
	return fmt.Errorf("%d shards failed, all others are finished; the same command tries them again", len(list))
}
