package hotspot_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/hotspot"
	"github.com/corredor-geo/corredor/graph"
)

// scattered draws points in Mexico, in clusters and alone.
func scattered(n int) []orb.Point {
	random := rand.New(rand.NewPCG(7, 7))
	points := make([]orb.Point, n)
	for i := range points {
		center := towns[random.IntN(len(towns))]
		points[i] = orb.Point{center[0] + random.NormFloat64(), center[1] + 0.7*random.NormFloat64()}
	}
	return points
}

func sigma(x, y float64) hotspot.Bandwidth { return hotspot.Bandwidth{Sigma: [2]float64{x, y}} }

func TestSinglePoint(t *testing.T) {
	for _, method := range []hotspot.Method{hotspot.Exact, hotspot.Binned} {
		// 80 steps of 0.1 about the point, which is at node 40, 40.
		d := mustKDE(t, []orb.Point{{-104, 22}}, nil, hotspot.KDEOptions{Bandwidth: sigma(0.5, 0.3), Method: method,
			Limits: orb.Bound{Min: orb.Point{-108, 18}, Max: orb.Point{-100, 26}}, Columns: 81, Rows: 81})
		if got, want := d.Value(40, 40), 1/(2*math.Pi*0.5*0.3); math.Abs(got/want-1) > 1e-12 {
			t.Errorf("method %d: peak %g, want %g", method, got, want)
		}
		for i := range 81 {
			if a, b := d.Value(i, 30), d.Value(80-i, 50); math.Abs(a-b) > 1e-14 {
				t.Errorf("method %d: not symmetric: %g and %g", method, a, b)
			}
		}
		if got := d.TotalMass(); math.Abs(got-1) > 1e-12 { // the limits are 8 sigmas away
			t.Errorf("method %d: mass %g", method, got)
		}
	}
}

func TestMassIsOne(t *testing.T) {
	for _, tt := range []struct {
		name      string
		bandwidth hotspot.Bandwidth
		tolerance float64
	}{
		{"degrees", hotspot.Bandwidth{}, 1e-6},
		{"least squares", hotspot.Bandwidth{Rule: hotspot.LeastSquares}, 1e-6},
		// The curvature of the surface over a bandwidth takes (60/6371)²/3 = 3e-5.
		{"km", hotspot.Bandwidth{SigmaKM: 60}, 1e-4},
		{"km, normal reference", hotspot.Bandwidth{Kilometres: true}, 1e-3},
	} {
		d := mustKDE(t, scattered(300), nil, hotspot.KDEOptions{Bandwidth: tt.bandwidth, Margin: 6})
		if got := d.TotalMass(); math.Abs(got-1) > tt.tolerance {
			s, _ := d.Sigma()
			t.Errorf("%s: mass %.9f, sigma %v", tt.name, got, s)
		}
	}
}

// A weight of 3 is a point given three times.
func TestWeights(t *testing.T) {
	weights := []float64{1, 3, 0, 2, 1, 1, 1, 2, 1, 1, 1, 4}
	var repeated []orb.Point
	for i, w := range weights {
		repeated = append(repeated, slices.Repeat(towns[i:i+1], int(w))...)
	}
	opts := hotspot.KDEOptions{Bandwidth: sigma(1, 1), Columns: 20, Rows: 20}
	got, want := mustKDE(t, towns, weights, opts), mustKDE(t, repeated, nil, opts)
	if worst := worstRatio(t, got.AppendValues(nil), want.AppendValues(nil)); worst > 1e-12 {
		t.Errorf("differ by %g", worst)
	}
	if got.Weight() != 18 || want.Weight() != 18 {
		t.Errorf("weights %g and %g, want 18", got.Weight(), want.Weight())
	}
	// Weights of nearly 1 give nearly the bandwidth of no weights.
	near := slices.Repeat([]float64{1}, len(towns))
	near[0] = 1 + 1e-9
	a, _ := mustKDE(t, towns, near, hotspot.KDEOptions{}).Sigma()
	b, _ := mustKDE(t, towns, nil, hotspot.KDEOptions{}).Sigma()
	if math.Abs(a[0]/b[0]-1) > 1e-6 || math.Abs(a[1]/b[1]-1) > 1e-6 {
		t.Errorf("weighted reference %v, want %v", a, b)
	}
}

