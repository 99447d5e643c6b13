package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine/replicate"
)

// newReplicate makes the commands that rerun a published study.
func newReplicate(f *flags) *cobra.Command {
	c := &cobra.Command{
		Use:   "replicate",
		Short: "Rerun the paper's network part on its public archive",
		Long: `Replicate reruns the network part of M. Dell, "Trafficking Networks and the
Mexican Drug War", American Economic Review 105(6), 2015, on the data of its public
replication archive. Origins, producers and homicides are the user's: the paper's are
confidential. See docs/replication.md.`,
		Example: "  corredor replicate flows --archive dell2015 --origins eradication.csv --skip-roadless -o flows.csv",
	}
	c.AddCommand(newReplicateFlows(f), newReplicateTable7(f), newReplicateCentrality(f), newReplicateEstimate(f), newReplicateShocks(f))
	return c
}

// archiveFlags choose an archive, and the places that send.
type archiveFlags struct {
	dir, origins string
	period       int
	skip         bool
}

func (a *archiveFlags) register(c *cobra.Command) {
	c.Flags().StringVar(&a.dir, "archive", "", "`folder` of the replication archive, with RoadNet0.mat")
	must(c.MarkFlagRequired("archive"))
}

func (a *archiveFlags) registerOrigins(c *cobra.Command, period int) {
	c.Flags().StringVar(&a.origins, "origins", "", "`file` of origins: nodes or municipality codes, one a line, or a table with the column node or cvegeo")
	c.Flags().BoolVar(&a.skip, "skip-roadless", false, "leave out municipalities that have no road in the archive")
	c.Flags().IntVar(&a.period, "period", period, "period of the network, 0 to 11")
	must(c.MarkFlagRequired("origins"))
}

// open reads the archive, with one later network or all.
func (a *archiveFlags) open(c *cobra.Command, one bool) (*replicate.Archive, error) {
	opts := replicate.Options{Dir: a.dir}
	if one {
		if a.period < 0 || a.period >= replicate.Periods {
			return nil, usageError{fmt.Errorf("there is no period %d; the archive has 0 to %d", a.period, replicate.Periods-1)}
		}
		opts.Period = &a.period
	}
	return replicate.Open(c.Context(), opts)
}

// read reads the origins, and says on the error stream what became of them.
func (a *archiveFlags) read(c *cobra.Command, f *flags, archive *replicate.Archive) (replicate.Origins, error) {
	o, err := archive.ReadOrigins(c.Context(), a.origins, replicate.OriginOptions{SkipRoadless: a.skip})
	if err != nil {
		return o, err
	}
	if !f.quiet {
		for _, warning := range archive.Warnings {
			fmt.Fprintf(c.ErrOrStderr(), "warning: %s\n", warning)
		}
		if o.Twice > 0 {
			fmt.Fprintf(c.ErrOrStderr(), "warning: %s: %d places stand twice; each sends once\n", a.origins, o.Twice)
		}
		if len(o.Roadless) > 0 {
			fmt.Fprintf(c.ErrOrStderr(), "warning: %s: %d municipalities have no road in the archive, the first %s\n", a.origins, len(o.Roadless), o.Roadless[0])
		}
	}
	return o, nil
}

// number writes a number in the fewest digits that read back the same.
func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
