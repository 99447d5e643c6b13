package load_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"log"
	"math"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/internal/outside"
)

// matFile writes a MAT-file of version 5 with a 1xn cell of column vectors.
// Types and classes are those of Tables 1-1 and 1-3 of the format.
func matFile(name string, columns ...[]float64) string {
	const int8s, int32s, uint32s, doubles, matrix, cell, double = 1, 5, 6, 9, 14, 1, 6
	element := func(kind uint32, data any) []byte {
		var body bytes.Buffer
		binary.Write(&body, binary.LittleEndian, data)
		out := binary.LittleEndian.AppendUint32(nil, kind)
		out = append(binary.LittleEndian.AppendUint32(out, uint32(body.Len())), body.Bytes()...)
		return append(out, make([]byte, -body.Len()&7)...)
	}
	array := func(class uint32, name string, dims []int32, content []byte) []byte {
		parts := [][]byte{element(uint32s, []uint32{class, 0}), element(int32s, dims), element(int8s, []byte(name)), content}
		return element(matrix, bytes.Join(parts, nil))
	}
	var cells []byte
	for _, c := range columns {
		cells = append(cells, array(double, "", []int32{int32(len(c)), 1}, element(doubles, c))...)
	}
	head := fmt.Sprintf("%-116s%8s\x00\x01IM", "MATLAB 5.0 MAT-file, written by a test", "")
	return head + string(array(cell, name, []int32{1, int32(len(columns))}, cells))
}

func readRoadNet(data string) (*load.Network, error) {
	return load.RoadNet(context.Background(), "net.mat", load.Options{FS: files("net.mat", data)})
}

// fourLinks is the network
//
//	1 --2.5-- 2 --0-- 3 --1-- 4 (sink)     and 1 --7-- 3
func fourLinks() [][]float64 {
	return [][]float64{{1, 2, 3, 1}, {2, 3, 4, 3}, {2.5, 0, 1, 7},
		{0, 0, 1, 0}, {0, 0, 1, 0}, {0, 0, 0, 0}, {0, 0, 12.3711, 0}, {0, 0, math.NaN(), 0}}
}

func TestRoadNet(t *testing.T) {
	n, err := readRoadNet(matFile("Network", fourLinks()...))
	if err != nil {
		t.Fatal(err)
	}
	g := n.Graph
	if g.NodeCount() != 4 || g.ArcCount() != 8 || g.HasCoordinates() || n.Report.Features != 4 || n.Report.Components != 1 || n.Report.KM != 10.5 {
		t.Errorf("%+v", n.Report)
	}
	if from, to := g.Ends(3); from != 0 || to != 2 || g.LengthMeters(3) != 7000 || g.LengthMeters(1) != 0 {
		t.Errorf("link 4 is %d-%d of %v m, link 2 of %v m", from, to, g.LengthMeters(3), g.LengthMeters(1))
	}
	for column, want := range map[string]string{"bcx": "1", "port": "1", "tbcx": "0", "containers": "12.3711", "lanes": ""} {
		if got := g.Column(column).Text(2); got != want {
			t.Errorf("%s is %q, want %q", column, got, want)
		}
	}
}

func TestBadRoadNet(t *testing.T) {
	with := func(column, row int, value float64) string {
		columns := fourLinks()
		columns[column][row] = value
		return matFile("Network", columns...)
	}
	short := fourLinks()
	short[2] = short[2][:3]
	good := matFile("Network", fourLinks()...)
	for _, test := range []struct {
		name, data string
		cause      error
		want       string
	}{
		{"no archive", "from,to\n1,2\n", feature.ErrFormat, "net.mat: not a format that can be read here: no MAT-file"},
		{"cut", good[:300], feature.ErrTruncated, "net.mat: byte"},
		{"other variable", matFile("MunLinks", fourLinks()...), nil, `net.mat: there is no variable "Network"`},
		{"seven columns", matFile("Network", fourLinks()[:7]...), nil, "net.mat: Network is a 1x7 cell, not a 1x8 cell (RoadNet0.mat has"},
		{"columns of two lengths", matFile("Network", short...), nil, "net.mat: Network{3} (dist) has 3 numbers where node1 has 4"},
		{"half a node", with(0, 1, 1.5), nil, `net.mat: feature 2: column "node1": 1.5 is no node`},
		{"node 0", with(1, 1, 0), nil, `net.mat: feature 2: column "node2": 0 is no node`},
		{"NaN node", with(1, 1, math.NaN()), nil, `net.mat: feature 2: column "node2": NaN is no node`},
		{"huge node", with(1, 1, 1e8), graph.ErrTooLarge, "net.mat: network too large"},
		{"negative length", with(2, 3, -1), nil, `net.mat: feature 4: column "dist": the length is -1 km`},
		{"NaN length", with(2, 0, math.NaN()), nil, `net.mat: feature 1: column "dist": the length is NaN km`},
		{"flag of 2", with(4, 0, 2), nil, `net.mat: feature 1: column "port": 2 is neither 0 nor 1`},
		{"negative lanes", with(7, 0, -2), nil, `net.mat: feature 1: column "lanes": the capacity is -2`},
		{"no links", matFile("Network", make([][]float64, 8)...), load.ErrNoRoads, "net.mat: no usable line"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := readRoadNet(test.data)
			checkError(t, err, test.cause, test.want)
		})
	}
}

