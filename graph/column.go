package graph

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// Column is one attribute of every segment, such as its class or its number.
// Values are kept once each, as text, so a column costs four bytes a segment.
// Immutable; the nil Column is empty everywhere.
type Column struct {
	name   string
	codes  []int32 // per segment, into values; 0 is "no value"
	values []string
	number []float64 // per value; NaN when the text is not a number
	lookup map[string]int32
}

func newColumn(name string) *Column {
	return &Column{name: name, values: []string{""}, lookup: map[string]int32{"": 0}}
}

func (c *Column) append(value string) {
	code, known := c.lookup[value]
	if !known {
		code = int32(len(c.values))
		value = strings.Clone(value) // do not keep a whole input file alive
		c.values = append(c.values, value)
		c.lookup[value] = code
	}
	c.codes = append(c.codes, code)
}

func (c *Column) finish() {
	c.lookup = nil
	c.number = make([]float64, len(c.values))
	for i, text := range c.values {
		c.number[i] = parseNumber(text)
	}
}

// parseNumber returns NaN for anything but a finite number.
func parseNumber(text string) float64 {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(x, 0) {
		return math.NaN()
	}
	return x
}

// IsNumber reports whether a value reads as a finite number.
func IsNumber(text string) bool { return !math.IsNaN(parseNumber(text)) }

// Name returns the column's name.
func (c *Column) Name() string {
	if c == nil {
		return ""
	}
	return c.name
}

// Text returns the value at a segment; "" where there is none.
func (c *Column) Text(s SegmentID) string {
	if c == nil {
		return ""
	}
	return c.values[c.codes[s]]
}

// Number returns the value at a segment read as a number; NaN where there is
// none or it is not a number.
func (c *Column) Number(s SegmentID) float64 {
	if c == nil {
		return math.NaN()
	}
	return c.number[c.codes[s]]
}

// True reports whether the value at a segment is a yes; see IsTrue.
func (c *Column) True(s SegmentID) bool { return IsTrue(c.Text(s)) }

// IsTrue reports whether a text reads as yes: true, t, yes, y, si, sí or a
// number other than 0, in any case.
func IsTrue(text string) bool {
	switch strings.ToLower(text) {
	case "true", "t", "yes", "y", "si", "sí":
		return true
	}
	x := parseNumber(text)
	return x != 0 && !math.IsNaN(x)
}

// Values returns the distinct values in order of first appearance, without "".
func (c *Column) Values() []string {
	if c == nil {
		return nil
	}
	return append([]string(nil), c.values[1:]...)
}

// WithColumns returns the network with further columns, one value per segment
// each; a column replaces one of the same name. The network itself is shared, not copied.
func (g *Graph) WithColumns(names []string, values [][]string) *Graph {
	h := *g
	h.columns = nil
	for _, c := range g.columns {
		if !slices.Contains(names, c.name) {
			h.columns = append(h.columns, c)
		}
	}
	for i, name := range names {
		if len(values[i]) != g.SegmentCount() {
			panic("graph: a column needs a value for every segment")
		}
		c := newColumn(name)
		for _, value := range values[i] {
			c.append(value)
		}
		c.finish()
		h.columns = append(h.columns, c)
	}
	return &h
}
