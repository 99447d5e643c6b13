package mexico_test

import (
	"compress/bzip2"
	"slices"
	"strings"
	"testing"
	"time"
)

// members lists the municipalities of each area by name.
func members(t *testing.T) map[string][]string {
	t.Helper()
	areas := map[string][]string{}
	for _, r := range table(t, "metro.csv") {
		areas[r["name"]] = append(areas[r["name"]], r["cvegeo"])
	}
	return areas
}

func TestMetroAreas(t *testing.T) {
	areas := members(t)
	if len(areas) != 57 {
		t.Errorf("%d areas, want 57", len(areas))
	}
	if got := areas["Culiacán-Navolato"]; !slices.Equal(got, []string{"25006", "25018"}) {
		t.Errorf("Culiacán-Navolato: %v", got)
	}
	// The numbers of municipalities in the publication of 2007, and areas over state borders.
	for name, want := range map[string]int{"Valle de México": 76, "Puebla-Tlaxcala": 38, "Oaxaca": 20, "Monterrey": 12, "Guadalajara": 8, "La Laguna": 4, "Juárez": 1} {
		if got := len(areas[name]); got != want {
			t.Errorf("%s: %d municipalities, want %d", name, got, want)
		}
	}
	municipalities := byKey(t, table(t, "municipalities.csv"), "cvegeo")
	seen := map[string]string{}
	last := ""
	for _, r := range table(t, "metro.csv") {
		m := municipalities[r["cvegeo"]]
		if m == nil || m["name"] != r["municipality"] {
			t.Errorf("%s is %q, not %q", r["cvegeo"], m["name"], r["municipality"])
			continue
		}
		if first := areas[r["name"]][0]; number(t, municipalities[first]["population_2010"]) < number(t, m["population_2010"]) {
			t.Errorf("%s: %s has more inhabitants than %s, which stands first", r["name"], r["cvegeo"], first)
		}
		if id, ok := seen[r["name"]]; ok && (id != r["area"] || last != r["area"]) {
			t.Errorf("%s: the rows of an area stand together, under one id", r["name"])
		}
		seen[r["name"]], last = r["area"], r["area"]
	}
}

func TestMetroAreasAreThoseOfTheHomicides(t *testing.T) {
	want := map[string][]string{}
	each(t, bzip2.NewReader(open(t, "homicides/homicides-dwrh-month-municipality.csv.bz2")), func(column func(string) string) {
		if area := column("MetroArea"); area != "" && column("date") == "2004-01-15" {
			id := column("id")
			area = strings.Clone(area)
			want[area] = append(want[area], strings.Repeat("0", 5-len(id))+id)
		}
	})
	got := members(t)
	for name, codes := range want {
		slices.Sort(codes)
		slices.Sort(got[name])
		if !slices.Equal(got[name], codes) {
			t.Errorf("%s: %v, in the homicide file %v", name, got[name], codes)
		}
		delete(got, name)
	}
	for name := range got {
		t.Errorf("%s is no area of the homicide file", name)
	}
}

func TestEvents(t *testing.T) {
	municipalities := byKey(t, table(t, "municipalities.csv"), "cvegeo")
	states := map[string]bool{}
	for code := range municipalities {
		states[code[:2]] = true
	}
	last := ""
	for _, e := range table(t, "events.csv") {
		day, err := time.Parse(time.DateOnly, e["date"])
		if err != nil || e["date"] < "2006-12-01" || e["date"] > "2011-09-30" || e["date"] < last {
			t.Errorf("%v: out of order or of the time of the drug-war series; %v", day, err)
		}
		last = e["date"]
		for _, column := range []string{"places", "text_en", "text_es", "source"} {
			if e[column] == "" {
				t.Errorf("%s has no %s", e["date"], column)
			}
		}
		if e["text_en"] == e["text_es"] {
			t.Errorf("%s: both texts are %q", e["date"], e["text_en"])
		}
		for _, place := range strings.Fields(e["places"]) {
			if municipalities[place] == nil && !states[place] {
				t.Errorf("%s: no place %q", e["date"], place)
			}
		}
	}
	byKey(t, table(t, "events.csv"), "date", "places")
}
