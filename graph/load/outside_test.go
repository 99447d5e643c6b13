package load_test

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/internal/outside"
)

// These tests read the road files of the reference data a second time with an
// established program, and want the same. (The OSM files are in package osm, the
// municipalities in package feature.)

func readReference(t *testing.T, name string, opts load.Options) *load.Network {
	t.Helper()
	n, err := load.Read(context.Background(), outside.ReferenceData(t, name), opts)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// numbersOf reads the numbers that a program prints on each line.
func numbersOf(t *testing.T, text string) (rows [][]float64) {
	t.Helper()
	for line := range strings.Lines(text) {
		var row []float64
		for _, field := range strings.Fields(line) {
			x, err := strconv.ParseFloat(field, 64)
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			row = append(row, x)
		}
		rows = append(rows, row)
	}
	return rows
}

func sumColumn(g *graph.Graph, name string) float64 {
	sum := 0.0
	for s := range graph.SegmentID(g.SegmentCount()) {
		sum += g.Column(name).Number(s)
	}
	return sum
}

// near allows for the last digits of a sum of up to a million numbers.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(b)) }

// wktLines returns the positions of each line of a geometry in WKT.
func wktLines(t *testing.T, text string) (lines [][][2]float64) {
	t.Helper()
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return c == '(' || c == ')' }) {
		var line [][2]float64
		for _, position := range strings.Split(part, ",") {
			var p [2]float64
			if n, _ := fmt.Sscan(position, &p[0], &p[1]); n == 2 {
				line = append(line, p)
			}
		}
		if len(line) > 0 {
			lines = append(lines, line)
		}
	}
	return lines
}

// TestLinesAgainstGDAL has ogr2ogr write both road files of Mexico as text, and
// geod measure them edge by edge.
func TestLinesAgainstGDAL(t *testing.T) {
	for _, file := range []string{"roads/mexico_highways.geojson", "roads/MEX_roads.shp"} {
		text := outside.Output(t, "", "ogr2ogr", "-f", "CSV", "/vsistdout/", outside.ReferenceData(t, file), "-lco", "GEOMETRY=AS_WKT", "-lco", "SEPARATOR=TAB")
		features, distinct := 0, map[vertex]bool{}
		var edges strings.Builder
		for row := range strings.Lines(text) {
			wkt, _, _ := strings.Cut(strings.Trim(row, "\""), "\t")
			lines := wktLines(t, wkt)
			if len(lines) > 0 {
				features++
			}
			for _, line := range lines {
				for i, p := range line {
					distinct[vertexOf(p)] = true
					if i > 0 { // rounded as the graph keeps them
						fmt.Fprintf(&edges, "%.7f %.7f %.7f %.7f\n", line[i-1][1], line[i-1][0], p[1], p[0])
					}
				}
			}
		}
		km := 0.0
		for line := range strings.Lines(outside.Output(t, edges.String(), "geod", "+ellps=WGS84", "-I", "-F", "%.6f")) {
			meters, err := strconv.ParseFloat(strings.Fields(line)[2], 64)
			if err != nil {
				t.Fatal(line)
			}
			km += meters / 1000
		}
		r := readReference(t, file, load.Options{}).Report
		const off = 1e-8 // of an edge of some kilometres, by graph.Distance
		t.Logf("%s: %d features, %d vertices, %.6f km", file, features, len(distinct), km)
		if r.Features != features || r.Vertices != len(distinct) || math.Abs(r.KM-km) > off*km || r.DroppedCount() != 0 {
			t.Errorf("%s: %d features, %d vertices, %.6f km, dropped %v", file, r.Features, r.Vertices, r.KM, r.Dropped)
		}
	}
}

// octaveRoadNets prints links, the highest node, nodes with a link and the sums of
// the columns of each file named.
const octaveRoadNets = `
for name = {%s}
  load(name{1});
  printf('%%d %%d %%d', numel(Network{1}), max([Network{1}; Network{2}]), numel(unique([Network{1}; Network{2}])));
  printf(' %%.17g', cellfun(@(c) sum(double(c)), Network));
  printf('\n');
end`

func TestRoadNetsAgainstOctave(t *testing.T) {
	files := []string{"RoadNet0absx"}
	for period := range 12 {
		files = append(files, fmt.Sprintf("RoadNet%d", period))
	}
	quoted := make([]string, len(files))
	for i, file := range files {
		quoted[i] = "'" + filepath.ToSlash(outside.ReferenceData(t, "dell2015/"+file+".mat")) + "'"
	}
	rows := numbersOf(t, outside.Output(t, "", "octave-cli", "--norc", "--no-history", "-q", "--eval", fmt.Sprintf(octaveRoadNets, strings.Join(quoted, ", "))))
	if len(rows) != len(files) {
		t.Fatalf("octave printed %d lines for %d files", len(rows), len(files))
	}
	for i, file := range files {
		g := readReference(t, "dell2015/"+file+".mat", load.Options{}).Graph
		linked, node1, node2 := 0, 0.0, 0.0
		for node := range graph.NodeID(g.NodeCount()) {
			if first, end := g.OutArcs(node); end > first {
				linked++
			}
		}
		for s := range graph.SegmentID(g.SegmentCount()) {
			from, to := g.Ends(s)
			node1, node2 = node1+float64(from)+1, node2+float64(to)+1
		}
		got := []float64{float64(g.SegmentCount()), float64(g.NodeCount()), float64(linked), node1, node2, g.TotalLengthMeters() / 1000}
		for _, name := range []string{load.ColumnIntoUS, load.ColumnSeaport, load.ColumnTruckPort, load.ColumnContainers, load.ColumnLanes} {
			got = append(got, sumColumn(g, name))
		}
		t.Log(file, rows[i])
		for k, want := range rows[i] {
			if k == 5 { // lengths are kept in steps of a micrometre
				want = math.Round(want*1e6) / 1e6
				got[k] = math.Round(got[k]*1e6) / 1e6
			}
			if !near(got[k], want) {
				t.Errorf("%s: %v, octave has %v", file, got, rows[i])
				break
			}
		}
	}
}

