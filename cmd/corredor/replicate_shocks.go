package main

import (
	"bufio"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine/scenario"
)

func newReplicateShocks(f *flags) *cobra.Command {
	var a archiveFlags
	var out string
	c := &cobra.Command{
		Use:   "shocks --archive DIR",
		Short: "Date the close elections of the archive, for a study of your own",
		Long: `Shocks writes code,from,multiplier for each municipality after a close victory of the
PAN: the first month from which the archive's networks have none of its roads. The table
is what shocks: of a study wants (docs/study.md).`,
		Example: "  corredor replicate shocks --archive dell2015 -o shocks.csv",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			archive, err := a.open(c, false)
			if err != nil {
				return err
			}
			shocks, undated, err := archive.Shocks(c.Context())
			if err != nil {
				return err
			}
			if len(undated) > 0 && !f.quiet {
				fmt.Fprintf(c.ErrOrStderr(), "warning: %d close elections have no date, as the archive has no road there or never closes it, the first %s\n", len(undated), undated[0])
			}
			return writeFile(c, out, func(w io.Writer) error { return writeShocks(w, shocks) })
		},
	}
	a.register(c)
	c.Flags().StringVarP(&out, "output", "o", "", "`file` to write (default: the standard output)")
	return c
}

func writeShocks(w io.Writer, shocks []scenario.Shock) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, "code,from,multiplier")
	for _, s := range shocks {
		fmt.Fprintf(out, "%s,%v,%s\n", s.Code, s.From, scenario.FormatMultiplier(s.Multiplier))
	}
	return out.Flush()
}
