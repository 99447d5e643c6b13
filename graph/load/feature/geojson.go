package feature

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/paulmach/orb"
)

// geojsonSource reads a FeatureCollection, or a sequence of features and
// geometries (a single one, one a line, or RFC 8142 with record separators).
type geojsonSource struct {
	label  string
	in     *jsonStream
	decode *decoder
	inside bool // between the brackets of "features"
	first  bool // no element of "features" was read yet
	kind   string
	index  int
	table  *schema
	geom   geometryReader
	keys   []string
}

func openGeoJSON(c *content, decode *decoder) (*geojsonSource, error) {
	s := &geojsonSource{label: c.label, in: newJSONStream(plainText(c.in)), decode: decode}
	s.table = newSchema(c.label, nil)
	return s, nil
}

func (s *geojsonSource) columns() []string { return s.table.columns }

func (s *geojsonSource) next() (Feature, error) {
	for {
		f, found, err := s.step()
		if err == io.EOF && s.index == 0 {
			s.decode.notes.add(noteNoFeatures, 1)
		}
		if err != nil && err != io.EOF {
			err = s.located(err, s.in.here())
		}
		if err != nil || found {
			return f, err
		}
	}
}

// located adds the place to an error that has none.
func (s *geojsonSource) located(err error, line int) error {
	var at *Error
	if errors.As(err, &at) {
		return err
	}
	out := &Error{File: s.label, Line: line, Feature: s.index + 1, Err: err, Hint: s.geom.hint}
	if out.Hint == "" && errors.Is(err, ErrTruncated) {
		out.Hint = "download or copy the file again"
	}
	return out
}

// step reads one element of "features" or one value of the outermost level.
func (s *geojsonSource) step() (f Feature, found bool, err error) {
	if s.inside {
		return s.element()
	}
	s.in.release()
	c, err := s.in.peek()
	if err != nil {
		return f, false, err
	}
	switch c {
	case 0x1e: // record separator of RFC 8142
		s.in.pos++
		return f, false, nil
	case '{':
		return s.outermost()
	case '[':
		return f, false, &Error{File: s.label, Line: s.in.here(), Err: fmt.Errorf("a bare JSON array: %w", ErrFormat),
			Hint: `wrap it: {"type":"FeatureCollection","features":[...]}`}
	}
	return f, false, &Error{File: s.label, Line: s.in.here(), Err: fmt.Errorf("JSON that does not begin with '{' but %q: %w", c, ErrFormat),
		Hint: "GeoJSON is a FeatureCollection, or one feature a line"}
}

// outermost walks the members of an object of the outermost level. At
// "features" it stops, to be continued by element; an object without becomes
// one feature, for which the window keeps the whole of it.
func (s *geojsonSource) outermost() (f Feature, found bool, err error) {
	s.in.release()
	line := s.in.here()
	s.in.pos++
	s.kind = ""
	entered, err := s.members(true)
	if err != nil || entered {
		return f, false, err
	}
	f, err = s.feature(s.in.buf[s.in.start:s.in.pos], line)
	return f, err == nil, err
}

// members reads the members of the collection up to its '}', or up to the
// '[' of its features, which entered tells.
func (s *geojsonSource) members(first bool) (entered bool, err error) {
	for {
		c, err := s.in.peek()
		if err != nil {
			return false, cut(err)
		}
		if c == '}' {
			s.in.pos++
			return false, nil
		}
		if !first {
			if err := s.expect(','); err != nil {
				return false, err
			}
		}
		first = false
		key, err := s.key()
		if err != nil {
			return false, err
		}
		if c, err = s.in.peek(); err != nil {
			return false, cut(err)
		}
		if key == "features" && c == '[' && (s.kind == "" || s.kind == "FeatureCollection") {
			s.in.pos++
			s.inside, s.first = true, true
			return true, nil
		}
		if err := s.member(key); err != nil {
			return false, err
		}
	}
}

// member passes one value, looking at the type and the coordinate system.
func (s *geojsonSource) member(key string) error {
	line := s.in.here()
	begin := s.in.pos - s.in.start
	if err := s.in.skip(); err != nil {
		return err
	}
	raw := s.in.buf[s.in.start+begin : s.in.pos]
	c := cursor{b: raw}
	switch key {
	case "type":
		kind, err := c.stringRaw()
		if err != nil {
			return err
		}
		if s.kind = string(kind); s.kind == "Topology" {
			return &Error{File: s.label, Line: line, Err: fmt.Errorf("TopoJSON: %w", ErrFormat),
				Hint: "convert it with: ogr2ogr out.geojson in.topojson"}
		}
	case "crs":
		if err := checkJSONCRS(raw); err != nil {
			return &Error{File: s.label, Line: line, Err: err, Hint: "convert with: ogr2ogr -t_srs EPSG:4326 out.geojson in.geojson"}
		}
	}
	return nil
}

