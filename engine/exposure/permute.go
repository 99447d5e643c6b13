package exposure

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
)

// Test is a statistic beside what it is by chance.
type Test struct {
	Observed float64
	Draws    int
	// NullMean and NullSD describe the draws; Low and High hold the middle 95 % of them.
	NullMean, NullSD, Low, High float64
	// Greater is the chance of a draw as great as observed, Less of one as small,
	// each (b+1)/(m+1) for b of m draws: B. Phipson and G. K. Smyth, "Permutation
	// p-values should never be zero", Statistical Applications in Genetics and
	// Molecular Biology 9(1), 2010, doi:10.2202/1544-6115.1585. TwoSided is twice
	// the smaller, at most 1.
	Greater, Less, TwoSided float64
	Undefined               int // draws without a value; they count as extreme on both sides
}

// newTest compares a statistic with its draws. Equal up to rounding is equal.
func newTest(observed float64, draws []float64) Test {
	t := Test{Observed: observed, Draws: len(draws)}
	known := make([]float64, 0, len(draws))
	above, below := 1, 1
	slack := float64(1e-10 * math.Abs(observed))
	for _, x := range draws {
		unknown := math.IsNaN(x)
		if unknown {
			t.Undefined++
		} else {
			known = append(known, x)
		}
		if unknown || x >= observed-slack {
			above++
		}
		if unknown || x <= observed+slack {
			below++
		}
	}
	m := float64(len(draws) + 1)
	t.Greater, t.Less = float64(above)/m, float64(below)/m
	t.TwoSided = min(1, 2*min(t.Greater, t.Less))
	t.describe(known)
	if math.IsNaN(observed) {
		t.Greater, t.Less, t.TwoSided = math.NaN(), math.NaN(), math.NaN()
	}
	return t
}

func (t *Test) describe(known []float64) {
	n := float64(len(known))
	for _, x := range known {
		t.NullMean += x / n
	}
	for _, x := range known {
		t.NullSD += (x - t.NullMean) * (x - t.NullMean) / (n - 1)
	}
	t.NullSD = math.Sqrt(t.NullSD)
	if len(known) == 0 {
		t.NullMean, t.NullSD, t.Low, t.High = math.NaN(), math.NaN(), math.NaN(), math.NaN()
		return
	}
	slices.Sort(known)
	const tail = 0.025
	t.Low = known[int(tail*(n-1))]
	t.High = known[int(math.Ceil((1-tail)*(n-1)))]
}

// Draws says how many draws are made, and from which seed. Draw i of a test takes
// its random numbers from a stream of its own, so the result does not depend on
// the number of goroutines.
type Draws struct {
	Count   int
	Seed    uint64
	Stream  uint64 // of the test: tests of one seed should not share their draws
	Workers int    // 0 is one a core
	// Progress is told how many draws are done, from any goroutine.
	Progress func(done int)
}

// drawsAtOnce is how many draws a goroutine makes between looks at the context.
const drawsAtOnce = 64

// each calls draw for every number, several at a time, and returns the cause of
// ctx's end. newDraw makes what one goroutine works with.
func (d Draws) each(ctx context.Context, newDraw func() func(i int, random *rand.Rand)) error {
	var group errgroup.Group
	if d.Workers <= 0 {
		d.Workers = runtime.GOMAXPROCS(0)
	}
	group.SetLimit(d.Workers)
	for lo := 0; lo < d.Count && ctx.Err() == nil; lo += drawsAtOnce {
		group.Go(func() error {
			draw := newDraw()
			for i := lo; i < min(lo+drawsAtOnce, d.Count) && ctx.Err() == nil; i++ {
				draw(i, rand.New(rand.NewPCG(d.Seed, d.Stream<<32+uint64(i))))
			}
			if d.Progress != nil {
				d.Progress(min(lo+drawsAtOnce, d.Count))
			}
			return nil
		})
	}
	_ = group.Wait() // no draw returns an error
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// Placement draws the municipalities on routes, by chance.
type Placement interface {
	// Draw puts the municipalities of one draw into an empty set. It is called
	// from several goroutines, each with its own set and random numbers.
	Draw(random *rand.Rand, on Set)
}

// ContrastTest is a [Difference] beside what it is by chance.
type ContrastTest struct {
	Difference
	PooledTest, MeanTest Test
}

// Permutation is a test of the differences of some outcomes by drawing the
// municipalities on routes anew.
type Permutation struct {
	Observed  Set // the municipalities on routes as they are
	Contrasts []*Contrast
	Placement Placement
	Draws     Draws // which all outcomes share
}

// Test compares the differences as observed with those of the draws, in the order
// of the contrasts. It stops with the cause of ctx's end. O(draws x (placement +
// municipalities)).
func (p Permutation) Test(ctx context.Context) ([]ContrastTest, error) {
	contrasts, d := p.Contrasts, p.Draws
	pooled, mean := make([][]float64, len(contrasts)), make([][]float64, len(contrasts))
	for k := range contrasts {
		pooled[k], mean[k] = make([]float64, d.Count), make([]float64, d.Count)
	}
	err := d.each(ctx, func() func(int, *rand.Rand) {
		on := make(Set, len(p.Observed))
		return func(i int, random *rand.Rand) {
			clear(on)
			p.Placement.Draw(random, on)
			for k, c := range contrasts {
				difference := c.Of(on)
				pooled[k][i], mean[k][i] = difference.Pooled, difference.Mean
			}
		}
	})
	if err != nil {
		return nil, err
	}
	tests := make([]ContrastTest, len(contrasts))
	for k, c := range contrasts {
		difference := c.Of(p.Observed)
		tests[k] = ContrastTest{difference, newTest(difference.Pooled, pooled[k]), newTest(difference.Mean, mean[k])}
	}
	return tests, nil
}
