package feature

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/corredor-geo/corredor/graph/load/internal/bz2"
)

// Limits against hostile or broken files.
const (
	// maxExpansion is how many times larger than the compressed bytes the
	// decompressed ones may be, beyond the first freeExpansion bytes.
	maxExpansion  = 500
	freeExpansion = 64 << 20
	// maxDecompressed bounds one decompressed file: 64 GiB.
	maxDecompressed = 64 << 30
	// maxInMemory bounds what must be held whole: a compressed shapefile
	// whose index is out of order, or an archive from a stream that cannot
	// seek: 1 GiB.
	maxInMemory = 1 << 30
)

// content is one file after decompression, read in order.
type content struct {
	label string // for errors
	name  string // without folder and compression suffix
	in    *bufio.Reader
	size  int64       // exact number of bytes; -1 when unknown
	at    io.ReaderAt // the same bytes in any order; nil when compressed
	from  folder      // where files that belong to it are found
}

// folder is where the parts of a shapefile lie together: a directory or a zip.
type folder interface {
	names() []string
	open(name string) (*content, error)
}

// directory is a folder on disk; every file opened is remembered by keep.
type directory struct {
	disk disk
	dir  string
	keep func(*diskFile)
}

func (d directory) names() []string { return d.disk.list(d.dir) }

func (d directory) open(name string) (*content, error) {
	f, err := d.disk.openTracked(d.dir + name)
	if err != nil {
		return nil, err
	}
	d.keep(f)
	return d.content(f)
}

const bufferSize = 256 << 10

// content decompresses a file by its first bytes, not by its name.
func (d directory) content(f *diskFile) (*content, error) {
	_, base := d.disk.split(f.name)
	c := &content{label: f.name, name: base, from: d, size: f.size}
	c.in = bufio.NewReaderSize(f, bufferSize)
	if f.canSeek() {
		c.at = f
	}
	head, _ := c.in.Peek(3)
	var plain io.Reader
	switch {
	case strings.HasPrefix(string(head), "\x1f\x8b"):
		z, err := gzip.NewReader(c.in)
		if err != nil {
			return nil, inputError(c.label, err)
		}
		plain = z
	case string(head) == "BZh":
		// Blocks are decompressed on all cores: this format is too slow for one.
		z := bz2.NewReader(c.in, 0)
		f.onClose = func() { z.Close() }
		plain = z
	default:
		return c, nil
	}
	c.name = trimCompression(base)
	c.size, c.at = -1, nil
	c.in = bufio.NewReaderSize(&expansion{in: plain, packed: f.read.Load}, bufferSize)
	return c, nil
}

func trimCompression(name string) string {
	for _, suffix := range []string{".gz", ".bz2"} {
		if len(name) > len(suffix) && strings.EqualFold(name[len(name)-len(suffix):], suffix) {
			return name[:len(name)-len(suffix)]
		}
	}
	return name
}

// errExpansion stops the reading of a bomb.
var errExpansion = fmt.Errorf("%w: the file expands beyond %d times its size or %d GiB", ErrTooLarge, maxExpansion, maxDecompressed>>30)

const trustHint = "decompress it yourself if you trust it"

// expansion refuses to decompress without bound.
type expansion struct {
	in     io.Reader
	packed func() int64 // compressed bytes behind what was read so far
	read   int64
}

func (e *expansion) Read(p []byte) (int, error) {
	n, err := e.in.Read(p)
	e.read += int64(n)
	if e.read > maxDecompressed || e.read > freeExpansion && e.read/maxExpansion > e.packed() {
		return 0, errExpansion
	}
	return n, err
}

// randomAccess returns the whole content for reads in any order. It must be
// called before in is read.
func (c *content) randomAccess() (io.ReaderAt, error) {
	if c.at != nil {
		return c.at, nil
	}
	b, err := readAll(c.in, maxInMemory)
	if err != nil {
		return nil, inputError(c.label, err)
	}
	return bytes.NewReader(b), nil
}

// extension returns the part of a name from its last point on, or "".
func extension(name string) string {
	if i := strings.LastIndexByte(name, '.'); i >= 0 && !strings.ContainsAny(name[i:], `/\`) {
		return name[i:]
	}
	return ""
}

// inputError locates an error of reading or decompressing.
func inputError(label string, err error) error {
	var located *Error
	if errors.As(err, &located) {
		return err
	}
	out := &Error{File: label, Err: err}
	switch {
	case errors.Is(err, ErrTruncated):
		out.Hint = "download or copy it again"
	case errors.Is(err, io.ErrUnexpectedEOF):
		out.Err, out.Hint = ErrTruncated, "download or copy it again"
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		out.Hint = "the compressed file is damaged: download or copy it again"
	case errors.Is(err, ErrTooLarge):
		out.Hint = trustHint
	default:
		if strings.Contains(err.Error(), "bzip2") {
			out.Hint = "the compressed file is damaged: download or copy it again"
		}
	}
	return out
}
