package region

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// repair returns the polygons as valid ones: closed simple rings, shells
// counterclockwise and holes clockwise as RFC 7946 asks, no polygon twice. note
// is told every mend.
func repair(area orb.MultiPolygon, note func(WarningKind)) orb.MultiPolygon {
	var out orb.MultiPolygon
	for _, polygon := range area {
		for _, p := range repairPolygon(polygon, note) {
			if slices.ContainsFunc(out, func(q orb.Polygon) bool { return samePolygon(p, q) }) {
				note(PolygonRepeated)
				continue
			}
			out = append(out, p)
		}
	}
	return out
}

func samePolygon(a, b orb.Polygon) bool {
	return slices.EqualFunc(a, b, func(r, s orb.Ring) bool { return slices.Equal(r, s) })
}

// repairPolygon rebuilds a polygon whose rings touch, cross, or lie where they
// should not; the even-odd rule says what is inside, as it does in the "make
// valid" of GIS software. Other polygons keep their points and their order.
func repairPolygon(polygon orb.Polygon, note func(WarningKind)) []orb.Polygon {
	rings := make([]ring, 0, len(polygon))
	sound := true // rings[0] is the shell, and the others are holes inside it
	for i, from := range polygon {
		r := cleanRing(from, note)
		if r == nil {
			sound = sound && i > 0
			continue
		}
		rings = append(rings, r)
	}
	edges := edgesOf(rings)
	if meetItself(edges) {
		note(RingCrossing)
		sound = false
	}
	for _, hole := range rings[min(1, len(rings)):] {
		if !rings[0].surrounds(hole) {
			note(HoleOutside)
			sound = false
		}
	}
	if !sound {
		return rebuild(edges, note)
	}
	var out orb.Polygon
	for i, r := range rings {
		out = append(out, r.orb(i == 0))
	}
	if out == nil {
		return nil
	}
	return []orb.Polygon{out}
}

func rebuild(edges []edge, note func(WarningKind)) []orb.Polygon {
	polygons := nest(newBoundary(oddEdges(node(edges))).rings())
	if len(edges) > 0 && len(polygons) == 0 {
		note(RingTooShort) // a line drawn there and back
	}
	return polygons
}

// nest makes polygons of rings that do not cross: counterclockwise ones are
// shells, clockwise ones holes of the smallest shell around them.
func nest(rings []ring) []orb.Polygon {
	var shells, holes []ring
	for _, r := range rings {
		if r.area2() > 0 {
			shells = append(shells, r)
		} else {
			holes = append(holes, r)
		}
	}
	slices.SortStableFunc(shells, func(a, b ring) int { return cmp.Compare(a.area2(), b.area2()) })
	polygons := make([]orb.Polygon, len(shells))
	for i, shell := range shells {
		polygons[i] = orb.Polygon{shell.orb(true)}
	}
	for _, hole := range holes {
		fits := func(shell ring) bool {
			return shell.area2() > math.Abs(hole.area2()) && shell.surrounds(hole)
		}
		if i := slices.IndexFunc(shells, fits); i >= 0 {
			polygons[i] = append(polygons[i], hole.orb(false))
		}
	}
	slices.Reverse(polygons) // the largest first
	return polygons
}
