package panel_test

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/panel"
)

// formulaPanel is a panel that R can build too, without random numbers: rScript
// begins with the same formulas.
func formulaPanel() panel.Regression {
	g := panel.Regression{Names: []string{"x1", "x2"}, X: make([][]float64, 2), FixedEffects: make([][]int32, 2), Clusters: make([][]int32, 3), Weights: []float64{}}
	for u := range 12 {
		for m := range 10 {
			if u*m%7 == 3 {
				continue
			}
			i := float64(10*u + m)
			x1, x2 := math.Sin(1.7*i)+0.2*float64(u), math.Cos(0.9*i*i)+0.1*float64(m)
			g.X[0], g.X[1] = append(g.X[0], x1), append(g.X[1], x2)
			g.Y = append(g.Y, 0.5*x1-0.25*x2+math.Sin(float64(u))+math.Cos(float64(m*(u%3)))+math.Sin(37*i*i)+0.5*math.Sin(5*float64(u*u)+math.Floor(float64(m)/3)))
			g.Weights = append(g.Weights, 1+math.Mod(37*i, 11))
			for k, id := range []int{u, 3*m + u%3, (10*u + m) % 5} {
				if k < 2 {
					g.FixedEffects[k] = append(g.FixedEffects[k], int32(id))
				}
				g.Clusters[k] = append(g.Clusters[k], int32(id))
			}
		}
	}
	return g
}

const rScript = `
suppressMessages(library(sandwich))
d <- expand.grid(m = 0:9, u = 0:11)
d <- d[(d$u * d$m) %% 7 != 3, ]
d <- within(d, {
  i <- 10 * u + m; x1 <- sin(1.7 * i) + 0.2 * u; x2 <- cos(0.9 * i * i) + 0.1 * m
  y <- 0.5 * x1 - 0.25 * x2 + sin(u) + cos(m * (u %% 3)) + sin(37 * i * i) + 0.5 * sin(5 * u * u + floor(m / 3))
  w <- 1 + (37 * i) %% 11; sm <- 3 * m + u %% 3; k <- i %% 5
})
f <- lm(y ~ x1 + x2 + factor(u) + factor(sm), d, weights = w)
show <- function(name, x) cat(name, sprintf("%.15g", x), "\n")
se <- function(v) sqrt(diag(v)[c("x1", "x2")])
show("b", coef(f)[2:3])
show("iid", summary(f)$coefficients[2:3, 2])
show("p", summary(f)$coefficients[2:3, 4])
show("low", confint(f)[2:3, 1])
show("rmse,r2,K", c(summary(f)$sigma, summary(f)$r.squared, f$rank))
show("HC1", se(vcovHC(f, "HC1")))
show("u", se(vcovCL(f, ~ u, type = "HC1")))
show("u+sm", se(vcovCL(f, ~ u + sm, type = "HC1")))
show("u+sm+k", se(vcovCL(f, ~ u + sm + k, type = "HC1")))
show("HC0,u+sm", se(vcovCL(f, ~ u + sm, type = "HC0", cadjust = FALSE)))
`

// rOutput is what R 4.2.2 with sandwich 3.0-2 prints for rScript.
const rOutput = `
b 0.593285799279501 -0.337559011805084
iid 0.167158944284006 0.154442118102371
p 0.000717598989759869 0.0323932527482016
low 0.259542198812421 -0.645912649595909
rmse,r2,K 1.87850726677664 0.800066540863742 41
HC1 0.169030682159076 0.164230068609368
u 0.150387062915428 0.170539885751052
u+sm 0.168641116598998 0.206100577463328
u+sm+k 0.273526346029961 0.206484079187342
HC0,u+sm 0.126438652095942 0.155750882743959
`

// likeR fits the same and lists what the script prints.
func likeR(t *testing.T) map[string][]float64 {
	g := formulaPanel()
	ways := g.Clusters
	g.Clusters = nil
	lm := panel.SmallSample{FixefK: panel.FixefFull, FixefExact: true, ClusterDF: panel.CountConventional}
	r := fit(t, g, panel.Options{Small: lm})
	a, b := r.Coefficients[0], r.Coefficients[1]
	out := map[string][]float64{
		"b": {a.Estimate, b.Estimate}, "iid": {a.StdErr, b.StdErr}, "p": {a.P, b.P}, "low": {a.Low, b.Low},
		"rmse,r2,K": {r.RMSE, r.R2, float64(r.Parameters)},
	}
	errorsOf := func(name string, opts panel.Options, clusters ...[]int32) {
		g.Clusters = clusters
		r := fit(t, g, opts)
		out[name] = []float64{r.Coefficients[0].StdErr, r.Coefficients[1].StdErr}
	}
	errorsOf("HC1", panel.Options{Errors: panel.HC1, Small: lm})
	errorsOf("u", panel.Options{Small: lm}, ways[0])
	errorsOf("u+sm", panel.Options{Small: lm}, ways[:2]...)
	errorsOf("u+sm+k", panel.Options{Small: lm}, ways...)
	errorsOf("HC0,u+sm", panel.Options{Small: panel.SmallSample{NoAdj: true, NoClusterAdj: true}}, ways[:2]...)
	return out
}

