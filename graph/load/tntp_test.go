package load_test

import (
	"context"
	"fmt"
	"log"
	"math"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/internal/outside"
)

const tntpMeta = `<NUMBER OF ZONES> 1
<NUMBER OF NODES> 3
<FIRST THRU NODE>	2
<NUMBER OF LINKS> 2
<END OF METADATA>
`

// threeNodes is   1 --> 2 --> 3
const threeNodes = tntpMeta + `
~	init_node	term_node	capacity	length	free_flow_time	b	power	speed	toll	type	;
	1	2	9000	5280	1.5	0.15	4	4842	0	1	;
	2	3	1.80E+03	0	1e-8	2.85E-19	4.734	0	7	ramp;
`

func readTNTP(net, nodes string) (*load.TNTPNetwork, error) {
	names := load.TNTPFiles{Net: "x_net.tntp"}
	if nodes != "" {
		names.Nodes = "x_node.tntp"
	}
	return load.TNTP(context.Background(), names, load.Options{FS: files("x_net.tntp", net, "x_node.tntp", nodes)})
}

func TestTNTP(t *testing.T) {
	net := strings.Replace(threeNodes, "<END", "<ORIGINAL HEADER>~ \tTail\tHead\tLength (ft)\t;\n<COST UNIT> min\n<END", 1)
	n, err := readTNTP(net, "node\tX\tY\t;\n3 -96.7 43.5 ;\n1\t-96.77\t43.61;\n2 263.29 43.6 ;\n")
	if err != nil {
		t.Fatal(err)
	}
	g := n.Graph
	if n.Zones != 1 || n.FirstThruNode != 1 || n.Header != "Tail Head Length (ft)" || g.ArcCount() != 2 || g.SegmentCount() != 2 || len(n.Report.Files) != 2 {
		t.Errorf("%+v", n)
	}
	if g.Node(1) != (graph.Point{Lon: -967100000, Lat: 436000000}) { // 263.29 is 96.71 W
		t.Errorf("node 2 is at %v", g.Node(1))
	}
	if g.LengthMeters(0) != 5280 || g.LengthMeters(1) != 0 { // 0 is a length, not "as the shape"
		t.Errorf("lengths %v, %v", g.LengthMeters(0), g.LengthMeters(1))
	}
	want := map[string]string{"capacity": "1.80E+03", "free_flow_time": "1e-8", "b": "2.85E-19", "power": "4.734", "speed": "0", "toll": "7", "type": "ramp"}
	for column, text := range want {
		if got := g.Column(column).Text(1); got != text {
			t.Errorf("%s is %q, want %q", column, got, text)
		}
	}
	for i, text := range []string{"x_node.tntp: x -96.77 to 263.29, y 43.5 to 43.61 taken as longitude", `metadata "<COST UNIT>": not used`} {
		if i >= len(n.Report.Warnings) || !strings.HasPrefix(n.Report.Warnings[i], text) {
			t.Errorf("warnings %q, want %q", n.Report.Warnings, text)
		}
	}
}

func TestTNTPProjected(t *testing.T) {
	n, err := readTNTP(threeNodes, "1 679000 4.8e6;\n2 679001 4800001;\n3 0 0;\n")
	if err != nil {
		t.Fatal(err)
	}
	if n.Graph.HasCoordinates() || len(n.Report.Warnings) != 1 || !strings.Contains(n.Report.Warnings[0], "cannot be degrees") {
		t.Errorf("%q", n.Report.Warnings)
	}
}

