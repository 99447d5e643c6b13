package alternative_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/alternative"
	"github.com/corredor-geo/corredor/internal/outside"
)

// askNetworkX prints the costs of the k shortest simple paths from node 0 to node 1.
const askNetworkX = `
import sys, json, itertools
try:
    import networkx
except ImportError:
    print("null"); sys.exit()
k, arcs = json.load(sys.stdin)
g = networkx.DiGraph()
for tail, head, weight in arcs:
    g.add_edge(tail, head, weight=weight)
paths = itertools.islice(networkx.shortest_simple_paths(g, 0, 1, weight="weight"), k)
print(json.dumps([networkx.path_weight(g, p, "weight") for p in paths]))
`

// TestShortestAgreesWithNetworkX compares a dense random network with networkx, an
// implementation of Yen's algorithm by others.
func TestShortestAgreesWithNetworkX(t *testing.T) {
	const seed, nodes, segments, k = 3, 60, 240, 60
	rng := rand.New(rand.NewPCG(seed, 0))
	var b graph.Builder
	b.AddNodes(nodes)
	joined := map[[2]int]bool{}
	var arcs []string
	for len(joined) < segments {
		from, to := rng.IntN(nodes), rng.IntN(nodes)
		if from == to || joined[[2]int{from, to}] {
			continue // a digraph of networkx has no parallel arcs
		}
		joined[[2]int{from, to}] = true
		meters := 1 + rng.IntN(9)
		b.AddSegment(graph.Segment{From: graph.NodeID(from), To: graph.NodeID(to), LengthMeters: float64(meters), Direction: graph.Forward})
		arcs = append(arcs, fmt.Sprintf("[%d,%d,%d]", from, to, meters))
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	out := outside.Output(t, fmt.Sprintf("[%d,[%s]]", k, strings.Join(arcs, ",")), "python3", "-c", askNetworkX)
	var want []float64
	if err := json.Unmarshal([]byte(out), &want); err != nil {
		t.Fatal(err)
	}
	if want == nil {
		t.Skip("networkx is not installed: no comparison with it")
	}
	paths, err := finder(t, g, graph.LengthMetric(g)).Shortest(context.Background(), alternative.BetweenNodes(0, 1), k)
	if err != nil {
		t.Fatal(err)
	}
	var got []float64
	for _, p := range paths {
		got = append(got, p.Cost)
	}
	if len(want) != k || !slices.Equal(got, want) {
		t.Errorf("costs\n%v, networkx has\n%v", got, want)
	}
}
