// Package export writes the layers of a study to files.
//
// A [Layer] is a table whose rows may have a geometry. Each column says its
// type, unit and meaning once, and every format follows it, so that a number
// reads the same wherever it is opened. [Staging] gathers the files of one run and
// puts them in place together: until then nothing of an earlier run is touched.
//
// GeoJSON follows RFC 7946: WGS84 degrees without a crs member, exterior rings
// counterclockwise, a bbox on the collection and on every feature.
//
// Output is a function of the layer alone: rows and columns in the order given,
// numbers rounded to the decimals of their column.
package export
