package main

import (
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/corredor-geo/corredor/engine"
)

// newMan is for those who package the program; release/build uses it. The month in
// the pages is that of SOURCE_DATE_EPOCH.
func newMan() *cobra.Command {
	return &cobra.Command{
		Use:    "man DIR",
		Short:  "Write man pages into a folder",
		Args:   cobra.ExactArgs(1),
		Hidden: true,
		RunE: func(c *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return err
			}
			root := c.Root()
			root.DisableAutoGenTag = true
			return doc.GenManTree(root, &doc.GenManHeader{
				Title: "CORREDOR", Section: "1", Source: "corredor " + engine.Version, Manual: "corredor",
			}, args[0])
		},
	}
}
