// Package load builds a [graph.Graph] from road data.
//
// [Roads] reads a layer of lines (GeoJSON, Shapefile, plain or compressed; see
// package feature). Lines join where they share a vertex: a vertex becomes a node
// when a line ends there or when it is used twice, and the pieces between nodes
// become segments. Lines that merely cross do not join. End points that miss each
// other by less than [Options.SnapMeters] are joined too.
//
// [Links] reads a table of places and a table of links between them, the form
// in which a network is written down by hand.
//
// Both return a [Network]: the graph and a [Report] of what came in and what
// was dropped, with the reason and the first place of each.
//
// # Attributes
//
// [Columns] maps the columns of a file to the names this project uses: class,
// toll, ref, speed_kmh, name. Every other column asked for is kept under its own name.
//
// # Errors
//
// Input that cannot be what it claims to be (truncated, projected or swapped
// coordinates, a column that is not there) is an error, one line that says where and how
// to mend it. Dirt that leaves the rest usable (a line with one point) is
// dropped and counted in the Report.
package load

import "github.com/corredor-geo/corredor/graph/load/feature"

// Error is a mistake in an input file, printed as "file:line: message (hint)".
type Error = feature.Error
