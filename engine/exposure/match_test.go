package exposure_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/exposure"
	"github.com/corredor-geo/corredor/internal/outside"
)

func setOf(n int, members ...int) exposure.Set {
	s := exposure.NewSet(n)
	for _, i := range members {
		s.Add(i)
	}
	return s
}

// Five on routes and five off them; the covariate has standard deviations of
// sqrt(2.5) on both sides.
//
//	on   x  1   2   3   4   5      y  10  20  30  40  50
//	off  x  1.1 2.1 3.1 4.1 5.1    y   9  18  27  36  45, but the last has no y
func TestMatchByHand(t *testing.T) {
	nan := math.NaN()
	m := exposure.Matching{
		Treated:    setOf(10, 0, 1, 2, 3, 4),
		Outcome:    []float64{10, 20, 30, 40, 50, 9, 18, 27, 36, nan},
		Covariates: []exposure.Covariate{{Name: "x", Values: []float64{1, 2, 3, 4, 5, 1.1, 2.1, 3.1, 4.1, 5.1}}},
	}
	// The fifth is 0.9 from its nearest: 0.9/sqrt((2.5+1.667)/2) = 0.62 deviations.
	got, err := m.Match()
	if err != nil || got.Treated != 5 || got.Lost != 1 || got.Controls != 4 || got.Caliper != exposure.DefaultCaliper {
		t.Fatalf("%+v, %v", got, err)
	}
	near(t, "difference", got.Difference, (1+2+3+4)/4.0, 1e-12)
	near(t, "mean", got.OnMean, 25, 1e-12)
	// Nobody is used twice: the error is that of the differences, 1, 2, 3, 4.
	near(t, "standard error", got.StandardError, math.Sqrt(1.5*1.5+0.5*0.5+0.5*0.5+1.5*1.5)/4, 1e-12)
	b := got.Balance[0]
	near(t, "before", b.Before, (3-2.6)/math.Sqrt((2.5+5.0/3)/2), 1e-12)
	near(t, "after", b.After, (2.5-2.6)/math.Sqrt((2.5+5.0/3)/2), 1e-12)
	near(t, "variances after", b.VarianceAfter, 1, 1e-12)

	m.Caliper = 1
	if got, err = m.Match(); err != nil || got.Lost != 0 || got.Controls != 4 {
		t.Fatalf("%+v, %v", got, err)
	}
	near(t, "difference", got.Difference, (1+2+3+4+14)/5.0, 1e-12)
	// The fourth match serves twice: (4-2) times half the square of 36-27 is added.
	sum := 0.0
	for _, d := range []float64{1, 2, 3, 4, 14} {
		sum += (d - 4.8) * (d - 4.8)
	}
	near(t, "standard error", got.StandardError, math.Sqrt(sum+2*81/2.0)/5, 1e-12)

	m.Groups = []int{0, 0, 0, 1, 1, 0, 0, 1, 1, 1}
	if got, err = m.Match(); err != nil || got.Lost != 0 || got.Pairs[2] != (exposure.Pair{On: 2, Off: 6}) {
		t.Errorf("within groups: %+v, %v", got, err)
	}
	m.Excluded = setOf(10, 0, 1)
	if got, err = m.Match(); err != nil || got.Treated != 3 {
		t.Errorf("without two: %+v, %v", got, err)
	}
}

func TestNothingToMatch(t *testing.T) {
	m := exposure.Matching{Treated: setOf(4, 0, 1), Outcome: []float64{1, 2, 3, 4}, Covariates: []exposure.Covariate{{Values: []float64{1, 2, 50, 60}}}}
	if _, err := m.Match(); !errors.Is(err, exposure.ErrMatching) || !strings.Contains(err.Error(), "within 0.2") {
		t.Errorf("error %v", err)
	}
	m.Treated = setOf(4, 0)
	if _, err := m.Match(); !errors.Is(err, exposure.ErrMatching) || !strings.Contains(err.Error(), "1 municipalities with a rate on routes and 3 off") {
		t.Errorf("error %v", err)
	}
	// A covariate that is the same everywhere tells nothing, and divides nothing.
	m.Treated, m.Covariates = setOf(4, 0, 1), []exposure.Covariate{{Values: []float64{7, 7, 7, 7}}}
	if got, err := m.Match(); err != nil || got.Difference != -1.5 {
		t.Errorf("%+v, %v", got, err)
	}
}

