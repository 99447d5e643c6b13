package osm_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/osm"
)

// grid places the characters of an ASCII map: a letter x at column c of line l
// is node x at c/1000 degrees east and l/1000 degrees south.
func grid(lines ...string) []element {
	var nodes []element
	for l, line := range lines {
		for c, x := range line {
			if x != ' ' && x != '-' && x != '|' {
				nodes = append(nodes, node(int64(x), float64(c)/1000, -float64(l)/1000))
			}
		}
	}
	return nodes
}

// path makes a way along the letters of a text.
func path(id int64, letters string, tags ...string) element {
	w := way(id, "", tags...)
	for _, x := range letters {
		w.refs = append(w.refs, int64(x))
	}
	if len(tags) == 0 {
		w.tags = []string{"highway=primary"}
	}
	return w
}

func TestJoin(t *testing.T) {
	for _, test := range []struct {
		name  string
		nodes []element
		ways  []element
		want  string // segments as way:from-to/points, nodes in the order they are met
		drops string
	}{
		{"a line", grid("a-b-c"), []element{path(1, "abc")}, "1:0-1/3", ""},
		{"end on middle", grid("a-b-c", "  d  "), []element{path(1, "abc"), path(2, "db")}, "1:0-1/2 1:1-2/2 2:3-1/2", ""},
		{"end on end", grid("a-b-c"), []element{path(1, "ab"), path(2, "bc")}, "1:0-1/2 2:1-2/2", ""},
		{"cross at a node", grid("  d  ", "a-b-c", "  e  "), []element{path(1, "abc"), path(2, "dbe")}, "1:0-1/2 1:1-2/2 2:3-1/2 2:1-4/2", ""},
		{"bridge: cross without a node", grid("  d  ", "a-|-c", "  e  "), []element{path(1, "ac"), path(2, "de", "highway=primary", "bridge=yes")}, "1:0-1/2 2:2-3/2", ""},
		{"bridge: two nodes on one spot", append(grid("  d  ", "a-b-c", "  e  "), node('f', 0.002, -0.001)),
			[]element{path(1, "abc"), path(2, "dfe")}, "1:0-1/3 2:2-3/3", ""},
		{"a road that is not kept makes no node", grid("a-b-c", "  d  "), []element{path(1, "abc"), path(2, "db", "highway=footway")}, "1:0-1/3", ""},
		{"a ring", grid("a-b", "d-c"), []element{path(1, "abcda")}, "1:0-0/5", ""},
		{"a ring with a road", grid("a-b", "d-c-e"), []element{path(1, "abcda"), path(2, "ce")}, "1:0-1/3 1:1-0/3 2:1-2/2", ""},
		{"a loop on a line", grid("a-b-c", "  d-e"), []element{path(1, "abcedb")}, "1:0-1/2 1:1-1/5", ""},
		{"there and back", grid("a-b"), []element{path(1, "aba")}, "1:0-0/3", ""},
		{"a node after itself", grid("a-b-c"), []element{path(1, "aabbc")}, "1:0-1/3", ""},
		{"one node", grid("a-b"), []element{path(1, "a"), path(2, "ab")}, "2:0-1/2", "a way with fewer than two nodes 1"},
		{"no nodes", grid("a-b"), []element{path(1, ""), path(2, "ab")}, "2:0-1/2", "a way with fewer than two nodes 1"},
		{"one node twice", grid("a-b"), []element{path(1, "aa"), path(2, "ab")}, "2:0-1/2", "a way of no length 1"},
		{"two nodes, one spot", append(grid("a-b"), node('f', 0, 0)), []element{path(1, "af"), path(2, "ab")}, "2:0-1/2", "a way of no length 1"},
		{"a piece of no length joins", append(grid("a-b", "c  "), node('f', 0, 0)), []element{path(1, "cafb"), path(2, "ab"), path(3, "cf")},
			"1:0-1/2 1:1-2/2 1:2-3/2 2:1-3/2 3:0-2/2", ""},
		{"the way twice", grid("a-b-c"), []element{path(1, "ab"), path(1, "bc"), path(2, "bc")}, "1:0-1/2 2:1-2/2", "the way is in the file twice 1"},
		{"ways out of order, one twice", grid("a-b-c"), []element{path(5, "ab"), path(2, "bc"), path(5, "ac"), path(1, "ac")}, "5:0-1/2 2:1-2/2 1:0-2/2", "the way is in the file twice 1"},
		{"middle missing", grid("a-b-|-d-e"), []element{path(1, "abcde")}, "1:0-1/2 1:2-3/2", "nodes that are not in the file: the way is cut there 1"},
		{"end missing", grid("a-b-|"), []element{path(1, "abc"), path(2, "xy")}, "1:0-1/2", "nodes that are not in the file: the way is cut there 2"},
		{"one left", grid("a-b"), []element{path(1, "axb"), path(2, "ab")}, "2:0-1/2", "nodes that are not in the file: the way is cut there 1"},
		{"negative ids", []element{node(-3, 0, 0), node(-2, 1, 0), node(-1, 2, 0)}, []element{way(-9, "-3 -2 -1", "highway=primary"), way(-8, "-2 -1", "highway=primary")},
			"-9:0-1/2 -9:1-2/2 -8:1-2/2", ""},
		{"180th meridian", []element{node(1, 179, 0), node(2, 180, 0), node(3, -180, 0), node(4, -179, 0)}, []element{way(1, "1 2 3 4", "highway=primary")},
			"1:0-1/2 1:2-3/2", "across the 180th meridian: the way is cut there 1"},
		{"off the earth", []element{node(1, 0, 0), node(2, 1, 0), node(3, 190, 0), node(4, 0, 91)}, []element{way(1, "1 2 3", "highway=primary"), way(2, "1 4 2", "highway=primary")},
			"1:0-1/2", "nodes that are not in the file: the way is cut there 2"},
	} {
		n := mustRead(t, nil, append(test.nodes, test.ways...)...)
		if got := drawn(n); got != test.want {
			t.Errorf("%s:\n got  %s\n want %s", test.name, got, test.want)
		}
		var drops []string
		for _, d := range n.Report.Dropped {
			drops = append(drops, fmt.Sprint(d.Reason, " ", d.Count))
		}
		if got := strings.Join(drops, ", "); got != test.drops {
			t.Errorf("%s: dropped %q, want %q", test.name, got, test.drops)
		}
	}
}

