package engine

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// ReadStudy reads a study file. An unknown key, a value of the wrong type or a
// study that cannot be run is an error with its line.
func ReadStudy(path string) (*Study, error) {
	return readStudy(fileSource(path))
}

func readStudy(src source) (*Study, error) {
	text, err := src.read()
	if err != nil {
		return nil, err
	}
	s := &Study{source: src}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(s); err != nil {
		return nil, yamlError(src.label, err)
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, &feature.Error{File: src.label, Err: errors.New("more than one document; a study is one")}
	}
	if err := s.check(text); err != nil {
		return nil, err
	}
	return s, nil
}

var (
	yamlLine    = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)
	yamlUnknown = regexp.MustCompile(`^field (\S+) not found in type engine\.(\w+)$`)
	yamlType    = regexp.MustCompile("^cannot unmarshal !!(\\w+)(?: `(.*)`)? into (\\S+)$")
)

// yamlError turns the first complaint of the YAML library into one line.
func yamlError(file string, err error) error {
	if errors.Is(err, io.EOF) {
		return &feature.Error{File: file, Err: errors.New("the file is empty"), Hint: "copy examples/mexico-2010.yaml and change it"}
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
		keys := studyKeys[m[2]]
		out.Err = fmt.Errorf("unknown key %q", m[1])
		out.Hint = "the keys here are: " + strings.Join(keys, ", ")
		return out
	}
	if m := yamlType.FindStringSubmatch(message); m != nil {
		message = fmt.Sprintf("%q is not %s", m[2], plainType(m[1], m[3]))
		if m[2] == "" {
			message = fmt.Sprintf("a %s stands where %s is expected", m[1], plainType("", m[3]))
		}
	}
	out.Err = errors.New(strings.TrimPrefix(message, "yaml: "))
	return out
}

func plainType(_, goType string) string {
	switch {
	case strings.HasPrefix(goType, "[]"):
		return "a list"
	case strings.HasPrefix(goType, "map"), strings.HasPrefix(goType, "engine."):
		return "a group of keys"
	case goType == "int":
		return "a whole number"
	case goType == "float64":
		return "a number"
	}
	return "text"
}

// studyKeys lists the keys of each group of a study, by the name of its type.
var studyKeys = keysOf(reflect.TypeFor[Study](), map[string][]string{})

func keysOf(t reflect.Type, into map[string][]string) map[string][]string {
	switch t.Kind() {
	case reflect.Slice, reflect.Map:
		return keysOf(t.Elem(), into)
	case reflect.Struct:
	default:
		return into
	}
	for i := range t.NumField() {
		if key := t.Field(i).Tag.Get("yaml"); key != "" {
			into[t.Name()] = append(into[t.Name()], key)
			keysOf(t.Field(i).Type, into)
		}
	}
	return into
}
