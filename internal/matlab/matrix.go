package matlab

import (
	"bytes"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// maxDepth bounds how deep cells and structs may be nested.
const maxDepth = 64

// matrix decodes the content of a miMATRIX.
func (d *decoder) matrix(e element, depth int) (*Array, error) {
	if depth > maxDepth {
		return nil, d.errorf(e.at, "%w: cells are nested more than %d deep", feature.ErrTooLarge, maxDepth)
	}
	if err := d.charge(e.at, arrayBytes); err != nil {
		return nil, err
	}
	if e.size() == 0 && depth > 0 { // how an empty cell is stored
		return &Array{Class: Double, Dims: []int{0, 0}}, nil
	}
	h, err := d.head(e)
	if err != nil {
		return nil, err
	}
	a := &Array{Name: h.name, Class: h.class, Dims: h.dims}
	c := &cursor{h.at, e.end}
	switch {
	case h.class == Cell:
		a.Cells, err = d.cells(c, h.count, depth)
	case h.class == Struct:
		err = d.fields(c, a, depth)
	case h.class == Char:
		a.Text, err = d.text(c, h)
	case h.mx == mxSparse:
		err = d.sparse(c, a)
	default:
		err = d.full(c, a)
	}
	if err == nil && c.left() >= tagBytes {
		err = d.errorf(c.at, "%w: %d bytes follow after a %s", feature.ErrFormat, c.left(), a)
	}
	return a, err
}

// arrayBytes is about what an Array takes without its values.
const arrayBytes = 256

// cells decodes n matrices that follow one another.
func (d *decoder) cells(c *cursor, n, depth int) ([]*Array, error) {
	if n > c.left()/tagBytes {
		return nil, d.errorf(c.at, "%w: %d cells are claimed in %d bytes", feature.ErrTruncated, n, c.left())
	}
	cells := make([]*Array, n) // each has 8 bytes at least
	for i := range cells {
		inner, err := d.want(c, miMatrix, "content of a cell")
		if err != nil {
			return nil, err
		}
		if cells[i], err = d.matrix(inner, depth+1); err != nil {
			return nil, err
		}
	}
	return cells, nil
}

// fields decodes a struct: the names of the fields, each in the same number of
// bytes, then the fields of the first element, of the second, and so on.
func (d *decoder) fields(c *cursor, a *Array, depth int) error {
	begin := c.at
	length, err := d.want(c, miInt32, "length of field names")
	if err != nil {
		return err
	}
	names, err := d.want(c, miInt8, "field names")
	if err != nil {
		return err
	}
	if length.size() != 4 {
		return d.errorf(begin, "%w: a length of field names in %d bytes", feature.ErrFormat, length.size())
	}
	each := int(int32(d.order.Uint32(d.bytes(length))))
	if names.size() > 0 && (each <= 0 || names.size()%each != 0) {
		return d.errorf(begin, "%w: field names of %d bytes, %d each", feature.ErrFormat, names.size(), each)
	}
	if names.size() > 0 {
		if a.Fields, err = d.fieldNames(names, each); err != nil {
			return err
		}
	}
	n := len(a.Fields)
	if n > 0 && a.Len() > c.left()/tagBytes/n {
		return d.errorf(begin, "%w: %d times %d fields are claimed in %d bytes", feature.ErrTruncated, a.Len(), n, c.left())
	}
	a.Cells, err = d.cells(c, a.Len()*n, depth)
	return err
}

func (d *decoder) fieldNames(e element, each int) ([]string, error) {
	const perName = 100 // bytes of a string and of its place in the map
	if err := d.charge(e.at, e.size()+perName*(e.size()/each)); err != nil {
		return nil, err
	}
	seen := make(map[string]bool, e.size()/each)
	var names []string
	for raw := d.bytes(e); len(raw) > 0; raw = raw[each:] {
		name, _, _ := bytes.Cut(raw[:each], []byte{0})
		if seen[string(name)] {
			return nil, d.errorf(e.at, "%w: field %q stands twice", feature.ErrFormat, name)
		}
		seen[string(name)] = true
		names = append(names, string(name))
	}
	return names, nil
}
