package graph_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/internal/outside"
)

const (
	shortRelative = 1e-7  // promised up to 10 km
	longMeters    = 0.001 // promised beyond
)

// checkDistance compares both directions of a distance with an oracle's.
func checkDistance(t *testing.T, a, b orb.Point, want float64) {
	t.Helper()
	tolerance := longMeters
	if want <= 10_000 {
		tolerance = shortRelative * want
	}
	for _, got := range []float64{graph.Distance(a, b), graph.Distance(b, a)} {
		if !(math.Abs(got-want) <= tolerance) {
			t.Errorf("Distance(%v, %v) = %.9f, geod says %.9f", a, b, got, want)
		}
	}
}

func TestDistanceShort(t *testing.T) {
	for _, row := range strings.Split(strings.TrimSpace(shortEdges), "\n") {
		var a, b orb.Point
		var want float64
		if _, err := fmt.Sscan(row, &a[1], &a[0], &b[1], &b[0], &want); err != nil {
			t.Fatal(row, err)
		}
		checkDistance(t, a, b, want)
	}
}

// The last figures are from geod as well: see shortEdges.
func TestDistanceLong(t *testing.T) {
	tests := []struct {
		name string
		a, b orb.Point
		want float64
	}{
		{"México - Toluca, 57 km", orb.Point{-99.1332, 19.4326}, orb.Point{-99.6557, 19.2826}, 57352.659098},
		{"20 km", orb.Point{-99.1332, 19.4326}, orb.Point{-99.0, 19.3}, 20280.132820},
		{"Culiacán - Nogales", orb.Point{-107.394, 24.8091}, orb.Point{-110.9381, 31.3404}, 803120.177307},
		{"Acapulco - Nuevo Laredo", orb.Point{-99.8237, 16.8531}, orb.Point{-99.5496, 27.4779}, 1176873.300609},
		{"Tijuana - Cancún", orb.Point{-117.0382, 32.5149}, orb.Point{-86.8515, 21.1619}, 3238731.713421},
		{"México - Bogotá", orb.Point{-99.1332, 19.4326}, orb.Point{-74.0721, 4.711}, 3169419.480055},
		{"México - Madrid", orb.Point{-99.1332, 19.4326}, orb.Point{-3.7038, 40.4168}, 9076988.261496},
		{"México - Sydney", orb.Point{-99.1332, 19.4326}, orb.Point{151.2093, -33.8688}, 12973961.054957},
		{"México - Singapore", orb.Point{-99.1332, 19.4326}, orb.Point{103.8198, 1.3521}, 16618865.867184},
		{"along the equator", orb.Point{-10, 0}, orb.Point{80, 0}, 10018754.171395},
		{"a meridian, to the pole", orb.Point{-99, 0}, orb.Point{-99, 90}, 10001965.729313},
		{"pole to pole", orb.Point{-99, -90}, orb.Point{20, 90}, 20003931.458625},
		{"over the pole", orb.Point{-99, 89.99}, orb.Point{81, 89.99}, 2233.879591},
		{"across 180 degrees", orb.Point{179.99, 20}, orb.Point{-179.99, 20.01}, 2367.630403},
		{"across 180 degrees, far", orb.Point{170, -10}, orb.Point{-170, 15}, 3537351.457610},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { checkDistance(t, test.a, test.b, test.want) })
	}
}

func TestDistanceSamePoint(t *testing.T) {
	for _, p := range []orb.Point{{-99.1332, 19.4326}, {0, 0}, {180, 0}, {12, 90}, {-12, -90}, {7, 86}} {
		if got := graph.Distance(p, p); got != 0 {
			t.Errorf("Distance(%v, itself) = %v", p, got)
		}
	}
	if got := graph.Distance(orb.Point{-180, 20}, orb.Point{180, 20}); got > 1e-6 {
		t.Errorf("the 180th meridian is %v m from itself", got)
	}
}

func TestDistanceNaN(t *testing.T) {
	nan := math.NaN()
	for _, p := range []orb.Point{{nan, 19}, {-99, nan}, {nan, nan}} {
		for _, q := range []orb.Point{{-99, 19}, {80, -19}, p} {
			if got := graph.Distance(p, q); !math.IsNaN(got) {
				t.Errorf("Distance(%v, %v) = %v, want NaN", p, q, got)
			}
			if got := graph.Distance(q, p); !math.IsNaN(got) {
				t.Errorf("Distance(%v, %v) = %v, want NaN", q, p, got)
			}
		}
	}
}

