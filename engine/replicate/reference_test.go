package replicate_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/corredor-geo/corredor/engine/replicate"
)

// data returns the reference data, or skips.
func data(t testing.TB, parts ...string) string {
	t.Helper()
	dir := os.Getenv("CORREDOR_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	name := filepath.Join(append([]string{dir}, parts...)...)
	if _, err := os.Stat(name); err != nil {
		t.Skip("the reference data are not here; set CORREDOR_DATA to their folder")
	}
	return name
}

func openArchive(t testing.TB) *replicate.Archive {
	t.Helper()
	a, err := replicate.Open(context.Background(), replicate.Options{Dir: data(t, "dell2015")})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func eradication(t testing.TB, a *replicate.Archive) replicate.Origins {
	t.Helper()
	o, err := a.ReadOrigins(context.Background(), data(t, "eradication", "eradication_by_municipality.csv"), replicate.OriginOptions{SkipRoadless: true})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestLook(t *testing.T) {
	a := openArchive(t)
	o := eradication(t, a)
	t.Log(len(o.Nodes), o.Twice, o.Roadless, a.Warnings)
	for p := range 12 {
		f, err := a.Shortest(o, p)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, m := range f.Municipalities {
			if m > 0 {
				n++
			}
		}
		t.Log(p, f.TotalKM, len(f.CutOff), n, f.Ties.Paths, f.Ties.Municipalities, f.Ties.Most)
	}
}

func TestLookCongestion(t *testing.T) {
	a := openArchive(t)
	o := eradication(t, a)
	for _, compat := range []bool{true, false} {
		for _, p := range []int{0, 11} {
			start := time.Now()
			e, err := a.Congested(context.Background(), o, p, replicate.Congestion{Params: replicate.PublishedParams, Compat: compat})
			if err != nil {
				t.Fatal(err)
			}
			t.Log(compat, p, time.Since(start), e.Gap, e.BoundGap, e.Objective, e.LowerBound, e.Iterations, e.Apart, e.Ties.Paths, e.Ties.Municipalities, e.Ties.Most)
		}
	}
	start := time.Now()
	c, err := a.Centrality(context.Background(), o, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, x := range c.CutOff {
		if x > 0 {
			n++
		}
	}
	t.Log(time.Since(start), c.BaselineKM, n)
}

func TestLookTable7(t *testing.T) {
	a := openArchive(t)
	start := time.Now()
	p, err := a.Panel(context.Background(), replicate.PanelOptions{
		Homicides: replicate.HomicideFile{Path: data(t, "homicides", "homicides-dwrh-month-municipality.csv.bz2")},
		Producers: data(t, "eradication", "eradication_by_municipality.csv")})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(start), p.Producers, p.CloseElections)
	start = time.Now()
	rows, err := p.Table7(context.Background(), replicate.Table7Options{Variants: []replicate.Variant{replicate.WithoutNeighbors, replicate.Leads, replicate.Shuffled}})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(start))
	for _, r := range rows {
		t.Logf("%+v", r)
	}
	start = time.Now()
	rows, err = p.Table7(context.Background(), replicate.Table7Options{Draws: 999})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(start), *rows[0].PRandomization)
}
