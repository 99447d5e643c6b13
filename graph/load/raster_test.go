package load_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cost"
	"github.com/corredor-geo/corredor/graph/load"
)

const smallGrid = "ncols 3\nnrows 2\nxllcorner -100\nyllcorner 20\ncellsize 1\nNODATA_value -1\n1 2 3\n4 -1 6\n"

func readRaster(text string) (*load.Raster, error) {
	return load.ReadRaster(context.Background(), "slope.asc", load.Options{FS: files("slope.asc", text)})
}

func TestRaster(t *testing.T) {
	r, err := readRaster(smallGrid)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		at   orb.Point
		want float64 // NaN is "no value"
	}{
		{orb.Point{-99.5, 21.5}, 1}, {orb.Point{-97.1, 21.9}, 3}, {orb.Point{-99.9, 20.1}, 4}, {orb.Point{-97.5, 20.5}, 6},
		{orb.Point{-98.5, 20.5}, math.NaN()}, {orb.Point{-100.1, 21}, math.NaN()}, {orb.Point{-99, 22.1}, math.NaN()}, {orb.Point{math.NaN(), 21}, math.NaN()},
	} {
		value, ok := r.At(test.at)
		if ok == math.IsNaN(test.want) || ok && value != test.want {
			t.Errorf("%v has %v, %v, want %v", test.at, value, ok, test.want)
		}
	}
	centred, err := readRaster(strings.NewReplacer("xllcorner -100", "xllcenter -99.5", "yllcorner 20", "yllcenter 20.5").Replace(smallGrid))
	if value, _ := centred.At(orb.Point{-99.9, 20.1}); err != nil || value != 4 {
		t.Errorf("by centre: %v, %v", value, err)
	}
}

// A road along the middle of the northern row crosses its three cells alike.
func TestSurfaceAlongARoad(t *testing.T) {
	r, err := readRaster(smallGrid)
	if err != nil {
		t.Fatal(err)
	}
	var b graph.Builder
	a, c := b.AddNode(graph.PointOf(orb.Point{-100, 21.5})), b.AddNode(graph.PointOf(orb.Point{-97, 21.5}))
	b.AddSegment(graph.Segment{From: a, To: c})
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	means, err := cost.Transfer(g, r, 10_000)
	if err != nil || math.Abs(means[0]-2) > 0.05 { // pieces do not end exactly at cells
		t.Fatalf("mean is %v, %v", means, err)
	}
	f, err := cost.ParseFormula(g, "length_km * slope", cost.Values{Name: "slope", PerSegment: means})
	if err != nil {
		t.Fatal(err)
	}
	m, err := f.Metric(g)
	if want := g.LengthMeters(0) / 1000 * means[0]; err != nil || math.Abs(m[0]-want) > 1e-5 {
		t.Errorf("price is %v, %v, want %v", m, err, want)
	}
}

func TestBadRasters(t *testing.T) {
	for _, test := range []struct{ name, old, new, want string }{
		{"cut", "4 -1 6\n", "4", "slope.asc:7: "},
		{"too long", "4 -1 6\n", "4 -1 6 7", "more values"},
		{"text", "4 -1 6", "4 x 6", `slope.asc:8: not an ESRI ASCII grid in degrees: "x" is not a number`},
		{"no size", "ncols 3\n", "", "the header has no ncols"},
		{"huge", "ncols 3", "ncols 3e9", "cannot be"},
		{"metres", "yllcorner 20", "yllcorner 2500000", "not in degrees"},
		{"another format", smallGrid, "\x89PNG\r\n", "slope.asc"},
		{"empty", smallGrid, " ", "there are no values"},
	} {
		text := strings.Replace(smallGrid, test.old, test.new, 1)
		if _, err := readRaster(text); err == nil || !strings.Contains(err.Error(), strings.TrimSuffix(test.want, " ")) && test.name != "cut" {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
}
