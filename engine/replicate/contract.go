package replicate

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// contracted is the network as the congestion model sees it: from every origin a way
// to every crossing, and from there the link into the United States.
type contracted struct {
	a         *Archive
	origins   Origins
	metric    graph.Metric
	core      *core
	sending   []int // origins with a way, by position
	crossings []crossing
}

// crossing is a link into the sink, and how far every node of the core is from its
// Mexican end without passing the sink.
type crossing struct {
	link graph.SegmentID
	dist []float64
}

// contract finds the ways from origins to crossings: one search of the core per
// crossing.
func (a *Archive) contract(origins Origins, m graph.Metric) (*contracted, error) {
	x := &contracted{a: a, origins: origins, metric: m}
	inner := append(graph.Metric(nil), m...)
	around := append([]graph.NodeID(nil), origins.Nodes...)
	for _, s := range a.border {
		if !math.IsInf(m[a.Graph.ArcOf(s, false)], 1) {
			x.crossings = append(x.crossings, crossing{link: s})
			around = append(around, a.mexicanEnd(s))
			inner[a.Graph.ArcOf(s, false)], inner[a.Graph.ArcOf(s, true)] = math.Inf(1), math.Inf(1)
		}
	}
	x.core = newCore(a.Graph, inner, around)
	x.search()
	for i := range origins.Nodes {
		for j := range x.crossings {
			if !math.IsInf(x.distance(i, j), 1) {
				x.sending = append(x.sending, i)
				break
			}
		}
	}
	if len(x.sending) == 0 {
		return nil, errNoWay
	}
	return x, nil
}

// search fills the distances of the crossings.
func (x *contracted) search() {
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wait.Go(func() {
			d := graph.NewDijkstra(x.core.graph)
			for i := w; i < len(x.crossings); i += workers {
				c := &x.crossings[i]
				d.Run(x.core.m, x.core.index[x.a.mexicanEnd(c.link)])
				c.dist = make([]float64, x.core.graph.NodeCount())
				for n := range c.dist {
					c.dist[n] = d.Distance(graph.NodeID(n))
				}
			}
		})
	}
	wait.Wait()
}

// distance is the length of the way from an origin to a crossing, +Inf without one.
func (x *contracted) distance(origin, crossing int) float64 {
	return x.crossings[crossing].dist[x.core.index[x.origins.Nodes[origin]]]
}

var errNoWay = errors.New("no origin has a way to the United States")

func (a *Archive) mexicanEnd(s graph.SegmentID) graph.NodeID {
	from, to := a.Graph.Ends(s)
	return from + to - a.Sink
}

// problem is the assignment on the contracted network. Its segments are the ways,
// origin by origin and by crossing, then the crossings.
func (x *contracted) problem(p Params) (assign.Problem, error) {
	var b graph.Builder
	b.AddNodes(len(x.sending) + len(x.crossings) + 1)
	sink := graph.NodeID(len(x.sending) + len(x.crossings))
	problem := assign.Problem{}
	for i, origin := range x.sending {
		problem.Demand = append(problem.Demand, assign.Demand{From: graph.NodeID(i), To: sink, Flow: 1})
		for j := range x.crossings {
			b.AddSegment(graph.Segment{From: graph.NodeID(i), To: graph.NodeID(len(x.sending) + j), Direction: graph.Forward,
				LengthKnown: true, LengthMeters: min(x.distance(origin, j), beyondAny)})
		}
	}
	for j, c := range x.crossings {
		b.AddSegment(graph.Segment{From: graph.NodeID(len(x.sending) + j), To: sink, Direction: graph.Forward,
			LengthKnown: true, LengthMeters: x.metric[x.a.Graph.ArcOf(c.link, false)]})
	}
	var err error
	if problem.Graph, err = b.Build(); err != nil {
		return problem, err
	}
	problem.Cost, problem.Closed, err = x.price(problem.Graph, p)
	return problem, err
}

const beyondAny = 1e12 // metres of a way that is not there; its arc is closed

// price returns the price of every arc in kilometres, and which are closed.
func (x *contracted) price(g *graph.Graph, p Params) (*assign.Power, []bool, error) {
	cost := &assign.Power{Base: make([]float64, g.ArcCount()), Factor: make([]float64, g.ArcCount()),
		Capacity: make([]float64, g.ArcCount()), Exponent: p.Delta10 / deltaScale}
	closed := make([]bool, g.ArcCount())
	for arc := range graph.ArcID(g.ArcCount()) {
		s, _ := g.Segment(arc)
		cost.Base[arc] = g.LengthMeters(s) / metersPerKM
		closed[arc] = g.LengthMeters(s) >= beyondAny
	}
	columns := x.a.Graph.Column
	for i, c := range x.crossings {
		arc := x.northward(g, i)
		cost.Factor[arc] = float64(p.PhiTruck*columns(load.ColumnTruckPort).Number(c.link)) + float64(p.PhiPort*columns(load.ColumnSeaport).Number(c.link))
		cost.Capacity[arc] = columns(load.ColumnLanes).Number(c.link) + columns(load.ColumnContainers).Number(c.link)/containersPerLane
		if cost.Factor[arc] > 0 && !(cost.Capacity[arc] > 0) {
			return nil, nil, fmt.Errorf("%w: RoadNet0.mat: link %d into the United States has no capacity", ErrArchive, c.link+1)
		}
	}
	return cost, closed, nil
}

// The paper's scales: delta is Par[0]/10, and ten units of containers weigh as much
// as one lane.
const (
	deltaScale        = 10
	containersPerLane = 10
)

// northward returns the arc of a crossing in the contracted network.
func (x *contracted) northward(g *graph.Graph, i int) graph.ArcID {
	return g.ArcOf(graph.SegmentID(len(x.sending)*len(x.crossings)+i), false)
}

// spread lays the flows of an equilibrium on the links and municipalities of its paths.
func (x *contracted) spread(p assign.Problem, sol *assign.Solution, e *Equilibrium) {
	stamp, turn := make([]int, len(x.a.Codes)), 0
	var path []graph.SegmentID
	for i, origin := range x.sending {
		first, end := p.Graph.OutArcs(graph.NodeID(i))
		for arc := first; arc < end; arc++ {
			if sol.Flow[arc] <= 0 {
				continue
			}
			c := x.crossings[int(p.Graph.Head(arc))-len(x.sending)]
			turn++
			path = append(x.core.appendPath(path[:0], x.origins.Nodes[origin], c.dist), c.link)
			for _, s := range path {
				e.EquilibriumLinks[s] += sol.Flow[arc]
				for _, m := range x.a.Municipalities(s) {
					if stamp[m] != turn {
						stamp[m] = turn
						e.EquilibriumMunicipalities[m] += sol.Flow[arc]
					}
				}
			}
		}
	}
}

// allOrNothing sends every origin the cheapest way at the prices of an equilibrium.
func (x *contracted) allOrNothing(p assign.Problem, sol *assign.Solution, e *Equilibrium) error {
	m := append(graph.Metric(nil), x.metric...)
	for i, c := range x.crossings {
		price := graph.Quantize(sol.Cost[x.northward(p.Graph, i)] * metersPerKM)
		for _, reversed := range []bool{false, true} {
			m[x.a.Graph.ArcOf(c.link, reversed)] = price
		}
	}
	t := x.a.newTree(m)
	t.slack = slackMeters
	flows, err := x.a.allOrNothing(x.origins, t)
	if err == nil {
		e.Flows = *flows
	}
	return err
}
