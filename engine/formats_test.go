package engine_test

import (
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/export"
)

// TestEveryFormat writes the embedded study in all formats, and holds the names of
// its columns to what Stata takes.
func TestEveryFormat(t *testing.T) {
	study, err := engine.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	result, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := result.Write(dir, export.Formats...); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"study.gpkg", "routes.geojson", "segments.fgb", "municipalities.parquet", "routes.kml", "routes.csv", "manifest.json"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	wantStataNames(t, dir)
	wantKnownOutputs(t, dir)
}

// wantKnownOutputs: a study that reads any file of a result is not run into its folder.
func wantKnownOutputs(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) < 8 {
		t.Fatalf("%d files, %v", len(entries), err)
	}
	for _, entry := range entries {
		study := &engine.Study{}
		study.Metric.Surfaces = []engine.Surface{{Raster: filepath.Join(dir, entry.Name())}}
		if err := study.CheckOutput(dir); !errors.Is(err, engine.ErrOverwrite) {
			t.Errorf("%s would be overwritten: %v", entry.Name(), err)
		}
		if err := study.CheckOutput(filepath.Join(dir, "elsewhere")); err != nil {
			t.Error(err)
		}
	}
}

// TestLongestNames: with the longest names that a study may give, and all that
// adds columns, every name is still one in Stata.
func TestLongestNames(t *testing.T) {
	const layer, series = "abcdefghijklmnopqrst", "zbcdefghijklmnopqrst"
	files := smallFiles("study.yaml", "layer: poppy", "layer: "+layer, "study.yaml", "name: homicides", "name: "+series,
		"study.yaml", "  period:", "  intervals: 0.95\n  shrink: national\n  per_road_km: true\n  period:",
		"study.yaml", "metric: {kind: length}", `metric: {kind: length}
vintages: [{name: abcdefghijklmnopqrst, roads: {places: places.csv, links: links.csv}}]
exposure: {permutations: 9, speeds_kmh: {federal: 90, state: 60}, buffers_km: [5, 12.5, 200]}
congestion: {ports: {kind: formula, formula: x}, segments: {kind: formula, formula: cost + x}}`)
	dir := t.TempDir()
	if err := runSmall(t, files, engine.Options{}).Write(dir); err != nil {
		t.Fatal(err)
	}
	names := wantStataNames(t, dir)
	wantKnownOutputs(t, dir)
	for _, name := range []string{"equilibrium_" + layer, series + "_rate_shrunk", series + "_per_road_km"} {
		if !names[name] {
			t.Errorf("there is no column %s: the study has not all that it should", name)
		}
	}
}

// wantStataNames holds the names of all columns to what Stata takes as they are:
// 32 letters, digits and underscores, different within a file whatever their case.
func wantStataNames(t *testing.T, dir string) (names map[string]bool) {
	t.Helper()
	file, err := os.Open(filepath.Join(dir, "columns.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	columns, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	stata := regexp.MustCompile(`^[a-z_][a-z0-9_]{0,31}$`)
	names = map[string]bool{}
	seen := map[string]bool{}
	for _, column := range columns[1:] {
		layer, name := column[0], column[1]
		if !stata.MatchString(name) {
			t.Errorf("%s: %s (%d letters) is no name in Stata", layer, name, len(name))
		}
		if seen[layer+"."+name] {
			t.Errorf("%s has the column %s twice", layer, name)
		}
		seen[layer+"."+name], names[name] = true, true
		if column[4] == "" {
			t.Errorf("%s: nothing says what %s is", layer, name)
		}
	}
	return names
}
