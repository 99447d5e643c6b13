package feature

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync/atomic"
)

// FileHash identifies one file on disk that was read.
type FileHash struct {
	Name   string // as opened
	Bytes  int64  // size on disk
	SHA256 string // lower-case hexadecimal
}

// disk opens files of an fs.FS, or of the operating system when it is nil.
type disk struct{ fsys fs.FS }

func (d disk) open(name string) (fs.File, error) {
	if d.fsys != nil {
		return d.fsys.Open(name)
	}
	return os.Open(name)
}

// split cuts a name into its folder, usable as a prefix, and the rest.
func (d disk) split(name string) (dir, base string) {
	if d.fsys != nil {
		return path.Split(name)
	}
	return filepath.Split(name)
}

// list returns the names of the files in a folder given as split gives it.
func (d disk) list(dir string) []string {
	var entries []fs.DirEntry
	var err error
	switch {
	case d.fsys != nil:
		entries, err = fs.ReadDir(d.fsys, path.Clean("./"+dir))
	case dir == "":
		entries, err = os.ReadDir(".")
	default:
		entries, err = os.ReadDir(dir)
	}
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// diskFile is an open file that hashes what is read from it in order.
type diskFile struct {
	name     string
	file     fs.File
	size     int64 // -1 when unknown (a pipe)
	sum      hash.Hash
	hashed   int64        // bytes in sum
	read     atomic.Int64 // bytes read in any order
	told     int64        // read when progress was last told
	progress func(int64)
	onClose  func() // ends what reads the file in the background; may be nil
}

// progressStep is how many bytes pass between two calls of Options.Progress.
const progressStep = 256 << 10

func (d disk) openTracked(name string) (*diskFile, error) {
	file, err := d.open(name)
	if err != nil {
		return nil, d.openError(name, err)
	}
	info, err := file.Stat()
	if err == nil && info.IsDir() {
		err = &Error{File: name, Err: errors.New("this is a folder, not a file"), Hint: d.folderHint(name)}
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	f := &diskFile{name: name, file: file, size: -1, sum: sha256.New()}
	if info.Mode().IsRegular() {
		f.size = info.Size()
	}
	return f, nil
}

func (d disk) openError(name string, err error) error {
	out := &Error{File: name, Err: err}
	var at *fs.PathError
	if errors.As(err, &at) {
		out.Err = at.Err
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return out
	}
	dir, base := d.split(name)
	if near := nearest(base, d.list(dir)); near != "" {
		out.Hint = "did you mean " + dir + near + "?"
	} else {
		out.Hint = "check the spelling and the folder the command is run from"
	}
	return out
}

// folderHint names a file of the folder that could have been meant.
func (d disk) folderHint(name string) string {
	names := d.list(strings.TrimRight(name, `/\`) + "/")
	for _, n := range names {
		if format, _ := formatOfName(n); format == formatShapefile || format == formatGeoJSON || format == formatGeoPackage {
			return "name a file in it, such as " + n
		}
	}
	return "name a file in it"
}

// Read reads on from where the last Read ended.
func (f *diskFile) Read(p []byte) (int, error) {
	n, err := f.file.Read(p)
	f.sum.Write(p[:n])
	f.hashed += int64(n)
	f.tell(n)
	return n, err
}

// ReadAt makes diskFile an io.ReaderAt; see canSeek.
func (f *diskFile) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.file.(io.ReaderAt).ReadAt(p, off)
	f.tell(n)
	return n, err
}

func (f *diskFile) canSeek() bool {
	_, ok := f.file.(io.ReaderAt)
	return ok && f.size >= 0
}

func (f *diskFile) tell(n int) {
	read := f.read.Add(int64(n))
	if f.progress == nil || read < f.told+progressStep {
		return
	}
	f.told = read
	if f.size >= 0 {
		read = min(read, f.size)
	}
	f.progress(read)
}

// finish reads what is left and returns the hash of the whole file.
func (f *diskFile) finish() (FileHash, error) {
	if _, err := io.Copy(f.sum, hashRest{f}); err != nil {
		return FileHash{}, &Error{File: f.name, Err: err}
	}
	if f.progress != nil {
		f.progress(f.hashed)
	}
	return FileHash{f.name, f.hashed, hex.EncodeToString(f.sum.Sum(nil))}, nil
}

// hashRest reads the bytes of a file that are not hashed yet.
type hashRest struct{ f *diskFile }

func (h hashRest) Read(p []byte) (int, error) {
	n, err := h.f.file.Read(p)
	h.f.hashed += int64(n)
	return n, err
}

// readAll reads a stream to its end, or fails with ErrTooLarge past most bytes.
func readAll(in io.Reader, most int64) ([]byte, error) {
	var b bytes.Buffer
	n, err := b.ReadFrom(io.LimitReader(in, most+1))
	if err == nil && n > most {
		err = ErrTooLarge
	}
	return b.Bytes(), err
}

// readFull fills a slice of n bytes reusing buf. The slice grows as bytes
// arrive, so that n need not be trusted; a short stream is ErrTruncated.
func readFull(in io.Reader, buf []byte, n int64) ([]byte, error) {
	const step = 1 << 20
	buf = buf[:0]
	for int64(len(buf)) < n {
		have := len(buf)
		want := int(min(n-int64(have), max(step, int64(have))))
		if cap(buf)-have < want {
			grown := make([]byte, have, have+want)
			copy(grown, buf)
			buf = grown
		}
		got, err := io.ReadFull(in, buf[have:have+want])
		buf = buf[:have+got]
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			err = ErrTruncated
		}
		if err != nil {
			return buf, err
		}
	}
	return buf, nil
}
