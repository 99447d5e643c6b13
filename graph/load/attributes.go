package load

import (
	"errors"
	"fmt"
	"strings"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// ParseDirection reads the one-way values in use: yes, true, t, y, 1, forward,
// f, ft, oneway are [graph.Forward]; -1, reverse, backward, tf are
// [graph.Backward]; "", no, false, n, 0, both, b are [graph.Both]; in any case.
// Anything else is Both and ok is false.
func ParseDirection(text string) (d graph.Direction, ok bool) {
	switch strings.ToLower(text) {
	case "yes", "true", "t", "y", "1", "forward", "f", "ft", "oneway":
		return graph.Forward, true
	case "-1", "reverse", "backward", "tf":
		return graph.Backward, true
	case "", "no", "false", "n", "0", "both", "b":
		return graph.Both, true
	}
	return graph.Both, false
}

// longestKM bounds a length that data may claim: more than the equator.
const longestKM = 50_000

func readAttributes(f feature.Feature, columns Columns, report *Report) (attributes, error) {
	var a attributes
	if columns.OneWay != "" {
		text, _ := f.Text(columns.OneWay)
		direction, ok := ParseDirection(text)
		if !ok {
			report.Warnings = appendOnce(report.Warnings, fmt.Sprintf("one-way value %q is not known: taken as two-way", text))
		}
		a.direction = direction
	}
	if columns.LengthKM != "" {
		km, err := f.Number(columns.LengthKM)
		switch {
		case errors.Is(err, feature.ErrMissing):
			km = 0 // the shape's own length
		case err != nil:
			return a, err
		case km < 0 || km > longestKM:
			bad := f.Errorf("the length is %g km; write a length between 0 and %d km", km, longestKM)
			bad.Column = columns.LengthKM
			return a, bad
		}
		a.lengthMeters = km * 1000
	}
	if text, ok := f.Text(columns.Apart); ok {
		a.apart = graph.IsTrue(text)
	}
	_, sources := columns.named()
	a.values = make([]string, len(sources))
	for i, source := range sources {
		a.values[i], _ = f.Text(source)
	}
	return a, nil
}

func appendOnce(list []string, text string) []string {
	for _, have := range list {
		if have == text {
			return list
		}
	}
	return append(list, text)
}

// position prints where an error is without saying what it is.
func position(e *Error) string {
	if e.Line > 0 {
		return fmt.Sprintf("%s:%d", e.File, e.Line)
	}
	return fmt.Sprintf("%s: feature %d", e.File, e.Feature)
}
