package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/docs"
	"github.com/corredor-geo/corredor/engine"
)

func readSweep(t *testing.T, text string) error {
	t.Helper()
	name := filepath.Join(t.TempDir(), "sweep.yaml")
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := engine.ReadSweep(name)
	return err
}

// TestSweepSchemaAndProgramAgree: what one refuses the other refuses too.
func TestSweepSchemaAndProgramAgree(t *testing.T) {
	v := validator(t, docs.SweepSchema)
	const study = "study: mexico:study.yaml\n"
	for what, test := range map[string]struct {
		text  string
		valid bool
	}{
		"small":               {study + "vary: [{municipalities: {each: true}}]", true},
		"numbers as text":     {study + "vary: [{municipalities: {only: [08032], draw: 1, multipliers: [2, inf]}}]", true},
		"layers":              {study + "vary: [{ports: {draw: 1}}]\nlayers: [{largest: km_change, count: 2, write: [routes]}, {scenarios: [0]}]", true},
		"prices":              {study + "vary: [{prices: {formula: length_km * t, parameters: {t: {from: 1, to: 2.5, log: true}}}}]", true},
		"no study":            {"vary: [{municipalities: {each: true}}]", false},
		"nothing varies":      {study, false},
		"unknown key":         {study + "vary: [{municipalities: {each: true}}]\nrepeats: 3", false},
		"unknown inner key":   {study + "vary: [{municipalities: {every: true}}]", false},
		"a layer that is not": {study + "vary: [{ports: {draw: 1}}]\nlayers: [{scenarios: [0], write: [roads]}]", false},
		"a pool that is not":  {study + "vary: [{ports: {draw: 1, among: some}}]", false},
		"a draw that is not":  {study + "vary: [{origins: jackknife}]", false},
		"text for a number":   {study + "vary: [{ports: {draw: few}}]", false},
		"prices without":      {study + "vary: [{prices: {formula: length_km}}]", false},
	} {
		if err := valid(t, v, test.text); (err == nil) != test.valid {
			t.Errorf("%s: the schema says %v", what, err)
		}
		if err := readSweep(t, test.text); (err == nil) != test.valid {
			t.Errorf("%s: the program says %v", what, err)
		}
	}
}

// TestSweepChoices: the program accepts the values that the schema allows.
func TestSweepChoices(t *testing.T) {
	for key, vary := range map[string]string{
		"Variation.origins": "[{origins: %s}]",
		"Choice.among":      "[{municipalities: {each: true, among: %s}}]",
		"PortChoice.among":  "[{ports: {each: true, among: %s}}]",
		"LayerChoice.write": "[{origins: bootstrap}]\nlayers: [{scenarios: [0], write: [%s]}]",
	} {
		for _, value := range allowed[key] {
			if err := readSweep(t, "study: mexico:study.yaml\nvary: "+fmt.Sprintf(vary, value)); err != nil {
				t.Errorf("%s: %s is refused: %v", key, value, err)
			}
		}
		if err := readSweep(t, "study: mexico:study.yaml\nvary: "+fmt.Sprintf(vary, "nonsense")); err == nil || !strings.Contains(err.Error(), "nonsense") {
			t.Errorf("%s: nonsense gives %v", key, err)
		}
	}
}
