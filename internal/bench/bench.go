package bench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"time"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
)

// Result holds the figures of one network. Times are medians of several
// runs; those of queries are means over all queries of the best of several passes.
type Result struct {
	Nodes        int     `json:"nodes"`
	Arcs         int     `json:"arcs"`
	Weights      string  `json:"weights"` // uint32 or float64
	OrderSeconds float64 `json:"order_s"`
	CCHArcs      int     `json:"cch_arcs"`
	Height       int     `json:"height"`
	MeanNodes    float64 `json:"mean_search_nodes"`
	BuildSeconds float64 `json:"build_s"`
	Customize1   float64 `json:"customize_1_ms"`
	CustomizeAll float64 `json:"customize_all_ms"`
	PerfectAll   float64 `json:"perfect_all_ms"` // customization that leaves superfluous arcs out
	Partial1000  float64 `json:"partial_1000_ms"`
	Query        float64 `json:"query_us"`
	QueryPath    float64 `json:"query_path_us"`
	Table        float64 `json:"table_200x50_ms"`
	OneToAll     float64 `json:"one_to_all_ms"`
	PeakMB       float64 `json:"peak_mb"`
	Queries      int     `json:"queries"`
	Unreachable  int     `json:"unreachable"`
	Sum          float64 `json:"sum"` // of the distances of all queries that have a way
	Cores        int     `json:"cores"`
}

// Run times the hierarchy of a network under a metric. Queries, table and
// one-to-all run on one core, under a perfect customization.
func Run(ctx context.Context, n *engine.Network, m graph.Metric, pairs [][2]graph.NodeID) (*Result, error) {
	if len(pairs) == 0 {
		return nil, errors.New("there are no queries")
	}
	for _, pair := range pairs {
		for _, node := range pair {
			if node < 0 || int(node) >= n.Graph.NodeCount() {
				return nil, fmt.Errorf("there is no node %d; the network has nodes 0 to %d", node, n.Graph.NodeCount()-1)
			}
		}
	}
	r := &Result{Nodes: n.Graph.NodeCount(), Arcs: n.Graph.ArcCount(), Queries: len(pairs), Cores: runtime.GOMAXPROCS(0)}
	index := n.Index
	if index == nil {
		start := time.Now()
		order, err := cch.NewOrder(ctx, n.Graph, cch.OrderOptions{})
		if err != nil {
			return nil, err
		}
		r.OrderSeconds = time.Since(start).Seconds()
		r.BuildSeconds = median(3, func() {
			index = nil // the former one need not be in memory
			index = cch.New(n.Graph, order)
		}) / 1000
	}
	quality := index.Quality()
	r.CCHArcs, r.Height, r.MeanNodes = quality.Arcs, quality.Height, quality.MeanNodes
	if whole, ok := wholeWeights(m); ok {
		r.Weights = "uint32"
		timeMetric(r, index, whole, pairs)
	} else {
		r.Weights = "float64"
		timeMetric(r, index, []float64(m), pairs)
	}
	r.PeakMB = peakMB()
	return r, nil
}

// wholeWeights converts a metric to integers when that loses nothing and no
// path can exceed what the hierarchy allows.
func wholeWeights(m graph.Metric) ([]uint32, bool) {
	whole := make([]uint32, len(m))
	sum := 0.0
	for a, w := range m {
		switch {
		case math.IsInf(w, 1):
			whole[a] = math.MaxUint32
			continue
		case w != math.Trunc(w):
			return nil, false
		}
		whole[a] = uint32(min(w, math.MaxUint32))
		sum += w
	}
	return whole, sum < math.MaxInt32-1
}

func timeMetric[W cch.Weight](r *Result, index *cch.Index, weights []W, pairs [][2]graph.NodeID) {
	var m *cch.Metric[W]
	r.Customize1 = median(7, func() { cch.Customize(index, weights, cch.CustomizeOptions{Workers: 1}) })
	r.CustomizeAll = median(7, func() {
		m = nil // nor the former metric
		m = cch.Customize(index, weights, cch.CustomizeOptions{})
	})
	r.Partial1000 = timeUpdate(m, weights)
	r.PerfectAll = median(7, func() {
		m = nil
		m = cch.Customize(index, weights, cch.CustomizeOptions{Perfect: true})
	})
	timeQueries(r, m, pairs)
	timeTable(r, m, pairs)
	sweep := m.NewSweep(cch.SweepOptions{})
	r.OneToAll = median(15, func() { sweep.Run(pairs[0][0]) })
}

// timeUpdate doubles 1,000 weights spread over the network, and puts them back.
func timeUpdate[W cch.Weight](m *cch.Metric[W], weights []W) float64 {
	const changes = 1000
	count := min(changes, len(weights))
	arcs, before, after := make([]graph.ArcID, count), make([]W, count), make([]W, count)
	for i := range arcs {
		arcs[i] = graph.ArcID(i * len(weights) / count)
		before[i] = weights[arcs[i]]
		after[i] = before[i]
		if before[i] < cch.Unreachable[W]()/4 {
			after[i] = 2 * before[i]
		}
	}
	twice := median(7, func() {
		m.Update(arcs, after)
		m.Update(arcs, before)
	})
	return twice / 2
}

func timeQueries[W cch.Weight](r *Result, m *cch.Metric[W], pairs [][2]graph.NodeID) {
	q := m.NewQuery()
	for _, pair := range pairs {
		if d := q.Distance(pair[0], pair[1]); d < cch.Unreachable[W]() {
			r.Sum += float64(d)
		} else {
			r.Unreachable++
		}
	}
	perQuery := 1000 / float64(len(pairs)) // ms of a pass -> us of a query
	r.Query = perQuery * best(7, func() {
		for _, pair := range pairs {
			q.Distance(pair[0], pair[1])
		}
	})
	var path []graph.ArcID
	r.QueryPath = perQuery * best(7, func() {
		for _, pair := range pairs {
			q.Run(pair[0], pair[1])
			path = q.AppendPath(path[:0])
		}
	})
}

func timeTable[W cch.Weight](r *Result, m *cch.Metric[W], pairs [][2]graph.NodeID) {
	const rows, columns = 200, 50
	var sources, targets []graph.NodeID
	for i, pair := range pairs {
		if i < rows {
			sources = append(sources, pair[0])
		}
		if i < columns {
			targets = append(targets, pair[1])
		}
	}
	r.Table = median(7, func() { m.PinTargets(cch.Places[W](targets)).Matrix(sources, 1) })
}

// median runs f several times and returns the median time in milliseconds.
func median(runs int, f func()) float64 {
	times := timed(runs, f)
	slices.Sort(times)
	return times[len(times)/2]
}

func best(runs int, f func()) float64 { return slices.Min(timed(runs, f)) }

func timed(runs int, f func()) []float64 {
	times := make([]float64, runs)
	for i := range times {
		start := time.Now()
		f()
		times[i] = float64(time.Since(start).Nanoseconds()) / 1e6
	}
	return times
}