// TestBarriers: a-b-c with something at b. A road that is cut has two nodes there.
func TestBarriers(t *testing.T) {
	const through, cut = "1:0-1/3", "1:0-1/2 1:2-3/2"
	for _, test := range []struct{ tags, want string }{
		{"barrier=bollard", cut},
		{"barrier=block", cut},
		{"barrier=bollard motor_vehicle=yes", through},
		{"barrier=bollard access=no motor_vehicle=yes", through},
		{"barrier=gate", through},
		{"barrier=toll_booth", through},
		{"barrier=cattle_grid", through},
		{"barrier=border_control", through},
		{"barrier=gate locked=yes", cut},
		{"barrier=gate locked=no", through},
		{"barrier=gate access=private", cut},
		{"barrier=lift_gate access=no motor_vehicle=permissive", through},
		{"barrier=lift_gate access=yes motorcar=no", cut},
		{"barrier=no access=no", through},
		{"access=no", through}, // no barrier
		{"highway=traffic_signals", through},
	} {
		for _, e := range []encoder{{}, {plainNodes: true}} {
			n, err := readBytes(e.file(node(1, 0, 0), node(2, 0.01, 0, strings.Fields(test.tags)...), node(3, 0.02, 0), way(1, "1 2 3", "highway=primary")), nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := drawn(n); got != test.want {
				t.Errorf("%s, plain %v: %s, want %s", test.tags, e.plainNodes, got, test.want)
			}
			if count := dropped(n.Report, "a barrier: the road is cut there"); (count == 1) != (test.want == cut) {
				t.Errorf("%s: %d barriers counted", test.tags, count)
			}
		}
	}
}

// TestEncodings: one network, however it is written.
func TestEncodings(t *testing.T) {
	elements := []element{
		node(10, -99.1332, 19.4326), node(11, -99.1, 19.4), node(12, -99.0000001, 19.3999999), node(-5, -98.5, 19), node(13, 12.3456789, -45.6789012),
		way(1, "10 11 12", "highway=primary", "name=Ñandú"), way(2, "12 -5 11", "highway=trunk"), way(3, "-5 13", "highway=secondary"),
	}
	want := drawn(mustRead(t, nil, elements...))
	for _, e := range []encoder{{raw: true}, {plainNodes: true}, {raw: true, plainNodes: true}, {granularity: 10}, {granularity: 1}} {
		n, err := readBytes(e.file(elements...), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := drawn(n); got != want {
			t.Errorf("%+v: %s, want %s", e, got, want)
		}
		if at := n.Graph.Node(0); at != (graph.Point{Lon: -991332000, Lat: 194326000}) {
			t.Errorf("%+v: node 0 at %v", e, at)
		}
		if name := n.Graph.Column(osm.ColumnName).Text(0); name != "Ñandú" {
			t.Errorf("name %q", name)
		}
	}
	mixed := append(encoder{}.file(elements[5:]...), encoder{}.frame("OSMData", encoder{}.block(elements[:5]))...) // nodes after ways
	if n, err := readBytes(mixed, nil); err != nil || drawn(n) != want {
		t.Errorf("nodes after ways: %v", err)
	}
	twice := append(elements[:5:5], node(11, 0, 0))
	if n := mustRead(t, nil, append(twice, elements[5:]...)...); drawn(n) != want || len(n.Report.Warnings) != 1 {
		t.Errorf("a node twice: %s, %v", drawn(n), n.Report.Warnings)
	}
}

// dropped is how often something was left out for a reason.
func dropped(r osm.Report, reason string) int {
	for _, d := range r.Dropped {
		if d.Reason == reason {
			return d.Count
		}
	}
	return 0
}
