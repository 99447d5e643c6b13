package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
)

// assignFlags are those of assign.
type assignFlags struct {
	algorithm, objective string
	start, trace, out    string
	paths                string
	link, users          string // select-link analysis
	shut                 []string
	weights              assign.Weights
	options              assign.Options

	selected []graph.ArcID
}

func newAssign(f *flags) *cobra.Command {
	a := &assignFlags{}
	c := &cobra.Command{
		Use:   "assign NET TRIPS",
		Short: "Distribute trips over a congested network, in equilibrium",
		Long: `Assign distributes the trips of a TNTP trip table over a TNTP network such that nobody
can travel at less cost on another path (ue, user equilibrium), such that all
together travel at least cost (so, system optimum), or such that cheaper paths are
likelier, by logit (sue, stochastic user equilibrium, with --theta). The cost of a link
rises with its flow as free_flow_time * (1 + b * (flow/capacity)^power).

It stops when the relative gap, the part of the total cost that would be saved if
everyone took the cheapest path at the present costs, is at most --gap. Algorithm b
reaches 1e-12; frank-wolfe and bfw take long below 1e-5. The result is written as a
TNTP flow file. Interrupted, it writes the best flows so far, and exits with 1.
The gap, what is unique, and how to read the trace: see docs/assign.md.`,
		Example: `  corredor assign SiouxFalls_net.tntp SiouxFalls_trips.tntp --gap 1e-12 -o flow.tntp
  corredor assign NET TRIPS --close 3-4 --start flow.tntp -o without.tntp
  corredor assign NET TRIPS --select-link 3-4 --select-output users.csv`,
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			if err := a.parse(c.Flags().Changed); err != nil {
				return usageError{err}
			}
			return a.run(c, f, args)
		},
	}
	a.register(c)
	return c
}

func (a *assignFlags) register(c *cobra.Command) {
	flag := c.Flags()
	flag.StringVar(&a.algorithm, "algorithm", "b", "b, frank-wolfe or bfw (bi-conjugate Frank-Wolfe); not of sue")
	flag.StringVar(&a.objective, "objective", "ue", "ue (user equilibrium), so (system optimum) or sue (stochastic user equilibrium)")
	flag.Float64Var(&a.options.Theta, "theta", 0, "of sue: how much the cost matters, per unit of cost; 0 takes all paths alike")
	flag.Float64Var(&a.options.Gap, "gap", 1e-10, "relative `gap` at which to stop, a share of the total cost (default 1e-10; of sue 1e-6)")
	flag.Lookup("gap").DefValue = "0" // said in the text
	flag.IntVar(&a.options.MaxIterations, "max-iterations", 0, "iterations at which to stop (default 1000 for b, 10000 for sue, else 100000)")
	flag.IntVar(&a.options.Workers, "workers", 0, "processor cores to use; the result does not depend on it (default: all)")
	flag.Float64Var(&a.weights.Toll, "toll-weight", 0, "`time` per unit of toll, in the unit of free_flow_time (default 0)")
	flag.Float64Var(&a.weights.Length, "length-weight", 0, "`time` per unit of length, in the unit of free_flow_time (default 0)")
	flag.StringSliceVar(&a.shut, "close", nil, "`link` to close, by its two nodes, such as 3-4 (may be repeated)")
	flag.StringVar(&a.start, "start", "", "TNTP flow `file` to start from")
	flag.StringVar(&a.link, "select-link", "", "`link` whose users to tell, by its two nodes, such as 3-4")
	flag.StringVar(&a.users, "select-output", "", "CSV `file` to write the trips to that use the selected link")
	flag.StringVar(&a.paths, "paths", "", "CSV `file` to write the most likely path flows to")
	flag.StringVar(&a.trace, "trace", "", "CSV `file` to write a row per iteration to")
	flag.StringVarP(&a.out, "output", "o", "", "TNTP flow `file` to write (default: none)")
}

func (a *assignFlags) parse(changed func(flag string) bool) (err error) {
	if a.options.Algorithm, err = assign.ParseAlgorithm(a.algorithm); err != nil {
		return err
	}
	if a.options.Objective, err = assign.ParseObjective(a.objective); err != nil {
		return err
	}
	stochastic := a.options.Objective == assign.StochasticEquilibrium
	switch {
	case !(a.options.Gap > 0):
		return fmt.Errorf("--gap is %g; it must be above 0", a.options.Gap)
	case stochastic && !changed("theta"):
		return errors.New("--objective sue needs --theta, such as --theta 0.5")
	case !stochastic && changed("theta"):
		return errors.New("--theta is of --objective sue")
	case stochastic && changed("algorithm") && a.options.Algorithm != assign.Logit:
		return fmt.Errorf("--algorithm %s is not of --objective sue", a.algorithm)
	case !stochastic && a.options.Algorithm == assign.Logit:
		return errors.New("--algorithm logit is of --objective sue")
	case !(a.options.Theta >= 0) || math.IsInf(a.options.Theta, 1):
		return fmt.Errorf("--theta is %g; it must be 0 or more", a.options.Theta)
	case (a.link == "") != (a.users == ""):
		return errors.New("--select-link and --select-output go together")
	}
	if stochastic && !changed("gap") {
		a.options.Gap = 1e-6
	}
	return nil
}

func (a *assignFlags) run(c *cobra.Command, f *flags, args []string) error {
	problem, warnings, err := a.read(c.Context(), args)
	if err != nil {
		return err
	}
	if !f.quiet {
		for _, warning := range warnings {
			fmt.Fprintf(c.ErrOrStderr(), "warning: %s\n", warning)
		}
	}
	bars := newProgress(c.ErrOrStderr(), f.quiet || f.json)
	var trace []assign.Iteration
	a.options.Trace = func(it assign.Iteration) {
		trace = append(trace, it)
		bars.update("digits of the gap", digits(it.RelativeGap), digits(a.options.Gap))
	}
	begun := time.Now()
	solution, err := assign.Solve(c.Context(), problem, a.options)
	seconds := time.Since(begun).Seconds()
	bars.finish()
	if err != nil {
		return assignError(args[1], err)
	}
	if err := a.write(c, f, assignedFiles{problem, solution, trace}); err != nil {
		return err
	}
	if err := printAssigned(c.OutOrStdout(), f, summaryOf(solution, seconds)); err != nil {
		return err
	}
	if solution.Interrupted {
		return fmt.Errorf("interrupted after %d iterations, at a relative gap of %.3g", solution.Iterations, solution.RelativeGap)
	}
	if !solution.Converged && !f.quiet {
		fmt.Fprintf(c.ErrOrStderr(), "warning: stopped after %d iterations at a relative gap of %.3g, above %g\n", solution.Iterations, solution.RelativeGap, a.options.Gap)
	}
	return nil
}

// digits returns how many decimal places of a gap are 0.
func digits(gap float64) int64 {
	if gap <= 0 {
		return math.MaxInt16
	}
	return int64(max(0, -math.Log10(gap)))
}

// write writes the files that were asked for.
func (a *assignFlags) write(c *cobra.Command, f *flags, w assignedFiles) error {
	if err := writeNamed(c, a.trace, w.writeTrace); err != nil {
		return err
	}
	if err := writeNamed(c, a.out, w.writeFlows); err != nil {
		return err
	}
	if a.paths == "" && a.users == "" {
		return nil
	}
	if w.solution.Interrupted {
		fmt.Fprintln(c.ErrOrStderr(), "warning: interrupted: no paths are written")
		return nil
	}
	paths, err := w.spread(c, f, a.options.Workers)
	if err != nil {
		return err
	}
	if err := writeNamed(c, a.paths, paths.writePaths); err != nil {
		return err
	}
	return writeNamed(c, a.users, func(out io.Writer) error { return paths.writeUsers(out, a.selected) })
}

// writeNamed writes a file if it has a name.
func writeNamed(c *cobra.Command, name string, write func(io.Writer) error) error {
	if name == "" {
		return nil
	}
	return writeFile(c, name, write)
}
