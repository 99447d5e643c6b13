package feature

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
)

// YAML names a file of settings for its errors.
type YAML struct {
	File string
	Kind string // what one file is: "a study"
	Hint string // what to do about an empty one
}

// Decode reads the one document of a text into a struct with yaml tags. A key that the
// struct does not have, a value of another type or a second document is an *Error
// with its line. An *Error from a method UnmarshalYAML is passed on.
func (y YAML) Decode(text []byte, into any) error {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		return y.explain(err, into)
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return &Error{File: y.File, Err: fmt.Errorf("more than one document; %s is one", y.Kind)}
	}
	return nil
}

// The complaints of the library.
var (
	yamlLine    = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)
	yamlUnknown = regexp.MustCompile(`^field (\S+) not found in type \w+\.(\w+)$`)
	yamlType    = regexp.MustCompile("^cannot unmarshal !!(\\w+)(?: `(.*)`)? into (\\S+)$")
)

// explain turns the first complaint of the library into one line.
func (y YAML) explain(err error, into any) error {
	var own *Error
	if errors.As(err, &own) {
		own.File = y.File
		return own
	}
	if errors.Is(err, io.EOF) {
		return &Error{File: y.File, Err: errors.New("the file is empty"), Hint: y.Hint}
	}
	message := err.Error()
	var typed *yaml.TypeError
	if errors.As(err, &typed) && len(typed.Errors) > 0 {
		message = typed.Errors[0]
	}
	out := &Error{File: y.File}
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		out.Line, _ = strconv.Atoi(m[1])
		message = m[2]
	}
	if m := yamlUnknown.FindStringSubmatch(message); m != nil {
		keys := map[string][]string{}
		yamlKeys(reflect.TypeOf(into), keys)
		out.Err = fmt.Errorf("unknown key %q", m[1])
		out.Hint = "the keys here are: " + strings.Join(keys[m[2]], ", ")
		if near := nearest(m[1], keys[m[2]]); near != "" {
			out.Hint = "did you mean " + near + "? " + out.Hint
		}
		return out
	}
	if m := yamlType.FindStringSubmatch(message); m != nil {
		message = fmt.Sprintf("%q is not %s", m[2], plainType(m[3]))
		if m[2] == "" {
			message = fmt.Sprintf("a %s stands where %s is expected", m[1], plainType(m[3]))
		}
		if m[3] == reflect.TypeOf(into).Elem().String() { // the whole file is something else
			out.Hint = y.Hint
		}
	} else if typed == nil {
		out.Hint = y.syntaxHint(message)
		if strings.Contains(message, "found") && out.Line == 0 {
			out.Line = 1 // the library leaves the first line out
		}
	}
	out.Err = errors.New(strings.TrimPrefix(message, "yaml: "))
	return out
}

// syntaxHint says how to mend a text that is not YAML.
func (y YAML) syntaxHint(message string) string {
	switch {
	case strings.Contains(message, "control characters"), strings.Contains(message, "UTF-8"):
		return y.Kind + " is a text file in YAML, saved as UTF-8"
	case strings.Contains(message, "cannot start any token"), strings.Contains(message, "tab character"):
		return "indent by blanks, not by tabs; text that begins with a sign stands in quotes"
	}
	return "look also at the lines around it: a bracket or quote that is not closed, or text with : # { } that stands without quotes"
}

// plainType says what a type of Go is to somebody who writes YAML.
func plainType(goType string) string {
	switch {
	case strings.HasPrefix(goType, "[]"):
		return "a list"
	case strings.HasPrefix(goType, "map"), strings.Contains(goType, "."):
		return "a group of keys"
	case goType == "int":
		return "a whole number"
	case goType == "float64":
		return "a number"
	}
	return "text"
}

// yamlKeys lists the keys of a struct and of those in it, by the name of the type.
func yamlKeys(t reflect.Type, into map[string][]string) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		yamlKeys(t.Elem(), into)
	case reflect.Struct:
		if _, known := into[t.Name()]; known {
			return
		}
		into[t.Name()] = nil
		for i := range t.NumField() {
			inner := t.Field(i).Type
			switch key := t.Field(i).Tag.Get("yaml"); key {
			case "":
			case ",inline":
				yamlKeys(inner, into)
				into[t.Name()] = append(into[t.Name()], into[inner.Name()]...)
			default:
				into[t.Name()] = append(into[t.Name()], key)
				yamlKeys(inner, into)
			}
		}
	}
}
