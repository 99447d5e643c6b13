// Package osm makes a road network of an OpenStreetMap file in the PBF format.
//
// # Theory
//
// An OSM file is a list of nodes (positions), ways (lists of nodes) and
// relations, each with tags, https://wiki.openstreetmap.org/wiki/Elements. A road is a way
// with a tag highway=*. [Read] passes over the file twice: first it keeps the
// ways that a [Profile] wants, then the positions of their nodes. Ways join
// where they share a node, and only there: a bridge and the road below it cross
// without one, even where both have a node on the same spot. A node becomes a
// node of the graph when a way ends there, when two ways use it or one way
// twice; the ways between such nodes are the segments, with their geometry, in
// the order of the file.
//
// # Tags
//
// These are looked at, by their names in the OSM wiki
// (https://wiki.openstreetmap.org/wiki/Key:highway and so on):
//
//   - Key:highway is the class; which classes there are, with their speeds, is
//     said by the profile. Roads that are not in use, highway=construction or
//     construction=yes and the same with proposed, abandoned, disused and razed, and
//     areas (Key:area) are left out.
//   - Key:access, Key:vehicle, Key:motor_vehicle, Key:motorcar: the most specific
//     that is there decides; without any a road is open. Conditional_restrictions
//     and Relation:restriction are not looked at.
//   - Key:oneway: yes, true, 1; -1, reverse; no, false, 0. Roundabouts and
//     circular junctions (Key:junction) and, in both profiles, motorways and
//     their links are one-way unless oneway=no. reversible is left out, because
//     its direction depends on the hour; alternating is open both ways.
//   - Key:maxspeed: kilometres or miles an hour, knots, walk, none, and codes
//     such as MX:urban; maxspeed:forward and maxspeed:backward for one direction.
//     A limit replaces the speed of the class.
//   - Key:toll, Key:name, Key:ref, Key:bridge, Key:tunnel, Key:layer are kept.
//   - Tag:route=ferry: kept when its access tags say that vehicles may board
//     (without any they may not), at the speed that Key:duration gives or that
//     of the profile.
//   - Key:barrier on a node: bollards and the like close the road unless access
//     tags open it. Gates, toll booths and others close it only when access tags
//     say so or with Key:locked=yes. At a barrier that closes, every segment ends
//     in a node of its own. Roads that meet there do not join.
//
// The columns of the graph are class, name, ref, toll, speed_kmh,
// speed_kmh_backward (where it differs), ferry, osm_way, bridge, tunnel, layer.
//
// # The decoder
//
// The format is that of https://wiki.openstreetmap.org/wiki/PBF_Format. The
// decoder is this package's own. The known one, github.com/paulmach/osm, panics
// in goroutines of its own, where no caller can recover, on nodes that are not
// dense and on damaged data (a text that is not in the table, a negative size),
// unfolds zlib without a limit, takes a file cut behind a size for complete and,
// with cgo, links a C library. Tests hold this one against it, way by way.
//
// # Key types
//
// [Read] takes [Options] and returns a [Network]: the graph and a [Report];
// [Profile] comes from [Highways], [Car], [ReadProfile] or [ParseProfile].
//
// # Limits
//
// Blocks may be raw or compressed with zlib; files with history are refused.
// Positions carried by ways (LocationsOnWays) are not read: nodes must be in
// the file. A way is cut, and counted, at nodes that are missing and where it
// crosses the 180th meridian between two nodes. A way all of whose nodes lie on
// one spot is dropped, with what it may have joined. A file cut exactly
// between two blocks cannot be told from a complete one. Against hostile files:
// 32 MiB a block, 2^20 texts a block and nodes a way, and beyond 64 MiB unfolded
// 100 times the size of the file. At most 2^31 nodes of roads.
package osm
