package load_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

func readDIMACS(arcs, coords string) (*load.Network, error) {
	files := fstest.MapFS{"x.gr": {Data: []byte(arcs)}, "x.co": {Data: []byte(coords)}}
	names := load.DIMACSFiles{Arcs: "x.gr"}
	if coords != "" {
		names.Coords = "x.co"
	}
	return load.DIMACS(context.Background(), names, load.Options{FS: files})
}

func TestDIMACS(t *testing.T) {
	n, err := readDIMACS("c comment\np sp 3 3\na 1 2 5\na 2 3 0\na 2 1 7\n", "p aux sp co 3\nv 1 -73530767 41085396\nv 2 -73530538 41086098\nv 3 -73519366 41048796")
	if err != nil {
		t.Fatal(err)
	}
	g := n.Graph
	if g.NodeCount() != 3 || g.ArcCount() != 3 || g.Node(0) != (graph.Point{Lon: -735307670, Lat: 410853960}) {
		t.Errorf("%d nodes, %d arcs, node 0 at %v", g.NodeCount(), g.ArcCount(), g.Node(0))
	}
	d := graph.NewDijkstra(g)
	d.Run(graph.LengthMetric(g), 0)
	if got := d.Distance(2); got != 5 { // 5 + 0: a weight of 0 is not "as the shape"
		t.Errorf("distance is %v", got)
	}
}

func TestBadDIMACS(t *testing.T) {
	for _, test := range []struct{ name, arcs, coords, want string }{
		{"no header", "a 1 2 5\n", "", "x.gr:1: there is no node 1"},
		{"node beyond", "p sp 2 1\na 1 3 5\n", "", "x.gr:2: there is no node 3: the file has nodes 1 to 2"},
		{"negative", "p sp 2 1\na 1 2 -5\n", "", "x.gr:2: the weight is -5"},
		{"text", "p sp 2 1\na 1 2 five\n", "", `x.gr:2: "five" is not a whole number`},
		{"cut", "p sp 2 1\na 1 2", "", "x.gr:2:"},
		{"other file", "p sp 2 1\nedge 1 2\n", "", "x.gr:2:"},
		{"huge claim", "p sp 9000000000 1\n", "", "too large"},
		{"second header", "p sp 2 1\np sp 2 1\n", "", "x.gr:2: a second problem line"},
		{"cut between lines", "p sp 2 2\na 1 2 5\n", "", "x.gr: 1 arcs, but the problem line has 2 (is the file cut short?)"},
		{"no arcs", "p sp 2 0\n", "", "no usable line"},
		{"coordinates of another network", "p sp 2 1\na 1 2 5\n", "v 1 0 0\n", "do not belong together"},
		{"coordinates out of order", "p sp 2 1\n", "v 2 0 0\n", "x.co:1: node 2 stands where node 1 is expected"},
		{"swapped coordinates", "p sp 1 1\n", "v 1 41085396 -173530767\n", "swapped"},
	} {
		if _, err := readDIMACS(test.arcs, test.coords); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
}
