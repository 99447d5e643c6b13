package stata

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// reader reads one file in order.
type reader struct {
	in    *feature.Bytes
	ctx   context.Context
	file  *File
	form  form
	order binary.ByteOrder
	at    int64 // bytes read
	left  int64 // bytes that may still be allocated

	pending []pending // strL cells of every column, resolved after the rows
	recoded int       // texts that were not UTF-8
	lost    int       // strL cells without their text
}

// errorf locates an error at a byte of the file.
func (r *reader) errorf(at int64, format string, args ...any) *feature.Error {
	return &feature.Error{File: r.in.Label(), Err: fmt.Errorf("byte %d: "+format, append([]any{at}, args...)...)}
}

// charge takes bytes off what may be allocated.
func (r *reader) charge(n int64) error {
	if r.left -= n; n < 0 || r.left < 0 {
		bad := r.errorf(r.at, "%w: the table takes more memory than is allowed", feature.ErrTooLarge)
		bad.Hint = "raise MaxBytes when the file is to be trusted"
		return bad
	}
	return nil
}

// short turns the end of the file into an error that says what was cut.
func (r *reader) short(at int64, what string, err error) error {
	if err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	bad := r.errorf(at, "%w within the %s", feature.ErrTruncated, what)
	bad.Hint = "download or copy it again"
	return bad
}

// fill reads exactly len(buffer) bytes.
func (r *reader) fill(buffer []byte, what string) error {
	n, err := io.ReadFull(r.in, buffer)
	at := r.at
	r.at += int64(n)
	if err != nil {
		return r.short(at, what, err)
	}
	return nil
}

// bytes reads n bytes whose number the file claims: memory grows as they come.
func (r *reader) bytes(n int64, what string) ([]byte, error) {
	if err := r.charge(n); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	at := r.at
	got, err := io.CopyN(&b, r.in, n)
	r.at += got
	if err != nil {
		return nil, r.short(at, what, err)
	}
	return b.Bytes(), nil
}

// number reads an unsigned whole number of 1, 2, 4 or 8 bytes.
func (r *reader) number(size int, what string) (uint64, error) {
	var b [8]byte
	if err := r.fill(b[:size], what); err != nil {
		return 0, err
	}
	return whole(r.order, b[:size]), nil
}

// whole decodes an unsigned number of up to 8 bytes in the order of the file.
func whole(order binary.ByteOrder, b []byte) uint64 {
	x := uint64(0)
	for i := range b {
		if order == binary.BigEndian {
			x = x<<8 | uint64(b[i])
		} else {
			x = x<<8 | uint64(b[len(b)-1-i])
		}
	}
	return x
}

// tag reads a tag of formats from 117 on; older ones have none.
func (r *reader) tag(want string) error {
	if !r.form.tagged {
		return nil
	}
	at := r.at
	got := make([]byte, len(want))
	if err := r.fill(got, "tag "+want); err != nil {
		return err
	}
	if string(got) != want {
		bad := r.errorf(at, "%w: %q where %s belongs", feature.ErrFormat, got, want)
		bad.Hint = "in Stata, open the file and save it again"
		return bad
	}
	return nil
}

// skip passes over n bytes.
func (r *reader) skip(n int64, what string) error {
	at := r.at
	got, err := io.CopyN(io.Discard, r.in, n)
	r.at += got
	if err != nil {
		return r.short(at, what, err)
	}
	return nil
}

// text decodes a text that ends at its first zero byte or with the field.
func (r *reader) text(field []byte) string {
	if end := bytes.IndexByte(field, 0); end >= 0 {
		field = field[:end]
	}
	return r.decode(field)
}

func (r *reader) decode(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	r.recoded++
	s, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil { // it never fails: every byte has a character
		return string(bytes.ToValidUTF8(b, []byte("?")))
	}
	return string(s)
}

func (r *reader) warn() {
	if r.recoded > 0 {
		r.file.Warnings = append(r.file.Warnings, fmt.Sprintf("%d texts are not UTF-8 and were read as Windows-1252", r.recoded))
	}
	if r.lost > 0 {
		r.file.Warnings = append(r.file.Warnings, fmt.Sprintf("%d cells point to a long text that is not in the file and were left empty", r.lost))
	}
}
