package engine_test

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
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
	file, err := os.Open(filepath.Join(dir, "columns.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	columns, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	const longest = 32 // a name in Stata
	for _, column := range columns[1:] {
		if len(column[1]) > longest {
			t.Errorf("%s has %d letters", column[1], len(column[1]))
		}
	}
}
