package engine_test

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/scenario"
	"github.com/corredor-geo/corredor/engine/scenario/shard"
	"github.com/corredor-geo/corredor/graph"
)

// sweepSmall prepares a sweep of the small study, with further files in threes as smallFiles.
func sweepSmall(t *testing.T, sweep string, replace ...string) (*engine.Sweeping, error) {
	t.Helper()
	dir := t.TempDir()
	files := smallFiles(replace...)
	for name, file := range files {
		if err := os.WriteFile(filepath.Join(dir, name), file.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "sweep.yaml")
	if err := os.WriteFile(path, []byte("title: t\nstudy: study.yaml\n"+sweep), 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := engine.ReadSweep(path)
	if err != nil {
		return nil, err
	}
	return s.Prepare(context.Background(), engine.Options{})
}

// rowsOf runs the scenarios last first and returns the rows, column by name.
func rowsOf(t *testing.T, w *engine.Sweeping) []map[string]string {
	t.Helper()
	var names []string
	for _, c := range w.Columns() {
		names = append(names, c.Name)
	}
	rows := make([]map[string]string, w.Scenarios())
	for i := range slices.Backward(rows) {
		line, err := w.Work(context.Background(), i)
		if err != nil {
			t.Fatal(err)
		}
		rows[i] = map[string]string{}
		for k, text := range strings.Split(string(line), "\t") {
			rows[i][names[k]] = text
		}
	}
	return rows
}

// Of the small study, the route from A goes 31.132 km to south; the road to it is the
// dead end M3, in 01001. Closing the port sends it 33.396 km to east, through 01002.
func TestSweepByHand(t *testing.T) {
	w, err := sweepSmall(t, `vary:
  - ports: {only: [south, east], each: true, fees: [inf, 2]}
  - municipalities: {among: all, each: true, multipliers: [2]}
`)
	if err != nil {
		t.Fatal(err)
	}
	const (
		tenth = 11.1319491 // km of 0.1 degree on the equator, WGS84
		south = tenth + 20
		east  = 3 * tenth // 1.5 tenths of it in 01001, 1 in 01002, half a tenth outside
	)
	want := []struct {
		ports, fee, place string
		port              string
		cost, length      float64
	}{
		{"east", "inf", "01001", "south", 2 * south, south},
		{"east", "inf", "01002", "south", south, south},
		{"east", "2", "01001", "east", east + 1.5*tenth + 2, east}, // against 2 x 31.1
		{"east", "2", "01002", "south", south, south},
		{"south", "inf", "01001", "east", east + 1.5*tenth, east},
		{"south", "inf", "01002", "east", east + tenth, east},
		{"south", "2", "01001", "east", east + 1.5*tenth, east},
		{"south", "2", "01002", "south", south + 2, south},
	}
	rows := rowsOf(t, w)
	if len(rows) != len(want) {
		t.Fatalf("%d scenarios, want %d", len(rows), len(want))
	}
	for i, x := range want {
		r := rows[i]
		if r["ports"] != x.ports || r["ports_fee"] != x.fee || r["municipalities"] != x.place || r["municipalities_multiplier"] != "2" {
			t.Errorf("scenario %d is %v", i, r)
		}
		moved := "0"
		if x.port == "east" {
			moved = "1"
		}
		if r["port_"+x.port] != "1" || r["other_port"] != moved || r["rerouted"] != moved || r["routed"] != "1" || r["unreachable"] != "0" {
			t.Errorf("scenario %d should end at %s: %v", i, x.port, r)
		}
		nearColumn(t, i, r, "total_cost", x.cost)
		nearColumn(t, i, r, "cost_change", x.cost-south)
		nearColumn(t, i, r, "cost_change_percent", 100*(x.cost-south)/south)
		nearColumn(t, i, r, "mean_km", x.length)
		nearColumn(t, i, r, "km_change", x.length-south)
	}
	// Two months are known, so rates a year are six times 10 and 30. East: 1.5 tenths and 1 tenth.
	nearColumn(t, 4, rows[4], "homicides_rate", (1.5*60+1*180)/2.5)
	nearColumn(t, 0, rows[0], "homicides_rate", 60)
}

func nearColumn(t *testing.T, i int, row map[string]string, column string, want float64) {
	t.Helper()
	const tolerance = 1e-6 // km: the length of a tenth of a degree has 7 decimals
	got, err := strconv.ParseFloat(row[column], 64)
	if err != nil || math.Abs(got-want) > 10*tolerance {
		t.Errorf("scenario %d: %s is %q, want %v", i, column, row[column], want)
	}
}

func TestSweepCutsOff(t *testing.T) {
	w, err := sweepSmall(t, "vary: [{segments: {only: ['0'], each: true}}]\n")
	if err != nil {
		t.Fatal(err)
	}
	r := rowsOf(t, w)[0]
	if r["segments"] != "0" || r["routed"] != "0" || r["unreachable"] != "1" || r["rerouted"] != "0" {
		t.Errorf("%v", r)
	}
	for _, unknown := range []string{"total_cost", "cost_change", "cost_change_percent", "mean_km", "km_change", "homicides_rate", "port_east", "port_south"} {
		if r[unknown] != "" {
			t.Errorf("%s is %q without a route", unknown, r[unknown])
		}
	}
}

func TestSweepOfPricesAndRoads(t *testing.T) {
	w, err := sweepSmall(t, `repeat: 3
vary:
  - roads: [other, study]
  - prices: {formula: "length_km * (class == 'state' ? dear : 1) + 0 * rough", parameters: {dear: {values: [1, 10]}, rough: {from: 1, to: 100, log: true}}}
`, "study.yaml", "metric: {kind: length}", "metric: {kind: formula, formula: length_km}\nvintages: [{name: other, roads: {places: places.csv, links: other.csv, columns: {class: class, length_km: km}}}]",
		"other.csv", "", "from,to,ref,class,km\nA,B,M1,federal,\nB,C,M1,federal,\nC,D,M2,federal,\nB,E,M3,state,50\n")
	if err != nil {
		t.Fatal(err)
	}
	ports := map[string]string{"other 1": "east", "other 10": "east", "study 1": "south", "study 10": "east"}
	rough := map[string]bool{}
	rows := rowsOf(t, w)
	for i, r := range rows {
		if port := ports[r["roads"]+" "+r["dear"]]; r["port_"+port] != "1" {
			t.Errorf("scenario %d should end at %q: %v", i, port, r)
		}
		if r["cost_change"] != "" {
			t.Errorf("scenario %d has a change of cost between different prices", i)
		}
		if x, err := strconv.ParseFloat(r["rough"], 64); err != nil || x < 1 || x > 100 || rough[r["rough"]] {
			t.Errorf("scenario %d draws %q", i, r["rough"])
		}
		rough[r["rough"]] = true
	}
	if len(rows) != 12 || rows[0]["roads"] != "other" || rows[3]["dear"] != "10" || rows[6]["roads"] != "study" {
		t.Errorf("%d rows in the order %v", len(rows), rows)
	}
}

func TestSweepOfShocks(t *testing.T) {
	study := []string{"study.yaml", "metric: {kind: length}", "metric: {kind: length}\nshocks: {table: shocks.csv, columns: {code: code, from: from, to: to, multiplier: times}}",
		"shocks.csv", "", "code,from,to,times\n01001,2010-02,2010-03,2\n01002,2010-03,2010-03,inf\n"}
	w, err := sweepSmall(t, "vary: [{shocks: {months: [2010-01, 2010-02, 2010-03]}}]\n", study...)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"", "01001", "01001 01002"} {
		if r := rowsOf(t, w)[i]; r["shocks"] != want || r["shocks_month"] != "2010-0"+strconv.Itoa(i+1) {
			t.Errorf("month %d: %v", i, r)
		}
	}
	permuted, err := sweepSmall(t, "repeat: 40\nvary: [{shocks: {months: [2010-02], permute: true, among: all}}]\n", study...)
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, r := range rowsOf(t, permuted) {
		count[r["shocks"]]++
	}
	if count["01001"] < 10 || count["01002"] < 10 || len(count) != 2 { // of 40, the least of 1 in 1000 draws is 11
		t.Errorf("the shock falls on %v", count)
	}
}

// The shares of a bootstrap are those of origins drawn with replacement: each layer
// still sends 1, and over many draws each origin keeps its share.
func TestSweepBootstrap(t *testing.T) {
	w, err := sweepSmall(t, "seed: 4\nrepeat: 400\nvary: [{origins: bootstrap}, {ports: {only: [south], each: true, fees: [0]}}]\n",
		"origins.csv", "", "code,name,ha\n01001,Aldama,30\n01002,Bravo,10\n")
	if err != nil {
		t.Fatal(err)
	}
	mean, values := 0.0, map[string]int{}
	for _, r := range rowsOf(t, w) {
		x, err := strconv.ParseFloat(r["port_south"], 64)
		if err != nil {
			t.Fatal(err)
		}
		mean += x / 400
		values[r["port_south"]]++
	}
	// Bravo, with a quarter of the weight, goes to east. Of two draws none is Bravo in 1/4,
	// one in 1/2 and both in 1/4: the share of south is 1, 3/4 or 0.
	if len(values) != 3 || values["0.75"] < 160 || values["0.75"] > 240 || math.Abs(mean-(0.25+0.5*0.75)) > 0.06 {
		t.Errorf("south has %v, mean %v", values, mean)
	}
}

// A scenario of a sweep agrees with Dijkstra on a network changed by hand, whatever
// was run before it.
func TestReroutingAgreesWithDijkstra(t *testing.T) {
	study, err := engine.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	r, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rerouting := engine.NewRerouter(r).Begin()
	for round, places := range []map[int]float64{{}, {300: math.Inf(1), 900: 3, 1200: math.Inf(1)}, {1201: 0.5, 33: math.Inf(1)}, {}} {
		for i := range r.Routes[:3] { // and what many routes use
			if crossed := r.Crossed(r.Routes[i]); round%3 > 0 {
				places[crossed[len(crossed)/2]] = math.Inf(1)
			}
		}
		routes, shocked, err := rerouting.Route(context.Background(), engine.Change{Change: scenario.Change{Places: places}})
		if err != nil {
			t.Fatal(err)
		}
		if round%3 == 0 && !slices.Equal(shocked.Metric, r.Metric) {
			t.Error("nothing changed, but the weights did")
		}
		checkRoutes(t, r, shocked, routes)
	}
}

func checkRoutes(t *testing.T, r *engine.Result, shocked *scenario.Shocked, routes []engine.Route) {
	t.Helper()
	g, moved := r.Roads.Graph, 0
	d := graph.NewDijkstra(g)
	for i, o := range r.Origins {
		want := math.Inf(1)
		for departure := range g.Departures(shocked.Cost, o.Place) {
			d.Run(shocked.Metric, departure.Node)
			for k, port := range r.Ports {
				if !r.PortReached(k) {
					continue
				}
				for arrival := range g.Arrivals(shocked.Cost, port.Place) {
					want = min(want, departure.Cost+d.Distance(arrival.Node)+arrival.Cost)
				}
				_, direct := g.Direct(shocked.Cost, o.Place, port.Place)
				want = min(want, direct)
			}
		}
		if got := routes[i]; got.Port >= 0 && got.Cost != want || got.Port < 0 && !math.IsInf(want, 1) {
			t.Errorf("%s costs %v, want %v", o.Name, got.Cost, want)
		}
		if routes[i].Cost != r.Routes[i].Cost {
			moved++
		}
	}
	if len(shocked.Closed) > 0 && moved == 0 {
		t.Error("no route has moved: the comparison says little")
	}
}

// All columns of the summary follow from the rows.
func TestMergeSweep(t *testing.T) {
	w, err := sweepSmall(t, "repeat: 5\nvary: [{ports: {among: all, each: true, fees: [inf, 2, 5]}}]\n")
	if err != nil {
		t.Fatal(err)
	}
	d, err := shard.Create(t.TempDir(), w.Job(4))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := engine.MergeSweep(d); err == nil || !strings.Contains(err.Error(), "8 of 8 shards are missing") {
		t.Errorf("%v", err)
	}
	if _, err := shard.Run(context.Background(), d, w.Work, shard.Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := engine.MergeSweep(d)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(s.Columns, func(c engine.ColumnSummary) bool { return c.Column == "cost_change" })
	c := s.Columns[i]
	// south closed: +2.264 km; a fee of 2: +2; of 5: +2.264; each five times. Those on east change nothing.
	const detour = 3*11.1319491 - 31.1319491
	if c.Known != 30 || math.Abs(float64(c.Max)-detour) > 1e-5 || c.Min != 0 || c.Median != 1 || math.Abs(float64(c.Mean)-(2*detour+2)/6) > 1e-5 {
		t.Errorf("%+v", c)
	}
	if s.By != "cost_change" || len(s.Most) != 15 || s.Most[0].Scenario != 15 || s.Most[0].Design["ports"] != "south" {
		t.Errorf("%s %+v", s.By, s.Most)
	}
	text, err := os.ReadFile(filepath.Join(d.Path, "scenarios.csv"))
	if err != nil || strings.Count(string(text), "\n") != 31 {
		t.Errorf("%s, %v", text, err)
	}
	if left, _ := filepath.Glob(filepath.Join(d.Path, ".partial-*")); len(left) > 0 {
		t.Errorf("%v are left", left)
	}
}
