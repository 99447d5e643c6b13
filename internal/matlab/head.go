package matlab

import (
	"fmt"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// mxClasses are the classes that can be read, by their number in the file
// (Table 1-3); the class of a sparse array is double or logical.
var mxClasses = map[byte]Class{
	1: Cell, 2: Struct, 4: Char, mxSparse: Double, 6: Double, 7: Single, 8: Int8, 9: Uint8,
	10: Int16, 11: Uint16, 12: Int32, 13: Uint32, 14: Int64, 15: Uint64,
}

const (
	mxObject   = 3
	mxSparse   = 5
	mxFunction = 16
	mxOpaque   = 17

	flagLogical = 0x0200
	flagComplex = 0x0800
)

// head is what every matrix begins with.
type head struct {
	mx    byte // class as in the file
	class Class
	dims  []int
	count int // product of dims; 0 for sparse arrays, which need none
	name  string
	at    int // of the elements that follow
}

// head decodes flags, dimensions and name.
func (d *decoder) head(e element) (head, error) {
	c := &cursor{e.at, e.end}
	flags, err := d.want(c, miUint32, "array flags")
	if err != nil {
		return head{}, err
	}
	if flags.size() != 8 {
		return head{}, d.errorf(e.at, "%w: array flags of %d bytes instead of 8", feature.ErrFormat, flags.size())
	}
	word := d.order.Uint32(d.bytes(flags))
	h := head{mx: byte(word)}
	h.class = mxClasses[h.mx]
	if h.class == 0 && (h.mx < mxObject || h.mx > mxOpaque) {
		return h, d.errorf(e.at, "%w: there is no class %d of arrays", feature.ErrFormat, h.mx)
	}
	if h.mx != mxOpaque { // which has no dimensions
		if err := d.dims(c, &h); err != nil {
			return h, err
		}
	}
	name, err := d.want(c, miInt8, "name")
	if err != nil {
		return h, err
	}
	h.name, h.at = string(d.bytes(name)), c.at
	if word&flagLogical != 0 && h.class >= Double {
		h.class = Logical
	}
	return h, d.unsupported(e, h, word&flagComplex != 0)
}

// unsupported refuses the arrays that are not read.
func (d *decoder) unsupported(e element, h head, complex bool) error {
	what := ""
	switch {
	case h.mx == mxObject:
		what = "an object"
	case h.mx == mxFunction:
		what = "a function handle"
	case h.mx == mxOpaque:
		what = "an object or a string of class string"
	case complex && h.class >= Logical:
		what = "an array of complex numbers"
	default:
		return nil
	}
	if h.name != "" {
		what = fmt.Sprintf("%q is %s", h.name, what)
	}
	bad := d.errorf(e.at, "%s: %w", what, ErrUnsupported)
	bad.Hint = "save it as plain numbers, char or cell, or name the variables that are wanted"
	return bad
}

const mostDims = 32

func (d *decoder) dims(c *cursor, h *head) error {
	begin := c.at
	e, err := d.want(c, miInt32, "dimensions")
	if err != nil {
		return err
	}
	n := e.size() / 4
	if e.size()%4 != 0 || n < 2 || n > mostDims {
		return d.errorf(begin, "%w: dimensions of %d bytes", feature.ErrFormat, e.size())
	}
	h.dims = make([]int, n)
	const most = 1<<31 - 2 // elements: more than any file of this version holds
	h.count = 1
	for i := range h.dims {
		size := int(int32(d.order.Uint32(d.data[e.at+4*i:])))
		if size < 0 {
			return d.errorf(begin, "%w: a dimension of %d", feature.ErrFormat, size)
		}
		h.dims[i] = size
		if h.mx != mxSparse && h.count > 0 && size > most/h.count {
			h.count = most + 1 // unless a later dimension is 0
			continue
		}
		h.count *= size
	}
	switch {
	case h.mx == mxSparse && n != 2:
		return d.errorf(begin, "%w: a sparse array of %d dimensions", feature.ErrFormat, n)
	case h.mx == mxSparse:
		h.count = 0
	case h.count > most:
		return d.errorf(begin, "%w: %d or more elements are claimed", feature.ErrTooLarge, most)
	}
	return nil
}
