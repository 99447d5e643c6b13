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
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// readEdges reads an edge list, and a table of nodes if there is one.
func readEdges(edges, nodes string, tables load.EdgeTables, columns load.Columns) (*load.EdgeNetwork, error) {
	tables.Edges = "edges.csv"
	if nodes != "" {
		tables.Nodes = "nodes.csv"
	}
	return load.Edges(context.Background(), tables, load.Options{FS: files("edges.csv", edges, "nodes.csv", nodes), Columns: columns})
}

func mustReadEdges(t *testing.T, edges, nodes string, tables load.EdgeTables, columns load.Columns) *load.EdgeNetwork {
	t.Helper()
	n, err := readEdges(edges, nodes, tables, columns)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// a --1 km-- 07 --0-- b and a second a-07; 7 would be another node than 07
func TestEdgesWithLengths(t *testing.T) {
	n := mustReadEdges(t, "from,to,km,name\na,07,1,x\n07,b,0,\na, 07 ,2.5,y\n", "", load.EdgeTables{}, load.Columns{LengthKM: "km", Keep: []string{"name"}})
	g := n.Graph
	if strings.Join(n.IDs, " ") != "a 07 b" || n.Node("07") != 1 || n.Node("7") != graph.None || g.SegmentCount() != 3 || g.ArcCount() != 6 || g.HasCoordinates() {
		t.Errorf("%v, %+v", n.IDs, n.Report)
	}
	if g.LengthMeters(0) != 1000 || g.LengthMeters(1) != 0 || g.LengthMeters(2) != 2500 || g.Column("name").Text(2) != "y" {
		t.Errorf("lengths %v %v %v", g.LengthMeters(0), g.LengthMeters(1), g.LengthMeters(2))
	}
}

func TestEdgesByUsualNames(t *testing.T) {
	for _, header := range []string{"source,target", "tail,head", "u,v"} {
		n := mustReadEdges(t, header+",km\na,b,1\n", "", load.EdgeTables{}, load.Columns{LengthKM: "km"})
		if n.Report.KM != 1 {
			t.Errorf("%s: %+v", header, n.Report)
		}
	}
}

func TestEdgesOverTheMeridian(t *testing.T) {
	const nodes = "id,lon,lat\na,179.9,0\nb,-179.9,0\nc,180.2,0\nd,-179,0\n"
	n := mustReadEdges(t, "from,to\na,b\nb,c\nc,d\n", nodes, load.EdgeTables{}, load.Columns{})
	if r := n.Report; r.Segments != 2 || r.DroppedCount() != 1 || r.Dropped[0].First != "edges.csv:2" {
		t.Errorf("%+v", r)
	}
}

func TestEdgesWithWeights(t *testing.T) {
	n := mustReadEdges(t, "Source;Target;minutes\n1;2;90000\n2;3;0.5\n", "",
		load.EdgeTables{From: "Source", To: "Target", Weight: "minutes", Directed: true}, load.Columns{})
	if g := n.Graph; g.ArcCount() != 2 || g.LengthMeters(0) != 90000 || g.LengthMeters(1) != 0.5 {
		t.Errorf("%+v", n.Report)
	}
}

// The same triangle with the positions in a table of their own and in the edges.
func TestEdgesWithPositions(t *testing.T) {
	const nodes = "id,lon,lat\na,-99,19\nb,-98,19\nc,261,20\nlonely,0,0\n"
	apart := mustReadEdges(t, "from,to\na,b\nb,c\n", nodes, load.EdgeTables{}, load.Columns{})
	inline := mustReadEdges(t, "from,from_lon,from_lat,to,to_lon,to_lat\na,-99,19,b,-98,19\nb,-98,19,c,261,20\n", "", load.EdgeTables{}, load.Columns{})
	named := mustReadEdges(t, "u,v,x1,y1,x2,y2\na,b,-99,19,-98,19\nb,c,-98,19,261,20\n", "",
		load.EdgeTables{From: "u", To: "v", FromLon: "x1", FromLat: "y1", ToLon: "x2", ToLat: "y2"}, load.Columns{})
	other := mustReadEdges(t, "from,to\na,b\nb,c\n", "node,e,n\na,-99,19\nb,-98,19\nc,261,20\n", load.EdgeTables{ID: "node", Lon: "e", Lat: "n"}, load.Columns{})
	want := graph.Distance(apart.Graph.Node(0).Orb(), apart.Graph.Node(1).Orb())
	for i, n := range []*load.EdgeNetwork{apart, inline, named, other} {
		g := n.Graph
		if g.Node(n.Node("c")) != (graph.Point{Lon: -990000000, Lat: 200000000}) || math.Abs(g.LengthMeters(0)-want) > graph.Step || g.SegmentCount() != 2 {
			t.Errorf("%d: %+v", i, n.Report)
		}
		checkNetwork(t, &n.Network, nil)
	}
	if apart.Report.Nodes != 4 || apart.Report.Components != 2 || inline.Report.Nodes != 3 {
		t.Errorf("%+v", apart.Report)
	}
}

func TestEdgesOneWay(t *testing.T) {
	const rows = "from,to,km,one\na,b,1,yes\nb,c,1,\nc,d,1,-1\n"
	for _, test := range []struct {
		directed bool
		column   string
		arcs     int
	}{{false, "", 6}, {true, "", 3}, {false, "one", 4}, {true, "one", 4}} {
		n := mustReadEdges(t, rows, "", load.EdgeTables{Directed: test.directed}, load.Columns{LengthKM: "km", OneWay: test.column})
		if n.Graph.ArcCount() != test.arcs {
			t.Errorf("directed %v, column %q: %d arcs, want %d", test.directed, test.column, n.Graph.ArcCount(), test.arcs)
		}
	}
}

func TestBadEdges(t *testing.T) {
	const nodes, inline = "id,lon,lat\na,-99,19\nb,-98,19\n", "from,from_lon,from_lat,to,to_lon,to_lat\n"
	km, weight := load.Columns{LengthKM: "km"}, load.EdgeTables{Weight: "w"}
	for _, test := range []struct {
		name, edges, nodes string
		tables             load.EdgeTables
		columns            load.Columns
		cause              error
		want               string
	}{
		{"no lengths", "from,to\na,b\n", "", load.EdgeTables{}, load.Columns{}, nil, "edges.csv: the edges have neither lengths nor coordinates (name a column"},
		{"no length in a row", "from,to,km\na,b,1\na,b,\n", "", load.EdgeTables{}, km, feature.ErrMissing, `edges.csv:3: column "km": the value is missing`},
		{"negative length", "from,to,km\na,b,-1\n", "", load.EdgeTables{}, km, nil, `edges.csv:2: column "km": the length is -1 km`},
		{"decimal comma", "from;to;km\na;b;1,5\n", "", load.EdgeTables{}, km, feature.ErrNumber, `edges.csv:2: column "km": not a number: "1,5" (decimal comma? write 1.5)`},
		{"negative weight", "from,to,w\na,b,-1\n", "", weight, load.Columns{}, nil, `edges.csv:2: column "w": the weight is -1; a weight lies between`},
		{"huge weight", "from,to,w\na,b,1e300\n", "", weight, load.Columns{}, nil, `edges.csv:2: column "w": the weight is 1e+300`},
		{"no weight", "from,to,w\na,b,\n", "", weight, load.Columns{}, feature.ErrMissing, `edges.csv:2: column "w": the value is missing`},
		{"no column of weights", "from,to\na,b\n", "", weight, load.Columns{}, feature.ErrColumn, `edges.csv: column "w": `},
		{"weight beside length", "from,to,w,km\na,b,1,1\n", "", weight, km, nil, `edges.csv: column "w": a weight beside lengths`},
		{"weight beside nodes", "from,to,w\na,b,1\n", nodes, weight, load.Columns{}, nil, `edges.csv: column "w": a weight beside lengths`},
		{"weight beside positions", inline + "a,1,1,b,2,2\n", "", weight, load.Columns{}, nil, `edges.csv: column "w": a weight beside lengths`},
		{"no from", "from,to,km\n,b,1\n", "", load.EdgeTables{}, km, nil, `edges.csv:2: column "from": the node has no name`},
		{"no column from", "a,to,km\na,b,1\n", "", load.EdgeTables{}, km, feature.ErrColumn, `edges.csv: column "from": `},
		{"no column u", "from,to,km\na,b,1\n", "", load.EdgeTables{From: "u"}, km, feature.ErrColumn, `edges.csv: column "u": `},
		{"unknown node", "from,to\na,c\n", nodes, load.EdgeTables{}, load.Columns{}, nil, `edges.csv:2: column "to": there is no node "c"; add it to the table of nodes`},
		{"node twice", "from,to\na,b\n", nodes + "a,1,1\n", load.EdgeTables{}, load.Columns{}, nil, `nodes.csv:4: node "a" stands twice`},
		{"node without a position", "from,to\na,b\n", nodes + "c,,\n", load.EdgeTables{}, load.Columns{}, nil, `nodes.csv:4: node "c" has no position`},
		{"nodes without the id", "from,to\na,b\n", nodes, load.EdgeTables{ID: "node"}, load.Columns{}, feature.ErrColumn, `nodes.csv: column "node": `},
		{"projected node", "from,to\na,b\n", "id,lon,lat\na,2500000,850000\n", load.EdgeTables{}, load.Columns{}, feature.ErrCoordinate, "nodes.csv:2: "},
		{"node that moves", inline + "a,1,1,b,2,2\nb,2,2.5,c,3,3\n", "", load.EdgeTables{}, load.Columns{}, nil, `edges.csv:3: column "from": node "b" was elsewhere before: at [2 2]`},
		{"position missing", inline + "a,1,1,b,2,\n", "", load.EdgeTables{}, load.Columns{}, feature.ErrMissing, `edges.csv:2: column "to_lat": the value is missing`},
		{"swapped", inline + "a,19,-99,b,2,2\n", "", load.EdgeTables{}, load.Columns{}, feature.ErrCoordinate, "edges.csv:2: bad coordinate: latitude -99"},
		{"three of four", "from,from_lon,from_lat,to,to_lon\na,1,1,b,2\n", "", load.EdgeTables{}, load.Columns{}, feature.ErrColumn, `edges.csv: column "to_lat": `},
		{"no edges", "from,to,km\n", "", load.EdgeTables{}, km, load.ErrNoRoads, "edges.csv: no usable line in the file (the table has no link between two nodes)"},
		{"cut", "from,to,km\na,b,1\na,b\n", "", load.EdgeTables{}, km, nil, "edges.csv:3: 2 values, but the header has 3 columns"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := readEdges(test.edges, test.nodes, test.tables, test.columns)
			checkError(t, err, test.cause, test.want)
		})
	}
}

