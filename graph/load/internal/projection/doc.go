// Package projection turns map coordinates into longitude and latitude.
//
// A map projection is a pair of functions between the ellipsoid and the plane.
// Four families cover most of what Mexican and Latin American offices publish,
// and each is one file here:
//
//   - Lambert conformal conic, one and two standard parallels: the national
//     maps of INEGI (Snyder pages 107-109);
//   - transverse Mercator, of which UTM is a case: the series of Krüger to
//     sixth order in the third flattening (Karney 2011, equations 7-26 and
//     35-36), exact to nanometers within 3,900 km of the central meridian;
//   - Mercator on the ellipsoid, and the Mercator of web maps, which takes the
//     latitudes of the ellipsoid for those of a sphere (Snyder pages 41-45);
//   - Albers equal area conic (Snyder pages 101-102).
//
// The conformal ones share one detour: the latitude is first turned into the
// conformal latitude and back, by Newton's method (Karney 2011, equations 7-9
// and 19-21), in place of Snyder's series and fixed-point iterations.
//
// # Key types
//
// [Parse] reads the name of a coordinate system: WKT 1 as in a .prj (OGC
// 01-009 and the dialect of ESRI), WKT 2 (OGC 18-010), "EPSG:6372" or an OGC
// URN. It gives a [System], whose [System.Inverse] leads to longitude and
// latitude and whose [System.Forward] leads back. A mistake is an [*Error] with
// a hint how to mend it.
//
// # Datums
//
// No datum is ever shifted. WGS84, NAD83, ITRF and SIRGAS in all their
// realizations are taken as one: they differ by centimeters to about two
// meters. Older ones (NAD27, PSAD56, ...) differ by tens to hundreds of meters
// and [System.CheckDatum] refuses them; convert such data with ogr2ogr, which
// knows the shifts.
//
// # Limits
//
// Coordinates are easting, northing (or longitude, latitude) in this order,
// whatever axis order the definition has: GIS files hold them so. Longitudes
// count from Greenwich. Oblique, azimuthal and polyconic projections, axes that
// point south or west and geocentric coordinates are errors, not guesses.
// Against PROJ 9.1 the differences stay below a micrometer (see the tests).
//
// # References
//
// J. P. Snyder, Map Projections: A Working Manual, USGS Professional Paper
// 1395, 1987, doi:10.3133/pp1395. C. F. F. Karney, Transverse Mercator with an
// accuracy of a few nanometers, J. Geodesy 85, 2011,
// doi:10.1007/s00190-011-0445-3.
package projection
