package load_test

import (
	"testing"

	"github.com/corredor-geo/corredor/graph/load"
)

func TestMeridian(t *testing.T) {
	for _, test := range []struct {
		name, coordinates     string
		cuts, segments, nodes int
		km                    float64 // by geod
	}{
		{"cut between two", "[[179.8,0],[179.9,0],[-179.9,0],[-179.8,0]]", 1, 2, 4, 2 * 11.131949},
		{"counted on beyond 180", "[[179.8,0],[179.9,0],[180.1,0],[180.2,0]]", 1, 2, 4, 2 * 11.131949},
		{"to and fro", "[[179.8,0],[179.9,0],[-179.9,0],[-179.8,0],[179.8,0.1],[179.7,0.1]]", 2, 3, 6, 3 * 11.131949},
		{"a piece of one point", "[[179.8,0],[179.9,0],[-179.9,0]]", 1, 1, 2, 11.131949},
		{"along it", "[[180,0],[180,0.1]]", 0, 1, 2, 11.057428},
		{"far without crossing it", "[[0,0],[170,0]]", 0, 1, 2, 18924.313434},
	} {
		n, err := readRoads(layer(item(line(test.coordinates), "")), load.Options{})
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		r := n.Report
		if r.DroppedCount() != test.cuts || r.Segments != test.segments || r.Nodes != test.nodes {
			t.Errorf("%s: %+v", test.name, r)
		}
		if off := r.KM - test.km; off > 0.001 || off < -0.001 {
			t.Errorf("%s: %v km, want %v", test.name, r.KM, test.km)
		}
	}
	if _, err := readRoads(layer(item(line("[[179.9,0],[-179.9,0]]"), "")), load.Options{}); err == nil {
		t.Error("nothing is left, and there is no error")
	}
}
