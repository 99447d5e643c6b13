package load_test

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/load/osm"
)

const island = "../../testdata/island"

// islandFiles are the forms of the island, with what they lose.
var islandFiles = []struct {
	name     string
	opts     load.Options
	within   float64 // metres that a length may be off
	nameless bool
	directed bool    // every road stands twice, once for each direction
	unit     float64 // metres of a length as it is read; 0 is 1
}{
	{"roads.geojson", load.Options{}, 0, false, false, 0},
	{"roads.geojson.gz", load.Options{}, 0, false, false, 0},
	{"roads.shp", load.Options{}, 0, false, false, 0},
	{"roads.zip", load.Options{}, 0, false, false, 0},
	{"roads.gpkg", load.Options{}, 0, false, false, 0},
	{"utm.shp", load.Options{}, 0.03, false, false, 0}, // both ends rounded to 1e-7 degree, 1.1 cm
	{"island.osm.pbf", load.Options{Profile: osm.Car()}, 0, false, false, 0},
	{"edges.csv", load.Options{Nodes: "nodes.csv", Columns: load.Columns{LengthKM: "length_km"}}, 0.001, true, false, 0},
	{"island.gr", load.Options{Nodes: "island.co"}, 0.5, true, true, 0},
	{"island_net.tntp", load.Options{Nodes: "island_node.tntp"}, 0.001, true, true, 1000},
	{"RoadNet.mat", load.Options{}, 0.001, true, false, 0},
	{"RoadNet7.mat", load.Options{}, 0.001, true, false, 0},
}

// TestIsland reads one network from files that GDAL, osmium and Octave wrote, and
// wants the same nodes, lengths, least distances and names of all.
func TestIsland(t *testing.T) {
	want := lengthsOf(readIsland(t, "roads.geojson", load.Options{}))
	for _, file := range islandFiles {
		t.Run(file.name, func(t *testing.T) {
			n := readIsland(t, file.name, file.opts)
			if n.Report.Nodes != 8 || n.Report.Components != 1 || n.Report.DroppedCount() != 0 {
				t.Errorf("%+v", n.Report)
			}
			want := want
			if file.directed {
				want = append(slices.Clone(want), want...)
				slices.Sort(want)
			}
			got := lengthsOf(n)
			for i := range want {
				if len(got) != len(want) || math.Abs(got[i]*max(1, file.unit)-want[i]) > file.within {
					t.Fatalf("lengths %v, want %v within %v m", got, want, file.within)
				}
			}
			if file.nameless {
				return
			}
			if names := textsOf(n.Graph, "name"); !slices.Contains(names, "Cuota Güera") || !slices.Contains(names, `A, "B" y C`) {
				t.Errorf("names %q", names)
			}
			// Of all simple ways, listed one by one with the lengths of PROJ, the shortest.
			if d := leastBetween(t, n.Graph, graph.Point{}, graph.Point{Lon: 6_000_000, Lat: 3_000_000}); math.Abs(d-92_045.85) > 0.1 {
				t.Errorf("the way across the island is %.1f m", d)
			}
		})
	}
}

