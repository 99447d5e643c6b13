// Package feature reads vector files and tables as one stream of features.
//
// Whatever the format, a file is a sequence of rows that each have a geometry
// or none and values in named columns. Values stay text until a consumer asks
// for a number, because codes such as "01001" are text whose zeros matter.
// Nothing is guessed about meaning: a line with one point, a self-crossing
// ring or a latitude of 95 passes here and is the business of the consumer
// (see CheckLonLat); only what cannot be represented, such as NaN, is refused.
//
// # Formats
//
// They are told by their first bytes, then by name. Each may be compressed as
// .gz or .bz2 or lie in a .zip.
//
//   - CSV and TSV (RFC 4180): comma, semicolon or tab by the header line; a
//     header is required; lines that begin with # and blank lines are passed
//     over; a byte order mark is accepted, UTF-16 with one too.
//   - GeoJSON (RFC 7946): FeatureCollection, Feature, geometry, one of these a
//     line, text sequences (RFC 8142). The member "crs" of GeoJSON 2008 may
//     name WGS84 or what differs from it by less than a few meters.
//   - Shapefile (ESRI Shapefile Technical Description, July 1998): .shp, with
//     the order of .shx, values of .dbf (dBASE III, types C N F L D), the
//     system of .prj (WKT, OGC 01-009 and 18-010) and the code page of .cpg
//     where these exist. Points, multipoints, lines and polygons, Z and M
//     dropped; rings are sorted into polygons by direction and containment.
//   - .dbf alone, as a table.
//
// # Key types
//
// Open gives a Reader; Reader.All yields a Feature each; a mistake in the
// file is an *Error that names file, line, column and mend; what is doubtful
// is counted in Reader.Warnings.
//
// # Limits
//
// Coordinates are longitude and latitude in degrees: a projected layer is
// refused with ErrProjected. One feature is held in memory at a time, with
// these bounds against hostile files: a CSV row 64 MiB, a GeoJSON feature
// 512 MiB and 128 levels, a decompressed file 64 GiB and, beyond its first
// 64 MiB, 500 times its compressed size; a compressed shapefile with records out
// of order 1 GiB. No length in a file is trusted before the bytes are there.
// TopoJSON, KML, MultiPatch, memo fields and MacRoman CSV line ends are not
// read; the error says what to convert with.
package feature
