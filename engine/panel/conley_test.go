package panel_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/panel"
	"github.com/corredor-geo/corredor/graph"
)

// places puts the units of a random panel on a grid of 0.4 degrees around
// Mexico City, several units at one point among them.
func places(g panel.Regression) []orb.Point {
	points := make([]orb.Point, len(g.Y))
	for i, id := range g.FixedEffects[0] {
		u := int(id+3) / 7
		points[i] = orb.Point{-99.1 + 0.4*float64(u%4), 19.4 + 0.4*float64(u/5)}
	}
	return points
}

// TestConley holds the covariance against the plain sum over all pairs of rows.
func TestConley(t *testing.T) {
	g := randomPanel(31, 18, 7, 2)
	points, times := places(g), make([]int32, len(g.Y))
	for i, stateMonth := range g.FixedEffects[1] {
		times[i] = stateMonth / 3
	}
	d := solveDense(g)
	r := fit(t, g, panel.Options{Small: panel.SmallSample{FixefExact: true}})
	adjust := float64(d.n-1) / float64(d.n-d.rank)
	for _, c := range []panel.Conley{
		{Points: points, CutoffKM: 90},
		{Points: points, CutoffKM: 90, Kernel: panel.Uniform},
		{Points: points, CutoffKM: 90, Times: times},
		{Points: points, CutoffKM: 90, Times: times, Lags: 2},
		{Points: points, CutoffKM: 1e-9, Times: times, Kernel: panel.Uniform, Lags: 100},
		{Points: points, CutoffKM: 1e5, Times: times},
	} {
		name := fmt.Sprintf("cutoff %g, kernel %d, times %v, lags %d", c.CutoffKM, c.Kernel, c.Times != nil, c.Lags)
		got, err := r.Conley(context.Background(), c)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		compareCovariance(t, name, got, d.covariance(func(i, j int) float64 {
			if c.Times != nil && times[i] != times[j] {
				apart := math.Abs(float64(times[i] - times[j]))
				if points[i] != points[j] {
					return 0
				}
				return max(0, 1-apart/float64(c.Lags+1))
			}
			km := graph.Distance(points[i], points[j]) / 1000
			switch {
			case km >= c.CutoffKM:
				return 0
			case c.Kernel == panel.Uniform:
				return 1
			}
			return 1 - km/c.CutoffKM
		}), adjust)
		if got.Kind.String() != "Conley" || got.DF != float64(d.n-d.rank) || r.Kind != panel.Clustered {
			t.Errorf("%s: %v, %g degrees of freedom", name, got.Kind, got.DF)
		}
	}
}

// TestConleySum holds the sum of scores of anything against all pairs.
func TestConleySum(t *testing.T) {
	g := randomPanel(7, 9, 4, 2)
	points, n := places(g), len(g.Y)
	scores := make([][]float64, n)
	for i := range scores {
		scores[i] = []float64{g.Y[i], math.Sin(float64(i))}
	}
	const cutoff = 60
	got, err := panel.Conley{Points: points, CutoffKM: cutoff}.Sum(context.Background(), scores)
	if err != nil {
		t.Fatal(err)
	}
	for k := range 2 {
		for l := range 2 {
			want := 0.0
			for i := range n {
				for j := range n {
					want += max(0, 1-graph.Distance(points[i], points[j])/1000/cutoff) * scores[i][k] * scores[j][l]
				}
			}
			if math.Abs(got[k][l]-want) > 1e-9*(1+math.Abs(want)) {
				t.Errorf("the sum %d, %d is %v, over all pairs %v", k, l, got[k][l], want)
			}
		}
	}
	for _, wrong := range [][][]float64{nil, {{1}, {1, 2}}, append(scores, []float64{1, 1})} {
		if _, err := (panel.Conley{Points: points, CutoffKM: cutoff}).Sum(context.Background(), wrong); !errors.Is(err, panel.ErrShape) {
			t.Errorf("%d scores of different kinds: %v", len(wrong), err)
		}
	}
}

