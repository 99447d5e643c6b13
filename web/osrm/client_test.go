package osrm_test

import (
	"encoding/json"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"github.com/corredor-geo/corredor/internal/outside"
	"github.com/corredor-geo/corredor/web/osrm"
)

// TestClient lets a client of OSRM from npm ask over HTTP.
func TestClient(t *testing.T) {
	folder := filepath.Join("testdata", "client")
	outside.Path(t, filepath.Join(folder, "node_modules", "osrm-rest-client"), "run npm ci in web/osrm/testdata/client")
	s, _ := open(t, osrm.Options{})
	server := httptest.NewServer(s)
	defer server.Close()
	var a map[string]any
	if err := json.Unmarshal([]byte(outside.Output(t, "", "node", filepath.Join(folder, "client.mjs"), server.URL)), &a); err != nil {
		t.Fatal(err)
	}
	if at(a, "route", "code") != "Ok" || len(at(a, "route", "routes", 0, "geometry", "coordinates").([]any)) != 3 {
		t.Errorf("route %v", a["route"])
	}
	if at(a, "table", "durations", 0, 0) != at(a, "route", "routes", 0, "duration") || len(at(a, "table", "durations", 0).([]any)) != 2 {
		t.Errorf("table %v", a["table"])
	}
	if len(at(a, "nearest", "waypoints").([]any)) != 2 {
		t.Errorf("nearest %v", a["nearest"])
	}
}
