package assign_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
)

// gated is a town at 0 with ways of 5 and 6 to the gates 1 and 2, which lead to the sink
// 3. The price of the first gate rises by 1 per 10 units.
func gated() assign.Problem {
	return assign.Problem{
		Graph: links(4, [2]graph.NodeID{0, 1}, [2]graph.NodeID{0, 2}, [2]graph.NodeID{1, 3}, [2]graph.NodeID{2, 3}),
		Cost: &assign.Curves{Base: []float64{5, 6, 0, 0}, Factor: []float64{0, 0, 1, 0},
			Capacity: []float64{1, 1, 10, 1}, Exponent: []float64{1, 1, 1, 1}},
		Demand: []assign.Demand{{From: 0, To: 3, Flow: 30}},
	}
}

// Thirty units choose between two gates. With 10 units at the first, both cost 6; but in a logit
// choice the first keeps the share x/30 = 1/(1 + exp(Theta (x/10 - 1))).
func ExampleSolveChoice() {
	for _, theta := range []float64{0.1, 1, 100} {
		choice, err := assign.SolveChoice(context.Background(), gated(), assign.ChoiceOptions{LogitOptions: assign.LogitOptions{Theta: theta}})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("theta %g: shares %.3f, gate 1 costs %.3f\n", theta, choice.Share[0], choice.Cost[choice.Gates[0]])
	}
	// Output:
	// theta 0.1: shares [0.488 0.512], gate 1 costs 1.465
	// theta 1: shares [0.429 0.571], gate 1 costs 1.287
	// theta 100: shares [0.336 0.664], gate 1 costs 1.007
}

// TestChoiceByBisection finds the share of the example by bisection too.
func TestChoiceByBisection(t *testing.T) {
	for _, theta := range []float64{0, 0.1, 1, 10, 1000} {
		c, err := assign.SolveChoice(context.Background(), gated(), assign.ChoiceOptions{LogitOptions: assign.LogitOptions{Theta: theta}})
		if err != nil {
			t.Fatal(err)
		}
		low, high := 0.0, 30.0
		for range 100 {
			x := (low + high) / 2
			if 30/(1+math.Exp(theta*(x/10-1))) > x {
				low = x
			} else {
				high = x
			}
		}
		if !near(c.Flow[c.Gates[0]], low, 1e-10) || !c.Converged {
			t.Errorf("theta %g: gate 1 has %.12g, want %.12g (change %g)", theta, c.Flow[c.Gates[0]], low, c.RelativeGap)
		}
	}
}

// randomGates is a random network whose demand goes to a new node behind gates.
func randomGates(r *rand.Rand) assign.Problem {
	p := randomProblem(r)
	inner := p.Graph.NodeCount()
	sink := graph.NodeID(inner)
	var ends [][2]graph.NodeID
	for a := range graph.ArcID(p.Graph.ArcCount()) {
		ends = append(ends, [2]graph.NodeID{p.Graph.Tail(a), p.Graph.Head(a)})
	}
	for range 3 {
		ends = append(ends, [2]graph.NodeID{graph.NodeID(r.IntN(inner)), sink})
	}
	p.Graph = links(inner+1, ends...)
	c := &assign.Curves{}
	for range p.Graph.ArcCount() {
		c.Base = append(c.Base, 1+4*r.Float64())
		c.Factor = append(c.Factor, 3*r.Float64())
		c.Capacity = append(c.Capacity, 1+9*r.Float64())
		c.Exponent = append(c.Exponent, []float64{1, 1.886, 4}[r.IntN(3)])
	}
	p.Cost = c
	for i := range p.Demand {
		p.Demand[i].To = sink
	}
	return p
}

