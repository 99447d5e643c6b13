package engine

import (
	"math"
	"slices"
)

// ranks finds the values at some places of the ascending order of many numbers, exactly, without
// keeping the numbers: they are read several times. Each reading counts the numbers in 256 parts of the
// span in which a value must lie, and the part that holds its place is the next span. The parts divide
// the 2^64 floating-point numbers, so eight readings are the most; a part that turns out to hold one
// value ends it before, and four are usual.
type ranks struct {
	found map[int]float64 // by place
	open  []span          // ascending; those in which places are still looked for
}

const spanParts = 256

// span is a range of numbers by their order, see [orderOf].
type span struct {
	low, high uint64 // the least and the largest number in it
	below     int    // numbers that are less
	places    []int  // that are looked for in it
	parts     []spanPart
}

// spanPart counts the numbers of a part of a span.
type spanPart struct {
	count     int
	low, high uint64 // the least and the largest of them
}

// newRanks prepares to find what is at places, counted from 0, of numbers of which the least and
// the most are known.
func newRanks(least, most float64, places []int) ranks {
	places = slices.Clone(places)
	slices.Sort(places)
	return ranks{map[int]float64{}, []span{newSpan(orderOf(least), orderOf(most), 0, slices.Compact(places))}}
}

func newSpan(low, high uint64, below int, places []int) span {
	return span{low, high, below, places, make([]spanPart, spanParts)}
}

// add counts a number of the present reading.
func (r *ranks) add(x float64) {
	key := orderOf(x)
	for i := range r.open {
		s := &r.open[i]
		if key < s.low {
			return
		}
		if key > s.high {
			continue
		}
		p := &s.parts[(key-s.low)/((s.high-s.low)/spanParts+1)]
		if p.count == 0 {
			p.low, p.high = key, key
		}
		p.count++
		p.low, p.high = min(p.low, key), max(p.high, key)
		return
	}
}

// narrow ends a reading and reports whether another is needed.
func (r *ranks) narrow() bool {
	var next []span
	for _, s := range r.open {
		below := s.below
		for _, p := range s.parts {
			var places []int
			for _, place := range s.places {
				if place >= below && place < below+p.count && !r.known(place, below, p) {
					places = append(places, place)
				}
			}
			if len(places) > 0 {
				next = append(next, newSpan(p.low, p.high, below, places))
			}
			below += p.count
		}
	}
	r.open = next
	return len(next) > 0
}

// known notes the value at a place in a part if it is the first, the last or the only one there.
func (r *ranks) known(place, below int, p spanPart) bool {
	switch {
	case place == below || p.low == p.high:
		r.found[place] = numberOf(p.low)
	case place == below+p.count-1:
		r.found[place] = numberOf(p.high)
	default:
		return false
	}
	return true
}

const signBit = 1 << 63

// orderOf maps numbers to whole numbers in the same order, -0 before 0.
func orderOf(x float64) uint64 {
	bits := math.Float64bits(x)
	if bits&signBit != 0 {
		return ^bits
	}
	return bits | signBit
}

// numberOf is the inverse of [orderOf].
func numberOf(order uint64) float64 {
	if order&signBit != 0 {
		return math.Float64frombits(order &^ signBit)
	}
	return math.Float64frombits(^order)
}
