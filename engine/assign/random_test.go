package assign_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
)

// randomProblem is a small network with congestion on most arcs.
func randomProblem(r *rand.Rand) assign.Problem {
	nodes := 5 + r.IntN(3)
	var ends [][2]graph.NodeID
	for v := range nodes { // a circle, so that everyone gets everywhere
		ends = append(ends, [2]graph.NodeID{graph.NodeID(v), graph.NodeID((v + 1) % nodes)})
	}
	for range nodes {
		ends = append(ends, [2]graph.NodeID{graph.NodeID(r.IntN(nodes)), graph.NodeID(r.IntN(nodes))})
	}
	g := links(nodes, ends...)
	c := &assign.BPR{}
	for range g.ArcCount() {
		c.FreeFlow = append(c.FreeFlow, float64(r.IntN(6))) // 0 is allowed
		c.Capacity = append(c.Capacity, 1+9*r.Float64())
		c.B = append(c.B, float64(r.IntN(4))/2)
		c.Power = append(c.Power, []float64{0, 1, 2, 4, 4.5}[r.IntN(5)])
		c.Constant = append(c.Constant, float64(r.IntN(2)))
	}
	p := assign.Problem{Graph: g, Cost: c}
	for range 1 + r.IntN(4) {
		p.Demand = append(p.Demand, assign.Demand{From: graph.NodeID(r.IntN(nodes)), To: graph.NodeID(r.IntN(nodes)), Flow: 10 * r.Float64()})
	}
	return p
}

// plain hides the kind of a Cost, so that only its methods are used.
type plain struct{ assign.Cost }

// TestRandomAgainstPaths compares every algorithm with an independent one that lists
// all simple paths and evens them out pair by pair.
func TestRandomAgainstPaths(t *testing.T) {
	const networks = 60
	for seed := range uint64(networks) {
		p := randomProblem(rand.New(rand.NewPCG(seed, 1)))
		want := newPathSolver(p).minimum()
		for _, o := range []assign.Options{
			{Algorithm: assign.AlgorithmB, Gap: 1e-12},
			{Algorithm: assign.BiconjugateFrankWolfe, Gap: 1e-6, MaxIterations: 20000},
			{Algorithm: assign.FrankWolfe, Gap: 1e-4, MaxIterations: 20000},
		} {
			s := solve(t, p, o)
			if slack := max(o.Gap, 1e-9) * (s.TotalCost + 1); math.Abs(s.Objective-want) > slack || s.LowerBound > want+1e-9*(want+1) {
				t.Errorf("seed %d, %v: objective %.12g, bound %.12g, by paths %.12g", seed, o.Algorithm, s.Objective, s.LowerBound, want)
			}
			if !s.Converged {
				t.Errorf("seed %d, %v: gap %g after %d iterations", seed, o.Algorithm, s.RelativeGap, s.Iterations)
			}
		}
		hidden := p
		hidden.Cost = plain{p.Cost}
		if s := solve(t, hidden, assign.Options{}); math.Abs(s.Objective-want) > 1e-9*(s.TotalCost+1) {
			t.Errorf("seed %d: by the methods of the cost %.12g, by paths %.12g", seed, s.Objective, want)
		}
	}
}

// pathSolver finds the equilibrium by listing the simple paths of every demand.
type pathSolver struct {
	p     assign.Problem
	flow  []float64         // per arc
	paths [][][]graph.ArcID // per demand
	on    [][]float64       // per demand and path
}

func newPathSolver(p assign.Problem) *pathSolver {
	s := &pathSolver{p: p, flow: make([]float64, p.Graph.ArcCount())}
	for _, d := range p.Demand {
		var found [][]graph.ArcID
		if d.From != d.To {
			seen := make([]bool, p.Graph.NodeCount())
			s.list(d.From, d.To, nil, seen, &found)
		}
		on := make([]float64, len(found))
		s.paths, s.on = append(s.paths, found), append(s.on, on)
		if len(found) > 0 {
			on[0] = d.Flow
			s.add(found[0], d.Flow)
		}
	}
	return s
}

func (s *pathSolver) list(v, to graph.NodeID, path []graph.ArcID, seen []bool, found *[][]graph.ArcID) {
	if v == to {
		*found = append(*found, append([]graph.ArcID(nil), path...))
		return
	}
	seen[v] = true
	first, end := s.p.Graph.OutArcs(v)
	for a := first; a < end; a++ {
		if w := s.p.Graph.Head(a); !seen[w] {
			s.list(w, to, append(path, a), seen, found)
		}
	}
	seen[v] = false
}

func (s *pathSolver) add(path []graph.ArcID, x float64) {
	for _, a := range path {
		s.flow[a] = max(0, s.flow[a]+x)
	}
}

