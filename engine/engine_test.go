package engine_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/corredor-geo/corredor/engine"
)

// tenthDegreeKM is 0.1 degree of the equator: 2 pi 6378.137 km / 3600.
const tenthDegreeKM = 11.131949

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func TestSmallStudyByHand(t *testing.T) {
	r := runSmall(t, smallFiles(), engine.Options{})
	route := r.Routes[0]
	if route.Status != engine.Routed || r.Ports[route.Port].ID != "south" {
		t.Fatalf("route is %+v", route)
	}
	// A-B is 11.13 km and B-E 20 km by the table, less than A-D with 33.4 km.
	near(t, "route km", route.Meters/1000, tenthDegreeKM+20, 1e-6)
	near(t, "cost", route.Cost, route.Meters, 0)
	// 0.01 degree of latitude at the equator is 1.1057 km.
	near(t, "access km", r.Origins[0].Place.AccessMeters/1000, 1.10574, 1e-4)
	// All of the route is in 01001: 10 homicides in 100,000 over the year's two known months.
	e := r.Exposures[0][0]
	near(t, "rate", e.MeanRatePer100k, 10*12/2, 1e-9)
	near(t, "events", e.Events, 10, 0)
	if e.Worst != 0 {
		t.Errorf("worst is %d", e.Worst)
	}
}

func TestRouteCrossesBorder(t *testing.T) {
	files := smallFiles("study.yaml", "kind: kind}}", "kind: kind}, kinds: [land]}")
	r := runSmall(t, files, engine.Options{})
	near(t, "route km", r.Routes[0].Meters/1000, 3*tenthDegreeKM, 1e-6)
	// Half of the way lies in 01001 with a rate of 60, a third in 01002 with 180,
	// and the last sixth outside both.
	near(t, "mean rate", r.Exposures[0][0].MeanRatePer100k, (60*0.15+180*0.10)/0.25, 1e-6)
	near(t, "unknown km", r.Exposures[0][0].UnknownMeters/1000, tenthDegreeKM/2, 1e-6)
	near(t, "events", r.Exposures[0][0].Events, 16, 0)
	if worst := r.Regions.Regions[r.Exposures[0][0].Worst].Code; worst != "01002" {
		t.Errorf("worst is %s", worst)
	}
	m := r.Municipalities[1]
	if m.Routes != 1 || m.Share != 1 || m.Weight[0] != 30 {
		t.Errorf("flow through 01002 is %+v", m)
	}
	near(t, "route km in 01002", m.RouteMeters/1000, tenthDegreeKM, 1e-6)
	near(t, "road km in 01001", r.Municipalities[0].NetworkMeters/1000, 1.5*tenthDegreeKM+20, 1e-6)
}

func TestTravelTime(t *testing.T) {
	// M3 is a state road: 20 km at 20 km/h take an hour, so the port in the
	// east, 33.4 km of federal road at 100 km/h, is nearer in time.
	files := smallFiles("study.yaml", "{kind: length}", "{kind: time, speeds_kmh: {federal: 100, state: 20}}")
	r := runSmall(t, files, engine.Options{})
	if port := r.Ports[r.Routes[0].Port].ID; port != "east" {
		t.Errorf("port is %s", port)
	}
	near(t, "hours", r.Routes[0].Cost/3600, 3*tenthDegreeKM/100, 1e-6)
}

func TestPriceByFormula(t *testing.T) {
	// A kilometre of state road costs as much as three of federal road.
	files := smallFiles("study.yaml", "{kind: length}", `{kind: formula, formula: 'length_km * (class == "state" ? 3 : 1)', unit: pesos}`)
	r := runSmall(t, files, engine.Options{})
	if port := r.Ports[r.Routes[0].Port].ID; port != "east" {
		t.Errorf("port is %s", port)
	}
	near(t, "price", r.Routes[0].Cost, 3*tenthDegreeKM, 1e-5)
}

func TestViolentRoadsCostMore(t *testing.T) {
	// Municipality 01001 has the value 1, 01002 the value 5: B-C, half in each,
	// has the mean 3, and C-D, half in 01002 and half in none, 5.
	files := smallFiles("study.yaml", "{kind: length}", "{kind: formula, formula: length_km * danger, surfaces: [{name: danger, table: danger.csv, columns: {code: code, value: x}}]}",
		"study.yaml", "kind: kind}}", "kind: kind}, kinds: [land]}",
		"danger.csv", "", "code,x\n01001,1\n01002,5\n")
	r := runSmall(t, files, engine.Options{})
	near(t, "price", r.Routes[0].Cost, tenthDegreeKM*(1+3+5), 1e-4)
}

func TestFlowsAddUp(t *testing.T) {
	files := smallFiles("origins.csv", "30\n", "30\n01002,Bravo,10\n")
	r := runSmall(t, files, engine.Options{})
	near(t, "share", r.Origins[0].Share, 0.75, 0)
	travel, routes := 0.0, 0.0
	for _, m := range r.Municipalities {
		travel += m.TravelMeters
	}
	for _, route := range r.Routes {
		routes += route.Meters
	}
	// The second origin leaves 01002 for D, half of the way outside both.
	near(t, "kilometres by municipality", travel/1000, routes/1000-tenthDegreeKM/2, 1e-6)
	if s := r.Segments[0]; s.Routes != 1 || s.Weight[0] != 30 {
		t.Errorf("A-B carries %+v", s)
	}
}

func TestSameBytesOnAnyNumberOfWorkers(t *testing.T) {
	study, err := engine.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	var dirs [2]string
	for i, workers := range []int{1, 5} {
		result, err := engine.Run(context.Background(), study, engine.Options{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		dirs[i] = t.TempDir()
		if err := result.Write(dirs[i]); err != nil {
			t.Fatal(err)
		}
	}
	sameFiles(t, dirs[0], dirs[1])
}

func sameFiles(t *testing.T, a, b string) {
	t.Helper()
	entries, err := os.ReadDir(a)
	if err != nil {
		t.Fatal(err)
	}
	const outputs = 10 // see Result.Write
	if len(entries) != outputs {
		t.Errorf("%d files were written", len(entries))
	}
	for _, entry := range entries {
		one, err := os.ReadFile(filepath.Join(a, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		other, err := os.ReadFile(filepath.Join(b, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one, other) {
			t.Errorf("%s differs", entry.Name())
		}
	}
}

func TestCancelledRunStops(t *testing.T) {
	study, err := engine.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	opts := engine.Options{Progress: func(stage string, _, _ int64) {
		if stage == "routes" {
			cancel()
		}
	}}
	if _, err := engine.Run(ctx, study, opts); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}

func TestEmbeddedStudyRoutesEveryOrigin(t *testing.T) {
	study, err := engine.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	r, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, route := range r.Routes {
		if route.Status != engine.Routed {
			t.Errorf("%s %s: %s", r.Origins[i].Code, r.Origins[i].Name, route.Status)
		}
	}
	if c := r.Counts(); c.Municipalities != 2454 || c.MunicipalityMethod != "nearest-seat" || c.OutsideKM != 0 {
		t.Errorf("counts are %+v", c)
	}
}
