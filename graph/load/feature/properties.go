package feature

import (
	"strings"
	"unsafe"
)

// pairs appends the values of a valid JSON object to values and their names
// to s.keys. Both are parts of text where they have no escapes.
func (s *geojsonSource) pairs(text string, values []string) ([]string, error) {
	// The cursor only reads; text outlives it.
	c := cursor{b: unsafe.Slice(unsafe.StringData(text), len(text))}
	err := c.each(func(key []byte) error {
		end := c.colonBack()
		name := text[end-len(key) : end]
		var err error
		if strings.IndexByte(name, '\\') >= 0 {
			if name, err = unescape(name); err != nil {
				return err
			}
		}
		c.next()
		begin := c.i
		if err := c.value(); err != nil {
			return err
		}
		value, err := jsonText(text[begin:c.i])
		s.keys, values = append(s.keys, name), append(values, value)
		return err
	})
	return values, err
}

// colonBack returns the position of the quote that ends the key just read.
func (c *cursor) colonBack() int {
	i := c.i - 1
	for c.b[i] != '"' {
		i--
	}
	return i
}

// jsonText is the text of a valid JSON value: strings unquoted, null empty,
// objects and arrays compact, the others as written.
func jsonText(raw string) (string, error) {
	switch raw[0] {
	case '"':
		raw = raw[1 : len(raw)-1]
		if strings.IndexByte(raw, '\\') < 0 {
			return raw, nil
		}
		return unescape(raw)
	case '{', '[':
		return compact(raw), nil
	case 'n':
		return "", nil
	}
	return raw, nil
}
