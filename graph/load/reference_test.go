package load_test

import (
	"container/heap"
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/internal/outside"
)

// vertex is a position in units of 1e-7 degree.
type vertex [2]int64

type edge struct {
	to     vertex
	meters float64
}

// naiveNetwork has every vertex of every line as a node, found by a map.
type naiveNetwork map[vertex][]edge

func readNaive(t *testing.T, path string) naiveNetwork {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Features []struct {
			Geometry struct{ Coordinates [][2]float64 }
		}
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	network := naiveNetwork{}
	for _, f := range file.Features {
		line := f.Geometry.Coordinates
		for i := 1; i < len(line); i++ {
			a, b := vertexOf(line[i-1]), vertexOf(line[i])
			meters := graph.Distance(a.degrees(), b.degrees())
			network[a] = append(network[a], edge{b, meters})
			network[b] = append(network[b], edge{a, meters})
		}
	}
	return network
}

func vertexOf(p [2]float64) vertex {
	return vertex{int64(math.Round(p[0] * 1e7)), int64(math.Round(p[1] * 1e7))}
}

func (v vertex) degrees() orb.Point { return orb.Point{float64(v[0]) / 1e7, float64(v[1]) / 1e7} }

func (n naiveNetwork) components() int {
	count, seen := 0, map[vertex]bool{}
	for start := range n {
		if seen[start] {
			continue
		}
		count++
		seen[start] = true
		for stack := []vertex{start}; len(stack) > 0; {
			v := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for _, e := range n[v] {
				if !seen[e.to] {
					seen[e.to] = true
					stack = append(stack, e.to)
				}
			}
		}
	}
	return count
}

// frontier is a heap of vertices that were reached at a distance.
type frontier []edge

func (f frontier) Len() int           { return len(f) }
func (f frontier) Less(i, j int) bool { return f[i].meters < f[j].meters }
func (f frontier) Swap(i, j int)      { f[i], f[j] = f[j], f[i] }
func (f *frontier) Push(x any)        { *f = append(*f, x.(edge)) }
func (f *frontier) Pop() any {
	last := (*f)[len(*f)-1]
	*f = (*f)[:len(*f)-1]
	return last
}

// shortest returns the metres from one vertex to another, or +Inf.
func (n naiveNetwork) shortest(from, to vertex) float64 {
	done := map[vertex]bool{}
	for open := (frontier{{from, 0}}); len(open) > 0; {
		top := heap.Pop(&open).(edge)
		if top.to == to {
			return top.meters
		}
		if done[top.to] {
			continue
		}
		done[top.to] = true
		for _, e := range n[top.to] {
			heap.Push(&open, edge{e.to, top.meters + e.meters})
		}
	}
	return math.Inf(1)
}

// The counts are those of the data's own description, found without this
// project. The kilometres are geod's on the WGS84 ellipsoid, summed edge by
// edge; the description has 58,029, which is about what a sphere gives (58,031
// for a radius of 6371 km).
func TestMexicanHighways(t *testing.T) {
	path := outside.ReferenceData(t, "roads/mexico_highways.geojson")
	n, err := load.Roads(context.Background(), path, load.Options{Columns: load.Columns{Ref: "ref", Class: "level", Toll: "toll"}})
	if err != nil {
		t.Fatal(err)
	}
	const features, vertices, km, largestVertices = 1067, 17508, 57_959.047, 17407
	r := n.Report
	if r.Features != features || r.Vertices != vertices || math.Abs(r.KM-km) > 0.01 || r.DroppedCount() != 0 {
		t.Errorf("%d features, %d vertices, %.1f km, %d dropped", r.Features, r.Vertices, r.KM, r.DroppedCount())
	}
	inLargest := map[graph.Point]bool{}
	for s := range graph.SegmentID(n.Graph.SegmentCount()) {
		if from, _ := n.Graph.Ends(s); n.Parts.InLargest(from) {
			for _, p := range n.Graph.Shape(s) {
				inLargest[p] = true
			}
		}
	}
	if len(inLargest) != largestVertices {
		t.Errorf("%d vertices in the largest component, want %d", len(inLargest), largestVertices)
	}
	naive := readNaive(t, path)
	if len(naive) != r.Vertices || naive.components() != r.Components {
		t.Errorf("%d vertices in %d components, naively %d in %d", r.Vertices, r.Components, len(naive), naive.components())
	}
	comparePaths(t, n, naive)
}

// comparePaths compares the shortest paths between random junctions.
func comparePaths(t *testing.T, n *load.Network, naive naiveNetwork) {
	t.Helper()
	const (
		pairs, seed = 50, 2012
		tolerance   = 1e-6 // km: a path has up to a thousand segments, each rounded to a micrometre
	)
	rng := rand.New(rand.NewPCG(seed, 0))
	metric := make(graph.Metric, n.Graph.ArcCount())
	for a := range graph.ArcID(len(metric)) {
		s, _ := n.Graph.Segment(a)
		metric[a] = n.Graph.LengthMeters(s)
	}
	dijkstra := graph.NewDijkstra(n.Graph)
	at := func(id graph.NodeID) vertex {
		p := n.Graph.Node(id)
		return vertex{int64(p.Lon), int64(p.Lat)}
	}
	reached := 0
	for range pairs {
		from, to := graph.NodeID(rng.IntN(n.Graph.NodeCount())), graph.NodeID(rng.IntN(n.Graph.NodeCount()))
		dijkstra.Run(metric, from, to)
		got, want := dijkstra.Distance(to)/1000, naive.shortest(at(from), at(to))/1000
		if math.Abs(got-want) > tolerance {
			t.Errorf("seed %d: %v to %v is %v km, naively %v", seed, at(from), at(to), got, want)
		}
		if !math.IsInf(want, 1) {
			reached++
		}
	}
	if reached < pairs/2 {
		t.Errorf("only %d of %d pairs have a path: the comparison says little", reached, pairs)
	}
}

func TestShapefileWithoutTable(t *testing.T) {
	path := outside.ReferenceData(t, "roads/MEX_roads.shp")
	n, err := load.Roads(context.Background(), path, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	// geod on the ellipsoid; the 168,442 km of the data's description are those
	// of a sphere of 6371 km. Coordinates rounded to 1e-7 degree move the sum by metres.
	const features, km = 10425, 168_238.980
	if r := n.Report; r.Features != features || math.Abs(r.KM-km) > 0.01 {
		t.Errorf("%d features, %.3f km; want %d, %.3f", r.Features, r.KM, features, km)
	}
	_, err = load.Roads(context.Background(), path, load.Options{Columns: load.Columns{Class: "MED_DESCRI"}})
	if err == nil {
		t.Error("a column was found in a file without a table")
	}
}
