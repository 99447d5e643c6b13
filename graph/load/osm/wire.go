package osm

import "encoding/binary"

// wire walks the fields of one protobuf message (encoding of Protocol Buffers,
// https://protobuf.dev/programming-guides/encoding). Nothing is copied.
type wire struct {
	rest  []byte
	field uint64
	kind  byte   // varint, or bytes; fixed widths are passed over
	value uint64 // of a varint
	data  []byte // of a bytes field: text, message or packed numbers
	bad   bool   // the message is damaged, and next has returned false
}

// Kinds of fields.
const (
	kindVarint  = 0
	kindFixed64 = 1
	kindBytes   = 2
	kindFixed32 = 5
)

// next reads a field. It returns false at the end and at damage.
func (w *wire) next() bool {
	if len(w.rest) == 0 {
		return false
	}
	key, ok := w.varint()
	if !ok {
		return false
	}
	w.field, w.kind = key>>3, byte(key&7)
	switch w.kind {
	case kindVarint:
		w.value, ok = w.varint()
		return ok
	case kindFixed64:
		_, ok = w.take(8)
		return ok
	case kindFixed32:
		_, ok = w.take(4)
		return ok
	case kindBytes:
		size, ok := w.varint()
		if !ok {
			return false
		}
		w.data, ok = w.take(size)
		return ok
	}
	w.bad = true // groups have not been in use since before OSM
	return false
}

func (w *wire) varint() (uint64, bool) {
	value, n := binary.Uvarint(w.rest)
	if n <= 0 {
		w.bad = true
		return 0, false
	}
	w.rest = w.rest[n:]
	return value, true
}

func (w *wire) take(size uint64) ([]byte, bool) {
	if size > uint64(len(w.rest)) {
		w.bad = true
		return nil, false
	}
	data := w.rest[:size:size]
	w.rest = w.rest[size:]
	return data, true
}

// is reports whether the field just read has that number and kind.
func (w *wire) is(field uint64, kind byte) bool { return w.field == field && w.kind == kind }

// packed is a run of varints.
type packed []byte

// next takes the first number. It returns false at the end and at damage.
func (p *packed) next() (uint64, bool) {
	b := *p
	if len(b) > 0 && b[0] < 0x80 {
		*p = b[1:]
		return uint64(b[0]), true
	}
	value, n := binary.Uvarint(b)
	if n <= 0 {
		return 0, false
	}
	*p = b[n:]
	return value, true
}

// count returns how many numbers there are: each ends with a byte below 128.
func (p packed) count() int {
	n := 0
	for _, b := range p {
		if b < 0x80 {
			n++
		}
	}
	return n
}

// zigzag undoes the encoding of signed numbers.
func zigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }
