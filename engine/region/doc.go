// Package region knows the municipalities: it reads a layer of them, finds the
// one that contains a point, and lays them over a road network, so that every
// metre of every segment belongs to one municipality or to none.
//
// # Theory
//
// The overlay of lines with a tessellation of polygons cuts each line where it
// crosses a border. Each road edge meets the border edges near it, found in an
// R-tree of runs of sixteen edges (A. Guttman, "R-trees", SIGMOD 1984,
// doi:10.1145/602259.602266). The walk along a segment keeps the set of
// polygons around it: found once at the first node by the ray of M. Shimrat,
// "Algorithm 112: position of point relative to polygon", Communications of the
// ACM 5(8), 1962, doi:10.1145/368637.368653, and changed by one polygon at each
// crossing. Decisions are made on the stored integers and are exact; borders
// through a node, along a road or through each other need no tolerance, because
// the road is shifted by an infinitesimal to the north (H. Edelsbrunner,
// E. P. Mücke, "Simulation of simplicity", ACM Transactions on Graphics 9(1),
// 1990, doi:10.1145/77635.77639). So a road drawn along a border belongs to the
// municipality north of it, or east of it where the border runs exactly north,
// in whatever direction and by whichever neighbour the border is drawn.
//
// Edges, of roads as of borders, are straight in longitude and latitude, as RFC
// 7946 defines them, as GIS software draws them and as package graph measures
// along them. The great circles of s2 leave such an edge by 0.3 m in 5 km and
// by 500 m on a state border of 200 km; its index of the same layer also takes
// more than ten times as long to build as this one. This is why s2, which finds
// the nearest road in package graph, is not used here.
//
// Without polygons a point belongs to the nearest municipal seat: segments are
// cut at the edges of the Voronoi diagram of the seats. Results name the method
// ([Overlay.Method]), because the two differ: a seat is no measure of extent.
//
// Areas are ellipsoidal, by the equal-area cylinder of J. P. Snyder, "Map
// Projections: a Working Manual", USGS Professional Paper 1395, 1987,
// doi:10.3133/pp1395.
//
// # Dirt
//
// Real layers have rings that are open, cross themselves or have lost their
// shell. [Read] closes, rebuilds and counts them by the even-odd rule: a point
// is inside a polygon when an odd number of its ring edges lie east of it. The
// polygons of one municipality are joined. Where two municipalities overlap the
// lower code has the road ([Overlay.OverlapMeters]); where none has it, it is
// [Outside]. A road is never handed to the nearest municipality across a gap,
// so a coast road that generalised borders put to sea counts as outside: 0.5 %
// of Mexico's highways ([Overlay.OutsideMeters]). Stretches below a millimetre
// go to their neighbour.
//
// # Key types
//
// A [Layer] holds the [Region]s, sorted by code. [NewOverlay] makes the
// [Overlay], the row of every segment: a list of [Piece]s whose lengths sum to
// that of the segment exactly. A [Warning] counts one kind of mended dirt.
//
// # Limits
//
// Codes have five digits, as those of INEGI. Coordinates are rounded to 1e-7
// degree, 11 mm. No polygon crosses the 180th meridian or holds a pole. Heights
// are not used: a bridge or a tunnel belongs to the ground that is drawn there.
package region
