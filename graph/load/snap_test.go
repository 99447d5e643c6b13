package load_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// latLine is a line along the meridian 99 W through the given latitudes, in
// units of 1e-4 degree (11.0692 m by geod) north of 19 N.
func latLine(units ...float64) string {
	var positions []string
	for _, u := range units {
		positions = append(positions, fmt.Sprintf("[-99,%.7f]", 19+u*1e-4))
	}
	return item(`{"type":"LineString","coordinates":[`+strings.Join(positions, ",")+`]}`, "")
}

// latUnits is the inverse, for every segment.
func latUnits(g *graph.Graph) (all [][]float64) {
	for s := range graph.SegmentID(g.SegmentCount()) {
		var units []float64
		for _, p := range g.Shape(s) {
			const perUnit = 1000 // of 1e-7 degree
			units = append(units, float64(p.Lat-190_000_000)/perUnit)
		}
		all = append(all, units)
	}
	return all
}

func TestSnapping(t *testing.T) {
	// Between 0 and 1 are 11.0692 m.
	tests := []struct {
		name       string
		lines      []string
		meters     float64
		want       [][]float64
		components int
		warning    string
	}{
		{"gap just within", []string{latLine(-100, 0), latLine(1, 100)}, 11.07,
			[][]float64{{-100, 0}, {0, 100}}, 1, "1 line ends joined to another within 11.07 m"},
		{"gap just beyond", []string{latLine(-100, 0), latLine(1, 100)}, 11.06,
			[][]float64{{-100, 0}, {1, 100}}, 2, ""},
		{"no snapping asked for", []string{latLine(-100, 0), latLine(1, 100)}, 0,
			[][]float64{{-100, 0}, {1, 100}}, 2, ""},
		{"the first in the file stays", []string{latLine(1, 100), latLine(-100, 0)}, 11.07,
			[][]float64{{1, 100}, {-100, 1}}, 1, "1 line ends joined to another within 11.07 m"},
		{"a chain does not creep", []string{latLine(-100, 0), latLine(1, 100), latLine(2, 200)}, 11.07,
			[][]float64{{-100, 0}, {0, 100}, {2, 200}}, 2, "1 line ends joined to another within 11.07 m"},
		{"the nearest of several", []string{latLine(-100, 0), latLine(100, 3), latLine(2, 200)}, 25,
			[][]float64{{-100, 0}, {100, 3}, {3, 200}}, 2, "1 line ends joined to another within 25 m"},
		{"the lower of two as near", []string{latLine(100, 2), latLine(-100, 0), latLine(1, 200)}, 11.07,
			[][]float64{{100, 2}, {-100, 0}, {0, 200}}, 2, "1 line ends joined to another within 11.07 m"},
		{"shape points stay", []string{latLine(-100, 0), latLine(50, 1, 100)}, 11.07,
			[][]float64{{-100, 0}, {50, 1, 100}}, 2, ""},
		{"a gap in a ring closes", []string{latLine(0, 50, 1)}, 11.07,
			[][]float64{{0, 50, 0}}, 1, "1 line ends joined to another within 11.07 m"},
		{"a line shorter than the tolerance is left out", []string{latLine(-100, 0), latLine(0, 1), latLine(1, 100)}, 11.07,
			[][]float64{{-100, 0}, {0, 100}}, 1, "2 line ends joined to another within 11.07 m"},
		// The second line overshoots 0 by one unit: its end moves onto its own second vertex.
		{"an overshoot leaves no loop", []string{latLine(-100, 0), latLine(1, 0, 100)}, 11.07,
			[][]float64{{-100, 0}, {0, 100}}, 1, "1 line ends joined to another within 11.07 m"},
		{"an overshoot at the last point leaves no loop", []string{latLine(-100, 0), latLine(100, 0, 1)}, 11.07,
			[][]float64{{-100, 0}, {100, 0}}, 1, "1 line ends joined to another within 11.07 m"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := mustReadRoads(t, layer(tt.lines...), load.Options{SnapMeters: tt.meters})
			if got := latUnits(n.Graph); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("segments %v, want %v", got, tt.want)
			}
			if n.Report.Components != tt.components {
				t.Errorf("%d components, want %d", n.Report.Components, tt.components)
			}
			var joined []string
			for _, w := range n.Report.Warnings {
				if strings.Contains(w, "joined") {
					joined = append(joined, w)
				}
			}
			if got := strings.Join(joined, "; "); got != tt.warning {
				t.Errorf("warnings %q, want %q", got, tt.warning)
			}
		})
	}
}

func TestSnappingEverythingAway(t *testing.T) {
	_, err := readRoads(layer(latLine(0, 1)), load.Options{SnapMeters: 20}) // the line is 11 m long
	checkError(t, err, load.ErrNoRoads, "roads.geojson: no usable line in the file (every line is shorter than")
}

// East and west neighbours of a place on the equator are as near as each other
// to the last bit; the tie must not depend on the order in the index.
func TestSnappingTieIsLowestLongitude(t *testing.T) {
	west := item(`{"type":"LineString","coordinates":[[-0.0001,0],[-1,0]]}`, "")
	east := item(`{"type":"LineString","coordinates":[[0.0001,0],[1,0]]}`, "")
	middle := item(`{"type":"LineString","coordinates":[[0,0],[0,1]]}`, "")
	for _, order := range [][]string{{west, east, middle}, {east, west, middle}} {
		n := mustReadRoads(t, layer(order...), load.Options{SnapMeters: 12}) // the gap is 11.13 m
		from, _ := n.Graph.Ends(2)
		if got := n.Graph.Node(from); got != (graph.Point{Lon: -1000}) {
			t.Errorf("joined to %v", got)
		}
	}
}

func TestSnappingIsRepeatable(t *testing.T) {
	var features []string
	// 60 lines whose ends are scattered over 20 places, 11 m apart, within a
	// tolerance of 3 places: many candidates for each.
	for i := range 60 {
		features = append(features, latLine(float64(i*7%20), float64(1000+i*11%20)))
	}
	first := latUnits(mustReadRoads(t, layer(features...), load.Options{SnapMeters: 34}).Graph)
	for range 10 {
		again := latUnits(mustReadRoads(t, layer(features...), load.Options{SnapMeters: 34}).Graph)
		if !slices.EqualFunc(first, again, slices.Equal) {
			t.Fatalf("%v, then %v", first, again)
		}
	}
}
