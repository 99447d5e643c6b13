package engine_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine"
)

// shockedFiles is the small study under shocks; see small_test.go for its map.
func shockedFiles(shocks, more string, replace ...string) (files map[string]string) {
	files = map[string]string{"study.yaml": smallStudy + "shocks:\n  table: shocks.csv\n  columns: {code: code, from: from, to: to, multiplier: times}\n" + more,
		"shocks.csv": "code,from,to,times\n" + shocks}
	for i := 0; i+2 < len(replace); i += 3 {
		files[replace[i]] = replace[i+2]
	}
	return files
}

func runShocked(t *testing.T, files map[string]string) *engine.Result {
	t.Helper()
	var replace []string
	for name, text := range files {
		replace = append(replace, name, "", text)
	}
	return runSmall(t, smallFiles(replace...), engine.Options{})
}

// The origin is at A. To the south, all in 01001: 11.13 km and 20 km. To the east: 16.70
// km in 01001, 11.13 in 01002, and 5.57 outside both.
func TestShocksByHand(t *testing.T) {
	const d = tenthDegreeKM
	r := runShocked(t, shockedFiles("01001,2010-03,2010-04,1.5\n01001,2010-06,2010-07,inf\n01002,2010-09,,inf\n", "  multipliers: [1.1, 2]\n"))
	type want struct {
		months             string
		port               string // of the only route; "" when it is cut off
		km, cost           float64
		changed, cutOff    int
		in01001, in01002   int
		closedKM, dearerKM float64
	}
	south := want{port: "south", km: d + 20, cost: d + 20, in01001: 1}
	check := func(run engine.ShockRun, multiplier string, wants ...want) {
		t.Helper()
		if run.Multiplier != multiplier || len(run.Periods) != len(wants) {
			t.Fatalf("multiplier %s has %d periods, want %s with %d", run.Multiplier, len(run.Periods), multiplier, len(wants))
		}
		for i, p := range run.Periods {
			w, what := wants[i], fmt.Sprintf("multiplier %s, %v", multiplier, p.Months)
			port := ""
			if route := p.Routes[0]; route.Status == engine.Routed {
				port = r.Ports[route.Port].ID
				near(t, what+": cost", route.Cost/1000, w.cost, 1e-6)
				near(t, what+": share of the port", p.PortShare[route.Port], 1, 0)
				near(t, what+": extra km", p.ExtraMeters/1000, w.km-(d+20), 1e-6)
			}
			if p.Months.String() != w.months || port != w.port || p.Changed != w.changed || p.CutOff != w.cutOff || p.Crossed[0] != w.in01001 || p.Crossed[1] != w.in01002 {
				t.Errorf("%s: port %q, %d changed, %d cut off, crossed %v; want %+v", what, port, p.Changed, p.CutOff, p.Crossed, w)
			}
			near(t, what+": km", p.Meters/1000, w.km, 1e-6)
			near(t, what+": share", p.Share[0], float64(w.in01001), 0)
			near(t, what+": closed km", p.ClosedMeters/1000, w.closedKM, 1e-6)
			near(t, what+": dearer km", p.DearerMeters/1000, w.dearerKM, 1e-6)
		}
	}
	at := func(w want, months string) want { w.months = months; return w }
	with := func(w want, change func(*want)) want { change(&w); return w }
	east := want{port: "east", km: 3 * d, changed: 1, in01001: 1, in01002: 1, dearerKM: 2*d + 20}
	check(r.Shocks.Runs[0], engine.TableMultiplier,
		at(south, "2010-01..2010-02"),
		// 1.5 x 31.13 = 46.7 km is more than 33.40 + 0.5 x 16.70 = 41.7.
		with(at(east, "2010-03..2010-04"), func(w *want) { w.cost = 3*d + 0.5*1.5*d }),
		at(south, "2010-05..2010-05"),
		want{months: "2010-06..2010-07", cutOff: 1, closedKM: 2*d + 20},
		at(south, "2010-08..2010-08"),
		// B-C and C-D lie half in 01002 and are closed; nobody went there.
		with(at(south, "2010-09..2010-12"), func(w *want) { w.closedKM = 2 * d }))
	// 1.1 x 31.13 = 34.2 km is less than 33.40 + 0.1 x 16.70 = 35.1.
	dearSouth := func(w *want) { w.cost, w.dearerKM = 1.1*(d+20), 2*d+20 }
	check(r.Shocks.Runs[1], "1.1",
		at(south, "2010-01..2010-02"), with(at(south, "2010-03..2010-04"), func(w *want) { dearSouth(w) }), at(south, "2010-05..2010-05"),
		with(at(south, "2010-06..2010-07"), dearSouth), at(south, "2010-08..2010-08"),
		with(at(south, "2010-09..2010-12"), func(w *want) { w.dearerKM = 2 * d }))
	if len(r.Shocks.Runs) != 3 || !slices.Equal(r.Shocks.Places, []int{0, 1}) {
		t.Errorf("%d versions, places %v", len(r.Shocks.Runs), r.Shocks.Places)
	}
}

// An origin beside the closed part of its own segment leaves by the other end: at lon 0.12
// of B-C, of which the half beyond 0.15 lies in 01002.
func TestOriginBesideAClosedRoad(t *testing.T) {
	r := runShocked(t, shockedFiles("01002,2010-06,,inf\n", "", "seats.csv", "", "code,lon,lat\n01001,0.12,0.01\n01002,0.2,0.01\n",
		"origins.csv", "", "code,name,ha\n01001,Aldama,30\n01002,Bravo,10\n"))
	before, after := r.Shocks.Runs[0].Periods[0], r.Shocks.Runs[0].Periods[1]
	if r.Ports[before.Routes[0].Port].ID != "east" || r.Ports[after.Routes[0].Port].ID != "south" {
		t.Errorf("ports %+v, then %+v", before.Routes[0], after.Routes[0])
	}
	near(t, "km to the east", before.Routes[0].Meters/1000, 1.8*tenthDegreeKM, 1e-6)
	near(t, "km to the south", after.Routes[0].Meters/1000, 0.2*tenthDegreeKM+20, 1e-6)
	// The other origin is at C, in 01002: both of its roads are closed.
	if after.CutOff != 1 || after.Changed != 1 || after.Routes[1].Status != engine.NoPort || after.Routed != 1 {
		t.Errorf("%d cut off, %d changed, %+v", after.CutOff, after.Changed, after.Routes[1])
	}
}

