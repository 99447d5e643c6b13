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
			for _, forged := range []int32{is - 1, is + 1, is ^ 1, -is - 2, -1, 0, nodes - 1, nodes, arcs - 1, arcs, 2 * arcs, math.MaxInt32, math.MinInt32} {
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
	if least := 10 * int(7*nodes+4*arcs); changed < least {
		t.Errorf("%d changes, want at least %d: the sections were not found", changed, least)
	}
}
