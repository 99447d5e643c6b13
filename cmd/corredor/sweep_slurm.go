package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine/scenario/shard"
	"github.com/corredor-geo/corredor/engine/scenario/slurm"
)

func newSweepSlurm(f *flags) *cobra.Command {
	var s sweepSlurm
	c := &cobra.Command{
		Use:   "slurm SWEEP.yaml",
		Short: "Submit a sweep to Slurm: a job array, and the merge after it",
		Long: `Slurm writes the scripts of a job array, whose tasks each run a part of the shards
that are missing, and of a job that merges when the array has ended, and submits
both. The sweep, its study and data, the folder and this program must be where all
nodes see them. Run it again when tasks were killed: it submits those parts only.`,
		Example: "  corredor sweep slurm examples/sweep.yaml --out out/sweep --tasks 50 --cpus 4 --option=--partition=short",
		Args:    cobra.ExactArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return s.run(c, f, args[0]) },
	}
	c.Flags().StringVarP(&s.out, "out", "o", "", "`folder` for shards and results (default out/NAME of the sweep)")
	c.Flags().IntVar(&s.size, "shard-size", 0, "scenarios in a shard (default: what makes some dozens of shards, at most 1000)")
	c.Flags().IntVar(&s.plan.Tasks, "tasks", 100, "tasks of the array, at most")
	c.Flags().IntVar(&s.plan.CPUs, "cpus", 1, "cores of a task")
	c.Flags().StringArrayVar(&s.plan.Options, "option", nil, "option of sbatch for every job, such as --option=--partition=short; may be repeated")
	c.Flags().BoolVar(&s.dry, "dry-run", false, "write the scripts, and submit nothing")
	return c
}

// sweepSlurm is what corredor sweep slurm is asked for.
type sweepSlurm struct {
	sweepFlags
	plan slurm.Plan
	dry  bool
}

func (s *sweepSlurm) run(c *cobra.Command, f *flags, file string) error {
	plan := s.plan
	if plan.Tasks < 1 || plan.Tasks > slurm.MostTasks || plan.CPUs < 1 {
		return usageError{fmt.Errorf("--tasks is 1 to %d, and --cpus 1 or more", slurm.MostTasks)}
	}
	sweep, err := prepareSweep(c, f, file)
	if err != nil {
		return err
	}
	dir, err := shard.Create(s.dir(file), sweep.Job(s.size))
	if err != nil {
		return err
	}
	missing, err := dir.Missing(shard.Part{})
	if err != nil {
		return err
	}
	if len(missing) == 0 {
		return errors.New("no shard is missing; corredor sweep merge " + dir.Path + " puts them together")
	}
	plan.Size, plan.Tasks, plan.Layers = dir.Job.ShardSize, min(plan.Tasks, dir.Job.Shards()), sweep.HasLayers()
	plan.Parts = slurm.PartsOf(missing, plan.Tasks)
	if err := locate(&plan, file, dir.Path); err != nil {
		return err
	}
	if err := plan.Write(); err != nil {
		return err
	}
	return submit(c, f, plan, s.dry)
}

// locate makes the paths of a plan absolute.
func locate(p *slurm.Plan, sweep, dir string) (err error) {
	if p.Program, err = os.Executable(); err != nil {
		return err
	}
	if p.Sweep, err = filepath.Abs(sweep); err != nil {
		return err
	}
	p.Dir, err = filepath.Abs(dir)
	return err
}

func submit(c *cobra.Command, f *flags, p slurm.Plan, dry bool) error {
	out := struct {
		Dir   string `json:"dir"`
		Tasks int    `json:"tasks"`
		Array string `json:"array_job,omitempty"`
		Merge string `json:"merge_job,omitempty"`
	}{Dir: p.Dir, Tasks: len(p.Parts)}
	if !dry {
		var err error
		if out.Array, out.Merge, err = p.Submit(c.Context()); err != nil {
			return err
		}
	}
	if f.json {
		return encode(c.OutOrStdout(), out)
	}
	if dry {
		_, err := fmt.Fprintf(c.OutOrStdout(), "%d tasks; the scripts are %s and %s in %s\n", out.Tasks, slurm.ArrayFile, slurm.MergeFile, p.Dir)
		return err
	}
	_, err := fmt.Fprintf(c.OutOrStdout(), "%d tasks submitted as job %s, the merge as job %s; corredor sweep status %s shows how far they are\n", out.Tasks, out.Array, out.Merge, p.Dir)
	return err
}
