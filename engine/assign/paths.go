package assign

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math"
	"slices"

	"gonum.org/v1/gonum/optimize"

	"github.com/corredor-geo/corredor/graph"
)

// PathOptions adjusts [Solution.ProportionalPaths].
type PathOptions struct {
	// Tolerance is the detour that a path in use may make at any arc, as a part of the
	// cost of getting to the end of the arc. 0 means ten times the root of the relative gap
	// of the solution, or 1e-6 if that is more.
	Tolerance float64
	// Workers is the number of goroutines; 0 means one per core. The result does not
	// depend on it.
	Workers int
}

// Paths says how every demand spreads over paths. It is immutable, and safe for any number
// of goroutines.
type Paths struct {
	// Flow is the flow of each arc, the sum over the paths.
	Flow []float64
	// MaxError is the largest difference between Flow and the flow of the solution.
	MaxError float64

	n      *network
	trees  []bush
	demand []Demand
	root   []int32 // per demand; -1 when it uses no arc
}

// The tolerance by default leaves out paths that only rounding could make cheapest; a gap
// leaves some in use that are dearer by more, up to its root times rootTolerance.
const (
	defaultTolerance = 1e-6
	rootTolerance    = 10
)

// ProportionalPaths spreads the demand over paths such that the arcs carry the flows of the
// solution and the entropy of the path flows is greatest. Of the path flows of an
// equilibrium, of which there are many, this is the one in which travellers choose
// alike wherever they face the same alternatives (Bar-Gera 2006, "proportionality").
// The multipliers of the arcs are found by L-BFGS on the dual problem.
//
// p is the Problem of the solution. The paths are those along arcs with flow and within the
// Tolerance of the cheapest. MaxError tells how well they reproduce the flows: a
// solution far from equilibrium has none that do. In a [StochasticEquilibrium] the paths
// are those that it takes, and spread by its logit.
func (s *Solution) ProportionalPaths(ctx context.Context, p Problem, o PathOptions) (*Paths, error) {
	n, err := newNetwork(p, Options{Objective: s.Minimized, Workers: o.Workers})
	if err != nil {
		return nil, err
	}
	if len(s.Flow) != p.Graph.ArcCount() {
		return nil, fmt.Errorf("%w: the solution has %d flows for %d arcs", ErrOptions, len(s.Flow), p.Graph.ArcCount())
	}
	flows, prices := make([]float64, len(n.arcs)), make([]float64, len(n.arcs))
	for k, a := range n.arcs {
		flows[k] = s.Flow[a]
	}
	n.prices(flows, prices)
	if s.Minimized == StochasticEquilibrium {
		g, err := logitOrchard(ctx, n)
		if err != nil {
			return nil, err
		}
		own := make([]float64, len(flows))
		g.spread(prices, own, s.Theta)
		return newPaths(g, p.Demand, fitted{own, flows}), nil
	}
	tolerance := cmp.Or(o.Tolerance, max(defaultTolerance, rootTolerance*math.Sqrt(s.RelativeGap)))
	g, err := newOrchard(ctx, n, orchardOptions{prices, func(s *search, k int32) bool {
		to := s.dist[n.head[k]]
		return flows[k] > 0 && s.dist[n.tail[k]]+prices[k]-to <= tolerance*to
	}})
	if err != nil {
		return nil, err
	}
	own, err := g.fit(ctx, fitOptions{flows, s.RelativeGap})
	if err != nil {
		return nil, err
	}
	return newPaths(g, p.Demand, fitted{own, flows}), nil
}

// fitted are the flows of the paths, and those that they were to have.
type fitted struct{ own, wanted []float64 }

func newPaths(g *orchard, demand []Demand, f fitted) *Paths {
	out := &Paths{Flow: g.n.perArc(f.own, nil), n: g.n, trees: g.trees, demand: demand, root: make([]int32, len(demand))}
	for k, x := range f.own {
		out.MaxError = max(out.MaxError, math.Abs(x-f.wanted[k]))
	}
	for i := range out.root {
		out.root[i] = -1
	}
	for i := range g.n.roots {
		for _, d := range g.n.roots[i].demands {
			out.root[d] = int32(i)
		}
	}
	return out
}

// Constants of fit: it ends when no arc is off by fitThreshold of the demand, or after
// fitIterations.
const (
	fitThreshold  = 1e-12
	fitIterations = 2000
)

// fitOptions are the flows that paths are to have, and how much of them the paths may miss
// per unit of a multiplier.
type fitOptions struct {
	flows []float64
	slack float64
}