func (s *pathSolver) cost(path []graph.ArcID) float64 {
	sum := 0.0
	for _, a := range path {
		sum += s.p.Cost.At(a, s.flow[a])
	}
	return sum
}

func (s *pathSolver) minimum() float64 {
	const sweeps = 3000
	for range sweeps {
		moved := 0.0
		for d := range s.paths {
			for i := range s.paths[d] {
				for j := range s.paths[d] {
					if s.on[d][i] > 0 && s.cost(s.paths[d][i]) > s.cost(s.paths[d][j]) {
						moved += s.even(d, i, j)
					}
				}
			}
		}
		if moved < 1e-13 {
			break
		}
	}
	sum := 0.0
	for a, x := range s.flow {
		sum += s.p.Cost.Integral(graph.ArcID(a), x)
	}
	return sum
}

// even moves flow from path i to path j by bisection until they cost the same.
func (s *pathSolver) even(d, i, j int) float64 {
	low, high := 0.0, s.on[d][i]
	for range 60 {
		x := (low + high) / 2
		s.add(s.paths[d][i], -x)
		s.add(s.paths[d][j], x)
		more := s.cost(s.paths[d][i]) > s.cost(s.paths[d][j])
		s.add(s.paths[d][j], -x)
		s.add(s.paths[d][i], x)
		if more {
			low = x
		} else {
			high = x
		}
	}
	x := (low + high) / 2
	if high == s.on[d][i] && low > high*(1-1e-15) {
		x = high
	}
	s.add(s.paths[d][i], -x)
	s.add(s.paths[d][j], x)
	s.on[d][i] -= x
	s.on[d][j] += x
	return x
}

// TestRandomOptimum checks that a system optimum is one: no other flows found cost less, and
// it is the equilibrium at marginal prices.
func TestRandomOptimum(t *testing.T) {
	for seed := range uint64(40) {
		p := randomProblem(rand.New(rand.NewPCG(seed, 2)))
		so := solve(t, p, assign.Options{Objective: assign.SystemOptimum})
		ue := solve(t, p, assign.Options{})
		taxed := p
		taxed.Cost = taxedCost{p.Cost.(*assign.BPR)}
		want := newPathSolver(taxed).minimum()
		if so.TotalCost > ue.TotalCost*(1+1e-9)+1e-9 || math.Abs(so.TotalCost-want) > 1e-8*(want+1) {
			t.Errorf("seed %d: optimum costs %.12g, by paths %.12g, equilibrium %.12g", seed, so.TotalCost, want, ue.TotalCost)
		}
		for _, cost := range []assign.Cost{plain{p.Cost}, curved{p.Cost.(*assign.BPR)}} {
			hidden := p
			hidden.Cost = cost
			if s := solve(t, hidden, assign.Options{Objective: assign.SystemOptimum}); math.Abs(s.TotalCost-want) > 1e-8*(want+1) {
				t.Errorf("seed %d: by the methods of the cost %.12g, by paths %.12g", seed, s.TotalCost, want)
			}
		}
	}
}

// taxedCost is the marginal price.
type taxedCost struct{ c *assign.BPR }

func (m taxedCost) At(a graph.ArcID, x float64) float64 { return m.c.At(a, x) + x*m.c.Slope(a, x) }

func (m taxedCost) Integral(a graph.ArcID, x float64) float64 { return x * m.c.At(a, x) }

func (m taxedCost) Slope(a graph.ArcID, x float64) float64 { return 2 * m.c.Slope(a, x) }

// curved hides the kind of a Cost, but not its curvature.
type curved struct{ *assign.BPR }

// TestRandomClosed closes an arc in each of the ways, in each algorithm.
func TestRandomClosed(t *testing.T) {
	for seed := range uint64(20) {
		p := randomProblem(rand.New(rand.NewPCG(seed, 3)))
		shut := p.Graph.ArcCount() - 1
		if tail := p.Graph.Tail(graph.ArcID(shut)); p.Graph.Head(graph.ArcID(shut)) == (tail+1)%graph.NodeID(p.Graph.NodeCount()) {
			continue // perhaps the only way
		}
		for _, algorithm := range []assign.Algorithm{assign.AlgorithmB, assign.FrankWolfe, assign.BiconjugateFrankWolfe} {
			o := assign.Options{Algorithm: algorithm, Gap: 1e-4, MaxIterations: 10000}
			byFlag, byPrice := p, p
			byFlag.Closed = make([]bool, p.Graph.ArcCount())
			byFlag.Closed[shut] = true
			cost := *p.Cost.(*assign.BPR)
			cost.Constant = append([]float64(nil), cost.Constant...)
			cost.Constant[shut] = math.Inf(1)
			byPrice.Cost = &cost
			a, b := solve(t, byFlag, o), solve(t, byPrice, o)
			same(t, a, b)
			if a.Flow[shut] != 0 || !math.IsInf(a.Cost[shut], 1) || !a.Converged {
				t.Errorf("seed %d, %v: flow %g at cost %g, gap %g", seed, algorithm, a.Flow[shut], a.Cost[shut], a.RelativeGap)
			}
		}
	}
}

