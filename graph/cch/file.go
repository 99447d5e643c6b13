package cch

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"sync"
	"unsafe"

	"github.com/edsrzf/mmap-go"

	"github.com/corredor-geo/corredor/graph"
)

// File is an open prepared-graph file: a network with its attributes and its
// hierarchy, mapped into memory. It is safe for any number of goroutines. What
// it returns lies in the mapping and is gone after Close.
//
// [Open] itself looks only at the header. The first [File.Load] verifies the
// checksum of every section and all that the algorithms rely on, on every core;
// what it returns cannot make them panic, whatever the file held. A program that
// wrote the file itself may skip that with [File.Trust].
//
// Files are replaced, never changed in place: [Save] writes beside and renames.
// A program that truncates a mapped file makes its readers crash.
type File struct {
	path     string
	mapping  mmap.MMap
	sections map[string]section

	once sync.Once
	g    *graph.Graph
	ix   *Index
	err  error
}

// Save writes a network and its hierarchy to a file, beside it first, so that
// there is never half a file under that name.
func Save(path string, g *graph.Graph, ix *Index) error {
	if err := checkByteOrder(); err != nil {
		return err
	}
	if g.NodeCount() != ix.NodeCount() || g.ArcCount() != ix.ArcCount() {
		panic("cch: the index is not of this graph")
	}
	beside, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.part")
	if err != nil {
		return err
	}
	defer os.Remove(beside.Name()) // gone already when all went well
	err = writeSections(beside, append(graphSections(g.Raw()), indexSections(ix)...))
	if closing := beside.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Chmod(beside.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(beside.Name(), path)
	}
	return err
}

func writeSections(file *os.File, sections []section) error {
	out := bufio.NewWriterSize(file, 1<<20)
	head, _ := header(sections)
	at := uint64(0)
	write := func(data []byte) {
		out.Write(data) // a bufio.Writer keeps its first error for Flush
		at += uint64(len(data))
		out.Write(make([]byte, aligned(at)-at))
		at = aligned(at)
	}
	write(head)
	for _, s := range sections {
		write(s.data)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return file.Sync()
}

// checkByteOrder refuses machines that store the lowest byte last.
func checkByteOrder() error {
	one := uint16(1)
	if binary.LittleEndian.Uint16((*[2]byte)(unsafe.Pointer(&one))[:]) != 1 {
		return fmt.Errorf("%w: it is little-endian and this machine is not", ErrVersion)
	}
	return nil
}

// Open maps a file and checks its header, in time that does not depend on its
// size. The errors are [ErrForeign], [ErrVersion] or [ErrCorrupt] with the path
// and the reason, or of the file system.
func Open(path string) (*File, error) {
	if err := checkByteOrder(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() < headerSize {
		return nil, fmt.Errorf("%s: %w", path, ErrForeign)
	}
	mapping, err := mmap.Map(file, mmap.RDONLY, 0)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	sections, err := parse(mapping)
	if err != nil {
		mapping.Unmap()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &File{path: path, mapping: mapping, sections: sections}, nil
}

// Close unmaps the file. Nothing that came from it may be used afterwards.
func (f *File) Close() error { return f.mapping.Unmap() }

// Load returns the network and the hierarchy. The first call reads and verifies
// the whole file, in linear time: some 5 milliseconds per 10 MB. Later ones
// return the same.
func (f *File) Load() (*graph.Graph, *Index, error) {
	f.once.Do(func() { f.load(true) })
	return f.g, f.ix, f.err
}

// Trust is Load without verification, in microseconds. Use it only on a file
// that nothing else could have touched: with a damaged one, any method of what
// it returns may panic or answer nonsense.
func (f *File) Trust() (*graph.Graph, *Index, error) {
	f.once.Do(func() { f.load(false) })
	return f.g, f.ix, f.err
}

func (f *File) load(verify bool) {
	g, ix, err := (*graph.Graph)(nil), (*Index)(nil), error(nil)
	if verify {
		g, ix, err = verified(f.sections)
	} else {
		r := reader{sections: f.sections}
		raw := r.raw()
		ix = r.index()
		if err = r.err; err == nil {
			g = graph.UncheckedFromRaw(raw)
		}
	}
	if err != nil {
		f.err = fmt.Errorf("%s: %w", f.path, err)
		return
	}
	f.g, f.ix = g, ix
}

// verified reads a network and an index, and checks everything.
func verified(sections map[string]section) (*graph.Graph, *Index, error) {
	r := reader{sections: sections}
	raw := r.raw()
	ix := r.index()
	if r.err != nil {
		return nil, nil, r.err
	}
	var g *graph.Graph
	err := inParallel(
		func() error { return checksums(sections) },
		func() (err error) { g, err = graph.FromRaw(raw); return err },
		ix.check,
	)
	if err == nil {
		err = ix.checkInput(g)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return g, ix, nil
}

// inParallel runs jobs at the same time and returns the error of the first that
// failed, by number.
func inParallel(jobs ...func() error) error {
	errs := make([]error, len(jobs))
	var group sync.WaitGroup
	for i, job := range jobs {
		group.Go(func() { errs[i] = job() })
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func checksums(sections map[string]section) error {
	bad := ""
	for name, s := range sections {
		if crc32.Checksum(s.data, castagnoli) != s.checksum && (bad == "" || name < bad) {
			bad = name
		}
	}
	if bad != "" {
		return fmt.Errorf("section %s fails its checksum", bad)
	}
	return nil
}
