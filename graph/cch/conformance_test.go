package cch_test

import (
	"context"
	"math"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/graphtest"
)

// router adapts queries of either weight type to the suite.
type router[W cch.Weight] struct{ query *cch.Query[W] }

func (r router[W]) Distance(s, t graph.NodeID) float64 { return wide(r.query.Distance(s, t)) }

func (r router[W]) AppendPath(path []graph.ArcID, s, t graph.NodeID) []graph.ArcID {
	r.query.Run(s, t)
	return r.query.AppendPath(path)
}

// wide turns a distance of either type into a float64.
func wide[W cch.Weight](w W) float64 {
	if w == cch.Unreachable[W]() {
		return math.Inf(1)
	}
	return float64(w)
}

// narrow turns weights into either type.
func narrow[W cch.Weight](m graph.Metric) []W {
	weights := make([]W, len(m))
	for a, w := range m {
		weights[a] = cch.Unreachable[W]()
		if !math.IsInf(w, 1) {
			weights[a] = W(w)
		}
	}
	return weights
}

func prepare(tb testing.TB, g *graph.Graph) *cch.Index {
	tb.Helper()
	order, err := cch.NewOrder(context.Background(), g, cch.OrderOptions{})
	if err != nil {
		tb.Fatal(err)
	}
	return cch.New(g, order)
}

func maker[W cch.Weight](tb testing.TB, o cch.CustomizeOptions) graphtest.Maker {
	return func(g *graph.Graph, m graph.Metric) graphtest.Router {
		return router[W]{cch.Customize(prepare(tb, g), narrow[W](m), o).NewQuery()}
	}
}

func TestConformance(t *testing.T) {
	t.Run("float64", func(t *testing.T) { graphtest.Run(t, maker[float64](t, cch.CustomizeOptions{})) })
	t.Run("uint32", func(t *testing.T) { graphtest.Run(t, maker[uint32](t, cch.CustomizeOptions{})) })
	t.Run("float64 perfect", func(t *testing.T) {
		graphtest.Run(t, maker[float64](t, cch.CustomizeOptions{Perfect: true}))
	})
	t.Run("uint32 perfect", func(t *testing.T) {
		graphtest.Run(t, maker[uint32](t, cch.CustomizeOptions{Perfect: true, Workers: 1}))
	})
}
