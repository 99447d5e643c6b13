package mexico_test

import (
	"context"
	"testing"

	"github.com/paulmach/orb/planar"

	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/internal/outside"
)

func TestEntries(t *testing.T) {
	ports, municipalities := byKey(t, table(t, "ports.csv"), "port"), byKey(t, table(t, "municipalities.csv"), "cvegeo")
	count := map[string]int{}
	for id, e := range byKey(t, table(t, "entries.csv"), "entry") {
		count[e["kind"]]++
		if municipalities[e["cvegeo"]] == nil {
			t.Errorf("%s: municipality %q does not exist", id, e["cvegeo"])
		}
		if e["weight"] != "1" {
			t.Errorf("%s: weight %s; all are equal", id, e["weight"])
		}
		switch p := ports[id]; {
		case e["kind"] == "sea" && (p == nil || p["kind"] != "sea" || point(t, p) != point(t, e)):
			t.Errorf("%s is not the seaport of ports.csv", id)
		case e["kind"] == "land" && point(t, e)[1] > 19: // Chiapas to Quintana Roo
			t.Errorf("%s is not on the southern border", id)
		}
	}
	if count["sea"] != 7 || count["land"] != 8 {
		t.Errorf("entries by kind: %v, want 7 and 8", count)
	}
}

// An entry lies in its municipality or near it: generalised coasts and a crossing
// on the line itself may miss the polygon, and Progreso's pier is 6.5 km long.
func TestEntriesLieInTheirMunicipalities(t *testing.T) {
	layer, err := region.Read(context.Background(), outside.ReferenceData(t, "municipalities/municipios.shp"), region.ReadOptions{Code: "id"})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range table(t, "entries.csv") {
		p := point(t, e)
		if i, ok := layer.Locate(p); ok && layer.Regions[i].Code == e["cvegeo"] {
			continue
		}
		i, ok := layer.Index(e["cvegeo"])
		if !ok {
			t.Fatal(e["cvegeo"])
		}
		most := map[string]float64{"land": 3, "sea": 7}[e["kind"]]
		if d := planar.DistanceFrom(layer.Regions[i].Area, p) * 111; d > most { // km in a degree
			t.Errorf("%s lies %.1f km from municipality %s", e["entry"], d, e["cvegeo"])
		}
	}
}
