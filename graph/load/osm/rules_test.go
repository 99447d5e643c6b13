package osm_test

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/osm"
)

func segments(n *osm.Network) iter.Seq[graph.SegmentID] {
	return func(yield func(graph.SegmentID) bool) {
		for s := range graph.SegmentID(n.Graph.SegmentCount()) {
			if !yield(s) {
				return
			}
		}
	}
}

// oneWay reads a file of one way with the tags "a=b c=d" and one road beside
// it that is always there, and describes the way: class, directions, speeds
// and marks; or why it was left out, or "no road".
func oneWay(t *testing.T, p *osm.Profile, tags string) string {
	t.Helper()
	list := strings.Fields(tags)
	for i := range list {
		list[i] = strings.ReplaceAll(list[i], "+", " ") // which could not stand in tags
	}
	n := mustRead(t, p,
		node(1, 0, 0), node(2, 0.01, 0), node(3, 0, 1), node(4, 0.01, 1),
		way(7, "1 2", list...),
		way(8, "3 4", "highway=primary"))
	g := n.Graph
	if g.SegmentCount() == 1 {
		if len(n.Report.Dropped) == 0 {
			return "no road"
		}
		if d := n.Report.Dropped[0]; d.Count != 1 || d.First != "x.osm.pbf: way 7" {
			t.Errorf("%s: dropped %+v", tags, d)
		}
		return n.Report.Dropped[0].Reason
	}
	arrow := map[[2]bool]string{{true, true}: "<>", {true, false}: ">", {false, true}: "<"}
	directions := [2]bool{g.ArcOf(0, false) != graph.None, g.ArcOf(0, true) != graph.None}
	out := fmt.Sprintf("%s %s %s", g.Column(osm.ColumnClass).Text(0), arrow[directions], g.Column(osm.ColumnSpeedKMH).Text(0))
	for _, name := range []string{osm.ColumnSpeedBack, osm.ColumnName, osm.ColumnRef, osm.ColumnToll, osm.ColumnFerry, osm.ColumnBridge, osm.ColumnTunnel, osm.ColumnLayer} {
		if text := g.Column(name).Text(0); text != "" {
			out += " " + name + "=" + text
		}
	}
	for _, w := range n.Report.Warnings {
		out += " ! " + strings.Fields(w)[2] // the tag in question
	}
	return out
}

