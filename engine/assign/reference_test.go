package assign_test

import (
	"bufio"
	"context"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
)

// Published minima of the Beckmann function. Sioux Falls is stated as 42.31335287107440 in units of
// 1e5, Barcelona as it is here (README files of the networks).
const (
	siouxFallsObjective = 42.31335287107440e5
	barcelonaObjective  = 1265654.92203176
)

func solve(tb testing.TB, p assign.Problem, o assign.Options) *assign.Solution {
	tb.Helper()
	s, err := assign.Solve(context.Background(), p, o)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func near(got, want, relative float64) bool {
	return math.Abs(got-want) <= relative*math.Abs(want)
}

// TestReferenceGaps holds Algorithm B to its gaps, to the published objectives, and to the few
// iterations that Newton's steps need: one more than on amd64 is left to other processors.
func TestReferenceGaps(t *testing.T) {
	for _, test := range []struct {
		name           string
		gap, objective float64 // 0 where none is published
		most           int     // iterations
	}{
		{"SiouxFalls", 1e-12, siouxFallsObjective, 7},
		{"Anaheim", 1e-12, 0, 10},
		{"Barcelona", 1e-12, barcelonaObjective, 12},
		{"Berlin", 1e-12, 0, 10},
		{"Braess", 1e-12, 386, 5}, // 2 * 10*4*4/2 + 2 * (50*2 + 2*2/2) + 10*2 + 2*2/2 at flows 4, 2, 2
	} {
		t.Run(test.name, func(t *testing.T) {
			s := solve(t, open(t, test.name), assign.Options{Gap: test.gap})
			if !s.Converged || s.RelativeGap > test.gap || s.Iterations > test.most {
				t.Errorf("gap %g after %d iterations of %d", s.RelativeGap, s.Iterations, test.most)
			}
			// Braess' file has free flow times of 1e-8 in place of 0.
			if test.objective != 0 && !near(s.Objective, test.objective, 1e-9) {
				t.Errorf("objective %.15g, want %.15g", s.Objective, test.objective)
			}
			if s.LowerBound > s.Objective*(1+1e-14) {
				t.Errorf("lower bound %.17g above the objective %.17g", s.LowerBound, s.Objective)
			}
		})
	}
}

// TestReferenceFlows compares with the best known flows, where they are unique.
func TestReferenceFlows(t *testing.T) {
	for _, name := range []string{"SiouxFalls", "Anaheim"} {
		t.Run(name, func(t *testing.T) {
			p := open(t, name)
			s := solve(t, p, assign.Options{Gap: 1e-12})
			volume := readFlows(t, name+"/"+name+"_flow.tntp")
			worst := 0.0
			for a, x := range s.Flow {
				link := [2]graph.NodeID{p.Graph.Tail(graph.ArcID(a)), p.Graph.Head(graph.ArcID(a))}
				want, ok := volume[link]
				if !ok {
					t.Fatalf("no published flow from %d to %d", link[0]+1, link[1]+1)
				}
				worst = max(worst, math.Abs(x-want))
			}
			if worst > 1e-4 || len(volume) != len(s.Flow) {
				t.Errorf("flows differ by up to %g vehicles from those published, %d of %d", worst, len(s.Flow), len(volume))
			}
		})
	}
}

// readFlows reads a *_flow.tntp: from, to, volume, cost.
func readFlows(t *testing.T, name string) map[[2]graph.NodeID]float64 {
	t.Helper()
	file, err := os.Open(referenceFile(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	volume := map[[2]graph.NodeID]float64{}
	lines := bufio.NewScanner(file)
	lines.Scan() // names
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 3 {
			continue
		}
		from, _ := strconv.Atoi(fields[0])
		to, _ := strconv.Atoi(fields[1])
		x, err := strconv.ParseFloat(fields[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		volume[[2]graph.NodeID{graph.NodeID(from - 1), graph.NodeID(to - 1)}] = x
	}
	return volume
}

// TestFrankWolfe holds the link-based algorithms to gaps within their reach: their
// objective never rises, and their bound is one.
func TestFrankWolfe(t *testing.T) {
	for _, test := range []struct {
		algorithm assign.Algorithm
		gap       float64
		most      int // iterations, twice what it takes
	}{
		{assign.FrankWolfe, 1e-4, 2600},
		{assign.BiconjugateFrankWolfe, 1e-6, 1200},
	} {
		for _, search := range []assign.LineSearch{assign.Exact, assign.Fminbnd} {
			before, bound := math.Inf(1), math.Inf(-1)
			o := assign.Options{Algorithm: test.algorithm, Gap: test.gap, LineSearch: search, MaxIterations: test.most}
			if search == assign.Fminbnd {
				o.Gap = 1e-3 // with steps to 1e-4 no better is to be had
			}
			o.Trace = func(it assign.Iteration) {
				// Fminbnd never looks at the ends, and so may miss that no step is best.
				if slack := 1e-14 * before; it.Objective > before+slack && search == assign.Exact {
					t.Errorf("%v: the objective rises from %.17g to %.17g in iteration %d", test.algorithm, before, it.Objective, it.Number)
				}
				before, bound = it.Objective, max(bound, it.LowerBound)
			}
			s := solve(t, open(t, "SiouxFalls"), o)
			if !s.Converged {
				t.Errorf("%v: gap %g after %d iterations", test.algorithm, s.RelativeGap, s.Iterations)
			}
			if bound > siouxFallsObjective*(1+1e-12) || s.Objective < siouxFallsObjective*(1-1e-12) {
				t.Errorf("%v: bound %.15g, objective %.15g, minimum %.15g", test.algorithm, bound, s.Objective, siouxFallsObjective)
			}
			t.Logf("%v, line search %d: gap %.2g in %d iterations", test.algorithm, search, s.RelativeGap, s.Iterations)
		}
	}
}

// TestReferenceWorkers wants the same bits from one goroutine and from several.
func TestReferenceWorkers(t *testing.T) {
	for _, name := range []string{"SiouxFalls", "Barcelona"} {
		p := open(t, name)
		for _, algorithm := range []assign.Algorithm{assign.AlgorithmB, assign.FrankWolfe, assign.BiconjugateFrankWolfe} {
			o := assign.Options{Algorithm: algorithm, MaxIterations: 4, Gap: -1}
			var one *assign.Solution
			for o.Workers = 1; o.Workers <= 3; o.Workers++ {
				s := solve(t, p, o)
				if one == nil {
					one = s
				}
				same(t, one, s)
			}
		}
	}
}

func same(t *testing.T, a, b *assign.Solution) {
	t.Helper()
	if a.Objective != b.Objective || a.RelativeGap != b.RelativeGap {
		t.Errorf("%v: objectives %.17g, %.17g", a.Algorithm, a.Objective, b.Objective)
	}
	for i := range a.Flow {
		if math.Float64bits(a.Flow[i]) != math.Float64bits(b.Flow[i]) {
			t.Fatalf("%v: flows of arc %d are %v and %v", a.Algorithm, i, a.Flow[i], b.Flow[i])
		}
	}
}

// TestReferenceOptimum compares the totals of the two objectives.
func TestReferenceOptimum(t *testing.T) {
	p := open(t, "SiouxFalls")
	ue, so := solve(t, p, assign.Options{}), solve(t, p, assign.Options{Objective: assign.SystemOptimum})
	// 7,480,225 and 7,194,256 vehicle minutes: the literature's price of anarchy of
	// Sioux Falls, about 1.04.
	if !near(ue.TotalCost, 7480225.3, 1e-6) || !near(so.TotalCost, 7194256.1, 1e-6) {
		t.Errorf("total cost %.9g in equilibrium, %.9g at the optimum", ue.TotalCost, so.TotalCost)
	}
	if !near(so.Objective, so.TotalCost, 1e-12) {
		t.Errorf("objective %v is not the total cost %v", so.Objective, so.TotalCost)
	}
}

// TestReferencePaths spreads the flows over paths: those of an equilibrium to less than a
// hundredth of a vehicle, and those of a gap of 1e-4, which no cheapest paths have, to a
// thousandth of the largest flow.
func TestReferencePaths(t *testing.T) {
	for _, test := range []struct {
		name string
		assign.Options
		most float64 // vehicles
	}{
		{"SiouxFalls", assign.Options{Gap: 1e-13}, 0.01},
		{"SiouxFalls", assign.Options{Gap: 1e-4, Algorithm: assign.FrankWolfe}, 23},
		{"SiouxFalls", assign.Options{Gap: 1e-5, Algorithm: assign.BiconjugateFrankWolfe}, 23},
		{"Anaheim", assign.Options{Gap: 1e-13}, 0.01},
		{"Barcelona", assign.Options{Gap: 1e-12}, 0.01},
	} {
		if test.name == "Barcelona" && testing.Short() {
			continue // takes seconds
		}
		p := open(t, test.name)
		s := solve(t, p, test.Options)
		paths, err := s.ProportionalPaths(context.Background(), p, assign.PathOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if paths.MaxError > test.most {
			t.Errorf("%s, %v: paths miss the flows by up to %g vehicles", test.name, test.Algorithm, paths.MaxError)
		}
		count := 0
		for i, d := range p.Demand {
			total := 0.0
			for path, x := range paths.Of(i, 0) {
				if p.Graph.Tail(path[0]) != d.From || p.Graph.Head(path[len(path)-1]) != d.To {
					t.Fatalf("a path of demand %d is from elsewhere", i)
				}
				total += x
				count++
			}
			if d.From != d.To && !near(total, d.Flow, 1e-12) {
				t.Errorf("paths of demand %d carry %g of %g", i, total, d.Flow)
			}
		}
		t.Logf("%s, %v: %d paths, error %.2g", test.name, test.Algorithm, count, paths.MaxError)
	}
}
