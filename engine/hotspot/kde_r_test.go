package hotspot_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/hotspot"
	"github.com/corredor-geo/corredor/internal/outside"
)

// towns are a few positions, two of them close together.
var towns = []orb.Point{
	{-107.4, 24.8}, {-107.39, 24.81}, {-106.9, 25.3}, {-105.5, 24.1}, {-104.7, 24}, {-107.8, 25.8},
	{-103.4, 20.7}, {-102.1, 19.7}, {-106.1, 23.2}, {-107.1, 24.6}, {-99.9, 16.9}, {-100.3, 25.7},
}

var box = orb.Bound{Min: orb.Point{-108, 20}, Max: orb.Point{-102, 26}}

// The output of R 4.2.2 with MASS 7.3-58.2; x and y are the columns of towns:
//
//	library(MASS)
//	p <- function(z) cat(sprintf("%.17g", z), sep = ", ")
//	p(kde2d(x, y, n = c(3, 4))$z)
//	p(kde2d(x, y, h = 1.2, n = c(4, 3), lims = c(-108, -102, 20, 26))$z)
//	p(kde2d(x, y, h = c(1.2, 3), n = c(4, 3), lims = c(-108, -102, 20, 26))$z)
var kde2d = []struct {
	name string
	opts hotspot.KDEOptions
	z    []float64
}{
	{"normal reference, range", hotspot.KDEOptions{Columns: 3, Rows: 4}, []float64{
		4.0873538872212401e-06, 0.00082684286789691259, 0.0065680026927085119,
		0.00037482450892071492, 0.0088264773336672823, 0.004046327948774733,
		0.011724196935272763, 0.010691077666574894, 0.00066707198902914481,
		0.025172838981526165, 0.0083024852450314067, 0.006324055625615178}},
	{"the sigma of D. Valle-Jones' map of laboratories", hotspot.KDEOptions{
		Bandwidth: hotspot.Bandwidth{Sigma: [2]float64{0.3, 0.3}}, Limits: box, Columns: 4, Rows: 3}, []float64{
		5.6474024879530796e-35, 4.7421989391250414e-19, 0.0013108753001729004, 0.084551748403366461,
		1.856235907176884e-09, 0.11166865458261856, 3.7446468279475946e-05, 4.7568789646062653e-19,
		0.094513514475015492, 0.0001076105159930635, 2.1645951865609258e-12, 9.5150254345539458e-09}},
	{"two values of h", hotspot.KDEOptions{Bandwidth: fromH(1.2, 3), Limits: box, Columns: 4, Rows: 3}, []float64{
		2.3369033639113885e-11, 6.2175194003584697e-06, 0.0051606957437458061, 0.051474405877759644,
		0.00096561830740139471, 0.058842145066504203, 0.0016653063553975921, 3.4962423122593113e-06,
		0.050048739889806911, 0.0010831462480494472, 0.0001106845350650681, 5.7926012071882653e-09}},
}

// agreement with R is relative, in the far tails as well.
const agreement = 1e-9

// fromH is the bandwidth that kde2d has with h, of which it takes a quarter as sigma.
func fromH(x, y float64) hotspot.Bandwidth { return hotspot.Bandwidth{Sigma: [2]float64{x / 4, y / 4}} }

func TestKDEIsKde2d(t *testing.T) {
	for _, tt := range kde2d {
		t.Run(tt.name, func(t *testing.T) {
			worst := worstRatio(t, mustKDE(t, towns, nil, tt.opts).AppendValues(nil), tt.z)
			t.Logf("largest relative difference %.2g", worst)
			if worst > agreement {
				t.Errorf("differs from R by %g", worst)
			}
		})
	}
}

// The two values of MASS::bandwidth.nrd(x), (y), of which sigma is a quarter.
func TestNormalReference(t *testing.T) {
	sigma, _ := mustKDE(t, towns, nil, hotspot.KDEOptions{Columns: 2, Rows: 2}).Sigma()
	if worst := worstRatio(t, []float64{4 * sigma[0], 4 * sigma[1]}, []float64{7.2869694104365301, 4.53812558857918}); worst > agreement {
		t.Errorf("differs from R by %g", worst)
	}
}

