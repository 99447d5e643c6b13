package mexico_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// line is the polyline of a link: from, via, to.
func line(t *testing.T, link row, places map[string]row) orb.LineString {
	t.Helper()
	ls := orb.LineString{point(t, places[link["from"]])}
	for text := range strings.SplitSeq(link["via"], ";") {
		if text == "" {
			continue
		}
		lon, lat, _ := strings.Cut(text, " ")
		ls = append(ls, orb.Point{number(t, lon), number(t, lat)})
	}
	return append(ls, point(t, places[link["to"]]))
}

func lengthKm(ls orb.LineString) float64 {
	sum := 0.0
	for i := 1; i < len(ls); i++ {
		sum += km(ls[i-1], ls[i])
	}
	return sum
}

func TestPlaceIDs(t *testing.T) {
	slug := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	for id, p := range byKey(t, table(t, "places.csv"), "place") {
		if !slug.MatchString(id) || p["name"] == "" {
			t.Errorf("place %q, name %q", id, p["name"])
		}
	}
}

func TestLinks(t *testing.T) {
	places := byKey(t, table(t, "places.csv"), "place")
	class := map[string]bool{"autopista": true, "federal": true, "state": true}
	for id, l := range byKey(t, table(t, "links.csv"), "from", "to", "ref") {
		if places[l["from"]] == nil || places[l["to"]] == nil || l["from"] == l["to"] {
			t.Errorf("link %s: an end does not exist, or both are one", id)
			continue
		}
		if !class[l["class"]] || l["toll"] != "true" && l["toll"] != "false" || l["ref"] == "" {
			t.Errorf("link %s: class %q, toll %q", id, l["class"], l["toll"])
		}
		if (l["class"] == "autopista") != (strings.HasPrefix(l["ref"], "MEX") && strings.HasSuffix(l["ref"], "D")) {
			t.Errorf("link %s: class %q", id, l["class"])
		}
		// A road cannot be shorter than its chords; 2 % for places that lie off the road.
		if drawn := lengthKm(line(t, l, places)); number(t, l["km"]) < 0.98*drawn {
			t.Errorf("link %s: %s km, but its line is %.1f km long", id, l["km"], drawn)
		}
	}
}

func TestOneComponent(t *testing.T) {
	places := byKey(t, table(t, "places.csv"), "place")
	neighbours := map[string][]string{}
	for _, l := range table(t, "links.csv") {
		neighbours[l["from"]] = append(neighbours[l["from"]], l["to"])
		neighbours[l["to"]] = append(neighbours[l["to"]], l["from"])
	}
	seen := map[string]bool{"ciudad-de-mexico": true}
	for queue := []string{"ciudad-de-mexico"}; len(queue) > 0; queue = queue[1:] {
		for _, n := range neighbours[queue[0]] {
			if !seen[n] {
				seen[n] = true
				queue = append(queue, n)
			}
		}
	}
	for id := range places {
		if !seen[id] {
			t.Errorf("%s: no road to Mexico City", id)
		}
	}
}

func TestExceptionsAreLinks(t *testing.T) {
	linked := map[string]bool{}
	for _, l := range table(t, "links.csv") {
		linked[l["from"]+" "+l["to"]] = true
	}
	for _, e := range table(t, "exceptions.csv") {
		if !linked[e["from"]+" "+e["to"]] || e["reason"] == "" {
			t.Errorf("exception %s %s: no such link, or no reason", e["from"], e["to"])
		}
	}
}
