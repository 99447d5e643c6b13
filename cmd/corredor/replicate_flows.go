package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/corredor-geo/corredor/engine/replicate"
)

// flowFlags say what replicate flows computes and where it writes.
type flowFlags struct {
	archiveFlags
	model       string
	params      []float64
	compat      bool
	equilibrium bool
	out, links  string
}

func newReplicateFlows(f *flags) *cobra.Command {
	var flow flowFlags
	c := &cobra.Command{
		Use:   "flows --archive DIR --origins FILE",
		Short: "Predict the flow through every municipality",
		Long: `Flows sends one unit from every origin to the United States and counts, for each of
the archive's 2,259 municipalities, the origins whose path uses one of its links. It
writes the table code,flow in the archive's order, with the column period in front
when all twelve periods are computed, which is so without --period.

--model congestion adds the price of crowding at the border. It is solved to a relative
gap of 1e-10; --compat stops where the published program does (Frank-Wolfe, 0.001).
The counts are all-or-nothing at the prices of the equilibrium, as the paper's are;
--equilibrium adds the column equilibrium, the units of the equilibrium itself, and the
summary says how far the two are apart.

A municipality sends from its node with most links (then most road, then lowest number).`,
		Example: `  corredor replicate flows --archive dell2015 --origins eradication.csv --skip-roadless -o flows.csv
  corredor replicate flows --archive dell2015 --origins nodes.txt --period 0 --model congestion --links links.csv`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return flow.run(c, f) },
	}
	flow.registerAll(c)
	return c
}

func (flow *flowFlags) registerAll(c *cobra.Command) {
	flow.register(c)
	flow.registerOrigins(c, 0)
	c.Flags().Lookup("period").DefValue = "all"
	p := replicate.PublishedParams
	c.Flags().StringVar(&flow.model, "model", "shortest", "shortest or congestion")
	c.Flags().Float64SliceVar(&flow.params, "params", []float64{p.Delta10, p.PhiTruck, p.PhiPort, p.Kappa100},
		"parameters of the congestion price: 10 delta, phi of trucks, phi of ports, 100 kappa")
	c.Flags().BoolVar(&flow.compat, "compat", false, "stop the congestion model where the published program stops")
	c.Flags().BoolVar(&flow.equilibrium, "equilibrium", false, "add the column equilibrium, for --model congestion")
	c.Flags().StringVarP(&flow.out, "output", "o", "", "`file` to write (default: the standard output)")
	c.Flags().StringVar(&flow.links, "links", "", "`file` to write the flow of every link to")
}

// periodFlow is the answer of one period, by either model.
type periodFlow struct {
	*replicate.Flows
	equilibrium *replicate.Equilibrium // nil for shortest paths
}

func (o *flowFlags) run(c *cobra.Command, f *flags) error {
	model, err := o.check()
	if err != nil {
		return usageError{err}
	}
	one := c.Flags().Changed("period")
	archive, err := o.open(c, one)
	if err != nil {
		return err
	}
	origins, err := o.read(c, f, archive)
	if err != nil {
		return err
	}
	periods := []int{o.period}
	if !one {
		periods = periods[:0]
		for p := range replicate.Periods {
			periods = append(periods, p)
		}
	}
	flows := make([]periodFlow, len(periods))
	work, ctx := errgroup.WithContext(c.Context())
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range periods {
		work.Go(func() (err error) {
			flows[i], err = o.predict(ctx, archive, flowTask{origins, p, model})
			return err
		})
	}
	if err := work.Wait(); err != nil {
		return err
	}
	return o.write(c, f, flowOutput{archive, flows, !one})
}

func (o *flowFlags) check() (replicate.Model, error) {
	model, err := replicate.ParseModel(o.model)
	if err == nil && len(o.params) != 4 {
		err = fmt.Errorf("--params has %d numbers; it takes four: 10 delta, phi of trucks, phi of ports, 100 kappa", len(o.params))
	}
	if err == nil && model != replicate.CongestionModel && (o.compat || o.equilibrium) {
		err = errors.New("--compat and --equilibrium are for --model congestion")
	}
	return model, err
}

// flowTask is what one period needs.
type flowTask struct {
	origins replicate.Origins
	period  int
	model   replicate.Model
}

func (o *flowFlags) predict(ctx context.Context, a *replicate.Archive, t flowTask) (periodFlow, error) {
	if t.model == replicate.ShortestPath {
		flows, err := a.Shortest(t.origins, t.period)
		return periodFlow{Flows: flows}, err
	}
	how := replicate.Congestion{Compat: o.compat,
		Params: replicate.Params{Delta10: o.params[0], PhiTruck: o.params[1], PhiPort: o.params[2], Kappa100: o.params[3]}}
	e, err := a.Congested(ctx, t.origins, t.period, how)
	if err != nil {
		return periodFlow{}, err
	}
	return periodFlow{&e.Flows, e}, nil
}

func (o *flowFlags) write(c *cobra.Command, f *flags, x flowOutput) error {
	if o.links != "" {
		if err := writeFile(c, o.links, func(w io.Writer) error { return x.writeLinks(w) }); err != nil {
			return err
		}
	}
	if o.out != "" || !f.json {
		if err := writeFile(c, o.out, func(w io.Writer) error { return x.writeFlows(w, o.equilibrium) }); err != nil {
			return err
		}
	}
	if f.json {
		return x.writeJSON(c.OutOrStdout(), o.out == "")
	}
	if !f.quiet {
		for _, flow := range x.flows {
			fmt.Fprintln(c.ErrOrStderr(), flow.describe())
		}
	}
	return nil
}
