package stata

import (
	"encoding/binary"
	"math"
)

// data reads the rows.
func (r *reader) data() error {
	if err := r.tag("<data>"); err != nil {
		return err
	}
	width, perRow := 0, int64(0)
	for _, c := range r.file.Columns {
		width += c.Width
		perRow += 8
		if c.IsText() {
			perRow += 8
		}
	}
	if width > 0 {
		if err := r.rows(width, perRow); err != nil {
			return err
		}
	}
	return r.tag("</data>")
}

// rows reads rows in blocks, so that a claim of many costs nothing.
func (r *reader) rows(width int, perRow int64) error {
	const block = 1 << 16
	step := max(1, block/width)
	if err := r.charge(int64(step * width)); err != nil {
		return err
	}
	buffer := make([]byte, step*width)
	for done := 0; done < r.file.Rows; {
		if r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		n := min(step, r.file.Rows-done)
		if err := r.fill(buffer[:n*width], "rows"); err != nil {
			return err
		}
		if err := r.charge(int64(n) * perRow); err != nil {
			return err
		}
		at := 0
		for _, c := range r.file.Columns {
			if err := r.put(c, cells{buffer[at:], width, n}); err != nil {
				return err
			}
			at += c.Width
		}
		done += n
	}
	return nil
}

// cells are the values of one column in a block of rows.
type cells struct {
	data   []byte // from the first value on
	stride int
	count  int
}

// put appends the values of a block to a column.
func (r *reader) put(c *Column, block cells) error {
	for i := range block.count {
		field := block.data[i*block.stride:][:c.Width]
		switch c.Type {
		case Str:
			s := r.text(field)
			if err := r.charge(int64(len(s))); err != nil {
				return err
			}
			c.Texts = append(c.Texts, s)
		case StrL:
			if err := r.refer(c, field); err != nil {
				return err
			}
		default:
			c.Numbers = append(c.Numbers, decodeNumber(c.Type, r.order, field))
		}
	}
	return nil
}

// The greatest values that are not missing; those above stand for . and .a to
// .z ("help dta", 4 Representation of numbers).
const (
	maxByte   = 100
	maxInt    = 32740
	maxLong   = 2147483620
	maxFloat  = 0x7effffff         // bits
	maxDouble = 0x7fdfffffffffffff // bits
)

func decodeNumber(t Type, order binary.ByteOrder, b []byte) float64 {
	switch t {
	case Byte:
		return known(int32(int8(b[0])), maxByte)
	case Int:
		return known(int32(int16(order.Uint16(b))), maxInt)
	case Long:
		return known(int32(order.Uint32(b)), maxLong)
	case Float:
		if bits := order.Uint32(b); int32(bits) <= maxFloat {
			return float64(math.Float32frombits(bits))
		}
	case Double:
		if bits := order.Uint64(b); int64(bits) <= maxDouble {
			return math.Float64frombits(bits)
		}
	}
	return math.NaN()
}

func known(x, most int32) float64 {
	if x > most {
		return math.NaN()
	}
	return float64(x)
}
