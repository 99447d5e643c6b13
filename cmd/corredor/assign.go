package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// assignFlags are those of assign.
type assignFlags struct {
	algorithm, objective string
	trace, out           string
	shut                 []string
	weights              assign.Weights
	options              assign.Options
}

func newAssign(f *flags) *cobra.Command {
	a := &assignFlags{}
	c := &cobra.Command{
		Use:   "assign NET TRIPS",
		Short: "Distribute trips over a congested network, in equilibrium",
		Long: `Assign distributes the trips of a TNTP trip table over a TNTP network such that nobody
can travel at less cost on another path (ue, user equilibrium), or such that all
together travel at least cost (so, system optimum). The cost of a link rises with
its flow as free_flow_time * (1 + b * (flow/capacity)^power).

It stops when the relative gap, the part of the total cost that would be saved if
everyone took the cheapest path at the present costs, is at most --gap. Algorithm b
reaches 1e-12; frank-wolfe and bfw take long below 1e-5. The result is written as a
TNTP flow file. Interrupted, it writes the best flows so far, and exits with 1.`,
		Example: "  corredor assign SiouxFalls_net.tntp SiouxFalls_trips.tntp --gap 1e-12 -o flow.tntp",
		Args:    cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			if err := a.parse(); err != nil {
				return usageError{err}
			}
			return a.run(c, f, args)
		},
	}
	flag := c.Flags()
	flag.StringVar(&a.algorithm, "algorithm", "b", "b, frank-wolfe or bfw (bi-conjugate Frank-Wolfe)")
	flag.StringVar(&a.objective, "objective", "ue", "ue (user equilibrium) or so (system optimum)")
	flag.Float64Var(&a.options.Gap, "gap", 1e-10, "relative gap at which to stop")
	flag.IntVar(&a.options.MaxIterations, "max-iterations", 0, "iterations at which to stop (default 1000 for b, else 100000)")
	flag.IntVar(&a.options.Workers, "workers", 0, "goroutines; the result does not depend on it (default one per core)")
	flag.Float64Var(&a.weights.Toll, "toll-weight", 0, "time per unit of toll")
	flag.Float64Var(&a.weights.Length, "length-weight", 0, "time per unit of length")
	flag.StringSliceVar(&a.shut, "close", nil, "link to close, by its two nodes: 3-4 (may be repeated)")
	flag.StringVar(&a.trace, "trace", "", "CSV file of one row per iteration to write")
	flag.StringVarP(&a.out, "output", "o", "", "TNTP flow file to write (default: none)")
	return c
}

func (a *assignFlags) parse() (err error) {
	if a.options.Algorithm, err = assign.ParseAlgorithm(a.algorithm); err != nil {
		return err
	}
	if !(a.options.Gap > 0) {
		return fmt.Errorf("--gap is %g; it must be above 0", a.options.Gap)
	}
	a.options.Objective, err = assign.ParseObjective(a.objective)
	return err
}

