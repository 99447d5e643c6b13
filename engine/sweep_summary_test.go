package engine_test

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/scenario/shard"
)

// mergeNumbers merges a sweep whose only result is a column of given numbers, NaN for unknown.
func mergeNumbers(t *testing.T, kind export.Kind, numbers []float64) *engine.SweepSummary {
	t.Helper()
	columns := []export.Column{{Name: "scenario", Kind: export.Integer}, {Name: "seed", Kind: export.Integer}, {Name: "cost_change", Kind: kind, Decimals: 6}}
	detail, err := json.Marshal(engine.SweepDetail{Columns: columns, Designed: 2})
	if err != nil {
		t.Fatal(err)
	}
	d, err := shard.Create(t.TempDir(), shard.Job{Format: shard.Format, Scenarios: len(numbers), ShardSize: 1000, Detail: detail})
	if err != nil {
		t.Fatal(err)
	}
	_, err = shard.Run(context.Background(), d, func(_ context.Context, i int) ([]byte, error) {
		row := strconv.Itoa(i) + "\t0\t"
		if x := numbers[i]; !math.IsNaN(x) {
			row += strconv.FormatFloat(x, 'g', -1, 64)
		}
		return []byte(row), nil
	}, shard.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := engine.MergeSweep(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSummaryIsExact compares the summary with that of all values sorted, to the bit, where values
// are many, few, equal, far apart and next to each other.
func TestSummaryIsExact(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	draw := func(n int, of func(i int) float64) (list []float64) {
		for i := range n {
			list = append(list, of(i))
		}
		return list
	}
	for _, tt := range []struct {
		name    string
		kind    export.Kind
		numbers []float64
	}{
		{"none known", export.Real, draw(3, func(int) float64 { return math.NaN() })},
		{"one known", export.Real, []float64{math.NaN(), 3.25, math.NaN()}},
		{"two known", export.Real, []float64{7, math.NaN(), -3}},
		{"all equal", export.Real, draw(500, func(int) float64 { return 0.1 })},
		{"normal", export.Real, draw(20_000, func(int) float64 { return random.NormFloat64() })},
		{"mostly zero", export.Real, draw(5_000, func(i int) float64 { return max(0, random.NormFloat64()-1.3) })},
		{"some unknown", export.Real, draw(5_000, func(i int) float64 {
			if i%3 == 0 {
				return math.NaN()
			}
			return random.ExpFloat64()
		})},
		{"whole, few", export.Integer, draw(5_000, func(int) float64 { return float64(random.IntN(7)) })},
		{"whole, many", export.Integer, draw(5_000, func(int) float64 { return float64(random.IntN(100_000) - 50_000) })},
		{"all magnitudes", export.Real, draw(3_000, func(int) float64 {
			x := math.Ldexp(1+random.Float64(), random.IntN(600)-300)
			return x * float64(2*random.IntN(2)-1)
		})},
		{"neighbours and an outlier", export.Real, draw(3_000, func(i int) float64 {
			if i == 17 {
				return 1e300
			}
			return math.Float64frombits(math.Float64bits(1) + uint64(random.IntN(5_000)))
		})},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := mergeNumbers(t, tt.kind, tt.numbers)
			checkSummary(t, s.Columns[0], tt.numbers)
			checkMost(t, s, tt.numbers)
		})
	}
}

// checkSummary compares a summary with one of all values at hand.
func checkSummary(t *testing.T, c engine.ColumnSummary, numbers []float64) {
	t.Helper()
	known := slices.DeleteFunc(slices.Clone(numbers), math.IsNaN)
	n, sum, squares := float64(len(known)), 0.0, 0.0
	for _, x := range known {
		sum += x
	}
	for _, x := range known {
		squares += float64((x - sum/n) * (x - sum/n))
	}
	slices.Sort(known)
	type7 := func(p float64) float64 {
		if len(known) == 0 {
			return math.NaN()
		}
		low, part := math.Modf(float64(p * (n - 1)))
		x, next := known[int(low)], known[min(int(low)+1, len(known)-1)]
		return x + float64(part*(next-x))
	}
	if c.Known != len(known) {
		t.Errorf("%d are known, want %d", c.Known, len(known))
	}
	for _, q := range []struct {
		name string
		got  engine.Unrounded
		want float64
	}{
		{"mean", c.Mean, sum / n}, {"sd", c.SD, math.Sqrt(squares / (n - 1))},
		{"min", c.Min, type7(0)}, {"q05", c.Q05, type7(0.05)}, {"q25", c.Q25, type7(0.25)}, {"median", c.Median, type7(0.5)},
		{"q75", c.Q75, type7(0.75)}, {"q95", c.Q95, type7(0.95)}, {"max", c.Max, type7(1)},
	} {
		if got := float64(q.got); got != q.want && !(math.IsNaN(got) && math.IsNaN(q.want)) {
			t.Errorf("%s is %v, want %v", q.name, got, q.want)
		}
	}
}

// checkMost compares the extremes with those of all values sorted.
func checkMost(t *testing.T, s *engine.SweepSummary, numbers []float64) {
	t.Helper()
	var order []int
	for i, x := range numbers {
		if x > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if numbers[a] > numbers[b] {
			return -1
		}
		if numbers[a] < numbers[b] {
			return 1
		}
		return 0
	})
	var got []int
	for _, m := range s.Most {
		got = append(got, m.Scenario)
	}
	if want := order[:min(20, len(order))]; !slices.Equal(got, want) {
		t.Errorf("the largest are %v, want %v", got, want)
	}
}