// The minima are R's optimize(), tol = 1e-9, of the textbook sums over pairs:
//
//	s0 <- c(bandwidth.nrd(x), bandwidth.nrd(y)) / 4; n <- length(x)
//	u <- (outer(x, x, "-") / s0[1])^2 + (outer(y, y, "-") / s0[2])^2
//	K <- function(f, v = 1) exp(-u / (2 * v * f^2)) / (2 * pi * v * f^2 * prod(s0))
//	loo <- function(f) (rowSums(K(f)) - diag(K(f))) / (n - 1)
//	ls <- function(f) sum(K(f, 2)) / n^2 - 2 * mean(loo(f))   # 0.2 to 1.2
//	lk <- function(f) -mean(log(loo(f)))                      # 0.8 to 1.5
func TestCrossValidation(t *testing.T) {
	const reference = 7.2869694104365301 / 4 // on longitude, TestNormalReference
	for rule, want := range map[hotspot.Rule]float64{hotspot.LeastSquares: 0.51146924012134343, hotspot.Likelihood: 1.1677336350892948} {
		d := mustKDE(t, towns, nil, hotspot.KDEOptions{Columns: 2, Rows: 2, Bandwidth: hotspot.Bandwidth{Rule: rule}})
		sigma, _ := d.Sigma()
		if got := sigma[0] / reference; math.Abs(got/want-1) > 1e-3 { // as documented
			t.Errorf("rule %d: factor %.6f, R has %.6f", rule, got, want)
		}
	}
}

// TestAgainstR draws points with a printed seed and compares with MASS itself.
func TestAgainstR(t *testing.T) {
	rscript := outside.Program(t, "Rscript")
	if exec.Command(rscript, "-e", "library(MASS)").Run() != nil {
		if os.Getenv("CORREDOR_STRICT") != "" {
			t.Fatal("R has no package MASS")
		}
		t.Skip("R has no package MASS: no comparison with R")
	}
	for seed := range uint64(3) {
		random := rand.New(rand.NewPCG(seed, 0))
		var points []orb.Point
		var x, y []string
		for range 50 + 200*int(seed) {
			p := orb.Point{random.NormFloat64()*3 - 104, random.ExpFloat64()*2 + 18}
			points = append(points, p)
			x, y = append(x, number(p[0])), append(y, number(p[1]))
		}
		script := fmt.Sprintf(`library(MASS); x <- c(%s); y <- c(%s)
z <- c(kde2d(x, y, n = c(31, 17))$z, kde2d(x, y, h = c(1.2, 0.7), n = c(17, 31))$z)
cat(sprintf("%%.17g", z))`, strings.Join(x, ","), strings.Join(y, ","))
		file := filepath.Join(t.TempDir(), "kde2d.R") // too long for an argument
		if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(rscript, file).Output()
		if err != nil {
			t.Fatal(err)
		}
		got := mustKDE(t, points, nil, hotspot.KDEOptions{Columns: 31, Rows: 17}).AppendValues(nil)
		got = mustKDE(t, points, nil, hotspot.KDEOptions{Columns: 17, Rows: 31, Bandwidth: fromH(1.2, 0.7)}).AppendValues(got)
		worst := worstRatio(t, got, numbers(t, string(out)))
		t.Logf("seed %d: %d nodes, largest relative difference %.2g", seed, len(got), worst)
		if worst > agreement {
			t.Errorf("seed %d: differs from R by %g", seed, worst)
		}
	}
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

func numbers(t *testing.T, text string) (values []float64) {
	t.Helper()
	for _, field := range strings.Fields(text) {
		v, err := strconv.ParseFloat(field, 64)
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, v)
	}
	return values
}

func mustKDE(t testing.TB, points []orb.Point, weights []float64, opts hotspot.KDEOptions) *hotspot.Density {
	t.Helper()
	d, err := hotspot.KDE(context.Background(), points, weights, opts)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// worstRatio is the largest relative difference, absolute below 1e-300, where
// float64 has not all of its digits.
func worstRatio(t *testing.T, got, want []float64) (worst float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d values, want %d", len(got), len(want))
	}
	for i, w := range want {
		worst = max(worst, math.Abs(got[i]-w)/max(math.Abs(w), 1e-300))
	}
	return worst
}
