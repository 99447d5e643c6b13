package matlab

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// ErrUnsupported is wrapped by the error for a kind of array that is not read:
// complex numbers, objects, function handles.
var ErrUnsupported = errors.New("not read by this package")

// Options says what is read. The zero value reads every variable.
type Options struct {
	FS     fs.FS  // nil means the operating system's files
	Member string // file inside an archive
	// Variables names those wanted; nil means all. One that is not in the file
	// is an error.
	Variables []string
	// MaxBytes bounds the memory that the variables of a hostile file can
	// take, about; 0 means 256 MiB.
	MaxBytes int64
	// Progress is called with the number of bytes read so far.
	Progress func(bytes int64)
}

// File is the content of a MAT-file.
type File struct {
	Variables []*Array // in file order
	Header    string   // who wrote the file and when, as it says itself
	Warnings  []string // remarks that did not stop the reading
	Files     []feature.FileHash
}

// Variable returns the variable of that name, or nil.
func (f *File) Variable(name string) *Array {
	for _, a := range f.Variables {
		if a.Name == name {
			return a
		}
	}
	return nil
}

const defaultMaxBytes = 256 << 20

// Read reads a MAT-file, which may itself be in a .gz, .bz2 or .zip. Time and
// memory are linear in the size of the variables. Failures are *feature.Error
// with the position in bytes, counted from 0 in the MAT-file; inside a compressed
// variable, that of the variable and that after decompression.
func Read(ctx context.Context, path string, opts Options) (*File, error) {
	in, err := feature.OpenBytes(path, feature.Options{FS: opts.FS, Member: opts.Member, Progress: opts.Progress})
	if err != nil {
		return nil, err
	}
	defer in.Close()
	r := &reader{in: in, file: &File{}, wanted: opts.Variables, left: opts.MaxBytes}
	if r.left <= 0 {
		r.left = defaultMaxBytes
	}
	if err := r.header(); err != nil {
		return nil, in.Error(err)
	}
	for {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		err := r.variable()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, in.Error(err)
		}
	}
	if err := r.missing(); err != nil {
		return nil, in.Error(err)
	}
	r.file.Files, err = in.Finish()
	return r.file, err
}

// reader reads the elements of one file in order.
type reader struct {
	in        *feature.Bytes
	file      *File
	order     binary.ByteOrder
	at        int64 // bytes read
	subsystem int64 // position of MATLAB's own data; 0 when there are none
	wanted    []string
	left      int64 // bytes that may still be allocated
}

const headerBytes = 128

// header reads the 128 bytes before the first variable: text, the position of
// the subsystem data, version, and "MI" as the byte order has it.
func (r *reader) header() error {
	head := make([]byte, headerBytes)
	n, err := io.ReadFull(r.in, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	if err := otherFormat(r.in.Label(), head[:n]); err != nil {
		return err
	}
	if n < headerBytes {
		return r.errorf(int64(n), "%w", feature.ErrTruncated)
	}
	switch string(head[126:]) {
	case "IM":
		r.order = binary.LittleEndian
	case "MI":
		r.order = binary.BigEndian
	}
	if version := r.order.Uint16(head[124:]); version != 0x0100 {
		return r.errorf(124, "%w: version %#04x of the format is not known", feature.ErrFormat, version)
	}
	if at := r.order.Uint64(head[116:]); at != 0x2020202020202020 && at < 1<<62 { // blanks or zero: none
		r.subsystem = int64(at)
	}
	r.file.Header = strings.ToValidUTF8(strings.TrimRight(string(head[:116]), " \x00"), "?")
	r.at = headerBytes
	return nil
}

const saveHint = "in MATLAB or Octave, load it and write: save -v7 file.mat"

// otherFormat names the format of a file that is not a MAT-file of version 5.
func otherFormat(label string, head []byte) error {
	text := string(head)
	bad := &feature.Error{File: label, Hint: saveHint}
	switch {
	case strings.HasPrefix(text, "MATLAB 7.3"), strings.HasPrefix(text, "\x89HDF"):
		bad.Err = fmt.Errorf("%w: a MAT-file of version 7.3, which is HDF5", feature.ErrFormat)
	case strings.HasPrefix(text, "# Created by Octave"), strings.HasPrefix(text, "Octave-1-"):
		bad.Err = fmt.Errorf("%w: a file of Octave's own format", feature.ErrFormat)
	case len(head) >= 20 && slices.Contains(head[:4], 0):
		bad.Err = fmt.Errorf("%w: a MAT-file of version 4, or none", feature.ErrFormat)
	case len(head) == headerBytes && text[126:] != "IM" && text[126:] != "MI",
		len(head) < headerBytes && !strings.HasPrefix(text, "MATLAB"[:min(6, len(text))]):
		bad.Err, bad.Hint = fmt.Errorf("%w: no MAT-file begins like this", feature.ErrFormat), "a MAT-file is what MATLAB writes with save -v7"
	default:
		return nil
	}
	return bad
}

func (r *reader) missing() error {
	var names []string
	for _, a := range r.file.Variables {
		names = append(names, a.Name)
	}
	for _, name := range r.wanted {
		if !slices.Contains(names, name) {
			return &feature.Error{File: r.in.Label(), Err: fmt.Errorf("there is no variable %q", name), Hint: "name a variable of the file"}
		}
	}
	return nil
}

// errorf locates an error at a byte of the file.
func (r *reader) errorf(at int64, format string, args ...any) *feature.Error {
	return &feature.Error{File: r.in.Label(), Err: fmt.Errorf("byte %d: "+format, append([]any{at}, args...)...)}
}
