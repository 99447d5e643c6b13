package load

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
)

// dropMeridian counts the places where a line was cut, or a link left out,
// because it jumps from one edge of the map to the other: what is drawn
// straight in degrees would run round the earth. OSM ways are cut there too.
const dropMeridian = "across the 180th meridian: the line is cut there"

const dropLinkMeridian = "across the 180th meridian: the link is left out"

// overMeridian reports whether a link crosses the 180th meridian between two
// of its points.
func (r *linkReader) overMeridian(s graph.Segment) bool {
	if len(r.at) == 0 {
		return false
	}
	last := r.at[s.From]
	for _, p := range append(slices.Clip(s.Via), r.at[s.To]) {
		if overMeridian(last.Orb(), p.Orb()) {
			return true
		}
		last = p
	}
	return false
}

// overMeridian reports whether the short way between two positions crosses the
// 180th meridian, whatever turn their longitudes are counted in. Of positions
// that are not in degrees it is false.
func overMeridian(a, b orb.Point) bool {
	const turn = 360
	return math.Abs(a[0]) <= turn && math.Abs(b[0]) <= turn && math.Abs(math.Remainder(a[0], turn)-math.Remainder(b[0], turn)) > turn/2
}

// cutAtMeridian cuts lines where they cross the 180th meridian between two
// positions, and counts the cuts. Pieces of one position are left out.
func cutAtMeridian(parts []orb.LineString) (pieces []orb.LineString, cuts int) {
	for i, line := range parts {
		start := 0
		for k := 1; k < len(line); k++ {
			if !overMeridian(line[k-1], line[k]) {
				continue
			}
			if cuts == 0 {
				pieces = append(pieces, parts[:i]...)
			}
			cuts++
			if k-start > 1 {
				pieces = append(pieces, line[start:k])
			}
			start = k
		}
		switch {
		case cuts == 0:
		case start == 0 || len(line)-start > 1:
			pieces = append(pieces, line[start:])
		}
	}
	if cuts == 0 {
		return parts, 0
	}
	return pieces, cuts
}
