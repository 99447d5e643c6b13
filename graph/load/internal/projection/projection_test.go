package projection_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"math/rand/v2"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/internal/projection"
	"github.com/corredor-geo/corredor/internal/outside"
)

func system(t testing.TB, name string) *projection.System {
	t.Helper()
	text := name
	if wkt, ok := definitions[name]; ok {
		text = wkt
	}
	s, err := projection.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// meters is the distance of two places some meters apart at most; one degree
// of a meridian has about 111,195 m.
func meters(a, b orb.Point) float64 {
	const degree = 111_195
	dx := math.Remainder(a[0]-b[0], 360) * math.Cos(a[1]*math.Pi/180)
	return degree * math.Hypot(dx, a[1]-b[1])
}

// tolerance in meters: the promise of the package is 1 cm, the digits of the
// oracle are those of a micrometer.
const tolerance = 2e-6

func TestOracle(t *testing.T) {
	for _, tt := range oracle {
		t.Run(tt.system, func(t *testing.T) {
			s := system(t, tt.system)
			worst := 0.0
			for _, p := range tt.points {
				lonLat, plane := orb.Point{p[0], p[1]}, orb.Point{p[2], p[3]}
				got, err := s.Forward(lonLat)
				if err != nil {
					t.Fatal(p, err)
				}
				worst = max(worst, math.Hypot(got[0]-plane[0], got[1]-plane[1]))
				back, err := s.Inverse(plane)
				if err != nil {
					t.Fatal(p, err)
				}
				worst = max(worst, meters(lonLat, back))
			}
			t.Logf("largest difference %.1e m", worst)
			if worst > tolerance {
				t.Errorf("%.2g m off", worst)
			}
		})
	}
}

// TestAgainstPROJ compares random places, and the dialects of WKT, with the
// installed PROJ.
func TestAgainstPROJ(t *testing.T) {
	tests := []struct {
		code int
		box  [4]float64 // longitudes and latitudes, beyond the area of use
	}{
		{6372, [4]float64{-125, -80, 5, 40}}, {6362, [4]float64{-125, -80, 5, 40}},
		{32611, [4]float64{-127, -107, -5, 60}}, {32616, [4]float64{-97, -77, -5, 60}},
		{32719, [4]float64{-80, -58, -80, 5}}, {31983, [4]float64{-56, -34, -60, 5}}, {31965, [4]float64{-127, -107, -5, 60}},
		{6366, [4]float64{-127, -107, -5, 60}}, {4489, [4]float64{-97, -77, -5, 60}}, {26912, [4]float64{-121, -101, 0, 80}},
		{26714, [4]float64{-109, -89, 0, 60}},
		{3857, [4]float64{-180, 180, -85, 85}}, {3395, [4]float64{-180, 180, -80, 84}}, {5070, [4]float64{-140, -50, 5, 70}},
		{2278, [4]float64{-106, -92, 25, 35}}, {3448, [4]float64{-80, -75, 16, 20}}, {9377, [4]float64{-84, -66, -5, 14}},
		{3116, [4]float64{-80, -70, -5, 12}}, {5367, [4]float64{-90, -80, 5, 14}}, {5347, [4]float64{-66, -54, -60, -20}},
		{3994, [4]float64{0, 180, -70, 70}}, {3577, [4]float64{110, 155, -45, -9}}, {2154, [4]float64{-5, 10, 41, 52}},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint("EPSG:", tt.code), func(t *testing.T) { compareWithPROJ(t, tt.code, tt.box) })
	}
}

