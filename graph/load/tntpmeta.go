package load

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The tags of TNTP files.
const (
	tagZones     = "NUMBER OF ZONES"
	tagNodes     = "NUMBER OF NODES"
	tagFirstThru = "FIRST THRU NODE"
	tagLinks     = "NUMBER OF LINKS"
	tagTotal     = "TOTAL OD FLOW"
	tagHeader    = "ORIGINAL HEADER"
	tagEnd       = "END OF METADATA"
)

// tntpMeta reads the lines "<TAG> value" that a TNTP file begins with.
type tntpMeta struct {
	wanted   []string
	tags     []string // read so far
	values   []string // of tags
	header   string
	warnings []string
	done     bool
}

func (m *tntpMeta) line(l line) error {
	tag, value, ok := bytes.Cut(l, []byte(">"))
	if !ok || !bytes.HasPrefix(tag, []byte("<")) {
		return &Error{Err: fmt.Errorf("%s is no line of metadata", shortQuote(l)), Hint: "write <NUMBER OF ZONES> 24 and so on, then <" + tagEnd + ">"}
	}
	name := strings.ToUpper(strings.Join(strings.Fields(string(tag[1:])), " "))
	text := strings.TrimSpace(string(value))
	switch {
	case name == tagEnd:
		m.done = true
		return m.missing()
	case slices.Contains(m.tags, name):
		return fmt.Errorf("<%s> stands twice", name)
	case name == tagHeader:
		m.header = strings.Join(strings.Fields(strings.Trim(text, "~;\t ")), " ")
	case !slices.Contains(m.wanted, name):
		m.warnings = appendOnce(m.warnings, fmt.Sprintf("metadata %s: not used", shortQuote([]byte("<"+name+">"))))
		return nil // and not remembered: there could be any number of them
	}
	m.tags, m.values = append(m.tags, name), append(m.values, text)
	return nil
}

func (m *tntpMeta) missing() error {
	for _, tag := range m.wanted {
		if !slices.Contains(m.tags, tag) {
			return &Error{Err: fmt.Errorf("<%s> is missing", tag), Hint: "add a line with it above <" + tagEnd + ">"}
		}
	}
	return nil
}

// incomplete is the error of a file that ends within its metadata.
func (m *tntpMeta) incomplete() error { return fmt.Errorf("<%s> is missing", tagEnd) }

// whole returns the value of a tag that counts something.
func (m *tntpMeta) whole(tag string) (int, error) {
	n, err := wholeField([]byte(m.value(tag)), mostNodes)
	if err != nil {
		return 0, fmt.Errorf("<%s>: %w", tag, err)
	}
	return n, nil
}

func (m *tntpMeta) value(tag string) string { return m.values[slices.Index(m.tags, tag)] }

// wholeField reads a whole number from 1 to most.
func wholeField(field []byte, most int) (int, error) {
	n, err := strconv.Atoi(string(field))
	if err != nil || n < 1 || n > most {
		return 0, fmt.Errorf("%s is not a whole number from 1 to %d", shortQuote(field), most)
	}
	return n, nil
}

// decimal reads a finite number; its error has a hint.
func decimal(text string) (float64, error) {
	x, err := strconv.ParseFloat(text, 64)
	if err == nil && strings.Trim(text, "+-.0123456789eE") == "" {
		return x, nil
	}
	bad := &Error{Err: fmt.Errorf("%s is not a number", shortQuote([]byte(text))), Hint: "write digits with a decimal point"}
	switch {
	case errors.Is(err, strconv.ErrRange):
		bad.Hint = "the number is too large"
	case strings.Count(text, ",") == 1:
		bad.Hint = "decimal comma? write " + shorten(strings.Replace(text, ",", ".", 1))
	}
	return 0, bad
}

func shorten(text string) string {
	const most = 40
	if len(text) > most {
		return strings.ToValidUTF8(text[:most], "") + "..."
	}
	return text
}

func shortQuote(text []byte) string { return strconv.Quote(shorten(string(text))) }
