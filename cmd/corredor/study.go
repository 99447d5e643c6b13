package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/docs"
)

func newStudy(f *flags) *cobra.Command {
	c := &cobra.Command{
		Use:   "study",
		Short: "Check a study file, or print what an editor needs to complete it",
		Example: `  corredor study check poppy.yaml
  corredor study schema > study.schema.json`,
	}
	c.AddCommand(newStudyCheck(f), newStudySchema())
	return c
}

func newStudyCheck(f *flags) *cobra.Command {
	return &cobra.Command{
		Use:   "check STUDY.yaml",
		Short: "Look for mistakes in a study file, without reading the data that it names",
		Long: `Check reads a study file and prints the first mistake with its line: an unknown key, a
value of the wrong kind, a study that cannot be run. The data that it names are not
read; corredor run reads them before it writes anything.`,
		Example: "  corredor study check poppy.yaml",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			study, _, err := openStudy(args)
			if err == nil && !f.quiet {
				fmt.Fprintf(c.OutOrStdout(), "%s: no mistake was found (%s)\n", args[0], study.Title)
			}
			return err
		},
	}
}

func newStudySchema() *cobra.Command { return newSchema("study", docs.StudySchema) }

// newSchema prints the schema of a kind of file.
func newSchema(kind string, schema []byte) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the " + kind + " file, for editors",
		Long: `Schema prints the JSON Schema (draft 07) of the ` + kind + ` file. An editor with a YAML
language server completes and checks a ` + kind + ` that begins with

    # yaml-language-server: $schema=` + kind + `.schema.json`,
		Example: "  corredor " + kind + " schema > " + kind + ".schema.json",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := c.OutOrStdout().Write(schema)
			return err
		},
	}
}
