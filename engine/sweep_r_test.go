package engine_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/scenario/shard"
	"github.com/corredor-geo/corredor/internal/outside"
)

// TestSummaryAgreesWithR compares mean, standard deviation and quantiles with those of R.
func TestSummaryAgreesWithR(t *testing.T) {
	w, err := sweepSmall(t, `seed: 3
repeat: 37
vary: [{prices: {formula: length_km * a, parameters: {a: {from: 0.5, to: 50, log: true}}}}]
`)
	if err != nil {
		t.Fatal(err)
	}
	d, err := shard.Create(t.TempDir(), w.Job(5))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := shard.Run(context.Background(), d, w.Work, shard.Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := engine.MergeSweep(d)
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	for _, r := range rowsOf(t, w) {
		values = append(values, r["total_cost"])
	}
	out := outside.Output(t, "", "Rscript", "-e",
		"x <- c("+strings.Join(values, ",")+"); cat(sprintf('%.17g', c(mean(x), sd(x), quantile(x, c(0, .05, .25, .5, .75, .95, 1)))))")
	for _, c := range s.Columns {
		if c.Column != "total_cost" {
			continue
		}
		for i, got := range []engine.Unrounded{c.Mean, c.SD, c.Min, c.Q05, c.Q25, c.Median, c.Q75, c.Q95, c.Max} {
			var want float64
			if _, err := fmt.Sscan(strings.Fields(out)[i], &want); err != nil {
				t.Fatal(err)
			}
			if math.Abs(float64(got)-want) > 1e-12*want { // R adds up in another order
				t.Errorf("statistic %d is %.17g, in R %.17g", i, got, want)
			}
		}
		return
	}
	t.Error("no total cost in the summary")
}
