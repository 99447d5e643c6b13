package cch_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph/cch"
)

// entries returns the entries by section in the table of a file.
func entries(data []byte) map[string][]byte {
	found := make(map[string][]byte)
	for i := range int(binary.LittleEndian.Uint32(data[12:])) {
		entry := data[32+48*i:][:48]
		found[string(bytes.TrimRight(entry[:24], "\x00"))] = entry
	}
	return found
}

// TestNoNumberOfTheHierarchyIsFree changes every number of the hierarchy, one at
// a time, to its neighbours and to the limits, behind the checksums. As all of
// them follow from the network and the order, no such file may pass, or panic.
func TestNoNumberOfTheHierarchyIsFree(t *testing.T) {
	g, ix := sample(t)
	data, err := os.ReadFile(saved(t, g, ix))
	if err != nil {
		t.Fatal(err)
	}
	if err := cch.Verify(data); err != nil {
		t.Fatal(err)
	}
	nodes, arcs := int32(ix.NodeCount()), int32(ix.Quality().Arcs)
	castagnoli := crc32.MakeTable(crc32.Castagnoli)
	changed := 0
	for name, entry := range entries(data) {
		if !strings.HasPrefix(name, "cch.") {
			continue
		}
		at, count := binary.LittleEndian.Uint64(entry[32:]), binary.LittleEndian.Uint64(entry[40:])
		array := data[at:][:4*count]
		for i := range count {
			cell := array[4*i:][:4]
			good := binary.LittleEndian.Uint32(cell)
			is := int32(good)
			for _, forged := range []int32{is - 1, is + 1, is ^ 1, -1, 0, nodes - 1, nodes, arcs, math.MaxInt32, math.MinInt32} {
				if forged == is {
					continue
				}
				binary.LittleEndian.PutUint32(cell, uint32(forged))
				binary.LittleEndian.PutUint32(entry[28:], crc32.Checksum(array, castagnoli))
				seal(data)
				if err := cch.Verify(data); !errors.Is(err, cch.ErrCorrupt) {
					t.Errorf("%s[%d] = %d instead of %d: error %v", name, i, forged, is, err)
				}
				changed++
			}
			binary.LittleEndian.PutUint32(cell, good)
		}
		binary.LittleEndian.PutUint32(entry[28:], crc32.Checksum(array, castagnoli))
	}
	if least := 7 * int(7*nodes+4*arcs); changed < least {
		t.Errorf("%d changes, want at least %d: the sections were not found", changed, least)
	}
}

// TestSectionTable forges the table, behind its checksum, on either side of what
// is allowed.
func TestSectionTable(t *testing.T) {
	g, ix := sample(t)
	good, err := os.ReadFile(saved(t, g, ix))
	if err != nil {
		t.Fatal(err)
	}
	const elem, offset, count = 24, 32, 40 // places in an entry
	height := binary.LittleEndian.Uint64(entries(good)["cch.height"][offset:])
	size, left := uint64(len(good)), (uint64(len(good))-height)/4
	for _, test := range []struct {
		name, section string
		place         int
		value         uint64
		want          string
	}{
		{"offset of the end", "cch.height", offset, size, "lies outside"}, // of one element
		{"offset beyond", "cch.height", offset, size + 64, "lies outside"},
		{"offset far beyond", "cch.height", offset, 1<<64 - 64, "lies outside"},
		{"offset off the grid", "cch.height", offset, height + 4, "lies outside"},
		{"as many elements as there can be", "cch.height", count, left, "heights"},
		{"one more", "cch.height", count, left + 1, "lies outside"},
		{"far more", "cch.height", count, 1 << 62, "lies outside"},
		{"two heights", "cch.height", count, 2, "2 heights"},
		{"no height", "cch.height", count, 0, "0 heights"},
		{"two counts of columns", "graph.columns", count, 2, "2 counts of columns"},
		{"no bytes per element", "cch.height", elem, 0, "lies outside"},
		{"two bytes per element", "cch.height", elem, 2, "elements of 2 bytes, not 4"},
		{"another name", "cch.height", 0, 'x', "section cch.height is missing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			data := bytes.Clone(good)
			entry := entries(data)[test.section]
			if test.place < offset {
				binary.LittleEndian.PutUint32(entry[test.place:], uint32(test.value))
			} else {
				binary.LittleEndian.PutUint64(entry[test.place:], test.value)
			}
			seal(data)
			if err := cch.Verify(data); !errors.Is(err, cch.ErrCorrupt) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

// TestSectionCount wants a table that lies within the file. Its entries are empty.
func TestSectionCount(t *testing.T) {
	for _, test := range []struct {
		name        string
		count, size int
		want        string
	}{
		{"none", 0, 32, "is missing"},
		{"none, and room", 0, 64, "is missing"},
		{"as many as fit", 3, 32 + 3*48, "lies outside"},
		{"a byte too few", 3, 32 + 3*48 - 1, "table is cut off"},
		{"one more than fits", 4, 32 + 3*48, "table is cut off"},
		{"many more", 1 << 20, 32 + 3*48, "table is cut off"},
		{"too many", 1<<32 - 1, 32 + 3*48, "table is cut off"},
	} {
		t.Run(test.name, func(t *testing.T) {
			data := make([]byte, test.size)
			copy(data, "\x89CRDR\r\n\x1a\x01")
			binary.LittleEndian.PutUint32(data[12:], uint32(test.count))
			binary.LittleEndian.PutUint64(data[16:], uint64(test.size))
			if 32+48*test.count <= test.size {
				seal(data)
			}
			if err := cch.Verify(data); !errors.Is(err, cch.ErrCorrupt) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

// TestTextsOfColumns forges where the values of a column begin, behind the checksum.
func TestTextsOfColumns(t *testing.T) {
	g, ix := sample(t)
	good, err := os.ReadFile(saved(t, g, ix))
	if err != nil {
		t.Fatal(err)
	}
	entry := entries(good)["column1.first"] // of "", "yes" and "2.5": 0, 0, 3, 6
	at := binary.LittleEndian.Uint64(entry[32:])
	if count := binary.LittleEndian.Uint64(entry[40:]); count != 4 || good[at+24] != 6 {
		t.Fatalf("%d places, the last %d", count, good[at+24])
	}
	for _, test := range []struct {
		name  string
		place uint64
		value int64
		ok    bool
	}{
		{"as it is", 3, 6, true},
		{"beyond the text", 3, 7, false},
		{"before the text", 0, -1, false},
		{"back", 2, 7, false},
		{"an empty value", 2, 6, true},
		{"none left of one", 3, 3, true},
		{"less than none", 3, 2, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			data := bytes.Clone(good)
			binary.LittleEndian.PutUint64(data[at+8*test.place:], uint64(test.value))
			sum := crc32.Checksum(data[at:at+32], crc32.MakeTable(crc32.Castagnoli))
			binary.LittleEndian.PutUint32(entries(data)["column1.first"][28:], sum)
			seal(data)
			if err := cch.Verify(data); (err == nil) != test.ok || err != nil && !strings.Contains(err.Error(), "column1.first is out of order") {
				t.Errorf("error %v", err)
			}
		})
	}
}
