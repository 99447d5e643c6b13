package replicate_test

import (
	"context"
	"fmt"
	"math"
	"path"
	"strconv"
	"testing"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/engine/replicate"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/internal/matlab"
	"github.com/corredor-geo/corredor/internal/outside"
)

// data returns the reference data, or skips.
func data(t testing.TB, parts ...string) string {
	t.Helper()
	return outside.ReferenceData(t, path.Join(parts...))
}

func openArchive(t testing.TB) *replicate.Archive {
	t.Helper()
	a, err := replicate.Open(context.Background(), replicate.Options{Dir: data(t, "dell2015")})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func eradication(t testing.TB, a *replicate.Archive) replicate.Origins {
	t.Helper()
	o, err := a.ReadOrigins(context.Background(), data(t, "eradication", "eradication_by_municipality.csv"), replicate.OriginOptions{SkipRoadless: true})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// naive is the network of a period as maps, read anew.
type naive map[int]map[int]float64

func readNaive(t *testing.T, period int) naive {
	t.Helper()
	f, err := matlab.Read(context.Background(), data(t, "dell2015", fmt.Sprintf("RoadNet%d.mat", period)), matlab.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := f.Variable("Network").Cells
	n := naive{}
	for i, x := range c[0].Numbers {
		from, to, km := int(x), int(c[1].Numbers[i]), c[2].Numbers[i]
		for _, way := range [][2]int{{from, to}, {to, from}} {
			if n[way[0]] == nil {
				n[way[0]] = map[int]float64{}
			}
			n[way[0]][way[1]] += km // as sparse() adds up
		}
	}
	return n
}

// far is Dijkstra's algorithm from the sink, as a textbook has it, with a list for a queue.
func (n naive) far(sink int, closed map[[2]int]bool) (dist map[int]float64, next map[int]int) {
	dist, next = map[int]float64{sink: 0}, map[int]int{}
	done := map[int]bool{}
	open := map[int]bool{sink: true}
	for len(open) > 0 {
		best := 0
		for v := range open {
			if best == 0 || dist[v] < dist[best] {
				best = v
			}
		}
		delete(open, best)
		done[best] = true
		for to, km := range n[best] {
			if d, seen := dist[to]; !done[to] && !closed[[2]int{best, to}] && (!seen || dist[best]+km < d) {
				dist[to], next[to] = dist[best]+km, best
				open[to] = true
			}
		}
	}
	return dist, next
}

// naiveMunicipalities returns the codes of every link, both ways round.
func naiveMunicipalities(t *testing.T) map[[2]int]map[int]bool {
	t.Helper()
	f, err := matlab.Read(context.Background(), data(t, "dell2015", "MunLinkIds.mat"), matlab.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := f.Variable("MunLinks").Cells
	of := map[[2]int]map[int]bool{}
	for i, code := range c[0].Numbers {
		from, to := int(c[2].Numbers[i]), int(c[3].Numbers[i])
		for _, link := range [][2]int{{from, to}, {to, from}} {
			if of[link] == nil {
				of[link] = map[int]bool{}
			}
			of[link][int(code)] = true
		}
	}
	return of
}

// TestShortestAgreesWithANaiveProgram counts some periods again with maps: the first,
// one in which an origin is cut off, and the last.
func TestShortestAgreesWithANaiveProgram(t *testing.T) {
	a := openArchive(t)
	o := eradication(t, a)
	municipalities := naiveMunicipalities(t)
	for _, period := range []int{0, 4, 11} {
		flows, err := a.Shortest(o, period)
		if err != nil {
			t.Fatal(err)
		}
		const sink = 13970 // the last node
		_, next := readNaive(t, period).far(sink, nil)
		counts := map[int]int{}
		cut := 0
		for _, n := range o.Nodes {
			crossed := map[int]bool{}
			v := int(n) + 1
			if next[v] == 0 {
				cut++
			}
			for ; next[v] != 0; v = next[v] {
				for code := range municipalities[[2]int{v, next[v]}] {
					crossed[code] = true
				}
			}
			for code := range crossed {
				counts[code]++
			}
		}
		if cut != len(flows.CutOff) {
			t.Errorf("period %d: %d origins are cut off, and %d naively", period, len(flows.CutOff), cut)
		}
		for m, code := range a.Codes {
			number, _ := strconv.Atoi(code)
			if flows.Ties.Low[m] == flows.Ties.High[m] && flows.Municipalities[m] != counts[number] {
				t.Errorf("period %d: municipality %s has a flow of %d, naively %d", period, code, flows.Municipalities[m], counts[number])
			}
		}
		if flows.Ties.Paths != 0 {
			t.Errorf("period %d: %d paths tie; the archive's lengths had none", period, flows.Ties.Paths)
		}
	}
}

// TestCentralityAgreesWithBruteForce closes some municipalities the long way.
func TestCentralityAgreesWithBruteForce(t *testing.T) {
	a := openArchive(t)
	o := eradication(t, a)
	c, err := a.Centrality(context.Background(), o, 0)
	if err != nil {
		t.Fatal(err)
	}
	flows, err := a.Shortest(o, 0)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(c.BaselineKM-flows.TotalKM) > 1e-6 {
		t.Errorf("the baseline is %v, the paths %v", c.BaselineKM, flows.TotalKM)
	}
	m := a.Metric(0)
	search := graph.NewDijkstra(a.Graph)
	tried := 0
	const every, want = 10, 36 // of the municipalities with a flow
	for i, flow := range flows.Municipalities {
		if flow == 0 {
			if c.TotalKM[i] != c.BaselineKM {
				t.Errorf("nobody passes %s, but without it paths are %v km instead of %v", a.Codes[i], c.TotalKM[i], c.BaselineKM)
			}
			continue
		}
		if tried++; tried%every != 0 {
			continue
		}
		closed := append(graph.Metric(nil), m...)
		for _, s := range a.Links(i) {
			closed[a.Graph.ArcOf(s, false)], closed[a.Graph.ArcOf(s, true)] = math.Inf(1), math.Inf(1)
		}
		search.Run(closed, a.Sink)
		total := 0.0
		for _, n := range o.Nodes {
			total += search.Distance(n)
		}
		if total/1000 != c.TotalKM[i] {
			t.Errorf("without %s paths are %v km, by brute force %v", a.Codes[i], c.TotalKM[i], total/1000)
		}
	}
	if tried/every < want {
		t.Errorf("only %d municipalities were tried", tried/every)
	}
}

// TestCongestionAgreesWithTheWholeNetwork solves one period without contraction.
func TestCongestionAgreesWithTheWholeNetwork(t *testing.T) {
	a := openArchive(t)
	o := eradication(t, a)
	tight, err := a.Congested(context.Background(), o, 0, replicate.Congestion{Params: replicate.PublishedParams})
	if err != nil {
		t.Fatal(err)
	}
	compat, err := a.Congested(context.Background(), o, 0, replicate.Congestion{Params: replicate.PublishedParams, Compat: true})
	if err != nil {
		t.Fatal(err)
	}
	p := assign.Problem{Graph: a.Graph, Cost: wholePrice(a)}
	for _, n := range o.Nodes {
		p.Demand = append(p.Demand, assign.Demand{From: n, To: a.Sink, Flow: 1})
	}
	whole, err := assign.Solve(context.Background(), p, assign.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(tight.Objective-whole.Objective) > 1e-6 {
		t.Errorf("the objective is %v, over the whole network %v", tight.Objective, whole.Objective)
	}
	if tight.Gap > 1e-10 || compat.BoundGap > 1e-3 || compat.LowerBound > tight.Objective || compat.Objective < tight.LowerBound {
		t.Errorf("gaps are %v and %v; objectives %v >= %v and %v >= %v", tight.Gap, compat.BoundGap,
			tight.Objective, tight.LowerBound, compat.Objective, compat.LowerBound)
	}
	for arc, flow := range whole.Flow {
		s, _ := a.Graph.Segment(graph.ArcID(arc))
		if a.Graph.Head(graph.ArcID(arc)) == a.Sink && math.Abs(flow-tight.EquilibriumLinks[s]) > 1e-3 {
			t.Errorf("link %d carries %v, over the whole network %v", s+1, tight.EquilibriumLinks[s], flow)
		}
	}
}

// wholePrice is the paper's price of every arc, in kilometres.
func wholePrice(a *replicate.Archive) *assign.Power {
	g, p := a.Graph, replicate.PublishedParams
	column := func(name string, s graph.SegmentID) float64 { return g.Column(name).Number(s) }
	price := &assign.Power{Exponent: p.Delta10 / 10}
	for arc := range graph.ArcID(g.ArcCount()) {
		s, _ := g.Segment(arc)
		price.Base = append(price.Base, g.LengthMeters(s)/1000)
		price.Factor = append(price.Factor, p.PhiTruck*column("tbcx", s)+p.PhiPort*column("port", s))
		price.Capacity = append(price.Capacity, column("lanes", s)+column("containers", s)/10+1-column("bcx", s))
	}
	return price
}
