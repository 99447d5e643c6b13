package scenario_test

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/engine/scenario"
	"github.com/corredor-geo/corredor/graph"
)

// line is a road of 1 km segments through places, in metres:
//
//	0 --- 1 --- 2 --- 3 --- 4
//	 00000 01111 11111 1120-   a digit is 200 m in that place; segment 3 has 400 of 1, 90 of 2
func line(t testing.TB) (*graph.Graph, *scenario.Roads) {
	t.Helper()
	var b graph.Builder
	b.AddNodes(5)
	for n := range graph.NodeID(4) {
		b.AddSegment(graph.Segment{From: n, To: n + 1, LengthMeters: 1000})
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	rows := [][]scenario.Stretch{
		{{0, 0, 1000}}, {{0, 0, 200}, {1, 200, 1000}}, {{1, 0, 1000}}, {{1, 0, 400}, {2, 400, 490}, {0, 490, 800}, {-1, 800, 1000}},
	}
	return g, scenario.NewRoads(g, graph.LengthMetric(g), func(s graph.SegmentID) iter.Seq[scenario.Stretch] { return slices.Values(rows[s]) })
}

func TestUnder(t *testing.T) {
	tests := []struct {
		name             string
		times            map[int]float64
		metric           []float64 // of the segments
		closed, repriced []graph.SegmentID
	}{
		{"nothing", nil, []float64{1000, 1000, 1000, 1000}, nil, nil},
		{"twice, for the part of a segment", map[int]float64{1: 2}, []float64{1000, 1800, 2000, 1400}, nil, []graph.SegmentID{1, 2, 3}},
		{"two places", map[int]float64{1: 2, 2: 11}, []float64{1000, 1800, 2000, 2300}, nil, []graph.SegmentID{1, 2, 3}},
		{"cheaper", map[int]float64{0: 0.5}, []float64{500, 900, 1000, 845}, nil, []graph.SegmentID{0, 1, 3}},
		{"once", map[int]float64{0: 1}, []float64{1000, 1000, 1000, 1000}, nil, nil},
		{"removed where it touches", map[int]float64{1: inf}, []float64{1000, inf, inf, inf}, []graph.SegmentID{1, 2, 3}, nil},
		{"90 m are a border", map[int]float64{2: inf}, []float64{1000, 1000, 1000, 1000}, nil, nil},
		{"a place without roads", map[int]float64{7: inf}, []float64{1000, 1000, 1000, 1000}, nil, nil},
		{"removed and dearer", map[int]float64{0: inf, 1: 3}, []float64{inf, inf, 3000, inf}, []graph.SegmentID{0, 1, 3}, []graph.SegmentID{2}},
	}
	for _, test := range tests {
		g, roads := line(t)
		n := roads.Under(test.times)
		for s, want := range test.metric {
			for _, reversed := range []bool{false, true} {
				if got := n.Metric[g.ArcOf(graph.SegmentID(s), reversed)]; got != want {
					t.Errorf("%s: segment %d weighs %v, want %v", test.name, s, got, want)
				}
			}
		}
		if !slices.Equal(n.Closed, test.closed) || !slices.Equal(n.Repriced, test.repriced) {
			t.Errorf("%s: closed %v, repriced %v", test.name, n.Closed, n.Repriced)
		}
	}
}

// More than half of a short segment, or all of one without length, closes it.
func TestShortSegmentsClose(t *testing.T) {
	for _, test := range []struct {
		length, inside float64
		closed         bool
	}{{50, 50, true}, {50, 26, true}, {50, 25, false}, {150, 80, true}, {150, 75, false}, {300, 100, false}, {300, 101, true}, {0, 0, true}} {
		var b graph.Builder
		b.AddNodes(2)
		b.AddSegment(graph.Segment{To: 1, LengthMeters: test.length, LengthKnown: true})
		g, err := b.Build()
		if err != nil {
			t.Fatal(err)
		}
		row := []scenario.Stretch{{0, 0, test.inside}, {1, test.inside, test.length}}
		roads := scenario.NewRoads(g, graph.LengthMetric(g), func(graph.SegmentID) iter.Seq[scenario.Stretch] { return slices.Values(row) })
		n := roads.Under(map[int]float64{0: inf})
		if (len(n.Closed) == 1) != test.closed {
			t.Errorf("%v of %v m inside: closed %v, want %v", test.inside, test.length, n.Closed, test.closed)
		}
		if got := n.Metric[0]; math.IsInf(got, 1) != test.closed || math.IsNaN(got) {
			t.Errorf("%v of %v m inside: weight %v, closed %v", test.inside, test.length, got, test.closed)
		}
	}
}

// A stop beside a closed stretch can go the other way, and pays the stretches it uses.
func TestCostOfParts(t *testing.T) {
	_, roads := line(t)
	n := roads.Under(map[int]float64{1: inf, 0: 3})
	for _, test := range []struct {
		segment  graph.SegmentID
		from, to float64
		want     float64
	}{
		{1, 100, 0, 300}, {1, 100, 200, 300}, {1, 100, 201, inf}, {1, 500, 600, inf}, {1, 500, 500, 0},
		{3, 600, 1000, 800}, {3, 600, 450, 370}, {3, 600, 300, inf}, {0, 250, 750, 1500},
	} {
		if got := n.Cost(graph.Span{Segment: test.segment, FromMeters: test.from, ToMeters: test.to}); got != test.want {
			t.Errorf("segment %d from %v to %v m costs %v, want %v", test.segment, test.from, test.to, got, test.want)
		}
	}
}

func TestMultipliers(t *testing.T) {
	for text, want := range map[string]float64{"inf": inf, "Closed": inf, ".inf": inf, "1.5": 1.5, "0.001": 0.001, "1000": 1000} {
		got, err := scenario.ParseMultiplier(text)
		again, _ := scenario.ParseMultiplier(scenario.FormatMultiplier(got))
		if got != want || err != nil || again != want {
			t.Errorf("%q is %v, %v, and written again %v", text, got, err, again)
		}
	}
	shocks := []scenario.Shock{{Code: "08029", Months: months(t, "2009-04", ""), Multiplier: 2}}
	if got := scenario.Replace(shocks, inf); got[0].Multiplier != inf || shocks[0].Multiplier != 2 {
		t.Errorf("replaced %v in %v", got, shocks)
	}
}

// A municipality, number 1, is removed for half a year.
func Example() {
	g, roads := line(&testing.T{})
	shocks := []scenario.Shock{{Code: "08029", Months: months(&testing.T{}, "2009-04", "2009-09"), Multiplier: inf}}
	for _, p := range scenario.Split(shocks, months(&testing.T{}, "2009-01", "2009-12")) {
		times := map[int]float64{}
		for _, f := range p.Factors {
			times[1] = f.Multiplier // the place of f.Code
		}
		d := graph.NewDijkstra(g)
		d.Run(roads.Under(times).Metric, 0)
		fmt.Println(p.Months, d.Distance(4))
	}
	// Output:
	// 2009-01..2009-03 4000
	// 2009-04..2009-09 +Inf
	// 2009-10..2009-12 4000
}
