package osm

import (
	"bytes"
	"fmt"
	"strconv"

	"go.yaml.in/yaml/v3"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// maxKMH bounds a speed, written or mapped.
const maxKMH = 300

// speed is a speed in km/h, more than 0 and at most maxKMH.
type speed float64

// UnmarshalYAML reads a number and checks it.
func (s *speed) UnmarshalYAML(node *yaml.Node) error {
	x, err := strconv.ParseFloat(node.Value, 64)
	if err != nil || !(x > 0 && x <= maxKMH) {
		return &feature.Error{Line: node.Line, Err: fmt.Errorf("%q is not a speed", shorten(node.Value)),
			Hint: fmt.Sprintf("write km/h, more than 0 and at most %d", maxKMH)}
	}
	*s = speed(x)
	return nil
}

func parseRules(label string, text []byte) (rules, error) {
	// What may be left out has the value of the embedded profiles.
	r := rules{WalkKMH: 5, NoneKMH: 130}
	file := feature.YAML{File: label, Kind: "a profile", Hint: "write at least speeds: {primary: 80}"}
	if err := file.Decode(text, &r); err != nil {
		return r, err
	}
	return r, r.check(label, text)
}

// check finds what is well formed but makes no sense.
func (r *rules) check(label string, text []byte) error {
	wrong := func(word, format string, args ...any) error {
		return &feature.Error{File: label, Line: lineOf(text, word), Err: fmt.Errorf(format, args...)}
	}
	if len(r.Speeds) == 0 {
		return wrong("speeds", "speeds names no kind of road")
	}
	if _, taken := r.Speeds[classFerry]; taken {
		return wrong(classFerry, "%q is no kind of road; write ferry_kmh", classFerry)
	}
	for _, name := range r.OneWay {
		if _, known := r.Speeds[name]; !known {
			return wrong("oneway", "oneway names %q, which speeds does not", shorten(name))
		}
	}
	for i, key := range r.Access {
		if _, taken := fixedKeys[key]; taken || key == "" || len(key) > maxKeyBytes || setOf(r.Access[:i])[key] {
			return wrong("access", "access names %q, which is empty, too long, there twice or no access tag", shorten(key))
		}
	}
	if len(r.Access) > maxAccess {
		return wrong("access", "access names more than %d tags", maxAccess)
	}
	return nil
}

// lineOf returns the line on which a key stands, or 0.
func lineOf(text []byte, key string) int {
	for i, line := range bytes.Split(text, []byte("\n")) {
		if bytes.HasPrefix(bytes.TrimLeft(line, " \t"), []byte(key+":")) {
			return i + 1
		}
	}
	return 0
}