// awk has the numbers that a short program of awk prints about a file.
func awk(t *testing.T, program, file string) []float64 {
	t.Helper()
	input, command := "", []string{"awk", program, file}
	if strings.HasSuffix(file, ".gz") {
		input, command = outside.Output(t, "", "gzip", "-dc", file), []string{"awk", program}
	}
	rows := numbersOf(t, outside.Output(t, input, command...))
	if len(rows) != 1 {
		t.Fatalf("awk printed %v", rows)
	}
	return rows[0]
}

func TestDIMACSAgainstAWK(t *testing.T) {
	const coords = "benchmarks/dimacs/USA-road-d.NY.co.gz"
	nodes := awk(t, `$1 == "v" { n++; x += $3; y += $4 } END { printf "%d %.0f %.0f\n", n, x, y }`, outside.ReferenceData(t, coords))
	for _, file := range []string{"benchmarks/dimacs/USA-road-d.NY.gr.gz", "benchmarks/dimacs/USA-road-t.NY.gr.gz"} {
		arcs := awk(t, `$1 == "a" { n++; tail += $2; head += $3; w += $4 } END { printf "%d %.0f %.0f %.0f\n", n, tail, head, w }`, outside.ReferenceData(t, file))
		n := readReference(t, file, load.Options{Nodes: outside.ReferenceData(t, coords)})
		g := n.Graph
		var tail, head, weight, x, y float64
		m := graph.LengthMetric(g)
		for a := range graph.ArcID(g.ArcCount()) {
			tail, head, weight = tail+float64(g.Tail(a))+1, head+float64(g.Head(a))+1, weight+m[a]
		}
		for node := range graph.NodeID(g.NodeCount()) {
			p := g.Node(node) // the file has 1e-6 degree
			x, y = x+float64(p.Lon)/10, y+float64(p.Lat)/10
		}
		got := fmt.Sprintf("%.0f", []float64{float64(g.NodeCount()), x, y, float64(g.ArcCount()), tail, head, weight})
		want := fmt.Sprintf("%.0f", append(append([]float64{}, nodes...), arcs...))
		t.Log(file, want)
		if got != want || n.Report.Features != g.ArcCount() {
			t.Errorf("%s: %s, awk has %s", file, got, want)
		}
	}
}

func TestTNTPAgainstAWK(t *testing.T) {
	for name, located := range map[string]bool{ // has a file of nodes
		"Braess-Example/Braess": false, "SiouxFalls/SiouxFalls": true, "Anaheim/Anaheim": false, "Barcelona/Barcelona": false,
		"Berlin-Friedrichshain/friedrichshain-center": true,
	} {
		path := "benchmarks/tntp/" + name
		// After the metadata, lines of tail, head, capacity, length, free-flow time, ... that end with a semicolon.
		links := awk(t, `END { printf "%d %d %.17g %.17g %.17g %.17g %.17g\n", n, most, tail, head, capacity, length_, time }
			/<END OF METADATA>/ { body = 1; next }
			body && $1 ~ /^[0-9]+$/ { n++; tail += $1; head += $2; capacity += $3; length_ += $4; time += $5; if ($1 > most) most = $1; if ($2 > most) most = $2 }`,
			outside.ReferenceData(t, path+"_net.tntp"))
		opts := load.Options{}
		if located {
			opts.Nodes = outside.ReferenceData(t, path+"_node.tntp")
			if nodes := awk(t, `$1 ~ /^[0-9]+$/ { n++ } END { print n }`, opts.Nodes); nodes[0] != links[1] {
				t.Errorf("%s: awk has %v nodes and %v", name, nodes, links[1])
			}
		}
		n := readReference(t, path+"_net.tntp", opts)
		g := n.Graph
		tail, head := 0.0, 0.0
		for a := range graph.ArcID(g.ArcCount()) {
			tail, head = tail+float64(g.Tail(a))+1, head+float64(g.Head(a))+1
		}
		got := []float64{float64(g.ArcCount()), float64(g.NodeCount()), tail, head, sumColumn(g, load.ColumnCapacity), g.TotalLengthMeters(), sumColumn(g, load.ColumnFreeFlowTime)}
		t.Log(name, links)
		for k, want := range links {
			const micrometre = 1e-6 // a length is kept in such steps, and there are up to 2,522 links
			if !near(got[k], want) && !(k == 5 && math.Abs(got[k]-want) < micrometre*got[0]) {
				t.Errorf("%s: %v, awk has %v", name, got, links)
				break
			}
		}
	}
}
