package mexico_test

import (
	"encoding/csv"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/mexico"
	"github.com/corredor-geo/corredor/graph"
)

type row = map[string]string

// table reads an embedded table: its rows by column name.
func table(t *testing.T, name string) []row {
	t.Helper()
	f, err := mexico.FS.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	records, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	rows := make([]row, 0, len(records))
	for _, rec := range records[1:] {
		m := row{}
		for i, column := range records[0] {
			m[column] = rec[i]
		}
		rows = append(rows, m)
	}
	return rows
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func point(t *testing.T, r row) orb.Point {
	t.Helper()
	return orb.Point{number(t, r["lon"]), number(t, r["lat"])}
}

func km(a, b orb.Point) float64 { return graph.Distance(a, b) / 1000 }

// byKey indexes rows and fails on a key that is empty or comes twice.
func byKey(t *testing.T, rows []row, columns ...string) map[string]row {
	t.Helper()
	out := make(map[string]row, len(rows))
	for _, r := range rows {
		parts := make([]string, len(columns))
		for i, c := range columns {
			parts[i] = r[c]
		}
		key := strings.Join(parts, " ")
		if strings.TrimSpace(key) == "" || out[key] != nil {
			t.Errorf("key %q is empty or comes twice", key)
		}
		out[key] = r
	}
	return out
}

func TestCounts(t *testing.T) {
	for _, c := range []struct {
		name        string
		least, most int
	}{
		{"places.csv", 300, 1000},
		{"links.csv", 450, 2000},
		{"exceptions.csv", 0, 150},
		{"ports.csv", 32, 32},              // 25 land ports and 7 seaports
		{"municipalities.csv", 2454, 2454}, // the frame of the homicide files
		{"eradication.csv", 185, 185},      // 88 marijuana, 97 poppy
		{"labs.csv", 100, 2454},
		{"homicides.csv", 10000, 8 * 2454},
		{"coverage.csv", 2, 2},
		{"metro.csv", 347, 347}, // 345 of 56 areas, and Culiacán with Navolato
		{"events.csv", 15, 60},
	} {
		if n := len(table(t, c.name)); n < c.least || n > c.most {
			t.Errorf("%s: %d rows, want %d to %d", c.name, n, c.least, c.most)
		}
	}
}

func TestCodesExist(t *testing.T) {
	municipalities := byKey(t, table(t, "municipalities.csv"), "cvegeo")
	code := regexp.MustCompile(`^(0[1-9]|[12]\d|3[0-2])\d{3}$`)
	for c := range municipalities {
		if !code.MatchString(c) {
			t.Errorf("municipality %q: not a 5-digit code", c)
		}
	}
	for _, name := range []string{"places.csv", "eradication.csv", "labs.csv", "homicides.csv", "metro.csv"} {
		for _, r := range table(t, name) {
			if municipalities[r["cvegeo"]] == nil {
				t.Errorf("%s: municipality %q does not exist", name, r["cvegeo"])
			}
		}
	}
	byKey(t, table(t, "eradication.csv"), "crop", "cvegeo")
	byKey(t, table(t, "labs.csv"), "cvegeo")
	byKey(t, table(t, "homicides.csv"), "cvegeo", "year")
	byKey(t, table(t, "coverage.csv"), "series")
	byKey(t, table(t, "metro.csv"), "cvegeo")
}

func TestCoordinatesInMexico(t *testing.T) {
	box := orb.Bound{Min: orb.Point{-118.5, 14.4}, Max: orb.Point{-86.5, 32.8}}
	for _, name := range []string{"places.csv", "ports.csv", "municipalities.csv"} {
		for _, r := range table(t, name) {
			if !box.Contains(point(t, r)) {
				t.Errorf("%s: %s lies outside Mexico: %s %s", name, r["name"], r["lon"], r["lat"])
			}
		}
	}
}

func TestPorts(t *testing.T) {
	places := byKey(t, table(t, "places.csv"), "place")
	count := map[string]int{}
	lanes, containers := 0.0, 0.0
	for id, p := range byKey(t, table(t, "ports.csv"), "port") {
		count[p["kind"]]++
		place := places[p["place"]]
		if place == nil {
			t.Errorf("port %s: no place %q", id, p["place"])
			continue
		}
		if d := km(point(t, p), point(t, place)); d > 15 { // the World Trade Bridge lies 13 km from Nuevo Laredo
			t.Errorf("port %s lies %.0f km from %s", id, d, p["place"])
		}
		if p["lanes"] != "" {
			lanes += number(t, p["lanes"])
		}
		if p["containers"] != "" {
			containers += number(t, p["containers"])
		}
	}
	if count["land"] != 25 || count["sea"] != 7 {
		t.Errorf("ports by kind: %v, want 25 land and 7 sea", count)
	}
	// Sums over the links into the sink of Dell's RoadNet0.
	if lanes != 81 || containers < 265.73 || containers > 265.74 {
		t.Errorf("capacities: %v lanes and %v containers, want 81 and 265.73", lanes, containers)
	}
}

func TestStudyIsEmbedded(t *testing.T) {
	if b, err := mexico.FS.ReadFile("study.yaml"); err != nil || len(b) == 0 {
		t.Errorf("study.yaml: %d bytes, %v", len(b), err)
	}
}
