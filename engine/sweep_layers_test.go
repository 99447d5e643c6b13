package engine_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/scenario/shard"
)

// mergeLayers runs and merges a sweep, and returns its folder.
func mergeLayers(t *testing.T, w *engine.Sweeping) string {
	t.Helper()
	d, err := shard.Create(t.TempDir(), w.Job(0))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := shard.Run(context.Background(), d, w.Work, shard.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Merge(context.Background(), d, nil); err != nil {
		t.Fatal(err)
	}
	return d.Path
}

// sameLayers compares the layers of a scenario with the output of a run, byte by byte.
func sameLayers(t *testing.T, scenario string, r *engine.Result) {
	t.Helper()
	run := t.TempDir()
	if err := r.Write(run); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"routes.geojson", "segments.geojson", "municipalities.geojson"} {
		got, err := os.ReadFile(filepath.Join(scenario, name))
		if err != nil {
			t.Fatal(err)
		}
		if want, err := os.ReadFile(filepath.Join(run, name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs from that of a run, %v", name, err)
		}
	}
}

// A port closed in a scenario is a port that the study does not have.
func TestLayersAreThoseOfARun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sweep.yaml")
	if err := os.WriteFile(path, []byte("study: mexico:study.yaml\nvary: [{ports: {each: true}}]\nlayers: [{largest: rerouted}]\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := engine.ReadSweep(path)
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Prepare(context.Background(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	most, closed, worst := 0, "", 0
	for i, row := range rowsOf(t, w) {
		if n, err := strconv.Atoi(row["rerouted"]); err == nil && n > most {
			most, closed, worst = n, row["ports"], i
		}
	}
	study, err := engine.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	all, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all.Ports {
		if p.ID != closed {
			study.Destinations.Only = append(study.Destinations.Only, p.ID)
		}
	}
	without, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if most < 10 {
		t.Errorf("closing %s sends %d origins elsewhere: the test says little", closed, most)
	}
	sameLayers(t, filepath.Join(mergeLayers(t, w), "layers", strconv.Itoa(worst)), without)
}

// Other roads at other prices are a study of those roads and prices.
func TestLayersOfPricesAndRoads(t *testing.T) {
	const otherRoads, formula = "{places: places.csv, links: other.csv, columns: {class: class, length_km: km}}", "length_km * (class == 'state' ? dear : 1)"
	other := []string{"other.csv", "", "from,to,ref,class,km\nA,B,M1,federal,\nB,C,M1,federal,\nC,D,M2,federal,\nB,E,M3,state,15\n"}
	w, err := sweepSmall(t, `layers: [{scenarios: [1]}]
vary:
  - roads: [other, study]
  - prices: {formula: "`+formula+`", parameters: {dear: {values: [1, 10]}}}
`, append(other, "study.yaml", "metric: {kind: length}", "metric: {kind: formula, formula: length_km}\nvintages: [{name: other, roads: "+otherRoads+"}]")...)
	if err != nil {
		t.Fatal(err)
	}
	files := smallFiles(append(other, "study.yaml", "metric: {kind: length}", `metric: {kind: formula, formula: "`+strings.Replace(formula, "dear", "10", 1)+`"}`,
		"study.yaml", "{places: places.csv, links: links.csv, columns: {ref: ref, class: class, length_km: km}}", otherRoads)...)
	sameLayers(t, filepath.Join(mergeLayers(t, w), "layers", "1"), runSmall(t, files, engine.Options{}))
}

// A formula with parameters may name the surfaces of the study, on each of its roads.
func TestLayersOfPricesOverSurfaces(t *testing.T) {
	const surfaces = `surfaces: [{name: slope, table: rates.csv, columns: {code: code, value: v}}]`
	files := []string{"rates.csv", "", "code,v\n01001,3\n01002,4\n", "other.csv", "", "from,to,ref,class,km\nA,B,M1,federal,\nB,C,M1,federal,\nC,D,M2,federal,\nB,E,M3,state,15\n"}
	const own, others = "links: links.csv, columns: {ref: ref,", "links: other.csv, columns: {ref: ref,"
	w, err := sweepSmall(t, `layers: [{scenarios: [0, 3]}]
vary:
  - roads: [study, other]
  - prices: {formula: "length_km * (1 + steep * (slope ?? 0))", parameters: {steep: {values: [0.5, 100]}}}
`, append(files, "study.yaml", "{kind: length}", `{kind: formula, formula: "length_km * (slope ?? 7)", `+surfaces+`}
vintages: [{name: other, roads: {places: places.csv, `+others+` class: class, length_km: km}}}]`)...)
	if err != nil {
		t.Fatal(err)
	}
	dir := mergeLayers(t, w)
	for _, test := range []struct{ scenario, roads, steep string }{{"0", own, "0.5"}, {"3", others, "100"}} {
		r := runSmall(t, smallFiles(append(files, "study.yaml", "{kind: length}", `{kind: formula, formula: "length_km * (1 + `+test.steep+` * (slope ?? 0))", `+surfaces+`}`,
			"study.yaml", own, test.roads)...), engine.Options{})
		sameLayers(t, filepath.Join(dir, "layers", test.scenario), r)
	}
	_, err = sweepSmall(t, "vary: [{prices: {parameters: {slope: {values: [1]}}}}]\n", append(files, "study.yaml", "{kind: length}", "{kind: formula, formula: length_km * slope, "+surfaces+"}")...)
	if err == nil || !strings.HasSuffix(err.Error(), `sweep.yaml:3: "slope" is a surface of the study; give the parameter another name`) {
		t.Errorf("a parameter called as a surface: %v", err)
	}
}

// Flows in a month of shocks are those of the periods of a run, and the study's own min_meters
// holds: 01002 is made a strip of 557 m over the road to east, which closes that road or does not.
func TestLayersOfShocks(t *testing.T) {
	for _, test := range []struct {
		minMeters string
		port      string // from A in March, when roads in 01001 cost twice and 01002 is closed
	}{{"", "south"}, {", min_meters: 10000", "east"}} {
		study := []string{"study.yaml", "metric: {kind: length}", "metric: {kind: length}\nshocks: {table: shocks.csv, columns: {code: code, from: from, to: to, multiplier: times}" + test.minMeters + "}",
			"shocks.csv", "", "code,from,to,times\n01001,2010-02,2010-03,2\n01002,2010-03,2010-03,inf\n",
			"municipalities.geojson", "0.25", "0.155", "seats.csv", "0.2", "0.152",
			"origins.csv", "", "code,name,ha\n01001,Aldama,30\n01002,Bravo,10\n"}
		w, err := sweepSmall(t, "vary: [{shocks: {months: [2010-01, 2010-02, 2010-03], among: all}}]\n", study...)
		if err != nil {
			t.Fatal(err)
		}
		run := runSmall(t, smallFiles(study...), engine.Options{})
		for i, p := range run.Shocks.Runs[0].Periods[:3] {
			r, err := w.Result(context.Background(), i)
			if err != nil {
				t.Fatal(err)
			}
			if i == 2 && r.Ports[r.Routes[0].Port].ID != test.port {
				t.Errorf("with %q the route from A ends at %s in March", test.minMeters, r.Ports[r.Routes[0].Port].ID)
			}
			for k, m := range r.Municipalities {
				if m.Routes != p.Crossed[k] || m.Share != p.Share[k] {
					t.Errorf("month %d: %d routes, flow %v through %s; in a run %d, %v", i+1, m.Routes, m.Share, r.Regions.Regions[k].Code, p.Crossed[k], p.Share[k])
				}
			}
			for k := range r.Routes {
				if r.Routes[k].Cost != p.Routes[k].Cost || !slices.Equal(r.Routes[k].Spans, p.Routes[k].Spans) {
					t.Errorf("month %d: route %d is %+v, in a run %+v", i+1, k, r.Routes[k], p.Routes[k])
				}
			}
		}
	}
}

// Flows on the roads to a port, where origins are drawn, add up to its share in the row.
func TestLayersOfABootstrap(t *testing.T) {
	w, err := sweepSmall(t, "seed: 4\nrepeat: 20\nvary: [{origins: bootstrap}]\n", "origins.csv", "", "code,name,ha\n01001,Aldama,30\n01002,Bravo,10\n")
	if err != nil {
		t.Fatal(err)
	}
	drawn := map[float64]int{}
	for i, row := range rowsOf(t, w) {
		r, err := w.Result(context.Background(), i)
		if err != nil {
			t.Fatal(err)
		}
		const toSouth = 3 // the segment B-E
		want, err := strconv.ParseFloat(row["port_south"], 64)
		if err != nil || math.Abs(r.Segments[toSouth].Share-want) > 1e-12 {
			t.Errorf("scenario %d: the flow to south is %v, in the row %s", i, r.Segments[toSouth].Share, row["port_south"])
		}
		drawn[want]++
	}
	if len(drawn) != 3 {
		t.Errorf("south has %v: the draws do not differ", drawn)
	}
}

func TestLayersThatAreChosen(t *testing.T) {
	w, err := sweepSmall(t, `vary: [{ports: {among: all, each: true, fees: [inf, 2, 5]}}]
layers:
  - {largest: cost_change, count: 2, write: [segments]}
  - {scenarios: [3, 0], write: [routes, municipalities]}
`)
	if err != nil {
		t.Fatal(err)
	}
	dir := mergeLayers(t, w)
	got, err := filepath.Glob(filepath.Join(dir, "layers", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		got[i], _ = filepath.Rel(dir, got[i])
		got[i] = filepath.ToSlash(got[i])
	}
	// south is 3 to 5; closed and at 5 it costs the same detour, at 2 less.
	want := []string{"layers/0/municipalities.geojson", "layers/0/routes.geojson", "layers/3/municipalities.geojson", "layers/3/routes.geojson", "layers/3/segments.geojson", "layers/5/segments.geojson"}
	if !slices.Equal(got, want) {
		t.Errorf("layers %v, want %v", got, want)
	}
	columns, err := os.ReadFile(filepath.Join(dir, "columns.csv"))
	if err != nil || !strings.Contains(string(columns), "\nsegments,flow,") || !strings.Contains(string(columns), "\nscenarios,km_change,") {
		t.Errorf("columns.csv is %s, %v", columns, err)
	}
	d, err := shard.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := engine.MergeSweep(d); !errors.Is(err, engine.ErrSweepNeeded) {
		t.Errorf("without the sweep: %v", err)
	}
	other, err := sweepSmall(t, "vary: [{ports: {among: all, each: true, fees: [inf, 2, 6]}}]\n")
	if err != nil {
		t.Fatal(err)
	}
	var mismatch *shard.MismatchError
	if _, err := other.Merge(context.Background(), d, nil); !errors.As(err, &mismatch) {
		t.Errorf("with another sweep: %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := w.Merge(ctx, d, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}
