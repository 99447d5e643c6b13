package plan_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/scenario"
	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/web/plan"
)

// The routes of a what-if are those that the shocks of a study give the same change, origin by
// origin and span by span: of the municipalities that most routes cross, closed one by one and
// together and made dearer, and of those that most origins lie in.
func TestAgreesWithShocks(t *testing.T) {
	r, _ := planner(t)
	busy := busiest(r)
	var homes []int
	for _, o := range r.Origins[:8] {
		if place, ok := r.Regions.Index(o.Code); ok {
			homes = append(homes, place)
		}
	}
	changes := []plan.Change{{Factor: math.Inf(1), Regions: busy[:3]}, {Factor: 2.5, Regions: busy[:8]}, {Factor: math.Inf(1), Regions: homes}, {Factor: 0.25, Regions: homes}}
	for _, place := range slices.Concat(busy[:12], homes[:4]) {
		changes = append(changes, plan.Change{Factor: math.Inf(1), Regions: []int{place}})
	}
	shocked := runShocks(t, r, changes)
	p := plan.New(shocked)
	differ, cut, kept := 0, 0, 0
	for i, change := range changes {
		out, err := p.WhatIf(context.Background(), change)
		if err != nil {
			t.Fatal(err)
		}
		period := shocked.Shocks.Runs[0].Periods[i]
		for k, got := range out.Routes {
			if want := period.Routes[k]; !sameRoute(got, want) {
				t.Errorf("%v: %s goes to %d at %v, under shocks to %d at %v", period.Period, r.Origins[k].Name, got.Port, got.Cost, want.Port, want.Cost)
			}
		}
		differ, cut, kept = differ+period.Changed, cut+period.CutOff, kept+period.Routed
	}
	if differ < 100 || cut < 3 || kept < 100 {
		t.Errorf("%d routes changed, %d cut off, %d kept: the comparison says little", differ, cut, kept)
	}
}

// busiest lists the municipalities by the number of routes that cross them, most first.
func busiest(r *engine.Result) []int {
	count := make([]int, len(r.Regions.Regions))
	list := make([]int, len(count))
	for _, route := range r.Routes {
		for _, place := range r.Crossed(route) {
			count[place]++
		}
	}
	for i := range list {
		list[i] = i
	}
	slices.SortStableFunc(list, func(a, b int) int { return count[b] - count[a] })
	return list
}

// runShocks runs the embedded study with a change in each month from 2010-01 on.
func runShocks(t *testing.T, r *engine.Result, changes []plan.Change) *engine.Result {
	t.Helper()
	first := feature.Month(2010 * 12)
	table := "code,from,to,times\n"
	for i, change := range changes {
		month := first + feature.Month(i)
		for _, place := range change.Regions {
			table += fmt.Sprintf("%s,%v,%v,%s\n", r.Regions.Regions[place].Code, month, month, scenario.FormatMultiplier(change.Factor))
		}
	}
	file := filepath.Join(t.TempDir(), "shocks.csv")
	if err := os.WriteFile(file, []byte(table), 0o600); err != nil {
		t.Fatal(err)
	}
	study, err := engine.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	study.Shocks = engine.ShockSpec{Table: file, Columns: engine.ShockColumns{Code: "code", From: "from", To: "to", Multiplier: "times"},
		Period: engine.PeriodSpec{From: first.String(), To: (first + feature.Month(len(changes)-1)).String()}}
	shocked, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := len(shocked.Shocks.Runs[0].Periods); got != len(changes) {
		t.Fatalf("%d periods, want %d", got, len(changes))
	}
	return shocked
}
