package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/estimate"
	"github.com/corredor-geo/corredor/internal/outside"
)

// estimateArgs are those of a short estimate from the first origins of the reference data.
func estimateArgs(t *testing.T, args ...string) []string {
	t.Helper()
	table, err := os.ReadFile(outside.ReferenceData(t, "eradication/eradication_by_municipality.csv"))
	if err != nil {
		t.Fatal(err)
	}
	const few = 40 // rows, so that an equilibrium is quick
	origins := filepath.Join(t.TempDir(), "origins.csv")
	rows := bytes.SplitAfterN(table, []byte("\n"), few+1)
	if err := os.WriteFile(origins, bytes.Join(rows[:few], nil), 0o600); err != nil {
		t.Fatal(err)
	}
	return append([]string{"estimate", "--origins", origins, "--skip-roadless", "--method", "multistart", "--effort", "60"}, args...)
}

// TestReplicateEstimate reads synthetic confiscations back, and finds the same parameters.
func TestReplicateEstimate(t *testing.T) {
	fit := filepath.Join(t.TempDir(), "fit.csv")
	text, stderr := replicated(t, &flags{}, estimateArgs(t, "--simulate", "1", "--noise", "0.5", "--conley-km", "250", "-o", fit)...)
	for _, want := range []string{"2,456 municipalities: 2,430 interior, 19 truck crossings, 7 seaports; 2,456 with confiscations; 39 origins send",
		"truth  first step     plain Conley 250 km second step", "10 delta            18.862", "variance, truck crossings", "chi-squared with 5 degrees"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
	if !strings.Contains(stderr, " evaluations in ") {
		t.Errorf("the error stream says %q", stderr)
	}
	table, err := os.ReadFile(fit)
	if lines := strings.Split(string(table), "\n"); err != nil || len(lines) != 2456+2 || lines[0] != "code,role,value,log_value,flow,predicted,residual" {
		t.Errorf("%d lines were written, %v", len(lines), err)
	}
	var simulated, read estimateJSON
	stdout, _ := replicated(t, &flags{json: true, quiet: true}, estimateArgs(t, "--simulate", "1", "--noise", "0.5")...)
	if err := json.Unmarshal([]byte(stdout), &simulated); err != nil {
		t.Fatal(err)
	}
	stdout, stderr = replicated(t, &flags{json: true, quiet: true}, estimateArgs(t, "--confiscations", fit)...)
	if err := json.Unmarshal([]byte(stdout), &read); err != nil || stderr != "" {
		t.Fatal(err, stderr)
	}
	for i, p := range simulated.Steps[1].Parameters {
		q := read.Steps[1].Parameters[i]
		// Values lose the last digits of their logarithms on the way.
		if d := p.Estimate - q.Estimate; q.SE == nil || d > 1e-3**q.SE || d < -1e-3**q.SE || p.Truth == nil || q.Truth != nil {
			t.Errorf("%s is %v from synthetic confiscations and %v from those read back", p.Name, p.Estimate, q.Estimate)
		}
	}
}

func TestReplicateRecovery(t *testing.T) {
	text, _ := replicated(t, &flags{}, estimateArgs(t, "--simulate", "2", "--noise", "0.1")...)
	for _, want := range []string{"2 draws of synthetic confiscations, noise of 0.1 in logarithms, 9 moments", "covered by 95 %", " of 2\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
}

func TestInterruptedEstimateSaysHowFarItCame(t *testing.T) {
	for want, r := range map[string]estimate.Result{
		"": {},
		"interrupted in step 1 after 0 evaluations; the best so far is nothing": {Interrupted: true},
		"interrupted in step 2 after 1,234 evaluations; the best so far is 10 delta 18.86, phi of trucks 62, phi of ports 36, 100 kappa 76": {
			Interrupted: true, Evaluations: 1234, Steps: make([]estimate.Step, 1), Best: []float64{18.862, 62, 36, 76}},
	} {
		got := ""
		if err := interruption(&r); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
