package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/fetch"
)

func newDataFetch(f *flags, dir *string) *cobra.Command {
	return &cobra.Command{
		Use:   "fetch NAME ...",
		Short: "Download sources into the cache, or go on with it",
		Long: `Fetch downloads sources, checks their size and checksum where they are known, and
unpacks archives that studies need unpacked. A download that was cut, or stopped
with Ctrl-C, goes on where it was; a file that has changed since then is begun
anew. Behind a proxy set HTTPS_PROXY. A source without an address of its own says
how to get it.`,
		Example:           "  corredor data fetch inegi-municipalities-2010 osm-mexico",
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: completeSources,
		RunE: func(c *cobra.Command, args []string) error {
			cache, list, err := openSources(*dir, args)
			if err != nil {
				return err
			}
			for _, s := range list {
				got, err := fetchOne(c, f, cache, s)
				if err != nil {
					return err
				}
				if err := printGot(c, f, s, got); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func fetchOne(c *cobra.Command, f *flags, cache *fetch.Cache, s fetch.Source) (fetch.Got, error) {
	bars := newProgress(c.ErrOrStderr(), f.quiet || f.json)
	cache.Progress = func(done, total int64) { bars.update(engine.StageDownload, done, total) }
	if s.Moves && !f.quiet {
		fmt.Fprintf(c.ErrOrStderr(), "warning: the address of %s may have moved; its page is %s\n", s.Name, s.Page)
	}
	got, err := cache.Fetch(c.Context(), s)
	bars.finish()
	if status := cache.Look(s); errors.Is(err, context.Canceled) && status.State == fetch.Partial {
		fmt.Fprintf(c.ErrOrStderr(), "%s of %s are kept: run the same command again to go on\n", megabytes(status.Bytes), s.Name)
	}
	return got, err
}

func printGot(c *cobra.Command, f *flags, s fetch.Source, got fetch.Got) error {
	w := c.OutOrStdout()
	if f.json {
		return json.NewEncoder(w).Encode(got)
	}
	how := "fetched"
	switch {
	case got.Already:
		how = "already there"
	case got.Resumed > 0:
		how = "fetched, going on behind " + megabytes(got.Resumed)
	}
	checked := "the checksum is as expected"
	if s.SHA256 == "" {
		checked = "no checksum is known; this one is remembered"
	}
	fmt.Fprintf(w, "%s: %s, %s\n  sha256   %s (%s)\n  file     %s\n", s.Name, how, megabytes(got.Bytes), got.SHA256, checked, got.Path)
	if got.Unpacked != "" {
		fmt.Fprintf(w, "  unpacked %s\n", got.Unpacked)
	}
	_, err := fmt.Fprintf(w, "  licence  %s\n", s.Licence)
	return err
}
