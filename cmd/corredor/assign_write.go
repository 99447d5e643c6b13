package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
)

// assigned is the summary of an assignment.
type assigned struct {
	Algorithm         string   `json:"algorithm"`
	Objective         float64  `json:"objective"`
	RelativeGap       float64  `json:"relative_gap"`
	AverageExcessCost *float64 `json:"average_excess_cost"` // null in a stochastic equilibrium
	Iterations        int      `json:"iterations"`
	Seconds           float64  `json:"seconds"`

	solution *assign.Solution
}

func summaryOf(s *assign.Solution, seconds float64) assigned {
	sum := assigned{s.Algorithm.String(), s.Objective, s.RelativeGap, nil, s.Iterations, seconds, s}
	if x := s.AverageExcessCost; x == x { // else it is not a number
		sum.AverageExcessCost = &x
	}
	return sum
}

func printAssigned(w io.Writer, f *flags, s assigned) error {
	if f.json {
		return json.NewEncoder(w).Encode(s)
	}
	known := s.solution.Minimized != assign.StochasticEquilibrium
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range []struct {
		name, format string
		value        any
		shown        bool
	}{
		{"algorithm", "%s", s.Algorithm, true}, {"minimized", "%s", s.solution.Minimized, known}, {"objective", "%.15g", s.Objective, true},
		{"lower bound", "%.15g", s.solution.LowerBound, known}, {"relative gap", "%.3g", s.RelativeGap, true},
		{"average excess cost", "%.3g", s.solution.AverageExcessCost, known}, {"total cost", "%.10g", s.solution.TotalCost, true},
		{"trips within a zone", "%g", s.solution.Intrazonal, true}, {"iterations", "%d", s.Iterations, true}, {"solved in", "%.3f s", s.Seconds, true},
	} {
		if row.shown {
			fmt.Fprintf(table, "%s\t"+row.format+"\n", row.name, row.value)
		}
	}
	return table.Flush()
}

// assignedFiles writes the files of an assignment.
type assignedFiles struct {
	problem  assign.Problem
	solution *assign.Solution
	trace    []assign.Iteration
}

// writeFlows writes a TNTP flow file, links in the order of the network file.
func (a assignedFiles) writeFlows(w io.Writer) error {
	out, g := bufio.NewWriter(w), a.problem.Graph
	fmt.Fprint(out, "From \tTo \tVolume \tCost \n")
	var line []byte
	for i := range g.SegmentCount() {
		arc := g.ArcOf(graph.SegmentID(i), false)
		from, to := g.Ends(graph.SegmentID(i))
		line = strconv.AppendInt(line[:0], int64(from)+1, 10)
		line = strconv.AppendInt(append(line, " \t"...), int64(to)+1, 10)
		line = strconv.AppendFloat(append(line, " \t"...), a.solution.Flow[arc], 'f', -1, 64)
		line = strconv.AppendFloat(append(line, " \t"...), a.solution.Cost[arc], 'f', -1, 64)
		if _, err := out.Write(append(line, " \n"...)); err != nil {
			return err
		}
	}
	return out.Flush()
}

// writeTrace writes a row per iteration. The seconds are by the clock.
func (a assignedFiles) writeTrace(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, "iteration,relative_gap,average_excess_cost,objective,lower_bound,step,seconds,iteration_seconds")
	before := 0.0
	for _, it := range a.trace {
		line := strconv.AppendInt(nil, int64(it.Number), 10)
		for _, x := range []float64{it.RelativeGap, it.AverageExcessCost, it.Objective, it.LowerBound, it.Step, it.Seconds, it.Seconds - before} {
			if line = append(line, ','); x == x { // what is not known is empty
				line = strconv.AppendFloat(line, x, 'g', -1, 64)
			}
		}
		before = it.Seconds
		if _, err := out.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return out.Flush()
}

// spreadPaths are the most likely paths of an assignment.
type spreadPaths struct {
	*assign.Paths
	problem assign.Problem
}

// farOff is the part of the demand by which paths may miss a flow without a word.
const farOff = 1e-6

func (a assignedFiles) spread(c *cobra.Command, f *flags, workers int) (spreadPaths, error) {
	paths, err := a.solution.ProportionalPaths(c.Context(), a.problem, assign.PathOptions{Workers: workers})
	if err != nil {
		return spreadPaths{}, err
	}
	demand := 0.0
	for _, d := range a.problem.Demand {
		demand += d.Flow
	}
	if paths.MaxError > farOff*demand && !f.quiet {
		fmt.Fprintf(c.ErrOrStderr(), "warning: the paths miss the flow of a link by up to %.3g trips; a smaller --gap brings them nearer\n", paths.MaxError)
	}
	return spreadPaths{paths, a.problem}, nil
}

// leastPath is the part of a demand below which a path is not listed.
const leastPath = 1e-6

// writePaths writes the path flows, by demand.
func (p spreadPaths) writePaths(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, "origin,destination,flow,share,nodes")
	for i, d := range p.problem.Demand {
		for path, flow := range p.Of(i, leastPath) {
			fmt.Fprintf(out, "%d,%d,%s,%s,%d", d.From+1, d.To+1, number(flow), number(flow/d.Flow), d.From+1)
			for _, arc := range path {
				fmt.Fprintf(out, " %d", p.problem.Graph.Head(arc)+1)
			}
			if err := out.WriteByte('\n'); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}

// writeUsers writes which trips use one of some links between the same nodes.
func (p spreadPaths) writeUsers(w io.Writer, links []graph.ArcID) error {
	share := make([]float64, len(p.problem.Demand))
	for _, link := range links {
		for i, x := range p.Through(link).Share {
			share[i] += x
		}
	}
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, "origin,destination,trips,share,flow")
	for i, d := range p.problem.Demand {
		if share[i] > 0 {
			fmt.Fprintf(out, "%d,%d,%s,%s,%s\n", d.From+1, d.To+1, number(d.Flow), number(share[i]), number(share[i]*d.Flow))
		}
	}
	return out.Flush()
}
