package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/jsonschema-go/jsonschema"
	"go.yaml.in/yaml/v3"

	"github.com/corredor-geo/corredor/docs"
	"github.com/corredor-geo/corredor/engine"
)

// TestCurrent: the documents are those that the types and their comments make.
func TestCurrent(t *testing.T) {
	files, err := documents("../../engine")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("docs/%s is not what the types say (go generate ./docs); %v", name, err)
		}
	}
}

func validator(t *testing.T, schema []byte) *jsonschema.Resolved {
	t.Helper()
	var s jsonschema.Schema
	if err := json.Unmarshal(schema, &s); err != nil {
		t.Fatal(err)
	}
	resolved, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return resolved
}

// valid holds a study against the schema, as an editor does.
func valid(t *testing.T, v *jsonschema.Resolved, study string) error {
	t.Helper()
	var value any
	if err := yaml.Unmarshal([]byte(study), &value); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(value) // numbers and texts as JSON has them
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	return v.Validate(value)
}

func TestExamplesAreValid(t *testing.T) {
	studies, err := filepath.Glob("../../examples/*.yaml")
	if err != nil || len(studies) < 5 {
		t.Fatal(studies, err)
	}
	study, sweep := validator(t, docs.StudySchema), validator(t, docs.SweepSchema)
	for _, name := range append(studies, "../../engine/mexico/study.yaml", "../../testdata/island/study.yaml") {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		v := study
		if strings.Contains(string(text), "\nstudy: ") {
			v = sweep
		}
		if err := valid(t, v, string(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		first, _, _ := strings.Cut(string(text), "\n")
		schema := strings.TrimPrefix(first, "# yaml-language-server: $schema=")
		if _, err := os.Stat(filepath.Join(filepath.Dir(name), schema)); err != nil || schema == first {
			t.Errorf("%s begins with %q, which leads an editor to no schema", name, first)
		}
	}
}

const smallStudy = `
roads: {file: roads.csv}
origins: [{layer: poppy, table: o.csv, columns: {code: code, weight: w}}]
destinations: {table: p.csv, columns: {id: id, lon: lon, lat: lat}}
regions: {file: m.csv, columns: {code: code, lon: lon, lat: lat}}
`

func readStudy(text string) error {
	_, err := engine.ReadStudyFS(fstest.MapFS{"s.yaml": {Data: []byte(text)}}, "s.yaml")
	return err
}

// TestSchemaAndProgramAgree: what one refuses the other refuses too.
func TestSchemaAndProgramAgree(t *testing.T) {
	v := validator(t, docs.StudySchema)
	for what, test := range map[string]struct {
		more  string
		valid bool
	}{
		"small":               {"", true},
		"numbers as text":     {"title: 2010\nshocks: {table: s.csv, columns: {code: c, from: f}, period: {from: 2010, to: 2010}, multipliers: [1.5, inf]}", true},
		"exposure with none":  {"violence: {table: v.csv, columns: {code: c, date: d, population: p}, series: [{name: h, column: h}], period: {from: 2010-01, to: 2010-12}}\nexposure: {}", true},
		"unknown key":         {"tittle: x", false},
		"unknown inner key":   {"access: {maximum_km: 3}", false},
		"text for a number":   {"access: {max_km: far}", false},
		"a number for a list": {"vintages: 3", false},
		"a fraction":          {"exposure: {seed: 1.5}", false},
		"a choice":            {"metric: {kind: speed}", false},
	} {
		text := smallStudy + test.more
		if err := valid(t, v, text); (err == nil) != test.valid {
			t.Errorf("%s: the schema says %v", what, err)
		}
		if err := readStudy(text); (err == nil) != test.valid {
			t.Errorf("%s: the program says %v", what, err)
		}
	}
	for _, key := range required["Study"] {
		text := strings.Replace(smallStudy, "\n"+key+":", "\n# ", 1)
		if valid(t, v, text) == nil || readStudy(text) == nil {
			t.Errorf("a study without %s: is accepted", key)
		}
	}
}

// TestChoices: the program accepts the values that the schema allows, and no other.
func TestChoices(t *testing.T) {
	const counts = "violence: {table: v.csv, columns: {code: c, date: d, population: p}, series: [{name: h, column: h}], period: {from: 2010-01, to: 2010-12}"
	for key, more := range map[string]string{
		"MetricSpec.kind":                    "metric: {kind: %s}",
		"Origins.by":                         "origins: [{layer: poppy, grid: g.csv, columns: {weight: w, lon: x, lat: y}, by: %s}]",
		"Violence.absent":                    counts + ", absent: %s}",
		"Violence.shrink":                    counts + ", shrink: %s}",
		"Adjustment.name":                    counts + ", adjust: [{name: %s}]}",
		"Adjustment.by":                      counts + ", adjust: [{name: late, share: 0.1, by: %s}]}",
		"ExposureSpec.origins":               counts + "}\nexposure: {origins: %s}",
		"MatchSpec.within":                   counts + "}\nexposure: {match: {within: %s}}",
		"Congestion.model":                   "congestion: {ports: {phi: 1, delta: 1, capacity: 1}, theta: 1, model: %s}",
		"Congestion.demand":                  "congestion: {ports: {phi: 1, delta: 1, capacity: 1}, demand: %s}",
		"Congestion.algorithm":               "congestion: {ports: {phi: 1, delta: 1, capacity: 1}, algorithm: %s}",
		"PortCongestion.kind":                "congestion: {ports: {capacity: 1, kind: %s}}",
		"PortCongestion.without_capacity":    "congestion: {ports: {phi: 1, delta: 1, capacity: 1, without_capacity: %s}}",
		"SegmentCongestion.kind":             "congestion: {segments: {capacity: 1, kind: %s}}",
		"SegmentCongestion.without_capacity": "congestion: {segments: {capacity: 1, without_capacity: %s}}",
	} {
		base := smallStudy
		if strings.HasPrefix(more, "origins:") {
			base = strings.Replace(base, "\norigins:", "\n#", 1)
		}
		for _, value := range allowed[key] {
			if err := readStudy(base + fmt.Sprintf(more, value)); err != nil && strings.Contains(err.Error(), strconv.Quote(value)) {
				t.Errorf("%s: %s is refused: %v", key, value, err)
			}
		}
		if err := readStudy(base + fmt.Sprintf(more, "nonsense")); err == nil || !strings.Contains(err.Error(), "nonsense") {
			t.Errorf("%s: nonsense gives %v", key, err)
		}
	}
}

// TestAllowedKeysExist: no choice and no needed key is of a type that is gone.
func TestAllowedKeysExist(t *testing.T) {
	types, err := readTypes("../../engine")
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, k := range types {
		for _, f := range k.fields {
			there[k.name+"."+f.key] = true
		}
	}
	for key := range allowed {
		if !there[key] {
			t.Errorf("there is no key %s", key)
		}
	}
	for name, keys := range required {
		for _, key := range keys {
			if !there[name+"."+key] {
				t.Errorf("there is no key %s.%s", name, key)
			}
		}
	}
}