// TestGrid looks for a better division of Braess' six travellers among the three
// paths on a dense grid.
func TestGrid(t *testing.T) {
	g := links(4, [2]graph.NodeID{0, 1}, [2]graph.NodeID{0, 2}, [2]graph.NodeID{1, 2}, [2]graph.NodeID{1, 3}, [2]graph.NodeID{2, 3})
	p := assign.Problem{
		Graph:  g,
		Cost:   &assign.Power{Base: []float64{0, 50, 10, 50, 0}, Factor: []float64{10, 1, 1, 1, 10}, Capacity: []float64{1, 1, 1, 1, 1}, Exponent: 1.5},
		Demand: []assign.Demand{{From: 0, To: 3, Flow: 6}},
	}
	s := solve(t, p, assign.Options{})
	const steps = 600
	best := math.Inf(1)
	for i := range steps + 1 {
		for j := range steps + 1 - i {
			upper, lower := 6*float64(i)/steps, 6*float64(j)/steps // by 1 alone, by 2 alone
			middle := 6 - upper - lower
			sum := 0.0
			for a, x := range []float64{upper + middle, lower, middle, upper, lower + middle} {
				sum += p.Cost.Integral(graph.ArcID(a), x)
			}
			best = min(best, sum)
		}
	}
	// The objective is flat at its minimum: a grid step of 0.01 is off by at most slope/2 * 0.01^2 an arc.
	if s.Objective > best+1e-9 || s.Objective < best-0.01 {
		t.Errorf("objective %.10g, best of the grid %.10g", s.Objective, best)
	}
}

// randomGrid has a third of its streets free, prices of the powers, and 400 trips: paths
// tie by the thousand, slopes differ by many powers of ten, and bushes change their order
// at every renewal.
func randomGrid(r *rand.Rand, powers []float64) assign.Problem {
	const n = 10
	var ends [][2]graph.NodeID
	street := func(a, b int) {
		ends = append(ends, [2]graph.NodeID{graph.NodeID(a), graph.NodeID(b)}, [2]graph.NodeID{graph.NodeID(b), graph.NodeID(a)})
	}
	for i := range n * n {
		if i%n+1 < n {
			street(i, i+1)
		}
		if i+n < n*n {
			street(i, i+n)
		}
	}
	g := links(n*n, ends...)
	c := &assign.BPR{}
	for range g.ArcCount() {
		c.FreeFlow = append(c.FreeFlow, float64(r.IntN(3)))
		c.Capacity = append(c.Capacity, 1+9*r.Float64())
		c.B = append(c.B, float64(r.IntN(4))/2)
		c.Power = append(c.Power, powers[r.IntN(len(powers))])
	}
	p := assign.Problem{Graph: g, Cost: c}
	for range 400 {
		p.Demand = append(p.Demand, assign.Demand{From: graph.NodeID(r.IntN(n * n)), To: graph.NodeID(r.IntN(n * n)), Flow: r.Float64()})
	}
	return p
}

// TestRandomGrid compares the algorithms with each other where equilibria are hard. Prices
// that rise as roots, infinitely fast at 0, keep Algorithm B from its last digits.
func TestRandomGrid(t *testing.T) {
	seeds := uint64(6)
	if testing.Short() {
		seeds = 1
	}
	for seed := range seeds {
		for _, test := range []struct {
			powers []float64
			gap    float64
		}{
			{[]float64{1, 2, 3, 4, 16}, 1e-12},
			{[]float64{0.5, 1, 2, 4, 16}, 1e-9},
		} {
			p := randomGrid(rand.New(rand.NewPCG(seed, 5)), test.powers)
			b := solve(t, p, assign.Options{Gap: test.gap, Workers: 1})
			same(t, b, solve(t, p, assign.Options{Gap: test.gap, Workers: 3}))
			f := solve(t, p, assign.Options{Algorithm: assign.BiconjugateFrankWolfe, Gap: 1e-4})
			if !b.Converged || !f.Converged {
				t.Errorf("seed %d, powers %v: gaps %g and %g", seed, test.powers, b.RelativeGap, f.RelativeGap)
			}
			if b.LowerBound > f.Objective || f.LowerBound > b.Objective || !near(b.Objective, f.Objective, 1e-4) {
				t.Errorf("seed %d, powers %v: %.10g to %.10g, and %.10g to %.10g", seed, test.powers, b.LowerBound, b.Objective, f.LowerBound, f.Objective)
			}
		}
	}
}
