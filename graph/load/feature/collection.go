package feature

import "fmt"

// outermost walks the members of an object of the outermost level. At
// "features" it stops, to be continued by element; an object without becomes
// one feature, for which the window keeps the whole of it.
func (s *geojsonSource) outermost() (f Feature, found bool, err error) {
	s.in.release()
	line := s.in.here()
	s.in.pos++
	s.outer, s.begun = "", s.index
	if !s.crs.asked {
		s.crs.system = nil // each object of a sequence has its own
	}
	entered, err := s.members(true)
	if err != nil || entered {
		return f, false, err
	}
	err = s.split(s.in.buf[s.in.start:s.in.pos])
	return s.feature(line, err)
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
		if key == "features" && c == '[' && (s.outer == "" || s.outer == "FeatureCollection") {
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
		if s.outer = string(c.bytes(kind)); s.outer == "Topology" {
			return &Error{File: s.label, Line: line, Err: fmt.Errorf("TopoJSON: %w", ErrFormat),
				Hint: "convert it with: ogr2ogr out.geojson in.topojson"}
		}
	case "crs":
		if err := s.crs.readJSON(raw, s.index > s.begun); err != nil {
			located := crsError(s.label, err)
			located.Line = line
			return located
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
