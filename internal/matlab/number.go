package matlab

import (
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// full decodes the numbers of an array that is not sparse.
func (d *decoder) full(c *cursor, a *Array) error {
	begin := c.at
	e, err := d.next(c)
	if err != nil {
		return err
	}
	if a.Numbers, a.Rounded, err = d.numbers(e); err != nil {
		return err
	}
	if n := a.Len(); len(a.Numbers) != n {
		return d.errorf(begin, "%w: %d numbers where a %s has %d", feature.ErrFormat, len(a.Numbers), a, n)
	}
	a.toLogical()
	return nil
}

func (a *Array) toLogical() {
	if a.Class != Logical {
		return
	}
	for i, x := range a.Numbers {
		if x != 0 {
			a.Numbers[i] = 1
		}
	}
}

// numbers decodes an element of any numeric type. 64-bit integers that float64
// cannot hold are rounded and counted.
func (d *decoder) numbers(e element) (numbers []float64, rounded int, err error) {
	size, number := d.numberOf(e.kind, &rounded)
	if number == nil {
		return nil, 0, d.errorf(e.at-4, "%w: an element of type %d where numbers should be", feature.ErrFormat, e.kind)
	}
	if e.size()%size != 0 {
		return nil, 0, d.errorf(e.at-4, "%w: %d bytes of numbers that take %d each", feature.ErrFormat, e.size(), size)
	}
	n := e.size() / size
	if err := d.charge(e.at, 8*n); err != nil {
		return nil, 0, err
	}
	numbers = make([]float64, n)
	for i := range numbers {
		numbers[i] = number(d.data[e.at+i*size:])
	}
	return numbers, rounded, nil
}

// numberOf returns the size of a numeric type and how it is decoded.
func (d *decoder) numberOf(kind uint32, rounded *int) (size int, number func([]byte) float64) {
	switch kind {
	case miInt8:
		return 1, func(b []byte) float64 { return float64(int8(b[0])) }
	case miUint8:
		return 1, func(b []byte) float64 { return float64(b[0]) }
	case miInt16:
		return 2, func(b []byte) float64 { return float64(int16(d.order.Uint16(b))) }
	case miUint16:
		return 2, func(b []byte) float64 { return float64(d.order.Uint16(b)) }
	case miInt32:
		return 4, func(b []byte) float64 { return float64(int32(d.order.Uint32(b))) }
	case miUint32:
		return 4, func(b []byte) float64 { return float64(d.order.Uint32(b)) }
	case miSingle:
		return 4, func(b []byte) float64 { return float64(math.Float32frombits(d.order.Uint32(b))) }
	case miDouble:
		return 8, func(b []byte) float64 { return math.Float64frombits(d.order.Uint64(b)) }
	case miInt64:
		return 8, func(b []byte) float64 {
			whole := int64(d.order.Uint64(b))
			x := float64(whole)
			if x >= 1<<63 || int64(x) != whole {
				*rounded++
			}
			return x
		}
	case miUint64:
		return 8, func(b []byte) float64 {
			whole := d.order.Uint64(b)
			x := float64(whole)
			if x >= 1<<64 || uint64(x) != whole {
				*rounded++
			}
			return x
		}
	}
	return 0, nil
}

// sparse decodes row numbers, column starts and values.
func (d *decoder) sparse(c *cursor, a *Array) error {
	begin := c.at
	rows, err := d.wholes(c)
	if err != nil {
		return err
	}
	starts, err := d.wholes(c)
	if err != nil {
		return err
	}
	e, err := d.next(c)
	if err != nil {
		return err
	}
	if a.Numbers, a.Rounded, err = d.numbers(e); err != nil {
		return err
	}
	if len(starts) != a.Dims[1]+1 {
		return d.errorf(begin, "%w: %d column starts of %d columns", feature.ErrFormat, len(starts), a.Dims[1])
	}
	stored := starts[len(starts)-1]
	if stored < 0 || stored > len(rows) || stored > len(a.Numbers) { // there may be room for more
		return d.errorf(begin, "%w: %d values are claimed, with %d rows and %d numbers", feature.ErrFormat, stored, len(rows), len(a.Numbers))
	}
	a.Numbers = a.Numbers[:stored]
	a.Sparse = &Sparse{Rows: rows[:stored], ColumnStart: starts}
	if err := a.Sparse.check(a.Dims[0]); err != nil {
		return d.errorf(begin, "%w: %w", feature.ErrFormat, err)
	}
	a.toLogical()
	return nil
}

// check holds the rows and starts to the order that is promised.
func (s *Sparse) check(height int) error {
	if s.ColumnStart[0] != 0 {
		return fmt.Errorf("the first column starts at value %d", s.ColumnStart[0])
	}
	for j := 1; j < len(s.ColumnStart); j++ {
		first, end := s.ColumnStart[j-1], s.ColumnStart[j]
		if end < first || end > len(s.Rows) {
			return fmt.Errorf("column %d has the values %d to %d of %d", j, first, end, len(s.Rows))
		}
		last := -1
		for _, row := range s.Rows[first:end] {
			if row <= last || row >= height {
				return fmt.Errorf("column %d has row %d after row %d, of %d", j, row, last, height)
			}
			last = row
		}
	}
	return nil
}

// wholes decodes an element of whole numbers.
func (d *decoder) wholes(c *cursor) ([]int, error) {
	begin := c.at
	e, err := d.next(c)
	if err != nil {
		return nil, err
	}
	numbers, _, err := d.numbers(e)
	if err != nil {
		return nil, err
	}
	if err := d.charge(begin, 8*len(numbers)); err != nil {
		return nil, err
	}
	wholes := make([]int, len(numbers))
	for i, x := range numbers {
		if x != math.Trunc(x) || math.Abs(x) > math.MaxInt32 {
			return nil, d.errorf(begin, "%w: %v is no row or column", feature.ErrFormat, x)
		}
		wholes[i] = int(x)
	}
	return wholes, nil
}