// runR writes data as CSV columns and returns the numbers that a script prints.
func runR(t *testing.T, script string, columns map[string][]float64) []float64 {
	t.Helper()
	dir := t.TempDir()
	for name, values := range columns {
		text := ""
		for _, v := range values {
			text += strconv.FormatFloat(v, 'g', -1, 64) + "\n"
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(dir, "script.R")
	script = fmt.Sprintf("setwd(%q); get <- function(name) scan(name, quiet = TRUE)\n", dir) + script
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	var out []float64
	for _, field := range strings.Fields(outside.Output(t, "", "Rscript", file)) {
		x, err := strconv.ParseFloat(field, 64)
		if err != nil {
			t.Fatalf("R printed %q", field)
		}
		out = append(out, x)
	}
	return out
}

// TestMatchAgainstR computes the estimator again with whole matrices.
func TestMatchAgainstR(t *testing.T) {
	const seed, n = 8, 240
	random := rand.New(rand.NewPCG(seed, 0))
	columns := map[string][]float64{}
	m := exposure.Matching{Treated: exposure.NewSet(n), Covariates: []exposure.Covariate{{Name: "km"}, {Name: "people"}}}
	for i := range n {
		x, z := random.NormFloat64()*100+500, random.NormFloat64()
		on := 0.0
		if random.Float64() < 0.3+0.001*(x-500) {
			on = 1
			m.Treated.Add(i)
		}
		y := 20 + 0.05*x + 3*z + 4*on + random.NormFloat64()*5
		m.Outcome = append(m.Outcome, y)
		m.Covariates[0].Values, m.Covariates[1].Values = append(m.Covariates[0].Values, x), append(m.Covariates[1].Values, z)
		columns["on"], columns["y"] = append(columns["on"], on), append(columns["y"], y)
	}
	columns["x"], columns["z"] = m.Covariates[0].Values, m.Covariates[1].Values
	want := runR(t, `
on <- get("on") == 1; y <- get("y"); X <- cbind(get("x"), get("z"))
s <- sqrt((apply(X[on, ], 2, var) + apply(X[!on, ], 2, var)) / 2)
Z <- sweep(X, 2, s, "/")
dx <- abs(outer(Z[, 1], Z[, 1], "-")); dz <- abs(outer(Z[, 2], Z[, 2], "-"))
D <- sqrt(dx^2 + dz^2); D[dx > 0.2 | dz > 0.2] <- Inf
i <- which(on); off <- which(!on)
j <- off[apply(D[i, off], 1, which.min)]; ok <- is.finite(D[cbind(i, j)])
i <- i[ok]; j <- j[ok]; d <- y[i] - y[j]; tau <- mean(d)
K <- tabulate(j, length(y)); free <- sqrt(dx^2 + dz^2); diag(free) <- Inf
twin <- sapply(off, function(o) off[which.min(free[o, off])])
s2 <- (y[off] - y[twin])^2 / 2; k <- K[off]
se <- sqrt(sum((d - tau)^2) + sum((k^2 - k) * s2)) / length(i)
smd <- function(a, b) (colMeans(X[a, ]) - colMeans(X[b, ])) / s
cat(sprintf("%.17g", c(sum(!ok), length(unique(j)), tau, se, smd(on, !on), smd(i, j))))`, columns)
	got, err := m.Match()
	if err != nil {
		t.Fatal(err)
	}
	b := got.Balance
	for k, x := range []float64{float64(got.Lost), float64(got.Controls), got.Difference, got.StandardError, b[0].Before, b[1].Before, b[0].After, b[1].After} {
		near(t, fmt.Sprintf("seed %d, number %d", seed, k), x, want[k], 1e-10)
	}
	t.Logf("difference %.3f (%.3f), balance %.2f to %.3f and %.2f to %.3f; 4 was put in", got.Difference, got.StandardError, b[0].Before, b[0].After, b[1].Before, b[1].After)
}
