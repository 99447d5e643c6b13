package osrm_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/web/osrm"
)

// TestLargestTable asks over HTTP, by an address of 80 kB, for 5,000 x 100 cells,
// and holds some of them against tables of one cell.
func TestLargestTable(t *testing.T) {
	s, _ := open(t, osrm.Options{})
	server := httptest.NewServer(s)
	defer server.Close()
	get := func(address string) [][]*float64 {
		t.Helper()
		answer, err := http.Get(server.URL + address)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		var table struct {
			Code      string
			Durations [][]*float64
		}
		if err := json.Unmarshal(text, &table); err != nil || table.Code != "Ok" {
			t.Fatalf("%.100s, %v", text, err)
		}
		return table.Durations
	}
	const sources, targets = 5000, 100
	cells := get(largeTable(sources, targets) + "&skip_waypoints=true")
	if len(cells) != sources || len(cells[sources-1]) != targets {
		t.Fatalf("%d x %d cells", len(cells), len(cells[sources-1]))
	}
	for _, at := range [][2]int{{0, 0}, {sources - 1, targets - 1}, {1234, 56}, {499, 7}} {
		alone := get("/table/v1/driving/" + strings.Join([]string{point(at[0]), point(sources + at[1])}, ";") + "?sources=0&destinations=1")
		if got, want := cells[at[0]][at[1]], alone[0][0]; got == nil || want == nil || *got != *want {
			t.Errorf("cell %v is not that of the pair alone", at)
		}
	}
	if answer, err := http.Get(server.URL + largeTable(10_001, 100)); err != nil || answer.StatusCode != http.StatusBadRequest {
		t.Errorf("a table over the limit: %v, %v", answer.Status, err)
	}
}
