package load_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// crossing holds two roads that cross, a bridge over both, and a road that ends
// just short of the first (5.5 m west of it).
//
//	      n
//	      |   b---------b  bridge
//	w-----+-----e
//	      |
//	t-----.
const crossing = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"bridge":"no"},"geometry":{"type":"LineString","coordinates":[[0,0.02],[0,-0.02]]}},
{"type":"Feature","properties":{"bridge":"no"},"geometry":{"type":"LineString","coordinates":[[-0.02,0],[0.02,0]]}},
{"type":"Feature","properties":{"bridge":"yes"},"geometry":{"type":"LineString","coordinates":[[-0.01,0.01],[0.01,0.01]]}},
{"type":"Feature","properties":{"bridge":"no"},"geometry":{"type":"LineString","coordinates":[[-0.02,-0.01],[-0.00005,-0.01]]}}
]}`

func readNoded(t *testing.T, text string, opts load.Options) *load.Network {
	t.Helper()
	opts.FS = fstest.MapFS{"r.geojson": {Data: []byte(text)}}
	n, err := load.Roads(context.Background(), "r.geojson", opts)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNoding(t *testing.T) {
	apart := load.Columns{Apart: "bridge"}
	for _, test := range []struct {
		name                        string
		opts                        load.Options
		nodes, segments, components int
	}{
		{"as drawn", load.Options{}, 8, 4, 4},
		{"crossings", load.Options{Node: true}, 10, 8, 2},                               // the bridge joins too
		{"but for the bridge", load.Options{Node: true, Columns: apart}, 9, 6, 3},       // w e n s + centre, bridge, t
		{"near ends", load.Options{Node: true, Columns: apart, SnapMeters: 6}, 9, 7, 2}, // t meets n-s
		{"ends too far", load.Options{Node: true, Columns: apart, SnapMeters: 5}, 9, 6, 3},
	} {
		n := readNoded(t, crossing, test.opts)
		if r := n.Report; r.Nodes != test.nodes || r.Segments != test.segments || r.Components != test.components {
			t.Errorf("%s: %d nodes, %d segments, %d components, want %d, %d, %d", test.name, r.Nodes, r.Segments, r.Components, test.nodes, test.segments, test.components)
		}
	}
	n := readNoded(t, crossing, load.Options{Node: true, Columns: apart, SnapMeters: 6})
	if text := strings.Join(n.Report.Warnings, "; "); !strings.Contains(text, "1 crossings without a vertex joined, 1 line ends moved") {
		t.Errorf("warnings are %q", text)
	}
}

// A road that ends 5.5 m short of a bridge does not join it; one that ends on
// another road is joined, not moved.
func TestNodingEnds(t *testing.T) {
	const text = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"bridge":"yes"},"geometry":{"type":"LineString","coordinates":[[0,0.02],[0,-0.02]]}},
{"type":"Feature","properties":{"bridge":"no"},"geometry":{"type":"LineString","coordinates":[[-0.02,-0.01],[-0.00005,-0.01]]}},
{"type":"Feature","properties":{"bridge":"no"},"geometry":{"type":"LineString","coordinates":[[-0.01,-0.02],[-0.01,-0.01]]}}
]}`
	n := readNoded(t, text, load.Options{Node: true, SnapMeters: 6, Columns: load.Columns{Apart: "bridge"}})
	if r := n.Report; r.Components != 2 || r.Segments != 4 || !strings.Contains(strings.Join(r.Warnings, "; "), "1 crossings without a vertex joined, 0 line ends moved") {
		t.Errorf("%+v", r)
	}
}

func TestNodingAtAVertexOfOneLine(t *testing.T) {
	// The second line has a vertex exactly on the first, the third ends on it.
	n := readNoded(t, `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[0,0],[0.04,0]]}},
{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[0.01,0.01],[0.02,0],[0.03,-0.01]]}},
{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[0.03,0],[0.03,0.01]]}}
]}`, load.Options{Node: true})
	if r := n.Report; r.Components != 1 || r.Segments != 6 {
		t.Errorf("%d components, %d segments", r.Components, r.Segments)
	}
}

// TestNodingKeepsLength compares random lines with a count of crossings pair by
// pair in floating point: every crossing becomes a node, and no length is lost.
func TestNodingKeepsLength(t *testing.T) {
	const seed, many = 3, 40
	rng := rand.New(rand.NewPCG(seed, 0))
	var ends [many][4]float64
	var features []string
	for i := range ends {
		for k := range ends[i] {
			ends[i][k] = math.Round(rng.Float64()*1e6) / 1e7 // within 0.1 degree
		}
		features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[%.7f,%.7f],[%.7f,%.7f]]}}`,
			ends[i][0], ends[i][1], ends[i][2], ends[i][3]))
	}
	crossings := 0
	for i := range ends {
		for j := range i {
			if cross(ends[i], ends[j]) {
				crossings++
			}
		}
	}
	text := `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
	before, after := readNoded(t, text, load.Options{}), readNoded(t, text, load.Options{Node: true})
	if got := after.Report.Nodes - before.Report.Nodes; got != crossings {
		t.Errorf("seed %d: %d nodes were added, want %d", seed, got, crossings)
	}
	if got := after.Report.Segments - before.Report.Segments; got != 2*crossings {
		t.Errorf("seed %d: %d segments were added, want %d", seed, got, 2*crossings)
	}
	// A crossing is moved by up to 8 mm when it is rounded.
	if a, b := before.Report.KM, after.Report.KM; math.Abs(a-b) > 1e-5*float64(crossings) {
		t.Errorf("length was %v km, is %v km", a, b)
	}
}

func cross(a, b [4]float64) bool {
	left := func(s [4]float64, x, y float64) bool { return (s[2]-s[0])*(y-s[1]) > (s[3]-s[1])*(x-s[0]) }
	return left(a, b[0], b[1]) != left(a, b[2], b[3]) && left(b, a[0], a[1]) != left(b, a[2], a[3])
}

func TestNodedRoute(t *testing.T) {
	n := readNoded(t, crossing, load.Options{Node: true, Columns: load.Columns{Apart: "bridge"}})
	d := graph.NewDijkstra(n.Graph)
	d.Run(graph.LengthMetric(n.Graph), 0) // the northern end
	reached := 0
	for node := range graph.NodeID(n.Graph.NodeCount()) {
		if !math.IsInf(d.Distance(node), 1) {
			reached++
		}
	}
	if reached != 5 {
		t.Errorf("%d nodes are reached, want the four ends and the crossing", reached)
	}
}