func (s *geojsonSource) key() (string, error) {
	c, err := s.in.peek()
	if err != nil {
		return "", cut(err)
	}
	if c != '"' {
		return "", fmt.Errorf("JSON has %q where the name of a member is expected", c)
	}
	begin := s.in.pos - s.in.start
	if err := s.in.skip(); err != nil {
		return "", err
	}
	key := string(s.in.buf[s.in.start+begin+1 : s.in.pos-1])
	return key, s.expect(':')
}

func (s *geojsonSource) expect(want byte) error {
	c, err := s.in.peek()
	if err != nil {
		return cut(err)
	}
	if c != want {
		return fmt.Errorf("JSON has %q where %q is expected", c, want)
	}
	s.in.pos++
	return nil
}

// element reads one element of "features", or what follows the last one.
func (s *geojsonSource) element() (f Feature, found bool, err error) {
	s.in.release()
	c, err := s.in.peek()
	if err != nil {
		return f, false, cut(err)
	}
	if c == ']' {
		s.in.pos++
		s.inside = false
		entered, err := s.members(false)
		if err == nil && entered {
			err = errors.New(`two members "features"`)
		}
		return f, false, err
	}
	if !s.first {
		if err := s.expect(','); err != nil {
			return f, false, err
		}
		if c, err = s.in.peek(); err != nil {
			return f, false, cut(err)
		}
	}
	s.first = false
	if c != '{' {
		return f, false, fmt.Errorf("JSON has %q where a feature is expected", c)
	}
	s.in.release()
	line := s.in.here()
	if err := s.in.skip(); err != nil {
		return f, false, err
	}
	f, err = s.feature(s.in.buf[s.in.start:s.in.pos], line)
	return f, err == nil, err
}

// feature decodes a feature or a geometry that starts at line.
func (s *geojsonSource) feature(raw []byte, line int) (Feature, error) {
	f := Feature{Line: line, Index: s.index}
	s.geom.cursor = cursor{b: raw}
	geometry, spans, err := s.split()
	if err == nil {
		f.Geometry = geometry
		f.table, f.values, err = s.properties(spans)
	}
	if err != nil {
		at := s.geom.i
		return f, s.located(err, line+countLines(raw[:min(at, len(raw))]))
	}
	s.index++
	return f, nil
}

func countLines(b []byte) (n int) {
	for _, c := range b {
		if c == '\n' {
			n++
		}
	}
	return n
}

// span is a part of the raw feature; empty when the member is absent.
type span struct{ begin, end int }

// memberSpans are the parts of a feature that become columns.
type memberSpans struct{ properties, id span }

// split reads the members of a feature, or a bare geometry.
func (s *geojsonSource) split() (geometry orb.Geometry, spans memberSpans, err error) {
	c := &s.geom
	kind, esri := "", false
	err = c.each(func(key []byte) (err error) {
		c.next()
		here := span{c.i, 0}
		switch string(key) {
		case "type":
			var raw []byte
			raw, err = c.stringRaw()
			kind = string(raw)
		case "geometry":
			geometry, err = c.geometry()
		case "properties":
			err = c.value()
			spans.properties = span{here.begin, c.i}
		case "id":
			err = c.value()
			spans.id = span{here.begin, c.i}
		case "attributes":
			esri = true
			err = c.value()
		default:
			err = c.value()
		}
		return err
	})
	switch {
	case err != nil || kind == "Feature" || kind == "FeatureCollection":
		if err == nil && kind == "FeatureCollection" {
			err = errors.New(`a FeatureCollection without an array "features"`)
		}
		return geometry, spans, err
	case kind != "":
		c.i, spans = 0, memberSpans{}
		geometry, err = c.geometry()
		return geometry, spans, err
	}
	if esri {
		c.hint = "the JSON of an ArcGIS server: ask it for f=geojson"
	} else {
		c.hint = `a feature begins {"type":"Feature",`
	}
	return nil, spans, errors.New(`a JSON object without "type"`)
}

// properties turns the members of "properties", and a foreign "id", into
// columns. All values share one string; the names are shared between features
// of the same make.
func (s *geojsonSource) properties(spans memberSpans) (*schema, []string, error) {
	raw := s.geom.b
	text, err := s.text(raw[spans.properties.begin:spans.properties.end])
	if err != nil {
		return nil, nil, err
	}
	s.keys = s.keys[:0]
	values := make([]string, 0, len(s.table.columns)+1)
	if text != "" && text[0] == '{' {
		if values, err = s.pairs(text, values); err != nil {
			return nil, nil, err
		}
	}
	if id := spans.id; id.end > id.begin && !slices.Contains(s.keys, "id") {
		text, err := s.text(raw[id.begin:id.end])
		if err != nil {
			return nil, nil, err
		}
		value, err := jsonText(text)
		if err != nil {
			return nil, nil, err
		}
		s.keys, values = append(s.keys, "id"), append(values, value)
	}
	if !slices.Equal(s.keys, s.table.columns) {
		s.table = newSchema(s.label, slices.Clone(s.keys))
	}
	return s.table, values, nil
}

// text copies and decodes raw JSON.
func (s *geojsonSource) text(raw []byte) (string, error) {
	text, err := s.decode.text(string(raw))
	if err != nil {
		s.geom.hint = encodingHint
	}
	return text, err
}