func TestConleyMistakes(t *testing.T) {
	g := randomPanel(31, 8, 7, 1)
	r, points := fit(t, g, panel.Options{}), places(g)
	wrong := append([]orb.Point(nil), points...)
	wrong[0] = orb.Point{-99, 190}
	short := make([]int32, len(points)-1)
	for _, test := range []struct {
		c     panel.Conley
		cause error
	}{
		{panel.Conley{CutoffKM: 10}, panel.ErrShape},
		{panel.Conley{Points: points}, panel.ErrValue},
		{panel.Conley{Points: points, CutoffKM: 10, Lags: 2}, panel.ErrShape},
		{panel.Conley{Points: points, CutoffKM: 10, Times: []int32{1}}, panel.ErrShape},
		{panel.Conley{Points: points, CutoffKM: math.NaN()}, panel.ErrValue},
		{panel.Conley{Points: wrong, CutoffKM: 10}, panel.ErrValue},
		{panel.Conley{Points: points[1:], CutoffKM: 10}, panel.ErrShape},
		{panel.Conley{Points: points, CutoffKM: 10, Times: short}, panel.ErrShape},
		{panel.Conley{Points: points, CutoffKM: -10}, panel.ErrValue},
		{panel.Conley{Points: points, CutoffKM: 10, Times: make([]int32, len(points)), Lags: -1}, panel.ErrValue},
		{panel.Conley{Points: points, CutoffKM: 10, Kernel: panel.Uniform + 1}, panel.ErrValue},
	} {
		if _, err := r.Conley(context.Background(), test.c); !errors.Is(err, test.cause) {
			t.Errorf("%+v: %v", test.c, err)
		}
	}
}

// TestConleyLimits takes places at the limits of longitude and latitude, and refuses those beyond.
func TestConleyLimits(t *testing.T) {
	scores := [][]float64{{1}, {1}}
	for _, test := range []struct {
		at   orb.Point
		fits bool
	}{
		{orb.Point{360, 0}, true}, {orb.Point{-360, 0}, true}, {orb.Point{0, 90}, true}, {orb.Point{0, -90}, true},
		{orb.Point{360.1, 0}, false}, {orb.Point{-360.1, 0}, false}, {orb.Point{0, 90.1}, false}, {orb.Point{0, -90.1}, false},
		{orb.Point{math.NaN(), 0}, false}, {orb.Point{0, math.NaN()}, false},
	} {
		_, err := panel.Conley{Points: []orb.Point{{10, 10}, test.at}, CutoffKM: 10}.Sum(context.Background(), scores)
		if (err == nil) != test.fits || err != nil && !errors.Is(err, panel.ErrValue) {
			t.Errorf("%v: %v", test.at, err)
		}
	}
}

// TestConleyAtCutoff has two places exactly as far apart as the cutoff: independent, with any kernel.
func TestConleyAtCutoff(t *testing.T) {
	points := []orb.Point{{-99, 19}, {-99.3, 19.2}}
	km := graph.Distance(points[0], points[1]) / 1000
	for _, kernel := range []panel.Kernel{panel.Bartlett, panel.Uniform} {
		for cutoff, apart := range map[float64]bool{km: true, km * 1.5: false} {
			sum, err := panel.Conley{Points: points, CutoffKM: cutoff, Kernel: kernel}.Sum(context.Background(), [][]float64{{2}, {3}})
			if err != nil || (sum[0][0] == 2*2+3*3) != apart {
				t.Errorf("kernel %d, cutoff %v of %v km: %v, %v", kernel, cutoff, km, sum, err)
			}
		}
	}
}

func BenchmarkConley(b *testing.B) {
	g := table7()
	r, err := panel.Fit(context.Background(), g, panel.Options{})
	if err != nil {
		b.Fatal(err)
	}
	c := panel.Conley{Points: make([]orb.Point, len(g.Y)), Times: make([]int32, len(g.Y)), CutoffKM: 200, Lags: 6}
	for i, u := range g.FixedEffects[0] {
		c.Points[i] = orb.Point{-115 + 25*math.Mod(float64(u)*0.618034, 1), 15 + 17*math.Mod(float64(u)*0.41421, 1)}
		c.Times[i] = int32(i % 37)
	}
	for b.Loop() {
		if _, err := r.Conley(context.Background(), c); err != nil {
			b.Fatal(err)
		}
	}
}
