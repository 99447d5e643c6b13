package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/vital"
)

// vitalFlags are those of vital.
type vitalFlags struct {
	spec engine.VitalSpec
	answer
}

func newVital(f *flags) *cobra.Command {
	v := &vitalFlags{}
	c := &cobra.Command{
		Use:   "vital [STUDY.yaml]",
		Short: "Find the municipalities or segments whose closure lengthens routes most",
		Long: `Vital closes every municipality, or segment, that some route of a study uses, finds all routes
anew, and ranks the closures by what they add to the cost of a route, mean over the flow.
With -k above 1 it goes on from the worst one by one (greedy, without a guarantee), and with
--exact looks for the best set of k by implicit enumeration, and says whether it is proven.

A closed municipality stays open to the origins inside it. An origin that is left without a
way counts as one whose route costs --cut-off, and is listed apart. --objective flow asks
instead which closures meet the most flow. The study is the embedded one where none is
named. docs/alternatives.md explains the rules.`,
		Example: `  corredor vital
  corredor vital -k 2 --exact
  corredor vital --by segment --objective flow -k 3 --csv
  corredor vital study.yaml --out out/vital`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if v.spec.K < 1 {
				return usageError{fmt.Errorf("-k is %d; write 1 or more", v.spec.K)}
			}
			if err := v.spec.Check(); err != nil {
				return usageError{err}
			}
			return v.run(c, f, args)
		},
	}
	flag, spec := c.Flags(), &v.spec
	flag.IntVarP(&spec.K, "closures", "k", 1, "how many to close")
	flag.StringVar(&spec.By, "by", engine.ByMunicipality, "what is closed: municipality or segment")
	flag.StringVar(&spec.Objective, "objective", engine.ByCost, "what a closure is worth: cost or flow")
	flag.BoolVar(&spec.Exact, "exact", false, "also find the best set of k")
	flag.IntVar(&spec.Limit, "limit", vital.DefaultLimit, "most `sets` that --exact looks at")
	flag.Float64Var(&spec.CutOff, "cut-off", 0, "`cost` of an origin without a way, and the most that one pays, in km or the unit of the study's cost (default: twice the costliest route)")
	flag.BoolVar(&v.csv, "csv", false, "print the closures as CSV: every single one, or with -k above 1 the sets")
	flag.StringVarP(&v.out, "out", "o", "", "folder for vital (.geojson, .csv), closures.csv, columns.csv, and report.html with a map")
	return c
}

func (v *vitalFlags) run(c *cobra.Command, f *flags, args []string) error {
	result, err := askStudy(c, f, args)
	if err != nil {
		return err
	}
	bars := newProgress(c.ErrOrStderr(), f.quiet || f.json)
	v.spec.Progress = bars.update
	found, err := result.Vital(c.Context(), v.spec)
	bars.finish()
	if err != nil {
		return err
	}
	v.tables = result.VitalLayers(found)
	v.maps = slices.Clone(v.tables[:1]) // the single closures
	if v.spec.K > 1 && v.csv {
		slices.Reverse(v.tables)
	}
	v.page = func(w io.Writer) error { return result.WriteVital(w, found) }
	return v.write(c, f, func(w io.Writer) { printVital(w, result, found) })
}

func printVital(w io.Writer, r *engine.Result, v *engine.Vital) {
	_, unit := r.RouteCost(engine.Route{})
	things := map[string]string{engine.BySegment: "segments"}[v.Spec.By]
	if things == "" {
		things = "municipalities"
	}
	fmt.Fprintf(w, "%d %s are used by some route\n\n", len(v.Singles), things)
	worth := "mean extra " + unit
	if v.Spec.Objective == engine.ByFlow {
		worth = "% of flow met"
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "closed\t\troutes\tflow\t%s\tby detours\tlonger\tcut off\tinside\t\n", worth)
	for i, c := range v.Singles {
		if i == mostRows {
			fmt.Fprintf(table, "and %d more (--csv prints all)\t\t\t\t\t\t\t\t\n", len(v.Singles)-mostRows)
			break
		}
		flow := flowOf(r, v, c.Items[0])
		fmt.Fprintf(table, "%s\t%s\t%d\t%.3f\t%s\t%s\t%d\t%d\t%d\t\n", r.VitalID(v, c.Items[0]), r.VitalName(v, c.Items[0]), flow.Routes, flow.Share, worthOf(v, c.Worth), worthOf(v, c.Detours), c.Longer, c.CutOff, c.Inside)
	}
	table.Flush()
	if v.Spec.Objective != engine.ByFlow {
		fmt.Fprintf(w, "An origin that is cut off counts as a route of %.0f %s\n", v.CutOff, unit)
	}
	if v.Spec.K > 1 {
		printClosures(w, r, v, worth)
	}
}

func printClosures(w io.Writer, r *engine.Result, v *engine.Vital, worth string) {
	fmt.Fprintln(w)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "step\tclosed in turn\t\t%s\tby detours\tlonger\tcut off\tinside\t\n", worth)
	for i, c := range v.Greedy {
		last := c.Items[len(c.Items)-1]
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t\n", i+1, r.VitalID(v, last), r.VitalName(v, last), worthOf(v, c.Worth), worthOf(v, c.Detours), c.Longer, c.CutOff, c.Inside)
	}
	table.Flush()
	if v.Exact == nil {
		return
	}
	var names []string
	for _, item := range v.Exact.Items {
		names = append(names, r.VitalID(v, item)+" "+r.VitalName(v, item))
	}
	proof := "no set of as many is worth more"
	if v.Bound > v.Exact.Worth {
		proof = fmt.Sprintf("the search met its limit: no set is worth more than %s", worthOf(v, v.Bound))
	}
	fmt.Fprintf(w, "\nBest set of %d: %s: %s %s (%d longer, %d cut off); %s, after %d sets\n", v.Spec.K, strings.Join(names, ", "),
		worth, worthOf(v, v.Exact.Worth), v.Exact.Longer, v.Exact.CutOff, proof, v.Sets)
}

func worthOf(v *engine.Vital, worth float64) string {
	if v.Spec.Objective == engine.ByFlow {
		return fmt.Sprintf("%.1f", 100*worth)
	}
	return fmt.Sprintf("%.3f", worth)
}

func flowOf(r *engine.Result, v *engine.Vital, item int) engine.Flow {
	if v.Spec.By == engine.BySegment {
		return r.Segments[item]
	}
	return r.Municipalities[item].Flow
}
