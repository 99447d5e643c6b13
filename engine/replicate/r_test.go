package replicate_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/corredor-geo/corredor/engine/replicate"
	"github.com/corredor-geo/corredor/internal/outside"
)

// TestTable7AgreesWithR estimates from the panel that is written for R, in R,
// which sweeps the effects another way.
func TestTable7AgreesWithR(t *testing.T) {
	outside.Program(t, "Rscript")
	p := openPanel(t)
	name := filepath.Join(t.TempDir(), "panel.csv")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.WriteCSV(file); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	table, err := p.Table7(context.Background(), replicate.Table7Options{Models: []replicate.Model{replicate.ShortestPath}})
	if err != nil {
		t.Fatal(err)
	}
	weights := map[string]string{"shortest any": "1", "shortest rate": "population"} // R takes seconds for each
	compared := 0
	for _, e := range table {
		weight := weights[e.Flows+" "+e.Outcome]
		if e.Regressor != "dummy" || weight == "" {
			continue
		}
		out := outside.Output(t, "", "Rscript", "--vanilla", filepath.Join("..", "panel", "testdata", "within.R"), name, e.Outcome, "flow_"+e.Flows, weight)
		var estimate, se float64
		var rows int
		if _, err := fmt.Sscan(out, &estimate, &se, &rows); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		const tolerance = 1e-8 // of the number
		if math.Abs(estimate/e.Estimate-1) > tolerance || math.Abs(se/e.SE-1) > tolerance || rows != e.Observations {
			t.Errorf("%s, %s: %.12g (%.12g) of %d rows, R says %.12g (%.12g) of %d", e.Flows, e.Outcome, e.Estimate, e.SE, e.Observations, estimate, se, rows)
		}
		compared++
	}
	if compared != len(weights) {
		t.Errorf("%d estimates were compared, want %d", compared, len(weights))
	}
}
