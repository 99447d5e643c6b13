package engine_test

import (
	"math"
	"testing"

	"github.com/corredor-geo/corredor/engine"
)

// TestPortsLayer: the only route ends at the port south, 31 km away; east is 33 km away.
func TestPortsLayer(t *testing.T) {
	l := layerOf(t, runSmall(t, smallFiles(), engine.Options{}).Tables(), "ports")
	want := map[string][2]any{
		"port": {"east", "south"}, "joined": {true, true}, "routes": {0, 1}, "flow": {0.0, 1.0},
		"routes_poppy": {0, 1}, "weight_poppy": {0.0, 30.0},
	}
	found := 0
	for k, c := range l.Columns {
		values, ok := want[c.Name]
		if !ok {
			continue
		}
		found++
		for i, row := range l.Rows {
			if row.Values[k] != values[i] {
				t.Errorf("%s of port %d is %v, want %v", c.Name, i, row.Values[k], values[i])
			}
		}
		if c.Name == "port" && len(l.Rows) != 2 {
			t.Fatalf("%d ports", len(l.Rows))
		}
	}
	if found != len(want) {
		t.Errorf("only %d of the %d columns are there", found, len(want))
	}
	access := l.Rows[0].Values[3].(float64) // 0.01 degree of latitude at the equator
	if math.Abs(access-1.10574) > 1e-4 {
		t.Errorf("east is %g km from its road", access)
	}
}
