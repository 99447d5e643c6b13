package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/export"
)

func newGraphCompare(f *flags) *cobra.Command {
	var compared graphCompare
	c := &cobra.Command{
		Use:   "compare A B",
		Short: "Say how much a study's routes depend on the road data",
		Long: `Compare runs one study on two road networks, with the same origins, ports and
municipalities, and prints how often the port stays the same, how the length
changes, and how many municipalities the two routes share. The study is the
embedded one of Mexico unless --study names another; its own roads are not used,
and routes are those of least length. The flags go for both files: to read each in
its own way, or to compare more than two, name them under vintages: in a study.`,
		Example: "  corredor graph compare highways.geojson roads1992.shp --study mexico.yaml -o comparison.csv",
		Args:    cobra.ExactArgs(2),
		RunE:    func(c *cobra.Command, args []string) error { return compared.run(c, f, args) },
	}
	compared.roads.register(c)
	c.Flags().StringVar(&compared.study, "study", "", "`study` that gives origins, ports and municipalities (default: the embedded one)")
	c.Flags().StringVarP(&compared.out, "output", "o", "", "also write a CSV `file` of one row per origin")
	return c
}

// graphCompare is what corredor graph compare is asked for.
type graphCompare struct {
	roads      roadFlags
	study, out string
}

func (g *graphCompare) run(c *cobra.Command, f *flags, files []string) error {
	comparison, err := g.compare(c, f, files)
	if err != nil {
		return err
	}
	if g.out != "" {
		if err := writeFile(c, g.out, func(w io.Writer) error { return export.WriteCSV(w, comparison.Layer()) }); err != nil {
			return err
		}
	}
	if f.json {
		return json.NewEncoder(c.OutOrStdout()).Encode(struct {
			A       string               `json:"a"`
			B       string               `json:"b"`
			Summary []engine.Sensitivity `json:"summary"`
		}{files[0], files[1], comparison.Summary()})
	}
	printComparison(c.OutOrStdout(), files, comparison)
	if !f.quiet {
		printWarnings(c.ErrOrStderr(), comparison.Base.Warnings)
	}
	return nil
}

// compare runs the study on the roads of both files.
func (g *graphCompare) compare(c *cobra.Command, f *flags, files []string) (*engine.Comparison, error) {
	study, err := compareStudy(g.study, files[0], g.roads)
	if err != nil {
		return nil, err
	}
	other, err := g.roads.at(files[1])
	if err != nil {
		return nil, err
	}
	bars := newProgress(c.ErrOrStderr(), f.quiet || f.json)
	defer bars.finish()
	_, list, err := engine.RunCompared(c.Context(), study, []engine.Vintage{{Name: filepath.Base(files[1]), Roads: other}}, engine.Options{Progress: bars.update})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// compareStudy is a study on the roads of the first file, by length.
func compareStudy(file, roadFile string, roads roadFlags) (study *engine.Study, err error) {
	if file == "" {
		study, err = engine.Embedded()
	} else {
		study, err = engine.ReadStudy(file)
	}
	if err != nil {
		return nil, err
	}
	if study.Roads, err = roads.at(roadFile); err != nil {
		return nil, err
	}
	study.Metric, study.Vintages = engine.MetricSpec{}, nil
	return study, nil
}

func printComparison(w io.Writer, files []string, c *engine.Comparison) {
	for i, r := range []*engine.Result{c.Base, c.Other} {
		fmt.Fprintf(w, "%c: %s, %s km of roads\n", 'A'+i, files[i], thousands(r.Counts().NetworkKM))
	}
	fmt.Fprintln(w)
	printSensitivity(w, c)
	fmt.Fprintln(w)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "port\tname\troutes A\troutes B\t")
	a, b := routesByPort(c.Base), routesByPort(c.Other)
	for i, p := range c.Base.Ports {
		if a[i]+b[i] > 0 {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t\n", p.ID, p.Name, strconv.Itoa(a[i]), strconv.Itoa(b[i]))
		}
	}
	table.Flush()
}

// printVintages prints what other road networks of a study make of its routes.
func printVintages(w io.Writer, r *engine.Result) {
	for _, c := range r.Comparisons {
		fmt.Fprintf(w, "\nOn these roads (A) and on %s (B), %s km of roads\n", c.Name, thousands(c.Other.Counts().NetworkKM))
		printSensitivity(w, c)
	}
}

// printSensitivity prints how much the routes of each crop differ between the
// study's roads, A, and others, B.
func printSensitivity(w io.Writer, c *engine.Comparison) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "crop\tcompared\tonly one\tsame port\tmean km A\tmean km B\tmean change\tshared municipalities\t")
	for _, s := range c.Summary() {
		fmt.Fprintf(table, "%s\t%d\t%d\t%.0f %%\t%.0f\t%.0f\t%.1f %%\t%.0f %%\t\n", s.Layer, s.Compared, s.OnlyOne,
			100*s.SamePort, s.MeanKM, s.MeanOtherKM, 100*s.MeanChange, 100*s.MeanJaccard)
	}
	table.Flush()
}

func routesByPort(r *engine.Result) []int {
	count := make([]int, len(r.Ports))
	for _, route := range r.Routes {
		if route.Port >= 0 {
			count[route.Port]++
		}
	}
	return count
}
