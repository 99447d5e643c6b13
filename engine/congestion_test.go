package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph"
)

// congested is the small study with congestion, in which A-B-E is 11.13 + 20 km and A-B-C-D
// 33.40 km. The ports have lanes: east 2, south 1.
func congested(congestion string, replace ...string) *engine.Result {
	files := smallFiles(append([]string{
		"study.yaml", "violence:\n", "congestion: " + congestion + "\nviolence:\n",
		"ports.csv", "", "id,name,kind,lanes,lon,lat\neast,East,land,2,0.3,0.01\nsouth,South,sea,1,0.1,-0.1\n"}, replace...)...)
	study, err := engine.ReadStudyFS(files, "study.yaml")
	if err != nil {
		panic(err)
	}
	result, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		panic(err)
	}
	return result
}

// detour is how much longer the way to the east is than that to the south.
const detour = 2*tenthDegreeKM - 20

// TestCongestedPortsByHand: four units leave A. South costs 1 km a unit, east 1 km per two units
// beside its detour of 2.26 km: s = (4-s)/2 + 2.26.
func TestCongestedPortsByHand(t *testing.T) {
	r := congested("{units: {poppy: 4}, ports: {capacity: lanes, phi: 1, delta: 1}}")
	e := r.Equilibrium
	south := (4.0/2 + detour) / 1.5
	if r.Ports[0].ID != "east" || e.Units != 4 {
		t.Fatalf("ports are %v, units %v", r.Ports, e.Units)
	}
	near(t, "south, shortest", e.Ports[1].Shortest, 4, 0)
	near(t, "south", e.Ports[1].Equilibrium, south, 1e-6)
	near(t, "east", e.Ports[0].Equilibrium, 4-south, 1e-6)
	near(t, "wait in the south", e.Ports[1].Wait, south, 1e-6)
	near(t, "capacity of the east", e.Ports[0].Capacity, 2, 0)
	near(t, "elsewhere", e.Elsewhere, 4-south, 1e-6)
	near(t, "cost", e.Origins[0].Cost, tenthDegreeKM+20+south, 1e-5)
	near(t, "share of the south", e.Origins[0].Shares[1], south/4, 1e-6)
	if !e.Ports[0].Unique || e.Segments[1].Unique || !e.Converged {
		t.Errorf("unique: port %v, road %v; gap %g", e.Ports[0].Unique, e.Segments[1].Unique, e.RelativeGap)
	}
	// All units begin in 01001; only those to the east touch 01002, which all could and none must.
	first, second := e.Municipalities[0], e.Municipalities[1]
	near(t, "01001", first.Equilibrium, 4, 1e-9)
	near(t, "01001, at least", first.Low, 4, 0)
	near(t, "01002", second.Equilibrium, 4-south, 1e-6)
	near(t, "01002, at least", second.Low, 0, 0)
	near(t, "01002, at most", second.High, 4, 0)
	near(t, "01002, shortest", second.Shortest, 0, 0)
	near(t, "A-B", e.Segments[0].Equilibrium, 4, 1e-9)
	near(t, "B-C", e.Segments[1].Equilibrium, 4-south, 1e-6)
	near(t, "B-E, shortest", e.Segments[3].Shortest, 4, 0)
	if x := second.Extreme; x != 0 && x != 4 {
		t.Errorf("all-or-nothing sends %v of 4 units through 01002", x)
	}
}

// TestCongestedRoadsByHand: three units leave for the east, over C-D of 11.13 km and 10 km more per
// unit, or over a second road of 15 km.
func TestCongestedRoadsByHand(t *testing.T) {
	r := congested(`{units: {poppy: 3}, segments: {kind: formula, formula: 'ref == "M2" ? cost + 10 * x : cost'}}`,
		"study.yaml", "kind: kind}}", "kind: kind}, kinds: [land]}", "links.csv", "B,E,M3", "C,D,M4,federal,15\nB,E,M3")
	e := r.Equilibrium
	want := (15 - tenthDegreeKM) / 10
	near(t, "M2", e.Segments[2].Equilibrium, want, 1e-6)
	near(t, "M4", e.Segments[3].Equilibrium, 3-want, 1e-6)
	near(t, "M2, shortest", e.Segments[2].Shortest, 3, 0)
	near(t, "price of M2", e.Segments[2].Cost, 15, 1e-6)
	near(t, "price of M2 without flow", e.Segments[2].FreeCost, tenthDegreeKM, 1e-6)
	if !e.Segments[2].Unique || e.Segments[3].Unique {
		t.Error("M2 rises and is unique, M4 is not")
	}
}

