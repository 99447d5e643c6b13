package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine/estimate"
	"github.com/corredor-geo/corredor/engine/replicate"
)

// estimateFlags say what replicate estimate fits, and how.
type estimateFlags struct {
	archiveFlags
	confiscations string
	out           string
	method        string
	moments       int
	options       replicate.EstimateOptions
	synthetic     syntheticFlags
}

// syntheticFlags are of synthetic confiscations.
type syntheticFlags struct {
	draws  int
	params []float64
	noise  replicate.Noise
}

func newReplicateEstimate(f *flags) *cobra.Command {
	var e estimateFlags
	c := &cobra.Command{
		Use:   "estimate --archive DIR --origins FILE (--confiscations FILE | --simulate N)",
		Short: "Fit the parameters of congestion to confiscations",
		Long: `Estimate fits the four parameters of the congestion model by the simulated method of
moments, as the paper does: kappa times the flow of a municipality agrees with the
logarithm of what was confiscated there, in nine averages over interior municipalities,
truck crossings and seaports. The first step weighs them equally, the second by the
inverse of their covariance. Errors are plain and, with --conley-km, allow neighbours to
be alike.

The paper's confiscations are confidential. Yours are a table with the columns cvegeo
and value: money, in a unit so small that values are 1 or more. A municipality without a
row has 0, which counts as a logarithm of 0.

--simulate N draws N times synthetic confiscations of known --params instead, and says how
well they are found again. -o writes what was fitted, by municipality; its columns code and
value can be read as --confiscations.`,
		Example: `  corredor replicate estimate --archive dell2015 --origins eradication.csv --skip-roadless --confiscations seized.csv --conley-km 250
  corredor replicate estimate --archive dell2015 --origins eradication.csv --skip-roadless --simulate 1 --method multistart -o synthetic.csv`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return e.run(c, f) },
	}
	e.registerAll(c)
	return c
}

func (e *estimateFlags) registerAll(c *cobra.Command) {
	e.register(c)
	e.registerOrigins(c, 0)
	p := replicate.PublishedParams
	c.Flags().StringVar(&e.confiscations, "confiscations", "", "`file` with municipality codes (cvegeo) and what was confiscated (value, money in one unit)")
	c.Flags().StringVar(&e.method, "method", "annealing", "annealing, as in the paper, or multistart, which is quicker and uses no chance")
	c.Flags().IntVar(&e.moments, "moments", 9, "9 as in the paper, or 7: without the variances, which noise adds to")
	c.Flags().Uint64Var(&e.options.Seed, "seed", 1, "seed of annealing, and of --simulate")
	c.Flags().IntVar(&e.options.Effort, "effort", 0, "evaluations of a step before going downhill (default 8000, multistart 800)")
	c.Flags().Float64Var(&e.options.ConleyKM, "conley-km", 0, "add errors that allow municipalities within so many `km` to be alike (default: none)")
	c.Flags().StringVarP(&e.out, "output", "o", "", "file to write flow, prediction and residual of every municipality to")
	c.Flags().IntVar(&e.synthetic.draws, "simulate", 0, "draw synthetic confiscations so many times, instead of --confiscations")
	c.Flags().Float64SliceVar(&e.synthetic.params, "params", []float64{p.Delta10, p.PhiTruck, p.PhiPort, p.Kappa100},
		"true parameters of --simulate: 10 delta, phi of trucks, phi of ports, 100 kappa")
	c.Flags().Float64Var(&e.synthetic.noise.SD, "noise", 1, "standard deviation of the noise of --simulate, in logarithms")
	c.Flags().BoolVar(&e.synthetic.noise.Plain, "plain-noise", false, "let the noise of --simulate depend on nothing, which is so with --moments 7")
}

