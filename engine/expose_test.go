package engine_test

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/internal/outside"
)

// The route from A to D: 0.15 degrees in 01001 with a rate of 60, 0.10 in 01002
// with 180, the last 0.05 in neither. The last 0.1 degrees are a slow road.
func exposedStudy(more string) []string {
	return []string{
		"study.yaml", "kind: kind}}", "kind: kind}, kinds: [land]}",
		"study.yaml", "title: small", "title: small\nexposure: {" + more + "}",
		"links.csv", "C,D,M2,federal,", "C,D,M2,state,",
	}
}

func TestExposureByHand(t *testing.T) {
	r := runSmall(t, smallFiles(exposedStudy("buffers_km: [10, 5], permutations: 19, speeds_kmh: {federal: 100, state: 50}")...), engine.Options{})
	x := r.Exposed
	if x == nil || !x.HasTime || x.BufferMethod != "area" || x.Spec.BuffersKM[0] != 5 {
		t.Fatalf("%+v", x)
	}
	e := x.Routes[0][0]
	near(t, "by length", e.ByLength.RatePer100k, (60*0.15+180*0.10)/0.25, 1e-6)
	near(t, "unknown km", e.ByLength.Unknown/1000, tenthDegreeKM/2, 1e-6)
	near(t, "by time", e.ByTime.RatePer100k, (60*0.15+180*0.15)/0.30, 1e-6)
	near(t, "hours", (e.ByTime.Known+e.ByTime.Unknown)/3600, tenthDegreeKM*(2/100.0+1/50.0), 1e-6)
	near(t, "by people", e.ByPopulation.RatePer100k, 16/120_000.0*6*100_000, 1e-9)
	near(t, "people", e.ByPopulation.Population, 120_000, 0)
	// Within 5 km lie 10 of 221.15 km of 01002, from south to north, and of 01001
	// 0.15 degrees of road and half a disc around its end.
	const height, width, degree = 2 * 110.574, 1.15, 10 * tenthDegreeKM
	in1, in2 := (1.5*tenthDegreeKM*10+math.Pi*25/2)/(width*degree*height), 10/height
	near(t, "share of 01001", x.Municipalities[0].Within[0], in1, 0.01*in1)
	near(t, "share of 01002", x.Municipalities[1].Within[0], in2, 0.01*in2)
	near(t, "people within 5 km", e.Buffers[0].Population, 100_000*in1+20_000*in2, 20)
	near(t, "rate within 5 km", e.Buffers[0].RatePer100k, (10*in1+6*in2)/(100_000*in1+20_000*in2)*6*100_000, 1)
	// The seat of 01002 is 0.1 degrees west of the port at D, at the same latitude.
	near(t, "km to the port", x.Municipalities[1].PortKM, tenthDegreeKM, 1e-3)
	if !strings.Contains(warnings(r), "nothing to match") || !strings.Contains(warnings(r), "no autocorrelation") {
		t.Errorf("warnings: %s", warnings(r))
	}
}

// Where both municipalities are one metropolitan area, each has its rate, 16 events
// in 120,000 people over two months, and so have all kilometres, people and corridors.
func TestExposureOfMetropolitanArea(t *testing.T) {
	r := runSmall(t, smallFiles(append(exposedStudy("permutations: 1"), "study.yaml", "  period:", "  adjust: [{name: metro, table: metro.csv}]\n  period:",
		"metro.csv", "", "area,name,cvegeo\nab,Aldama-Bravo,01001\nab,Aldama-Bravo,01002\n")...), engine.Options{})
	e, want := r.Exposed.Routes[0][0], 16/120_000.0*6*100_000
	near(t, "by length", e.ByLength.RatePer100k, want, 1e-9)
	near(t, "by people", e.ByPopulation.RatePer100k, want, 1e-9)
	near(t, "events", e.ByPopulation.Events, 16, 1e-9)
	near(t, "within 20 km", e.Buffers[2].RatePer100k, want, 1e-9)
}

