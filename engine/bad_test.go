package engine_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine"
)

// TestBadStudies breaks the small study in one place each, and wants one line
// that says where and what.
func TestBadStudies(t *testing.T) {
	const study = "study.yaml"
	tests := []struct {
		name           string
		file, old, new string
		want           []string
	}{
		{"unknown key", study, "metric:", "metrics:", []string{"study.yaml:3:", `unknown key "metrics"`, "the keys here are:"}},
		{"misspelt key", study, "origins:", "orgins:", []string{"study.yaml:4:", "did you mean origins?"}},
		{"a table for a study", study, smallStudy, "code,name,ha", []string{"study.yaml:1:", "is not a group of keys (copy examples/mexico-2010.yaml"}},
		{"a workbook for a study", study, smallStudy, "PK\x03\x04", []string{"study.yaml: ", "a study is a text file in YAML"}},
		{"indented by a tab", study, "title:", "\ttitle:", []string{"study.yaml:1:", "not by tabs"}},
		{"bracket left open", study, "{kind: length}", "{kind: length", []string{"study.yaml:", "a bracket or quote that is not closed"}},
		{"unit of a length", study, "{kind: length}", "{kind: length, unit: miles}", []string{"study.yaml:3:", "unit: goes with kind: formula", "km"}},
		{"formula without its kind", study, "{kind: length}", "{formula: length_km * 2}", []string{"study.yaml:3:", "formula: goes with kind: formula"}},
		{"unknown key below", study, "{kind: length}", "{kine: length}", []string{"study.yaml:3:", `unknown key "kine"`, "speeds_kmh"}},
		{"number expected", study, "unit: ha", "top: many", []string{"study.yaml:5:", `"many" is not a whole number`}},
		{"list expected", study, "series: [{name: homicides, column: n}]", "series: homicides", []string{"study.yaml:11:", "is not a list"}},
		{"not YAML", study, "metric: {kind", "metric: {{kind", []string{"study.yaml:", "did not find expected"}},
		{"empty", study, "", "", []string{"study.yaml:", "the file is empty"}},
		{"unknown metric", study, "kind: length", "kind: beauty", []string{"study.yaml:3:", `unknown metric "beauty"`, "length, time or formula"}},
		{"time without speeds", study, "kind: length", "kind: time", []string{"study.yaml:3:", "no speeds"}},
		{"impossible speed", study, "{kind: length}", "{kind: time, speeds_kmh: {federal: 0.5}}", []string{"study.yaml:3:", "0.5 km/h"}},
		{"class without speed", study, "{kind: length}", "{kind: time, speeds_kmh: {federal: 80}}", []string{"study.yaml:", "1 road segments have no speed", `"state"`}},
		{"formula with an unknown name", study, "{kind: length}", "{kind: formula, formula: length_km * tolls}", []string{"study.yaml", "at character 13: unknown name tolls", "class, closed"}},
		{"formula below zero", study, "{kind: length}", "{kind: formula, formula: length_km - 12}", []string{"study.yaml", "segment 0", "a price is 0 or more"}},
		{"layer name", study, "layer: poppy", "layer: Opium Poppy", []string{"study.yaml:5:", "cannot name a column"}},
		{"no destinations", study, "destinations: {table: ports.csv, columns: {id: id, name: name, kind: kind}}", "", []string{"no destinations"}},
		{"no port of that kind", study, "kind: kind}}", "kind: kind}, kinds: [air]}", []string{"ports.csv", "no port is left", "asks for air; the table has land, sea"}},
		{"no port of that id", study, "kind: kind}}", "kind: kind}, only: [west]}", []string{"ports.csv", "asks for the ids west"}},
		{"condition nothing meets", study, "unit: ha", "where: {name: Aldana}", []string{"origins.csv", `name is never "Aldana" but Aldama`}},
		{"period the wrong way round", study, "{from: 2010-01, to: 2010-12}", "{from: 2010-12, to: 2010-01}", []string{"study.yaml:12:", "the period 2010-12..2010-01 is empty"}},
		{"period without an end", study, ", to: 2010-12", "", []string{"study.yaml:12:", "the period has no from: and to:"}},
		{"bad period", study, "to: 2010-12", "to: December", []string{"study.yaml:12:", `study.yaml:12: "December" is not a month`}},
		{"period outside the table", study, "{from: 2010-01, to: 2010-12}", "{from: 2015-01, to: 2015-12}", []string{"2015-01..2015-12 is outside the table", "2010-01..2010-07"}},
		{"two documents", study, "title: small", "---\ntitle: small\n---\nx: 1\n---", []string{"study.yaml"}},
		{"missing file", study, "links: links.csv", "links: lings.csv", []string{"lings.csv"}},
		{"variable not set", study, "links: links.csv", `links: "${CORREDOR_UNSET}/links.csv"`, []string{"study.yaml", "CORREDOR_UNSET is not set"}},
		{"missing column", study, "weight: ha", "weight: hectares", []string{"origins.csv", "hectares"}},
		{"unknown place in a link", "links.csv", "B,E,", "B,Z,", []string{"links.csv:5:", `no place "Z"`}},
		{"swapped coordinates", "places.csv", "D,0.3,0", "D,19.4,-99.1", []string{"places.csv:5:", "swapped"}},
		{"bad code", "origins.csv", "01001", "1001A", []string{"origins.csv:2:", "1001A"}},
		{"negative weight", "origins.csv", "30", "-30", []string{"origins.csv:2:", "cannot be negative"}},
		{"negative count", "homicides.csv", ",4\n", ",-4\n", []string{"homicides.csv:2:", "cannot be negative"}},
		{"embedded table without a column", study, "{table: ports.csv", "{table: mexico:eradication.csv", []string{"mexico:eradication.csv:4:", "the port has no id"}},
		{"embedded table that is none", study, "{table: ports.csv", "{table: mexico:none.csv", []string{"mexico:none.csv: file does not exist"}},
		{"text for a count", "homicides.csv", ",4\n", ",four\n", []string{"homicides.csv:2:", "four"}},
		{"decimal comma", "homicides.csv", ",4\n", ",\"4,5\"\n", []string{"homicides.csv:2:", "4,5"}},
		{"port twice", "ports.csv", "south,", "east,", []string{"ports.csv", `port "east" stands twice`}},
		{"port without position", "ports.csv", "0.3,0.01", ",", []string{"ports.csv:2:"}},
		{"ports on another island", "ports.csv", "0.3,0.01\nsouth,South,sea,0.1,-0.1", "50,10\nsouth,South,sea,60,10", []string{"no origin reaches a port"}},
		{"origins far from roads", "seats.csv", "01001,0,0.01", "01001,0,5", []string{"no origin reaches a port", "all are more than 150 km from any road"}},
		{"origins without position", "origins.csv", "01001", "31001", []string{"no origin reaches a port", "none has a position"}},
		{"polygon file cut", "municipalities.geojson", "]]]}}]}", "]]", []string{"municipalities.geojson:"}},
		{"empty table", "origins.csv", "code,name,ha\n01001,Aldama,30\n", "", []string{"origins.csv"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			err := runBad(smallFiles(test.file, test.old, test.new))
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error is %q, want it to say %q", err, want)
				}
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("error has several lines: %q", err)
			}
		})
	}
}

