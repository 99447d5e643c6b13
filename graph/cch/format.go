package cch

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"unsafe"
)

// A prepared-graph file is a header, a table of sections, and the sections: the
// arrays of a network and of its hierarchy as they are in memory, little-endian,
// each at a multiple of 64 bytes. So it is mapped, not read.
//
//	offset  bytes
//	     0      8  magic: 0x89 "CRDR" CR LF 0x1A, as in PNG, to catch text transfers
//	     8      4  format version
//	    12      4  number of sections
//	    16      8  file size
//	    24      4  CRC-32C of bytes 0..23 and the table
//	    28      4  zero
//	    32  48 each  table: name (24), element size (4), CRC-32C (4), offset (8), elements (8)
//
// Sections have no gaps but those that their alignment needs, and every
// version has its own set of them.
const (
	magic         = "\x89CRDR\r\n\x1a"
	formatVersion = 1
	headerSize    = 32
	entrySize     = 48
	nameSize      = 24
	alignment     = 64
	maxSections   = 1 << 20
)

// Errors of [Open] and [File.Load]; test with errors.Is.
var (
	ErrForeign = errors.New("not a prepared-graph file")
	ErrVersion = errors.New("prepared by another version of corredor; prepare it again")
	ErrCorrupt = errors.New("damaged file; prepare it again")
)

func corrupt(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrCorrupt, fmt.Sprintf(format, args...))
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// section is one array of a file.
type section struct {
	name     string
	elem     uint32 // bytes of an element
	checksum uint32
	data     []byte
}

// sectionOf views an array as a section.
func sectionOf[T any](name string, array []T) section {
	var zero T
	size := int(unsafe.Sizeof(zero))
	data := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(array))), len(array)*size)
	return section{name: name, elem: uint32(size), data: data, checksum: crc32.Checksum(data, castagnoli)}
}

// arrayOf views a section as an array. The data of a mapped file is aligned.
func arrayOf[T any](s section) ([]T, error) {
	var zero T
	size := int(unsafe.Sizeof(zero))
	if int(s.elem) != size {
		return nil, corrupt("section %s has elements of %d bytes, not %d", s.name, s.elem, size)
	}
	if len(s.data) == 0 {
		return []T{}, nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(s.data))), len(s.data)/size), nil
}

// header returns the header and table of a file of sections, and its size.
func header(sections []section) ([]byte, uint64) {
	head := make([]byte, headerSize+entrySize*len(sections))
	at := aligned(uint64(len(head)))
	for i, s := range sections {
		entry := head[headerSize+entrySize*i:][:entrySize]
		copy(entry[:nameSize], s.name)
		binary.LittleEndian.PutUint32(entry[24:], s.elem)
		binary.LittleEndian.PutUint32(entry[28:], s.checksum)
		binary.LittleEndian.PutUint64(entry[32:], at)
		binary.LittleEndian.PutUint64(entry[40:], uint64(len(s.data))/uint64(s.elem))
		at = aligned(at + uint64(len(s.data)))
	}
	copy(head, magic)
	binary.LittleEndian.PutUint32(head[8:], formatVersion)
	binary.LittleEndian.PutUint32(head[12:], uint32(len(sections)))
	binary.LittleEndian.PutUint64(head[16:], at)
	binary.LittleEndian.PutUint32(head[24:], headerChecksum(head))
	return head, at
}

func aligned(n uint64) uint64 { return (n + alignment - 1) &^ (alignment - 1) }

func headerChecksum(head []byte) uint32 {
	sum := crc32.Checksum(head[:24], castagnoli)
	return crc32.Update(sum, castagnoli, head[headerSize:])
}

// parse finds the sections of a file, checks that they lie within it, and
// nothing else, in time that does not depend on the file's size.
func parse(file []byte) (map[string]section, error) {
	if len(file) < len(magic) || string(file[:len(magic)]) != magic {
		return nil, ErrForeign
	}
	if len(file) < headerSize {
		return nil, corrupt("the header is cut off")
	}
	if version := binary.LittleEndian.Uint32(file[8:]); version != formatVersion {
		return nil, fmt.Errorf("%w (format %d, this is format %d)", ErrVersion, version, formatVersion)
	}
	count, size := binary.LittleEndian.Uint32(file[12:]), binary.LittleEndian.Uint64(file[16:])
	if size != uint64(len(file)) {
		return nil, corrupt("%d bytes long instead of %d", len(file), size)
	}
	if count > maxSections || headerSize+entrySize*uint64(count) > size {
		return nil, corrupt("the section table is cut off")
	}
	head := file[:headerSize+entrySize*count]
	if binary.LittleEndian.Uint32(head[24:]) != headerChecksum(head) {
		return nil, corrupt("the header fails its checksum")
	}
	sections := make(map[string]section, count)
	for i := range count {
		s, err := parseEntry(file, head[headerSize+entrySize*i:][:entrySize])
		if err != nil {
			return nil, err
		}
		sections[s.name] = s
	}
	return sections, nil
}

func parseEntry(file, entry []byte) (section, error) {
	s := section{
		name:     string(trimZeros(entry[:nameSize])),
		elem:     binary.LittleEndian.Uint32(entry[24:]),
		checksum: binary.LittleEndian.Uint32(entry[28:]),
	}
	at, count := binary.LittleEndian.Uint64(entry[32:]), binary.LittleEndian.Uint64(entry[40:])
	size := uint64(len(file))
	if s.elem == 0 || at%alignment != 0 || at > size || count > (size-at)/uint64(s.elem) {
		return s, corrupt("section %q lies outside of the file", s.name)
	}
	s.data = file[at : at+count*uint64(s.elem)]
	return s, nil
}

func trimZeros(name []byte) []byte {
	for len(name) > 0 && name[len(name)-1] == 0 {
		name = name[:len(name)-1]
	}
	return name
}