// All that a run writes with exposure: has its columns described and does not
// depend on the number of workers.
func TestExposureFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of draws; package exposure has short ones")
	}
	study, err := engine.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	study.Exposure = &engine.ExposureSpec{Permutations: 49, BuffersKM: []float64{2.5, 10}}
	var dirs [2]string
	var result *engine.Result
	for i, workers := range []int{1, 5} {
		if result, err = engine.Run(context.Background(), study, engine.Options{Workers: workers}); err != nil {
			t.Fatal(err)
		}
		dirs[i] = t.TempDir()
		if err := result.Write(dirs[i]); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(dirs[0])
	if err != nil || len(entries) != 10+4 {
		t.Errorf("%d files, %v", len(entries), err)
	}
	for _, entry := range entries {
		one, other := read(t, dirs[0], entry.Name()), read(t, dirs[1], entry.Name())
		if one != other {
			t.Errorf("%s depends on the number of workers", entry.Name())
		}
	}
	for name, want := range map[string]string{
		"routes.csv": "homicides_rate_2_5km", "municipalities.csv": "within_2_5km", "columns.csv": "tests,p_two_sided,real",
		"exposure.csv": "marijuana,08029,Guadalupe y Calvo,2403,homicides,buffer,2.5,", "tests.csv": "homicides,shuffled origins,mean,", "balance.csv": "homicides,port_km,",
	} {
		if !strings.Contains(read(t, dirs[0], name), want) {
			t.Errorf("%s does not say %q", name, want)
		}
	}
	var tests struct {
		Settings struct {
			Seed, Permutations int
			Neighbours         string
		}
		Tests []struct {
			Test, Statistic string
			Draws           *int
		}
	}
	if err := json.Unmarshal([]byte(read(t, dirs[0], "tests.json")), &tests); err != nil || tests.Settings.Seed != 1 || tests.Settings.Permutations != 49 ||
		tests.Settings.Neighbours != "6 nearest seats" || len(tests.Tests) != 16 || tests.Tests[3].Test != "shuffled origins" || *tests.Tests[3].Draws != 49 {
		t.Errorf("%+v, %v", tests, err)
	}
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A draw of the same origins has the same municipalities on routes: where every
// municipality of every stratum is an origin, the shuffle moves nothing, and each
// draw is what was observed.
func TestRoutesFromEverywhereAreTheStudys(t *testing.T) {
	files := smallFiles(append(exposedStudy("permutations: 19, population_classes: 1, origins: keep"),
		"origins.csv", "30\n", "30\n01002,Bravo,10\n",
		"municipalities.geojson", "}}]}", `}},
{"type":"Feature","properties":{"code":"02001","name":"Casas"},"geometry":{"type":"Polygon","coordinates":[[[0.25,-1],[1,-1],[1,1],[0.25,1],[0.25,-1]]]}},
{"type":"Feature","properties":{"code":"02002","name":"Dunas"},"geometry":{"type":"Polygon","coordinates":[[[-1,1],[1,1],[1,2],[-1,2],[-1,1]]]}}]}`,
		"homicides.csv", "01002,2010-07,20000,0\n", "01002,2010-07,20000,0\n02001,2010-01,9000,1\n02001,2010-07,9000,1\n02002,2010-01,9000,2\n02002,2010-07,9000,0\n")...)
	r := runSmall(t, files, engine.Options{})
	x := r.Exposed
	if x.Placed != 2 || x.Free != 0 || x.Candidates != 3 { // the fourth is 166 km from any road
		t.Errorf("%d placed, %d free, %d candidates", x.Placed, x.Free, x.Candidates)
	}
	s := x.Tests[0].Shuffled
	if s.On != 3 || s.Off != 1 || s.MeanTest.NullSD > 1e-9 || math.Abs(s.MeanTest.NullMean-s.Mean) > 1e-9 || s.MeanTest.TwoSided != 1 {
		t.Errorf("%+v", s)
	}
	if random := x.Tests[0].Random; !(random.MeanTest.NullSD > 0) {
		t.Errorf("random routes: %+v", random)
	}
}

func TestBadExposure(t *testing.T) {
	for more, want := range map[string]string{
		"buffers_km: [5, 5]":                    "study.yaml:2: a buffer of 5 km",
		"buffers_km: [0]":                       "study.yaml:2: a buffer of 0 km",
		"buffers_km: [500]":                     "study.yaml:2: a buffer of 500 km",
		"buffer_km: [5]":                        `study.yaml:2: unknown key "buffer_km" (did you mean buffers_km? the keys here are: buffers_km`,
		"permutations: -1":                      "study.yaml:2: permutations is -1",
		"permutations: many":                    `study.yaml:2: "many" is not a whole number`,
		"seed: -4":                              "study.yaml:2: seed is -4",
		"population_classes: 99":                "study.yaml:2: population_classes is 99",
		"origins: drop":                         `study.yaml:2: origins is "drop"`,
		"neighbours: 0":                         `study.yaml:2: neighbours is "0"`,
		"neighbours: queens":                    `study.yaml:2: neighbours is "queens"`,
		"match: {caliper: -1}":                  "study.yaml:2: caliper is -1",
		"match: {within: county}":               `study.yaml:2: within is "county"`,
		"speeds_kmh: {federal: 0}":              "study.yaml:2: the speed of federal is 0 km/h",
		"speeds_kmh: {federal: 90}":             "study.yaml:2: 2 road segments have no speed",
		"default_speed_kmh: 5000":               "study.yaml:2: the speed is 5000 km/h",
		"buffers_km: [1,2,3,4,5,6,7,8,9,10,11]": "study.yaml:2: 11 buffers",
	} {
		err := runBad(smallFiles(exposedStudy(more)...))
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want %s", more, err, want)
		}
	}
	without := exposedStudy("seed: 1")
	without = append(without, "study.yaml", smallStudy[strings.Index(smallStudy, "violence:"):], "")
	if err := runBad(smallFiles(without...)); err == nil || !strings.HasPrefix(err.Error(), "study.yaml:2: exposure: needs violence:") {
		t.Errorf("error %v", err)
	}
}

// The nearest port stands for the border: both distances rank municipalities alike.
func TestPortsStandForTheBorder(t *testing.T) {
	border := map[string]float64{}
	reader, err := feature.Open(outside.ReferenceData(t, "gazetteer/municipality-heads.csv"), feature.Options{Lon: "-"})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	for f, err := range reader.All() {
		if err != nil {
			t.Fatal(err)
		}
		code, _, err := f.Code("id")
		if err != nil {
			t.Fatal(err)
		}
		if border[code], err = f.Number("DistUSBorder"); err != nil {
			t.Fatal(err)
		}
	}
	study, err := engine.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	study.Exposure = &engine.ExposureSpec{Permutations: 1, BuffersKM: []float64{1}}
	r, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var x, y []float64
	for i, m := range r.Exposed.Municipalities {
		if km, ok := border[r.Regions.Regions[i].Code]; ok {
			x, y = append(x, m.PortKM), append(y, km)
		}
	}
	if c := stat.Correlation(x, y, nil); len(x) < 2400 || c < 0.999 {
		t.Errorf("correlation %g over %d municipalities", c, len(x))
	}
}
