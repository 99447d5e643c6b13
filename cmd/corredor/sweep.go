package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/scenario/shard"
)

func newSweep(f *flags) *cobra.Command {
	c := &cobra.Command{
		Use:   "sweep",
		Short: "Run thousands of what-ifs of a study, here or on a cluster",
		Long: `A sweep routes a study again under many changes: municipalities, roads and ports
closed or made dearer, prices drawn, origins drawn anew, other roads. A YAML file
says what varies; the result is a row per scenario, the same whoever runs it and
in whatever order. What is interrupted goes on where it stopped.`,
		Example: "  corredor sweep run examples/sweep.yaml --out out/sweep",
	}
	c.AddCommand(newSweepRun(f), newSweepWorker(f), newSweepSlurm(f), newSweepStatus(f), newSweepMerge(f))
	return c
}

// sweepFlags are those of the commands that run scenarios.
type sweepFlags struct {
	out     string
	size    int
	workers int
}

func (s *sweepFlags) register(c *cobra.Command) {
	c.Flags().StringVarP(&s.out, "out", "o", "", "folder for shards and results (default out/NAME of the sweep)")
	c.Flags().IntVar(&s.size, "shard-size", 0, "scenarios in a shard (default: what makes some dozens of shards, at most 1000)")
	c.Flags().IntVar(&s.workers, "workers", 0, "scenarios at a time (default: one a core)")
}

// dir is the folder of a sweep.
func (s *sweepFlags) dir(file string) string {
	base := filepath.Base(file)
	return cmp.Or(s.out, filepath.Join("out", strings.TrimSuffix(base, filepath.Ext(base))))
}

// prepare reads a sweep and runs its study.
func (s *sweepFlags) prepare(c *cobra.Command, f *flags, file string) (*engine.Sweeping, error) {
	sweep, err := engine.ReadSweep(file)
	if err != nil {
		return nil, err
	}
	bars := newProgress(c.ErrOrStderr(), f.quiet || f.json)
	defer bars.finish()
	return sweep.Prepare(c.Context(), engine.Options{Progress: bars.update})
}

func newSweepRun(f *flags) *cobra.Command {
	var s sweepFlags
	var q queueFlags
	var part string
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
		RunE: func(c *cobra.Command, args []string) error {
			opts := shard.Options{Workers: s.workers}
			if part != "" {
				var err error
				if opts.Part, err = shard.ParsePart(part); err != nil {
					return usageError{err}
				}
			}
			if err := q.check(part); err != nil {
				return usageError{err}
			}
			sweep, err := s.prepare(c, f, args[0])
			if err != nil {
				return err
			}
			dir, err := shard.Create(s.dir(args[0]), sweep.Job(s.size))
			if err != nil {
				return err
			}
			if !f.quiet {
				printWarnings(c.ErrOrStderr(), sweep.Warnings)
			}
			bars := newProgress(c.ErrOrStderr(), f.quiet || f.json)
			opts.Progress = func(done, total int64) { bars.update(stageScenarios, done, total) }
			report, err := q.run(c.Context(), dir, sweep.Work, opts)
			bars.finish()
			if err := ended(c.Context(), dir, err); err != nil {
				return err
			}
			if err := failed(c, report.Failed); err != nil {
				return err
			}
			if part != "" {
				return printPart(c, f, dir, report)
			}
			return merge(c, f, dir)
		},
	}
	s.register(c)
	q.register(c)
	c.Flags().StringVar(&part, "shard", "", "run one part of the shards, i/N, such as 3/10, and do not merge")
	return c
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

func newSweepStatus(f *flags) *cobra.Command {
	return &cobra.Command{
		Use:     "status DIR",
		Short:   "Say how much of a sweep is finished, and what failed",
		Example: "  corredor sweep status out/sweep",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			dir, err := shard.Open(args[0])
			if err != nil {
				return err
			}
			return printStatus(c, f, dir)
		},
	}
}

func newSweepMerge(f *flags) *cobra.Command {
	return &cobra.Command{
		Use:   "merge DIR",
		Short: "Put finished shards together: CSV, Parquet, summary and report",
		Long: `Merge checks that every shard is there, whole and of this sweep, and writes the
rows of all scenarios, their summary and a report. run does it at its end.`,
		Example: "  corredor sweep merge out/sweep",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			dir, err := shard.Open(args[0])
			if err != nil {
				return err
			}
			return merge(c, f, dir)
		},
	}
}

func merge(c *cobra.Command, f *flags, dir *shard.Dir) error {
	summary, err := engine.MergeSweep(dir)
	if err != nil {
		return err
	}
	return printSweep(c, f, dir, summary)
}
