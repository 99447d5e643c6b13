package exposure_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/exposure"
)

// board is a square of unit municipalities, row by row from the south-west.
func board(side int) (areas []orb.MultiPolygon, centres []orb.Point) {
	for i := range side * side {
		x, y := float64(i%side), float64(i/side)
		areas = append(areas, box(x, y, x+1, y+1))
		centres = append(centres, orb.Point{x + 0.5, y + 0.5})
	}
	return areas, centres
}

func TestContiguous(t *testing.T) {
	areas, _ := board(3)
	areas = append(areas, box(3.0001, 0, 4, 1)) // 11 m off: an island
	n := exposure.Contiguous(areas)
	for i, want := range map[int][]int32{0: {1, 3}, 4: {1, 3, 5, 7}, 8: {5, 7}, 9: nil} {
		if !slices.Equal(n[i], want) {
			t.Errorf("neighbours of %d are %v, want %v", i, n[i], want)
		}
	}
}

func TestNearest(t *testing.T) {
	points := []orb.Point{{0, 0}, {1, 0}, {2.5, 0}, {9, 9}, {0.1, 0}}
	n := exposure.Nearest(points, []bool{true, true, true, false, true}, 2)
	if want := (exposure.Neighbours{{1, 4}, {0, 4}, {1, 4}, nil, {0, 1}}); !reflect.DeepEqual(n, want) {
		t.Errorf("%v, want %v", n, want)
	}
	if n := exposure.Nearest(points[:1], []bool{true}, 3); len(n[0]) != 0 {
		t.Errorf("alone: %v", n)
	}
}

// The colours of a chessboard are as unlike as can be: I is -1. Two halves of one
// value each are alike but along the line between them.
func TestMoranOfBoards(t *testing.T) {
	const side = 6
	areas, centres := board(side)
	n := exposure.Contiguous(areas)
	chess, halves, slope := make([]float64, side*side), make([]float64, side*side), make([]float64, side*side)
	for i := range chess {
		chess[i] = float64((i%side + i/side) % 2)
		halves[i] = float64(i % side / 3)
		slope[i] = float64(i % side)
	}
	got, err := exposure.MoranI(context.Background(), chess, n, exposure.Draws{Count: 99})
	if err != nil || got.N != side*side || got.Links != 2*2*side*(side-1) || got.Isolated != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	near(t, "chessboard", got.I, -1, 1e-12)
	near(t, "expected", got.Expected, -1.0/35, 1e-15)
	near(t, "p", got.Test.Less, 0.01, 1e-12)
	// z is 1/2 and -1/2. On both sides of the middle line 4 have a neighbour of the other
	// half among 4, and 2, in the corners of the column, among 3; all others none.
	if got, err = exposure.MoranI(context.Background(), halves, n, exposure.Draws{Count: 99}); err != nil {
		t.Fatal(err)
	}
	near(t, "halves", got.I, (24+2*(4*(1-2.0/4)+2*(1-2.0/3)))/36, 1e-12)
	near(t, "p", got.Test.Greater, 0.01, 1e-12)
	all := slices.Repeat([]bool{true}, side*side)
	if got, err = exposure.MoranI(context.Background(), slope, exposure.Nearest(centres, all, 4), exposure.Draws{Count: 99}); err != nil || got.I < 0.7 {
		t.Errorf("slope: %+v, %v", got, err)
	}
}

func TestMoranWithoutAnswer(t *testing.T) {
	areas, _ := board(2)
	n, nan := exposure.Contiguous(areas), math.NaN()
	for name, values := range map[string][]float64{"all alike": {1, 1, 1, 1}, "two known": {1, 2, nan, nan}, "none": {nan, nan, nan, nan}} {
		if _, err := exposure.MoranI(context.Background(), values, n, exposure.Draws{Count: 9}); !errors.Is(err, exposure.ErrMoran) {
			t.Errorf("%s: %v", name, err)
		}
	}
	got, err := exposure.MoranI(context.Background(), []float64{1, 2, 4, nan}, n, exposure.Draws{Count: 9})
	if err != nil || got.N != 3 || got.Links != 4 {
		t.Errorf("%+v, %v", got, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := exposure.MoranI(ctx, []float64{1, 2, 4, 3}, n, exposure.Draws{Count: 9}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestMoranAgainstR computes I, and its standard deviation over all ways to deal the
// values out (A. D. Cliff and J. K. Ord, "Spatial Processes", 1981, chapter 2), with whole
// matrices: the draws have to have that mean and that deviation.
func TestMoranAgainstR(t *testing.T) {
	const seed, n, k = 4, 80, 5
	random := rand.New(rand.NewPCG(seed, 0))
	var points []orb.Point
	var known []bool
	columns := map[string][]float64{"k": {k}}
	for i := range n {
		p := orb.Point{-104 + 3*random.Float64(), 20 + 3*random.Float64()}
		points, known = append(points, p), append(known, true)
		columns["y"] = append(columns["y"], p[0]*p[0]/1000+0.3*random.NormFloat64())
		columns["row"] = append(columns["row"], slices.Repeat([]float64{float64(i + 1)}, k)...)
	}
	neighbours := exposure.Nearest(points, known, k)
	for _, list := range neighbours {
		for _, j := range list {
			columns["column"] = append(columns["column"], float64(j+1))
		}
	}
	want := runR(t, `
y <- get("y"); n <- length(y); W <- matrix(0, n, n); W[cbind(get("row"), get("column"))] <- 1 / get("k")
z <- y - mean(y); I <- n / sum(W) * sum(W * outer(z, z)) / sum(z^2)
S0 <- sum(W); S1 <- sum((W + t(W))^2) / 2; S2 <- sum((rowSums(W) + colSums(W))^2)
b2 <- n * sum(z^4) / sum(z^2)^2
E2 <- (n * ((n^2 - 3*n + 3) * S1 - n * S2 + 3 * S0^2) - b2 * ((n^2 - n) * S1 - 2*n * S2 + 6 * S0^2)) / ((n-1) * (n-2) * (n-3) * S0^2)
cat(sprintf("%.17g", c(I, sqrt(E2 - 1 / (n - 1)^2))))`, columns)
	const draws = 20_000
	got, err := exposure.MoranI(context.Background(), columns["y"], neighbours, exposure.Draws{Count: draws, Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "I", got.I, want[0], 1e-12)
	near(t, "mean of the draws", got.Test.NullMean, got.Expected, 4*want[1]/math.Sqrt(draws))
	near(t, "deviation of the draws", got.Test.NullSD, want[1], 0.03*want[1]) // six standard errors
	t.Logf("I %.4f, deviation %.5f, of the draws %.5f", got.I, want[1], got.Test.NullSD)
}
