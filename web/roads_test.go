package web_test

import (
	"encoding/csv"
	"fmt"
	"slices"
	"testing"
)

// The list of roads says what the flows say, and a road's municipalities are those in which
// the routes over it say that they are there.
func TestRoads(t *testing.T) {
	type road struct {
		Segment int
		KM      float64 `json:"length_km"`
		Regions []string
		Routes  map[string]int
	}
	roads := get[struct{ Roads []road }](t, "/api/v1/roads").Roads
	flows := get[struct {
		Segments []int
		Layers   map[string]struct{ Routes []int }
	}](t, "/api/v1/flows")
	table, err := csv.NewReader(ask(t, "GET", "/api/v1/roads?format=csv", "").Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(roads) != len(flows.Segments) || len(table) != len(roads)+1 {
		t.Fatalf("%d roads, %d lines of CSV, %d flows", len(roads), len(table), len(flows.Segments))
	}
	for i, r := range roads {
		for layer, f := range flows.Layers {
			column := slices.Index(table[0], "routes_"+layer)
			if r.Segment != flows.Segments[i] || r.Routes[layer] != f.Routes[i] || table[i+1][column] != fmt.Sprint(f.Routes[i]) {
				t.Errorf("road %d has %v, flows have %d of %s on %d", r.Segment, r.Routes, f.Routes[i], layer, flows.Segments[i])
			}
		}
	}
	for _, r := range roads[:20] {
		over := get[struct{ Routes []struct{ Number int } }](t, fmt.Sprintf("/api/v1/routes?segment=%d", r.Segment)).Routes
		way := get[struct{ Stretches []struct{ Code string } }](t, fmt.Sprintf("/api/v1/routes/%d", over[0].Number))
		met := 0
		for _, code := range r.Regions {
			if slices.ContainsFunc(way.Stretches, func(s struct{ Code string }) bool { return s.Code == code }) {
				met++
			}
		}
		if met == 0 {
			t.Errorf("road %d lies in %v, and the route over it does not", r.Segment, r.Regions)
		}
	}
}
