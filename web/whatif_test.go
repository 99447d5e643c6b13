package web_test

import (
	"context"
	"encoding/json"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine"
)

// The map closes municipalities as a sweep does: the same routes move, end elsewhere and are lost.
func TestWhatIfAgreesWithSweep(t *testing.T) {
	codes := []string{"28035", "25006", "19039", "26043", "16102", "08037", "12038", "30039", "25011", "10023"}
	file := filepath.Join(t.TempDir(), "sweep.yaml")
	const vary = "]\n    each: true\n    multipliers: [inf, 3]\n"
	text := "title: t\nstudy: mexico:study.yaml\nvary:\n- municipalities:\n    only: ['" + strings.Join(codes, "', '") + "'" + vary
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	sweep, err := engine.ReadSweep(file)
	if err != nil {
		t.Fatal(err)
	}
	w, err := sweep.Prepare(context.Background(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	moved, lost := 0, 0
	for i := range w.Scenarios() {
		row := sweepRow(t, w, i)
		got := closeOnMap(t, row["municipalities"], row["municipalities_multiplier"])
		want := [3]int{whole(t, row["rerouted"]) + whole(t, row["unreachable"]), whole(t, row["other_port"]), whole(t, row["unreachable"])}
		if got != want {
			t.Errorf("%s times %s: %v routes changed, at another port and lost; a sweep has %v", row["municipalities"], row["municipalities_multiplier"], got, want)
		}
		moved, lost = moved+got[0], lost+got[2]
	}
	if w.Scenarios() != 2*len(codes) || moved < 100 || lost == 0 {
		t.Errorf("%d scenarios, %d routes changed, %d lost: the comparison says little", w.Scenarios(), moved, lost)
	}
}

func sweepRow(t *testing.T, w *engine.Sweeping, scenario int) map[string]string {
	t.Helper()
	line, err := w.Work(context.Background(), scenario)
	if err != nil {
		t.Fatal(err)
	}
	row := map[string]string{}
	for i, value := range strings.Split(string(line), "\t") {
		row[w.Columns()[i].Name] = value
	}
	return row
}

func whole(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// closeOnMap asks the API: how many routes change, end at another port, have none.
func closeOnMap(t *testing.T, code, times string) [3]int {
	t.Helper()
	question := map[string]any{"regions": []string{code}}
	if x, err := strconv.ParseFloat(times, 64); err != nil {
		t.Fatal(err)
	} else if !math.IsInf(x, 1) {
		question["factor"] = x
	}
	body, err := json.Marshal(question)
	if err != nil {
		t.Fatal(err)
	}
	r := ask(t, "POST", "/api/v1/whatif", string(body))
	var answer struct {
		Summary struct {
			Changed, Ports int
			NoRoute        int `json:"no_route"`
		}
	}
	if err := json.Unmarshal(bodyOf(t, r), &answer); err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("%d %v", r.StatusCode, err)
	}
	return [3]int{answer.Summary.Changed, answer.Summary.Ports, answer.Summary.NoRoute}
}
