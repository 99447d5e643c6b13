package cost_test

import (
	"math"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cost"
)

// roads has three segments, of 1, 2 and 3 km. The second is a toll road, the
// third a ferry without a speed.
func roads(t testing.TB) *graph.Graph {
	t.Helper()
	var b graph.Builder
	for _, name := range []string{"class", "toll", "ferry", "speed_kmh", "lanes"} {
		b.AddColumn(name)
	}
	b.AddNodes(4)
	for i, values := range [][]string{
		{"federal", "", "no", "80", "2"}, {"autopista", "true", "no", "110", "4"}, {"", "false", "yes", "", "1"},
	} {
		b.AddSegment(graph.Segment{From: graph.NodeID(i), To: graph.NodeID(i + 1), LengthMeters: 1000 * float64(i+1), Values: values})
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestFormula(t *testing.T) {
	inf := math.Inf(1)
	for _, test := range []struct {
		text string
		want [3]float64
	}{
		{"length_km", [3]float64{1, 2, 3}},
		{"length_m", [3]float64{1000, 2000, 3000}},
		{"length_km * (toll ? 1.5 : 1) + 5 * ferry", [3]float64{1, 3, 8}},
		{"toll == true ? 2 : 1", [3]float64{1, 2, 1}},
		{"false == toll ? 2 : 1", [3]float64{2, 1, 2}},
		{"toll or ferry ? 2 : 1", [3]float64{1, 2, 2}},
		{"not toll && !ferry ? 2 : 1", [3]float64{2, 1, 1}},
		{`class == "federal" ? 7 : 9`, [3]float64{7, 9, 9}},
		{`class in ["federal", "autopista"] ? 7 : 9`, [3]float64{7, 7, 9}},
		{"ferry ? closed : length_km", [3]float64{1, 2, inf}},
		{"3600 * length_km / (speed_kmh ?? 36)", [3]float64{45, 7200.0 / 110, 300}},
		{"lanes > 1 ? 1 : 4", [3]float64{1, 1, 4}},
		{"max(1, length_km - 1)", [3]float64{1, 1, 2}},
		{"4", [3]float64{4, 4, 4}},
	} {
		t.Run(test.text, func(t *testing.T) {
			g := roads(t)
			f, err := cost.ParseFormula(g, test.text)
			if err != nil {
				t.Fatal(err)
			}
			m, err := f.Metric(g)
			if err != nil {
				t.Fatal(err)
			}
			for s, want := range test.want {
				for _, reversed := range []bool{false, true} {
					if got := m[g.ArcOf(graph.SegmentID(s), reversed)]; got != graph.Quantize(want) {
						t.Errorf("segment %d costs %v, want %v", s, got, want)
					}
				}
			}
		})
	}
}

func TestBadFormulas(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", "formula"},
		{"length_km *", "at character"},
		{"length_km * tol", `at character 13: unknown name tol; the names are class, closed, ferry, lanes, length_km, length_m, speed_kmh, toll`},
		{`class * 2`, "at character"},
		{`toll == "yes" ? 1 : 2`, "at character"},
		{`class == "federal"`, "formula"},
		{"length_km - 2", "segment 0"},
		{"0 / (length_km - 1)", "segment 0"},
		{"length_km / speed_kmh", "segment 2"},
		{"length_km / speed_kmh", "a value is missing"},
	} {
		t.Run(test.text, func(t *testing.T) {
			g := roads(t)
			f, err := cost.ParseFormula(g, test.text)
			if err == nil {
				_, err = f.Metric(g)
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want it to say %q", err, test.want)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("several lines: %v", err)
			}
		})
	}
}

// A segment is named with its values, and alone where the roads have no columns.
func TestBadFormulaNamesSegment(t *testing.T) {
	var b graph.Builder
	b.AddNodes(2)
	b.AddSegment(graph.Segment{To: 1, LengthMeters: 1000})
	bare, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		g    *graph.Graph
		want string
	}{{bare, `segment 0: the price is -1`}, {roads(t), `segment 0 (class="federal", toll="", ferry="no", speed_kmh="80", lanes="2"): the price is -1`}} {
		f, err := cost.ParseFormula(test.g, "length_km - 2")
		if err != nil {
			t.Fatal(err)
		}
		if _, err = f.Metric(test.g); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error is %v, want %s", err, test.want)
		}
	}
}

func TestTravelTime(t *testing.T) {
	g := roads(t)
	m, err := cost.TravelTime(g, cost.Speeds{ByClass: map[string]float64{"federal": 40}, Default: 36})
	if err != nil {
		t.Fatal(err)
	}
	// The column comes first: 1 km at 80 km/h; 2 km at 110; 3 km at the default.
	for s, want := range []float64{45, 7200.0 / 110, 300} {
		if got := m[g.ArcOf(graph.SegmentID(s), false)]; math.Abs(got-want) > graph.Step {
			t.Errorf("segment %d takes %v s, want %v", s, got, want)
		}
	}
	if _, err := cost.TravelTime(g, cost.Speeds{}); err == nil || !strings.Contains(err.Error(), "1 road segments have no speed") {
		t.Errorf("error is %v", err)
	}
}

func TestTravelTimeBackward(t *testing.T) {
	var b graph.Builder
	b.AddColumn("speed_kmh")
	b.AddColumn("speed_kmh_backward")
	b.AddNodes(2)
	for _, values := range [][]string{{"90", "60"}, {"90", ""}} {
		b.AddSegment(graph.Segment{From: 0, To: 1, LengthMeters: 3000, Values: values})
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	m, err := cost.TravelTime(g, cost.Speeds{})
	if err != nil {
		t.Fatal(err)
	}
	for s, want := range [][2]float64{{120, 180}, {120, 120}} { // 3 km at 90 and at 60 km/h
		if got := [2]float64{m[g.ArcOf(graph.SegmentID(s), false)], m[g.ArcOf(graph.SegmentID(s), true)]}; got != want {
			t.Errorf("segment %d takes %v s, want %v", s, got, want)
		}
	}
}

func BenchmarkFormula(b *testing.B) {
	g := roads(b)
	f, err := cost.ParseFormula(g, "length_km * (toll ? 1.2 : 1) + 5 * ferry")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.Metric(g); err != nil {
			b.Fatal(err)
		}
	}
}
