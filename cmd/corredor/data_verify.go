package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine/fetch"
)

func newDataVerify(f *flags, dir *string) *cobra.Command {
	return &cobra.Command{
		Use:   "verify [NAME ...]",
		Short: "Read the cache and compare it with the checksums",
		Long: `Verify reads what the cache has of the sources (all, or those named) and compares
it with the checksum of the publisher where one is known, else with that of the
day of the download. A file that was put there by hand is remembered as it is. The
exit code is 1 when a file has changed.`,
		Example:           "  corredor data verify\n  corredor data verify osm-mexico",
		ValidArgsFunction: completeSources,
		RunE: func(c *cobra.Command, args []string) error {
			cache, list, err := openSources(*dir, args)
			if err != nil {
				return err
			}
			return verify(c, f, cache, list)
		},
	}
}

func verify(c *cobra.Command, f *flags, cache *fetch.Cache, list []fetch.Source) error {
	var changed, there int
	states := make([]fetch.Status, len(list))
	for i, s := range list {
		status, err := cache.Verify(c.Context(), s)
		if err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
		states[i] = status
		switch status.State {
		case fetch.Missing:
			continue
		case fetch.Changed:
			changed++
			fmt.Fprintf(c.ErrOrStderr(), "%s: %v\n", s.Name, status.Err)
		}
		there++
		if !f.json {
			fmt.Fprintf(c.OutOrStdout(), "%-9s  %s  %s\n", status.State, status.Path, megabytes(status.Bytes))
		}
	}
	if f.json {
		if err := json.NewEncoder(c.OutOrStdout()).Encode(states); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(c.OutOrStdout(), "%d of %d sources are in %s\n", there, len(list), cache.Dir)
	}
	if changed > 0 {
		return fmt.Errorf("%d of %d files are not what they should be", changed, there)
	}
	return nil
}