func readIsland(t *testing.T, name string, opts load.Options) *load.Network {
	t.Helper()
	opts.FS = os.DirFS(island)
	if opts.Nodes == "" && !strings.HasSuffix(name, ".mat") {
		opts.Columns = load.Columns{Ref: "ref", Class: "class", Toll: "toll", Keep: []string{"name"}}
	}
	n, err := load.Read(context.Background(), name, opts)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// lengthsOf are the lengths of all segments, ascending.
func lengthsOf(n *load.Network) (meters []float64) {
	for s := range graph.SegmentID(n.Graph.SegmentCount()) {
		meters = append(meters, n.Graph.LengthMeters(s))
	}
	slices.Sort(meters)
	return meters
}

func textsOf(g *graph.Graph, column string) (texts []string) {
	c := g.Column(column)
	if c == nil {
		return nil
	}
	for s := range graph.SegmentID(g.SegmentCount()) {
		texts = append(texts, c.Text(s))
	}
	return texts
}

// TestMutations damages the files of the island in many ways. Whatever comes in, it is
// a network with everything else counted, or one line that names the file; it takes
// little memory, and never a panic. CORREDOR_MUTATIONS sets how many files.
func TestMutations(t *testing.T) {
	number := 400
	if text := os.Getenv("CORREDOR_MUTATIONS"); text != "" {
		var err error
		if number, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	const mostMB = 512
	all := map[string][]byte{}
	paths, err := filepath.Glob(island + "/*")
	if err != nil || len(paths) < 20 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		if all[filepath.Base(path)], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	refused := 0
	for seed := range uint64(number) {
		rng := rand.New(rand.NewPCG(seed, 0))
		file := islandFiles[seed%uint64(len(islandFiles))]
		damaged := fstest.MapFS{}
		victim := file.name
		if rng.IntN(3) == 0 { // sometimes one that goes with it
			victim = names[rng.IntN(len(names))]
		}
		for name, text := range all {
			if name == victim {
				text = damage(rng, text)
			}
			damaged[name] = &fstest.MapFile{Data: text}
		}
		opts := file.opts
		opts.FS, opts.Node, opts.SnapMeters = damaged, rng.IntN(4) == 0, float64(rng.IntN(2)*20)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		n, err := load.Read(context.Background(), file.name, opts)
		runtime.ReadMemStats(&after)
		if took := float64(after.TotalAlloc-before.TotalAlloc) / 1e6; took > mostMB {
			t.Errorf("seed %d, %s: %.0f MB", seed, file.name, took)
		}
		checkBare(t, n, err)
		if err != nil {
			refused++
			if text := err.Error(); strings.ContainsAny(text, "\r\n") || !strings.Contains(text, strings.TrimSuffix(file.name, filepath.Ext(file.name))) && !strings.Contains(text, victim) {
				t.Errorf("seed %d: %q is not one line that names %s", seed, text, file.name)
			}
		}
		if t.Failed() {
			return
		}
	}
	if refused < number/10 || refused > number*19/20 {
		t.Errorf("%d of %d damaged files were refused", refused, number)
	}
}

// damage changes a file: cuts it, flips, repeats, swaps or removes bytes, or writes numbers and
// words that no one expects.
func damage(rng *rand.Rand, text []byte) []byte {
	text = slices.Clone(text)
	words := []string{"NaN", "1e309", "-1", "99999999999", "\"", "\x00", "\xff\xfe", "null", "[", "}", "\n", ",,,,", "180.0", "4294967295", "é"}
	for range 1 + rng.IntN(4) {
		if len(text) < 8 {
			return text
		}
		at := rng.IntN(len(text) - 4)
		size := 1 + rng.IntN(min(64, len(text)-at))
		switch rng.IntN(7) {
		case 0:
			text = text[:at]
		case 1:
			text[at] ^= 1 << rng.IntN(8)
		case 2:
			text = slices.Insert(text, at, bytes.Repeat(text[at:at+size], 1+rng.IntN(20))...)
		case 3:
			text = slices.Delete(text, at, at+size)
		case 4:
			text = slices.Concat(text[:at], []byte(words[rng.IntN(len(words))]), text[at+min(size, 4):])
		case 5:
			to := rng.IntN(len(text) - 4)
			text[at], text[to] = text[to], text[at]
		case 6:
			for i := range 4 {
				text[at+i] = [2]byte{0xff, 0}[rng.IntN(2)]
			}
		}
	}
	return text
}

// leastBetween is the length of the shortest way between two positions.
func leastBetween(t *testing.T, g *graph.Graph, from, to graph.Point) float64 {
	t.Helper()
	at := map[graph.Point]graph.NodeID{}
	for node := range graph.NodeID(g.NodeCount()) {
		at[g.Node(node)] = node
	}
	source, ok := at[nearly(at, from)]
	target, found := at[nearly(at, to)]
	if !ok || !found {
		t.Fatalf("no node at %v or %v", from, to)
	}
	d := graph.NewDijkstra(g)
	d.Run(graph.LengthMetric(g), source)
	return d.Distance(target)
}

// nearly finds the node within a centimetre of a position.
func nearly(at map[graph.Point]graph.NodeID, p graph.Point) graph.Point {
	for q := range at {
		if math.Abs(float64(q.Lon-p.Lon)) <= 1 && math.Abs(float64(q.Lat-p.Lat)) <= 1 {
			return q
		}
	}
	return p
}