func compareWithPROJ(t *testing.T, code int, box [4]float64) {
	const seed, n = 1, 500
	name := fmt.Sprint("EPSG:", code)
	random := rand.New(rand.NewPCG(seed, uint64(code)))
	places := make([]orb.Point, n)
	for i := range places {
		places[i] = orb.Point{box[0] + (box[1]-box[0])*random.Float64(), box[2] + (box[3]-box[2])*random.Float64()}
	}
	var arguments []string
	for _, a := range strings.Fields(run(t, "", "projinfo", "-q", "-o", "PROJ", name)) {
		// proj knows no datums, only their ellipsoids.
		switch {
		case a == "+datum=WGS84":
			a = "+ellps=WGS84"
		case a == "+datum=NAD83":
			a = "+ellps=GRS80"
		case a == "+datum=NAD27":
			a = "+ellps=clrk66"
		case strings.HasPrefix(a, "+nadgrids"), strings.HasPrefix(a, "+towgs84"), a == "+wktext", a == "+type=crs":
			continue
		}
		arguments = append(arguments, a)
	}
	want := points(t, run(t, lines(places), "proj", append([]string{"-f", "%.9f"}, arguments...)...))
	var systems []*projection.System
	if s, err := projection.EPSG(code); err == nil {
		systems = append(systems, s)
	}
	for _, dialect := range []string{"WKT1:ESRI", "WKT1:GDAL", "WKT2:2015", "WKT2:2019"} {
		wkt := run(t, "", "projinfo", "-q", "-o", dialect, name)
		s, err := projection.Parse(wkt)
		if err != nil {
			t.Fatalf("%s: %v\n%s", dialect, err, wkt)
		}
		systems = append(systems, s)
	}
	var forward, inverse float64
	for _, s := range systems {
		for i, p := range places {
			got, err := s.Forward(p)
			if err != nil {
				t.Fatal(s.Name(), p, err)
			}
			forward = max(forward, math.Hypot(got[0]-want[i][0], got[1]-want[i][1]))
			back, err := s.Inverse(want[i])
			if err != nil {
				t.Fatal(s.Name(), p, err)
			}
			inverse = max(inverse, meters(p, back))
		}
	}
	t.Logf("seed %d: largest difference forward %.1e units, inverse %.1e m, in %d definitions", seed, forward, inverse, len(systems))
	if forward > tolerance || inverse > tolerance {
		t.Errorf("forward %g, inverse %g off", forward, inverse)
	}
}

// TestAgainstCS2CS goes through the codes as cs2cs understands them.
func TestAgainstCS2CS(t *testing.T) {
	const seed, n = 2, 200
	random := rand.New(rand.NewPCG(seed, seed))
	for _, code := range []int{6372, 6362, 6366, 6367, 6368, 6369, 6370, 6371, 4484, 4485, 4486, 4487, 4488, 4489,
		32611, 32612, 32613, 32614, 32615, 32616, 26913, 31969, 3857, 3395, 5070, 6365, 4483, 4674, 4170, 4269, 4326} {
		s, err := projection.EPSG(code)
		if err != nil {
			t.Fatal(err)
		}
		places, plane := make([]orb.Point, n), make([]orb.Point, n)
		for i := range places {
			places[i] = orb.Point{-117 + 31*random.Float64(), 14 + 19*random.Float64()}
			if plane[i], err = s.Forward(places[i]); err != nil {
				t.Fatal(err)
			}
		}
		if code == 6372 || code == 6362 || s.Degrees() { // these have the northing or latitude first
			swap(plane)
		}
		back := points(t, run(t, lines(plane), "cs2cs", "-f", "%.12f", fmt.Sprint("EPSG:", code), "EPSG:4326"))
		swap(back)
		worst := 0.0
		for i := range back {
			worst = max(worst, meters(places[i], back[i]))
		}
		t.Logf("EPSG:%d, seed %d: largest difference %.1e m", code, seed, worst)
		if worst > tolerance {
			t.Errorf("EPSG:%d: %g m off", code, worst)
		}
	}
}

func swap(points []orb.Point) {
	for i, p := range points {
		points[i] = orb.Point{p[1], p[0]}
	}
}

func run(t *testing.T, in, program string, arguments ...string) string {
	t.Helper()
	return outside.Output(t, in, append([]string{program}, arguments...)...)
}

func lines(points []orb.Point) string {
	var b strings.Builder
	for _, p := range points {
		fmt.Fprintf(&b, "%.17g %.17g\n", p[0], p[1])
	}
	return b.String()
}

func points(t *testing.T, text string) (out []orb.Point) {
	t.Helper()
	for line := range strings.Lines(text) {
		var p orb.Point
		if _, err := fmt.Sscan(line, &p[0], &p[1]); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		out = append(out, p)
	}
	return out
}
