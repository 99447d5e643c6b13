package export

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Staging collects the files of one run beside their destination, and moves
// them there together. Not safe for concurrent use.
type Staging struct {
	dir     string
	partial string
	made    []string // directories that did not exist before, the deepest first
	files   []Written
}

// Written describes a finished file.
type Written struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Stage prepares to write into a directory, which is made if need be. End it
// with Commit or Abort.
func Stage(dir string) (*Staging, error) {
	made := missing(dir)
	if err := os.MkdirAll(dir, 0o755); errors.Is(err, syscall.ENOTDIR) {
		return nil, fmt.Errorf("cannot write to %s: a file of that name, or of a folder above it, is in the way", dir)
	} else if err != nil {
		return nil, fmt.Errorf("cannot write to %s: %w", dir, err)
	}
	partial, err := os.MkdirTemp(dir, ".partial-")
	if err != nil {
		return nil, fmt.Errorf("cannot write to %s: %w", dir, err)
	}
	return &Staging{dir: dir, partial: partial, made: made}, nil
}

// missing lists the directories on the way to dir that do not exist, the deepest first.
func missing(dir string) []string {
	var list []string
	for {
		if _, err := os.Stat(dir); !os.IsNotExist(err) {
			return list
		}
		list = append(list, dir)
		parent := filepath.Dir(dir)
		if parent == dir { // a drive that is not there
			return list
		}
		dir = parent
	}
}

// hinted adds what to do to errors of a full disk.
func hinted(name string, err error) error {
	if errors.Is(err, syscall.ENOSPC) || strings.Contains(err.Error(), "database or disk is full") { // SQLite's words
		return fmt.Errorf("writing %s: the disk is full (make room, or write to another folder; nothing was changed)", name)
	}
	return fmt.Errorf("writing %s: %w", name, err)
}

// Write stages one file, whose content write produces. A name such as layers/routes.geojson
// puts it in a folder, which is made if need be.
func (s *Staging) Write(name string, write func(io.Writer) error) error {
	if _, err := os.Stat(s.partial); err != nil {
		return err // after Abort nothing is made again
	}
	path := filepath.Join(s.partial, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return hinted(name, err)
	}
	f, err := os.Create(path)
	if err != nil {
		return hinted(name, err)
	}
	defer f.Close()
	hash := sha256.New()
	buffered := bufio.NewWriterSize(f, 1<<16)
	if err := write(io.MultiWriter(buffered, hash)); err != nil {
		return hinted(name, err)
	}
	if err := buffered.Flush(); err != nil {
		return hinted(name, err)
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	s.files = append(s.files, Written{name, info.Size(), hex.EncodeToString(hash.Sum(nil))})
	return f.Close()
}

// build stages one file that build makes at the path it is given, for formats
// that need a file of their own rather than a stream.
func (s *Staging) build(name string, build func(path string) error) error {
	path := filepath.Join(s.partial, name)
	if err := build(path); err != nil {
		return hinted(name, err)
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	hash := sha256.New()
	n, err := io.Copy(hash, f)
	if err != nil {
		return err
	}
	s.files = append(s.files, Written{name, n, hex.EncodeToString(hash.Sum(nil))})
	return nil
}

// Files returns what was staged so far.
func (s *Staging) Files() []Written { return s.files }

// Commit moves the staged files into place, in the order they were written: a
// last file that lists the others is therefore there only when they are.
func (s *Staging) Commit() error {
	for _, f := range s.files {
		to := filepath.Join(s.dir, filepath.FromSlash(f.Name))
		if info, err := os.Lstat(to); err == nil && info.IsDir() {
			return fmt.Errorf("cannot write %s: a directory has this name", to)
		}
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return fmt.Errorf("cannot write %s: %w", to, err)
		}
	}
	for _, f := range s.files {
		name := filepath.FromSlash(f.Name)
		if err := os.Rename(filepath.Join(s.partial, name), filepath.Join(s.dir, name)); err != nil {
			return err
		}
	}
	return os.RemoveAll(s.partial)
}

// Abort removes what was staged. It is safe after Commit.
func (s *Staging) Abort() {
	os.RemoveAll(s.partial)
	for _, dir := range s.made {
		os.Remove(dir) // fails, as it should, when something is in it
	}
}