// TestCutRoads: an origin in the middle of A-B, and another at A, share the second half of
// it, whose price is half of what the flow there makes of the whole.
func TestCutRoads(t *testing.T) {
	r := congested("{segments: {capacity: '1', alpha: 1, power: 1}}",
		"origins.csv", "30\n", "30\n01002,Bravo,10\n", "seats.csv", "01002,0.2,0.01", "01002,0.05,0.01",
		"study.yaml", "kind: kind}}", "kind: kind}, kinds: [sea]}")
	e := r.Equilibrium
	near(t, "A-B at its busiest", e.Segments[0].Equilibrium, 2, 1e-9)
	near(t, "A-B, shortest", e.Segments[0].Shortest, 2, 0)
	// The first half costs 1 + 1 times its kilometres, the second 1 + 2 times.
	near(t, "price of A-B", e.Segments[0].Cost, tenthDegreeKM/2*2+tenthDegreeKM/2*3, 1e-5)
	near(t, "price without flow", e.Segments[0].FreeCost, tenthDegreeKM, 1e-5)
	near(t, "cost of the second origin", e.Origins[1].Cost, tenthDegreeKM/2*3+20*3, 1e-5)
}

// TestLogitPortsByHand finds the share of the south by bisection too.
func TestLogitPortsByHand(t *testing.T) {
	for _, model := range []string{"logit_ports", "logit_paths"} { // the same where each port has one way
		r := congested("{model: " + model + ", theta: 0.5, units: {poppy: 4}, ports: {capacity: lanes, phi: 1, delta: 1}}")
		low, high := 0.0, 4.0
		for range 100 {
			s := (low + high) / 2
			if 4/(1+math.Exp(0.5*(s-(4-s)/2-detour))) > s {
				low = s
			} else {
				high = s
			}
		}
		near(t, model+", south", r.Equilibrium.Ports[1].Equilibrium, low, 1e-6)
		near(t, model+", 01002", r.Equilibrium.Municipalities[1].Equilibrium, 4-low, 1e-6)
		if m := r.Equilibrium.Municipalities[1]; !math.IsNaN(m.Low) || !math.IsNaN(m.High) {
			t.Errorf("%s: bounds %v and %v", model, m.Low, m.High)
		}
	}
}

func TestDemandByWeight(t *testing.T) {
	origins := []string{"origins.csv", "30\n", "30\n01002,Bravo,10\n01003,Isla,20\n"}
	for congestion, want := range map[string][]float64{
		"{ports: {capacity: lanes, phi: 1, delta: 1}}":                                     {1, 1, 0}, // Isla has no position
		"{demand: weight, ports: {capacity: lanes, phi: 1, delta: 1}}":                     {1.5, 0.5, 0},
		"{demand: weight, units: {poppy: 12}, ports: {capacity: lanes, phi: 1, delta: 1}}": {6, 2, 0},
	} {
		e := congested(congestion, origins...).Equilibrium
		sent := map[string]float64{}
		for i, o := range e.Origins {
			sent[fmt.Sprint(i)] = o.Units
		}
		// Heaviest first: 30, 20, 10.
		if e.Origins[0].Units != want[0] || e.Origins[2].Units != want[1] || e.Origins[1].Units != want[2] || e.Unrouted == 0 {
			t.Errorf("%s: %v, %v unrouted", congestion, sent, e.Unrouted)
		}
	}
}

// TestPortsWithoutACapacity: the east has none.
func TestPortsWithoutACapacity(t *testing.T) {
	ports := []string{"ports.csv", "land,2,", "land,,"}
	for without, want := range map[string]float64{"closed": 0, "free": 4 - detour} {
		r := congested("{units: {poppy: 4}, ports: {capacity: lanes, phi: 1, delta: 1, without_capacity: "+without+"}}", ports...)
		east := r.Equilibrium.Ports[0]
		near(t, without+": east", east.Equilibrium, want, 1e-6)
		if east.Open != (without == "free") || !math.IsNaN(east.Capacity) {
			t.Errorf("%s: east is %+v", without, east)
		}
		if !slices.ContainsFunc(r.Warnings, func(w engine.Warning) bool {
			return w.Stage == "congestion" && strings.Contains(w.Message, "without a capacity") && w.First == "port east"
		}) {
			t.Errorf("%s: warnings are %+v", without, r.Warnings)
		}
	}
}

