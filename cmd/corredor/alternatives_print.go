package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
)

func (a *alternativeFlags) print(c *cobra.Command, f *flags, r *engine.Result, found *engine.Alternatives) error {
	layers := r.AlternativeLayers(found)
	return answer{maps: layers[:1], tables: layers, out: a.out, csv: a.csv}.write(c, f, func(w io.Writer) {
		printAlternatives(w, r, found)
	})
}

// mostSets keeps the table to a screen.
const mostSets = 5

func printAlternatives(w io.Writer, r *engine.Result, found *engine.Alternatives) {
	_, unit := r.RouteCost(engine.Route{})
	ways, none := 0, 0
	for _, set := range found.Sets {
		ways += len(set.Ways)
		if len(set.Ways) == 0 {
			none++
		}
	}
	fmt.Fprintf(w, "%s from %s", many(ways, "way"), many(len(found.Sets)-none, "origin"))
	if none > 0 {
		fmt.Fprintf(w, "; %s without any", many(none, "origin"))
	}
	fmt.Fprint(w, "\n\n")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "origin\tway\tport\t\tcost (%s)\tkm\t%% dearer\t%% shared\trate on the way\t", unit)
	if found.Spec.Theta != nil {
		fmt.Fprint(table, "% chosen\t")
	}
	fmt.Fprintln(table)
	for i, set := range found.Sets {
		if i == mostSets {
			fmt.Fprintf(table, "and %d more origins (--csv prints all)\t\t\t\t\t\t\t\t\t\n", len(found.Sets)-mostSets)
			break
		}
		printSet(table, r, found, set)
	}
	table.Flush()
	if found.Spec.Theta != nil && len(found.Sets) > 1 {
		printChoice(w, r, found)
	}
}

// many is a number of things whose plural has an s.
func many(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

func printSet(w io.Writer, r *engine.Result, found *engine.Alternatives, set engine.AlternativeSet) {
	o := r.Origins[set.Origin]
	for i, way := range set.Ways {
		name := ""
		if i == 0 {
			name = o.Code + " " + o.Name
		}
		cost, _ := r.RouteCost(engine.Route{Cost: way.Cost})
		along := "-"
		if len(way.Exposures) > 0 {
			along = rate(engine.Known(way.Exposures[0].MeanRatePer100k))
		}
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%.3f\t%.1f\t%.1f\t%.0f\t%s\t", name, i+1, r.Ports[way.Port].ID, r.Ports[way.Port].Name,
			cost, way.LengthMeters()/1000, 100*set.Stretch(i), 100*way.Shared, along)
		if found.Spec.Theta != nil {
			fmt.Fprintf(w, "%.1f\t", 100*way.Choice.Probability)
		}
		fmt.Fprintln(w)
	}
}

// printChoice prints the municipalities whose flow choice changes most.
func printChoice(w io.Writer, r *engine.Result, found *engine.Alternatives) {
	best, spread := r.Choice(found)
	fmt.Fprint(w, "\nMunicipalities whose flow differs most when choice is spread; each layer sends 1\n")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "code\tmunicipality\tflow\tspread\tdifference\t")
	for _, i := range widest(best, spread) {
		fmt.Fprintf(table, "%s\t%s\t%.3f\t%.3f\t%+.3f\t\n", r.Regions.Regions[i].Code, r.RegionName(i), best[i], spread[i], spread[i]-best[i])
	}
	table.Flush()
}
