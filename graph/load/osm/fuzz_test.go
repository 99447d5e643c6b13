package osm_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/graph/load/osm"
)

// FuzzPBF reads whole files: a sound network or one located line, never a panic.
func FuzzPBF(f *testing.F) {
	f.Add(small())
	for _, e := range []encoder{{raw: true}, {raw: true, plainNodes: true}, {granularity: 1}, {raw: true, needs: "x"}} {
		f.Add(e.file(node(1, -99, 19), node(2, -98, 18, "barrier=gate", "locked=yes"), node(3, -97, 17), node(4, 179, 0), node(5, -179, 0),
			way(1, "1 2 3", "highway=primary", "oneway=-1", "maxspeed=30 mph", "name=Ñ"), way(2, "4 5 1", "route=ferry", "access=yes", "duration=01:00")))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		check(t, data)
	})
}

// FuzzBlock reads the contents of one block behind a sound header, so that
// chance need not find the frame.
func FuzzBlock(f *testing.F) {
	e := encoder{raw: true}
	nodes := []element{node(1, -99, 19), node(2, -98, 18, "barrier=gate", "locked=yes"), node(3, -97, 17)}
	ways := []element{way(1, "1 2 3", "highway=primary", "oneway=-1", "maxspeed=30 mph", "toll=yes"), way(2, "3 1", "highway=trunk")}
	f.Add(e.block(nodes), e.block(ways))
	f.Add(encoder{plainNodes: true}.block(nodes), e.block(ways))
	f.Fuzz(func(t *testing.T, nodes, ways []byte) {
		check(t, append(append(e.header(), e.frame("OSMData", nodes)...), e.frame("OSMData", ways)...))
	})
}

func check(t *testing.T, data []byte) {
	t.Helper()
	n, err := readBytes(data, nil)
	if err != nil {
		var at *feature.Error
		if !errors.As(err, &at) || at.File == "" || strings.ContainsAny(err.Error(), "\r\n") {
			t.Errorf("error %q is not one located line", err)
		}
		return
	}
	g := n.Graph
	if g.SegmentCount() == 0 || n.Report.Roads == 0 || n.Report.Vertices < 2 {
		t.Errorf("a network of nothing: %+v", n.Report)
	}
	for s := range graph.SegmentID(g.SegmentCount()) {
		from, to := g.Ends(s)
		shape := g.Shape(s)
		if len(shape) < 2 || shape[0] != g.Node(from) || shape[len(shape)-1] != g.Node(to) || g.LengthMeters(s) < 0 {
			t.Errorf("segment %d is not sound", s)
		}
		if kmh := g.Column(osm.ColumnSpeedKMH).Number(s); !(kmh > 0 && kmh <= 300) {
			t.Errorf("segment %d at %v km/h", s, kmh)
		}
	}
	again, err := readBytes(data, nil)
	if err != nil || drawn(again) != drawn(n) {
		t.Errorf("a second reading differs: %v", err)
	}
}

// FuzzProfile: a profile or one line.
func FuzzProfile(f *testing.F) {
	f.Add("speeds: {primary: 60}\naccess: [access, hgv]\nclosed: [\"no\"]\nlimits: {\"MX:urban\": 40}\n")
	f.Add("speeds:\n  motorway: 110\noneway: [motorway]\nferry_kmh: 20\nbarriers: [bollard]\nwalk_kmh: 5\nnone_kmh: 130\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := osm.ParseProfile("p.yaml", []byte(text))
		if err != nil && strings.ContainsAny(err.Error(), "\r\n") {
			t.Errorf("%q is not one line", err)
		}
		if err == nil && len(p.Classes()) == 0 {
			t.Error("a profile without roads")
		}
	})
}
