package load_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

func TestParseDirection(t *testing.T) {
	tests := map[graph.Direction][]string{
		graph.Forward:  {"yes", "YES", "true", "True", "T", "y", "1", "forward", "F", "FT", "oneway"},
		graph.Backward: {"-1", "reverse", "Backward", "TF"},
		graph.Both:     {"", "no", "No", "false", "N", "0", "both", "B"},
	}
	for want, texts := range tests {
		for _, text := range texts {
			if got, ok := load.ParseDirection(text); got != want || !ok {
				t.Errorf("%q is %v, %v; want %v", text, got, ok, want)
			}
		}
	}
	for _, text := range []string{"reversible", "2", "sí", "alternating", " yes"} {
		if got, ok := load.ParseDirection(text); got != graph.Both || ok {
			t.Errorf("%q is %v, %v; want Both, false", text, got, ok)
		}
	}
}

func TestOneWay(t *testing.T) {
	d := draw("a-b-c")
	properties := []string{`"ow":"yes"`, `"ow":-1`, `"ow":"no"`, `"ow":null`, `"other":1`, `"ow":"reversible"`, `"ow":"reversible"`, `"ow":true`}
	var features []string
	for _, p := range properties {
		features = append(features, item(d.geometry("ac"), p))
	}
	n := mustReadRoads(t, layer(features...), load.Options{Columns: load.Columns{OneWay: "ow"}})
	open := ""
	for s := range graph.SegmentID(n.Graph.SegmentCount()) {
		forward, backward := n.Graph.ArcOf(s, false) != graph.None, n.Graph.ArcOf(s, true) != graph.None
		switch {
		case forward && backward:
			open += "="
		case forward:
			open += ">"
		case backward:
			open += "<"
		}
	}
	if want := "><=====>"; open != want {
		t.Errorf("directions %s, want %s", open, want)
	}
	if want := []string{`one-way value "reversible" is not known: taken as two-way`}; !slices.Equal(n.Report.Warnings, want) {
		t.Errorf("warnings %q, want %q", n.Report.Warnings, want)
	}
}

// An explicit length is divided by the length of the shapes.
func TestExplicitLength(t *testing.T) {
	d := draw(`
a-b---c
  |
  d`)
	// bc is twice ab; lengths along one parallel are exact multiples.
	tests := []struct {
		name, lines, km string
		want            []float64 // per segment, in km
	}{
		{"one segment", "abc", "7.5", []float64{7.5}},
		{"cut at a junction", "abc db", "9", []float64{3, 6, 9}},
		{"parts", "ab|bc", "9", []float64{3, 6}},
		{"parts that are far apart, one repeated", "ab|bc|ab", "12", []float64{3, 6, 3}},
		{"a part of no length takes nothing", "ab|aa|b|bc", "9", []float64{3, 6}},
		{"0 means the shape", "abc", "0", []float64{d.meters("abc") / 1000}},
		{"null means the shape", "abc", "null", []float64{d.meters("abc") / 1000}},
		{"longest", "abc", "50000", []float64{50000}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var features []string
			for word := range strings.FieldsSeq(tt.lines) {
				features = append(features, item(d.geometry(word), `"km":`+tt.km))
			}
			n := mustReadRoads(t, layer(features...), load.Options{Columns: load.Columns{LengthKM: "km"}})
			if n.Graph.SegmentCount() != len(tt.want) {
				t.Fatalf("%d segments, want %d", n.Graph.SegmentCount(), len(tt.want))
			}
			for s, want := range tt.want {
				// 1e-7: the formula of short edges against that of long ones.
				if got := n.Graph.LengthMeters(graph.SegmentID(s)) / 1000; math.Abs(got-want) > want*1e-7 {
					t.Errorf("segment %d is %v km, want %v", s, got, want)
				}
			}
		})
	}
}

func TestColumns(t *testing.T) {
	d := draw(`
a-b-c
  |
  d`)
	text := layer(
		item(d.geometry("abc"), `"road":"MEX15D","paid":true,"kind":"federal","v":110,"lanes":4,"unused":1`),
		item(d.geometry("db"), `"road":null,"paid":false,"kind":"state","v":"ochenta","lanes":""`))
	n := mustReadRoads(t, text, load.Options{Columns: load.Columns{
		Ref: "road", Toll: "paid", Class: "kind", SpeedKMH: "v", Keep: []string{"lanes"}}})
	g, names := n.Graph, []string{}
	for c := range g.Columns() {
		names = append(names, c.Name())
	}
	if want := []string{load.ColumnClass, load.ColumnToll, load.ColumnRef, load.ColumnSpeedKMH, "lanes"}; !slices.Equal(names, want) {
		t.Errorf("columns %q, want %q", names, want)
	}
	// Both halves of the first line have its values.
	want := []string{"federal MEX15D true 110 4", "federal MEX15D true 110 4", "state  false NaN "}
	for s := range graph.SegmentID(g.SegmentCount()) {
		got := fmt.Sprint(g.Column(load.ColumnClass).Text(s), " ", g.Column(load.ColumnRef).Text(s), " ", g.Column(load.ColumnToll).True(s),
			" ", g.Column(load.ColumnSpeedKMH).Number(s), " ", g.Column("lanes").Text(s))
		if got != want[s] {
			t.Errorf("segment %d has %q, want %q", s, got, want[s])
		}
	}
}
