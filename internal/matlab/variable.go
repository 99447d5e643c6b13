package matlab

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"slices"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// variable reads the next element of the file: a variable, plain or
// compressed. It returns io.EOF after the last.
func (r *reader) variable() error {
	start := r.at
	var tag [tagBytes]byte
	n, err := io.ReadFull(r.in, tag[:])
	switch {
	case err == io.EOF:
		return io.EOF
	case err == io.ErrUnexpectedEOF:
		return r.errorf(start, "%w: %d bytes where a variable should begin", feature.ErrTruncated, n)
	case err != nil:
		return err
	}
	kind, size := r.order.Uint32(tag[:]), int64(r.order.Uint32(tag[4:]))
	if kind != miMatrix && kind != miCompressed {
		return r.errorf(start, "%w: an element of type %d where a variable should begin", feature.ErrFormat, kind)
	}
	r.at += tagBytes + size
	body := &io.LimitedReader{R: r.in, N: size}
	if start == r.subsystem {
		r.file.Warnings = append(r.file.Warnings, "MATLAB's own data on objects: left out")
	} else if err := r.array(start, body, kind == miCompressed); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, body); err != nil {
		return err
	}
	if body.N > 0 {
		return r.cut(start, size)
	}
	return nil
}

func (r *reader) cut(start, size int64) error {
	bad := r.errorf(start, "%w: %d bytes are claimed, and the file ends before", feature.ErrTruncated, size)
	bad.Hint = "download or copy it again"
	return bad
}

// array reads one variable, unless it is not wanted.
func (r *reader) array(start int64, body *io.LimitedReader, compressed bool) error {
	d := &decoder{order: r.order, label: r.in.Label(), start: start, compressed: compressed, left: &r.left}
	size, plain := body.N, io.Reader(body)
	if compressed {
		z, err := zlib.NewReader(plain)
		if err != nil {
			return d.zlibError(err)
		}
		var tag [tagBytes]byte
		if _, err := io.ReadFull(z, tag[:]); err != nil {
			return d.zlibError(err)
		}
		if kind := r.order.Uint32(tag[:]); kind != miMatrix {
			return d.errorf(-tagBytes, "%w: an element of type %d where a variable should begin", feature.ErrFormat, kind)
		}
		size, plain = int64(r.order.Uint32(tag[4:])), z
	}
	in := bufio.NewReaderSize(plain, 4096)
	if len(r.wanted) > 0 && !slices.Contains(r.wanted, d.peekName(in, size)) {
		return nil
	}
	if err := d.fill(in, size); err != nil {
		return err
	}
	a, err := d.matrix(element{miMatrix, 0, len(d.data)}, 0)
	if err != nil {
		return err
	}
	if a.Name != "" && r.file.Variable(a.Name) != nil {
		return r.errorf(start, "variable %q stands twice", a.Name)
	}
	r.file.Variables = append(r.file.Variables, a)
	return nil
}

// peekName returns the name of the variable that in begins with, or "".
func (d *decoder) peekName(in *bufio.Reader, size int64) string {
	peek := *d
	peek.data, _ = in.Peek(int(min(size, 4096)))
	head, err := peek.head(element{miMatrix, 0, len(peek.data)})
	if err != nil && !errors.Is(err, ErrUnsupported) {
		return ""
	}
	return head.name
}

// fill reads the size bytes of a variable. Memory grows with the bytes that
// come, not with the claim.
func (d *decoder) fill(in *bufio.Reader, size int64) error {
	if size > *d.left {
		return d.charge(-tagBytes, int(size))
	}
	var buf bytes.Buffer
	n, err := buf.ReadFrom(io.LimitReader(in, size))
	d.data = buf.Bytes()
	if err == nil && n < size {
		err = io.ErrUnexpectedEOF
	}
	if err == nil && d.compressed { // at its end, zlib compares the checksum
		n, err = io.Copy(io.Discard, io.LimitReader(in, tagBytes))
		if err == nil && n == tagBytes {
			return d.errorf(len(d.data), "%w: more bytes follow than the variable has", feature.ErrFormat)
		}
	}
	if err != nil {
		return d.zlibError(err)
	}
	return nil
}

// zlibError locates an error of decompressing or of reading.
func (d *decoder) zlibError(err error) error {
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		err = feature.ErrTruncated
	}
	bad := d.errorf(len(d.data), "%w", err)
	bad.Hint = "the file is damaged: download or copy it again"
	return bad
}
