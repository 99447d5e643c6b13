package engine_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/replicate"
	"github.com/corredor-geo/corredor/internal/outside"
)

// TestCloseElectionsAgreeWithR runs the example on the close elections of the archive
// and estimates once more in R, from the panel that it writes.
func TestCloseElectionsAgreeWithR(t *testing.T) {
	outside.Program(t, "Rscript")
	data := outside.ReferenceData(t, "")
	t.Setenv("CORREDOR_DATA", data)
	ctx, dir := context.Background(), t.TempDir()
	archive, err := replicate.Open(ctx, replicate.Options{Dir: filepath.Join(data, "dell2015")})
	if err != nil {
		t.Fatal(err)
	}
	shocks, _, err := archive.Shocks(ctx)
	if err != nil {
		t.Fatal(err)
	}
	table := "code,from,multiplier\n"
	for _, s := range shocks {
		table += fmt.Sprintf("%s,%v,inf\n", s.Code, s.From)
	}
	study, err := engine.ReadStudy(filepath.Join("..", "examples", "close-elections.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	study.Shocks.Table = filepath.Join(dir, "close-elections.csv")
	study.Shocks.Multipliers = study.Shocks.Multipliers[:1]
	if err := os.WriteFile(study.Shocks.Table, []byte(table), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := engine.Run(ctx, study, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Write(dir); err != nil {
		t.Fatal(err)
	}
	if n := len(r.Shocks.Runs[0].Periods); n != replicate.Periods {
		t.Errorf("%d periods, the paper has %d", n, replicate.Periods)
	}
	out := outside.Output(t, "", "Rscript", "--vanilla", filepath.Join("panel", "testdata", "within.R"), filepath.Join(dir, "panel.csv"),
		"drug_war_any", "routes", "1", "origin", "shocked")
	var estimate, se float64
	var rows int
	if _, err := fmt.Sscan(out, &estimate, &se, &rows); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	const tolerance = 1e-8 // of the number
	e := r.Shocks.Estimates[0]
	if e.Outcome != "any" || math.Abs(estimate/float64(e.Estimate)-1) > tolerance || math.Abs(se/float64(e.SE)-1) > tolerance || rows != e.Observations {
		t.Errorf("%+v; R says %.12g (%.12g) of %d", e, estimate, se, rows)
	}
	if !slices.ContainsFunc(r.Inputs, func(in engine.Input) bool {
		return strings.HasSuffix(in.File, "close-elections.csv") && in.SHA256 != ""
	}) {
		t.Error("the table of shocks is no input of the record")
	}
}
