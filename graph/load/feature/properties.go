package feature

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"encoding/json"
)

// property is one member of "properties" as it stands in the file.
type property struct{ name, value span }

// split finds the parts of a feature, or of a bare geometry, which raw begins
// with. Afterwards s.raw stands behind it, or at the mistake.
func (s *geojsonSource) split(raw []byte) error {
	c := &s.raw
	c.cursor = cursor{b: raw}
	s.geometry, s.found, s.id = nil, s.found[:0], span{}
	s.kind, s.esri = "", false
	if err := c.each(s.splitMember); err != nil {
		return err
	}
	switch s.kind {
	case "Feature":
		return nil
	case "FeatureCollection":
		return errors.New(`a FeatureCollection without an array "features"`)
	case "":
		c.hint = `a feature begins {"type":"Feature",`
		if s.esri {
			c.hint = "the JSON of an ArcGIS server: ask it for f=geojson"
		}
		return errors.New(`a JSON object without "type"`)
	}
	s.found, s.id = s.found[:0], span{}
	c.cursor = cursor{b: raw}
	var err error
	s.geometry, err = c.geometry()
	return err
}

func (s *geojsonSource) splitMember(key span) (err error) {
	c := &s.raw
	switch begin := c.i; string(c.bytes(key)) {
	case "type":
		var kind span
		kind, err = c.stringRaw()
		s.kind = string(c.bytes(kind))
	case "geometry":
		s.geometry, err = c.geometry()
	case "properties":
		err = s.splitProperties()
	case "id":
		err = c.value()
		s.id = span{begin, c.i}
	case "attributes":
		s.esri = true
		err = c.value()
	default:
		err = c.value()
	}
	return err
}

func (s *geojsonSource) splitProperties() error {
	c := &s.raw
	s.found = s.found[:0]
	if c.next() != '{' {
		return c.value()
	}
	return c.each(func(name span) error {
		begin := c.i
		err := c.value()
		s.found = append(s.found, property{name, span{begin, c.i}})
		return err
	})
}

// properties turns what split found into columns: the properties, and the
// "id" of the feature unless a property is called so. The values of a feature
// share one string, features with the same names share those.
func (s *geojsonSource) properties() (*schema, []string, error) {
	if s.id.end > 0 && !slices.ContainsFunc(s.found, s.isID) {
		s.found = append(s.found, property{value: s.id})
	}
	s.packed, s.ends = s.packed[:0], s.ends[:0]
	for _, p := range s.found {
		var err error
		raw := s.raw.bytes(p.value)
		if raw, err = s.text(raw); err == nil {
			s.packed, err = appendJSON(s.packed, raw)
		}
		if err != nil {
			s.raw.i = p.value.begin
			return nil, nil, err
		}
		s.ends = append(s.ends, len(s.packed))
	}
	all := string(s.packed)
	values := make([]string, len(s.ends))
	begin := 0
	for i, end := range s.ends {
		values[i], begin = all[begin:end], end
	}
	err := s.name()
	return s.table, values, err
}

func (s *geojsonSource) isID(p property) bool { return string(s.nameOf(p)) == "id" }

// nameOf is the raw name of a column; the one without is the id of the feature.
func (s *geojsonSource) nameOf(p property) []byte {
	if p.name == (span{}) {
		return idName
	}
	return s.raw.bytes(p.name)
}

var idName = []byte("id")

// name makes a new schema when the names differ from those of the last feature.
func (s *geojsonSource) name() error {
	if slices.EqualFunc(s.found, s.names, func(p property, name string) bool { return string(s.nameOf(p)) == name }) {
		return nil
	}
	s.names = s.names[:0]
	columns := make([]string, len(s.found))
	for i, p := range s.found {
		raw := s.nameOf(p)
		s.names = append(s.names, string(raw))
		name, err := s.text(raw)
		if err == nil {
			columns[i], err = unescape(string(name))
		}
		if err != nil {
			return err
		}
	}
	s.table = newSchema(s.label, columns)
	return nil
}

func (s *geojsonSource) text(raw []byte) ([]byte, error) {
	text, err := s.decode.bytes(raw)
	if err != nil {
		s.raw.hint = encodingHint
	}
	return text, err
}

// appendJSON appends the text of a valid JSON value: strings unquoted, nothing
// for null, objects and arrays compact, the others as written.
func appendJSON(out, raw []byte) ([]byte, error) {
	switch raw[0] {
	case '"':
		raw = raw[1 : len(raw)-1]
		if bytes.IndexByte(raw, '\\') < 0 {
			return append(out, raw...), nil
		}
		text, err := unescape(string(raw))
		return append(out, text...), err
	case '{', '[':
		return appendCompact(out, raw), nil
	case 'n':
		return out, nil
	}
	return append(out, raw...), nil
}

// unescape decodes the inside of a JSON string.
func unescape(raw string) (string, error) {
	if strings.IndexByte(raw, '\\') < 0 {
		return raw, nil
	}
	var out string
	if err := json.Unmarshal([]byte(`"`+raw+`"`), &out); err != nil {
		return "", errors.New("JSON has a string that cannot be read: " + quote(raw))
	}
	return out, nil
}

// appendCompact drops the blanks between the tokens of a valid JSON value.
func appendCompact(out, raw []byte) []byte {
	inside := false
	for i := 0; i < len(raw); i++ {
		b := raw[i]
		switch {
		case inside && b == '\\' && i+1 < len(raw):
			out = append(out, b, raw[i+1])
			i++
			continue
		case b == '"':
			inside = !inside
		case !inside && blank(raw[i:i+1], 0) == 1:
			continue
		}
		out = append(out, b)
	}
	return out
}
