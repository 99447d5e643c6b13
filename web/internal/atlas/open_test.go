package atlas_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/web/internal/atlas"
)

// What a run has written shows the same routes, ports and figures as the run itself.
func TestOpenShowsWhatWasRun(t *testing.T) {
	dir, run := written(t)
	a, err := atlas.Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if a.Title != run.Title || a.Method != run.Method || a.Counts != run.Counts || len(a.Inputs) != len(run.Inputs) || len(a.Regions) != len(run.Regions) {
		t.Errorf("%s, %s, %+v", a.Title, a.Method, a.Counts)
	}
	if a.Timeline.Steps != 1 || a.Timeline.StepMonths != 12 || a.Period != run.Period || len(a.Series) != 2 || a.Series[1].Months[0] != 12 {
		t.Errorf("timeline %+v, series %d", a.Timeline, len(a.Series))
	}
	for i, route := range run.Routes {
		got := a.Routes[i]
		if got.Code != route.Code || a.Layers[got.Layer] != run.Layers[route.Layer] || got.Status != route.Status || a.Ports[got.Port].ID != run.Ports[route.Port].ID || len(got.Line) != max(2, len(route.Line)) {
			t.Errorf("route %d of %s %s to %s", i, got.Code, got.Name, a.Ports[got.Port].ID)
		}
	}
	if len(a.Flows) != len(run.Flows) {
		t.Fatalf("%d flows, want %d", len(a.Flows), len(run.Flows))
	}
	for i, flow := range run.Flows {
		got := a.Flows[i]
		for k := range flow.Routes {
			if a.Segments[got.Segment].ID != run.Segments[flow.Segment].ID || got.Routes[k] != flow.Routes[k] || !near(got.Share[k], flow.Share[k]) {
				t.Errorf("flow %d: %+v, want %+v", i, got, flow)
			}
		}
	}
	drawn := map[[2]orb.Point]int{} // segments that have an edge
	each := func(s atlas.Segment, visit func(edge [2]orb.Point)) {
		for k := range len(s.Line) - 1 {
			visit([2]orb.Point{s.Line[k], s.Line[k+1]})
			visit([2]orb.Point{s.Line[k+1], s.Line[k]})
		}
	}
	for _, s := range run.Segments {
		each(s, func(edge [2]orb.Point) { drawn[edge]++ })
	}
	alone := 0
	for i, flow := range run.Flows {
		shared := false // a line does not tell two segments with one edge apart
		each(run.Segments[flow.Segment], func(edge [2]orb.Point) { shared = shared || drawn[edge] > 1 })
		if shared {
			continue
		}
		alone++
		if got := a.Flows[i].Against; !slices.Equal(got, flow.Against) {
			t.Errorf("segment %d: %v routes run against it, want %v", a.Segments[a.Flows[i].Segment].ID, got, flow.Against)
		}
	}
	if alone < len(run.Flows)*3/4 {
		t.Errorf("only %d of %d flows were compared", alone, len(run.Flows))
	}
	const year2010 = 6 // step of the run
	for k := range run.Series {
		for i := range run.Regions {
			was, is := run.Total(&run.Series[k], []int{i}, year2010, year2010+1), a.Total(&a.Series[k], []int{i}, 0, 1)
			if !same(is.Events, was.Events) || !same(is.RatePer100k, was.RatePer100k) {
				t.Fatalf("%s %s: %+v, want %+v", run.Series[k].Name, run.Regions[i].Code, is, was)
			}
		}
	}
}

// near allows for the six decimals of the written weights.
func near(a, b float64) bool { return a-b < 1e-5 && b-a < 1e-5 }

func TestOpenFails(t *testing.T) {
	dir, _ := written(t)
	for _, tt := range []struct{ name, content, want string }{
		{"manifest.json", "", "manifest"},
		{"manifest.json", "{", "manifest.json"},
		{"segments.geojson", "", "segments.geojson"},
		{"routes.csv", "\x00", "routes.csv"},
		{"municipalities.geojson", `{"type":"FeatureCollection","features":[`, "municipalities.geojson"},
	} {
		path := filepath.Join(dir, tt.name)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if tt.content == "" {
			err = os.Remove(path)
		} else {
			err = os.WriteFile(path, []byte(tt.content), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := atlas.Open(context.Background(), dir); err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s %q: %v", tt.name, tt.content, err)
		}
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