// fit finds multipliers of the arcs, at which the demand spreads by logit so that the arcs carry
// the flows. It minimizes the convex function
//
//	sum over demand of flow * log(sum over paths of exp(-multipliers))
//	+ sum over arcs of flow * (multiplier + slack / 2 * multiplier^2)
//
// whose gradient is the difference of the flows, but for the slack. Without slack, flows
// that no paths have would drive multipliers to infinity. Flows are in units of the demand.
func (g *orchard) fit(ctx context.Context, o fitOptions) (own []float64, err error) {
	own = make([]float64, len(o.flows))
	choice := g.choices()
	multipliers := make([]float64, len(o.flows))
	logs := g.spread(multipliers, own, 1)
	evaluate := func(x []float64) float64 {
		same := true
		for i, k := range choice {
			same = same && multipliers[k] == x[i]
			multipliers[k] = x[i]
		}
		if !same {
			logs = g.spread(multipliers, own, 1)
		}
		return logs
	}
	if len(choice) == 0 {
		return own, nil
	}
	unit := 1 / g.n.demand
	x, err := minimize(ctx, optimize.Problem{
		Func: func(x []float64) float64 {
			value := evaluate(x)
			for i, k := range choice {
				value += float64(x[i] * o.flows[k] * (1 + float64(o.slack/2*x[i])))
			}
			return value * unit
		},
		Grad: func(gradient, x []float64) {
			evaluate(x)
			for i, k := range choice {
				gradient[i] = (float64(o.flows[k]*(1+float64(o.slack*x[i]))) - own[k]) * unit
			}
		},
	}, len(choice))
	if err != nil {
		return nil, err
	}
	evaluate(x)
	return own, nil
}

// minimize looks for the zero of the gradient from 0. A line search that ends at the limit of
// float64 is no error.
func minimize(ctx context.Context, p optimize.Problem, dimensions int) ([]float64, error) {
	p.Status = func() (optimize.Status, error) { return optimize.NotTerminated, ctx.Err() }
	settings := &optimize.Settings{GradientThreshold: fitThreshold, MajorIterations: fitIterations, Converger: optimize.NeverTerminate{}}
	result, err := optimize.Minimize(p, make([]float64, dimensions), settings, &optimize.LBFGS{})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if result == nil {
		return nil, fmt.Errorf("path flows: %w", err)
	}
	return result.X, nil
}

// choices lists the arcs whose flow, in some bush, depends on how the demand spreads:
// those on the ways to a node with more than one link.
func (g *orchard) choices() []int32 {
	marked, varies := make([]bool, len(g.n.arcs)), make([]bool, g.n.nodes())
	for i := range g.trees {
		b := &g.trees[i]
		clear(varies)
		for p := len(b.nodes) - 1; p > 0; p-- {
			links := b.links[b.first[p]:b.first[p+1]]
			if len(links) > 1 || varies[p] {
				for _, l := range links {
					marked[l.arc], varies[l.tail] = true, true
				}
			}
		}
	}
	var list []int32
	for k, is := range marked {
		if is {
			list = append(list, int32(k))
		}
	}
	return list
}

// Of yields the paths of a demand, in order of travel, each with its flow: those that carry
// at least the part least of the demand, in an order that depends on the input alone.
// The path is good only until the next. With a least of 0 there may be very many.
func (p *Paths) Of(demand int, least float64) iter.Seq2[[]graph.ArcID, float64] {
	return func(yield func([]graph.ArcID, float64) bool) {
		if p.root[demand] < 0 {
			return
		}
		b := &p.trees[p.root[demand]]
		w := &walker{p: p, b: b, least: least * p.demand[demand].Flow, yield: yield}
		w.back(int32(slices.Index(b.nodes, p.n.farOf(p.demand[demand]))), p.demand[demand].Flow)
	}
}

// walker lists paths from their far end to the root.
type walker struct {
	p     *Paths
	b     *bush
	least float64
	yield func([]graph.ArcID, float64) bool
	path  []graph.ArcID // from the far end
	out   []graph.ArcID
}

func (w *walker) back(place int32, flow float64) bool {
	if place == 0 {
		w.out = append(w.out[:0], w.path...)
		if !w.p.n.reversed {
			slices.Reverse(w.out)
		}
		return w.yield(w.out, flow)
	}
	links := w.b.links[w.b.first[place]:w.b.first[place+1]]
	total := 0.0
	for _, l := range links {
		total += l.flow
	}
	for _, l := range links {
		part := flow
		if len(links) > 1 {
			part = flow * l.flow / total
		}
		if part > 0 && part >= w.least {
			w.path = append(w.path, w.p.n.arcs[l.arc])
			more := w.back(l.tail, part)
			w.path = w.path[:len(w.path)-1]
			if !more {
				return false
			}
		}
	}
	return true
}