// Links, kilometres and nodes with a link were found with Octave 7.3: numel,
// sum(dist), numel(unique([node1; node2])). The rest is in the paper.
func TestReferenceRoadNets(t *testing.T) {
	links := []int{17404, 17329, 17305, 17258, 17137, 16986, 16563, 16479, 16436, 16380, 16366, 16330}
	km := []float64{155600.6455349995, 154720.4262458996, 153994.0780806996, 153643.8294070996, 151559.4869, 148585.7247157996,
		145364.6928063994, 145047.0958492993, 144616.7736202994, 144351.0185368994, 144167.1991292994, 143951.0417649995}
	used := []int{13970, 13935, 13920, 13890, 13803, 13685, 13391, 13339, 13316, 13271, 13262, 13237}
	const nodes, sink = 13970, graph.NodeID(13969)
	for period := range links {
		n, err := load.RoadNet(context.Background(), outside.ReferenceData(t, fmt.Sprintf("dell2015/RoadNet%d.mat", period)), load.Options{})
		if err != nil {
			t.Fatal(err)
		}
		g := n.Graph
		if g.SegmentCount() != links[period] || g.NodeCount() != nodes || math.Abs(n.Report.KM-km[period]) > 1e-4 {
			t.Errorf("period %d: %+v", period, n.Report)
		}
		linked, toSink, lanes, containers := 0, 0, 0.0, 0.0
		for node := range graph.NodeID(nodes) {
			if first, end := g.OutArcs(node); end > first {
				linked++
			}
		}
		for s := range graph.SegmentID(g.SegmentCount()) {
			from, to := g.Ends(s)
			into := g.Column(load.ColumnIntoUS).True(s)
			if into != (from == sink || to == sink) || into && g.LengthMeters(s) != 1000 {
				t.Errorf("period %d, link %d: %v into the US, %d-%d of %v m", period, s, into, from, to, g.LengthMeters(s))
			}
			if into {
				toSink++
			}
			lanes += g.Column(load.ColumnLanes).Number(s)
			containers += g.Column(load.ColumnContainers).Number(s)
		}
		wantSink, wantLanes, wantContainers := 26, 81.0, 265.7368 // 19 crossings and 7 seaports
		if period >= 5 {                                          // later without 2 and 1 of them
			wantSink, wantLanes, wantContainers = 23, 69, 253.3657
		}
		if linked != used[period] || toSink != wantSink || lanes != wantLanes || math.Abs(containers-wantContainers) > 1e-9 {
			t.Errorf("period %d: %d nodes with links, %d links to the sink, %v lanes, %v containers", period, linked, toSink, lanes, containers)
		}
	}
	_, err := load.RoadNet(context.Background(), outside.ReferenceData(t, "dell2015/MunIds.mat"), load.Options{})
	if err == nil || !strings.Contains(err.Error(), `no variable "Network"`) {
		t.Errorf("MunIds as a network: %v", err)
	}
}

func FuzzRoadNet(f *testing.F) {
	good := matFile("Network", fourLinks()...)
	f.Add([]byte(good[128:]))
	f.Fuzz(func(t *testing.T, body []byte) {
		n, err := readRoadNet(good[:128] + string(body))
		checkBare(t, n, err)
	})
}

// checkBare is checkNetwork for networks that may have no coordinates.
func checkBare(t *testing.T, n *load.Network, err error) {
	t.Helper()
	if err != nil || n.Graph.HasCoordinates() {
		checkNetwork(t, n, err)
		return
	}
	g, r := n.Graph, n.Report
	if g.SegmentCount() == 0 || g.NodeCount() != r.Nodes || r.Nodes != r.Vertices || g.SegmentCount() > r.Features {
		t.Errorf("report %+v", r)
	}
	for s := range graph.SegmentID(g.SegmentCount()) {
		if meters := g.LengthMeters(s); !(meters >= 0) || math.IsInf(meters, 0) {
			t.Errorf("segment %d is %v m", s, meters)
		}
	}
}

func ExampleRoadNet() {
	// The file a program would have on disk: three nodes in a row, and the sink.
	archive := files("RoadNet.mat", matFile("Network", []float64{1, 2, 3}, []float64{2, 3, 4}, []float64{50, 20.5, 1},
		[]float64{0, 0, 1}, []float64{0, 0, 0}, []float64{0, 0, 1}, []float64{0, 0, 0}, []float64{0, 0, 4}))

	n, err := load.RoadNet(context.Background(), "RoadNet.mat", load.Options{FS: archive})
	if err != nil {
		log.Fatal(err)
	}
	d := graph.NewDijkstra(n.Graph)
	d.Run(graph.LengthMetric(n.Graph), 0)
	fmt.Println(n.Report.KM, "km of links,", d.Distance(3)/1000, "km to the sink")
	fmt.Println(n.Graph.Column(load.ColumnLanes).Text(2), "lanes at the crossing")
	// Output:
	// 71.5 km of links, 71.5 km to the sink
	// 4 lanes at the crossing
}