// example reads the study of congested ports, with other congestion.
func example(t *testing.T, change ...string) *engine.Study {
	t.Helper()
	text, err := os.ReadFile("../examples/mexico-2010-congestion.yaml")
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.NewReplacer(change...).Replace(string(text))
	if len(change) > 0 && changed == string(text) {
		t.Fatalf("nothing to replace: %v", change)
	}
	file := filepath.Join(t.TempDir(), "study.yaml")
	if err := os.WriteFile(file, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	study, err := engine.ReadStudy(file)
	if err != nil {
		t.Fatal(err)
	}
	return study
}

func answer(t *testing.T, study *engine.Study, opts engine.Options) *engine.Result {
	t.Helper()
	result, err := engine.Run(context.Background(), study, opts)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// kilometers finds the shortest way from every origin to every port by Dijkstra's algorithm.
func kilometers(r *engine.Result) [][]float64 {
	g, parts := r.Roads.Graph, r.Roads.Graph.Proportional(r.Metric)
	d := graph.NewDijkstra(g)
	out := make([][]float64, len(r.Ports))
	for p, port := range r.Ports {
		for _, o := range r.Origins {
			_, direct := g.Direct(parts, o.Place, port.Place)
			out[p] = append(out[p], direct/1000)
		}
	}
	for i, o := range r.Origins {
		for departure := range g.Departures(parts, o.Place) {
			d.Run(r.Metric, departure.Node)
			for p, port := range r.Ports {
				for arrival := range g.Arrivals(parts, port.Place) {
					out[p][i] = min(out[p][i], (departure.Cost+d.Distance(arrival.Node)+arrival.Cost)/1000)
				}
			}
		}
	}
	return out
}

// TestExampleIsInEquilibrium holds the example against kilometres found otherwise: every origin
// uses only ports at which its way and the wait cost least, and the waits are those of
// the flows.
func TestExampleIsInEquilibrium(t *testing.T) {
	r := answer(t, example(t), engine.Options{})
	e, km := r.Equilibrium, kilometers(r) // per port and origin
	flow := make([]float64, len(r.Ports))
	for i := range r.Origins {
		least, sum := math.Inf(1), 0.0
		for p := range r.Ports {
			least = min(least, km[p][i]+e.Ports[p].Wait)
		}
		near(t, "cost of an origin", e.Origins[i].Cost, least, 1e-5)
		for p, part := range e.Origins[i].Shares {
			flow[p] += part
			sum += part
			if over := km[p][i] + e.Ports[p].Wait - least; part > 1e-9 && over > 1e-3 {
				t.Errorf("origin %d sends %g to %s, which costs %g km more than the cheapest", i, part, r.Ports[p].ID, over)
			}
		}
		near(t, "shares of an origin", sum, 1, 1e-9)
	}
	for p, port := range e.Ports {
		near(t, "units at "+r.Ports[p].ID, flow[p], port.Equilibrium, 1e-5)
		near(t, "wait at "+r.Ports[p].ID, port.Wait, 62.343*math.Pow(port.Equilibrium/port.Capacity, 1.8862), 1e-9*(1+port.Wait))
	}
	for i, m := range e.Municipalities {
		if !(m.Low <= m.Equilibrium+1e-6 && m.Equilibrium <= m.High+1e-6) {
			t.Errorf("municipality %d: %v is not between %v and %v", i, m.Equilibrium, m.Low, m.High)
		}
	}
}

// TestPricesThatDoNotRise: the equilibrium is the shortest paths.
func TestPricesThatDoNotRise(t *testing.T) {
	r := answer(t, example(t, "phi: 62.343", "phi: 0"), engine.Options{})
	e := r.Equilibrium
	if e.Elsewhere != 0 || e.Apart != 0 {
		t.Errorf("%v and %v units cross elsewhere", e.Elsewhere, e.Apart)
	}
	for i, m := range e.Municipalities {
		if l := m.Loads; math.Abs(l.Shortest-l.Equilibrium) > 1e-9 || l.Shortest != l.Extreme {
			t.Errorf("municipality %s: %+v", r.Regions.Regions[i].Code, m)
		}
		if m.Low != m.High {
			t.Errorf("municipality %s: from %v to %v", r.Regions.Regions[i].Code, m.Low, m.High)
		}
		if m.Shortest != float64(r.Municipalities[i].Routes) {
			t.Errorf("municipality %s: %v units, %d routes", r.Regions.Regions[i].Code, m.Shortest, r.Municipalities[i].Routes)
		}
	}
	for s, l := range e.Segments {
		if math.Abs(l.Shortest-l.Equilibrium) > 1e-9 || l.Shortest != l.Extreme || l.Shortest > float64(r.Segments[s].Routes) {
			t.Errorf("segment %d: %+v, %d routes", s, l.Loads, r.Segments[s].Routes)
		}
	}
}

// TestFormulasAndAlgorithmsAgree solves one study in other words, and by other algorithms.
func TestFormulasAndAlgorithmsAgree(t *testing.T) {
	const ports, both = "ports: {kind: power, capacity: lanes, phi: 62.343, delta: 1.8862}", "ports: {kind: power, capacity: lanes, phi: 62.343, delta: 1.8862}\n  segments: {capacity: 'class == \"autopista\" ? 40 : 15'}"
	want := answer(t, example(t, ports, both), engine.Options{}).Equilibrium
	for name, test := range map[string]struct {
		congestion string
		tolerance  float64 // units at a port
	}{
		"formulas": {"ports: {kind: formula, formula: 62.343 * (x / lanes) ^ 1.8862}\n  segments: {kind: formula, capacity: 'class == \"autopista\" ? 40 : 15', formula: cost * (1 + 0.15 * (x / capacity) ^ 4)}", 1e-4},
		"bfw":      {both + "\n  algorithm: bfw\n  gap: 1e-3", 1},
	} {
		got := answer(t, example(t, ports, test.congestion), engine.Options{}).Equilibrium
		for p := range want.Ports {
			near(t, name+": units at a port", got.Ports[p].Equilibrium, want.Ports[p].Equilibrium, test.tolerance)
		}
		// The gap bounds how far an objective is above the least.
		if above := got.Objective - want.Objective; !(above <= got.RelativeGap*got.TotalCost+1e-4) || above < -1e-4 {
			t.Errorf("%s: objective %v, want %v", name, got.Objective, want.Objective)
		}
	}
}

func TestCongestionSameBytesOnAnyNumberOfWorkers(t *testing.T) {
	for _, model := range []string{"model: equilibrium", "model: logit_ports\n  theta: 0.01", "model: logit_paths\n  theta: 0.01"} {
		study := example(t, "model: equilibrium", model, "demand: count", "demand: weight")
		if study.Congestion.Model != "logit_ports" { // which takes seconds with congested roads
			study.Congestion.Segments = &engine.SegmentCongestion{Capacity: "60", Power: "2"}
		}
		var dirs [2]string
		for i, workers := range []int{1, 5} {
			dirs[i] = t.TempDir()
			if err := answer(t, study, engine.Options{Workers: workers}).Write(dirs[i]); err != nil {
				t.Fatal(err)
			}
		}
		entries, err := os.ReadDir(dirs[0])
		if err != nil || len(entries) != 10 { // as ever
			t.Fatalf("%d files, %v", len(entries), err)
		}
		for _, entry := range entries {
			one, _ := os.ReadFile(filepath.Join(dirs[0], entry.Name()))
			other, _ := os.ReadFile(filepath.Join(dirs[1], entry.Name()))
			if !bytes.Equal(one, other) || len(one) == 0 {
				t.Errorf("%s: %s differs", model, entry.Name())
			}
		}
	}
}

func TestManifestHoldsTheEquilibrium(t *testing.T) {
	r := congested("{ports: {kind: formula, formula: x}}")
	dir := t.TempDir()
	if err := r.Write(dir); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		Equilibrium *struct {
			Algorithm   string   `json:"algorithm"`
			RelativeGap *float64 `json:"relative_gap"`
			Iterations  int      `json:"iterations"`
			Ports       []struct {
				Port     string   `json:"port"`
				Capacity *float64 `json:"capacity"` // null unknown
			} `json:"ports"`
		} `json:"equilibrium"`
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	e := manifest.Equilibrium
	if e == nil || e.Algorithm != "b" || e.RelativeGap == nil || e.Iterations == 0 || len(e.Ports) != 2 || e.Ports[0].Capacity != nil {
		t.Errorf("equilibrium is %+v", e)
	}
}

// TestCongestionOnOtherRoads runs the equilibrium on a vintage too.
func TestCongestionOnOtherRoads(t *testing.T) {
	r := congested("{units: {poppy: 4}, ports: {capacity: lanes, phi: 1, delta: 1}}\nvintages: [{name: old, roads: {places: places.csv, links: old.csv, columns: {length_km: km}}}]",
		"old.csv", "", "from,to,km\nA,B,\nB,C,\nC,D,\nB,E,30\n")
	// The way to the south is 10 km longer: all go east until it costs as much.
	other := r.Comparisons[0].Other.Equilibrium
	if other == nil || other.Ports[0].Equilibrium != 4 || r.Equilibrium.Ports[0].Equilibrium == 4 {
		t.Errorf("other is %+v", other)
	}
}
