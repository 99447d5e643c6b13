package osm

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// The limits of the format: https://wiki.openstreetmap.org/wiki/PBF_Format.
const (
	maxHeaderBytes = 64 << 10
	maxBlobBytes   = 32 << 20
)

// A file that unfolds into more than freeBytes may not be compressed more than
// maxRatio times. Real files are compressed two to six times.
const (
	freeBytes = 64 << 20
	maxRatio  = 100
)

// maxDeflate is the highest ratio that deflate can reach, a little rounded up.
const maxDeflate = 1040

// blob is one compressed block of the file.
type blob struct {
	index int    // 0 is the header
	at    int64  // byte of the file where it begins
	data  []byte // the message Blob
}

// wrap says in which block of the file an error is.
func (b blob) wrap(err error) error {
	return fmt.Errorf("block %d at byte %d: %w", b.index, b.at, err)
}

var errDamaged = errors.New("the data are damaged")

// blobs reads the blocks of a file in order.
type blobs struct {
	in    *feature.Bytes
	index int
	at    int64
}

// next returns the next block of OSM data, or of the type header for the first.
// It returns io.EOF at the end; other errors say where they are.
func (r *blobs) next(want string) (blob, error) {
	for {
		b := blob{index: r.index, at: r.at}
		kind, err := r.read(&b)
		if err == io.EOF {
			return b, err
		}
		if err != nil {
			return b, b.wrap(err)
		}
		r.index++
		if kind == want {
			return b, nil
		}
		if b.index == 0 || kind == typeHeader {
			return b, b.wrap(fmt.Errorf("a block of type %q stands where %q is expected", shorten(kind), want))
		}
	}
}

func (r *blobs) read(b *blob) (kind string, err error) {
	head, err := r.take(4)
	if err != nil {
		return "", err
	}
	size := binary.BigEndian.Uint32(head)
	if size > maxHeaderBytes {
		return "", fmt.Errorf("a header of %d bytes: %w", size, feature.ErrTooLarge)
	}
	head, err = r.take(int64(size))
	if err != nil {
		return "", truncated(err)
	}
	kind, length, err := parseBlobHeader(head)
	if err != nil {
		return "", err
	}
	b.data, err = r.take(length)
	return kind, truncated(err)
}

func parseBlobHeader(head []byte) (kind string, length int64, err error) {
	w := wire{rest: head}
	for w.next() {
		switch {
		case w.is(1, kindBytes):
			kind = string(w.data)
		case w.is(3, kindVarint):
			length = int64(w.value)
		}
	}
	if w.bad || kind == "" {
		return "", 0, errDamaged
	}
	if length < 0 || length > maxBlobBytes {
		return "", 0, fmt.Errorf("a block of %d bytes: %w", length, feature.ErrTooLarge)
	}
	return kind, length, nil
}

// take reads size bytes into memory that grows as they come.
func (r *blobs) take(size int64) ([]byte, error) {
	var buf bytes.Buffer
	buf.Grow(int(min(size, 1<<20)) + bytes.MinRead)
	n, err := buf.ReadFrom(io.LimitReader(r.in, size))
	r.at += n
	switch {
	case err != nil:
		return nil, err
	case n == 0 && size > 0:
		return nil, io.EOF
	case n < size:
		return nil, feature.ErrTruncated
	}
	return buf.Bytes(), nil
}

func truncated(err error) error {
	if err == io.EOF {
		return feature.ErrTruncated
	}
	return err
}

// inflater unfolds blobs one after the other in the same memory.
type inflater struct {
	zlib io.ReadCloser
	buf  []byte
}

// inflate returns the contents of a blob, valid until the next call.
func (f *inflater) inflate(data []byte) ([]byte, error) {
	var raw, packed []byte
	size, other := int64(-1), uint64(0)
	w := wire{rest: data}
	for w.next() {
		switch {
		case w.is(1, kindBytes):
			raw = w.data
		case w.is(2, kindVarint):
			size = int64(w.value)
		case w.is(3, kindBytes):
			packed = w.data
		case w.kind == kindBytes:
			other = w.field
		}
	}
	switch {
	case w.bad:
		return nil, errDamaged
	case raw != nil:
		return raw, nil
	case packed != nil:
		return f.unzip(packed, size)
	case other != 0:
		return nil, errCompression
	}
	return nil, errDamaged
}

func (f *inflater) unzip(packed []byte, size int64) ([]byte, error) {
	if size < 0 || size > maxBlobBytes || size > maxDeflate*int64(len(packed)) {
		return nil, fmt.Errorf("a block of %d bytes made of %d: %w", size, len(packed), feature.ErrTooLarge)
	}
	if err := f.reset(packed); err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	if int64(cap(f.buf)) <= size {
		f.buf = make([]byte, size+size/8+1)
	}
	n, err := io.ReadFull(f.zlib, f.buf[:size+1]) // one more, to see the end and the checksum
	if err == nil || int64(n) != size {
		return nil, fmt.Errorf("%w: the block does not have the %d bytes it claims", errDamaged, size)
	}
	if err != io.ErrUnexpectedEOF && err != io.EOF {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	return f.buf[:size], nil
}

func (f *inflater) reset(packed []byte) (err error) {
	if f.zlib == nil {
		f.zlib, err = zlib.NewReader(bytes.NewReader(packed))
		return err
	}
	return f.zlib.(zlib.Resetter).Reset(bytes.NewReader(packed), nil)
}
