package exposure_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/corredor-geo/corredor/engine/exposure"
)

// country has n municipalities in a row, each with a route over itself and the
// next two; the rate rises along it.
func country(n int) (routes []exposure.Set, o exposure.Outcome) {
	o = exposure.Outcome{Name: "homicides"}
	for i := range n {
		s := exposure.NewSet(n)
		for k := i; k < min(i+3, n); k++ {
			s.Add(k)
		}
		routes = append(routes, s)
		o.Events, o.PersonYears = append(o.Events, float64(i)), append(o.PersonYears, 100_000)
	}
	return routes, o
}

func union(n int, routes []exposure.Set, of ...int) exposure.Set {
	on := exposure.NewSet(n)
	for _, i := range of {
		on.Union(routes[i])
	}
	return on
}

// One origin among 20: a shuffle has 20 outcomes, all of which can be listed, and
// the test is that of the list.
func TestShuffleIsExact(t *testing.T) {
	const n, draws = 20, 40_000
	routes, o := country(n)
	strata := make([]int, n)
	shuffle, free := exposure.NewShuffle(routes, strata, [][]int{{16}})
	if free != 1 {
		t.Errorf("%d free", free)
	}
	c := exposure.NewContrast(o, nil)
	observed := routes[16]
	tests, err := exposure.Permutation{Observed: observed, Contrasts: []*exposure.Contrast{c}, Placement: shuffle, Draws: exposure.Draws{Count: draws, Seed: 1}}.Test(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want, mean := 0, 0.0
	for i := range n {
		d := c.Of(routes[i]).Mean
		mean += d / n
		if d >= c.Of(observed).Mean {
			want++
		}
	}
	got := tests[0].MeanTest
	// Three standard errors of a share of 40,000 draws.
	near(t, "p", got.Greater, float64(want)/n, 3*math.Sqrt(0.25/draws))
	near(t, "mean of the draws", got.NullMean, mean, 4*got.NullSD/math.Sqrt(draws))
	if got.Undefined != 0 || got.Draws != draws {
		t.Errorf("%+v", got)
	}
}

// Draws keep to the strata, take nobody twice in a layer, and reach everybody.
func TestShuffleKeepsStrata(t *testing.T) {
	const n = 12
	routes := make([]exposure.Set, n)
	for i := range routes {
		routes[i] = exposure.NewSet(n)
		routes[i].Add(i)
	}
	routes[5] = nil // no route from there
	strata := []int{0, 0, 0, 0, 1, 1, 1, 1, 2, -1, -1, 2}
	shuffle, free := exposure.NewShuffle(routes, strata, [][]int{{0, 1, 1, 4, 5}, {2, 8, 11, 9}})
	if free != 2+1+1 { // of the first layer 0, 1 and 4; of the second 2: both of stratum 2 are origins
		t.Errorf("%d free", free)
	}
	random := rand.New(rand.NewPCG(1, 1))
	seen := exposure.NewSet(n)
	for range 500 {
		on := exposure.NewSet(n)
		shuffle.Draw(random, on)
		inFirst := 0
		for i := range 4 {
			if on.Has(i) {
				inFirst++
			}
		}
		if inFirst < 2 || inFirst > 3 || !on.Has(8) || !on.Has(11) || on.Has(5) || on.Has(9) || on.Has(10) {
			t.Fatalf("drew %v", on)
		}
		seen.Union(on)
	}
	if seen.Len() != 9 {
		t.Errorf("reached %d of 9", seen.Len())
	}
}

// Under the null the p-values are uniform: origins drawn at random are found
// unusual no oftener than promised.
func TestPermutationHoldsItsLevel(t *testing.T) {
	const n, trials = 60, 400
	routes, o := country(n)
	random := rand.New(rand.NewPCG(42, 0))
	strata := make([]int, n)
	c := []*exposure.Contrast{exposure.NewContrast(o, nil)}
	rejected := 0
	for trial := range trials {
		origins := random.Perm(n)[:4]
		shuffle, _ := exposure.NewShuffle(routes, strata, [][]int{origins})
		tests, err := exposure.Permutation{Observed: union(n, routes, origins...), Contrasts: c,
			Placement: shuffle, Draws: exposure.Draws{Count: 99, Seed: uint64(trial)}}.Test(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if tests[0].PooledTest.TwoSided <= 0.1 {
			rejected++
		}
	}
	// 40 are expected; three standard deviations are 18.
	if rejected > 58 || rejected < 18 {
		t.Errorf("%d of %d rejected at 10 %%", rejected, trials)
	}
}

func TestSmallestPIsNotZero(t *testing.T) {
	routes, o := country(50)
	strata := make([]int, 50)
	shuffle, _ := exposure.NewShuffle(routes, strata, [][]int{{45, 46, 47, 48, 49}})
	tests, err := exposure.Permutation{
		Observed: union(50, routes, 45, 46, 47, 48, 49), Contrasts: []*exposure.Contrast{exposure.NewContrast(o, nil)},
		Placement: shuffle, Draws: exposure.Draws{Count: 199}}.Test(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if p := tests[0].PooledTest; p.Greater != 1.0/200 || p.Less != 1 || p.TwoSided != 2.0/200 || !(p.Low < p.High && p.High < p.Observed) {
		t.Errorf("%+v", p)
	}
}

func TestAnyNumberOfWorkers(t *testing.T) {
	routes, o := country(80)
	strata := exposure.Strata(make([]int, 80), o.Events, 3)
	shuffle, _ := exposure.NewShuffle(routes, strata, [][]int{{3, 30, 60}, {5, 70}})
	random := &exposure.RandomRoutes{}
	random.Add(routes, 4)
	contrasts := []*exposure.Contrast{exposure.NewContrast(o, nil)}
	for name, placement := range map[string]exposure.Placement{"shuffle": shuffle, "random": random} {
		var want []exposure.ContrastTest
		for _, workers := range []int{1, 2, 7} {
			got, err := exposure.Permutation{Observed: routes[3], Contrasts: contrasts, Placement: placement, Draws: exposure.Draws{Count: 500, Seed: 9, Workers: workers}}.Test(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if want == nil {
				want = got
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %d workers: %+v, want %+v", name, workers, got, want)
			}
		}
		other, err := exposure.Permutation{Observed: routes[3], Contrasts: contrasts, Placement: placement, Draws: exposure.Draws{Count: 500, Seed: 9, Stream: 1}}.Test(context.Background())
		if err != nil || other[0].PooledTest.NullMean == want[0].PooledTest.NullMean {
			t.Errorf("%s: another stream has the same draws (%v)", name, err)
		}
	}
}

func TestPermutationStops(t *testing.T) {
	routes, o := country(10)
	shuffle, _ := exposure.NewShuffle(routes, make([]int, 10), [][]int{{1}})
	ctx, cancel := context.WithCancelCause(context.Background())
	cause := errors.New("stopped by the test")
	cancel(cause)
	p := exposure.Permutation{Observed: routes[1], Contrasts: []*exposure.Contrast{exposure.NewContrast(o, nil)}, Placement: shuffle, Draws: exposure.Draws{Count: 10}}
	if _, err := p.Test(ctx); !errors.Is(err, cause) {
		t.Errorf("error %v", err)
	}
}

func TestStrata(t *testing.T) {
	nan := math.NaN()
	groups := []int{0, 0, 1, 1, -1, 0}
	values := []float64{50, 10, 40, 30, 5, nan}
	if got, want := exposure.Strata(groups, values, 2), []int{1, 0, 3, 2, -1, -1}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got, want := exposure.Strata(groups, values, 1), []int{0, 0, 1, 1, -1, 0}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// BenchmarkPermute draws 10,000 times what the study of Mexico has: 235 origins in
// three layers among 2,454 municipalities, routes over 60 of them.
func BenchmarkPermute(b *testing.B) {
	const n = 2454
	random := rand.New(rand.NewPCG(1, 2))
	routes, o := make([]exposure.Set, n), exposure.Outcome{}
	strata := make([]int, n)
	for i := range routes {
		routes[i], strata[i] = exposure.NewSet(n), random.IntN(96)
		for range 60 {
			routes[i].Add(random.IntN(n))
		}
		o.Events, o.PersonYears = append(o.Events, float64(random.IntN(9))), append(o.PersonYears, 40_000)
	}
	layers := make([][]int, 3)
	on := exposure.NewSet(n)
	for k := range layers {
		layers[k] = random.Perm(n)[:78]
		for _, i := range layers[k] {
			on.Union(routes[i])
		}
	}
	shuffle, _ := exposure.NewShuffle(routes, strata, layers)
	c := []*exposure.Contrast{exposure.NewContrast(o, nil), exposure.NewContrast(o, nil)}
	p := exposure.Permutation{Observed: on, Contrasts: c, Placement: shuffle, Draws: exposure.Draws{Count: 10_000}}
	for b.Loop() {
		if _, err := p.Test(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}