// TestDistanceLive asks geod about random pairs: half of them short, as road
// edges are, the rest anywhere, a quarter of all within a degree of the antipode.
func TestDistanceLive(t *testing.T) {
	const seed, pairs = 20120615, 2000
	rng := rand.New(rand.NewPCG(seed, 0))
	between := func(low, high float64) float64 { return low + (high-low)*rng.Float64() }
	var ends [][2]orb.Point
	var input strings.Builder
	for i := range pairs {
		a := orb.Point{between(-180, 180), between(-89, 89)}
		var b orb.Point
		switch i % 4 {
		case 0:
			b = orb.Point{between(-180, 180), between(-90, 90)}
		case 1:
			b = orb.Point{a[0] + 180 + between(-1, 1), max(-90, min(90, -a[1]+between(-1, 1)))}
		default: // log-uniform from 1 m (1e-5 degree) to 10 km (0.09 degree)
			reach, azimuth := math.Exp(between(math.Log(1e-5), math.Log(0.09))), between(0, 2*math.Pi)
			b = orb.Point{a[0] + reach*math.Sin(azimuth)/math.Cos(a[1]*math.Pi/180), a[1] + reach*math.Cos(azimuth)}
		}
		ends = append(ends, [2]orb.Point{a, b})
		fmt.Fprintf(&input, "%.17g %.17g %.17g %.17g\n", a[1], a[0], b[1], b[0])
	}
	out := outside.Output(t, input.String(), "geod", "+ellps=WGS84", "-I", "-F", "%.9f")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != pairs {
		t.Fatalf("seed %d: %d answers to %d questions", seed, len(lines), pairs)
	}
	for i, line := range lines {
		var want float64
		if _, err := fmt.Sscan(strings.Fields(line)[2], &want); err != nil {
			t.Fatalf("geod printed %q", line)
		}
		if i%4 == 1 {
			checkAntipodal(t, ends[i][0], ends[i][1], want)
		} else if want < 19_800_000 { // nearer to the antipode than 200 km Vincenty may give up
			checkDistance(t, ends[i][0], ends[i][1], want)
		}
	}
}

func checkAntipodal(t *testing.T, a, b orb.Point, want float64) {
	t.Helper()
	if got := graph.Distance(a, b); !(math.Abs(got-want) <= 0.005*want) { // half a percent is promised
		t.Errorf("Distance(%v, %v) = %.3f, geod says %.3f", a, b, got, want)
	}
}

// Half a meridian is 20003931 m; the antipode is never nearer than the shorter
// way over the poles, and never further.
func TestDistanceAntipode(t *testing.T) {
	for _, lat := range []float64{0, 1e-9, 0.3, 19.4326, 45, 89, 90} {
		for _, lon := range []float64{-99.1332, 0, 17} {
			checkAntipodal(t, orb.Point{lon, lat}, orb.Point{lon + 180, -lat}, 20003931)
		}
	}
	// 0.4 degrees short of it on the equator: from geod.
	checkAntipodal(t, orb.Point{0, 0}, orb.Point{179.6, 0}, 19989165.416)
}

func TestQuantize(t *testing.T) {
	const half = graph.Step / 2
	tests := []struct{ x, want float64 }{
		{0, 0}, {1, 1}, {graph.Step, graph.Step}, {-3 * graph.Step, -3 * graph.Step},
		{half, graph.Step}, {half * 0.999, 0}, {1 + half*0.999, 1},
		{1 << 33, 1 << 33}, {math.Inf(1), math.Inf(1)},
	}
	for _, test := range tests {
		if got := graph.Quantize(test.x); got != test.want {
			t.Errorf("Quantize(%v) = %v, want %v", test.x, got, test.want)
		}
	}
	if !math.IsNaN(graph.Quantize(math.NaN())) {
		t.Error("Quantize(NaN) is a number")
	}
}

func TestPointRoundTrip(t *testing.T) {
	for _, p := range []graph.Point{{}, {Lon: 1800000000, Lat: 900000000}, {Lon: -1800000000, Lat: -900000000}, {Lon: -991332001, Lat: 194326007}} {
		if got := graph.PointOf(p.Orb()); got != p {
			t.Errorf("PointOf(%v.Orb()) = %v", p, got)
		}
	}
	p := orb.Point{-99.1332, 19.4326}
	if got := graph.OrbPoint(graph.S2Point(p)); graph.Distance(got, p) > 1e-6 { // a micrometre
		t.Errorf("through s2, %v becomes %v", p, got)
	}
}
