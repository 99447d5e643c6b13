package matlab

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// text decodes a char array. Each of its elements is a unit of UTF-16, or, from
// some writers, a byte of UTF-8 or of Latin-1.
func (d *decoder) text(c *cursor, h head) (string, error) {
	begin := c.at
	e, err := d.next(c)
	if err != nil {
		return "", err
	}
	if err := d.charge(begin, 8*e.size()); err != nil {
		return "", err
	}
	raw := d.bytes(e)
	units, ok := d.units(e)
	switch {
	case !ok:
		return "", d.errorf(begin, "%w: an element of type %d where text should be", feature.ErrFormat, e.kind)
	case len(units) == h.count:
		return joinRows(units, h.dims[0], func(row []uint16) string { return string(utf16.Decode(row)) }), nil
	case e.kind == miUTF8 && len(raw) == h.count:
		return joinRows(raw, h.dims[0], byteText), nil
	}
	return "", d.errorf(begin, "%w: %d characters where %d are claimed", feature.ErrFormat, len(units), h.count)
}

// units returns the text of an element as UTF-16; not ok when it holds no text.
func (d *decoder) units(e element) (units []uint16, ok bool) {
	raw := d.bytes(e)
	switch e.kind {
	case miUTF8:
		if !utf8.Valid(raw) { // bytes, then: see text
			return nil, true
		}
		return utf16.Encode([]rune(string(raw))), true
	case miInt8, miUint8:
		for _, b := range raw {
			units = append(units, uint16(b))
		}
		return units, true
	case miUint16, miUTF16:
		for ; len(raw) >= 2; raw = raw[2:] {
			units = append(units, d.order.Uint16(raw))
		}
		return units, true
	case miUTF32:
		for ; len(raw) >= 4; raw = raw[4:] {
			units = utf16.AppendRune(units, rune(d.order.Uint32(raw)))
		}
		return units, true
	}
	return nil, false
}

// byteText reads bytes as UTF-8 where they are, else as Latin-1.
func byteText(row []byte) string {
	if utf8.Valid(row) {
		return string(row)
	}
	runes := make([]rune, len(row))
	for i, b := range row {
		runes[i] = rune(b)
	}
	return string(runes)
}

// joinRows turns columns of characters into lines.
func joinRows[T byte | uint16](chars []T, rows int, text func([]T) string) string {
	if len(chars) == 0 {
		return ""
	}
	if rows == 1 {
		return text(chars)
	}
	out := make([]byte, 0, len(chars)+rows)
	line := make([]T, len(chars)/rows)
	for i := range rows {
		for j := range line {
			line[j] = chars[i+j*rows]
		}
		if i > 0 {
			out = append(out, '\n')
		}
		out = append(out, text(line)...)
	}
	return string(out)
}
