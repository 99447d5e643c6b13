package tile

import "github.com/paulmach/orb"

// wind gives the rings of polygons the direction that the tile format wants, outer
// ones clockwise as seen and holes the other way: a reader takes a part that runs against
// the first for a hole in it. It changes the geometry.
func wind(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Polygon:
		for i, ring := range g {
			if want := [2]orb.Orientation{orb.CW, orb.CCW}[min(i, 1)]; ring.Orientation() != want {
				ring.Reverse()
			}
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			wind(polygon)
		}
	}
}
