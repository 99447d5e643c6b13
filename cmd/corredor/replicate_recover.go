package main

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine/replicate"
)

// recover estimates from many synthetic draws and says how well that works.
func (e *estimateFlags) recover(c *cobra.Command, f *flags, estimator *replicate.Estimator) error {
	bars := newProgress(c.ErrOrStderr(), f.quiet || f.json)
	begun := time.Now()
	e.options.Progress = func(n, about int) { bars.update("evaluations of a draw", int64(n), int64(about)) }
	total, err := estimator.Recover(c.Context(), e.truth(), e.synthetic.noise, e.synthetic.draws, e.options)
	bars.finish()
	if err != nil {
		return err
	}
	if f.json {
		err = e.writeRecovery(c.OutOrStdout(), total)
	} else {
		e.printRecovery(c.OutOrStdout(), total)
	}
	if err == nil && !f.quiet {
		fmt.Fprintf(c.ErrOrStderr(), "%d draws in %.1f s\n", total.Draws, time.Since(begun).Seconds())
	}
	if err == nil && total.Interrupted {
		err = fmt.Errorf("interrupted after %d of %d draws, which are summed up", total.Draws, e.synthetic.draws)
	}
	return err
}

func (e *estimateFlags) printRecovery(w io.Writer, r *replicate.Recovery) {
	fmt.Fprintf(w, "%d draws of synthetic confiscations, noise of %g in logarithms, %d moments\n", r.Draws, e.synthetic.noise.SD, e.moments)
	if r.Draws == 0 {
		return
	}
	for s, name := range []string{"first step", "second step"} {
		fmt.Fprintf(w, "\n%-18s%10s%10s%10s%12s%20s\n", name, "truth", "mean", "spread", "mean error", "covered by 95 %")
		for i, parameter := range replicate.ParameterNames {
			step := r.Steps[s]
			fmt.Fprintf(w, "  %-16s%10.3f%10.3f%10.3f%12.3f%14d of %d\n", parameter, e.synthetic.params[i],
				step.Mean[i], step.SD[i], step.MeanError[i], step.Covered[i], r.Draws)
		}
	}
}

// recoveryJSON is how well one parameter is found again in one step.
type recoveryJSON struct {
	Step      int      `json:"step"`
	Name      string   `json:"name"`
	Truth     float64  `json:"truth"`
	Mean      float64  `json:"mean"`
	SD        float64  `json:"sd"`
	MeanError *float64 `json:"mean_se"`
	Covered   int      `json:"covered"`
	NoError   int      `json:"without_se"`
	Draws     int      `json:"draws"`
}

func (e *estimateFlags) writeRecovery(w io.Writer, r *replicate.Recovery) error {
	list := []recoveryJSON{}
	for s, step := range r.Steps {
		for i, name := range replicate.ParameterNames {
			if r.Draws > 0 {
				list = append(list, recoveryJSON{s + 1, name, e.synthetic.params[i], step.Mean[i], step.SD[i], orNull(step.MeanError[i]),
					step.Covered[i], step.NoError[i], r.Draws})
			}
		}
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(list)
}
