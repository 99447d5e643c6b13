package region_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph"
)

// cell is the side of one letter of an ASCII map, in degrees: 1.113 km at the
// equator, where the maps lie.
const cell = 0.01

// asciiLayer makes one region per letter, each of squares of one cell; a dot is
// no region. The lower left corner of the map is at 0, 0. A is code 01001.
func asciiLayer(t *testing.T, rows ...string) *region.Layer {
	t.Helper()
	byLetter := map[rune]*region.Region{}
	var regions []region.Region
	for i, row := range rows {
		for j, letter := range row {
			if letter == '.' {
				continue
			}
			if byLetter[letter] == nil {
				byLetter[letter] = &region.Region{Code: fmt.Sprintf("%05d", 1000+letter-'A'+1), Name: string(letter)}
			}
			x, y := float64(j), float64(len(rows)-1-i)
			byLetter[letter].Area = append(byLetter[letter].Area, square(x, y, 1))
		}
	}
	for _, r := range byLetter {
		regions = append(regions, *r)
	}
	return newLayer(t, regions...)
}

func newLayer(tb testing.TB, regions ...region.Region) *region.Layer {
	tb.Helper()
	l, err := region.NewLayer(regions)
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

// square is a polygon with its lower left corner and side in cells.
func square(x, y, side float64) orb.Polygon { return orb.Polygon{squareRing(x, y, side)} }

func squareRing(x, y, side float64) orb.Ring {
	return orb.Ring(cells(x, y, x+side, y, x+side, y+side, x, y+side, x, y))
}

// cells makes a line of coordinates in cells: x0, y0, x1, y1, ...
func cells(xy ...float64) orb.LineString {
	var line orb.LineString
	for i := 0; i < len(xy); i += 2 {
		line = append(line, orb.Point{xy[i] * cell, xy[i+1] * cell})
	}
	return line
}

func newOverlay(tb testing.TB, g *graph.Graph, l *region.Layer) *region.Overlay {
	tb.Helper()
	o, err := region.NewOverlay(tb.Context(), g, l, region.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	checkRows(tb, g, o)
	return o
}

// checkRows checks what every overlay promises about its rows.
func checkRows(tb testing.TB, g *graph.Graph, o *region.Overlay) {
	tb.Helper()
	for s := range graph.SegmentID(g.SegmentCount()) {
		row := o.Pieces(s)
		if len(row) == 0 || row[0].FromMeters != 0 || row[len(row)-1].ToMeters != g.LengthMeters(s) {
			tb.Fatalf("segment %d of %v m: pieces %v", s, g.LengthMeters(s), row)
		}
		sum := 0.0
		for i, p := range row {
			sum += p.LengthMeters()
			if i > 0 && (p.FromMeters != row[i-1].ToMeters || p.Region == row[i-1].Region) {
				tb.Fatalf("segment %d: pieces %d and %d do not join: %v", s, i-1, i, row)
			}
			if p.FromMeters != graph.Quantize(p.FromMeters) || len(row) > 1 && p.LengthMeters() < 1e-3 {
				tb.Fatalf("segment %d: piece %d is no multiple of the step, or a sliver: %v", s, i, p)
			}
		}
		if sum != g.LengthMeters(s) {
			tb.Fatalf("segment %d: pieces sum to %v of %v m", s, sum, g.LengthMeters(s))
		}
	}
}

// show prints pieces as letters and lengths in cells: "A 0.5, - 1".
func show(l *region.Layer, pieces []region.Piece, metersPerCell float64) string {
	var parts []string
	for _, p := range pieces {
		name := "-"
		if p.Region != region.Outside {
			name = l.Regions[p.Region].Name
		}
		length := math.Round(p.LengthMeters()/metersPerCell*1e4) / 1e4
		parts = append(parts, fmt.Sprintf("%s %v", name, length))
	}
	return strings.Join(parts, ", ")
}

func TestOverlayOnMaps(t *testing.T) {
	two := []string{"AB"}
	four := []string{"AB", "CD"}
	east := graph.Distance(orb.Point{0, 0}, orb.Point{cell, 0})  // 1113.195 m
	north := graph.Distance(orb.Point{0, 0}, orb.Point{0, cell}) // 1105.743 m
	tests := []struct {
		name string
		rows []string
		road orb.LineString
		unit float64 // metres of a cell in the direction of the road
		want string
	}{
		{"inside", two, cells(.2, .5, .7, .5), east, "A 0.5"},
		{"across a border", two, cells(.5, .5, 1.75, .5), east, "A 0.5, B 0.75"},
		{"back and forth", two, cells(.5, .5, 1.5, .5, .5, .5), east, "A 0.5, B 1, A 0.5"},
		{"over several edges", two, cells(.25, .5, .5, .5, .75, .5, 1.5, .5), east, "A 0.75, B 0.5"},
		{"a point twice", two, cells(.25, .5, .5, .5, .5, .5, .75, .5, 1.5, .5), east, "A 0.75, B 0.5"},
		{"border touched, not crossed", two, cells(.5, .5, 1, .5, .5, .5), east, "A 1"},
		{"in from outside", two, cells(-1, .5, .5, .5), east, "- 1, A 0.5"},
		{"gap", []string{"A.B"}, cells(.5, .5, 2.5, .5), east, "A 0.5, - 1, B 0.5"},
		{"wholly outside", two, cells(5, 5, 6, 5), east, "- 1"},
		{"along a border: the north has it", four, cells(.5, 1, 1.5, 1), east, "A 0.5, B 0.5"},
		{"the same, travelled west", four, cells(1.5, 1, .5, 1), east, "B 0.5, A 0.5"},
		{"along a border that runs north: the east has it", four, cells(1, .5, 1, 1.5), north, "D 0.5, B 0.5"},
		{"along the southern edge of the land", two, cells(0, 0, 2, 0), east, "A 1, B 1"},
		{"along the northern edge of the land", two, cells(0, 1, 2, 1), east, "- 2"},
		{"enclave", []string{"AAA", "ABA", "AAA"}, cells(0, 1.5, 3, 1.5), east, "A 1, B 1, A 1"},
		{"starts on a border", two, cells(1, .5, 1.5, .5), east, "B 0.5"},
		{"ends on a border", two, cells(.5, .5, 1, .5), east, "A 0.5"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := asciiLayer(t, tt.rows...)
			o := newOverlay(t, roads(t, tt.road), l)
			got := show(l, o.Pieces(0), tt.unit)
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if o.Method() != "polygon" || len(o.Warnings()) != 0 {
				t.Errorf("method %s, warnings %v", o.Method(), o.Warnings())
			}
		})
	}
}

// A road through the corner where four squares meet touches two of them only.
func TestOverlayThroughCorner(t *testing.T) {
	l := asciiLayer(t, "AB", "CD")
	g := roads(t, cells(.5, .5, 1.5, 1.5), cells(.5, 1.5, 1.5, .5))
	o := newOverlay(t, g, l)
	for s, want := range []string{"C 0.5, B 0.5", "A 0.5, D 0.5"} {
		got := show(l, o.Pieces(graph.SegmentID(s)), g.LengthMeters(graph.SegmentID(s)))
		if got != want {
			t.Errorf("road %d: got %s, want %s", s, got, want)
		}
	}
}

// Positions are on the scale of the segment's own length: here the data say
// 3 km where the shape has 2.2.
func TestOverlayUsesGivenLength(t *testing.T) {
	l := asciiLayer(t, "AB")
	var b graph.Builder
	from, to := b.AddNode(graph.PointOf(cells(.5, .5)[0])), b.AddNode(graph.PointOf(cells(2.5, .5)[0]))
	b.AddSegment(graph.Segment{From: from, To: to, LengthMeters: 3000})
	b.AddSegment(graph.Segment{From: from, To: from})                      // no length
	b.AddSegment(graph.Segment{From: from, To: from, LengthMeters: 10})    // no shape
	b.AddSegment(graph.Segment{From: from, To: to, LengthMeters: 0.00025}) // shorter than a sliver
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	o := newOverlay(t, g, l)
	for s, want := range []string{"A 750, B 1500, - 750", "A 0", "A 10", "A 0.0002"} {
		if got := show(l, o.Pieces(graph.SegmentID(s)), 1); got != want {
			t.Errorf("segment %d: got %s, want %s", s, got, want)
		}
	}
	if got := o.OutsideMeters(); math.Abs(got-750) > 1e-5 {
		t.Errorf("outside %v m, want 750", got)
	}
}

func TestOverlapGoesToLowestCode(t *testing.T) {
	l := newLayer(t,
		region.Region{Code: "02001", Name: "B", Area: orb.MultiPolygon{square(1, 0, 2)}},
		region.Region{Code: "01001", Name: "A", Area: orb.MultiPolygon{square(0, 0, 2)}},
	)
	g := roads(t, cells(.5, .5, 2.5, .5))
	o := newOverlay(t, g, l)
	unit := g.LengthMeters(0) / 2
	if got, want := show(l, o.Pieces(0), unit), "A 1.5, B 0.5"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := o.OverlapMeters() / unit; math.Abs(got-1) > 1e-6 {
		t.Errorf("overlap of %v cells, want 1", got)
	}
	want := "road segment inside two municipalities, counted in the lower code: 1 (01001 and 02001 on segment 0)"
	if len(o.Warnings()) != 1 || o.Warnings()[0].String() != want {
		t.Errorf("warnings %v", o.Warnings())
	}
}

func TestAppendSpan(t *testing.T) {
	l := asciiLayer(t, "ABC")
	g := roads(t, cells(.5, .5, 2.5, .5))
	o := newOverlay(t, g, l)
	unit := g.LengthMeters(0) / 2
	tests := []struct {
		from, to float64 // cells from the first node
		want     string
	}{
		{0, 2, "A 0.5, B 1, C 0.5"},
		{2, 0, "C 0.5, B 1, A 0.5"},
		{.25, .5, "A 0.25"},
		{.5, 1.5, "B 1"},
		{1.5, .5, "B 1"},
		{.25, 1, "A 0.25, B 0.5"},
		{1.75, 1, "C 0.25, B 0.5"},
		{1, 1, ""},
		{0, 0, ""},
	}
	for _, tt := range tests {
		span := graph.Span{FromMeters: graph.Quantize(tt.from * unit), ToMeters: graph.Quantize(tt.to * unit)}
		pieces := o.AppendSpan(nil, span)
		if got := show(l, pieces, unit); got != tt.want {
			t.Errorf("%v to %v: got %s, want %s", tt.from, tt.to, got, tt.want)
		}
		at, sum := span.FromMeters, 0.0
		for _, p := range pieces {
			if p.FromMeters != at || (p.FromMeters > p.ToMeters) != (tt.from > tt.to) {
				t.Errorf("%v to %v: pieces %v", tt.from, tt.to, pieces)
			}
			at = p.ToMeters
			sum += p.LengthMeters()
		}
		if sum != span.LengthMeters() {
			t.Errorf("%v to %v: pieces of %v m, span of %v", tt.from, tt.to, sum, span.LengthMeters())
		}
	}
}

func TestQuestionsDoNotAllocate(t *testing.T) {
	l := asciiLayer(t, "ABC")
	o := newOverlay(t, roads(t, cells(.5, .5, 2.5, .5)), l)
	pieces := make([]region.Piece, 0, 8)
	p := cells(1.5, .5)[0]
	if n := testing.AllocsPerRun(100, func() {
		l.Locate(p)
		pieces = o.AppendSpan(pieces[:0], graph.Span{ToMeters: o.Pieces(0)[2].ToMeters})
	}); n > 0 || len(pieces) != 3 {
		t.Errorf("%v allocations, %d pieces", n, len(pieces))
	}
}

func TestNewOverlayFailures(t *testing.T) {
	l := asciiLayer(t, "A")
	var b graph.Builder
	b.AddSegment(graph.Segment{From: b.AddNodes(2), To: 1, LengthMeters: 5})
	bare, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := region.NewOverlay(t.Context(), bare, l, region.Options{}); !errors.Is(err, region.ErrNoCoordinates) {
		t.Errorf("network without coordinates: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	g := roads(t, cells(0, 0, 1, 1))
	if _, err := region.NewOverlay(ctx, g, l, region.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	empty := roads(t)
	if o, err := region.NewOverlay(t.Context(), empty, l, region.Options{}); err != nil || o.OutsideMeters() != 0 {
		t.Errorf("empty network: %v", err)
	}
}

func TestLocate(t *testing.T) {
	l := asciiLayer(t, "AB", "C.")
	for _, tt := range []struct {
		p    orb.Point
		want string
	}{
		{cells(.5, 1.5)[0], "A"},
		{cells(1.5, 1.5)[0], "B"},
		{cells(.5, .5)[0], "C"},
		{cells(1.5, .5)[0], "-"},
		{cells(1, 1)[0], "B"},  // the corner of all four: north and east of it
		{cells(.5, 1)[0], "A"}, // on a border: north
		{orb.Point{math.NaN(), 0}, "-"},
		{orb.Point{0, 95}, "-"},
		{orb.Point{360.005, 0.005}, "-"},
		{orb.Point{-359.995, 0.005}, "C"}, // counted the other way round the globe
	} {
		got := "-"
		if i, ok := l.Locate(tt.p); ok {
			got = l.Regions[i].Name
		}
		if got != tt.want {
			t.Errorf("%v: got %s, want %s", tt.p, got, tt.want)
		}
	}
	if i, ok := l.Index("01002"); !ok || l.Regions[i].Name != "B" {
		t.Errorf("Index(01002) = %d, %v", i, ok)
	}
	if _, ok := l.Index("1002"); ok {
		t.Error("Index finds a code without its zero")
	}
}
