package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/scenario/shard"
)

// stageScenarios is the stage of running scenarios, whose bar shows the rate and the time left.
const stageScenarios = "scenarios"

// sweepStatus is how much of a sweep is finished.
type sweepStatus struct {
	Dir       string          `json:"dir"`
	Scenarios int             `json:"scenarios"`
	Shards    int             `json:"shards"`
	Finished  int             `json:"finished"`
	Missing   []int           `json:"missing"`
	Failed    []shard.Failure `json:"failed"`
}

func printStatus(c *cobra.Command, f *flags, d *shard.Dir) error {
	missing, err := d.Missing(shard.Part{})
	if err != nil {
		return err
	}
	failed, err := d.Failures()
	if err != nil {
		return err
	}
	s := sweepStatus{d.Path, d.Job.Scenarios, d.Job.Shards(), d.Job.Shards() - len(missing), append([]int{}, missing...), append([]shard.Failure{}, failed...)}
	w := c.OutOrStdout()
	if f.json {
		return encode(w, s)
	}
	fmt.Fprintf(w, "%s: %d of %d shards finished, %s scenarios\n", d.Path, s.Finished, s.Shards, thousands(float64(s.Scenarios)))
	for _, f := range failed {
		fmt.Fprintln(w, f)
	}
	if len(missing) == 0 {
		fmt.Fprintf(w, "complete; corredor sweep merge %s puts it together\n", d.Path)
	}
	return nil
}

func printPart(c *cobra.Command, f *flags, d *shard.Dir, r shard.Report) error {
	if f.json {
		return encode(c.OutOrStdout(), struct {
			Dir  string `json:"dir"`
			Ran  int    `json:"ran"`
			Kept int    `json:"kept"`
		}{d.Path, r.Ran, r.Kept})
	}
	_, err := fmt.Fprintf(c.OutOrStdout(), "%s: %d shards run, %d were finished before\n", d.Path, r.Ran, r.Kept)
	return err
}

// printed are the results that the terminal shows; the files have all.
var printed = []string{"routed", "unreachable", "rerouted", "other_port", "total_cost", "cost_change", "cost_change_percent", "mean_km", "km_change"}

func printSweep(c *cobra.Command, f *flags, d *shard.Dir, s *engine.SweepSummary) error {
	w := c.OutOrStdout()
	if f.json {
		return encode(w, struct {
			Dir string `json:"dir"`
			*engine.SweepSummary
		}{d.Path, s})
	}
	fmt.Fprintf(w, "%s\n%s scenarios of %q\n\n", s.Title, thousands(float64(s.Scenarios)), s.Study)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "result\tmean\tmin\t5 %\tmedian\t95 %\tmax\tunit\t")
	for _, q := range s.Columns {
		if q.Known > 0 && (slices.Contains(printed, q.Column) || strings.HasSuffix(q.Column, "_rate")) {
			fmt.Fprintf(table, "%s\t%.4g\t%.4g\t%.4g\t%.4g\t%.4g\t%.4g\t%s\t\n", q.Column, q.Mean, q.Min, q.Q05, q.Median, q.Q95, q.Max, q.Unit)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	printMost(w, s)
	layers := ""
	if n := len(s.Layers); n > 0 {
		layers = fmt.Sprintf(", %s (of %d)", engine.LayersFolder, n)
	}
	_, err := fmt.Fprintf(w, "\nwritten to %s: scenarios.csv, scenarios.parquet, summary.csv, summary.json, columns.csv, report.html, manifest.json%s\n", d.Path, layers)
	return err
}

// printMost prints the few scenarios that change most.
func printMost(w io.Writer, s *engine.SweepSummary) {
	const few = 10
	if len(s.Most) == 0 {
		return
	}
	fmt.Fprintf(w, "\nLargest %s\n", s.By)
	for _, m := range s.Most[:min(few, len(s.Most))] {
		fmt.Fprintf(w, "%10.2f  scenario %d: %s\n", m.Value, m.Scenario, m.Label())
	}
}