// TestChoiceIsLogit: at the prices of the solution, found by Dijkstra's algorithm, the
// shares are those of the formula, and the ways to each gate are in equilibrium.
func TestChoiceIsLogit(t *testing.T) {
	const networks = 40
	for seed := range uint64(networks) {
		r := rand.New(rand.NewPCG(seed, 4))
		p := randomGates(r)
		theta := []float64{0.05, 0.5, 3}[r.IntN(3)]
		c, err := assign.SolveChoice(context.Background(), p, assign.ChoiceOptions{LogitOptions: assign.LogitOptions{Theta: theta}})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if !c.Converged {
			t.Errorf("seed %d: change %g after %d iterations", seed, c.RelativeGap, c.Iterations)
		}
		d := graph.NewDijkstra(p.Graph)
		inner := append(graph.Metric(nil), c.Cost...)
		for _, gate := range c.Gates {
			inner[gate] = math.Inf(1)
		}
		onGate := make([]float64, len(c.Gates))
		astray, total := 0.0, 0.0
		for i, demand := range p.Demand {
			d.Run(inner, demand.From)
			least, sum := math.Inf(1), 0.0
			price := make([]float64, len(c.Gates))
			for g, gate := range c.Gates {
				price[g] = d.Distance(p.Graph.Tail(gate)) + p.Cost.At(gate, c.Flow[gate])
				least = min(least, price[g])
			}
			for g := range price {
				price[g] = math.Exp(-theta * (price[g] - least))
				sum += price[g]
			}
			for g := range c.Gates {
				astray += demand.Flow * math.Abs(c.Share[i][g]-price[g]/sum) / 2
				onGate[g] += demand.Flow * c.Share[i][g]
			}
			total += demand.Flow
		}
		if !(astray <= 1.01e-9*total) { // the gap asked for
			t.Errorf("seed %d, theta %g: by the formula %g of %g units would choose otherwise", seed, theta, astray, total)
		}
		for g, gate := range c.Gates {
			if !near(onGate[g], c.Flow[gate], 1e-9) {
				t.Errorf("seed %d: gate %d carries %v, the shares send %v", seed, g, c.Flow[gate], onGate[g])
			}
		}
		paths, err := c.Paths(context.Background(), assign.PathOptions{})
		if err != nil || paths.MaxError > 1e-5*total {
			t.Errorf("seed %d: cheapest ways do not carry the flows: off by %g of %g, %v", seed, paths.MaxError, total, err)
		}
	}
}

// TestChoiceNearsEquilibrium: the surer the choice is of the cheapest gate, the nearer its
// gates to those of the user equilibrium. Prices of gates in use differ by about 1/Theta.
func TestChoiceNearsEquilibrium(t *testing.T) {
	for seed := range uint64(10) {
		p := randomGates(rand.New(rand.NewPCG(seed, 5)))
		s := solve(t, p, assign.Options{})
		for _, theta := range []float64{1, 10, 100} {
			c, err := assign.SolveChoice(context.Background(), p, assign.ChoiceOptions{LogitOptions: assign.LogitOptions{Theta: theta}})
			if err != nil {
				t.Fatal(err)
			}
			off := 0.0
			for _, gate := range c.Gates {
				off = max(off, math.Abs(s.Flow[gate]-c.Flow[gate]))
			}
			if !(off <= 3/theta) || !c.Converged {
				t.Errorf("seed %d, theta %g: a gate is off by %g; change %g after %d iterations", seed, theta, off, c.RelativeGap, c.Iterations)
			}
		}
	}
}

func TestChoiceIsTheSameOnAnyNumberOfWorkers(t *testing.T) {
	p := randomGates(rand.New(rand.NewPCG(6, 6)))
	var solutions []*assign.Solution
	for _, workers := range []int{1, 3} {
		c, err := assign.SolveChoice(context.Background(), p, assign.ChoiceOptions{LogitOptions: assign.LogitOptions{Theta: 0.5, Workers: workers}})
		if err != nil {
			t.Fatal(err)
		}
		solutions = append(solutions, c.Solution)
	}
	same(t, solutions[0], solutions[1])
}

func TestBadChoice(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*assign.Problem, *assign.ChoiceOptions)
		is     error
		want   string
	}{
		{"theta", func(_ *assign.Problem, o *assign.ChoiceOptions) { o.Theta = -1 }, assign.ErrOptions, "theta -1"},
		{"no demand", func(p *assign.Problem, _ *assign.ChoiceOptions) { p.Demand = nil }, assign.ErrDemand, "needs demand"},
		{"two sinks", func(p *assign.Problem, _ *assign.ChoiceOptions) {
			p.Demand = append(p.Demand, assign.Demand{From: 0, To: 2, Flow: 1})
		}, assign.ErrDemand, "one sink"},
		{"negative demand", func(p *assign.Problem, _ *assign.ChoiceOptions) { p.Demand[0].Flow = -1 }, assign.ErrDemand, "is -1"},
		{"no way", func(p *assign.Problem, _ *assign.ChoiceOptions) { p.Closed = []bool{true, true, false, false} }, assign.ErrNoWay, "from node 0 to node 3"},
		{"no gate", func(p *assign.Problem, _ *assign.ChoiceOptions) { p.Closed = []bool{false, false, true, true} }, assign.ErrNoWay, "from node 0 to node 3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, o := gated(), assign.ChoiceOptions{LogitOptions: assign.LogitOptions{Theta: 1}}
			test.change(&p, &o)
			_, err := assign.SolveChoice(context.Background(), p, o)
			if !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %v with %q", err, test.is, test.want)
			}
		})
	}
}

