package osm_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/osm"
	"github.com/corredor-geo/corredor/internal/outside"
)

const (
	andorra = "osm/andorra-2025.osm.pbf"
	monaco  = "osm/osrm-monaco.osm.pbf"
)

// reference reads a file of the reference data.
func reference(t testing.TB, name string, p *osm.Profile) *osm.Network {
	t.Helper()
	n, err := osm.Read(context.Background(), outside.ReferenceData(t, name), osm.Options{Profile: p})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestReferenceCounts holds the networks against figures made with osmium 1.15
// and geod of PROJ:
//
//	osmium fileinfo -e -g data.count.ways in.osm.pbf                                 ways of the file
//	osmium tags-filter in.osm.pbf w/highway=motorway,...,tertiary_link -o out.osm.pbf
//	osmium fileinfo -e -g data.count.ways out.osm.pbf                                kinds: ways of the profile's kinds
//	osmium export out.osm.pbf --geometry-types=linestring -f geojsonseq
//
// of which those whose most specific tag of access, vehicle, motor_vehicle and
// motorcar closes them, areas and ways with one node were taken out; km is the
// sum of geod +ellps=WGS84 -I over the edges of the rest.
func TestReferenceCounts(t *testing.T) {
	for _, test := range []struct {
		file                               string
		profile                            *osm.Profile
		ways, kinds, closed, other, roads  int
		km                                 float64
		nodes, segments, arcs, largestPart int // of this package: a change is to be explained
	}{
		{andorra, osm.Highways(), 24607, 1219, 4, 0, 1215, 324.235047, 1260, 1550, 2049, 1258},
		{andorra, osm.Car(), 24607, 4172, 67, 0, 4105, 858.497855, 5755, 6794, 11521, 5617},
		{monaco, osm.Highways(), 27377, 624, 3, 0, 621, 156.561397, 667, 848, 1109, 657},
		{monaco, osm.Car(), 27377, 1827, 65, 3, 1759, 370.297202, 2354, 2825, 4513, 2264}, // 1 area, 2 ways of one node
	} {
		n := reference(t, test.file, test.profile)
		g, r := n.Graph, n.Report
		if r.Features != test.ways || r.Roads != test.roads || dropped(r, "closed by its access tags") != test.closed || test.kinds-test.closed-test.other != test.roads {
			t.Errorf("%s: %d ways, %d roads, %+v", test.file, r.Features, r.Roads, r.Dropped)
		}
		if km := g.TotalLengthMeters() / 1000; math.Abs(km-test.km) > 1e-5 { // a centimetre; geod was given to a micrometre
			t.Errorf("%s: %.6f km, want %.6f", test.file, km, test.km)
		}
		parts := graph.ConnectedComponents(g)
		if g.NodeCount() != test.nodes || g.SegmentCount() != test.segments || g.ArcCount() != test.arcs || int(parts.Size[parts.Largest]) != test.largestPart {
			t.Errorf("%s: %d nodes, %d segments, %d arcs, %d in the largest part", test.file, g.NodeCount(), g.SegmentCount(), g.ArcCount(), parts.Size[parts.Largest])
		}
		if len(r.Files) != 1 || len(r.Files[0].SHA256) != 64 || len(r.Warnings) != 0 {
			t.Errorf("%s: %+v, %v", test.file, r.Files, r.Warnings)
		}
	}
}

// TestAndorraRoutes looks at shortest paths between nodes drawn at random.
func TestAndorraRoutes(t *testing.T) {
	g := reference(t, andorra, osm.Car()).Graph
	strong := graph.StrongComponents(g)
	var nodes []graph.NodeID
	for n := range graph.NodeID(g.NodeCount()) {
		if strong.InLargest(n) {
			nodes = append(nodes, n)
		}
	}
	const seed = 15
	random := rand.New(rand.NewPCG(seed, seed))
	metric, d := graph.LengthMetric(g), graph.NewDijkstra(g)
	const routes = 300
	detours := 0
	for range routes {
		from, to := nodes[random.IntN(len(nodes))], nodes[random.IntN(len(nodes))]
		d.Run(metric, from, to)
		straight, meters := graph.Distance(g.Node(from).Orb(), g.Node(to).Orb()), 0.0
		at := from
		for _, a := range d.AppendPath(nil, to) {
			if g.Tail(a) != at {
				t.Fatalf("seed %d: the path from %d to %d breaks at %d", seed, from, to, at)
			}
			s, _ := g.Segment(a)
			meters += g.LengthMeters(s)
			at = g.Head(a)
		}
		if at != to || meters != d.Distance(to) || meters < straight-1e-6 {
			t.Errorf("seed %d: %d to %d: %.1f m, straight %.1f m, distance %.1f m", seed, from, to, meters, straight, d.Distance(to))
		}
		if straight > 1000 && meters > 3*straight {
			detours++
		}
	}
	if detours > routes/10 { // valleys: to drive round a mountain is more than three times as far
		t.Errorf("%d of %d routes are more than three times the straight line", detours, routes)
	}
}