func (a *assignFlags) run(c *cobra.Command, f *flags, args []string) error {
	problem, err := a.read(c.Context(), args)
	if err != nil {
		return err
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
	if a.trace != "" {
		if err := writeFile(c, a.trace, func(w io.Writer) error { return writeTrace(w, trace) }); err != nil {
			return err
		}
	}
	if a.out != "" {
		if err := writeFile(c, a.out, func(w io.Writer) error { return writeFlows(w, problem.Graph, solution) }); err != nil {
			return err
		}
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

func (a *assignFlags) read(ctx context.Context, args []string) (p assign.Problem, err error) {
	net, err := load.TNTP(ctx, load.TNTPFiles{Net: args[0]}, load.Options{})
	if err != nil {
		return p, err
	}
	trips, err := load.Trips(ctx, args[1], load.Options{})
	if err != nil {
		return p, err
	}
	if trips.Zones > net.Zones {
		return p, &feature.Error{File: args[1], Err: fmt.Errorf("trips between %d zones, in a network of %d", trips.Zones, net.Zones), Hint: "is it the table of another network?"}
	}
	p = assign.Problem{Graph: net.Graph, Cost: assign.NewBPR(net, a.weights), Demand: assign.DemandOf(trips), FirstThru: net.FirstThruNode}
	p.Closed, err = closedLinks(net.Graph, a.shut)
	return p, err
}

// closedLinks reads links such as 3-4, by nodes counted from 1.
func closedLinks(g *graph.Graph, names []string) ([]bool, error) {
	closed := make([]bool, g.ArcCount())
	for _, name := range names {
		var from, to int
		if _, err := fmt.Sscanf(name, "%d-%d", &from, &to); err != nil || name != fmt.Sprintf("%d-%d", from, to) {
			return nil, usageError{fmt.Errorf("--close %q is no link; write its two nodes: 3-4", name)}
		}
		found := false
		for a := range closed {
			if g.Tail(graph.ArcID(a)) == graph.NodeID(from-1) && g.Head(graph.ArcID(a)) == graph.NodeID(to-1) {
				closed[a], found = true, true
			}
		}
		if !found {
			return nil, usageError{fmt.Errorf("--close %s: the network has no link from node %d to node %d", name, from, to)}
		}
	}
	return closed, nil
}

// assignError tells of demand without a way by the zones of the file.
func assignError(trips string, err error) error {
	var lost *assign.NoWayError
	if !errors.As(err, &lost) {
		return err
	}
	text := fmt.Errorf("no way from zone %d to zone %d, between which are %g trips", lost.From+1, lost.To+1, lost.Flow)
	switch lost.Stuck {
	case lost.From:
		text = fmt.Errorf("no way out of zone %d, from which %g trips go to zone %d", lost.From+1, lost.Flow, lost.To+1)
	case lost.To:
		text = fmt.Errorf("no way into zone %d, to which %g trips go from zone %d", lost.To+1, lost.Flow, lost.From+1)
	}
	return &feature.Error{File: trips, Err: text, Hint: "open a link, or take these trips out"}
}

// assigned is the summary of an assignment.
type assigned struct {
	Algorithm         string  `json:"algorithm"`
	Minimized         string  `json:"minimized"`
	Objective         float64 `json:"objective"`
	LowerBound        float64 `json:"lower_bound"`
	RelativeGap       float64 `json:"relative_gap"`
	AverageExcessCost float64 `json:"average_excess_cost"`
	TotalCost         float64 `json:"total_cost"`
	Intrazonal        float64 `json:"intrazonal_trips"`
	Iterations        int     `json:"iterations"`
	Converged         bool    `json:"converged"`
	Interrupted       bool    `json:"interrupted"`
	Seconds           float64 `json:"seconds"`
}

func summaryOf(s *assign.Solution, seconds float64) assigned {
	return assigned{s.Algorithm.String(), s.Minimized.String(), s.Objective, s.LowerBound, s.RelativeGap, s.AverageExcessCost,
		s.TotalCost, s.Intrazonal, s.Iterations, s.Converged, s.Interrupted, seconds}
}

func printAssigned(w io.Writer, f *flags, s assigned) error {
	if f.json {
		return json.NewEncoder(w).Encode(s)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range []struct {
		name, format string
		value        any
	}{
		{"algorithm", "%s", s.Algorithm}, {"minimized", "%s", s.Minimized}, {"objective", "%.15g", s.Objective},
		{"lower bound", "%.15g", s.LowerBound}, {"relative gap", "%.3g", s.RelativeGap},
		{"average excess cost", "%.3g", s.AverageExcessCost}, {"total cost", "%.10g", s.TotalCost},
		{"trips within a zone", "%g", s.Intrazonal}, {"iterations", "%d", s.Iterations}, {"solved in", "%.3f s", s.Seconds},
	} {
		fmt.Fprintf(table, "%s\t"+row.format+"\n", row.name, row.value)
	}
	return table.Flush()
}

// writeFlows writes a TNTP flow file, links in the order of the network file.
func writeFlows(w io.Writer, g *graph.Graph, s *assign.Solution) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, "From \tTo \tVolume \tCost \n")
	var line []byte
	for i := range g.SegmentCount() {
		arc := g.ArcOf(graph.SegmentID(i), false)
		from, to := g.Ends(graph.SegmentID(i))
		line = strconv.AppendInt(line[:0], int64(from)+1, 10)
		line = strconv.AppendInt(append(line, " \t"...), int64(to)+1, 10)
		line = strconv.AppendFloat(append(line, " \t"...), s.Flow[arc], 'f', -1, 64)
		line = strconv.AppendFloat(append(line, " \t"...), s.Cost[arc], 'f', -1, 64)
		if _, err := out.Write(append(line, " \n"...)); err != nil {
			return err
		}
	}
	return out.Flush()
}

// writeTrace writes a row per iteration. The seconds are by the clock.
func writeTrace(w io.Writer, trace []assign.Iteration) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, "iteration,relative_gap,average_excess_cost,objective,lower_bound,step,seconds")
	for _, it := range trace {
		line := strconv.AppendInt(nil, int64(it.Number), 10)
		for _, x := range []float64{it.RelativeGap, it.AverageExcessCost, it.Objective, it.LowerBound, it.Step, it.Seconds} {
			line = strconv.AppendFloat(append(line, ','), x, 'g', -1, 64)
		}
		if _, err := out.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return out.Flush()
}