// TestChoiceWithAClosedGate: a gate that cannot be reached has no share, and demand at the
// sink itself chooses nothing.
func TestChoiceWithAClosedGate(t *testing.T) {
	p := gated()
	p.Closed = []bool{false, true, false, false}
	p.Demand = append(p.Demand, assign.Demand{From: 3, To: 3, Flow: 7}, assign.Demand{From: 2, To: 3, Flow: 5})
	c, err := assign.SolveChoice(context.Background(), p, assign.ChoiceOptions{LogitOptions: assign.LogitOptions{Theta: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if c.Flow[2] != 30 || c.Flow[3] != 5 || c.Intrazonal != 7 || c.Share[0][1] != 0 {
		t.Errorf("flows %v, %v within the sink, shares %v", c.Flow, c.Intrazonal, c.Share)
	}
}

// TestChoiceInterrupted: a context that ends gives the flows so far, once there are some.
func TestChoiceInterrupted(t *testing.T) {
	for _, logit := range []bool{false, true} {
		ctx, cancel := context.WithCancel(context.Background())
		o := assign.ChoiceOptions{LogitOptions: assign.LogitOptions{Theta: 0.5, Trace: func(assign.Iteration) { cancel() }}, LogitWays: logit}
		p := randomGates(rand.New(rand.NewPCG(6, 6)))
		c, err := assign.SolveChoice(ctx, p, o)
		if err != nil || !c.Interrupted || c.Converged {
			t.Fatalf("logit %v: %+v, %v", logit, c, err)
		}
		sent, crossed := 0.0, 0.0
		for _, d := range p.Demand {
			sent += d.Flow
		}
		for _, gate := range c.Gates {
			crossed += c.Flow[gate]
		}
		if !near(crossed, sent, 1e-9) {
			t.Errorf("logit %v: %v of %v units cross", logit, crossed, sent)
		}
		if _, err := assign.SolveChoice(ctx, p, o); err == nil && !logit {
			t.Error("no error though there were no flows yet")
		}
	}
}

// TestChoiceOfLogitWays has two towns, two gates, and two roads from each town to each gate, all
// of which rise. Every share is that of the formula at the prices of the solution.
func TestChoiceOfLogitWays(t *testing.T) {
	const town, gate, sink, roads = 0, 2, 4, 2
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 7))
		var ends [][2]graph.NodeID
		for from := range graph.NodeID(2) {
			for to := range graph.NodeID(2) {
				for range roads {
					ends = append(ends, [2]graph.NodeID{town + from, gate + to})
				}
			}
		}
		ends = append(ends, [2]graph.NodeID{gate, sink}, [2]graph.NodeID{gate + 1, sink})
		cost := &assign.Curves{}
		for range ends {
			cost.Base = append(cost.Base, 5*r.Float64())
			cost.Factor = append(cost.Factor, 3*r.Float64())
			cost.Capacity = append(cost.Capacity, 1+9*r.Float64())
			cost.Exponent = append(cost.Exponent, 1+2*r.Float64())
		}
		p := assign.Problem{Graph: links(5, ends...), Cost: cost, Demand: []assign.Demand{{From: 0, To: 4, Flow: 20 * r.Float64()}, {From: 1, To: 4, Flow: 20 * r.Float64()}}}
		theta := []float64{0.1, 0.5, 2}[r.IntN(3)]
		c, err := assign.SolveChoice(context.Background(), p, assign.ChoiceOptions{LogitOptions: assign.LogitOptions{Theta: theta}, LogitWays: true})
		if err != nil {
			t.Fatal(err)
		}
		paths, err := c.Paths(context.Background(), assign.PathOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if !c.Converged {
			t.Errorf("seed %d, theta %g: change %g after %d iterations", seed, theta, c.RelativeGap, c.Iterations)
		}
		for from, d := range p.Demand {
			first := graph.ArcID(from * 2 * roads)
			weight, sum := make([]float64, 2*roads), 0.0
			for k := range weight {
				weight[k] = math.Exp(-theta * (c.Cost[first+graph.ArcID(k)] + c.Cost[8+k/roads]))
				sum += weight[k]
			}
			for k := range weight {
				want := d.Flow * weight[k] / sum
				if got := c.Flow[first+graph.ArcID(k)]; math.Abs(got-want) > 1e-7 {
					t.Errorf("seed %d, theta %g: road %d of town %d carries %v, want %v", seed, theta, k, from, got, want)
				}
				pair := from*2 + k/roads
				if got := paths.Using([]graph.ArcID{first + graph.ArcID(k)})[pair] * c.Ways[pair].Flow; math.Abs(got-want) > 1e-7 {
					t.Errorf("seed %d, theta %g: paths of road %d of town %d carry %v, want %v", seed, theta, k, from, got, want)
				}
			}
		}
	}
}