func TestRules(t *testing.T) {
	const (
		closed    = "closed by its access tags"
		lifecycle = "not in use: construction, proposed, abandoned, disused or razed"
		noFerry   = "a ferry that is not said to take vehicles"
	)
	for _, test := range []struct{ tags, want string }{
		// highway
		{"highway=primary", "primary <> 80"},
		{"highway=trunk_link", "trunk_link <> 50"},
		{"highway=residential", "no road"},
		{"building=yes", "no road"},
		{"highway=primary area=yes", "an area (area=yes)"},
		{"highway=construction construction=primary", lifecycle},
		{"highway=proposed proposed=motorway", lifecycle},
		{"highway=abandoned abandoned=primary", lifecycle},
		{"highway=construction construction=footway", "no road"},
		{"highway=primary construction=yes", lifecycle},
		{"highway=primary construction=minor", "primary <> 80"},
		{"highway=secondary disused=yes", lifecycle},
		// attributes
		{"highway=primary name=Carretera ref=MEX-15D toll=yes bridge=viaduct layer=1", "primary <> 80 name=Carretera ref=MEX-15D toll=yes bridge=yes layer=1"},
		{"highway=primary toll=no bridge=no tunnel=building_passage", "primary <> 80 tunnel=yes"},
		// access: the most specific tag that is there decides
		{"highway=primary access=no", closed},
		{"highway=primary access=private", closed},
		{"highway=primary access=destination", "primary <> 80"},
		{"highway=primary access=no motor_vehicle=yes", "primary <> 80"},
		{"highway=primary access=yes vehicle=no", closed},
		{"highway=primary vehicle=no motor_vehicle=permissive", "primary <> 80"},
		{"highway=primary motor_vehicle=yes motorcar=no", closed},
		{"highway=primary motor_vehicle=no motorcar=designated", "primary <> 80"},
		{"highway=primary access=agricultural;forestry", closed},
		{"highway=primary access=whatever", "primary <> 80"},
		{"highway=primary bicycle=no foot=no", "primary <> 80"},
		// one-way
		{"highway=primary oneway=yes", "primary > 80"},
		{"highway=primary oneway=true", "primary > 80"},
		{"highway=primary oneway=1", "primary > 80"},
		{"highway=primary oneway=-1", "primary < 80"},
		{"highway=primary oneway=reverse", "primary < 80"},
		{"highway=primary oneway=no", "primary <> 80"},
		{"highway=primary oneway=alternating", "primary <> 80"},
		{"highway=primary oneway=reversible", "its direction changes with the hour (oneway=reversible)"},
		{"highway=primary oneway=perhaps", "primary <> 80 ! oneway"},
		{"highway=motorway", "motorway > 110"},
		{"highway=motorway_link", "motorway_link > 60"},
		{"highway=motorway oneway=no", "motorway <> 110"},
		{"highway=motorway oneway=-1", "motorway < 110"},
		{"highway=tertiary junction=roundabout", "tertiary > 50"},
		{"highway=tertiary junction=circular", "tertiary > 50"},
		{"highway=tertiary junction=roundabout oneway=no", "tertiary <> 50"},
		// maxspeed
		{"highway=primary maxspeed=50", "primary <> 50"},
		{"highway=primary maxspeed=50km/h", "primary <> 50"},
		{"highway=primary maxspeed=50+km/h", "primary <> 50"},
		{"highway=primary maxspeed=50+kmh", "primary <> 50"},
		{"highway=primary maxspeed=30mph", "primary <> 48.3"},    // 30 x 1.609344
		{"highway=primary maxspeed=30+mph", "primary <> 48.3"},   //
		{"highway=primary maxspeed=10+knots", "primary <> 18.5"}, // 10 x 1.852
		{"highway=primary maxspeed=walk", "primary <> 5"},
		{"highway=motorway maxspeed=none", "motorway > 130"},
		{"highway=primary maxspeed=signals", "primary <> 80"},
		{"highway=primary maxspeed=variable", "primary <> 80"},
		{"highway=primary maxspeed=MX:urban", "primary <> 50"},
		{"highway=primary maxspeed=MX:motorway", "primary <> 110"},
		{"highway=primary maxspeed=DE:zone:30", "primary <> 30"},
		{"highway=primary maxspeed=FR:zone30", "primary <> 30"},
		{"highway=primary maxspeed=RU:unheard", "primary <> 80 ! maxspeed"},
		{"highway=primary maxspeed=80;60", "primary <> 60"},
		{"highway=primary maxspeed=80;fast", "primary <> 80 ! maxspeed"},
		{"highway=primary maxspeed=fast", "primary <> 80 ! maxspeed"},
		{"highway=primary maxspeed=0", "primary <> 80 ! maxspeed"},
		{"highway=primary maxspeed=5000", "primary <> 80 ! maxspeed"},
		{"highway=primary maxspeed:forward=90", "primary <> 90 speed_kmh_backward=80"},
		{"highway=primary maxspeed=70 maxspeed:backward=60", "primary <> 70 speed_kmh_backward=60"},
		{"highway=primary oneway=-1 maxspeed:forward=90 maxspeed:backward=60", "primary < 60"},
		{"highway=primary oneway=yes maxspeed:backward=60", "primary > 80"},
		// ferries
		{"route=ferry motor_vehicle=yes name=Balsa", "ferry <> 20 name=Balsa ferry=yes"},
		{"route=ferry access=yes", "ferry <> 20 ferry=yes"},
		{"route=ferry motorcar=yes oneway=yes", "ferry > 20 ferry=yes"},
		{"route=ferry", noFerry},
		{"route=ferry foot=yes motor_vehicle=no", noFerry},
		{"route=ferry motor_vehicle=yes duration=00:03", "ferry <> 22.3 ferry=yes"}, // 1,113.2 m in 3 minutes
		{"route=ferry motor_vehicle=yes duration=PT3M", "ferry <> 22.3 ferry=yes"},
		{"route=ferry motor_vehicle=yes duration=3", "ferry <> 22.3 ferry=yes"},
		{"route=ferry motor_vehicle=yes duration=00:00:01", "ferry <> 20 ferry=yes"}, // 4,000 km/h is no ferry
		{"route=ferry motor_vehicle=yes duration=soon", "ferry <> 20 ferry=yes"},
		{"route=bus", "no road"},
		// a key twice, keys in an unhelpful order
		{"ref=1 oneway=no highway=motorway", "motorway <> 110 ref=1"},
	} {
		if got := oneWay(t, nil, test.tags); got != test.want {
			t.Errorf("%s\n got  %s\n want %s", test.tags, got, test.want)
		}
	}
}

