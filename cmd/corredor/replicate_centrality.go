package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine/replicate"
)

func newReplicateCentrality(f *flags) *cobra.Command {
	var a archiveFlags
	var out string
	c := &cobra.Command{
		Use:   "centrality --archive DIR --origins FILE",
		Short: "Say how much longer all paths are without each municipality's roads",
		Long: `Centrality closes the roads of one municipality after another and adds up the
shortest paths of all origins. It writes code,total_km,detour_km,cut_off: the total,
which is empty where an origin is cut off; the total less that of the whole network,
0 where the total is infinite, as in the paper; and the number of origins cut off.`,
		Example: "  corredor replicate centrality --archive dell2015 --origins eradication.csv --skip-roadless -o detour.csv",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			archive, err := a.open(c, true)
			if err != nil {
				return err
			}
			origins, err := a.read(c, f, archive)
			if err != nil {
				return err
			}
			x, err := archive.Centrality(c.Context(), origins, a.period)
			if err != nil {
				return err
			}
			if out != "" || !f.json {
				if err := writeFile(c, out, func(w io.Writer) error { return writeCentrality(w, archive, x) }); err != nil {
					return err
				}
			}
			return printCentrality(c, f, x)
		},
	}
	a.register(c)
	a.registerOrigins(c, 0)
	c.Flags().StringVarP(&out, "output", "o", "", "`file` to write (default: the standard output)")
	return c
}

func writeCentrality(w io.Writer, a *replicate.Archive, x *replicate.Centrality) error {
	out := bufio.NewWriter(w)
	out.WriteString("code,total_km,detour_km,cut_off\n")
	for m, code := range a.Codes {
		total := ""
		if !math.IsInf(x.TotalKM[m], 1) {
			total = number(round(x.TotalKM[m]))
		}
		fmt.Fprintf(out, "%s,%s,%s,%d\n", code, total, number(round(x.DetourKM[m])), x.CutOff[m])
	}
	return out.Flush()
}

func printCentrality(c *cobra.Command, f *flags, x *replicate.Centrality) error {
	longer, cut := 0, 0
	for m, detour := range x.DetourKM {
		if detour > 0 {
			longer++
		}
		if x.CutOff[m] > 0 {
			cut++
		}
	}
	if f.json {
		return json.NewEncoder(c.OutOrStdout()).Encode(map[string]any{
			"baseline_km": round(x.BaselineKM), "municipalities": len(x.DetourKM), "longer": longer, "cut_off": cut})
	}
	if !f.quiet {
		fmt.Fprintf(c.ErrOrStderr(), "all paths: %s km; %d municipalities make them longer when closed, %d cut origins off\n", thousands(x.BaselineKM), longer, cut)
	}
	return nil
}
