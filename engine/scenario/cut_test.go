package scenario_test

import (
	"cmp"
	"context"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/engine/scenario"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/route"
)

// cutNetwork is a network in two forms: whole segments with stretches, and every
// stretch a segment of its own between nodes at the borders and stops.
type cutNetwork struct {
	whole    *graph.Graph
	base     graph.Metric
	rows     [][]scenario.Stretch
	stops    []graph.Place
	cut      *graph.Graph
	times    []float64 // per segment of the cut network
	stopNode []graph.NodeID
}

// newCutNetwork draws a network. Lengths are whole metres and base weights 1 to
// 3 times that, so that all costs are exact.
func newCutNetwork(t *testing.T, rng *rand.Rand, multipliers map[int]float64, own map[graph.SegmentID]float64, minMeters float64) *cutNetwork {
	t.Helper()
	const nodes, segments, places = 25, 50, 6
	n := &cutNetwork{}
	var whole, cut graph.Builder
	whole.AddNodes(nodes)
	cut.AddNodes(nodes)
	var price []float64
	for s := range segments {
		seg := graph.Segment{From: graph.NodeID(rng.IntN(nodes)), To: graph.NodeID(rng.IntN(nodes)),
			LengthMeters: float64(1 + rng.IntN(400)), Direction: graph.Direction(rng.IntN(6) / 4)}
		whole.AddSegment(seg)
		price = append(price, float64(1+rng.IntN(3)))
		n.rows = append(n.rows, stretches(rng, seg.LengthMeters, places))
		stop := graph.Place{Segment: graph.SegmentID(s), OffsetMeters: float64(rng.IntN(int(seg.LengthMeters) + 1))}
		n.stops = append(n.stops, stop)
		closed := closes(n.rows[s], multipliers, min(minMeters, seg.LengthMeters/2)) || math.IsInf(own[graph.SegmentID(s)], 1)
		n.addCut(&cut, seg, cutting{n.rows[s], stop.OffsetMeters, closed, multipliers, own[graph.SegmentID(s)], price[s]})
	}
	var err error
	if n.whole, err = whole.Build(); err != nil {
		t.Fatal(err)
	}
	if n.cut, err = cut.Build(); err != nil {
		t.Fatal(err)
	}
	n.base = graph.NewMetric(n.whole, func(s graph.SegmentID) float64 { return n.whole.LengthMeters(s) * price[s] })
	return n
}

// stretches cuts a length at random into stretches of random places, -1 among them.
func stretches(rng *rand.Rand, length float64, places int) (row []scenario.Stretch) {
	at := []float64{0, length}
	for range rng.IntN(4) {
		at = append(at, float64(rng.IntN(int(length))))
	}
	slices.Sort(at)
	at = slices.Compact(at)
	for i := 1; i < len(at); i++ {
		row = append(row, scenario.Stretch{Place: rng.IntN(places+1) - 1, FromMeters: at[i-1], ToMeters: at[i]})
	}
	return row
}

func closes(row []scenario.Stretch, multipliers map[int]float64, most float64) bool {
	removed := 0.0
	for _, s := range row {
		if math.IsInf(multipliers[s.Place], 1) {
			removed += s.ToMeters - s.FromMeters
		}
	}
	return removed > most
}

type cutting struct {
	row         []scenario.Stretch
	stop        float64
	closed      bool
	multipliers map[int]float64
	own         float64 // of the segment; 0 for none
	price       float64
}

// addCut adds the stretches of a segment, cut once more at its stop.
func (n *cutNetwork) addCut(b *graph.Builder, seg graph.Segment, c cutting) {
	at := []float64{c.stop}
	for _, s := range c.row {
		at = append(at, s.FromMeters, s.ToMeters)
	}
	slices.Sort(at)
	at = slices.Compact(at)
	before := seg.From
	if c.stop == 0 {
		n.stopNode = append(n.stopNode, before)
	}
	for i := 1; i < len(at); i++ {
		next := seg.To
		if i < len(at)-1 {
			next = b.AddNodes(1)
		}
		if at[i] == c.stop {
			n.stopNode = append(n.stopNode, next)
		}
		times := cmp.Or(c.own, 1)
		for _, s := range c.row {
			if m, ok := c.multipliers[s.Place]; ok && s.FromMeters <= at[i-1] && at[i] <= s.ToMeters {
				if times = max(c.own, m); math.IsInf(times, 1) && !c.closed {
					times = cmp.Or(c.own, 1)
				}
			}
		}
		b.AddSegment(graph.Segment{From: before, To: next, LengthMeters: at[i] - at[i-1], Direction: seg.Direction})
		n.times = append(n.times, times*c.price)
		before = next
	}
}

// TestUnderAgreesWithACutNetwork compares routes between stops in mid-segment, under
// finite multipliers and removals, with Dijkstra on a network that is cut at every border.
func TestUnderAgreesWithACutNetwork(t *testing.T) {
	const seed, minMeters = 5, 60
	for round := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, round))
		multipliers := map[int]float64{}
		for _, place := range []int{0, 2, 3, 5} {
			multipliers[place] = []float64{0.5, 2, 10, math.Inf(1), math.Inf(1)}[rng.IntN(5)]
		}
		own := map[graph.SegmentID]float64{}
		if round >= 20 { // and half of the rounds without
			for _, s := range []graph.SegmentID{1, 7, 13, 20, 31, 44} {
				own[s] = []float64{0.5, 3, 20, math.Inf(1)}[rng.IntN(4)]
			}
		}
		n := newCutNetwork(t, rng, multipliers, own, minMeters)
		roads := scenario.NewRoads(n.whole, n.base, func(s graph.SegmentID) iter.Seq[scenario.Stretch] { return slices.Values(n.rows[s]) })
		roads.MinMeters = minMeters
		shocked := roads.Changed(scenario.Change{Places: multipliers, Segments: own})
		index, err := route.Build(context.Background(), n.whole, cch.OrderOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var stops []route.Stop
		for _, p := range n.stops {
			stops = append(stops, route.At(p))
		}
		m := graph.NewMetric(n.cut, func(s graph.SegmentID) float64 { return n.cut.LengthMeters(s) * n.times[s] })
		router := route.New(n.whole, index, n.base, 1).Reweigh(shocked.Metric).WithParts(shocked.Cost)
		reached := 0
		router.Table(stops).Each(stops, 1, func(i int, row *route.Row) {
			d := graph.NewDijkstra(n.cut)
			d.Run(m, n.stopNode[i])
			for j := range stops {
				want := d.Distance(n.stopNode[j])
				if got := row.Cost(j); got != want {
					t.Errorf("seed %d, round %d: stop %d to %d costs %v, want %v", seed, round, i, j, got, want)
				}
				if !math.IsInf(want, 1) {
					reached++
				}
			}
		})
		if all := len(stops) * len(stops); reached < all/50 {
			t.Errorf("seed %d, round %d: only %d of %d pairs have a way", seed, round, reached, all)
		}
	}
}
