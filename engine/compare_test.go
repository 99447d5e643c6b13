package engine_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine"
)

// The second network lacks the road B-E, so the port in the south is out of
// reach and the route runs east, through 01002 as well.
func TestVintages(t *testing.T) {
	files := smallFiles("study.yaml", "violence:\n", "access: {port_max_km: 5}\nvintages: [{name: old, roads: {places: places.csv, links: old.csv}}]\nviolence:\n",
		"old.csv", "", "from,to\nA,B\nB,C\nC,D\n")
	r := runSmall(t, files, engine.Options{})
	if len(r.Comparisons) != 1 {
		t.Fatalf("%d comparisons", len(r.Comparisons))
	}
	c := r.Comparisons[0]
	if got := c.Routes[0]; !got.Both || got.SamePort || got.Shared != 1 || got.Either != 2 || got.Jaccard() != 0.5 {
		t.Errorf("compared route is %+v", got)
	}
	s := c.Summary()[0]
	near(t, "mean km", s.MeanKM, tenthDegreeKM+20, 1e-6)
	near(t, "mean km on the old roads", s.MeanOtherKM, 3*tenthDegreeKM, 1e-6)
	near(t, "mean change", s.MeanChange, (2*tenthDegreeKM-20)/(tenthDegreeKM+20), 1e-6)
	if s.SamePort != 0 || s.Compared != 1 || s.OnlyOne != 0 {
		t.Errorf("summary is %+v", s)
	}
	// 01001 is crossed on both networks, 01002 on the old one only.
	if a := r.Agreement(); a[0] != 1 || a[1] != 0.5 {
		t.Errorf("agreement is %v", a)
	}
	names := ""
	for _, column := range layerOf(t, r.Tables(), "municipalities").Columns {
		names += column.Name + " "
	}
	if !strings.Contains(names, " agreement ") {
		t.Errorf("columns are %s", names)
	}
	// The other network is an input as well, and what it lacks is a warning of its own.
	if !slices.ContainsFunc(r.Inputs, func(in engine.Input) bool { return in.File == "old.csv" }) {
		t.Errorf("inputs are %+v", r.Inputs)
	}
	if !slices.ContainsFunc(r.Warnings, func(w engine.Warning) bool { return w.Stage == "old: ports" }) {
		t.Errorf("warnings are %+v", r.Warnings)
	}
	if layer := layerOf(t, r.Tables(), "comparison"); len(layer.Rows) != 1 || layer.Rows[0].Values[0] != "old" {
		t.Errorf("rows are %+v", layer.Rows)
	}
}

func TestBadVintages(t *testing.T) {
	for _, test := range []struct{ name, vintage, links, want string }{
		{"no way", "{name: old, roads: {places: places.csv, links: old.csv}}", "from,to\nA,B\nC,D\n", "vintage old: study.yaml: no origin reaches a port"},
		{"name", "{name: 1992, roads: {file: x}}", "", "study.yaml:9: vintage \"1992\" needs a name of its own"},
		{"no data", "{name: old, roads: {}}", "", "names no data"},
		{"no positions", "{name: old, roads: {file: old.csv, columns: {length_km: km}}}", "from,to,km\nA,B,1\n", "vintage old: old.csv: the roads have no coordinates"},
		{"missing file", "{name: old, roads: {file: none.shp}}", "", "vintage old: none.shp"},
	} {
		files := smallFiles("study.yaml", "violence:\n", "access: {port_max_km: 5}\nvintages: ["+test.vintage+"]\nviolence:\n", "old.csv", "", test.links)
		if err := runBad(files); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error is %v, want %q", test.name, err, test.want)
		}
	}
}