// check completes the options and refuses what does not go together.
func (e *estimateFlags) check(c *cobra.Command) (err error) {
	simulates := c.Flags().Changed("simulate")
	for _, name := range []string{"params", "noise", "plain-noise"} {
		if c.Flags().Changed(name) && !simulates {
			return fmt.Errorf("--%s is for --simulate", name)
		}
	}
	switch {
	case simulates == (e.confiscations != ""):
		return errors.New("give either --confiscations or --simulate")
	case simulates && e.synthetic.draws < 1:
		return errors.New("--simulate takes a number of draws, 1 or more")
	case len(e.synthetic.params) != len(replicate.ParameterNames):
		return fmt.Errorf("--params has %d numbers; it takes four: %s", len(e.synthetic.params), strings.Join(replicate.ParameterNames, ", "))
	case !(e.synthetic.noise.SD >= 0):
		return errors.New("--noise is not negative")
	case e.options.Effort < 0:
		return errors.New("--effort is not negative")
	case c.Flags().Changed("conley-km") && !(e.options.ConleyKM > 0):
		return errors.New("--conley-km is more than 0")
	case e.synthetic.draws > 1 && e.options.ConleyKM > 0:
		return errors.New("--conley-km is for one estimate, not for many draws")
	case e.synthetic.draws > 1 && e.out != "":
		return errors.New("-o is for one estimate, not for many draws")
	}
	switch e.moments {
	case 9:
	case 7:
		e.options.Moments, e.synthetic.noise.Plain = replicate.SevenMoments, true
	default:
		return fmt.Errorf("--moments %d: there are 9, and 7 without the variances", e.moments)
	}
	e.synthetic.noise.Seed = e.options.Seed
	e.options.Method, err = estimate.ParseMethod(e.method)
	return err
}

func (e *estimateFlags) truth() replicate.Params {
	p := e.synthetic.params
	return replicate.Params{Delta10: p[0], PhiTruck: p[1], PhiPort: p[2], Kappa100: p[3]}
}

func (e *estimateFlags) run(c *cobra.Command, f *flags) error {
	if err := e.check(c); err != nil {
		return usageError{err}
	}
	archive, err := e.open(c, true)
	if err != nil {
		return err
	}
	origins, err := e.read(c, f, archive)
	if err != nil {
		return err
	}
	estimator, err := archive.Estimator(c.Context(), origins, e.period)
	if err != nil {
		return err
	}
	if e.synthetic.draws > 1 {
		return e.recover(c, f, estimator)
	}
	var values *replicate.Confiscations
	if e.synthetic.draws == 1 {
		values, err = estimator.Simulate(e.truth(), e.synthetic.noise)
	} else {
		values, err = estimator.Sample.ReadConfiscations(c.Context(), e.confiscations, nil)
	}
	if err != nil {
		return err
	}
	e.warn(c, f, values)
	bars := newProgress(c.ErrOrStderr(), f.quiet || f.json)
	e.options.Progress = func(n, about int) { bars.update("evaluations", int64(n), int64(about)) }
	begun := time.Now()
	result, err := estimator.Estimate(c.Context(), values, e.options)
	seconds := time.Since(begun).Seconds()
	bars.finish()
	if err != nil {
		return err
	}
	report := estimateReport{e, estimator, values, result}
	if err := report.write(c, f); err != nil {
		return err
	}
	if !f.quiet {
		fmt.Fprintf(c.ErrOrStderr(), "%s evaluations in %.1f s\n", thousands(float64(result.Evaluations)), seconds)
	}
	return interruption(result)
}

// interruption says how far an estimate came that was interrupted.
func interruption(r *estimate.Result) error {
	if !r.Interrupted {
		return nil
	}
	best := []string{"nothing"}
	if r.Best != nil {
		best = best[:0]
		for i, name := range replicate.ParameterNames {
			best = append(best, fmt.Sprintf("%s %.4g", name, r.Best[i]))
		}
	}
	return fmt.Errorf("interrupted in step %d after %s evaluations; the best so far is %s", len(r.Steps)+1,
		thousands(float64(r.Evaluations)), strings.Join(best, ", "))
}

// warn says on the error stream what became of the confiscations.
func (e *estimateFlags) warn(c *cobra.Command, f *flags, v *replicate.Confiscations) {
	if f.quiet {
		return
	}
	if n := len(v.Outside); n > 0 {
		fmt.Fprintf(c.ErrOrStderr(), "warning: %s: %d municipalities are not among the paper's %s and are left out, the first %s\n",
			e.confiscations, n, thousands(float64(len(v.Values))), v.Outside[0])
	}
	if v.Below > 0 && e.synthetic.draws == 0 {
		fmt.Fprintf(c.ErrOrStderr(), "warning: %s: %d values are below 1, so that they count for less than nothing confiscated; write them in a smaller unit\n",
			e.confiscations, v.Below)
	}
}

// write writes what was asked for.
func (r *estimateReport) write(c *cobra.Command, f *flags) error {
	if r.flags.out != "" && !r.result.Interrupted {
		if err := writeFile(c, r.flags.out, func(w io.Writer) error { return r.writeFit(w) }); err != nil {
			return err
		}
	}
	if f.json {
		return r.writeJSON(c.OutOrStdout())
	}
	r.print(c.OutOrStdout())
	return nil
}
