package osrm_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/web/osrm"
)

// roads is a square of sides of about 11 km, MEX1 to the north-east by the west
// and MEX2 by the east, which is longer; and a road that nothing reaches.
//
//	C---D
//	|   |~ a detour on B-D
//	A---B     E-F far away
const roads = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"ref":"MEX1"},"geometry":{"type":"LineString","coordinates":[[-100,20],[-100,20.1]]}},
{"type":"Feature","properties":{"ref":"MEX1"},"geometry":{"type":"LineString","coordinates":[[-100,20.1],[-99.9,20.1]]}},
{"type":"Feature","properties":{"ref":"MEX2"},"geometry":{"type":"LineString","coordinates":[[-100,20],[-99.9,20]]}},
{"type":"Feature","properties":{"ref":"MEX3"},"geometry":{"type":"LineString","coordinates":[[-99.9,20],[-99.8,20.05],[-99.9,20.1]]}}
]}`

func open(t testing.TB, opts osrm.Options) (*osrm.Server, *engine.Network) {
	t.Helper()
	return openRoads(t, roads, opts)
}

func openRoads(t testing.TB, roads string, opts osrm.Options) (*osrm.Server, *engine.Network) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "roads.geojson")
	if err := os.WriteFile(path, []byte(roads), 0o644); err != nil {
		t.Fatal(err)
	}
	n, err := engine.OpenNetwork(context.Background(), path, engine.NetworkOptions{Options: load.Options{Columns: load.Columns{Ref: "ref"}}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := osrm.New(n, opts)
	if err != nil {
		t.Fatal(err)
	}
	return s, n
}

// ask returns the answer to a request, decoded.
func ask(t *testing.T, h http.Handler, address string) (status int, answer map[string]any) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%s: %v in %s", address, err, w.Body)
	}
	return w.Code, answer
}

// at follows keys and indices into an answer.
func at(answer any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			answer = answer.(map[string]any)[step]
		case int:
			answer = answer.([]any)[step]
		}
	}
	return answer
}

const corners = "-100,20;-99.9,20.1" // A and D

func TestRoute(t *testing.T) {
	s, _ := open(t, osrm.Options{})
	_, a := ask(t, s, "/route/v1/driving/"+corners+"?overview=full&geometries=geojson&steps=true&annotations=true")
	want := graph.Distance(orb.Point{-100, 20}, orb.Point{-100, 20.1}) + graph.Distance(orb.Point{-100, 20.1}, orb.Point{-99.9, 20.1})
	if got := at(a, "routes", 0, "distance").(float64); math.Abs(got-want) > 0.1 { // one decimal
		t.Errorf("%v m, want %v", got, want)
	}
	const seconds = 80 / 3.6 // metres a second at the usual speed
	if got := at(a, "routes", 0, "duration").(float64); math.Abs(got-want/seconds) > 0.1 {
		t.Errorf("%v s, want %v", got, want/seconds)
	}
	if got := fmt.Sprint(at(a, "routes", 0, "geometry", "coordinates")); got != "[[-100 20] [-100 20.1] [-99.9 20.1]]" {
		t.Errorf("geometry %v", got)
	}
	if a["code"] != "Ok" || at(a, "routes", 0, "weight_name") != "duration" || at(a, "routes", 0, "legs", 0, "summary") != "MEX1" {
		t.Errorf("%v", a)
	}
	steps := at(a, "routes", 0, "legs", 0, "steps").([]any)
	if len(steps) != 2 || at(steps, 0, "maneuver", "type") != "depart" || at(steps, 1, "maneuver", "type") != "arrive" || at(steps, 0, "name") != "MEX1" {
		t.Errorf("steps %v", steps)
	}
	if d := at(a, "routes", 0, "legs", 0, "annotation", "distance").([]any); len(d) != 2 || math.Abs(d[0].(float64)+d[1].(float64)-want) > 0.1 {
		t.Errorf("annotation %v", d)
	}
	if w := at(a, "waypoints", 1, "location"); fmt.Sprint(w) != "[-99.9 20.1]" {
		t.Errorf("waypoint %v", w)
	}
}

// TestRouteOptions changes one thing at a time.
func TestRouteOptions(t *testing.T) {
	s, _ := open(t, osrm.Options{})
	_, full := ask(t, s, "/route/v1/driving/"+corners+"?overview=full") // of three vertices, none to spare
	for query, check := range map[string]func(a map[string]any) bool{
		"": func(a map[string]any) bool {
			return at(a, "routes", 0, "geometry") == at(full, "routes", 0, "geometry")
		},
		"overview=false":      func(a map[string]any) bool { return at(a, "routes", 0, "geometry") == nil },
		"skip_waypoints=true": func(a map[string]any) bool { return a["waypoints"] == nil },
		"hints=;":             func(a map[string]any) bool { return strings.Contains(fmt.Sprint(a["notes"]), "hints is ignored") },
		"steps=false":         func(a map[string]any) bool { return len(at(a, "routes", 0, "legs", 0, "steps").([]any)) == 0 },
	} {
		if _, a := ask(t, s, "/route/v1/driving/"+corners+"?"+query); a["code"] != "Ok" || !check(a) {
			t.Errorf("%q: %v", query, a)
		}
	}
}

// TestPolyline routes along the example of Google's description of the notation.
func TestPolyline(t *testing.T) {
	const example = "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
	s, _ := openRoads(t, `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"ref":"X"},"geometry":{"type":"LineString","coordinates":[[-120.2,38.5],[-120.95,40.7],[-126.453,43.252]]}}]}`, osrm.Options{})
	_, a := ask(t, s, "/route/v1/driving/-120.2,38.5;-126.453,43.252?overview=full")
	if got := at(a, "routes", 0, "geometry"); got != example {
		t.Errorf("polyline %v, want %v", got, example)
	}
	_, b := ask(t, s, "/route/v1/driving/polyline("+url.PathEscape(example)+")?overview=full")
	legs := at(b, "routes", 0, "legs").([]any)
	if got := at(b, "routes", 0, "distance"); len(legs) != 2 || got != at(a, "routes", 0, "distance") {
		t.Errorf("by way of all three: %d legs, %v m, want %v", len(legs), got, at(a, "routes", 0, "distance"))
	}
}

// TestFormula routes by a price, and still tells the time.
func TestFormula(t *testing.T) {
	s, _ := open(t, osrm.Options{Formula: `ref == "MEX1" ? 10 * length_km : length_km`})
	_, a := ask(t, s, "/route/v1/driving/"+corners)
	if at(a, "routes", 0, "weight_name") != "formula" || at(a, "routes", 0, "legs", 0, "summary") != "MEX2, MEX3" {
		t.Errorf("%v", a)
	}
	meters, seconds := at(a, "routes", 0, "distance").(float64), at(a, "routes", 0, "duration").(float64)
	if math.Abs(meters/seconds-80/3.6) > 0.01 {
		t.Errorf("%v m in %v s is not 80 km/h", meters, seconds)
	}
	_, table := ask(t, s, "/table/v1/driving/"+corners)
	if got := at(table, "durations", 0, 1).(float64); got != seconds {
		t.Errorf("the table says %v s, the route %v", got, seconds)
	}
}

// TestTableIsItsRoutes compares every cell with the route alone.
func TestTableIsItsRoutes(t *testing.T) {
	s, _ := open(t, osrm.Options{})
	points := []string{"-100,20", "-99.9,20.1", "-99.95,20", "-99.85,20.03"}
	_, a := ask(t, s, "/table/v1/driving/"+strings.Join(points, ";")+"?annotations=duration,distance&sources=0;2;3&destinations=all")
	for i, from := range []int{0, 2, 3} {
		for to := range points {
			if from == to {
				continue
			}
			_, r := ask(t, s, "/route/v1/driving/"+points[from]+";"+points[to])
			if at(a, "distances", i, to) != at(r, "routes", 0, "distance") || at(a, "durations", i, to) != at(r, "routes", 0, "duration") {
				t.Errorf("from %d to %d: %v m, %v s; the route %v", from, to, at(a, "distances", i, to), at(a, "durations", i, to), at(r, "routes", 0))
			}
		}
	}
	if len(a["sources"].([]any)) != 3 || len(a["destinations"].([]any)) != len(points) {
		t.Errorf("%v", a)
	}
}

func TestNearest(t *testing.T) {
	s, _ := open(t, osrm.Options{})
	_, a := ask(t, s, "/nearest/v1/driving/-99.95,20.01?number=3")
	list := a["waypoints"].([]any)
	if len(list) != 3 || at(list, 0, "name") != "MEX2" || len(at(list, 0, "nodes").([]any)) != 2 {
		t.Fatalf("%v", list)
	}
	for i := range list[1:] {
		if at(list, i, "distance").(float64) > at(list, i+1, "distance").(float64) {
			t.Errorf("not in order: %v", list)
		}
	}
}

// TestProblems asks for what cannot be, and wants OSRM's codes.
func TestProblems(t *testing.T) {
	s, _ := open(t, osrm.Options{MaxStops: 3, MaxCells: 4})
	for address, want := range map[string]string{
		"/":                                                       "InvalidUrl",
		"/route/v1/driving":                                       "InvalidUrl",
		"/trip/v1/driving/0,0;1,1":                                "InvalidService",
		"/route/v2/driving/0,0;1,1":                               "InvalidVersion",
		"/route/v1/driving/a,b;c,d":                               "InvalidQuery",
		"/route/v1/driving/1;2":                                   "InvalidQuery",
		"/route/v1/driving/NaN,1;2,3":                             "InvalidValue",
		"/route/v1/driving/1e9,1;2,3":                             "InvalidValue",
		"/route/v1/driving/20,-100;20.1,-99.9":                    "InvalidValue", // latitude first
		"/route/v1/driving/" + corners + "?overview=maybe":        "InvalidQuery",
		"/route/v1/driving/" + corners + "?fastest=true":          "InvalidQuery",
		"/route/v1/driving/" + corners + "?annotations=height":    "InvalidQuery",
		"/route/v1/driving/" + corners + "?radiuses=5":            "InvalidOptions",
		"/route/v1/driving/" + corners + "?radiuses=5;x":          "InvalidQuery",
		"/route/v1/driving/-100.1,20;-99.9,20.1?radiuses=100;100": "NoSegment",
		"/route/v1/driving/-100,20":                               "InvalidOptions",
		"/route/v1/driving/0,0;1,1;2,2;3,3":                       "TooBig",
		"/route/v1/driving/polyline(~~~~~~~~~~~~~~~~~~~~~~)":      "InvalidQuery",
		"/table/v1/driving/0,0;1,1;2,2":                           "TooBig",
		"/table/v1/driving/" + corners + "?sources=2":             "InvalidOptions",
		"/table/v1/driving/" + corners + "?sources=-1":            "InvalidQuery",
		"/table/v1/driving/" + corners + "?annotations=nodes":     "InvalidQuery",
		"/nearest/v1/driving/" + corners:                          "InvalidOptions",
		"/nearest/v1/driving/0,0?number=0":                        "InvalidOptions",
		"/nearest/v1/driving/0,0?number=1000000":                  "TooBig",
	} {
		status, a := ask(t, s, address)
		if status != http.StatusBadRequest || a["code"] != want || a["message"] == "" {
			t.Errorf("%s: %d %v, want 400 %s", address, status, a, want)
		}
	}
}