func TestBinnedIsExact(t *testing.T) {
	inner := orb.Bound{Min: orb.Point{-106, 22}, Max: orb.Point{-103, 25}}
	for _, tt := range []struct {
		name string
		opts hotspot.KDEOptions
	}{
		{"map", hotspot.KDEOptions{Bandwidth: sigma(0.3, 0.3), Columns: 150, Rows: 130, Margin: 4}},
		{"coarse grid", hotspot.KDEOptions{Bandwidth: sigma(0.3, 0.2), Columns: 5, Rows: 7}},
		{"wide", hotspot.KDEOptions{Bandwidth: sigma(4, 9), Columns: 40, Rows: 40}},
		{"points beyond", hotspot.KDEOptions{Bandwidth: sigma(0.4, 0.3), Columns: 64, Rows: 48, Limits: inner}},
		{"km", hotspot.KDEOptions{Bandwidth: hotspot.Bandwidth{SigmaKM: 35}, Columns: 60, Rows: 50, Margin: 4}},
		{"km, points beyond", hotspot.KDEOptions{Bandwidth: hotspot.Bandwidth{SigmaKM: 50}, Columns: 40, Rows: 50, Limits: inner}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.opts.Method = hotspot.Exact
			exact := mustKDE(t, scattered(500), nil, tt.opts)
			tt.opts.Method = hotspot.Binned
			binned := mustKDE(t, scattered(500), nil, tt.opts).AppendValues(nil)
			s, _ := exact.Sigma()
			peak, worst := 1/(2*math.Pi*s[0]*s[1]), 0.0
			for i, v := range exact.AppendValues(nil) {
				worst = max(worst, math.Abs(binned[i]-v)/peak)
			}
			t.Logf("largest difference %.2g of the kernel's peak", worst)
			if !(worst <= hotspot.BinnedTolerance) {
				t.Errorf("differ by %g of the kernel's peak", worst)
			}
		})
	}
	// One point between bins is the worst case: here the bound itself is near.
	one := []orb.Point{{-104.0000 + 0.5/8, 22 + 0.5/8}} // sigma 1, bins of 1/8
	opts := hotspot.KDEOptions{Bandwidth: sigma(1, 1), Columns: 65, Rows: 65, Method: hotspot.Binned,
		Limits: orb.Bound{Min: orb.Point{-108, 18}, Max: orb.Point{-100, 26}}}
	binned := mustKDE(t, one, nil, opts)
	opts.Method = hotspot.Exact
	exact := mustKDE(t, one, nil, opts)
	worst := 0.0
	for i, v := range exact.AppendValues(nil) {
		worst = max(worst, math.Abs(v-binned.AppendValues(nil)[i])*2*math.Pi)
	}
	if worst > hotspot.BinnedTolerance || worst < hotspot.BinnedTolerance/3 {
		t.Errorf("worst case %g, the tolerance %g is to be above it, and not far", worst, hotspot.BinnedTolerance)
	}
}

// The kernel in kilometres is that over the geodesic distance, as documented.
func TestKilometresAreGeodesic(t *testing.T) {
	for _, tt := range []struct{ lat, km, tolerance float64 }{
		{0.5, 30, 3e-6}, {15, 30, 3e-6}, {24, 30, 3e-6}, {32, 100, 3e-5}, {40, 100, 3e-5}, {-24, 100, 3e-5},
	} {
		at := orb.Point{-104, tt.lat}
		d := mustKDE(t, []orb.Point{at}, nil, hotspot.KDEOptions{Bandwidth: hotspot.Bandwidth{SigmaKM: tt.km}, Columns: 41, Rows: 41, Margin: 4})
		peak, worst := 1/(2*math.Pi*tt.km*tt.km), 0.0
		for _, c := range d.Grid().Cells {
			u := graph.Distance(at, c.At) / 1000 / tt.km
			worst = max(worst, math.Abs(c.Density/peak-math.Exp(-u*u/2)))
		}
		t.Logf("latitude %g, %g km: %.2g", tt.lat, tt.km, worst)
		if worst > tt.tolerance {
			t.Errorf("latitude %g: %g of the peak", tt.lat, worst)
		}
	}
}

func TestAnyNumberOfCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for name, opts := range map[string]hotspot.KDEOptions{
		"exact":     {Method: hotspot.Exact, Bandwidth: hotspot.Bandwidth{Rule: hotspot.Likelihood}},
		"binned":    {Method: hotspot.Binned},
		"binned km": {Method: hotspot.Binned, Bandwidth: hotspot.Bandwidth{Kilometres: true}},
	} {
		var want []float64
		for _, cores := range []int{1, 2, 7} {
			runtime.GOMAXPROCS(cores)
			got := mustKDE(t, scattered(400), nil, opts).AppendValues(nil)
			if want == nil {
				want = got
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %d cores give other bytes", name, cores)
			}
		}
	}
}

