package stata_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
)

// builder writes .dta files, as "help dta" describes them.
type builder struct {
	version int
	order   interface {
		binary.ByteOrder
		binary.AppendByteOrder
	}
}

// builders are all versions in both byte orders.
func builders() (all []builder) {
	for _, version := range []int{113, 114, 115, 117, 118, 119} {
		all = append(all, builder{version, binary.LittleEndian}, builder{version, binary.BigEndian})
	}
	return all
}

func (b builder) String() string { return fmt.Sprintf("%d %v", b.version, b.order) }

func (b builder) tagged() bool { return b.version >= 117 }

// number appends the low bytes of x in the order of the file.
func (b builder) number(size int, x uint64) []byte {
	out := b.order.AppendUint64(nil, x)
	if b.order == binary.BigEndian {
		return out[8-size:]
	}
	return out[:size]
}

func (b builder) tag(name string, content ...[]byte) []byte {
	body := slices.Concat(content...)
	if !b.tagged() {
		return body
	}
	return slices.Concat([]byte("<"+name+">"), body, []byte("</"+name+">"))
}

// field pads a text with zeros.
func field(s string, width int) []byte { return append([]byte(s), make([]byte, width-len(s))...) }

// by is the size of something that differs before 117, in 117 and after.
func (b builder) by(before, in117, after int) int {
	switch {
	case b.version < 117:
		return before
	case b.version == 117:
		return in117
	}
	return after
}

type testColumn struct {
	name, format, label, labels string
	code                        int // as in 113 to 115
}

// table is the one that every test file holds; text is what its strL column
// holds, from 117 on.
var table = []testColumn{
	{"small", "%8.0g", "a byte", "yesno", 251},
	{"medium", "%8.0g", "", "", 252},
	{"long", "%12.0g", "", "", 253},
	{"month", "%tm", "month of the event", "", 254},
	{"exact", "%10.0g", "", "", 255},
	{"name", "%9s", "", "", 5},
}

const longText = "a text of any length, caf\u00e9"

func (b builder) columns() []testColumn {
	columns := slices.Clone(table)
	if b.tagged() {
		columns = append(columns, testColumn{"remark", "%9s", "", "", 32768})
	}
	return columns
}

func (b builder) typeCode(c testColumn) []byte {
	code := c.code
	if b.tagged() && code >= 251 && code <= 255 {
		code = 65530 - (code - 251)
	}
	return b.number(b.by(1, 2, 2), uint64(code))
}

// rows are three: plain values, the extremes, and missing ones.
func (b builder) rows() (out []byte) {
	const dot = 0x7fe0000000000000 // . as a double; .a is one more in the 12th hex digit
	for _, row := range []struct {
		small, medium, long int
		month               uint32
		exact               uint64
		name, remark        string
	}{
		{1, -300, 70000, math.Float32bits(586), math.Float64bits(0.1), "Ju\u00e1r", longText},
		{100, 32740, -2147483647, 0x7effffff, 0x7fdfffffffffffff, "ab", ""},
		{101, 32742, 2147483621, 0x7f000800, dot, "", longText},
	} {
		out = append(out, byte(row.small))
		out = append(out, b.number(2, uint64(row.medium))...)
		out = append(out, b.number(4, uint64(row.long))...)
		out = b.order.AppendUint32(out, row.month)
		out = b.order.AppendUint64(out, row.exact)
		out = append(out, field(row.name, 5)...)
		if b.tagged() {
			column, first := uint64(0), uint64(0)
			if row.remark != "" {
				column, first = uint64(len(table)+1), 1
			}
			split := map[int]int{117: 4, 118: 2, 119: 3}[b.version]
			out = append(out, b.number(split, column)...)
			out = append(out, b.number(8-split, first)...)
		}
	}
	return out
}

