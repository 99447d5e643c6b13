package engine_test

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine"
)

const (
	tableLayer = "{layer: poppy, table: origins.csv, columns: {code: code, name: name, weight: ha}, unit: ha}"
	// Seven seizures around A, in 01001, and one at C, in 01002.
	seizures = "lon,lat,kg\n0,0,1\n0.02,0.01,1\n-0.02,0.01,1\n0.01,-0.02,1\n-0.01,-0.01,1\n0.03,0.02,1\n0,0.02,1\n0.2,0,1\n,,9\n"
)

func pointStudy(layer string) []string {
	return []string{"study.yaml", tableLayer, layer, "seizures.csv", "", seizures}
}

func TestHotspotsOfPoints(t *testing.T) {
	for _, tt := range []struct {
		layer, unit string
		codes       string
		weights     []float64 // near; 0 is not looked at
	}{
		// A kernel of 0.05 degrees has the peak 1/(2 pi 0.0025) = 63.7: a seat next to
		// an eighth of the points has at least 8.
		{"{layer: meth, points: seizures.csv, bandwidth: 0.05, top: 2}", "density per square degree", "01001 01002", []float64{0, 7.9}},
		// Seven of eight points lie 2.4 sigmas or more west of the border at 0.15, 0.019
		// of their kernels beyond it; the eighth has 1 sigma on either side in 01002.
		{"{layer: meth, points: seizures.csv, bandwidth: 0.05, by: mass, share: 0.999}", "share of the density", "01001 01002", []float64{(7 - 0.019 + 0.159) / 8, (0.683 + 0.019) / 8}},
		{"{layer: meth, points: seizures.csv, bandwidth: 5 km, by: mass, share: 0.5}", "share of the density", "01001", []float64{0.875}},
		{"{layer: meth, points: seizures.csv, bandwidth: nrd km, by: mean, top: 1}", "density per km2", "01002", nil},
	} {
		r := runSmall(t, smallFiles(pointStudy(tt.layer)...), engine.Options{})
		h := r.Hotspots[0]
		var codes []string
		for i, o := range r.Origins {
			codes = append(codes, o.Code)
			if tt.weights != nil && tt.weights[i] > 0 {
				near(t, tt.layer+" weight", o.Weight, tt.weights[i], 0.02*tt.weights[i])
			}
		}
		if got := strings.Join(codes, " "); got != tt.codes && tt.weights != nil {
			t.Errorf("%s: origins %s, want %s", tt.layer, got, tt.codes)
		}
		if h.Unit != tt.unit || h.Points != 8 || len(h.Regions) != 3 {
			t.Errorf("%s: unit %q, %d points, %d regions", tt.layer, h.Unit, h.Points, len(h.Regions))
		}
		if !strings.Contains(warnings(r), "rows without a position, left out") {
			t.Errorf("%s: warnings %s", tt.layer, warnings(r))
		}
	}
}

func warnings(r *engine.Result) string {
	var all []string
	for _, w := range r.Warnings {
		all = append(all, w.Message)
	}
	return strings.Join(all, "; ")
}

// The density is one more thing in the folder of outputs, and in the dictionary.
func TestHotspotFiles(t *testing.T) {
	r := runSmall(t, smallFiles(pointStudy("{layer: meth, points: seizures.csv, bandwidth: 5 km, top: 2, hdr: [50, 99]}")...), engine.Options{})
	dir := t.TempDir()
	if err := r.Write(dir); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"hotspots.csv": "meth,1,01001,Aldama,", "hotspot_regions.geojson": `"percent":99`, "columns.csv": "hotspot_regions,percent,real,%",
		"routes.csv": "density per km2", "manifest.json": "seizures.csv",
	} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s does not say %q: %v", name, want, err)
		}
	}
}

// A ready grid gives its highest cell, or is measured like a density.
func TestHotspotsOfGrid(t *testing.T) {
	const grid = "lon,lat,z\n0,0,4\n0.1,0,2\n0.2,0,6\n0,0.1,1\n0.1,0.1,1\n"
	for layer, want := range map[string]float64{
		"{layer: meth, grid: grid.csv, columns: {weight: z}, top: 1}":                        6,
		"{layer: meth, grid: grid.csv, columns: {weight: z}, top: 1, by: peak, hdr: [50]}":   6,
		"{layer: meth, grid: grid.csv, columns: {weight: z}, top: 1, by: seat}":              5.4,        // a tenth of the way from 6 to an empty node
		"{layer: meth, grid: grid.csv, columns: {weight: z}, top: 1, by: mass, share: 0.01}": 8.375 / 14, // 2.5 + 4 + 1.875 of the sums by longitude 5, 3, 6
	} {
		r := runSmall(t, smallFiles("study.yaml", tableLayer, layer, "grid.csv", "", grid), engine.Options{})
		near(t, layer, r.Origins[0].Weight, want, 1e-4)
	}
}

