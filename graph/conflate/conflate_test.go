package conflate_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/conflate"
)

// roads builds one segment per line, with its class. A unit is 0.01 degree,
// about 1.1 km, near the equator.
func roads(t testing.TB, lines ...road) *graph.Graph {
	t.Helper()
	var b graph.Builder
	b.AddColumn("class")
	for _, line := range lines {
		points := make([]graph.Point, len(line.points))
		for i, p := range line.points {
			points[i] = graph.PointOf(orb.Point{p[0] / 100, p[1] / 100})
		}
		from, to := b.AddNode(points[0]), b.AddNode(points[len(points)-1])
		b.AddSegment(graph.Segment{From: from, To: to, Via: points[1 : len(points)-1], Values: []string{line.class}})
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

type road struct {
	class  string
	points []orb.Point
}

func line(class string, points ...orb.Point) road { return road{class, points} }

func TestCarry(t *testing.T) {
	source := roads(t,
		line("autopista", orb.Point{0, 0}, orb.Point{5, 0}, orb.Point{10, 0}),
		line("federal", orb.Point{10, 0}, orb.Point{20, 0}),
		line("street", orb.Point{4, -5}, orb.Point{4, 5}), // crosses the first
	)
	for _, test := range []struct {
		name string
		road road
		want string
	}{
		{"beside", line("", orb.Point{1, 0.2}, orb.Point{9, 0.2}), "autopista"}, // 220 m north
		{"against it", line("", orb.Point{9, -0.2}, orb.Point{1, -0.2}), "autopista"},
		{"too far", line("", orb.Point{1, 0.6}, orb.Point{9, 0.6}), ""}, // 660 m
		{"across", line("", orb.Point{7, -1}, orb.Point{7, 1}), ""},
		{"along the crossing street", line("", orb.Point{4.1, -3}, orb.Point{4.1, 3}), "street"},
		{"mostly the second", line("", orb.Point{8, 0.1}, orb.Point{16, 0.1}), "federal"},
		{"half of it nowhere", line("", orb.Point{19, 0.1}, orb.Point{30, 0.1}), ""},
	} {
		target := roads(t, test.road)
		got, report, err := conflate.Carry(context.Background(), target, source, []string{"class"}, conflate.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if class := got.Column("class").Text(0); class != test.want {
			t.Errorf("%s: class is %q, want %q", test.name, class, test.want)
		}
		if matched := report.Matched == 1 && report.Share() == 1; matched != (test.want != "") {
			t.Errorf("%s: report is %+v", test.name, report)
		}
	}
}

func TestCarryKeepsTheTarget(t *testing.T) {
	source := roads(t, line("federal", orb.Point{0, 0}, orb.Point{10, 0}))
	target := roads(t, line("old", orb.Point{0, 0.1}, orb.Point{10, 0.1}), line("other", orb.Point{0, 9}, orb.Point{10, 9}))
	got, _, err := conflate.Carry(context.Background(), target, source, []string{"class", "nothing"}, conflate.Options{Workers: 3})
	if err != nil {
		t.Fatal(err)
	}
	if target.Column("class").Text(0) != "old" {
		t.Error("the target was changed")
	}
	if got.Column("class").Text(0) != "federal" || got.Column("class").Text(1) != "" || got.Column("nothing").Text(0) != "" {
		t.Errorf("classes are %q", got.Column("class").Values())
	}
	if got.TotalLengthMeters() != target.TotalLengthMeters() {
		t.Error("the roads were changed")
	}
}

func TestCarryNeedsCoordinates(t *testing.T) {
	var b graph.Builder
	b.AddNodes(2)
	b.AddSegment(graph.Segment{From: 0, To: 1, LengthMeters: 5})
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := conflate.Carry(context.Background(), g, g, nil, conflate.Options{}); !errors.Is(err, conflate.ErrNoCoordinates) {
		t.Errorf("error is %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	one := roads(t, line("a", orb.Point{0, 0}, orb.Point{1, 0}))
	if _, _, err := conflate.Carry(ctx, one, one, nil, conflate.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}

func TestBearing(t *testing.T) {
	for want, b := range map[float64]orb.Point{0: {0, 1}, 90: {1, 0}, 180: {0, -1}, 270: {-1, 0}} {
		if got := graph.Bearing(orb.Point{0, 0}, b); math.Abs(got-want) > 0.01 {
			t.Errorf("bearing to %v is %v, want %v", b, got, want)
		}
	}
}

func ExampleCarry() {
	t := &testing.T{}
	today := roads(t, line("autopista", orb.Point{0, 0}, orb.Point{10, 0}))
	old := roads(t, line("", orb.Point{0, 0.3}, orb.Point{10, 0.3}))
	old, report, err := conflate.Carry(context.Background(), old, today, []string{"class"}, conflate.Options{})
	fmt.Println(old.Column("class").Text(0), report.Share(), err)
	// Output: autopista 1 <nil>
}
