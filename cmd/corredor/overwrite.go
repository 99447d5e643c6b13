package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"
)

// Flags that name files to read, and to write. --start is in neither: a solution may be
// replaced by the one that goes on from it.
var (
	readFlags = []string{"cells", "confiscations", "coords", "homicides", "metro-table", "origins", "places", "points", "producers",
		"queries", "regions", "sources", "study", "targets"}
	writeFlags = []string{"csv", "dead-ends", "links", "output", "panel", "paths", "select-output", "trace"}
)

// checkOverwrite refuses an output that is an input under whichever name, before any work.
func checkOverwrite(c *cobra.Command, args []string) error {
	inputs := slices.Clone(args)
	for _, name := range readFlags {
		inputs = append(inputs, filesOf(c, name)...)
	}
	for _, name := range writeFlags {
		for _, output := range filesOf(c, name) {
			if slices.ContainsFunc(inputs, func(input string) bool { return sameFile(input, output) }) {
				return fmt.Errorf("--%s %s would overwrite an input; name another file", name, output)
			}
		}
	}
	return nil
}

// filesOf returns the values of a flag that takes text, none where it was not given.
func filesOf(c *cobra.Command, name string) []string {
	flag := c.Flags().Lookup(name)
	if flag == nil || !flag.Changed {
		return nil
	}
	if list, ok := flag.Value.(interface{ GetSlice() []string }); ok {
		return list.GetSlice()
	}
	return []string{flag.Value.String()}
}

func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil || !one.Mode().IsRegular() {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}