// Edges in GeoJSON bring columns row by row, so positions are read only when named.
func TestEdgesInGeoJSON(t *testing.T) {
	edges := layer(item("null", `"from":1,"to":"2","x1":1,"y1":1,"x2":2,"y2":2`))
	fsys := files("edges.geojson", edges)
	tables := load.EdgeTables{Edges: "edges.geojson", FromLon: "x1", FromLat: "y1", ToLon: "x2", ToLat: "y2"}
	n, err := load.Edges(context.Background(), tables, load.Options{FS: fsys})
	if err != nil || n.Graph.Node(n.Node("2")) != (graph.Point{Lon: 20000000, Lat: 20000000}) {
		t.Errorf("%v, %+v", err, n)
	}
}

// A table of links whose places were forgotten is no edge list.
func TestLinksNeedPlaces(t *testing.T) {
	fsys := files("links.csv", "from,to,km\na,b,1\n")
	_, err := load.Links(context.Background(), load.LinkTables{Links: "links.csv"}, load.Options{FS: fsys, Columns: load.Columns{LengthKM: "km"}})
	if err == nil {
		t.Error("links without places were read")
	}
}

func FuzzEdges(f *testing.F) {
	f.Add("from,to,km\na,b,1\n", "")
	f.Add("from,to,w\na,b,1\nb,b,2\n", "")
	f.Add("from,to\na,b\nb,a\n", "id,lon,lat\na,1,1\nb,2,2\n")
	f.Add("from,from_lon,from_lat,to,to_lon,to_lat\na,1,1,b,261,2\n", "")
	f.Fuzz(func(t *testing.T, edges, nodes string) {
		var tables load.EdgeTables
		var columns load.Columns
		if strings.Contains(edges, "km") {
			columns.LengthKM = "km"
		} else if strings.Contains(edges, ",w") {
			tables.Weight = "w"
		}
		n, err := readEdges(edges, nodes, tables, columns)
		if err != nil {
			checkBare(t, nil, err)
			return
		}
		checkBare(t, &n.Network, nil)
		if len(n.IDs) != n.Graph.NodeCount() {
			t.Errorf("%d ids of %d nodes", len(n.IDs), n.Graph.NodeCount())
		}
		for i, id := range n.IDs {
			if n.Node(id) != graph.NodeID(i) {
				t.Errorf("node %d is %q, which is node %d", i, id, n.Node(id))
			}
		}
	})
}

func ExampleEdges() {
	fsys := files("edges.csv", "from,to,km,class\nTepic,Mazatlán,285,toll\nMazatlán,Culiacán,220,free\n")
	n, err := load.Edges(context.Background(), load.EdgeTables{Edges: "edges.csv"},
		load.Options{FS: fsys, Columns: load.Columns{LengthKM: "km", Class: "class"}})
	if err != nil {
		log.Fatal(err)
	}
	d := graph.NewDijkstra(n.Graph)
	d.Run(graph.LengthMetric(n.Graph), n.Node("Culiacán"))
	fmt.Println(n.IDs, d.Distance(n.Node("Tepic"))/1000, "km")
	// Output:
	// [Tepic Mazatlán Culiacán] 505 km
}
