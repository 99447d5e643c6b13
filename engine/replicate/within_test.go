package replicate

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/corredor-geo/corredor/engine/panel"
)

// randomPanel is a balanced panel of three states with a course of flows each.
func randomPanel(seed uint64) *Panel {
	r := rand.New(rand.NewPCG(seed, 0))
	p := &Panel{Months: 9}
	for _, code := range []string{"01001", "01002", "01003", "01004", "02001", "02002", "02003", "02004", "02005", "03001"} {
		p.Municipalities = append(p.Municipalities, code)
		for range p.Months {
			p.Homicides = append(p.Homicides, float64(r.IntN(3)))
			p.Population = append(p.Population, 1000+5000*r.Float64())
			p.Flows[0] = append(p.Flows[0], float64(r.IntN(3)))
		}
	}
	return p
}

// TestWithinAgreesWithPanel holds the direct solution against the iterated one.
func TestWithinAgreesWithPanel(t *testing.T) {
	p := randomPanel(1)
	for _, outcome := range outcomes {
		r, err := p.regression([]string{"dummy"}, p.Flows[0], 1)
		if err != nil {
			t.Fatal(err)
		}
		p.outcome(r, outcome)
		r.Clusters = r.Clusters[:1]
		want, err := panel.Fit(context.Background(), *r, panel.Options{Small: panel.SmallSample{NoAdj: true, NoClusterAdj: true}})
		if err != nil {
			t.Fatal(err)
		}
		w, err := p.newWithin(r.Weights)
		if err != nil {
			t.Fatal(err)
		}
		y, x := append([]float64(nil), r.Y...), append([]float64(nil), r.X[0]...)
		if err := w.sweep(y); err != nil {
			t.Fatal(err)
		}
		if err := w.sweep(x); err != nil {
			t.Fatal(err)
		}
		estimate, statistic := w.slope(y, x)
		c := want.Coefficients[0]
		if math.Abs(estimate-c.Estimate) > 1e-9*math.Abs(c.Estimate) || math.Abs(statistic-c.T) > 1e-8*math.Abs(c.T) {
			t.Errorf("%s: %v with t %v, want %v with %v", outcome, estimate, statistic, c.Estimate, c.T)
		}
	}
}

func TestDealKeepsStates(t *testing.T) {
	p := randomPanel(2)
	seen := map[int]bool{}
	moved := false
	for to, from := range p.deal(7, 3) {
		if p.Municipalities[to][:2] != p.Municipalities[from][:2] || seen[from] {
			t.Errorf("%s gets the course of %s", p.Municipalities[to], p.Municipalities[from])
		}
		seen[from] = true
		moved = moved || to != from
	}
	if !moved {
		t.Error("nothing was dealt")
	}
}

// TestRandomizeIsAShare also holds that the draws do not depend on the number of workers.
func TestRandomizeIsAShare(t *testing.T) {
	p := randomPanel(3)
	table, err := p.Table7(context.Background(), Table7Options{Models: []Model{ShortestPath}, Draws: 99, Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	again, err := p.Table7(context.Background(), Table7Options{Models: []Model{ShortestPath}, Draws: 99, Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range table {
		if (e.PRandomization != nil) != (e.Regressor == "dummy") {
			t.Errorf("%s has the share %v", e.Regressor, e.PRandomization)
		}
		if e.PRandomization == nil {
			continue
		}
		if x := *e.PRandomization; x < 0.01 || x > 1 || x != *again[i].PRandomization { // 1 of 100 at least
			t.Errorf("%s: the share is %v, then %v", e.Outcome, x, *again[i].PRandomization)
		}
	}
}
