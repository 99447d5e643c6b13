package vital_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/engine/vital"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/graphtest"
)

// roads is a network under the reference search. Segment s belongs to item s modulo items.
type roads struct {
	g        *graph.Graph
	m        graph.Metric
	items    int
	from, to []graph.NodeID // per traveller
}

func (r roads) Ways(_ context.Context, closed, travellers []int) ([]vital.Way, error) {
	m := slices.Clone(r.m)
	for a := range m {
		if s, _ := r.g.Segment(graph.ArcID(a)); slices.Contains(closed, int(s)%r.items) {
			m[a] = math.Inf(1)
		}
	}
	d := graph.NewDijkstra(r.g)
	var ways []vital.Way
	for _, i := range travellers {
		d.Run(m, r.from[i], r.to[i])
		w := vital.Way{Cost: d.Distance(r.to[i])}
		for _, a := range d.AppendPath(nil, r.to[i]) {
			s, _ := r.g.Segment(a)
			w.Items = append(w.Items, int(s)%r.items)
		}
		slices.Sort(w.Items)
		w.Items = slices.Compact(w.Items)
		ways = append(ways, w)
	}
	return ways, nil
}

// cutOff is more than any route of the test networks costs.
const cutOff = 5000

func problem(seed uint64) (vital.Problem, roads) {
	g, m := graphtest.Random(seed, 30)
	rng := rand.New(rand.NewPCG(seed, 21))
	r := roads{g: g, m: m, items: max(1, min(12, g.SegmentCount()))}
	p := vital.Problem{CutOff: cutOff}
	for range 5 {
		r.from, r.to = append(r.from, graph.NodeID(rng.IntN(g.NodeCount()))), append(r.to, graph.NodeID(rng.IntN(g.NodeCount())))
		p.Weights = append(p.Weights, float64(rng.IntN(4))/4)
	}
	p.Network = r
	return p, r
}

// worth is that of a set, from its definition.
func worth(t *testing.T, p vital.Problem, closed []int) float64 {
	t.Helper()
	all := make([]int, len(p.Weights))
	for i := range all {
		all[i] = i
	}
	before, err := p.Network.Ways(context.Background(), nil, all)
	if err != nil {
		t.Fatal(err)
	}
	after, err := p.Network.Ways(context.Background(), closed, all)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for i, w := range p.Weights {
		sum += w * (min(after[i].Cost, p.CutOff) - min(before[i].Cost, p.CutOff))
	}
	return sum
}

// sets calls visit with every set of k of n items.
func sets(n, k int, visit func([]int)) {
	var set []int
	var choose func(from int)
	choose = func(from int) {
		if len(set) == k {
			visit(set)
			return
		}
		for i := from; i < n; i++ {
			set = append(set, i)
			choose(i + 1)
			set = set[:len(set)-1]
		}
	}
	choose(0)
}

// TestExactAgreesWithAllSets tries every set of up to three items.
func TestExactAgreesWithAllSets(t *testing.T) {
	greedyWrong, cutOffs := 0, 0
	for seed := range uint64(120) {
		p, r := problem(seed)
		for k := 1; k <= min(3, r.items); k++ {
			want := 0.0
			sets(r.items, k, func(set []int) { want = max(want, worth(t, p, set)) })
			steps, _, err := vital.Greedy(context.Background(), p, k)
			if err != nil {
				t.Fatal(err)
			}
			o := vital.Options{K: k}
			if len(steps) > 0 {
				o.Known = steps[len(steps)-1]
			}
			found, err := vital.Exact(context.Background(), p, o)
			if err != nil {
				t.Fatal(err)
			}
			if found.Best.Worth != want || !found.Proven() || worth(t, p, found.Best.Closed) != want || len(found.Best.Closed) > k {
				t.Fatalf("seed %d, k %d: %v is worth %v, up to %v; want %v", seed, k, found.Best.Closed, found.Best.Worth, found.Bound, want)
			}
			if alone, err := vital.Exact(context.Background(), p, vital.Options{K: k}); err != nil || alone.Best.Worth != want {
				t.Fatalf("seed %d, k %d: without a set to begin with %v, %v", seed, k, alone.Best.Worth, err)
			}
			if o.Known.Worth < want {
				greedyWrong++
			}
			if want > 1000 {
				cutOffs++
			}
		}
	}
	if greedyWrong < 5 || cutOffs < 20 {
		t.Errorf("greedy fell short %d times, and travellers were cut off %d times: the comparison says little", greedyWrong, cutOffs)
	}
}

