package osm

import (
	"fmt"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Network is a road network made of an OSM file.
type Network struct {
	Graph  *graph.Graph
	Report Report
}

// Report says what was read, used and dropped. The fields have the meaning of
// those of the same name in package load.
type Report struct {
	Features int // ways in the file, of whatever kind
	Roads    int // ways that are in the network, at least in part
	Ferries  int // those of Roads that are ferries
	Vertices int // distinct OSM nodes of the network
	// Dropped counts roads of the profile, and parts of them, that were left out.
	Dropped  []Dropped
	Warnings []string // values that were not understood
	Files    []feature.FileHash
}

// Dropped counts what was left out, or changed, for one reason.
type Dropped struct {
	Reason string `json:"reason"`
	Count  int    `json:"count"`
	First  string `json:"first"` // where the first was: the file and the OSM way or node
}

// tally counts events by reason, in the order of their first appearance.
type tally struct{ events []event }

type event struct {
	reason string
	count  int
	first  int64  // the id of the first
	value  string // what it said, if that matters
}

func (t *tally) add(reason string, id int64, value string) {
	t.addEvent(event{reason, 1, id, value})
}

func (t *tally) addEvent(e event) {
	for i := range t.events {
		if t.events[i].reason == e.reason {
			t.events[i].count += e.count
			return
		}
	}
	e.value = shorten(e.value)
	t.events = append(t.events, e)
}

// merge adds what came later in the file.
func (t *tally) merge(later tally) {
	for _, e := range later.events {
		t.addEvent(e)
	}
}

// dropped lists the events for a report. element is "way" or "node".
func (t *tally) dropped(file, element string) []Dropped {
	var list []Dropped
	for _, e := range t.events {
		list = append(list, Dropped{Reason: e.reason, Count: e.count, First: fmt.Sprintf("%s: %s %d", file, element, e.first)})
	}
	return list
}

// warnings lists the events as lines of text.
func (t *tally) warnings(element string) []string {
	var list []string
	for _, e := range t.events {
		line := fmt.Sprintf("%d x %s (first: %s %d", e.count, e.reason, element, e.first)
		if e.value != "" {
			line += fmt.Sprintf(", %q", e.value)
		}
		list = append(list, line+")")
	}
	return list
}
