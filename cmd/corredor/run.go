package main

import (
	"cmp"
	"encoding/json"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/export"
)

func newRun(f *flags) *cobra.Command {
	var out, format string
	c := &cobra.Command{
		Use:   "run [STUDY.yaml]",
		Short: "Run a study from end to end and write its layers",
		Long: `Run a study: load the roads, route every origin to the port it reaches at
least cost, join the routes with violence, and write routes, segments and
municipalities as GeoJSON (or what --format names) and CSV, with a manifest.

Without an argument it runs the embedded study of Mexico 2010, which needs no
data. Paths in a study are relative to the study file.`,
		Example: `  corredor run
  corredor run examples/mexico-2010.yaml --out out/mexico-2010`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: cobra.FixedCompletions([]string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt),
		RunE: func(c *cobra.Command, args []string) error {
			formats, err := export.ParseFormats(format)
			if err != nil {
				return usageError{err}
			}
			study, name, err := openStudy(args)
			if err != nil {
				return err
			}
			dir := cmp.Or(out, study.Outputs.Dir, filepath.Join("out", name))
			return runStudy(c, f, study, outputs{dir, formats})
		},
	}
	c.Flags().StringVarP(&out, "out", "o", "", "`folder` for the outputs (default out/NAME of the study)")
	c.Flags().StringVar(&format, "format", string(export.GeoJSON), "formats of the layers, with commas between: "+formatList())
	return c
}

func formatList() string {
	var names []string
	for _, f := range export.Formats {
		names = append(names, string(f))
	}
	return strings.Join(names, ", ")
}

// outputs says where the files of a run go, and in which formats.
type outputs struct {
	dir     string
	formats []export.Format
}

func openStudy(args []string) (study *engine.Study, name string, err error) {
	if len(args) == 0 {
		study, err = engine.Embedded()
		return study, "mexico", err
	}
	study, err = engine.ReadStudy(args[0])
	base := filepath.Base(args[0])
	return study, strings.TrimSuffix(base, filepath.Ext(base)), err
}

func runStudy(c *cobra.Command, f *flags, study *engine.Study, out outputs) error {
	if err := study.CheckOutput(out.dir); err != nil {
		return err
	}
	bars := newProgress(c.ErrOrStderr(), f.quiet || f.json)
	result, err := engine.Run(c.Context(), study, engine.Options{Progress: bars.update})
	bars.finish()
	if err != nil {
		return err
	}
	if err := result.Write(out.dir, out.formats...); err != nil {
		return err
	}
	if f.json {
		encoder := json.NewEncoder(c.OutOrStdout())
		encoder.SetIndent("", "  ")
		return encoder.Encode(struct {
			Dir      string           `json:"dir"`
			Counts   engine.Counts    `json:"counts"`
			Summary  engine.Summary   `json:"summary"`
			Vintages []vintage        `json:"vintages,omitempty"`
			Warnings []engine.Warning `json:"warnings"`
		}{out.dir, result.Counts(), result.Summary(), vintagesOf(result), result.Warnings})
	}
	printSummary(c.OutOrStdout(), result, out)
	if !f.quiet {
		printWarnings(c.ErrOrStderr(), result.Warnings)
	}
	return nil
}

// vintage is what run --json prints of another road network.
type vintage struct {
	Name      string               `json:"name"`
	NetworkKM float64              `json:"network_km"`
	Summary   []engine.Sensitivity `json:"summary"`
}

func vintagesOf(r *engine.Result) (list []vintage) {
	for _, c := range r.Comparisons {
		list = append(list, vintage{c.Name, c.Other.Counts().NetworkKM, c.Summary()})
	}
	return list
}