func runBad(files fs.FS) error {
	study, err := engine.ReadStudyFS(files, "study.yaml")
	if err != nil {
		return err
	}
	_, err = engine.Run(context.Background(), study, engine.Options{})
	return err
}

// TestCountedWarnings breaks the small study in ways that leave the rest
// usable, and wants the run to go on and to say how often.
func TestCountedWarnings(t *testing.T) {
	tests := []struct {
		name           string
		file, old, new string
		want           string
	}{
		{"code without its zero", "origins.csv", "01001", "1001", "without their leading zero"},
		{"origin far from a road", "seats.csv", "01001,0,0.01", "01001,0,0.5", "more than 25 km from the road"},
		{"origin on an island", "origins.csv", "30\n", "30\n01003,Isla,5\n", "origins without a position"},
		{"origin beyond reach", "seats.csv", "01001,0,0.01\n01002,0.2,0.01", "01001,0,0.01\n01002,0,9\n", ""},
		{"port beyond the roads", "ports.csv", "0.3,0.01", "3,0.01", "ports more than 15 km from any road"},
		{"homicides elsewhere", "homicides.csv", "01002,2010-07,20000,0", "31001,2010-07,20000,0", "no municipality of the layer"},
		{"municipality without homicides", "homicides.csv", "01002", "01001", "does not know"},
		{"part of the period", "study.yaml", "to: 2010-12", "to: 2010-12", "covers 2 of the 12 months"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := runSmall(t, smallFiles(test.file, test.old, test.new), engine.Options{})
			for _, w := range r.Warnings {
				if strings.Contains(w.Message, test.want) && w.Count > 0 {
					return
				}
			}
			t.Errorf("warnings are %+v, want one that says %q", r.Warnings, test.want)
		})
	}
}

func TestUnroutedOriginsKeepTheirRow(t *testing.T) {
	files := smallFiles("origins.csv", "30\n", "30\n01003,Isla,5\n")
	r := runSmall(t, files, engine.Options{})
	layer := layerOf(t, r.Tables(), "routes")
	if len(layer.Rows) != 2 || layer.Rows[1].Geometry != nil {
		t.Fatalf("%d rows", len(layer.Rows))
	}
	if r.Routes[1].Status != engine.NoPosition || r.Routes[1].Port != -1 {
		t.Errorf("route is %+v", r.Routes[1])
	}
}