func TestBadTNTP(t *testing.T) {
	without := func(tag string) string { return strings.Replace(threeNodes, "<"+tag+">", "<X>", 1) }
	replaced := func(old, with string) string { return strings.Replace(threeNodes, old, with, 1) }
	const good = "1 1 1;\n2 2 2;\n3 3 3;\n"
	for _, test := range []struct{ name, net, nodes, want string }{
		{"empty", "", "", "x_net.tntp: <END OF METADATA> is missing"},
		{"no zones", without("NUMBER OF ZONES"), "", "x_net.tntp:5: <NUMBER OF ZONES> is missing"},
		{"no nodes", without("NUMBER OF NODES"), "", "x_net.tntp:5: <NUMBER OF NODES> is missing"},
		{"no through node", without("FIRST THRU NODE"), "", "x_net.tntp:5: <FIRST THRU NODE> is missing"},
		{"no link count", without("NUMBER OF LINKS"), "", "x_net.tntp:5: <NUMBER OF LINKS> is missing"},
		{"tag twice", "<NUMBER OF NODES> 3\n" + threeNodes, "", "x_net.tntp:3: <NUMBER OF NODES> stands twice"},
		{"other file", "from,to\n1,2\n", "", `x_net.tntp:1: "from,to" is no line of metadata`},
		{"text for a count", replaced("NODES> 3", "NODES> three"), "", `x_net.tntp:5: <NUMBER OF NODES>: "three" is not a whole number`},
		{"negative count", replaced("LINKS> 2", "LINKS> -2"), "", `x_net.tntp:5: <NUMBER OF LINKS>: "-2"`},
		{"huge claim", replaced("NODES> 3", "NODES> 900000000"), "", `x_net.tntp:5: <NUMBER OF NODES>: "900000000" is not`},
		{"large claim", replaced("NODES> 3", "NODES> 199999999"), "", "x_net.tntp: network too large: 199999999 nodes are claimed for 2 links"},
		{"zones beyond", replaced("ZONES> 1", "ZONES> 4"), "", "x_net.tntp:5: 4 zones in a network of 3 nodes"},
		{"through node beyond", replaced("NODE>\t2", "NODE>\t9"), "", "x_net.tntp:5: <FIRST THRU NODE> is 9"},
		{"links missing", replaced("LINKS> 2", "LINKS> 3"), "", "x_net.tntp: 2 links, but <NUMBER OF LINKS> is 3 (is the file cut short?)"},
		{"cut in a link", threeNodes[:len(threeNodes)-4], "", "x_net.tntp:9: 10 values where a link has 10 and then ;"},
		{"a value too few", replaced("\t4842", ""), "", "x_net.tntp:8: 9 values where"},
		{"node beyond", replaced("\t2\t3\t", "\t2\t4\t"), "", `x_net.tntp:9: "4" is not a whole number from 1 to 3`},
		{"negative length", replaced("5280", "-5"), "", `x_net.tntp:8: column "length": -5 is not between 0 and`},
		{"NaN", replaced("5280", "NaN"), "", `x_net.tntp:8: column "length": "NaN" is not a number`},
		{"huge", replaced("9000", "1e13"), "", `x_net.tntp:8: column "capacity": 1e13 is not between`},
		{"decimal comma", replaced("0.15", "0,15"), "", `x_net.tntp:8: column "b": "0,15" is not a number (decimal comma? write 0.15)`},
		{"no links", strings.Replace(tntpMeta, "LINKS> 2", "LINKS> 0", 1), "", `x_net.tntp:5: <NUMBER OF LINKS>: "0"`},
		{"nodes of another network", threeNodes, "1 1 1;\n", "x_net.tntp:5: 3 nodes, but x_node.tntp has 1: the two files do not belong together"},
		{"node missing", threeNodes, "1 1 1;\n2 2 2;\n4 4 4;\n", "x_net.tntp:5: x_node.tntp has no node 3"},
		{"node twice", threeNodes, good + "3 3 3;\n", "x_node.tntp:4: node 3 stands twice"},
		{"half a position", threeNodes, good + "4 3;\n", "x_node.tntp:4: 2 values where a node has 3"},
		{"comma in a position", threeNodes, "1 1,5 1;\n", `x_node.tntp:1: column "x": "1,5" is not a number (decimal comma? write 1.5)`},
		{"no positions", threeNodes, "node x y ;\n", "x_node.tntp: no node in the file"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := readTNTP(test.net, test.nodes)
			checkError(t, err, nil, test.want)
		})
	}
}

func TestTNTPCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	// A context is looked at now and then, so the file must be long.
	net := threeNodes + strings.Repeat("\n", 1<<17)
	_, err := load.TNTP(ctx, load.TNTPFiles{Net: "x"}, load.Options{FS: files("x", net)})
	if err != context.Canceled {
		t.Errorf("%v", err)
	}
}

