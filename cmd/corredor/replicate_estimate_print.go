package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/corredor-geo/corredor/engine/estimate"
	"github.com/corredor-geo/corredor/engine/replicate"
)

// estimateReport is what replicate estimate prints.
type estimateReport struct {
	flags     *estimateFlags
	estimator *replicate.Estimator
	values    *replicate.Confiscations
	result    *estimate.Result
}

// print prints parameters with errors, then moments, a column for each step.
func (r *estimateReport) print(w io.Writer) {
	s := r.estimator.Sample
	fmt.Fprintf(w, "Congestion at the border, fitted to %s\n", r.source())
	fmt.Fprintf(w, "%s municipalities: %s interior, %d truck crossings, %d seaports; %s with confiscations; %d origins send",
		thousands(float64(len(s.Codes))), thousands(float64(s.Counts[replicate.Interior])), s.Counts[replicate.TruckCrossing], s.Counts[replicate.Seaport],
		thousands(float64(r.values.Positive)), r.estimator.Origins)
	if n := r.estimator.CutOff; n > 0 {
		fmt.Fprintf(w, ", %d are cut off", n)
	}
	fmt.Fprintln(w)
	steps := r.result.Steps
	if len(steps) == 0 {
		return
	}
	r.printParameters(w)
	fmt.Fprintf(w, "\n%-30s", "moments at the optimum")
	for range steps {
		fmt.Fprintf(w, "%12s%12s", "mean", "error")
	}
	fmt.Fprintln(w)
	for i, name := range replicate.MomentNames(len(steps[0].Moments)) {
		fmt.Fprintf(w, "  %-28s", name)
		for _, step := range steps {
			fmt.Fprintf(w, "%12.5f%12s", step.Moments[i], fmt.Sprintf("(%.5f)", step.MomentErrors[i]))
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "\n%-30s", "objective")
	for _, step := range steps {
		fmt.Fprintf(w, "%12.5g%12s", step.Objective, "")
	}
	fmt.Fprintf(w, "\n%-30s", "evaluations")
	for _, step := range steps {
		fmt.Fprintf(w, "%12s%12s", thousands(float64(step.Evaluations)), "")
	}
	fmt.Fprintln(w)
	if len(steps) > 1 {
		fmt.Fprintf(w, "J = %.3f, chi-squared with %d degrees of freedom: p = %.4f\n", r.result.J, r.result.DF, r.result.PJ)
	}
}

func (r *estimateReport) source() string {
	if r.flags.synthetic.draws > 0 {
		return "synthetic confiscations"
	}
	return r.flags.confiscations
}

func (r *estimateReport) printParameters(w io.Writer) {
	truth := r.flags.synthetic.draws > 0
	conley := r.flags.options.ConleyKM
	fmt.Fprintf(w, "\n%-18s", "")
	if truth {
		fmt.Fprintf(w, "%10s", "truth")
	}
	for _, name := range []string{"first step", "second step"}[:len(r.result.Steps)] {
		fmt.Fprintf(w, "%12s%10s", name, "plain")
		if conley > 0 {
			fmt.Fprintf(w, "%14s", fmt.Sprintf("Conley %g km", conley))
		}
	}
	fmt.Fprintln(w)
	for i, name := range replicate.ParameterNames {
		fmt.Fprintf(w, "  %-16s", name)
		if truth {
			fmt.Fprintf(w, "%10.3f", r.flags.synthetic.params[i])
		}
		for _, step := range r.result.Steps {
			fmt.Fprintf(w, "%12.3f%10s", step.Parameters[i], bracketed(step, step.Errors, i))
			if conley > 0 {
				fmt.Fprintf(w, "%14s", bracketed(step, step.SpatialErrors, i))
			}
		}
		fmt.Fprintln(w)
	}
}

// bracketed writes an error, or why there is none.
func bracketed(step estimate.Step, errors []float64, i int) string {
	switch {
	case step.AtBound[i]:
		return "at bound"
	case math.IsNaN(errors[i]):
		return "none"
	}
	return fmt.Sprintf("(%.3f)", errors[i])
}

// writeFit writes what the last step fits.
func (r *estimateReport) writeFit(w io.Writer) error {
	x := r.result.Steps[len(r.result.Steps)-1].Parameters
	predicted, flows, err := r.estimator.Predict(replicate.Params{Delta10: x[0], PhiTruck: x[1], PhiPort: x[2], Kappa100: x[3]})
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	out.WriteString("code,role,value,log_value,flow,predicted,residual\n")
	for i, code := range r.estimator.Sample.Codes {
		fmt.Fprintf(out, "%s,%s,%s,%s,%s,%s,%s\n", code, strings.ReplaceAll(r.estimator.Sample.Roles[i].String(), " ", "_"), number(r.values.Values[i]),
			number(round(r.values.Logs[i])), number(round(flows[i])), number(round(predicted[i])), number(round(predicted[i]-r.values.Logs[i])))
	}
	return out.Flush()
}

// parameterJSON is an estimate; null is an error that is not there.
type parameterJSON struct {
	Name     string   `json:"name"`
	Truth    *float64 `json:"truth,omitempty"`
	Estimate float64  `json:"estimate"`
	SE       *float64 `json:"se"`
	SEConley *float64 `json:"se_conley,omitempty"`
	AtBound  bool     `json:"at_bound"`
}

type momentJSON struct {
	Name string  `json:"name"`
	Mean float64 `json:"mean"`
	SE   float64 `json:"se"`
}

type stepJSON struct {
	Parameters  []parameterJSON `json:"parameters"`
	Moments     []momentJSON    `json:"moments"`
	Objective   float64         `json:"objective"`
	Evaluations int             `json:"evaluations"`
}

type estimateJSON struct {
	Method         string     `json:"method"`
	Seed           uint64     `json:"seed"`
	Period         int        `json:"period"`
	Origins        int        `json:"origins"`
	CutOff         int        `json:"cut_off"`
	Municipalities int        `json:"municipalities"`
	Positive       int        `json:"with_confiscations"`
	Outside        int        `json:"left_out"`
	Steps          []stepJSON `json:"steps"`
	J              *float64   `json:"j"`
	JP             *float64   `json:"j_p"`
	JDF            int        `json:"j_df"`
	Evaluations    int        `json:"evaluations"`
	Interrupted    bool       `json:"interrupted,omitempty"`
	Best           []float64  `json:"best,omitempty"`
}

func (r *estimateReport) writeJSON(w io.Writer) error {
	x := r.result
	out := estimateJSON{Method: r.flags.method, Seed: r.flags.options.Seed, Period: r.flags.period, Origins: r.estimator.Origins,
		CutOff: r.estimator.CutOff, Municipalities: len(r.estimator.Sample.Codes), Positive: r.values.Positive, Outside: len(r.values.Outside),
		Steps: []stepJSON{}, JDF: x.DF, Evaluations: x.Evaluations, Interrupted: x.Interrupted, Best: x.Best}
	if len(x.Steps) > 1 {
		out.J, out.JP = &x.J, &x.PJ
	}
	for _, step := range x.Steps {
		out.Steps = append(out.Steps, r.stepJSON(step))
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}

func (r *estimateReport) stepJSON(step estimate.Step) stepJSON {
	out := stepJSON{Objective: step.Objective, Evaluations: step.Evaluations}
	for i, name := range replicate.ParameterNames {
		p := parameterJSON{Name: name, Estimate: step.Parameters[i], SE: orNull(step.Errors[i]), AtBound: step.AtBound[i]}
		if step.SpatialErrors != nil {
			p.SEConley = orNull(step.SpatialErrors[i])
		}
		if r.flags.synthetic.draws > 0 {
			p.Truth = &r.flags.synthetic.params[i]
		}
		out.Parameters = append(out.Parameters, p)
	}
	for i, name := range replicate.MomentNames(len(step.Moments)) {
		out.Moments = append(out.Moments, momentJSON{name, step.Moments[i], step.MomentErrors[i]})
	}
	return out
}

// orNull returns nil for a number that is not known.
func orNull(x float64) *float64 {
	if math.IsNaN(x) {
		return nil
	}
	return &x
}