func TestShockWarnings(t *testing.T) {
	r := runShocked(t, shockedFiles("01001,2010-03,,2\n01001,2010-03,,2\n01001,2010-05,,3\n1002,2012-01,,2\n31001,2010-01,,2\n", ""))
	text := fmt.Sprint(r.Warnings)
	for _, want := range []string{"1 rows that stand twice were taken once", "1 rows overlap another", "without their leading zero",
		"codes that are no municipality of the layer, left out 1 31001", "shocks outside 2010-01..2010-12, without effect 1 01002 2012-01.. 2",
		"rows of the panel without a count of homicides, left out of regressions 20 01001 in 2010-02"} {
		if !strings.Contains(text, want) {
			t.Errorf("warnings are %s, want %q", text, want)
		}
	}
	// Both municipalities are origins or shocked, so that nothing is left to estimate.
	for _, e := range r.Shocks.Estimates {
		if !math.IsNaN(float64(e.Estimate)) || e.Note == "" {
			t.Errorf("estimate %+v", e)
		}
	}
}

func TestBadShocks(t *testing.T) {
	const key = "  multipliers: [2]\n"
	for name, test := range map[string]struct {
		files map[string]string
		want  string
	}{
		"no table":         {map[string]string{"study.yaml": smallStudy + "shocks: {columns: {code: code}}\n"}, "study.yaml:13: shocks: has no table:"},
		"no columns":       {map[string]string{"study.yaml": smallStudy + "shocks:\n  table: shocks.csv\n"}, "study.yaml:13: shocks: lacks the column"},
		"multiplier":       {shockedFiles("", "  multipliers: [2, much]\n"), `study.yaml:16: the multiplier "much": a multiplier is a number from 0.001 to 1000`},
		"multiplier twice": {shockedFiles("", "  multipliers:\n    - 2\n    - 2.0\n"), `study.yaml:18: the multiplier "2.0": it stands twice`},
		"zero":             {shockedFiles("", "  multipliers: [0]\n"), `study.yaml:16: the multiplier "0"`},
		"tolerance":        {shockedFiles("", "  min_meters: -1\n"), "study.yaml:16: min_meters is -1"},
		"period":           {shockedFiles("", "  period: {from: 2010-05, to: 2010-04}\n"), "study.yaml:16: shocks: has no months that can be used; the period 2010-05..2010-04 has 0 of them, not 1 to 600"},
		"long period":      {shockedFiles("", "  period: {from: 1900, to: 2000}\n"), "study.yaml:16: shocks: has no months that can be used; the period 1900-01..2000-12 has 1212 of them, not 1 to 600"},
		"unknown key":      {shockedFiles("", "  multiplier: [2]\n"), `study.yaml:16: unknown key "multiplier" (did you mean multipliers? the keys here are: table, encoding, columns, period, multipliers, min_meters)`},
		"no such file":     {map[string]string{"study.yaml": smallStudy + "shocks: {table: s.csv, columns: {code: code, from: from}}\n"}, "s.csv: "},
		"row":              {shockedFiles("01001,2010-03,,0\n", key), `shocks.csv:2: column "times": "0" is no multiplier`},
		"no column":        {shockedFiles("", key, "shocks.csv", "", "code,since\n01001,2010-01\n"), `shocks.csv: column "from": no such column`},
	} {
		t.Run(name, func(t *testing.T) {
			var replace []string
			for file, text := range test.files {
				replace = append(replace, file, "", text)
			}
			err := runBad(smallFiles(replace...))
			if err == nil || !strings.HasPrefix(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error is %v\nwant %s", err, test.want)
			}
		})
	}
}

// TestExampleShocks runs the example on made-up shocks, on one core and on all.
func TestExampleShocks(t *testing.T) {
	var written []map[string][]byte
	for _, workers := range []int{1, 0} {
		study, err := engine.ReadStudy(filepath.Join("..", "examples", "shocks.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		r, err := engine.Run(context.Background(), study, engine.Options{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		if err := r.Write(dir); err != nil {
			t.Fatal(err)
		}
		files := map[string][]byte{}
		for _, name := range []string{"periods.csv", "flows.csv", "panel.csv", "columns.csv", "manifest.json"} {
			if files[name], err = os.ReadFile(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
		written = append(written, files)
		if _, err := os.Stat(filepath.Join(dir, "robustness.csv")); err == nil {
			t.Error("homicides by year have a regression by month")
		}
		for _, p := range r.Shocks.Runs[0].Periods {
			if p.Routed != len(r.Origins) || p.CutOff != 0 {
				t.Errorf("%v: %d of %d routed", p.Months, p.Routed, len(r.Origins))
			}
		}
	}
	for name := range written[0] {
		if !bytes.Equal(written[0][name], written[1][name]) {
			t.Errorf("%s depends on the number of workers", name)
		}
	}
	rows, err := csv.NewReader(bytes.NewReader(written[0]["panel.csv"])).ReadAll()
	if want := 2454*12 + 1; err != nil || len(rows) != want {
		t.Errorf("the panel has %d rows, want %d; %v", len(rows), want, err)
	}
}