// Counts are those of the metadata; sums of lengths were found with awk, those
// of trips are <TOTAL OD FLOW>.
func TestReferenceTNTP(t *testing.T) {
	for _, test := range []struct {
		name                      string
		zones, thru, nodes, links int
		parts                     int // Barcelona has 90 nodes without a link
		length                    float64
		located                   bool
		pairs                     int
		trips                     float64
	}{
		{"Braess-Example/Braess", 2, 1, 4, 5, 1, 500, false, 2, 6},
		{"SiouxFalls/SiouxFalls", 24, 1, 24, 76, 1, 314, true, 576, 360600},
		{"Anaheim/Anaheim", 38, 39, 416, 914, 1, 2459915, false, 1406, 104694.4},
		{"Barcelona/Barcelona", 110, 111, 1020, 2522, 91, 1627.56, false, 7922, 184679.561},
		{"Berlin-Friedrichshain/friedrichshain-center", 23, 24, 224, 523, 1, 58635, true, 506, 11205.1},
	} {
		path := "benchmarks/tntp/" + test.name
		names := load.TNTPFiles{Net: outside.ReferenceData(t, path+"_net.tntp")}
		if test.located {
			names.Nodes = outside.ReferenceData(t, path+"_node.tntp")
		}
		n, err := load.TNTP(context.Background(), names, load.Options{})
		if err != nil {
			t.Error(err)
			continue
		}
		const half = 0.5 // of the last digit that awk prints
		if n.Zones != test.zones || int(n.FirstThruNode) != test.thru-1 || n.Graph.NodeCount() != test.nodes || n.Graph.ArcCount() != test.links ||
			n.Graph.HasCoordinates() != test.located || math.Abs(n.Graph.TotalLengthMeters()-test.length) > half || n.Report.Components != test.parts {
			t.Errorf("%s: %d zones, through node %d, %+v", test.name, n.Zones, n.FirstThruNode, n.Report)
		}
		for s := range graph.SegmentID(n.Graph.SegmentCount()) {
			if x := n.Graph.Column(load.ColumnCapacity).Number(s); !(x > 0) {
				t.Errorf("%s: link %d has capacity %v", test.name, s, x)
			}
		}
		trips, err := load.Trips(context.Background(), outside.ReferenceData(t, path+"_trips.tntp"), load.Options{})
		if err != nil {
			t.Error(err)
			continue
		}
		if trips.Zones != test.zones || len(trips.Trips) != test.pairs || math.Abs(trips.Total-test.trips) > 1e-6 || len(trips.Warnings) > 0 {
			t.Errorf("%s: %d zones, %d pairs, %v trips", test.name, trips.Zones, len(trips.Trips), trips.Total)
		}
	}
}

func FuzzTNTP(f *testing.F) {
	f.Add(threeNodes, "")
	f.Add(">\n", "")
	f.Add("<NUMBER OF ZONES> 1\n<END OF METADATA>", "a")
	f.Add(threeNodes, "node x y ;\n1 1 1;\n2 2 2;\n3 3 3;\n")
	f.Add(strings.Replace(threeNodes, "<END", "<A> b\n<END", 1), "3 1 9e5;\n2 2 2;\n1 3 3;\n")
	f.Fuzz(func(t *testing.T, net, nodes string) {
		n, err := readTNTP(net, nodes)
		if err != nil {
			checkBare(t, nil, err)
			return
		}
		checkBare(t, &n.Network, nil)
		if n.Zones > n.Graph.NodeCount() || int(n.FirstThruNode) >= n.Graph.NodeCount() || n.Graph.ArcCount() != n.Graph.SegmentCount() {
			t.Errorf("%+v", n)
		}
	})
}

func ExampleTNTP() {
	// Two routes from zone 1 to zone 2: by node 3, and direct but priced.
	fsys := files("net.tntp", `<NUMBER OF ZONES> 2
<NUMBER OF NODES> 3
<FIRST THRU NODE> 3
<NUMBER OF LINKS> 3
<END OF METADATA>
~ init_node term_node capacity length free_flow_time b power speed toll type ;
1 3 1000 2 4 0.15 4 0 0 1 ;
3 2 1000 2 4 0.15 4 0 0 1 ;
1 2 500 3 5 0.15 4 0 20 1 ;
`, "trips.tntp", `<NUMBER OF ZONES> 2
<TOTAL OD FLOW> 600
<END OF METADATA>
Origin 1
 1 : 0; 2 : 600;
`)
	n, err := load.TNTP(context.Background(), load.TNTPFiles{Net: "net.tntp"}, load.Options{FS: fsys})
	if err != nil {
		log.Fatal(err)
	}
	trips, err := load.Trips(context.Background(), "trips.tntp", load.Options{FS: fsys})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(n.Graph.ArcCount(), "links,", n.Zones, "zones, toll of the third:", n.Graph.Column(load.ColumnToll).Text(2))
	fmt.Println(trips.Trips)
	// Output:
	// 3 links, 2 zones, toll of the third: 20
	// [{0 0 0} {0 1 600}]
}
