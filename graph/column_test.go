package graph_test

import (
	"math"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph"
)

// withColumn makes a network of one segment per value of the column "x".
func withColumn(t *testing.T, values ...string) *graph.Graph {
	t.Helper()
	var b graph.Builder
	b.AddColumn("before")
	b.AddColumn("x")
	b.AddNodes(1)
	for _, v := range values {
		b.AddSegment(graph.Segment{LengthMeters: 1, Values: []string{"y", v}})
	}
	b.AddSegment(graph.Segment{LengthMeters: 1}) // no values at all
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestColumnReads(t *testing.T) {
	nan := math.NaN()
	tests := []struct {
		text   string
		number float64
		yes    bool
	}{
		{"", nan, false}, {"0", 0, false}, {"1", 1, true}, {"-2.5", -2.5, true}, {"1e3", 1000, true},
		{"true", nan, true}, {"T", nan, true}, {"YES", nan, true}, {"y", nan, true}, {"Si", nan, true}, {"SÍ", nan, true},
		{"no", nan, false}, {"false", nan, false}, {"MEX-15D", nan, false},
		{"NaN", nan, false}, {"Inf", nan, false}, {"1e999", nan, false},
	}
	for _, test := range tests {
		c := withColumn(t, test.text).Column("x")
		number := c.Number(0)
		same := number == test.number || math.IsNaN(number) && math.IsNaN(test.number)
		if graph.IsNumber(test.text) == math.IsNaN(test.number) {
			t.Errorf("IsNumber(%q) = %v", test.text, graph.IsNumber(test.text))
		}
		if c.Text(0) != test.text || !same || c.True(0) != test.yes {
			t.Errorf("%q reads as %q, %v, %v; want %v, %v", test.text, c.Text(0), number, c.True(0), test.number, test.yes)
		}
	}
}

func TestColumnValues(t *testing.T) {
	g := withColumn(t, "primary", "", "motorway", "primary", "motorway")
	c := g.Column("x")
	if got, want := c.Values(), []string{"primary", "motorway"}; !slices.Equal(got, want) {
		t.Errorf("Values = %q, want %q in order of appearance", got, want)
	}
	for s, want := range []string{"primary", "", "motorway", "primary", "motorway", ""} {
		if got := c.Text(graph.SegmentID(s)); got != want {
			t.Errorf("segment %d: %q, want %q", s, got, want)
		}
	}
	c.Values()[0] = "changed" // a copy
	if c.Text(0) != "primary" {
		t.Error("Values gave the column away")
	}
}

func TestColumnsInOrder(t *testing.T) {
	var names []string
	for c := range withColumn(t).Columns() {
		names = append(names, c.Name())
	}
	if !slices.Equal(names, []string{"before", "x"}) {
		t.Errorf("columns %q", names)
	}
	for range withColumn(t).Columns() {
		break // must not run on
	}
}

func TestNilColumn(t *testing.T) {
	c := withColumn(t, "1").Column("no such column")
	if c != nil || c.Name() != "" || c.Text(0) != "" || !math.IsNaN(c.Number(0)) || c.True(0) || c.Values() != nil {
		t.Error("a missing column is not empty")
	}
}

// WithColumns replaces a column of the same name, which goes to the end, and
// leaves the network as it was.
func TestWithColumns(t *testing.T) {
	g := withColumn(t, "1", "2")
	h := g.WithColumns([]string{"new", "before"}, [][]string{{"a", "", "b"}, {"3", "x", ""}})
	var names []string
	for c := range h.Columns() {
		names = append(names, c.Name())
	}
	if !slices.Equal(names, []string{"x", "new", "before"}) {
		t.Errorf("columns %q", names)
	}
	for s, want := range [][3]string{{"1", "a", "3"}, {"2", "", "x"}, {"", "b", ""}} {
		at := graph.SegmentID(s)
		if got := [3]string{h.Column("x").Text(at), h.Column("new").Text(at), h.Column("before").Text(at)}; got != want {
			t.Errorf("segment %d has %q, want %q", s, got, want)
		}
	}
	if got := h.Column("before").Number(0); got != 3 {
		t.Errorf("3 reads as %v", got)
	}
	if g.Column("new") != nil || g.Column("before").Text(0) != "y" {
		t.Error("the network changed")
	}
	for _, values := range [][]string{nil, {"a", "b"}, {"a", "b", "c", "d"}} {
		mustPanic(t, "a column not of three values", func() { g.WithColumns([]string{"new"}, [][]string{values}) })
	}
}