// TestGreedySteps compares each step with all items, used or not.
func TestGreedySteps(t *testing.T) {
	for seed := range uint64(60) {
		p, r := problem(seed + 500)
		steps, singles, err := vital.Greedy(context.Background(), p, 3)
		if err != nil {
			t.Fatal(err)
		}
		var closed []int
		before := 0.0
		for _, st := range append(slices.Clone(steps), vital.State{}) {
			best := before
			for item := range r.items {
				best = max(best, worth(t, p, append(slices.Clone(closed), item)))
			}
			if st.Closed == nil { // after the last step
				if len(steps) < 3 && best > before {
					t.Errorf("seed %d: greedy stopped at %v, but %v could be had", seed, before, best)
				}
				break
			}
			if st.Worth != best || worth(t, p, st.Closed) != best {
				t.Errorf("seed %d: %v is worth %v, want %v", seed, st.Closed, st.Worth, best)
			}
			closed, before = st.Closed, best
		}
		for _, st := range singles {
			if st.Worth != worth(t, p, st.Closed) {
				t.Errorf("seed %d: %v alone is worth %v", seed, st.Closed, st.Worth)
			}
		}
	}
}

// A search that is cut short says what it may have missed.
func TestBoundHolds(t *testing.T) {
	short := 0
	for seed := range uint64(80) {
		p, r := problem(seed + 900)
		want := 0.0
		sets(r.items, min(2, r.items), func(set []int) { want = max(want, worth(t, p, set)) })
		found, err := vital.Exact(context.Background(), p, vital.Options{K: 2, Limit: 3})
		if err != nil {
			t.Fatal(err)
		}
		if found.Bound < want || found.Best.Worth > want || found.Proven() && found.Best.Worth != want {
			t.Errorf("seed %d: %v to %v, want %v", seed, found.Best.Worth, found.Bound, want)
		}
		if !found.Proven() {
			short++
		}
	}
	if short < 10 {
		t.Errorf("only %d searches were cut short", short)
	}
}

// Two parallel roads of 1 beside a detour of 10: closing one changes nothing, so that
// greedy sees nothing to begin with; both together are worth 9.
func TestGreedyMayBeBlind(t *testing.T) {
	var b graph.Builder
	b.AddNodes(2)
	for _, meters := range []float64{1, 1, 10} {
		b.AddSegment(graph.Segment{From: 0, To: 1, LengthMeters: meters})
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	p := vital.Problem{Network: roads{g, graph.LengthMetric(g), 3, []graph.NodeID{0}, []graph.NodeID{1}}, Weights: []float64{1}, CutOff: 100}
	steps, _, err := vital.Greedy(context.Background(), p, 2)
	if err != nil || len(steps) != 0 {
		t.Errorf("steps %v, %v", steps, err)
	}
	found, err := vital.Exact(context.Background(), p, vital.Options{K: 2})
	if err != nil || found.Best.Worth != 9 {
		t.Errorf("%+v, %v", found, err)
	}
}

// TestMetFlow compares with all sets of a covering problem.
func TestMetFlow(t *testing.T) {
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 22))
		const items, travellers = 9, 12
		routes := make([][]int, travellers)
		p := vital.Problem{CutOff: 1}
		for i := range routes {
			for item := range items {
				if rng.IntN(4) == 0 {
					routes[i] = append(routes[i], item)
				}
			}
			p.Weights = append(p.Weights, float64(1+rng.IntN(8)))
		}
		p.Network = vital.Met{Routes: routes}
		want := 0.0
		sets(items, 3, func(set []int) {
			met := 0.0
			for i, w := range p.Weights {
				if slices.ContainsFunc(set, func(item int) bool { return slices.Contains(routes[i], item) }) {
					met += w
				}
			}
			want = max(want, met)
		})
		steps, _, err := vital.Greedy(context.Background(), p, 3)
		if err != nil {
			t.Fatal(err)
		}
		found, err := vital.Exact(context.Background(), p, vital.Options{K: 3, Known: steps[len(steps)-1]})
		if err != nil || found.Best.Worth != want || !found.Proven() {
			t.Errorf("seed %d: %v, want %v; %v", seed, found.Best.Worth, want, err)
		}
		if got := steps[len(steps)-1].Worth; got < (1-1/math.E)*want {
			t.Errorf("seed %d: greedy meets %v of %v", seed, got, want)
		}
	}
}

func TestStops(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	cause := errors.New("enough")
	cancel(cause)
	p, _ := problem(3)
	if _, _, err := vital.Greedy(ctx, p, 1); !errors.Is(err, cause) {
		t.Errorf("greedy: %v", err)
	}
}

func ExampleGreedy() {
	// Two travellers over three bridges.
	met := vital.Met{Routes: [][]int{{0, 1}, {1, 2}}}
	p := vital.Problem{Network: met, Weights: []float64{1, 2}, CutOff: 1}
	steps, _, err := vital.Greedy(context.Background(), p, 1)
	fmt.Println(steps[0].Closed, steps[0].Worth, err)
	// Output: [1] 3 <nil>
}