func TestOriginsArePlaces(t *testing.T) {
	files := smallFiles("study.yaml", tableLayer, "{layer: cocaine, places: entries.csv, columns: {id: id, name: town}}",
		"entries.csv", "", "id,town,lon,lat\nveracruz,Veracruz,0.2,0.005\nsea,,0.29,0\n")
	r := runSmall(t, files, engine.Options{})
	o := r.Origins[1]
	if o.ID != "veracruz" || o.Code != "01002" || o.Name != "Veracruz" || o.Located != "place" || o.Weight != 1 || o.Share != 0.5 {
		t.Errorf("%+v", o)
	}
	if sea := r.Origins[0]; sea.ID != "sea" || sea.Code != "" {
		t.Errorf("%+v", sea)
	}
	if !strings.Contains(warnings(r), "cocaine: places in no municipality") {
		t.Errorf("warnings: %s", warnings(r))
	}
	near(t, "route km", r.Routes[0].Meters/1000, tenthDegreeKM/10, 1e-3)
	dir := t.TempDir()
	if err := r.Write(dir); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "routes.csv"))
	if err != nil || !strings.Contains(string(text), "cocaine,2,veracruz,01002,Veracruz,,place,1,,0.5,routed,east") {
		t.Errorf("%s %v", text, err)
	}
}

func TestCocaineExample(t *testing.T) {
	study, err := engine.ReadStudy("../examples/mexico-cocaine.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ports := map[string]int{}
	for i, route := range r.Routes {
		if route.Status != engine.Routed || math.Abs(r.Origins[i].Share-1.0/15) > 1e-15 {
			t.Errorf("%s: %s, share %g", r.Origins[i].ID, route.Status, r.Origins[i].Share)
		}
		ports[r.Ports[route.Port].ID]++
	}
	if len(r.Origins) != 15 || ports["2301"] != 12 || ports["2310"] != 2 || ports["2504"] != 1 {
		t.Errorf("%d origins, ports %v", len(r.Origins), ports)
	}
}

func TestBadOrigins(t *testing.T) {
	const line = "study.yaml:5:"
	for _, tt := range []struct{ layer, want string }{
		{"{layer: meth, points: seizures.csv, table: origins.csv}", "needs one of table:, grid:, points: and places:"},
		{"{layer: meth}", "needs one of"},
		{"{layer: meth, points: seizures.csv}", "would keep every municipality"},
		{"{layer: meth, points: seizures.csv, top: 1, bandwidth: wide}", `bad bandwidth: "wide"`},
		{"{layer: meth, points: seizures.csv, top: 1, bandwidth: 9000 km}", "9000 km; at most 500 km are sensible"},
		{"{layer: meth, points: seizures.csv, top: 1, by: median}", `by is "median"`},
		{"{layer: meth, points: seizures.csv, share: 0.5}", "a share of densities means nothing"},
		{"{layer: meth, points: seizures.csv, top: 1, nodes: 1}", "nodes is 1"},
		{"{layer: meth, points: seizures.csv, top: 1, hdr: [50, 100]}", "region of 100 %"},
		{"{layer: meth, points: seizures.csv, top: 1, by: seat, min: 1e9}", "keeps no municipality (lower its min:)"},
		{"{layer: meth, points: atsea.csv, top: 1, by: seat, bandwidth: 1 km}", "keeps no municipality (none has a weight above 0"},
		{"{layer: poppy, table: origins.csv, columns: {code: code, weight: ha}, bandwidth: 1}", "bandwidth: goes with points:"},
		{"{layer: poppy, table: origins.csv, columns: {code: code, weight: ha}, by: mass}", "by: goes with points: or grid:"},
		{"{layer: poppy, table: origins.csv, columns: {code: code, weight: ha}, share: 2}", "share is 2"},
		{"{layer: poppy, table: origins.csv, columns: {code: code, weight: ha}, total: 5}", "the total of layer \"poppy\" is 5, but its table adds up to 30"},
		{"{layer: cocaine, places: origins.csv}", "has no id for its places"},
		{"{layer: meth, grid: grid.csv, columns: {weight: z}, by: seat}", "bad density grid"},
	} {
		t.Run(tt.layer, func(t *testing.T) {
			files := smallFiles(append(pointStudy(tt.layer), "grid.csv", "", "lon,lat,z\n0,0,1\n0.1,0.1,1\n0.17,0.2,1\n", "atsea.csv", "", "lon,lat\n-40,20\n-41,20\n")...)
			err := runBad(files)
			if err == nil || !strings.HasPrefix(err.Error(), line) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v, want %s ... %s", err, line, tt.want)
			}
		})
	}
	seats := smallFiles(append(pointStudy("{layer: meth, points: seizures.csv, top: 1, by: mass}"),
		"study.yaml", "file: municipalities.geojson, columns: {code: code, name: name}, seats: {file: seats.csv, columns: {code: code}}", "file: seats.csv, columns: {code: code}")...)
	if err := runBad(seats); err == nil || !strings.HasPrefix(err.Error(), line) || !strings.Contains(err.Error(), "has only seats") {
		t.Errorf("error %v", err)
	}
}