func TestKDEErrors(t *testing.T) {
	nan := math.NaN()
	one, limits := towns[:1], box
	for _, tt := range []struct {
		name    string
		points  []orb.Point
		weights []float64
		opts    hotspot.KDEOptions
		want    error
		text    string
	}{
		{"no points", nil, nil, hotspot.KDEOptions{}, hotspot.ErrPoints, "none"},
		{"NaN", []orb.Point{{1, 2}, {nan, 2}}, nil, hotspot.KDEOptions{}, hotspot.ErrPoints, "point 1"},
		{"infinite", []orb.Point{{1, math.Inf(1)}}, nil, hotspot.KDEOptions{}, hotspot.ErrPoints, "point 0"},
		{"too few weights", towns, []float64{1}, hotspot.KDEOptions{}, hotspot.ErrWeights, "1 weights for 12 points"},
		{"negative weight", one, []float64{-1}, hotspot.KDEOptions{}, hotspot.ErrWeights, "0 or more"},
		{"NaN weight", one, []float64{nan}, hotspot.KDEOptions{}, hotspot.ErrWeights, "NaN"},
		{"zero weights", towns[:2], []float64{0, 0}, hotspot.KDEOptions{}, hotspot.ErrWeights, "all 2 are zero"},
		{"one point by the normal reference", one, nil, hotspot.KDEOptions{Limits: limits}, hotspot.ErrBandwidth, "no spread"},
		{"no spread in latitude", []orb.Point{{1, 2}, {2, 2}, {3, 2}}, nil, hotspot.KDEOptions{Limits: limits}, hotspot.ErrBandwidth, "no spread"},
		{"negative sigma", towns, nil, hotspot.KDEOptions{Bandwidth: sigma(-1, -1)}, hotspot.ErrBandwidth, "positive"},
		{"one sigma", towns, nil, hotspot.KDEOptions{Bandwidth: sigma(1, 0)}, hotspot.ErrBandwidth, "positive"},
		{"NaN sigma", towns, nil, hotspot.KDEOptions{Bandwidth: sigma(nan, 1)}, hotspot.ErrBandwidth, "positive"},
		{"sigma near 0", towns, nil, hotspot.KDEOptions{Bandwidth: sigma(1e-200, 1e-200)}, hotspot.ErrBandwidth, "positive"},
		{"sigma twice", towns, nil, hotspot.KDEOptions{Bandwidth: hotspot.Bandwidth{Sigma: [2]float64{1, 1}, SigmaKM: 1}}, hotspot.ErrBandwidth, "one of"},
		{"negative km", towns, nil, hotspot.KDEOptions{Bandwidth: hotspot.Bandwidth{SigmaKM: -1}}, hotspot.ErrBandwidth, "positive"},
		{"too many km", towns, nil, hotspot.KDEOptions{Bandwidth: hotspot.Bandwidth{SigmaKM: 5000}}, hotspot.ErrBandwidth, "curved"},
		{"no rule", towns, nil, hotspot.KDEOptions{Bandwidth: hotspot.Bandwidth{Rule: 9}}, hotspot.ErrBandwidth, "no such rule"},
		{"cross-validation of repeated points", slices.Repeat(towns, 2), nil, hotspot.KDEOptions{Bandwidth: hotspot.Bandwidth{Rule: hotspot.LeastSquares}}, hotspot.ErrBandwidth, "repeated"},
		{"cross-validation of too many", scattered(10001), nil, hotspot.KDEOptions{Bandwidth: hotspot.Bandwidth{Rule: hotspot.Likelihood}}, hotspot.ErrBandwidth, "10000"},
		{"km at the pole", []orb.Point{{1, 89}}, nil, hotspot.KDEOptions{Bandwidth: hotspot.Bandwidth{SigmaKM: 5}}, hotspot.ErrPoints, "80 degrees"},
		{"km to the pole", towns, nil, hotspot.KDEOptions{Limits: orb.Bound{Max: orb.Point{9, 90}}, Bandwidth: hotspot.Bandwidth{SigmaKM: 5}}, hotspot.ErrDensity, "80 degrees"},
		{"huge grid", towns, nil, hotspot.KDEOptions{Columns: 100000, Rows: 100000}, hotspot.ErrDensity, "100000 x 100000"},
		{"grid that overflows", towns, nil, hotspot.KDEOptions{Columns: 1 << 62, Rows: 4}, hotspot.ErrDensity, "nodes"},
		{"one column", towns, nil, hotspot.KDEOptions{Columns: 1}, hotspot.ErrDensity, "each side needs 2"},
		{"negative rows", towns, nil, hotspot.KDEOptions{Rows: -5}, hotspot.ErrDensity, "each side needs 2"},
		{"one point without limits", one, nil, hotspot.KDEOptions{Bandwidth: sigma(1, 1)}, hotspot.ErrDensity, "Margin"},
		{"limits swapped", towns, nil, hotspot.KDEOptions{Limits: orb.Bound{Min: box.Max, Max: box.Min}}, hotspot.ErrDensity, "Limits"},
		{"NaN limits", towns, nil, hotspot.KDEOptions{Limits: orb.Bound{Min: orb.Point{nan, 0}, Max: orb.Point{1, 1}}}, hotspot.ErrDensity, "Limits"},
		{"negative margin", towns, nil, hotspot.KDEOptions{Margin: -1}, hotspot.ErrDensity, "margin"},
		{"no method", towns, nil, hotspot.KDEOptions{Method: 7}, hotspot.ErrDensity, "no such method"},
		{"too fine for bins", towns, nil, hotspot.KDEOptions{Bandwidth: sigma(1e-6, 1e-6), Method: hotspot.Binned}, hotspot.ErrDensity, "use Exact"},
		{"too fine for bins, km", towns, nil, hotspot.KDEOptions{Bandwidth: hotspot.Bandwidth{SigmaKM: 1e-3}, Method: hotspot.Binned}, hotspot.ErrDensity, "use Exact"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := hotspot.KDE(context.Background(), tt.points, tt.weights, tt.opts)
			if d != nil || !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.text) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v; want %v ... %q", err, tt.want, tt.text)
			}
		})
	}
}

