package matlab

import (
	"encoding/binary"
	"fmt"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// The types of elements, Table 1-1 of the format.
const (
	miInt8       = 1
	miUint8      = 2
	miInt16      = 3
	miUint16     = 4
	miInt32      = 5
	miUint32     = 6
	miSingle     = 7
	miDouble     = 9
	miInt64      = 12
	miUint64     = 13
	miMatrix     = 14
	miCompressed = 15
	miUTF8       = 16
	miUTF16      = 17
	miUTF32      = 18
)

// decoder decodes the bytes of one variable.
type decoder struct {
	data       []byte // content of the outermost miMATRIX, without its tag
	order      binary.ByteOrder
	label      string
	start      int64 // where the element of the variable is in the file
	compressed bool
	left       *int64 // bytes that may still be allocated
}

const tagBytes = 8

// errorf locates an error at a byte of data.
func (d *decoder) errorf(at int, format string, args ...any) *feature.Error {
	where := fmt.Sprintf("byte %d", d.start+int64(at)+tagBytes)
	if d.compressed {
		where = fmt.Sprintf("variable at byte %d, decompressed byte %d", d.start, at+tagBytes)
	}
	return &feature.Error{File: d.label, Err: fmt.Errorf(where+": "+format, args...)}
}

// charge accounts for memory before it is allocated.
func (d *decoder) charge(at, bytes int) error {
	*d.left -= int64(bytes)
	if *d.left >= 0 {
		return nil
	}
	bad := d.errorf(at, "%w: the variables take more memory than is allowed", feature.ErrTooLarge)
	bad.Hint = "name the variables that are wanted, or raise MaxBytes if you trust the file"
	return bad
}

// element is one tagged piece of data.
type element struct {
	kind    uint32
	at, end int // the data, in decoder.data
}

func (e element) size() int { return e.end - e.at }

func (d *decoder) bytes(e element) []byte { return d.data[e.at:e.end] }

// cursor walks through the elements of decoder.data[at:end].
type cursor struct{ at, end int }

func (c *cursor) left() int { return c.end - c.at }

// next reads the element at the cursor and moves the cursor past it and what
// pads it to a multiple of 8 bytes.
func (d *decoder) next(c *cursor) (element, error) {
	begin, end := c.at, c.end
	if c.left() < tagBytes {
		return element{}, d.errorf(begin, "%w: an element should begin here, and %d bytes remain", feature.ErrTruncated, end-begin)
	}
	word := d.order.Uint32(d.data[begin:])
	if small := int(word >> 16); small > 0 { // size and type in four bytes, data in the next four
		if small > 4 {
			return element{}, d.errorf(begin, "%w: a small element of %d bytes, which has room for 4", feature.ErrFormat, small)
		}
		c.at = begin + tagBytes
		return element{word & 0xffff, begin + 4, begin + 4 + small}, nil
	}
	size := int64(d.order.Uint32(d.data[begin+4:]))
	first := begin + tagBytes
	if size > int64(end-first) {
		return element{}, d.errorf(begin, "%w: %d bytes are claimed where %d remain", feature.ErrTruncated, size, end-first)
	}
	e := element{word, first, first + int(size)}
	c.at = min(first+(int(size)+7)&^7, end)
	return e, nil
}

// want reads the next element and refuses another type; what is named in the error.
func (d *decoder) want(c *cursor, kind uint32, what string) (element, error) {
	begin := c.at
	e, err := d.next(c)
	if err == nil && e.kind != kind {
		err = d.errorf(begin, "%w: an element of type %d where the %s should be", feature.ErrFormat, e.kind, what)
	}
	return e, err
}