func compareR(t *testing.T, printed string) {
	t.Helper()
	got := likeR(t)
	worst, lines := 0.0, 0
	for line := range strings.Lines(strings.TrimSpace(printed)) {
		fields := strings.Fields(line)
		values := got[fields[0]]
		if len(values) != len(fields)-1 {
			t.Errorf("%s: %v", line, values)
			continue
		}
		lines++
		for i, text := range fields[1:] {
			want, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Fatal(err)
			}
			closeTo(t, fmt.Sprintf("%s, number %d", fields[0], i+1), values[i], want)
			worst = max(worst, math.Abs(values[i]/want-1))
		}
	}
	if lines != len(got) {
		t.Errorf("%d lines of %d", lines, len(got))
	}
	t.Logf("greatest relative difference %.1e", worst)
}

// TestAsR compares with numbers that R printed.
func TestAsR(t *testing.T) { compareR(t, rOutput) }

// TestR compares with R as it is installed.
func TestR(t *testing.T) {
	rscript, err := exec.LookPath("Rscript")
	if err != nil {
		t.Skip("Rscript is not installed: no comparison with R")
	}
	if exec.Command(rscript, "-e", "library(sandwich)").Run() != nil {
		t.Skip("R has no package sandwich: no comparison with it")
	}
	run := exec.Command(rscript, "-e", rScript)
	run.Dir, run.Stderr = t.TempDir(), os.Stderr
	printed, err := run.Output()
	if err != nil {
		t.Fatal(err)
	}
	compareR(t, string(printed))
}

// TestFixestK counts K as the help page of fixest's ssc does for its example:
// three levels over five, y on x, clustered by the first.
func TestFixestK(t *testing.T) {
	g := panel.Regression{
		Y:            []float64{3, 1, 4, 1, 5, 9, 2, 6, 5, 3},
		X:            [][]float64{{2, 7, 1, 8, 2, 8, 1, 8, 2, 8}},
		FixedEffects: [][]int32{{1, 1, 1, 1, 2, 2, 2, 3, 3, 3}, {1, 1, 2, 2, 3, 3, 4, 4, 5, 5}},
	}
	g.Clusters = g.FixedEffects[:1]
	for _, test := range []struct {
		small panel.SmallSample
		want  int
	}{
		{panel.SmallSample{}, 1 + 5},
		{panel.SmallSample{FixefK: panel.FixefNone}, 1},
		{panel.SmallSample{FixefK: panel.FixefFull}, 1 + 3 + 5 - 1},
		{panel.SmallSample{FixefK: panel.FixefFull, FixefExact: true}, 1 + 3 + 5 - 2},
	} {
		r := fit(t, g, panel.Options{Small: test.small})
		if r.Parameters != test.want || r.DF != 2 {
			t.Errorf("%+v: K = %d, %g degrees of freedom, want %d and 2", test.small, r.Parameters, r.DF, test.want)
		}
		test.small.TDF = panel.CountConventional
		r, err := r.With(panel.Options{Small: test.small})
		if err != nil || r.DF != float64(10-test.want) {
			t.Errorf("%+v: %v degrees of freedom, %v", test.small, r, err)
		}
	}
}

// TestLeastK has effects that are redundant and nested at once: K still counts the regressors and the constant.
func TestLeastK(t *testing.T) {
	g := randomPanel(3, 30, 3, 2)
	units := g.FixedEffects[0]
	g.FixedEffects, g.Clusters = [][]int32{units, units, g.FixedEffects[1]}, [][]int32{units}
	for _, exact := range []bool{false, true} {
		if r := fit(t, g, panel.Options{Small: panel.SmallSample{FixefExact: exact}}); r.Parameters < len(r.Coefficients)+1 {
			t.Errorf("exact %v: K = %d for %d regressors and a constant", exact, r.Parameters, len(r.Coefficients))
		}
	}
}
