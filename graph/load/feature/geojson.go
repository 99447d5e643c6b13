package feature

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/paulmach/orb"
)

// geojsonSource reads a FeatureCollection, or a sequence of features and
// geometries (a single one, one a line, or RFC 8142 with record separators).
type geojsonSource struct {
	label  string
	in     *jsonStream
	decode *decoder
	inside bool   // between the brackets of "features"
	first  bool   // no element of "features" was read yet
	outer  string // type of the object of the outermost level
	crs    *crs
	index  int
	begun  int // index at the start of the object of the outermost level
	table  *schema

	// What split found in the feature at hand.
	raw      geometryReader
	geometry orb.Geometry
	found    []property
	id       span // of its value
	kind     string
	esri     bool // it has "attributes"
	// Reused from feature to feature.
	names  []string // of the columns of table, as in the file
	packed []byte
	ends   []int
}

func openGeoJSON(c *content, decode *decoder, system *crs) (*geojsonSource, error) {
	s := &geojsonSource{label: c.label, in: newJSONStream(plainText(c.in)), decode: decode, crs: system}
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
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = errCut
	}
	out := &Error{File: s.label, Line: line, Feature: s.index + 1, Err: err, Hint: s.raw.hint}
	switch {
	case out.Hint != "":
	case errors.Is(err, ErrTruncated):
		out.Hint = "download or copy the file again"
	case errors.Is(err, errExpansion):
		out.Hint = trustHint
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
	err = s.decodeNext()
	return s.feature(line, err)
}

// decodeNext decodes the object at the next byte, widening the window as long
// as its end is not in there. That takes one pass where looking for the end
// first would take two; what is decoded again is less than was decoded.
func (s *geojsonSource) decodeNext() error {
	for {
		err := s.split(s.in.buf[s.in.pos:s.in.end])
		if err == nil {
			s.in.pos += s.raw.i
			return nil
		}
		if s.in.done || !s.raw.atEnd() {
			return err
		}
		if err := s.in.more(); err != nil {
			return err
		}
	}
}

// feature makes a Feature that starts at line of what split found.
func (s *geojsonSource) feature(line int, err error) (Feature, bool, error) {
	f := Feature{Line: line, Index: s.index, Geometry: s.geometry}
	if err == nil {
		f.table, f.values, err = s.properties()
	}
	if err != nil {
		return f, false, s.located(err, line+bytes.Count(s.raw.b[:s.raw.i], newline))
	}
	s.index++
	return f, true, nil
}
