package graph_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph"
)

// Weights of up to 1000 km in 500 arcs stay below the 2^33 at which sums of
// multiples of Step stop being exact.
func TestCostDoesNotDependOnOrder(t *testing.T) {
	const seed = 11
	rng := rand.New(rand.NewPCG(seed, 0))
	g := build(t, 50, randomSegments(rng, 50, 500))
	m := graph.NewMetric(g, func(graph.SegmentID) float64 { return 1e6 * math.Pow(rng.Float64(), 8) })
	length := graph.LengthMetric(g)
	arcs := make([]graph.ArcID, g.ArcCount())
	for a := range arcs {
		arcs[a] = graph.ArcID(a)
	}
	cost, meters := m.Cost(arcs), length.Cost(arcs)
	for range 100 {
		rng.Shuffle(len(arcs), func(i, j int) { arcs[i], arcs[j] = arcs[j], arcs[i] })
		if got := m.Cost(arcs); got != cost {
			t.Fatalf("seed %d: cost %v in one order, %v in another", seed, cost, got)
		}
		if got := length.Cost(arcs); got != meters {
			t.Fatalf("seed %d: %v m in one order, %v m in another", seed, meters, got)
		}
	}
}

func TestNewMetric(t *testing.T) {
	segments := randomSegments(rand.New(rand.NewPCG(12, 0)), 10, 40)
	g := build(t, 10, segments)
	calls := 0
	m := graph.NewMetric(g, func(s graph.SegmentID) float64 { calls++; return float64(s) / 3 })
	if calls != len(segments) {
		t.Errorf("%d evaluations for %d segments", calls, len(segments))
	}
	length := graph.LengthMetric(g)
	for a := range graph.ArcID(g.ArcCount()) {
		s, _ := g.Segment(a)
		if m[a] != graph.Quantize(float64(s)/3) || length[a] != g.LengthMeters(s) {
			t.Errorf("arc %d of segment %d weighs %v, its length %v", a, s, m[a], length[a])
		}
	}
	if err := length.Check(g); err != nil {
		t.Error(err)
	}
	if got := length.Cost(nil); got != 0 {
		t.Errorf("the empty path costs %v", got)
	}
}

func TestMetricCheck(t *testing.T) {
	// Segment 1 is one-way, so its arc is not its number.
	g := build(t, 2, []graph.Segment{{From: 0, To: 1, LengthMeters: 1}, {From: 1, To: 0, LengthMeters: 1, Direction: graph.Forward}})
	tests := []struct {
		name string
		m    graph.Metric
		hint string // "" is no error
	}{
		{"sound", graph.Metric{1, 0, 2}, ""},
		{"closed arcs", graph.Metric{math.Inf(1), 1, math.Inf(1)}, ""},
		{"too short", graph.Metric{1, 1}, "2 weights for 3 arcs"},
		{"too long", graph.Metric{1, 1, 1, 1}, "4 weights for 3 arcs"},
		{"negative", graph.Metric{1, 1, -1}, "segment 1 is -1"},
		{"NaN", graph.Metric{math.NaN(), 1, 1}, "segment 0 is NaN"},
		{"-Inf", graph.Metric{1, math.Inf(-1), 1}, "segment 0 is -Inf"},
	}
	for _, test := range tests {
		err := test.m.Check(g)
		if (err == nil) != (test.hint == "") || err != nil && !strings.Contains(err.Error(), test.hint) {
			t.Errorf("%s: error %v, want one with %q", test.name, err, test.hint)
		}
	}
}

func TestClosedArcStaysClosed(t *testing.T) {
	g := build(t, 2, []graph.Segment{{From: 0, To: 1, LengthMeters: 1}})
	m := graph.NewMetric(g, func(graph.SegmentID) float64 { return math.Inf(1) })
	if cost := m.Cost([]graph.ArcID{0}); !math.IsInf(cost, 1) {
		t.Errorf("a closed road costs %v", cost)
	}
}
