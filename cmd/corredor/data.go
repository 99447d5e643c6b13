package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine/fetch"
)

func newData(f *flags) *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:   "data",
		Short: "List, download and check the public data that studies are made of",
		Long: `Data knows where official sources publish roads, municipalities, crossings,
homicides and eradication. It downloads them into a folder of the user's cache,
goes on behind a cut line, and checks what came. It sends nothing but the request.`,
		Example: `  corredor data list
  corredor data fetch osm-mexico
  corredor data verify`,
	}
	c.PersistentFlags().StringVar(&dir, "cache", "", "`folder` for the data (default corredor/data in the user's cache)")
	c.AddCommand(newDataList(f, &dir), newDataFetch(f, &dir), newDataVerify(f, &dir))
	return c
}

func openCache(dir string) (*fetch.Cache, error) {
	if dir == "" {
		var err error
		if dir, err = fetch.Dir(); err != nil {
			return nil, err
		}
	}
	return &fetch.Cache{Dir: dir}, nil
}

// openSources returns the cache, and the sources of these names.
func openSources(dir string, names []string) (*fetch.Cache, []fetch.Source, error) {
	list, err := sourcesNamed(names)
	if err != nil {
		return nil, nil, err
	}
	cache, err := openCache(dir)
	return cache, list, err
}

// sourcesNamed returns the sources of these names; without names, all.
func sourcesNamed(names []string) ([]fetch.Source, error) {
	if len(names) == 0 {
		return fetch.Sources(), nil
	}
	var list []fetch.Source
	for _, name := range names {
		s, err := fetch.Find(name)
		if err != nil {
			return nil, usageError{err}
		}
		list = append(list, s)
	}
	return list, nil
}

func completeSources(*cobra.Command, []string, string) (names []string, _ cobra.ShellCompDirective) {
	for _, s := range fetch.Sources() {
		names = append(names, cobra.CompletionWithDesc(s.Name, s.Title))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func newDataList(f *flags, dir *string) *cobra.Command {
	return &cobra.Command{
		Use:               "list [NAME ...]",
		Short:             "List the sources, and what the cache has of them; with names, all about them",
		Example:           "  corredor data list\n  corredor data list osm-mexico",
		ValidArgsFunction: completeSources,
		RunE: func(c *cobra.Command, args []string) error {
			cache, list, err := openSources(*dir, args)
			if err != nil {
				return err
			}
			states := make([]fetch.Status, len(list))
			for i, s := range list {
				states[i] = cache.Look(s)
			}
			switch {
			case f.json:
				return json.NewEncoder(c.OutOrStdout()).Encode(states)
			case len(args) > 0:
				return printSources(c.OutOrStdout(), states)
			}
			return printStates(c.OutOrStdout(), states)
		},
	}
}

func printStates(w io.Writer, states []fetch.Status) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "name\tsize\tcache\ttitle")
	for _, s := range states {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", s.Source.Name, megabytes(expected(s)), inCache(s), s.Source.Title)
	}
	return table.Flush()
}

// expected is what a source will have, as far as it is known.
func expected(s fetch.Status) int64 {
	return cmp.Or(s.Source.Bytes, s.Source.ApproximateBytes, s.Bytes)
}

func inCache(s fetch.Status) string {
	switch s.State {
	case fetch.Partial:
		return megabytes(s.Bytes) + " of it"
	case fetch.Missing:
		if s.Source.Manual != "" {
			return "by hand"
		}
		return "no"
	}
	return "yes"
}

func megabytes(n int64) string {
	switch {
	case n == 0:
		return "?"
	case n < 1e6:
		return thousands(max(1, float64(n)/1e3)) + " kB"
	}
	return thousands(float64(n)/1e6) + " MB"
}

// printSources prints all that is known of sources, a line each.
func printSources(w io.Writer, states []fetch.Status) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(key, value string) {
		if value != "" {
			fmt.Fprintf(table, "%s\t%s\n", key, value)
		}
	}
	for _, status := range states {
		s := status.Source
		line("name", s.Name)
		line("title", s.Title)
		line("licence", s.Licence)
		line("page", s.Page)
		line("address", s.Address)
		if s.Moves {
			line("", "the address may have moved: the page knows")
		}
		line("by hand", s.Manual)
		line("size", megabytes(expected(status)))
		line("sha256", s.SHA256)
		line("note", s.Note)
		line("file", status.Path)
		line("cache", inCache(status))
		line("in a study", s.Use)
		fmt.Fprintln(table)
	}
	return table.Flush()
}
