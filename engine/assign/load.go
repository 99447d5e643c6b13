package assign

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/corredor-geo/corredor/graph"
)

// loader puts all demand on cheapest paths. Roots are worked off in batches whose
// number depends on the problem alone, and the batches are summed in order:
// the flows are the same to the bit on any number of cores.
type loader struct {
	n        *network
	searches []*search   // per worker
	batches  [][]float64 // flows
	costs    []float64
	errs     []error

	hierarchy *hierarchy // nil on small networks
}

// Batches: enough to share out, few enough to fit batchFloats numbers.
const (
	mostBatches = 64
	leastBatch  = 8
	batchFloats = 1 << 24
)

func newLoader(n *network) *loader { return &loader{n: n} }

// make makes the memory of searches.
func (l *loader) make() {
	n := l.n
	count := min(len(n.roots), mostBatches, max(leastBatch, batchFloats/max(1, len(n.arcs))))
	l.batches, l.costs, l.errs = make([][]float64, count), make([]float64, count), make([]error, count)
	for i := range l.batches {
		l.batches[i] = make([]float64, len(n.arcs))
	}
	for range max(1, min(n.workers, count)) {
		l.searches = append(l.searches, newSearch(n))
	}
}

// run fills flows and returns what they cost at the prices.
func (l *loader) run(ctx context.Context, prices, flows []float64) (float64, error) {
	if l.hierarchy != nil {
		cost, err := l.hierarchy.load(l.n, prices, flows)
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		return cost, err
	}
	if l.searches == nil {
		l.make()
	}
	eachOf(len(l.batches), len(l.searches), func(batch, worker int) {
		l.batch(ctx, prices, batchOf{batch, worker})
	})
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	clear(flows)
	cost := 0.0
	for i, part := range l.batches {
		if l.errs[i] != nil {
			return 0, l.errs[i]
		}
		cost += l.costs[i]
		for k, x := range part {
			flows[k] += x
		}
	}
	return cost, nil
}

// batchOf is a batch and the worker that has it.
type batchOf struct{ batch, worker int }

func (l *loader) batch(ctx context.Context, prices []float64, b batchOf) {
	flows, roots := l.batches[b.batch], l.n.roots
	clear(flows)
	l.costs[b.batch], l.errs[b.batch] = 0, nil
	for i := b.batch * len(roots) / len(l.batches); i < (b.batch+1)*len(roots)/len(l.batches); i++ {
		if ctx.Err() != nil {
			return
		}
		s := l.searches[b.worker]
		s.run(&roots[i], prices, false)
		cost, err := s.assign(&roots[i], flows)
		l.costs[b.batch] += cost
		if err != nil {
			l.errs[b.batch] = err
			return
		}
	}
}

// eachOf calls work for 0 .. count-1 on some goroutines, in no order.
func eachOf(count, workers int, work func(i, worker int)) {
	if workers <= 1 || count <= 1 {
		for i := range count {
			work(i, 0)
		}
		return
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < count; i = int(next.Add(1)) - 1 {
				work(i, w)
			}
		})
	}
	wait.Wait()
}

func (o Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// AllOrNothing puts every demand on its cheapest path at the given prices, which are
// per arc, at least 0, and +Inf where an arc is closed. It returns the flow of
// each arc and the cost of all demand together.
//
// visit, when not nil, is called for every demand that uses the network, with its index
// in Problem.Demand and its path in order of travel: one call at a time, in an
// order that depends on the problem alone. The path is good only during the call.
// The Cost of the Problem is not used. Equal paths: see [graph.Dijkstra].
//
// Time is one search for each origin, or for each destination if those are fewer, on all
// cores without visit and on one with it. Errors: [ErrCost], [ErrDemand],
// [NoWayError], and that of the context.
func AllOrNothing(ctx context.Context, p Problem, costs graph.Metric, visit func(demand int, path []graph.ArcID)) (flows []float64, sptt float64, err error) {
	if err := costs.Check(p.Graph); err != nil {
		return nil, 0, fmt.Errorf("%w: %w", ErrCost, err)
	}
	p.Cost = &BPR{FreeFlow: costs}
	n, err := newNetwork(p, Options{})
	if err != nil {
		return nil, 0, err
	}
	prices, own := make([]float64, len(n.arcs)), make([]float64, len(n.arcs))
	n.prices(own, prices)
	if visit == nil {
		sptt, err = newLoader(n).run(ctx, prices, own)
	} else {
		sptt, err = n.visitPaths(ctx, visiting{prices, own, p.Demand, visit})
	}
	if err != nil {
		return nil, 0, err
	}
	return n.perArc(own, nil), sptt, nil
}

// visiting is what visitPaths needs.
type visiting struct {
	prices, flows []float64
	demand        []Demand
	visit         func(demand int, path []graph.ArcID)
}

func (n *network) visitPaths(ctx context.Context, v visiting) (sptt float64, err error) {
	s := newSearch(n)
	var path []graph.ArcID
	for i := range n.roots {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		r := &n.roots[i]
		s.run(r, v.prices, false)
		cost, err := s.assign(r, v.flows)
		if err != nil {
			return 0, err
		}
		sptt += cost
		for _, d := range r.demands {
			path = s.appendPath(path[:0], n.farOf(v.demand[d]))
			v.visit(int(d), path)
		}
	}
	return sptt, nil
}
