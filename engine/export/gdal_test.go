package export_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/internal/outside"
)

// GDAL is what QGIS and R read with.
func TestGDALOpensGeoJSON(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sample.geojson")
	if err := os.WriteFile(path, writeGeoJSON(t, sample()), 0o644); err != nil {
		t.Fatal(err)
	}
	text := outside.Output(t, "", "ogrinfo", "-ro", "-al", "-so", path)
	for _, want := range []string{
		"Layer name: every geometry\n", "Feature Count: 8\n", "Extent: (-107.123457, 0.000000) - (21.000000, 24.000000)\n",
		"kind: String", "row: Integer", "km: Real", "toll: Integer(Boolean)",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("ogrinfo does not say %q", want)
		}
	}
	if strings.Contains(text, "Warning") || strings.Contains(text, "ERROR") {
		t.Error("ogrinfo complains")
	}
	if t.Failed() {
		t.Log(text)
	}
}
