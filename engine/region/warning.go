package region

import (
	"fmt"
	"strings"
)

// WarningKind tells one kind of oddity of the data from another.
type WarningKind string

// The oddities that are mended or passed over, and counted.
const (
	CodeZeroRestored WarningKind = "code without its leading zero, restored"
	CodeDisputed     WarningKind = "area in dispute between states (code of two letters), left out"
	CodeDuplicate    WarningKind = "code on more than one feature, merged"
	NoPlace          WarningKind = "municipality without polygon or seat"
	RingUnclosed     WarningKind = "ring not closed, closed"
	PointRepeated    WarningKind = "point repeated in a ring, removed"
	RingTooShort     WarningKind = "ring of fewer than three distinct points or without area, dropped"
	RingCrossing     WarningKind = "polygon whose border crosses or touches itself, rebuilt"
	HoleOutside      WarningKind = "hole outside its shell, made a polygon of its own"
	PolygonRepeated  WarningKind = "polygon twice in one municipality, dropped"
	RegionsOverlap   WarningKind = "road segment inside two municipalities, counted in the lower code"
	FileNote         WarningKind = "note of the file reader"
)

// Warning is one kind of oddity: how often it was met, and the first few cases.
type Warning struct {
	Kind     WarningKind
	Count    int
	Examples []string
}

// mostExamples is enough to find the pattern without flooding a terminal.
const mostExamples = 5

// String prints one line: the kind, the count and the examples.
func (w Warning) String() string {
	s := fmt.Sprintf("%s: %d", w.Kind, w.Count)
	if len(w.Examples) == 0 {
		return s
	}
	s += " (" + strings.Join(w.Examples, ", ")
	if len(w.Examples) == mostExamples && w.Count > mostExamples {
		s += ", ..."
	}
	return s + ")"
}

// tally collects warnings in the order in which each kind is first met.
type tally struct {
	warnings []Warning
}

func (t *tally) add(kind WarningKind, example string) {
	for i := range t.warnings {
		if t.warnings[i].Kind == kind {
			t.warnings[i].add(example)
			return
		}
	}
	t.warnings = append(t.warnings, Warning{Kind: kind})
	t.warnings[len(t.warnings)-1].add(example)
}

// add counts a case; a case met again, such as a second ring of one
// municipality, is counted but not shown twice.
func (w *Warning) add(example string) {
	w.Count++
	known := len(w.Examples) > 0 && w.Examples[len(w.Examples)-1] == example
	if !known && len(w.Examples) < mostExamples {
		w.Examples = append(w.Examples, example)
	}
}