func TestKDECancelled(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	cause := errors.New("stopped by the test")
	cancel(cause)
	for _, opts := range []hotspot.KDEOptions{
		{Method: hotspot.Exact}, {Method: hotspot.Binned}, {Method: hotspot.Binned, Bandwidth: hotspot.Bandwidth{SigmaKM: 90}},
		{Bandwidth: hotspot.Bandwidth{Rule: hotspot.LeastSquares}},
	} {
		if d, err := hotspot.KDE(ctx, towns, nil, opts); d != nil || !errors.Is(err, cause) {
			t.Errorf("%+v: %v", opts, err)
		}
	}
}

// Few points on a small grid: a density is finite and not negative, or the error
// is one of ours.
func FuzzKDE(f *testing.F) {
	f.Add(-107.4, 24.8, -106.9, 25.3, 0.3, uint8(5), uint8(9))
	f.Add(0.0, 0.0, 1e300, -1e300, 1e-3, uint8(2), uint8(1))
	f.Add(1.0, 1.0, 1.0, 1.0, 40.0, uint8(3), uint8(6))
	f.Fuzz(func(t *testing.T, x, y, x2, y2, s float64, size, mode uint8) {
		opts := hotspot.KDEOptions{Columns: int(size%20) + 1, Rows: int(size/20) + 1, Margin: 2, Method: hotspot.Method(mode % 3)}
		switch mode / 3 % 3 {
		case 0:
			opts.Bandwidth = sigma(s, s*2)
		case 1:
			opts.Bandwidth.SigmaKM = s
		default:
			opts.Bandwidth.Rule = hotspot.Rule(mode / 9 % 3)
		}
		points := []orb.Point{{x, y}, {x2, y2}, {(x + x2) / 2, y}, {x, (y + y2) / 3}, {x2 + s, y2 - s}}
		d, err := hotspot.KDE(t.Context(), points, []float64{1, 2, 0.5, 1, 3}, opts)
		if err != nil {
			for _, ours := range []error{hotspot.ErrPoints, hotspot.ErrWeights, hotspot.ErrBandwidth, hotspot.ErrDensity} {
				if errors.Is(err, ours) {
					return
				}
			}
			t.Fatal(err)
		}
		for _, v := range d.AppendValues(nil) {
			if !(v >= 0) || math.IsInf(v, 0) {
				t.Fatalf("density %g", v)
			}
		}
		regions, err := d.HighestDensity(0.5, 0.95)
		if err != nil {
			return
		}
		for _, r := range regions {
			checkRings(t, r.Area)
		}
	})
}

func BenchmarkKDE(b *testing.B) {
	points := scattered(1_000_000)
	limits := orb.Bound{Min: orb.Point{-118, 14}, Max: orb.Point{-86, 33}}
	for name, bandwidth := range map[string]hotspot.Bandwidth{"degrees": sigma(0.3, 0.3), "km": {SigmaKM: 30}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				mustKDE(b, points, nil, hotspot.KDEOptions{Bandwidth: bandwidth, Limits: limits, Columns: 512, Rows: 512, Method: hotspot.Binned})
			}
		})
	}
}

func BenchmarkKDEExact(b *testing.B) {
	points := scattered(10_000)
	for b.Loop() {
		mustKDE(b, points, nil, hotspot.KDEOptions{Bandwidth: sigma(0.3, 0.3), Columns: 256, Rows: 256, Method: hotspot.Exact})
	}
}

func BenchmarkCrossValidation(b *testing.B) {
	points := scattered(2_000)
	for b.Loop() {
		mustKDE(b, points, nil, hotspot.KDEOptions{Bandwidth: hotspot.Bandwidth{Rule: hotspot.LeastSquares}, Columns: 2, Rows: 2})
	}
}
