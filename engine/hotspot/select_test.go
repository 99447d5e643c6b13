package hotspot_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/hotspot"
)

func codes(ranked []hotspot.Ranked) string {
	var list []string
	for _, r := range ranked {
		list = append(list, r.Code)
	}
	return strings.Join(list, " ")
}

func TestSelection(t *testing.T) {
	spots := []hotspot.Spot{
		{Code: "25003", Weight: 5}, {Code: "08029", Weight: 9}, {Code: "10034", Weight: 5},
		{Code: "16001", Weight: 0}, {Code: "25006", Weight: 1}, {Code: "12001", Weight: -1},
		{Code: "14001", Weight: math.NaN()},
	}
	tests := []struct {
		name string
		s    hotspot.Selection
		want string
	}{
		{"all with weight, ties by code", hotspot.Selection{}, "08029 10034 25003 25006"},
		{"top", hotspot.Selection{Top: 1}, "08029"},
		{"top cuts a tie at the lower code", hotspot.Selection{Top: 2}, "08029 10034"},
		{"more than there are", hotspot.Selection{Top: 10}, "08029 10034 25003 25006"},
		{"min is included", hotspot.Selection{Min: 5}, "08029 10034 25003"},
		{"min just above", hotspot.Selection{Min: 5.000001}, "08029"},
		{"min and top", hotspot.Selection{Min: 2, Top: 2}, "08029 10034"},
		{"min above all", hotspot.Selection{Min: 10}, ""},
		{"a min below 0 keeps no zero", hotspot.Selection{Min: -5}, "08029 10034 25003 25006"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := slices.Clone(spots)
			if got := codes(hotspot.Rank(spots, tt.s)); got != tt.want {
				t.Errorf("kept %s, want %s", got, tt.want)
			}
			reversed := slices.Clone(spots)
			slices.Reverse(reversed)
			if got := codes(hotspot.Rank(reversed, tt.s)); got != tt.want {
				t.Errorf("kept %s of the reverse, want %s", got, tt.want)
			}
			if fmt.Sprint(spots) != fmt.Sprint(before) {
				t.Error("the argument was changed")
			}
		})
	}
	if got := hotspot.Rank(nil, hotspot.Selection{}); len(got) != 0 {
		t.Errorf("kept %v of none", got)
	}
}
