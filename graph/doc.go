// Package graph holds a road network in memory: nodes, arcs, segments with
// their geometry, and everything that is a property of the network alone.
//
// # Model
//
// A segment is a piece of road between two nodes. It is stored once, with its
// shape points, its length and its attributes. A segment open in both
// directions has two arcs, a one-way segment has one; an arc is what a shortest
// path is made of. Arcs are kept in compressed sparse row form (CSR), sorted by
// tail node, so that the arcs leaving a node are a range of numbers.
//
// Topology and weights are separate. A [Graph] never changes after
// [Builder.Build]; a [Metric] is one weight per arc. Closing a road or pricing
// it differently is a new Metric over the same Graph.
//
// A point off the network is joined to it by a [Snapper], which gives a
// [Place]: a position on a segment together with the distance to it. A path
// between two places is a list of [Span]s, pieces of segments with a direction.
//
// # Numbers
//
// Coordinates are WGS84 longitude and latitude in units of 1e-7 degree
// ([Point]). Lengths are metres on the WGS84 ellipsoid ([Distance]). Lengths and
// weights are rounded to a multiple of [Step], 2^-20: sums of such numbers are
// exact in float64 below 2^33, so a path costs the same whatever the order in
// which its arcs are added, and two paths tie only when they truly tie.
//
// # Algorithms
//
// [Dijkstra] is the reference that every faster router is tested against:
// E. W. Dijkstra, "A note on two problems in connexion with graphs", Numerische
// Mathematik 1, 1959, doi:10.1007/BF01386390, with a 4-ary heap. Connected
// components are by union-find, strongly connected ones by R. Tarjan,
// "Depth-first search and linear graph algorithms", SIAM J. Comput. 1(2), 1972,
// doi:10.1137/0201010.
//
// # Limits
//
// At most 2^31-1 nodes, arcs and shape points. No turn restrictions: a node
// may be crossed from any arc to any arc. No geometry across the 180th meridian.
package graph