func (b builder) file() []byte {
	columns := b.columns()
	each := func(put func(testColumn) []byte) (out []byte) {
		for _, c := range columns {
			out = append(out, put(c)...)
		}
		return out
	}
	name := b.by(33, 33, 129)
	format := b.by(49, 49, 57)
	if b.version == 113 {
		format = 12
	}
	sort := 2
	if b.version == 119 {
		sort = 4
	}
	parts := [][]byte{
		b.tag("variable_types", each(b.typeCode)),
		b.tag("varnames", each(func(c testColumn) []byte { return field(c.name, name) })),
		b.tag("sortlist", make([]byte, sort*(len(columns)+1))),
		b.tag("formats", each(func(c testColumn) []byte { return field(c.format, format) })),
		b.tag("value_label_names", each(func(c testColumn) []byte { return field(c.labels, name) })),
		b.tag("variable_labels", each(func(c testColumn) []byte { return field(c.label, b.by(81, 81, 321)) })),
		b.notes(),
		b.tag("data", b.rows()),
	}
	if !b.tagged() {
		parts = append([][]byte{b.header(len(columns))}, append(parts, b.labels())...)
		return slices.Concat(parts...)
	}
	text := append([]byte(longText), 0)
	parts = append(parts, b.tag("strls", []byte("GSO"), b.number(4, uint64(len(table)+1)), b.number(b.by(0, 4, 8), 1),
		[]byte{130}, b.number(4, uint64(len(text))), text), b.tag("value_labels", b.labels()), []byte("</stata_dta>"))
	return b.mapped(b.header(len(columns)), parts)
}

// mapped puts the map of positions between the header and the other parts.
func (b builder) mapped(header []byte, parts [][]byte) []byte {
	at := uint64(len(header))
	positions := slices.Concat(b.number(8, 0), b.number(8, at))
	at += uint64(len(b.tag("map", make([]byte, 14*8))))
	for _, part := range parts {
		positions = append(positions, b.number(8, at)...)
		at += uint64(len(part))
	}
	positions = append(positions, b.number(8, at)...)
	return slices.Concat(header, b.tag("map", positions), slices.Concat(parts...))
}

func (b builder) notes() []byte {
	note := slices.Concat(field("_dta", b.by(33, 33, 129)), field("note1", b.by(33, 33, 129)), []byte("a note\x00"))
	size := b.number(4, uint64(len(note)))
	if !b.tagged() {
		return slices.Concat([]byte{1}, size, note, make([]byte, 5))
	}
	return b.tag("characteristics", b.tag("ch", size, note))
}

func (b builder) labels() []byte {
	content := slices.Concat(b.number(4, 2), b.number(4, 7), b.number(4, 0), b.number(4, 3), b.number(4, 0), b.number(4, 1), []byte("no\x00yes\x00"))
	return b.tag("lbl", b.number(4, uint64(len(content))), field("yesno", b.by(33, 33, 129)), make([]byte, 3), content)
}

func (b builder) header(columns int) []byte {
	const label, saved = "test table", "15 Jan 2015 00:30"
	if !b.tagged() {
		mark := byte(2)
		if b.order == binary.BigEndian {
			mark = 1
		}
		return slices.Concat([]byte{byte(b.version), mark, 1, 0}, b.number(2, uint64(columns)), b.number(4, 3), field(label, 81), field(saved, 18))
	}
	mark := "LSF"
	if b.order == binary.BigEndian {
		mark = "MSF"
	}
	k := 2
	if b.version == 119 {
		k = 4
	}
	head := b.tag("header", b.tag("release", fmt.Append(nil, b.version)), b.tag("byteorder", []byte(mark)), b.tag("K", b.number(k, uint64(columns))),
		b.tag("N", b.number(b.by(0, 4, 8), 3)), b.tag("label", b.number(b.by(0, 1, 2), uint64(len(label))), []byte(label)),
		b.tag("timestamp", b.number(1, uint64(len(saved))), []byte(saved)))
	return slices.Concat([]byte("<stata_dta>"), head)
}
