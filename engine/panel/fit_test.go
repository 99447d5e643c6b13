package panel_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/corredor-geo/corredor/engine/panel"
)

func fit(t *testing.T, g panel.Regression, opts panel.Options) *panel.Result {
	t.Helper()
	r, err := panel.Fit(context.Background(), g, opts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// closeTo wants agreement to 1e-8, relative to the greater of the two and 1.
func closeTo(t *testing.T, what string, got, want float64) {
	t.Helper()
	const tolerance = 1e-8
	if !(math.Abs(got-want) <= tolerance*max(math.Abs(want), 1e-3)) {
		t.Errorf("%s is %.15g, want %.15g", what, got, want)
	}
}

func compareCovariance(t *testing.T, what string, r *panel.Result, want *mat.Dense, factor float64) {
	t.Helper()
	for i, row := range r.Covariance {
		for j, x := range row {
			closeTo(t, fmt.Sprintf("%s covariance %d,%d", what, i, j), x*1e3, want.At(i, j)*factor*1e3)
		}
	}
}

func sameGroup(ids []int32) func(i, j int) float64 {
	return func(i, j int) float64 {
		if ids[i] == ids[j] {
			return 1
		}
		return 0
	}
}

func distinct(ids []int32) float64 {
	sorted := slices.Clone(ids)
	slices.Sort(sorted)
	return float64(len(slices.Compact(sorted)))
}

// TestDense holds Fit against dummies and plain normal equations.
func TestDense(t *testing.T) {
	for seed := range uint64(12) {
		g := randomPanel(seed, 6+int(seed), 8, 1+int(seed)%3)
		if seed%4 == 3 {
			g.Weights = nil
		}
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { compareDense(t, g) })
	}
}

func compareDense(t *testing.T, g panel.Regression) {
	d := solveDense(g)
	r, n := fit(t, g, panel.Options{Errors: panel.IID, Small: panel.SmallSample{FixefExact: true}}), float64(d.n)
	if r.Parameters != d.rank || r.Observations != d.n {
		t.Errorf("K = %d with n = %d, want %d with %d", r.Parameters, r.Observations, d.rank, d.n)
	}
	for j, c := range r.Coefficients {
		closeTo(t, c.Name, c.Estimate, d.b[j])
	}
	closeTo(t, "SSR", r.SSR, d.ssr())
	adjust := (n - 1) / (n - float64(d.rank))
	compareCovariance(t, "iid", r, d.bread, d.ssr()/(n-float64(d.rank)))
	same := func(i, j int) float64 { return map[bool]float64{true: 1}[i == j] }
	exact := panel.Options{Small: panel.SmallSample{FixefK: panel.FixefFull, FixefExact: true, ClusterDF: panel.CountConventional}}
	exact.Errors = panel.HC1
	compareCovariance(t, "HC1", fit(t, g, exact), d.covariance(same), n/(n-float64(d.rank)))

	// Two ways, each with its own G/(G-1); the crossing is single rows here.
	exact.Errors = panel.Clustered
	units, months := g.FixedEffects[0], g.FixedEffects[1]
	a, b := d.covariance(sameGroup(units)), d.covariance(sameGroup(months))
	a.Scale(distinct(units)/(distinct(units)-1), a)
	b.Scale(distinct(months)/(distinct(months)-1), b)
	both := d.covariance(same)
	both.Scale(n/(n-1), both)
	a.Add(a, b)
	a.Sub(a, both)
	compareCovariance(t, "two-way", fit(t, g, exact), a, adjust)

	// The default: one G for all, and effects nested in clusters do not count.
	a, b, both = d.covariance(sameGroup(units)), d.covariance(sameGroup(months)), d.covariance(same)
	a.Add(a, b)
	a.Sub(a, both)
	least := min(distinct(units), distinct(months))
	r = fit(t, g, panel.Options{})
	compareCovariance(t, "two-way default", r, a, least/(least-1)*(n-1)/(n-float64(d.k+1)))
	if r.DF != least-1 {
		t.Errorf("%v with %g degrees of freedom, want %g", r.Kind, r.DF, least-1)
	}
}

// TestShapes fits with one effect, none, and three.
func TestShapes(t *testing.T) {
	for _, effects := range []int{0, 1, 3} {
		g := randomPanel(99, 12, 9, 2)
		third := make([]int32, len(g.Y))
		for i := range third {
			third[i] = int32(i * i % 5)
		}
		g.FixedEffects = append(g.FixedEffects, third)[:effects]
		g.Clusters = nil
		if effects == 0 {
			constant := make([]float64, len(g.Y))
			for i := range constant {
				constant[i] = 1
			}
			g.X = append(g.X, constant)
		}
		d := solveDense(g)
		r := fit(t, g, panel.Options{Small: panel.SmallSample{FixefExact: true}})
		for j, c := range r.Coefficients {
			closeTo(t, fmt.Sprintf("%d effects: %s", effects, c.Name), c.Estimate, d.b[j])
		}
		compareCovariance(t, "iid", r, d.bread, d.ssr()/float64(d.n-d.rank))
		if (effects == 0) != math.IsNaN(r.WithinR2) || r.R2 < 0 || r.R2 > 1 {
			t.Errorf("%d effects: R2 %g, within %g", effects, r.R2, r.WithinR2)
		}
	}
}

// TestFarFromZero moves columns away from 0, as years are, and scales them.
func TestFarFromZero(t *testing.T) {
	g := randomPanel(17, 20, 9, 2)
	near := fit(t, g, panel.Options{})
	for i := range g.Y {
		g.Y[i] = 1e6 + 1e3*g.Y[i]
		g.X[0][i] = 2007 + 1e-3*g.X[0][i]
		g.X[1][i] *= 1e8
	}
	far := fit(t, g, panel.Options{})
	closeTo(t, "x1", far.Coefficients[0].Estimate/1e6, near.Coefficients[0].Estimate)
	closeTo(t, "x2", far.Coefficients[1].Estimate*1e5, near.Coefficients[1].Estimate)
	closeTo(t, "P of x1", far.Coefficients[0].P, near.Coefficients[0].P)
}

// TestUnits fits columns in any unit: which are kept must not depend on it.
func TestUnits(t *testing.T) {
	for _, effects := range []int{0, 1, 2} {
		g := randomPanel(23, 20, 9, 3)
		g.FixedEffects = g.FixedEffects[:effects]
		for i := range g.X[2] {
			g.X[2][i] = g.X[0][i] - 2*g.X[1][i]
		}
		plain := fit(t, g, panel.Options{})
		for _, unit := range []float64{1e-12, 1e-6, 1e6, 1e12} {
			scaled := g
			scaled.X = nil
			for _, column := range g.X {
				scaled.X = append(scaled.X, times(column, unit))
			}
			scaled.Y = times(g.Y, unit)
			r := fit(t, scaled, panel.Options{})
			if want := []panel.DroppedColumn{{Name: "x3", Why: "the columns before it explain it"}}; !slices.Equal(r.Dropped, want) || !slices.Equal(plain.Dropped, want) {
				t.Errorf("%d effects, unit %g: dropped %v and %v", effects, unit, r.Dropped, plain.Dropped)
				continue
			}
			if !(r.Change <= 1e-12) {
				t.Errorf("%d effects, unit %g: a round still changes %g", effects, unit, r.Change)
			}
			for j, c := range r.Coefficients {
				closeTo(t, fmt.Sprintf("%d effects, unit %g: %s", effects, unit, c.Name), c.Estimate, plain.Coefficients[j].Estimate)
				closeTo(t, fmt.Sprintf("%d effects, unit %g: error of %s", effects, unit, c.Name), c.StdErr, plain.Coefficients[j].StdErr)
			}
		}
	}
}

func times(column []float64, unit float64) []float64 {
	scaled := make([]float64, len(column))
	for i, x := range column {
		scaled[i] = unit * x
	}
	return scaled
}

// TestRounds holds the sweep to what conjugate gradients promise: no more rounds than the
// directions that are left, as many as the effect of fewer levels has.
func TestRounds(t *testing.T) {
	for seed := range uint64(12) {
		r := fit(t, randomPanel(seed, 4+int(seed)/2, 8, 2), panel.Options{})
		for j, rounds := range r.Rounds {
			if most := slices.Min(r.Groups); rounds < 1 || rounds > most {
				t.Errorf("seed %d, column %d: %d rounds for effects of %v levels", seed, j, rounds, r.Groups)
			}
		}
		if !(r.Change <= 1e-12) {
			t.Errorf("seed %d: a round still changes %g", seed, r.Change)
		}
	}
}

// TestTinyColumns fits columns of which the squares are at the end of what numbers hold: an
// estimate, or an error that says why as soon as a sweep can go no further, and never NaN.
func TestTinyColumns(t *testing.T) {
	stopped := 0
	for seed := range uint64(6) {
		for exponent := -162; exponent <= -157; exponent++ {
			g := randomPanel(seed, 5+int(seed%7), 8, 1)
			g.X[0] = times(g.X[0], math.Pow10(exponent))
			r, err := panel.Fit(context.Background(), g, panel.Options{})
			if err == nil && math.IsNaN(r.Coefficients[0].Estimate) {
				t.Errorf("seed %d, 1e%d: %+v", seed, exponent, r.Coefficients[0])
			}
			if errors.Is(err, panel.ErrNotConverged) {
				stopped++
				if !strings.Contains(err.Error(), "rounding stops the sweep") {
					t.Errorf("seed %d, 1e%d: %v", seed, exponent, err)
				}
			}
		}
	}
	if stopped == 0 {
		t.Error("no column was too small")
	}
}

// TestChain has effects that hang together like a chain, the slowest to sweep out: each group
// shares one row with the next. The dense solution is the oracle.
func TestChain(t *testing.T) {
	const links = 150
	g := panel.Regression{X: make([][]float64, 1), FixedEffects: make([][]int32, 2)}
	for i := range 2 * links {
		for range 2 {
			k := len(g.Y)
			g.X[0] = append(g.X[0], math.Sin(float64(k*k)))
			g.Y = append(g.Y, 1e3*math.Cos(float64(i))+2*g.X[0][k])
			g.FixedEffects[0] = append(g.FixedEffects[0], int32(i/2))
			g.FixedEffects[1] = append(g.FixedEffects[1], int32((i+1)/2))
		}
	}
	closeTo(t, "slope", fit(t, g, panel.Options{}).Coefficients[0].Estimate, solveDense(g).b[0])
}

// TestFourWays clusters in as many ways as there may be.
func TestFourWays(t *testing.T) {
	g := randomPanel(4, 12, 8, 1)
	g.Clusters = [][]int32{g.Clusters[0], g.Clusters[1], g.Clusters[0], g.Clusters[1]}
	two := g
	two.Clusters = g.Clusters[:2]
	closeTo(t, "error of four ways, two of them twice", fit(t, g, panel.Options{}).Coefficients[0].StdErr, fit(t, two, panel.Options{}).Coefficients[0].StdErr)
}

// TestConstantColumn has a regressor that is constant but for rounding, of which no sweep can
// leave less than rounding: it is dropped, whatever its level.
func TestConstantColumn(t *testing.T) {
	for seed := range uint64(500) {
		g := randomPanel(seed, 5+int(seed%7), 5+int(seed%5), 2)
		level := 1e7 * (1 + math.Sqrt(float64(seed)))
		for i := range g.X[1] {
			g.X[1][i] = level
		}
		switch r, err := panel.Fit(context.Background(), g, panel.Options{}); {
		case errors.Is(err, panel.ErrNotConverged):
			t.Errorf("seed %d: %v", seed, err)
		case err == nil && len(r.Coefficients) != 1:
			t.Errorf("seed %d: %d coefficients", seed, len(r.Coefficients))
		}
	}
}

// TestDroppedColumns puts in columns that cannot be estimated.
func TestDroppedColumns(t *testing.T) {
	g := randomPanel(5, 10, 8, 2)
	plain := fit(t, g, panel.Options{})
	column := func(value func(i int) float64) []float64 {
		x := make([]float64, len(g.Y))
		for i := range x {
			x[i] = value(i)
		}
		return x
	}
	g.X = [][]float64{
		column(func(int) float64 { return 0 }),
		g.X[0],
		column(func(int) float64 { return 4.2 }),
		column(func(i int) float64 { return float64(g.FixedEffects[0][i]) }),
		column(func(i int) float64 { return math.Sin(float64(g.FixedEffects[1][i])) - float64(g.FixedEffects[0][i]) }),
		g.X[1],
		column(func(i int) float64 { return 3*g.X[0][i] - g.X[1][i] + float64(g.FixedEffects[0][i]) }),
	}
	g.Names = []string{"zero", "x1", "constant", "unit", "both", "x2", "sum"}
	r := fit(t, g, panel.Options{})
	want := []panel.DroppedColumn{
		{Name: "zero", Why: "it is 0 everywhere"},
		{Name: "constant", Why: "it is constant, so the fixed effects absorb it"},
		{Name: "unit", Why: "the fixed effects absorb it"},
		{Name: "both", Why: "the fixed effects absorb it"},
		{Name: "sum", Why: "the columns before it explain it"},
	}
	if !slices.Equal(r.Dropped, want) {
		t.Errorf("dropped %v", r.Dropped)
	}
	for j, c := range r.Coefficients {
		closeTo(t, c.Name, c.Estimate, plain.Coefficients[j].Estimate)
		closeTo(t, c.Name+" error", c.StdErr, plain.Coefficients[j].StdErr)
	}
	if _, ok := r.Coefficient("sum"); ok {
		t.Error("a dropped column has an estimate")
	}
}

// TestLeftOut counts rows that take no part, and holds them not to matter.
func TestLeftOut(t *testing.T) {
	g := randomPanel(8, 30, 8, 1)
	plain := fit(t, g, panel.Options{})
	rows := len(g.Y)
	more := func(y, x, w float64, unit, month int32) {
		g.Y, g.X[0], g.Weights = append(g.Y, y), append(g.X[0], x), append(g.Weights, w)
		g.FixedEffects[0], g.FixedEffects[1] = append(g.FixedEffects[0], unit), append(g.FixedEffects[1], month)
	}
	more(math.NaN(), 1, 1, 4, 4)
	more(1, math.NaN(), 1, 4, 4)
	more(1, 1, math.NaN(), 4, 4)
	more(1, 1, 0, 4, 4)
	more(5, 6, 1, 1000, 1000) // alone in both
	more(5, 6, 1, 1001, 1001) // shares its month with the next,
	more(7, 9, 1, 1002, 1001) // but each is alone in its unit
	g.Clusters = g.FixedEffects
	r := fit(t, g, panel.Options{DropSingletons: true})
	if want := (panel.LeftOut{Missing: 3, ZeroWeight: 1, Singletons: 3, Rounds: 2}); r.LeftOut != want {
		t.Errorf("left out %+v, want %+v", r.LeftOut, want)
	}
	if r.Coefficients[0] != plain.Coefficients[0] {
		t.Errorf("%+v, want %+v", r.Coefficients[0], plain.Coefficients[0])
	}
	if residuals := r.Residuals(len(g.Y)); math.IsNaN(residuals[0]) || !math.IsNaN(residuals[rows]) {
		t.Error("residuals of rows that take no part")
	}
	if kept := fit(t, g, panel.Options{}); !slices.Equal(kept.Singletons, []int{3, 1}) || kept.Observations != plain.Observations+3 {
		t.Errorf("%v singletons of %d rows", kept.Singletons, kept.Observations)
	}
}

// TestNoSingletons drops rows where there is no effect to be alone in: none, and no round looks for them.
func TestNoSingletons(t *testing.T) {
	g := randomPanel(8, 10, 8, 1)
	g.FixedEffects, g.Clusters = nil, nil
	if r := fit(t, g, panel.Options{DropSingletons: true}); r.LeftOut != (panel.LeftOut{}) || r.Observations != len(g.Y) {
		t.Errorf("left out %+v of %d rows", r.LeftOut, r.Observations)
	}
}

func TestMistakes(t *testing.T) {
	good := func() panel.Regression { return randomPanel(1, 5, 5, 1) }
	for _, test := range []struct {
		name  string
		spoil func(g *panel.Regression, o *panel.Options)
		cause error
		want  string
	}{
		{"no rows", func(g *panel.Regression, _ *panel.Options) { g.Y = nil }, panel.ErrShape, "0 rows"},
		{"short column", func(g *panel.Regression, _ *panel.Options) { g.X[0] = g.X[0][1:] }, panel.ErrShape, "regressor x1 has"},
		{"names", func(g *panel.Regression, _ *panel.Options) { g.Names = []string{"a", "b"} }, panel.ErrShape, "2 names for 1"},
		{"short cluster", func(g *panel.Regression, _ *panel.Options) { g.Clusters = [][]int32{{1}} }, panel.ErrShape, "cluster 1 has 1 rows"},
		{"negative weight", func(g *panel.Regression, _ *panel.Options) { g.Weights[2] = -1 }, panel.ErrValue, "row 3, from 1, has the weight -1"},
		{"infinite", func(g *panel.Regression, _ *panel.Options) { g.Y[0] = math.Inf(1) }, panel.ErrValue, "row 1, from 1, holds an infinite"},
		{"one cluster", func(g *panel.Regression, _ *panel.Options) { g.Clusters = [][]int32{make([]int32, len(g.Y))} }, panel.ErrTooFew, "cluster 1 has one group only"},
		{"no cluster", func(g *panel.Regression, o *panel.Options) { g.Clusters, o.Errors = nil, panel.Clustered }, panel.ErrShape, "need clusters"},
		{"saturated", func(g *panel.Regression, o *panel.Options) {
			g.Y, g.X[0], g.Weights, g.FixedEffects, g.Clusters = g.Y[:2], []float64{1, 2}, nil, [][]int32{{0, 0}}, nil
		}, panel.ErrTooFew, "2 observations for 2 parameters"},
		{"absorbed", func(g *panel.Regression, _ *panel.Options) {
			for i := range g.X[0] {
				g.X[0][i] = 1
			}
		}, panel.ErrTooFew, "no regressor is left"},
		{"constant outcome", func(g *panel.Regression, _ *panel.Options) {
			for i := range g.Y {
				g.Y[i] = 0.1
			}
		}, panel.ErrValue, "the outcome cannot be explained: it is constant"},
		{"absorbed outcome", func(g *panel.Regression, _ *panel.Options) {
			for i := range g.Y {
				g.Y[i] = math.Sqrt(float64(g.FixedEffects[0][i]+4)) + 1e3*math.Sin(float64(g.FixedEffects[1][i]))
			}
		}, panel.ErrValue, "the outcome cannot be explained: the fixed effects absorb it"},
		{"rounds", func(_ *panel.Regression, o *panel.Options) { o.MaxRounds = 1 }, panel.ErrNotConverged, "after 1 rounds"},
		{"confidence", func(_ *panel.Regression, o *panel.Options) { o.Confidence = 95 }, panel.ErrValue, "confidence 95"},
		{"confidence of 1", func(_ *panel.Regression, o *panel.Options) { o.Confidence = 1 }, panel.ErrValue, "confidence 1"},
		{"negative confidence", func(_ *panel.Regression, o *panel.Options) { o.Confidence = -0.95 }, panel.ErrValue, "confidence -0.95"},
		{"no confidence", func(_ *panel.Regression, o *panel.Options) { o.Confidence = math.NaN() }, panel.ErrValue, "confidence NaN"},
		{"negative tolerance", func(_ *panel.Regression, o *panel.Options) { o.Tolerance = -1 }, panel.ErrValue, "tolerance -1"},
		{"no tolerance", func(_ *panel.Regression, o *panel.Options) { o.Tolerance = math.NaN() }, panel.ErrValue, "tolerance NaN"},
		{"negative rounds", func(_ *panel.Regression, o *panel.Options) { o.MaxRounds = -1 }, panel.ErrValue, "rounds -1"},
		{"no regressors", func(g *panel.Regression, _ *panel.Options) { g.X = nil }, panel.ErrShape, "0 regressors"},
		{"weights", func(g *panel.Regression, _ *panel.Options) { g.Weights = g.Weights[1:] }, panel.ErrShape, "weights, "},
		{"short effect", func(g *panel.Regression, _ *panel.Options) { g.FixedEffects = [][]int32{{1}} }, panel.ErrShape, "fixed effect 1 has 1 rows"},
		{"five ways", func(g *panel.Regression, _ *panel.Options) {
			g.Clusters = [][]int32{g.Clusters[0], g.Clusters[0], g.Clusters[1], g.Clusters[1], g.Clusters[1]}
		}, panel.ErrShape, "5 ways of clustering"},
		{"infinite regressor", func(g *panel.Regression, _ *panel.Options) { g.X[0][4] = math.Inf(-1) }, panel.ErrValue, "row 5, from 1, holds an infinite"},
		{"infinite weight", func(g *panel.Regression, _ *panel.Options) { g.Weights[1] = math.Inf(1) }, panel.ErrValue, "row 2, from 1, holds an infinite"},
		{"nothing but missing", func(g *panel.Regression, _ *panel.Options) { g.Y = times(g.Y, math.NaN()) }, panel.ErrTooFew, "no row is left"},
	} {
		g, o := good(), panel.Options{}
		test.spoil(&g, &o)
		_, err := panel.Fit(context.Background(), g, o)
		if !errors.Is(err, test.cause) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := panel.Fit(ctx, good(), panel.Options{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestNotPositive clusters by three rows in two ways that cancel out.
func TestNotPositive(t *testing.T) {
	found := false
	for seed := range uint64(200) {
		g := randomPanel(seed, 4, 4, 3)
		g.FixedEffects = g.FixedEffects[:1]
		for i := range g.Clusters[1] {
			g.Clusters[1][i] %= 2
		}
		r := fit(t, g, panel.Options{})
		if r.Negative == 0 {
			continue
		}
		found = true
		fixed, err := r.With(panel.Options{FixNotPSD: true})
		if err != nil {
			t.Fatal(err)
		}
		if !fixed.Fixed || fixed.Negative != r.Negative || r.Fixed {
			t.Errorf("seed %d: %d negative, fixed %v", seed, fixed.Negative, fixed.Fixed)
		}
		for _, c := range fixed.Coefficients {
			if math.IsNaN(c.StdErr) {
				t.Errorf("seed %d: no standard error of %s", seed, c.Name)
			}
		}
	}
	if !found {
		t.Error("no seed gave a negative eigenvalue")
	}
}
