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
//     name a system by its EPSG code, before the features.
//   - Shapefile (ESRI Shapefile Technical Description, July 1998): .shp, with
//     the order of .shx, values of .dbf (dBASE III, types C N F L D), the
//     system of .prj (WKT, OGC 01-009 and 18-010) and the code page of .cpg
//     where these exist. Points, multipoints, lines and polygons, Z and M
//     dropped; rings are sorted into polygons by direction and containment.
//   - GeoPackage (OGC 12-128r19): one layer or table of attributes, chosen by
//     Member when there are several, in the order of its primary key; views
//     too. The file is opened for reading only and never written to. One that
//     is compressed or not on disk is copied to the folder for temporary files
//     and removed on Close.
//   - .dbf alone, as a table.
//
// # Coordinate systems
//
// Coordinates come out as longitude and latitude of WGS84. Those in a
// projection (by the .prj of a shapefile, the member "crs" of GeoJSON, the
// layer of a GeoPackage, or Options.CRS) are turned into them as they are read,
// with a warning that says from what: Lambert conformal conic, transverse
// Mercator (UTM), Mercator and Albers, as WKT, EPSG code or OGC URN.
// A datum that differs by more than two meters, such as NAD27, is refused with
// ErrProjected, as is an unknown projection.
//
// # Key types
//
// Open gives a Reader; Reader.All yields a Feature each; a mistake in the
// file is an *Error that names file, line, column and mend; what is doubtful
// is counted in Reader.Warnings. YAML decodes the settings that go with the
// data, with the same errors.
//
// # Limits
//
// One feature is held in memory at a time, with these bounds against hostile
// files: a CSV row 64 MiB, a GeoJSON feature 512 MiB and 128 levels, a row of a
// GeoPackage 512 MiB, a decompressed file 64 GiB and, beyond its first 64 MiB,
// 500 times its compressed size; a compressed shapefile with records out of
// order 1 GiB. No length in a file is trusted before the bytes are there. What
// a view of a GeoPackage computes is not bounded. TopoJSON, KML, MultiPatch,
// curves, rasters, memo fields and MacRoman CSV line ends are not read; the
// error says what to convert with.
package feature
