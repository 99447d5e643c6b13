package osm

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

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

const profileHint = "the keys are: speeds, oneway, access, closed, ferry_kmh, barriers, walk_kmh, none_kmh, limits"

func parseRules(label string, text []byte) (rules, error) {
	// What may be left out has the value of the embedded profiles.
	r := rules{WalkKMH: 5, NoneKMH: 130}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&r); err != nil {
		return r, yamlError(label, err)
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return r, &feature.Error{File: label, Err: errors.New("more than one document; a profile is one")}
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

var (
	yamlLine    = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)
	yamlUnknown = regexp.MustCompile(`^field (\S+) not found in type osm\.rules$`)
	yamlType    = regexp.MustCompile("^cannot unmarshal !!(\\w+)(?: `(.*)`)? into (\\S+)$")
)

// yamlError turns the first complaint of the YAML library into one line.
func yamlError(file string, err error) error {
	var own *feature.Error
	if errors.As(err, &own) {
		own.File = file
		return own
	}
	if errors.Is(err, io.EOF) {
		return &feature.Error{File: file, Err: errors.New("the file is empty"), Hint: profileHint}
	}
	message := err.Error()
	var typed *yaml.TypeError
	if errors.As(err, &typed) && len(typed.Errors) > 0 {
		message = typed.Errors[0]
	}
	out := &feature.Error{File: file}
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		out.Line, _ = strconv.Atoi(m[1])
		message = m[2]
	}
	if m := yamlUnknown.FindStringSubmatch(message); m != nil {
		out.Err, out.Hint = fmt.Errorf("unknown key %q", m[1]), profileHint
		return out
	}
	if m := yamlType.FindStringSubmatch(message); m != nil {
		message = fmt.Sprintf("a %s stands where another kind of value is expected", m[1])
	}
	out.Err = errors.New(strings.TrimPrefix(message, "yaml: "))
	return out
}