func TestCarProfile(t *testing.T) {
	for _, test := range []struct{ tags, want string }{
		{"highway=residential", "residential <> 30"},
		{"highway=service", "service <> 15"},
		{"highway=track access=forestry", "closed by its access tags"},
		{"highway=footway", "no road"},
		{"highway=busway", "no road"},
	} {
		if got := oneWay(t, osm.Car(), test.tags); got != test.want {
			t.Errorf("%s\n got  %s\n want %s", test.tags, got, test.want)
		}
	}
}

// TestOwnProfile: a lorry in a country where nothing is one-way by itself.
func TestOwnProfile(t *testing.T) {
	p, err := osm.ParseProfile("lorry.yaml", []byte("speeds: {motorway: 80, primary: 60}\naccess: [access, hgv]\nclosed: [\"no\"]\nlimits: {\"MX:urban\": 40}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ tags, want string }{
		{"highway=motorway", "motorway <> 80"},
		{"highway=primary hgv=no", "closed by its access tags"},
		{"highway=primary access=no hgv=yes", "primary <> 60"},
		{"highway=primary motorcar=no", "primary <> 60"},
		{"highway=primary maxspeed=MX:urban", "primary <> 40"},
		{"highway=primary maxspeed=DE:urban", "primary <> 60 ! maxspeed"},
		{"route=ferry access=yes", "no road"},
	} {
		if got := oneWay(t, p, test.tags); got != test.want {
			t.Errorf("%s\n got  %s\n want %s", test.tags, got, test.want)
		}
	}
	if p.SpeedKMH("motorway") != 80 || p.SpeedKMH("track") != 0 || fmt.Sprint(p.Classes()) != "[motorway primary]" {
		t.Errorf("classes %v", p.Classes())
	}
}

func TestBadProfile(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", "p.yaml: the file is empty (write at least speeds: {primary: 80})"},
		{"speeds: {primary: 60}\nspeed: 3\n", `p.yaml:2: unknown key "speed" (did you mean speeds? the keys here are: speeds, oneway, access, closed, ferry_kmh, barriers, walk_kmh, none_kmh, limits)`},
		{"speeds:\n  primary: fast\n", `p.yaml:2: "fast" is not a speed (write km/h, more than 0 and at most 300)`},
		{"speeds:\n  primary: 60\n  trunk: -1\n", `p.yaml:3: "-1" is not a speed`},
		{"speeds:\n  primary: 3000\n", "p.yaml:2:"},
		{"speeds:\n  primary: NaN\n", "p.yaml:2:"},
		{"speeds:\n  primary: 60\n  primary: 70\n", "p.yaml:3: mapping key"},
		{"access: [access]\n", "p.yaml: speeds names no kind of road"},
		{"speeds: {primary: 60}\n\noneway: [motorway]\n", `p.yaml:3: oneway names "motorway", which speeds does not`},
		{"speeds: {primary: 60}\naccess: [access, toll]\n", `p.yaml:2: access names "toll"`},
		{"speeds: {primary: 60}\naccess: [access, access]\n", "p.yaml:2: access names"},
		{"speeds: {ferry: 60}\n", "write ferry_kmh"},
		{"speeds: {primary: 60}\nclosed: private\n", `p.yaml:2: "private" is not a list`},
		{"speeds: [primary]\n", "p.yaml:1: a seq stands where a group of keys is expected"},
		{"speeds: {primary: 60}\n---\nspeeds: {}\n", "more than one document"},
		{"\tspeeds: {primary: 60}", "p.yaml:1: found character that cannot start any token (indent by blanks, not by tabs"},
	} {
		_, err := osm.ParseProfile("p.yaml", []byte(test.text))
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v\n want %s", test.text, err, test.want)
		}
	}
	if _, err := readBytes(encoder{}.file(node(1, 0, 0)), nil); !errors.Is(err, osm.ErrNoRoads) {
		t.Errorf("a file without roads: %v", err)
	}
}
