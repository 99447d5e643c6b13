package hotspot_test

import (
	"math"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/hotspot"
)

func TestRankShares(t *testing.T) {
	spots := []hotspot.Spot{{Code: "25003", Weight: 30}, {Code: "08029", Weight: 50}, {Code: "10034", Weight: 20}, {Code: "16001"}}
	for _, tt := range []struct {
		name string
		s    hotspot.Selection
		want string
		sum  float64 // the last cumulated share
	}{
		{"all", hotspot.Selection{}, "08029 25003 10034", 1},
		{"half is exactly the first", hotspot.Selection{Share: 0.5}, "08029", 0.5},
		{"a little more takes the next", hotspot.Selection{Share: 0.51}, "08029 25003", 0.8},
		{"everything", hotspot.Selection{Share: 1}, "08029 25003 10034", 1},
		{"of a country with more", hotspot.Selection{Share: 0.5, Total: 200}, "08029 25003 10034", 0.5},
		{"and no more than two", hotspot.Selection{Share: 0.9, Top: 2}, "08029 25003", 0.8},
		{"and not below 30", hotspot.Selection{Share: 0.9, Min: 30}, "08029 25003", 0.8},
	} {
		ranked := hotspot.Rank(spots, tt.s)
		if got := codes(ranked); got != tt.want || len(ranked) != len(strings.Fields(tt.want)) {
			t.Errorf("%s: kept %s, want %s", tt.name, got, tt.want)
			continue
		}
		for i, r := range ranked {
			if r.Rank != i+1 {
				t.Errorf("%s: rank %d at %d", tt.name, r.Rank, i)
			}
		}
		if got := ranked[len(ranked)-1].Cumulated; math.Abs(got-tt.sum) > 1e-15 {
			t.Errorf("%s: cumulated %g, want %g", tt.name, got, tt.sum)
		}
	}
}

func TestParseArea(t *testing.T) {
	for _, tt := range []struct {
		text, rest string
		unit       hotspot.Area
	}{
		{"km2 eradicated, 1994-2003", " eradicated, 1994-2003", hotspot.SquareKM}, {"ha", "", hotspot.Hectare},
		{"Hectares", "", hotspot.Hectare}, {"km²", "", hotspot.SquareKM}, {"kernel density", "", 0}, {"", "", 0}, {"hats", "", 0},
	} {
		unit, rest, ok := hotspot.ParseArea(tt.text)
		if unit != tt.unit || rest != tt.rest || ok != (tt.unit != 0) {
			t.Errorf("%q: %v, %q, %v", tt.text, unit, rest, ok)
		}
	}
	if got := hotspot.SquareKM.In(hotspot.Hectare); got != 100 {
		t.Errorf("a km2 is %g ha", got)
	}
}

func TestParseAmount(t *testing.T) {
	for _, tt := range []struct {
		text string
		unit hotspot.Area
		want float64 // NaN is an error
	}{
		{"5", 0, 5}, {"500 ha", hotspot.SquareKM, 5}, {"5km2", hotspot.Hectare, 500}, {"1e3ha", hotspot.Hectare, 1000},
		{"5 ha", 0, math.NaN()}, {"5 acres", hotspot.Hectare, math.NaN()}, {"5 ha each", hotspot.Hectare, math.NaN()},
		{"", 0, math.NaN()}, {"many", 0, math.NaN()}, {"1e999", 0, math.NaN()},
	} {
		got, err := hotspot.ParseAmount(tt.text, tt.unit)
		if math.IsNaN(tt.want) != (err != nil) || err == nil && got != tt.want {
			t.Errorf("%q in %v: %g, %v; want %g", tt.text, tt.unit, got, err, tt.want)
		}
	}
}
