package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/replicate"
	"github.com/corredor-geo/corredor/internal/outside"
)

// replicated runs corredor replicate and returns what it prints.
func replicated(t *testing.T, f *flags, args ...string) (stdout, stderr string) {
	t.Helper()
	c := newReplicate(f)
	checkArguments(c)
	var out, errs bytes.Buffer
	c.SetOut(&out)
	c.SetErr(&errs)
	c.SetArgs(append(args, "--archive", outside.ReferenceData(t, "dell2015")))
	if err := c.ExecuteContext(context.Background()); err != nil {
		t.Fatal(err)
	}
	return out.String(), errs.String()
}

func TestReplicateFlows(t *testing.T) {
	origins := outside.ReferenceData(t, "eradication/eradication_by_municipality.csv")
	stdout, stderr := replicated(t, &flags{}, "flows", "--origins", origins, "--skip-roadless", "--period", "0")
	lines := strings.Split(stdout, "\n")
	if len(lines) != 2259+2 || lines[0] != "code,flow" || !strings.HasPrefix(lines[1], "01001,") {
		t.Errorf("%d lines, from %q", len(lines), lines[0])
	}
	if want := "period 0: 139 origins, 448 municipalities on a route, 49,519 km; every path is unique"; !strings.Contains(stderr, want) {
		t.Errorf("the summary is %q; want %q in it", stderr, want)
	}
	links := filepath.Join(t.TempDir(), "links.csv")
	stdout, _ = replicated(t, &flags{quiet: true}, "flows", "--origins", origins, "--skip-roadless", "--model", "congestion", "--equilibrium", "--links", links)
	lines = strings.Split(stdout, "\n")
	if len(lines) != 12*2259+2 || lines[0] != "period,code,flow,equilibrium" {
		t.Errorf("%d lines, from %q", len(lines), lines[0])
	}
	if data, err := os.ReadFile(links); err != nil || !strings.HasPrefix(string(data), "period,link,node1,node2,km,flow,equilibrium\n0,") {
		t.Errorf("the links begin %.60q, %v", data, err)
	}
}

func TestReplicateCentrality(t *testing.T) {
	origins := outside.ReferenceData(t, "eradication/eradication_by_municipality.csv")
	stdout, stderr := replicated(t, &flags{}, "centrality", "--origins", origins, "--skip-roadless")
	if lines := strings.Split(stdout, "\n"); len(lines) != 2259+2 || lines[0] != "code,total_km,detour_km,cut_off" {
		t.Errorf("%d lines, from %q", len(lines), lines[0])
	}
	if !strings.Contains(stderr, "all paths: 49,519 km") {
		t.Errorf("the summary is %q", stderr)
	}
}

func TestReplicateTable7(t *testing.T) {
	args := []string{"table7", "--flows", "shortest",
		"--homicides", outside.ReferenceData(t, "homicides/homicides-dwrh-month-municipality.csv.bz2"),
		"--producers", outside.ReferenceData(t, "eradication/eradication_by_municipality.csv")}
	stdout, _ := replicated(t, &flags{json: true}, args...)
	var table []replicate.Estimate
	if err := json.Unmarshal([]byte(stdout), &table); err != nil {
		t.Fatal(err)
	}
	const perModel = 3 * 4 // outcomes by coefficients
	if e := table[0]; len(table) != perModel || e.Outcome != "any" || e.Regressor != "dummy" || e.Observations != 75628 || e.Municipalities != 2044 || e.StateMonths != 1184 {
		t.Errorf("%d estimates, the first %+v", len(table), table[0])
	}
	var text bytes.Buffer
	printTable7(&text, &replicate.Panel{Municipalities: make([]string, 2044)}, table)
	for _, want := range []string{"predicted route              0.0135***         0.0071**          1.0692", "75,628", "2,044"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, text.String())
		}
	}
}

// The flows of the user's origins, with roads that double in length and that close.
func TestReplicateTable7Multipliers(t *testing.T) {
	origins := outside.ReferenceData(t, "eradication/eradication_by_municipality.csv")
	stdout, stderr := replicated(t, &flags{}, "table7", "--flows", "shortest", "--producers", origins, "--origins", origins, "--skip-roadless",
		"--multipliers", "2,inf", "--homicides", outside.ReferenceData(t, "homicides/homicides-dwrh-month-municipality.csv.bz2"))
	for _, want := range []string{"shortest flows of your origins: the route, by multiplier of roads after a close election",
		"\n           2      0.0061 (0.0078)         0.0013 (0.0041)         3.9111 (5.2967)",
		"\n         inf      0.0091 (0.0085)         0.0036 (0.0061)        17.5900 (8.6460)**"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the table lacks %q:\n%s", want, stdout)
		}
	}
	if !strings.Contains(stderr, "24 municipalities have no road in the archive") {
		t.Errorf("the warnings are %q", stderr)
	}
}

func TestReplicateShocks(t *testing.T) {
	stdout, stderr := replicated(t, &flags{}, "shocks")
	if lines := strings.Split(stdout, "\n"); len(lines) != 79+2 || lines[0] != "code,from,multiplier" || lines[1] != "01003,2008-01,inf" {
		t.Errorf("%d lines, from %q", len(lines), lines[:2])
	}
	if !strings.Contains(stderr, "4 close elections have no date") {
		t.Errorf("the warnings are %q", stderr)
	}
}
