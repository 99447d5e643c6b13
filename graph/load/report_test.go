package load_test

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"reflect"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// Dirt is dropped and counted, with the line of the first.
func TestDropped(t *testing.T) {
	const (
		notALine = "not a line"
		short    = "line with fewer than two points"
		nowhere  = "line of no length"
	)
	at := func(reason string, count int, line string) load.Dropped {
		return load.Dropped{Reason: reason, Count: count, First: "roads.geojson:" + line}
	}
	tests := []struct {
		name     string
		features []string // after a good one in line 2
		want     []load.Dropped
		segments int // of the good one and the others
	}{
		{"nothing", nil, nil, 1},
		{"points and polygons", []string{item(aPoint, ""), item(aSquare, "")}, []load.Dropped{at(notALine, 2, "3")}, 1},
		{"no geometry", []string{item("null", "")}, []load.Dropped{at(notALine, 1, "3")}, 1},
		{"no parts", []string{item(`{"type":"MultiLineString","coordinates":[]}`, "")}, []load.Dropped{at(notALine, 1, "3")}, 1},
		{"line without points", []string{item(line("[]"), "")}, []load.Dropped{at(short, 1, "3")}, 1},
		{"line of one point", []string{item(line("[[-99,19]]"), ""), item(line("[[-98,19]]"), "")}, []load.Dropped{at(short, 2, "3")}, 1},
		{"line of no length", []string{item(line("[[-99,19],[-99,19],[-99,19]]"), "")}, []load.Dropped{at(nowhere, 1, "3")}, 1},
		// 4e-9 degree is less than half of the resolution, 1e-7.
		{"line below the resolution", []string{item(line("[[-99,19],[-99.000000004,19]]"), "")}, []load.Dropped{at(nowhere, 1, "3")}, 1},
		{"one part of several", []string{item(`{"type":"MultiLineString","coordinates":[[[1,1]],[[1,1],[2,2]]]}`, "")},
			[]load.Dropped{at(short, 1, "3")}, 2},
		{"all kinds", []string{item(aPoint, ""), item(line("[[1,1]]"), ""), item(aPoint, ""), item(line("[[1,1],[1,1]]"), "")},
			[]load.Dropped{at(notALine, 2, "3"), at(short, 1, "4"), at(nowhere, 1, "6")}, 1},
		{"lines of a collection are used", []string{item(`{"type":"GeometryCollection","geometries":[`+aPoint+","+line("[[1,1],[2,2]]")+"]}", "")}, nil, 2},
		{"collection without lines", []string{item(`{"type":"GeometryCollection","geometries":[`+aPoint+"]}", "")},
			[]load.Dropped{at(notALine, 1, "3")}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := mustReadRoads(t, layer(append([]string{item(good, "")}, tt.features...)...), load.Options{})
			if !reflect.DeepEqual(n.Report.Dropped, tt.want) {
				t.Errorf("dropped %+v, want %+v", n.Report.Dropped, tt.want)
			}
			sum := 0
			for _, d := range tt.want {
				sum += d.Count
			}
			if n.Report.DroppedCount() != sum || n.Report.Features != 1+len(tt.features) || n.Report.Segments != tt.segments {
				t.Errorf("%d dropped, %d features, %d segments", n.Report.DroppedCount(), n.Report.Features, n.Report.Segments)
			}
		})
	}
}

func TestReportNumbers(t *testing.T) {
	d := draw(`
a-b-c-d   e-f
  |       | |
  g       h-i
   j`)
	// b is a junction; the ring e-f-i-h is a part of its own; j is in no line.
	// Vertices: all but j. Nodes: a b d g, and e.
	text := d.lines("abcd gb efihe")
	n := mustReadRoads(t, text, load.Options{})
	main, ring := d.meters("abcd")+d.meters("bg"), d.meters("efihe")
	hash := sha256.Sum256([]byte(text))
	r := n.Report
	if len(r.Files) != 1 || r.Files[0].SHA256 != hex.EncodeToString(hash[:]) {
		t.Errorf("files %+v", r.Files)
	}
	for _, km := range []struct{ got, want float64 }{{r.KM, (main + ring) / 1000}, {r.LargestKM, main / 1000}} {
		if math.Abs(km.got-km.want) > 1e-8 { // five segments, each rounded to a micrometre
			t.Errorf("%v km, want %v", km.got, km.want)
		}
	}
	r.KM, r.LargestKM, r.Files = 0, 0, nil
	want := load.Report{Features: 3, Vertices: 9, Nodes: 5, Arcs: 8, Segments: 4, Components: 2, LargestComponent: 4}
	if !reflect.DeepEqual(r, want) {
		t.Errorf("report %+v\nwant   %+v", r, want)
	}
	if n.Parts.Count() != 2 || !n.Parts.InLargest(0) || n.Parts.InLargest(4) {
		t.Errorf("parts %+v", n.Parts)
	}
}

func TestProgressReachesTheSize(t *testing.T) {
	text, last := layer(item(good, "")), int64(0)
	mustReadRoads(t, text, load.Options{Progress: func(bytes int64) { last = bytes }})
	if last > int64(len(text)) {
		t.Errorf("progress %d of %d bytes", last, len(text))
	}
}

func TestSegmentsHaveNoEmptyLoop(t *testing.T) {
	d := draw("a-b")
	n := mustReadRoads(t, d.lines("aab abb"), load.Options{})
	for s := range graph.SegmentID(n.Graph.SegmentCount()) {
		if from, to := n.Graph.Ends(s); from == to {
			t.Errorf("segment %d is a loop of %v m", s, n.Graph.LengthMeters(s))
		}
	}
}
