package replicate

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"sync"

	"github.com/corredor-geo/corredor/graph"
)

// Centrality says how much longer all paths become without one municipality.
type Centrality struct {
	// BaselineKM is the total path length of all origins.
	BaselineKM float64
	// TotalKM is the same with the roads of each municipality closed, per position in
	// Archive.Codes; +Inf where an origin is cut off, and CutOff counts those.
	TotalKM []float64
	CutOff  []int
	// DetourKM is TotalKM - BaselineKM, and 0 where that is infinite, as in the paper.
	DetourKM []float64
}

// Centrality closes the roads of one municipality after another and adds up the
// shortest paths of all origins. Origins without a way to begin with are an error.
//
// Only what hangs on a closed road in the tree of shortest paths is searched anew
// (G. Ramalingam, T. Reps, "An Incremental Algorithm for a Generalization of the
// Shortest-Path Problem", J. Algorithms 21(2), 1996, doi:10.1006/jagm.1996.0046,
// for deletions), so that the time follows the number of nodes that move. Sums are
// exact and do not depend on the number of cores.
func (a *Archive) Centrality(ctx context.Context, origins Origins, period int) (*Centrality, error) {
	if err := a.check(period); err != nil {
		return nil, err
	}
	t := a.newTree(a.Metric(period))
	c := &Centrality{TotalKM: make([]float64, len(a.Codes)), CutOff: make([]int, len(a.Codes)), DetourKM: make([]float64, len(a.Codes))}
	baseline := 0.0
	for i, n := range origins.Nodes {
		if !t.reaches(n) {
			return nil, fmt.Errorf("origin %d (node %d) is cut off in period %d; leave it out, so that totals compare", i+1, n+1, period)
		}
		baseline += t.dist[n]
	}
	c.BaselineKM = baseline / metersPerKM
	children := t.children()
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wait.Go(func() {
			r := newRepair(t, children)
			for m := w; m < len(a.Codes) && ctx.Err() == nil; m += workers {
				r.close(a.Links(m))
				total := 0.0
				for _, n := range origins.Nodes {
					d := r.distance(n)
					total += d
					if math.IsInf(d, 1) {
						c.CutOff[m]++
					}
				}
				c.TotalKM[m] = total / metersPerKM
				if c.CutOff[m] == 0 {
					c.DetourKM[m] = (total - baseline) / metersPerKM
				}
			}
		})
	}
	wait.Wait()
	return c, context.Cause(ctx)
}

// children is the tree of shortest paths seen from the sink, in compressed rows.
type children struct {
	first []int32
	nodes []graph.NodeID
}

func (t *tree) children() children {
	c := children{first: make([]int32, len(t.dist)+1)}
	for _, arc := range t.next {
		if arc != graph.None {
			c.first[t.g.Head(arc)+1]++
		}
	}
	for n := range t.dist {
		c.first[n+1] += c.first[n]
	}
	c.nodes = make([]graph.NodeID, c.first[len(t.dist)])
	at := append([]int32(nil), c.first...)
	for n, arc := range t.next {
		if arc != graph.None {
			head := t.g.Head(arc)
			c.nodes[at[head]] = graph.NodeID(n)
			at[head]++
		}
	}
	return c
}
