package load_test

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// checkNetwork holds what a loader promises whatever it reads: one located
// line of error, or a sound network.
func checkNetwork(t *testing.T, n *load.Network, err error) {
	t.Helper()
	if err != nil {
		var located *load.Error
		if !errors.As(err, &located) || located.File == "" || strings.ContainsAny(err.Error(), "\r\n") {
			t.Errorf("error %q is not one located line", err)
		}
		return
	}
	g, r := n.Graph, n.Report
	if g.SegmentCount() == 0 || g.NodeCount() != r.Nodes || g.ArcCount() != r.Arcs || r.Nodes > r.Vertices || n.Parts.Count() != r.Components {
		t.Errorf("report %+v", r)
	}
	if r.LargestKM > r.KM*(1+1e-12) || math.IsNaN(r.KM) {
		t.Errorf("%v of %v km", r.LargestKM, r.KM)
	}
	for s := range graph.SegmentID(g.SegmentCount()) {
		shape, meters := g.Shape(s), g.LengthMeters(s)
		from, to := g.Ends(s)
		if len(shape) < 2 || shape[0] != g.Node(from) || shape[len(shape)-1] != g.Node(to) {
			t.Errorf("segment %d: shape %v from %v to %v", s, shape, g.Node(from), g.Node(to))
		}
		if !(meters >= 0) || math.IsInf(meters, 0) {
			t.Errorf("segment %d is %v m", s, meters)
		}
		for _, p := range shape {
			if d := p.Orb(); math.Abs(d[0]) > 180 || math.Abs(d[1]) > 90 {
				t.Errorf("segment %d passes %v", s, d)
			}
		}
	}
}

func FuzzRoads(f *testing.F) {
	d := draw(`
a-b-c
  |
  d`)
	f.Add(d.lines("abc db"), 0.0, false)
	f.Add(d.lines("abca|bd aab"), 2000.0, false)
	f.Add(layer(item(d.geometry("abc"), `"km":7,"ow":"yes"`), item(d.geometry("bd|ab"), `"km":"1","ow":-1`), item(aPoint, "")), 0.0, true)
	f.Add(layer(item(line("[[261,19],[-99,19.00001],[179.9,-89.9]]"), `"km":0,"ow":true`)), 12.0, true)
	f.Add(layer(item(line("[[19,-99],[19,-99]]"), "")), 0.0, false)
	f.Fuzz(func(t *testing.T, text string, snap float64, columns bool) {
		const most = 10_000 // metres; beyond, every end is joined to every other
		opts := load.Options{SnapMeters: math.Mod(snap, most)}
		if columns {
			opts.Columns = load.Columns{LengthKM: "km", OneWay: "ow", Keep: []string{"km"}}
		}
		n, err := readRoads(text, opts)
		checkNetwork(t, n, err)
		again, secondErr := readRoads(text, opts)
		if err == nil && (secondErr != nil || !same(n, again)) {
			t.Errorf("read twice: %+v, then %+v, %v", n.Report, again, secondErr)
		}
	})
}

func same(a, b *load.Network) bool {
	for s := range graph.SegmentID(min(a.Graph.SegmentCount(), b.Graph.SegmentCount())) {
		if !slices.Equal(a.Graph.Shape(s), b.Graph.Shape(s)) || a.Graph.LengthMeters(s) != b.Graph.LengthMeters(s) {
			return false
		}
	}
	return reflect.DeepEqual(a.Report, b.Report) && reflect.DeepEqual(a.Parts, b.Parts)
}

func FuzzLinks(f *testing.F) {
	f.Add(threePlaces, "from,to\nTepic,Mazatlán\n")
	f.Add("place,lon,lat\na,261,19\nb,-99,20\n", "from,to,via,km\na,b,261 19;-99 20,\nb,a,,7\n")
	f.Add("place;lon;lat\na;1;1\n", "from;to;km\na;a;0\n")
	f.Add(threePlaces, "from,to,via\nTepic,Tepic,1 1;\n")
	f.Fuzz(func(t *testing.T, places, links string) {
		var columns load.Columns
		if strings.Contains(links, "km") {
			columns.LengthKM = "km"
		}
		n, err := readLinks(places, links, load.Options{Columns: columns})
		checkNetwork(t, n, err)
	})
}
