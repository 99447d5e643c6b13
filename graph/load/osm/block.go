package osm

import (
	"fmt"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Types of blocks.
const (
	typeHeader = "OSMHeader"
	typeData   = "OSMData"
)

// What a block holds.
const (
	holdsNodes = 1 << iota
	holdsWays
)

// maxStrings bounds the string table of a block, which has at most one key and
// one value for each tag of the 8,000 elements that writers put into a block.
const maxStrings = 1 << 20

// block is the PrimitiveBlock of the format, without its groups.
type block struct {
	contents             []byte
	strings              [][]byte
	granularity          int64 // nanodegrees a unit
	latOffset, lonOffset int64 // nanodegrees
}

// parse reads the string table and the units. It keeps the contents.
func (b *block) parse(contents []byte) error {
	b.contents, b.strings = contents, b.strings[:0]
	b.granularity, b.latOffset, b.lonOffset = 100, 0, 0
	w := wire{rest: contents}
	for w.next() {
		switch {
		case w.is(1, kindBytes):
			if err := b.parseStrings(w.data); err != nil {
				return err
			}
		case w.is(17, kindVarint):
			b.granularity = int64(int32(w.value))
		case w.is(19, kindVarint):
			b.latOffset = int64(w.value)
		case w.is(20, kindVarint):
			b.lonOffset = int64(w.value)
		}
	}
	if w.bad || b.granularity <= 0 || !plausible(b.latOffset) || !plausible(b.lonOffset) {
		return errDamaged
	}
	return nil
}

func (b *block) parseStrings(data []byte) error {
	w := wire{rest: data}
	for w.next() {
		if !w.is(1, kindBytes) {
			continue
		}
		if len(b.strings) == maxStrings {
			return fmt.Errorf("more than %d texts in a block: %w", maxStrings, feature.ErrTooLarge)
		}
		b.strings = append(b.strings, w.data)
	}
	if w.bad {
		return errDamaged
	}
	return nil
}

// eachElement calls visit for the elements of the block in order: field 1 is a
// node, 2 a run of dense nodes, 3 a way, 4 a relation.
func (b *block) eachElement(visit func(field uint64, data []byte) error) error {
	groups := wire{rest: b.contents}
	for groups.next() {
		if !groups.is(2, kindBytes) {
			continue
		}
		elements := wire{rest: groups.data}
		for elements.next() {
			if elements.kind != kindBytes {
				continue
			}
			if err := visit(elements.field, elements.data); err != nil {
				return err
			}
		}
		if elements.bad {
			return errDamaged
		}
	}
	return nil // a damaged block was found by parse
}

// text returns an entry of the string table.
func (b *block) text(index uint64) ([]byte, error) {
	if index >= uint64(len(b.strings)) {
		return nil, fmt.Errorf("%w: there is no text %d", errDamaged, index)
	}
	return b.strings[index], nil
}

// position converts coordinates of the block. It returns false for a place
// that is not on the earth.
func (b *block) position(lat, lon int64) (graph.Point, bool) {
	if !plausible(lat) || !plausible(lon) || b.granularity > 1<<22 {
		return graph.Point{}, false // and what follows cannot overflow
	}
	y, x := tenths(b.latOffset+b.granularity*lat), tenths(b.lonOffset+b.granularity*lon)
	if y < -90e7 || y > 90e7 || x < -180e7 || x > 180e7 {
		return graph.Point{}, false
	}
	return graph.Point{Lon: int32(x), Lat: int32(y)}, true
}

// plausible reports whether a number of nanodegrees, or of larger units, can
// be a coordinate: 180 degrees are less than 2^38 nanodegrees.
func plausible(units int64) bool { return units > -1<<40 && units < 1<<40 }

// tenths rounds nanodegrees to units of 1e-7 degree, halves away from zero.
func tenths(nano int64) int64 {
	if nano < 0 {
		return (nano - 50) / 100
	}
	return (nano + 50) / 100
}
