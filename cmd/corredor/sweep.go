package main

import (
	"cmp"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/docs"
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
	c.AddCommand(newSweepRun(f), newSweepWorker(f), newSweepSlurm(f), newSweepStatus(f), newSweepMerge(f), newSchema("sweep", docs.SweepSchema))
	return c
}

// sweepFlags are those of the commands that run scenarios.
type sweepFlags struct {
	out     string
	size    int
	workers int
}

func (s *sweepFlags) register(c *cobra.Command) {
	c.Flags().StringVarP(&s.out, "out", "o", "", "`folder` for shards and results (default out/NAME of the sweep)")
	c.Flags().IntVar(&s.size, "shard-size", 0, "scenarios in a shard (default: what makes some dozens of shards, at most 1000)")
	c.Flags().IntVar(&s.workers, "workers", 0, "scenarios at a time (default: one a core)")
}

// dir is the folder of a sweep.
func (s *sweepFlags) dir(file string) string {
	base := filepath.Base(file)
	return cmp.Or(s.out, filepath.Join("out", strings.TrimSuffix(base, filepath.Ext(base))))
}

// prepareSweep reads a sweep and runs its study.
func prepareSweep(c *cobra.Command, f *flags, file string) (*engine.Sweeping, error) {
	sweep, err := engine.ReadSweep(file)
	if err != nil {
		return nil, err
	}
	bars := newProgress(c.ErrOrStderr(), f.quiet || f.json)
	defer bars.finish()
	return sweep.Prepare(c.Context(), engine.Options{Progress: bars.update})
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
	var file string
	c := &cobra.Command{
		Use:   "merge DIR",
		Short: "Put finished shards together: CSV, Parquet, summary and report",
		Long: `Merge checks that every shard is there, whole and of this sweep, and writes the
rows of all scenarios, their summary and a report. run does it at its end. A sweep
with layers: of some scenarios has to be given, for they are made anew.`,
		Example: `  corredor sweep merge out/sweep
  corredor sweep merge out/sweep --sweep examples/closures.yaml`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			dir, err := shard.Open(args[0])
			if err != nil {
				return err
			}
			var sweep *engine.Sweeping
			if file != "" {
				if sweep, err = prepareSweep(c, f, file); err != nil {
					return err
				}
			}
			return sweepMerge{dir, sweep}.run(c, f)
		},
	}
	c.Flags().StringVar(&file, "sweep", "", "`file` of the sweep, where it has layers:")
	return c
}

// sweepMerge is a folder to merge, and its sweep where that is at hand.
type sweepMerge struct {
	dir   *shard.Dir
	sweep *engine.Sweeping
}

func (m sweepMerge) run(c *cobra.Command, f *flags) error {
	summary, err := m.merge(c, f)
	if err != nil {
		return err
	}
	return printSweep(c, f, m.dir, summary)
}

func (m sweepMerge) merge(c *cobra.Command, f *flags) (*engine.SweepSummary, error) {
	if m.sweep == nil {
		return engine.MergeSweep(m.dir)
	}
	bars := newProgress(c.ErrOrStderr(), f.quiet || f.json)
	defer bars.finish()
	return m.sweep.Merge(c.Context(), m.dir, func(done, total int64) { bars.update("layers", done, total) })
}
