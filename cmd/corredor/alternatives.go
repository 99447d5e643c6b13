package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
)

// alternativeFlags are those of alternatives.
type alternativeFlags struct {
	spec  engine.AlternativeSpec
	theta float64
	csv   bool
	out   string
}

func newAlternatives(f *flags) *cobra.Command {
	a := &alternativeFlags{}
	c := &cobra.Command{
		Use:   "alternatives [STUDY.yaml]",
		Short: "Find further ways from origins to ports, and how choice spreads over them",
		Long: `Alternatives finds, for the origins of a study, ways besides the one of least cost:

  via      admissible paths over a node (Abraham, Delling, Goldberg, Werneck 2013): they
           share little with the best and with each other, are locally optimal, and
           nowhere much longer than the shortest way
  yen      the k shortest simple paths; most differ by a detour round one block
  penalty  the roads of every way found are made 40 % dearer, and the search run again

--logit THETA spreads choice over the ways of an origin by path-size logit, with THETA per
unit of cost (km or h). Without --from every origin is asked; the municipalities are
then printed with the flow of least-cost routes and that of choice. The study is the
embedded one where none is named. docs/alternatives.md explains every measure.`,
		Example: `  corredor alternatives --from 08029 -k 3
  corredor alternatives --from "Guadalupe y Calvo" --to 2403 --method yen -k 10 --csv
  corredor alternatives --logit 0.02 --out out/alternatives`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := a.parse(c); err != nil {
				return usageError{err}
			}
			result, err := askStudy(c, f, args)
			if err != nil {
				return err
			}
			found, err := result.Alternatives(c.Context(), a.spec)
			if err != nil {
				return err
			}
			return a.print(c, f, result, found)
		},
	}
	a.register(c)
	return c
}

func (a *alternativeFlags) register(c *cobra.Command) {
	flag, o := c.Flags(), &a.spec.Options
	flag.StringVar(&a.spec.From, "from", "", "`origin`, by code, id or name (default: all)")
	flag.StringVar(&a.spec.Crop, "crop", "", "`layer` of origins, such as poppy (default: all)")
	flag.StringVar(&a.spec.To, "to", "", "`port`, by id or name, or any (default: the port of least cost)")
	flag.StringVar(&a.spec.Method, "method", engine.MethodVia, "how to find them: "+strings.Join(engine.Methods, ", "))
	flag.IntVarP(&o.Count, "paths", "k", 5, "most ways per origin, the best among them")
	flag.Float64Var(&o.MostShared, "shared", 0, "largest `part` that a way may share with those before it, 0 to 1 (default 0.8; via: of the best's cost; penalty: of its own length)")
	flag.Float64Var(&o.MostStretch, "stretch", 0, "`part` by which it may be longer than the shortest (via: everywhere; penalty: on the whole) (default 0.25, a quarter)")
	flag.Float64Var(&o.Local, "local", 0, "via: stretches up to this `part` of the best's cost are shortest paths (default 0.25)")
	flag.Float64Var(&a.theta, "logit", 0, "spread choice over the ways, with this coefficient `theta` per unit of cost, 1/km or 1/h (default: no choice)")
	flag.BoolVar(&a.csv, "csv", false, "print the ways as CSV")
	flag.StringVarP(&a.out, "out", "o", "", "folder for alternatives.geojson, alternatives.csv, choice.csv, columns.csv")
}

// mostPaths bounds what an origin may be asked for.
const mostPaths = 10_000

func (a *alternativeFlags) parse(c *cobra.Command) error {
	if a.spec.Options.Count < 1 || a.spec.Options.Count > mostPaths {
		return fmt.Errorf("-k is %d; write 1 to %d", a.spec.Options.Count, mostPaths)
	}
	for name, bound := range map[string]float64{"shared": 1, "stretch": math.MaxFloat64, "local": 1, "logit": math.MaxFloat64} {
		x, err := c.Flags().GetFloat64(name)
		if err == nil && !(x >= 0 && x <= bound) || c.Flags().Changed(name) && x == 0 && name != "logit" {
			return fmt.Errorf("--%s is %v; write a number above 0%s", name, x, map[bool]string{true: ", up to 1"}[bound == 1])
		}
	}
	if c.Flags().Changed("logit") {
		a.spec.Theta = &a.theta
	}
	return a.spec.Check()
}
