package feature

import (
	"bytes"
	"fmt"
)

// cursor reads one JSON value held in memory, strictly by RFC 8259.
type cursor struct {
	b     []byte
	i     int
	depth int
	hint  string // set with an error when there is a mend
}

// next skips blanks and returns the next byte, 0 at the end.
func (c *cursor) next() byte {
	if c.i = blank(c.b, c.i); c.i < len(c.b) {
		return c.b[c.i]
	}
	return 0
}

// blank returns the position of the first byte from i on that is not blank.
func blank(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i++
	}
	return i
}

// take skips blanks and the byte want, or fails.
func (c *cursor) take(want byte) error {
	if c.next() != want || c.i >= len(c.b) {
		return c.expected("'" + string(want) + "'")
	}
	c.i++
	return nil
}

// took skips blanks and the byte want if it is there.
func (c *cursor) took(want byte) bool {
	if c.next() == want && c.i < len(c.b) {
		c.i++
		return true
	}
	return false
}

func (c *cursor) expected(what string) error {
	if c.i >= len(c.b) {
		return errCut
	}
	end := min(c.i+12, len(c.b))
	found := string(c.b[c.i:end])
	if c.hint == "" {
		c.hint = literalHint(found)
	}
	return fmt.Errorf("JSON has %s where %s is expected", quote(found), what)
}

// literalHint knows what Python, R and JavaScript write that JSON is not.
func literalHint(found string) string {
	for len(found) > 0 && (found[0] == '-' || found[0] == '+') {
		found = found[1:]
	}
	for _, word := range []string{"NaN", "nan", "Inf", "inf", "None", "NA"} {
		if len(found) >= len(word) && found[:len(word)] == word {
			return "JSON has no NaN, Infinity or NA: write null for what is unknown"
		}
	}
	return ""
}

// span is a part of cursor.b.
type span struct{ begin, end int }

func (c *cursor) bytes(s span) []byte { return c.b[s.begin:s.end] }

// each calls fn for every member of the object at the cursor, which stands at
// the first byte of the value and must be left behind it. The key is raw,
// between its quotes.
func (c *cursor) each(fn func(key span) error) error {
	if err := c.take('{'); err != nil {
		return err
	}
	if err := c.enter(); err != nil {
		return err
	}
	for first := true; !c.took('}'); first = false {
		if !first {
			if err := c.take(','); err != nil {
				return err
			}
		}
		key, err := c.stringRaw()
		if err != nil {
			return err
		}
		if err := c.take(':'); err != nil {
			return err
		}
		c.next()
		if err := fn(key); err != nil {
			return err
		}
	}
	c.depth--
	return nil
}

// items calls fn for every item of the array at the cursor.
func (c *cursor) items(fn func() error) error {
	if err := c.take('['); err != nil {
		return err
	}
	if err := c.enter(); err != nil {
		return err
	}
	for first := true; !c.took(']'); first = false {
		if !first {
			if err := c.take(','); err != nil {
				return err
			}
		}
		if err := fn(); err != nil {
			return err
		}
	}
	c.depth--
	return nil
}

func (c *cursor) enter() error {
	if c.depth++; c.depth > maxDepth {
		return errDepth
	}
	return nil
}

// stringRaw takes a string and returns what is between its quotes, escapes
// untouched.
func (c *cursor) stringRaw() (span, error) {
	if c.next() != '"' {
		return span{}, c.expected("a string in double quotes")
	}
	begin := c.i + 1
	for i := begin; i < len(c.b); i++ {
		switch b := c.b[i]; {
		case b == '"':
			c.i = i + 1
			return span{begin, i}, nil
		case b == '\\':
			n := escapeLength(c.b[i:])
			if n == 0 {
				c.i = i
				return span{}, c.expected("a JSON escape")
			}
			i += n - 1
		case b < ' ':
			c.i = i
			return span{}, c.expected("text without control characters")
		}
	}
	c.i = len(c.b)
	return span{}, errCut
}

// escapeLength returns the length of the escape b begins with, 0 if invalid.
func escapeLength(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	switch b[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if len(b) < 6 {
			return 0
		}
		for _, c := range b[2:6] {
			if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f') {
				return 0
			}
		}
		return 6
	}
	return 0
}

// value skips one value of any kind, checking it.
func (c *cursor) value() error {
	switch b := c.next(); {
	case b == '{':
		return c.each(func(span) error { return c.value() })
	case b == '[':
		return c.items(c.value)
	case b == '"':
		_, err := c.stringRaw()
		return err
	case b == '-' || b >= '0' && b <= '9':
		return c.numberRaw()
	}
	for _, word := range []string{"null", "true", "false"} {
		if len(c.b)-c.i >= len(word) && string(c.b[c.i:c.i+len(word)]) == word {
			c.i += len(word)
			return nil
		}
	}
	return c.expected("a value")
}

// isNull skips a null if there is one.
func (c *cursor) isNull() bool {
	if c.next() == 'n' && len(c.b)-c.i >= 4 && string(c.b[c.i:c.i+4]) == "null" {
		c.i += 4
		return true
	}
	return false
}

func (c *cursor) numberRaw() error {
	_, n := scanFloat(c.b[c.i:])
	if n == 0 {
		return c.badNumber()
	}
	c.i += n
	return nil
}

// badNumber is the error for what scanFloat did not take: a number cut by the
// end or something else.
func (c *cursor) badNumber() error {
	if len(bytes.TrimLeft(c.b[c.i:], "+-.0123456789eE")) == 0 {
		c.i = len(c.b)
	}
	return c.expected("a number")
}

// atEnd tells whether an error may be due to the end of b: words and escapes
// are told from their first byte and shorter than near.
func (c *cursor) atEnd() bool {
	const near = 16
	return len(c.b)-c.i < near
}
